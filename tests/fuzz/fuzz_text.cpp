// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Paths, names, mount options, search lists, signals, rules for restarts, health commands, and rights to
// devices, as annotations and fields of a config.json have them; and the words of a shell command and of C
// that they become in the steps by hand.

#include "core/cgroup/delegation.h"
#include "core/model/containerspec.h"
#include "core/model/devicespec.h"
#include "core/model/textrules.h"
#include "core/model/volume.h"
#include "core/plan/mountoptions.h"
#include "core/plan/quoting.h"
#include "core/rootfs/searchpath.h"
#include "helper/monitor/bundle.h"
#include "tests/fuzz/fuzz.h"

using namespace vitrine;

namespace {

/// What a POSIX shell takes for one word (XCU 2.2): nothing where it is not exactly one.
std::optional<std::string> shellWord(std::string_view text) {
    std::string word;
    bool quoted = false;
    if (text.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'')
            quoted = !quoted;
        else if (quoted)
            word += text[i];
        else if (text[i] == '\\' && i + 1 < text.size())
            word += text[++i];
        else if (std::string_view(" \t\n;&|<>()$`\"*?[]#~!{}\\").contains(text[i]))
            return std::nullopt;
        else
            word += text[i];
    }
    return quoted ? std::nullopt : std::optional(word);
}

/// Where a C string literal ends that begins at the front; npos when it does not end.
std::size_t endOfLiteral(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
        else if (text[i] == '\n')
            break;
    }
    return std::string_view::npos;
}

void checkPaths(std::string_view input) {
    for (const std::string& path : {vitrine::rootfs::cleanPath(input), rootfs::mergedPath(input)}) {
        FUZZ_REQUIRE(path.starts_with('/') && !hasParentComponent(path) && !path.contains("//"));
        FUZZ_REQUIRE(rootfs::cleanPath(path) == path);
        const std::string way = rootfs::relativePath("/usr/bin", path);
        FUZZ_REQUIRE(rootfs::cleanPath("/usr/bin/" + way) == path);
    }
    const std::string clean = cleanPath(input);
    FUZZ_REQUIRE(cleanPath(clean) == clean && hasParentComponent(clean) == hasParentComponent(input));
    if (checkAbsolutePath(input, "path"))
        FUZZ_REQUIRE(clean == rootfs::cleanPath(input));
}

void checkNames(std::string_view input) {
    if (validateName(input)) {
        FUZZ_REQUIRE(input.size() <= 63 && !input.starts_with('.') && !input.starts_with('-') &&
                     shellQuote(input) == input);
        FUZZ_REQUIRE(!cgroup::isUnitName(input) || input.contains('.'));
    }
    if (monitor::validateId(input))
        FUZZ_REQUIRE(validateName(input));
    FUZZ_REQUIRE(cgroup::unitParts(input) <= input.size() + 1);
}

void checkOptions(std::string_view input) {
    std::vector<std::string> words = rootfs::splitList(input);
    const MountOptions options = parseMountOptions(words);
    FUZZ_REQUIRE(options.data.size() <= words.size());
    FUZZ_REQUIRE(!flagNames(options.flags).empty());
    static_cast<void>(propagationWord(options.propagation));
    const rootfs::Tokens tokens{"/bin", "lib64", "x86_64"};
    for (const std::string& directory : rootfs::expandDirectories(words, tokens))
        FUZZ_REQUIRE(directory.starts_with('/'));
}

void checkHealth(std::string_view input) {
    const auto health = healthFrom(input);
    if (!health) {
        FUZZ_REQUIRE(health.error().subject().starts_with("$.annotations[\"org.vitrine.health\"]"));
        FUZZ_REQUIRE(fuzz::isShowable(health.error().message(), fuzz::Newlines::Refused));
        return;
    }
    if (!validateHealth(*health))
        return;
    FUZZ_REQUIRE(!health->command.empty() && health->interval > 0 && health->timeout > 0);
    const auto again = healthFrom(healthText(*health));
    FUZZ_REQUIRE(again && *again == *health);
}

void checkLife(std::string_view input) {
    if (const auto signal = signalFrom(input)) {
        FUZZ_REQUIRE(*signal >= 1 && *signal <= 64);
        const std::string name = signalName(*signal);
        FUZZ_REQUIRE(signalFrom(name).value_or(*signal) == *signal);
    }
    LifeSpec life;
    const LifeSpec before = life;
    if (!restartFrom(input, life)) {
        FUZZ_REQUIRE(life == before);
        return;
    }
    FUZZ_REQUIRE(validateLife(life) && restartWords(life) == input);
}

void checkDevices(std::string_view input) {
    if (const auto access = accessFrom(input, "path")) {
        FUZZ_REQUIRE(*access != 0 && (*access & ~deviceAllAccess) == 0);
        FUZZ_REQUIRE(accessFrom(accessLetters(*access), "path") == *access);
    }
    DeviceSpec device;
    device.path = std::string(input);
    if (!validateDevices({device}, {ruleFor(device)}))
        return;
    FUZZ_REQUIRE(device.path.starts_with("/dev/") && !hasParentComponent(device.path) &&
                 fuzz::isShowable(device.path, fuzz::Newlines::Refused));
    FUZZ_REQUIRE(!validateDevices({device, device}, {})); // a place is there once
}

void checkVolumes(std::string_view input) {
    if (validateVolumePlace(input, "place"))
        FUZZ_REQUIRE(input.starts_with('/') && !hasParentComponent(input) && input != "/");
    const auto options = volumeOptionsFrom(rootfs::splitList(input), "options");
    if (!options)
        return;
    const auto again = volumeOptionsFrom(wordsOf(*options), "options");
    FUZZ_REQUIRE(again && *again == *options);
}

} // namespace

void fuzzOne(std::string_view input) {
    if (!input.contains('\0'))
        FUZZ_REQUIRE(shellWord(shellQuote(input)) == std::string(input));
    const std::string literal = cQuote(input);
    FUZZ_REQUIRE(endOfLiteral(literal) == literal.size());
    checkPaths(input);
    checkNames(input);
    checkOptions(input);
    checkHealth(input);
    checkLife(input);
    checkDevices(input);
    checkVolumes(input);
}
