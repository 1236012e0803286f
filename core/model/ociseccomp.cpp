// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <limits>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

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

Value writeRule(const SeccompRule& rule) {
    Value value = {{"names", rule.names}, {"action", rule.action}};
    if (rule.errnoRet)
        value["errnoRet"] = *rule.errnoRet;
    if (rule.args.empty())
        return value;
    Value args = Value::array();
    for (const SeccompArgument& arg : rule.args) {
        args.push_back(
            {{"index", arg.index}, {"value", arg.value}, {"valueTwo", arg.valueTwo}, {"op", arg.op}});
    }
    value["args"] = std::move(args);
    return value;
}

} // namespace

Result<SeccompRule> readSeccompRule(const Node& node) {
    SeccompRule rule;
    VITRINE_CHECK(readTexts(node, "names", rule.names));
    rule.action = VITRINE_TRY(node.require("action").and_then(&Node::text));
    rule.errnoRet = VITRINE_TRY(readErrno(node, "errnoRet"));
    if (const auto args = VITRINE_TRY(node.find("args"))) {
        for (const Node& arg : VITRINE_TRY(args->elements()))
            rule.args.push_back(VITRINE_TRY(readArgument(arg)));
    }
    return rule;
}

Result<SeccompRules> readSeccompHead(const Node& node) {
    SeccompRules rules;
    rules.defaultAction = VITRINE_TRY(node.require("defaultAction").and_then(&Node::text));
    rules.defaultErrnoRet = VITRINE_TRY(readErrno(node, "defaultErrnoRet"));
    VITRINE_CHECK(readTexts(node, "architectures", rules.architectures));
    VITRINE_CHECK(readTexts(node, "flags", rules.flags));
    return rules;
}

Result<SeccompRules> readSeccomp(const Node& node) {
    SeccompRules rules = VITRINE_TRY(readSeccompHead(node));
    if (const auto calls = VITRINE_TRY(node.find("syscalls"))) {
        for (const Node& call : VITRINE_TRY(calls->elements())) {
            VITRINE_CHECK(call.require("names"));
            rules.syscalls.push_back(VITRINE_TRY(readSeccompRule(call)));
        }
    }
    return rules;
}

void writeSeccomp(Value& seccomp, const SeccompRules& rules) {
    seccomp["defaultAction"] = rules.defaultAction;
    if (rules.defaultErrnoRet)
        seccomp["defaultErrnoRet"] = *rules.defaultErrnoRet;
    else
        seccomp.erase("defaultErrnoRet");
    setOrErase(seccomp, "architectures", rules.architectures);
    setOrErase(seccomp, "flags", rules.flags);
    Value calls = Value::array();
    for (const SeccompRule& rule : rules.syscalls)
        calls.push_back(writeRule(rule));
    seccomp["syscalls"] = std::move(calls);
}

} // namespace vitrine::oci
