// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the OCI runtime reads of a bundle that others made, with its seccomp profile, hooks and devices, and
// its command line (a word a line).

#include "core/model/textrules.h"
#include "helper/runtime/arguments.h"
#include "helper/runtime/bundle.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

using namespace vitrine;
using namespace vitrine::runtime;

namespace {

void checkBundle(std::string_view input) {
    const auto config = parseBundleConfig(std::string(input));
    if (!config) {
        FUZZ_REQUIRE(!config.error().message().empty() && config.error().message().size() < 16384);
        FUZZ_REQUIRE(fuzz::isShowable(config.error().message(), fuzz::Newlines::Refused));
        return;
    }
    FUZZ_REQUIRE(validate(config->spec));
    FUZZ_REQUIRE(config->text == input);
    for (const JoinedNamespace& joined : config->joined) {
        FUZZ_REQUIRE(joined.path.starts_with('/') && !joined.path.contains('\0'));
        FUZZ_REQUIRE(!config->spec.namespaces.isNew(joined.kind));
    }
    for (const MountSpec& mount : config->spec.mounts)
        FUZZ_REQUIRE(mount.destination.starts_with('/') && !hasParentComponent(mount.destination));
    FUZZ_REQUIRE(!config->cgroupsPath.contains('\0') && !hasParentComponent(config->cgroupsPath));
}

void checkArguments(std::string_view input) {
    std::vector<std::string_view> words;
    while (!input.empty()) {
        const std::size_t end = std::min(input.find('\n'), input.size());
        words.push_back(input.substr(0, end));
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    static_cast<void>(globalsOf(words));
    const auto request = parseArguments(words);
    if (!request) {
        FUZZ_REQUIRE(!request.error().message().empty());
        return;
    }
    FUZZ_REQUIRE(request->id.empty() || validateContainerId(request->id));
    FUZZ_REQUIRE(request->preservedFds >= 0);
}

void checkWords(std::string_view input) {
    if (validateContainerId(input))
        FUZZ_REQUIRE(!input.empty() && !input.contains('/') && input.front() != '.' && input.front() != '-' &&
                     input.size() <= 255);
    if (const auto signal = parseSignal(input))
        FUZZ_REQUIRE(*signal >= 1 && *signal <= 64);
}

} // namespace

void fuzzOne(std::string_view input) {
    checkBundle(input);
    checkArguments(input);
    checkWords(input);
}
