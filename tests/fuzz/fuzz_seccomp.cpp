// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Profiles of system calls: what a person hands to the window, and what then is in config.json and compiled.

#include "core/model/ociconfig.h"
#include "core/security/seccomp.h"
#include "tests/fuzz/fuzz.h"

#include <linux/bpf_common.h>

using namespace vitrine;

void fuzzOne(std::string_view input) {
    const SeccompHost host{"6.1.0", {"CAP_CHOWN", "CAP_SYS_ADMIN"}};
    const auto rules = importSeccompProfile(input, host);
    if (!rules) {
        FUZZ_REQUIRE(rules.error().subject().starts_with('$') || !rules.error().message().empty());
        return;
    }
    FUZZ_REQUIRE(validate(*rules, "$.linux.seccomp"));
    ContainerSpec spec = defaultSpec("fuzz", {"true"});
    spec.seccomp = SeccompProfile::Custom;
    spec.seccompRules = *rules;
    // Whatever it is, a stronger permission is asked for.
    FUZZ_REQUIRE(!widenings(spec).empty());
    const auto again = parseConfig(writeConfig(spec));
    FUZZ_REQUIRE(!again || again->seccompRules == spec.seccompRules); // it may be too long for config.json
    const auto filter = security::compileSeccomp(spec.seccomp, spec.seccompRules, {});
    FUZZ_REQUIRE(!filter || (!filter->program.empty() && filter->program.size() <= BPF_MAXINSNS));
}
