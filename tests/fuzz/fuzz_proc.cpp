// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// /proc/PID/stat, status, cgroup and uid_map, and the names and arguments that processes give themselves.

#include "core/process/details.h"
#include "core/process/foreign.h"
#include "core/process/statline.h"
#include "core/process/text.h"
#include "tests/fuzz/fuzz.h"

#include "core/model/textrules.h"

using namespace vitrine;

namespace {

void checkShown(const std::string& text, std::size_t most) {
    FUZZ_REQUIRE(text.size() <= most);
    FUZZ_REQUIRE(checkText(text, "text", TextRule::NoControl, most));
}

} // namespace

void fuzzOne(std::string_view input) {
    if (const auto line = process::parseStat(input)) {
        FUZZ_REQUIRE(line->pid > 0);
        FUZZ_REQUIRE(line->comm.size() < input.size());
    }
    if (const auto status = process::parseStatus(input))
        FUZZ_REQUIRE(status->nestedPids.size() <= input.size());
    if (const auto uid = process::mapUid(input, 100000))
        FUZZ_REQUIRE(!input.empty());
    static_cast<void>(process::parseNamespaceLink(input));
    static_cast<void>(process::hidesOthers(input));
    const auto foreign = process::foreignNameFrom(input);
    checkShown(foreign.name, 64);
    FUZZ_REQUIRE(foreign.name.empty() || foreign.engine != process::ForeignEngine::None);
    for (const std::size_t most : {std::size_t{0}, std::size_t{5}, std::size_t{4096}}) {
        checkShown(process::escape(input, most), most);
        checkShown(process::escapeCommandLine(input, most), most);
    }
}
