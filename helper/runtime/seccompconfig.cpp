// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/seccompconfig.h"

#include "core/security/seccomprules.h"

#include <limits>

namespace vitrine::runtime {

namespace {

using json::Node;
using security::SeccompArgument;
using security::SeccompRule;
using security::SeccompRules;

Result<std::optional<std::uint32_t>> readErrno(const Node& node, const char* key) {
    const auto number = VITRINE_TRY(node.find(key));
    if (!number)
        return std::nullopt;
    return static_cast<std::uint32_t>(VITRINE_TRY(number->unsignedNumber(0xffff)));
}

Result<SeccompArgument> readArgument(const Node& node) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    SeccompArgument argument;
    const Node index = VITRINE_TRY(node.require("index"));
    argument.index = static_cast<unsigned>(VITRINE_TRY(index.unsignedNumber(5)));
    const Node value = VITRINE_TRY(node.require("value"));
    argument.value = VITRINE_TRY(value.unsignedNumber(most));
    if (const auto two = VITRINE_TRY(node.find("valueTwo")))
        argument.valueTwo = VITRINE_TRY(two->unsignedNumber(most));
    argument.op = VITRINE_TRY(node.require("op").and_then(&Node::text));
    return argument;
}

Result<SeccompRule> readRule(const Node& node) {
    SeccompRule rule;
    VITRINE_CHECK(node.require("names"));
    VITRINE_CHECK(readTexts(node, "names", rule.names));
    rule.action = VITRINE_TRY(node.require("action").and_then(&Node::text));
    rule.errnoRet = VITRINE_TRY(readErrno(node, "errnoRet"));
    if (const auto args = VITRINE_TRY(node.find("args"))) {
        for (const Node& arg : VITRINE_TRY(args->elements()))
            rule.args.push_back(VITRINE_TRY(readArgument(arg)));
    }
    return rule;
}

} // namespace

Result<security::SeccompFilter> readSeccomp(const Node& node) {
    SeccompRules rules;
    rules.defaultAction = VITRINE_TRY(node.require("defaultAction").and_then(&Node::text));
    rules.defaultErrnoRet = VITRINE_TRY(readErrno(node, "defaultErrnoRet"));
    VITRINE_CHECK(readTexts(node, "architectures", rules.architectures));
    VITRINE_CHECK(readTexts(node, "flags", rules.flags));
    if (const auto calls = VITRINE_TRY(node.find("syscalls"))) {
        for (const Node& call : VITRINE_TRY(calls->elements()))
            rules.syscalls.push_back(VITRINE_TRY(readRule(call)));
    }
    return compileRules(rules);
}

} // namespace vitrine::runtime
