// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/jsonnode.h"
#include "core/model/seccomprules.h"
#include "core/model/textrules.h"

#include <algorithm>
#include <array>
#include <string>

namespace vitrine {

namespace {

using json::elementPath;

// The words that core/security can compile; a test compares the two.
constexpr std::array<std::string_view, 8> actions{
    "SCMP_ACT_KILL",  "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_TRAP",
    "SCMP_ACT_ERRNO", "SCMP_ACT_TRACE",       "SCMP_ACT_ALLOW",        "SCMP_ACT_LOG"};
constexpr std::array<std::string_view, 7> operators{"SCMP_CMP_NE",       "SCMP_CMP_LT", "SCMP_CMP_LE",
                                                    "SCMP_CMP_EQ",       "SCMP_CMP_GE", "SCMP_CMP_GT",
                                                    "SCMP_CMP_MASKED_EQ"};
constexpr std::array<std::string_view, 16> architectures{
    "SCMP_ARCH_X86",     "SCMP_ARCH_X86_64",   "SCMP_ARCH_X32",         "SCMP_ARCH_ARM",
    "SCMP_ARCH_AARCH64", "SCMP_ARCH_MIPS",     "SCMP_ARCH_MIPS64",      "SCMP_ARCH_MIPS64N32",
    "SCMP_ARCH_MIPSEL",  "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PPC64",
    "SCMP_ARCH_PPC64LE", "SCMP_ARCH_RISCV64",  "SCMP_ARCH_S390",        "SCMP_ARCH_S390X"};
constexpr std::array<std::string_view, 3> flags{"SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG",
                                                "SECCOMP_FILTER_FLAG_SPEC_ALLOW"};

constexpr std::size_t mostNames = 4000;
constexpr std::size_t mostConditions = 1000; // each costs some instructions of the 4,096 a program may have
constexpr std::size_t longestName = 64;

template <std::size_t Count>
Result<> checkWord(const std::array<std::string_view, Count>& words, const std::string& word,
                   const std::string& path) {
    if (std::ranges::contains(words, word))
        return {};
    std::string all;
    for (const std::string_view one : words)
        all += (all.empty() ? "" : ", ") + std::string(one);
    return failure(Error::invalid(path, "must be one of " + all));
}

template <std::size_t Count>
Result<> checkWords(const std::array<std::string_view, Count>& words, const std::vector<std::string>& list,
                    const std::string& path) {
    if (list.size() > words.size())
        return failure(
            Error::invalid(path, "must have at most " + std::to_string(words.size()) + " elements"));
    for (std::size_t i = 0; i < list.size(); ++i)
        VITRINE_CHECK(checkWord(words, list[i], elementPath(path, i)));
    return {};
}

/// As in the kernel's tables: what is not there is left out, what is not a name is a mistake.
Result<> checkCall(const std::string& name, const std::string& path) {
    const bool plain = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (name.empty() || name.size() > longestName || !plain)
        return failure(Error::invalid(path, "must be the name of a system call, such as \"openat\""));
    return {};
}

Result<> checkRule(const SeccompRule& rule, const std::string& path) {
    VITRINE_CHECK(checkWord(actions, rule.action, path + ".action"));
    if (rule.names.empty())
        return failure(Error::invalid(path + ".names", "must name at least one system call"));
    for (std::size_t i = 0; i < rule.names.size(); ++i)
        VITRINE_CHECK(checkCall(rule.names[i], elementPath(path + ".names", i)));
    for (std::size_t i = 0; i < rule.args.size(); ++i) {
        const std::string here = elementPath(path + ".args", i);
        if (rule.args[i].index > 5)
            return failure(Error::invalid(here + ".index", "must be 0 to 5"));
        VITRINE_CHECK(checkWord(operators, rule.args[i].op, here + ".op"));
    }
    return {};
}

bool lets(const std::string& action) {
    return action == "SCMP_ACT_ALLOW" || action == "SCMP_ACT_LOG";
}

} // namespace

bool allowsAlways(const SeccompRules& rules, std::string_view call) {
    bool allows = lets(rules.defaultAction);
    for (const SeccompRule& rule : rules.syscalls) {
        if (!std::ranges::contains(rule.names, call))
            continue;
        if (!lets(rule.action))
            return false;
        allows = allows || rule.args.empty();
    }
    return allows;
}

Result<> validate(const SeccompRules& rules, const std::string& path) {
    VITRINE_CHECK(checkWord(actions, rules.defaultAction, path + ".defaultAction"));
    VITRINE_CHECK(checkWords(architectures, rules.architectures, path + ".architectures"));
    VITRINE_CHECK(checkWords(flags, rules.flags, path + ".flags"));
    std::size_t names = 0;
    std::size_t conditions = 0;
    for (std::size_t i = 0; i < rules.syscalls.size(); ++i) {
        VITRINE_CHECK(checkRule(rules.syscalls[i], elementPath(path + ".syscalls", i)));
        names += rules.syscalls[i].names.size();
        conditions += rules.syscalls[i].names.size() * rules.syscalls[i].args.size();
    }
    if (names > mostNames)
        return failure(Error::invalid(path + ".syscalls", "must have at most 4,000 names in all"));
    if (conditions > mostConditions)
        return failure(Error::invalid(path + ".syscalls",
                                      "must have at most 1,000 conditions on arguments in all, counted for "
                                      "each name"));
    return {};
}

} // namespace vitrine
