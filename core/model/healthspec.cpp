// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/healthspec.h"

#include "core/model/jsonnode.h"
#include "core/model/textrules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine {

namespace {

constexpr const char* place = "$.annotations[\"org.vitrine.health\"]";
constexpr std::size_t maximumText = 32 * 1024;

constexpr std::array<std::pair<OnUnhealthy, std::string_view>, 3> actionWords{{
    {OnUnhealthy::Nothing, "nothing"},
    {OnUnhealthy::Restart, "restart"},
    {OnUnhealthy::Stop, "stop"},
}};

struct Number {
    const char* key;
    std::uint32_t HealthSpec::* member;
    std::uint32_t minimum;
    std::uint32_t maximum;
};

constexpr std::array<Number, 4> numbers{{
    {"interval", &HealthSpec::interval, 1, maximumHealthInterval},
    {"timeout", &HealthSpec::timeout, 1, maximumHealthTimeout},
    {"retries", &HealthSpec::retries, 1, maximumHealthRetries},
    {"startPeriod", &HealthSpec::startPeriod, 0, maximumHealthInterval},
}};

/// "…[\"org.vitrine.health\"]" and what JSON says of its text: "$.interval" -> ".interval".
Error within(const Error& error) {
    const std::string& subject = error.subject();
    return Error::invalid(place + (subject.starts_with('$') ? subject.substr(1) : std::string()),
                          error.reason());
}

bool isKey(std::string_view key) {
    return key == "command" || key == "onUnhealthy" || std::ranges::contains(numbers, key, &Number::key);
}

Result<HealthSpec> read(const json::Node& node) {
    HealthSpec health;
    const json::Node command = VITRINE_TRY(node.require("command"));
    health.command = VITRINE_TRY(command.texts(maximumHealthWords));
    for (const Number& number : numbers) {
        if (const auto found = VITRINE_TRY(node.find(number.key)))
            health.*number.member = static_cast<std::uint32_t>(VITRINE_TRY(found->unsignedNumber(~0U)));
    }
    if (const auto action = VITRINE_TRY(node.find("onUnhealthy"))) {
        const std::string word = VITRINE_TRY(action->text());
        const auto* const found =
            std::ranges::find(actionWords, word, &decltype(actionWords)::value_type::second);
        if (found == actionWords.end())
            return failure(action->invalid("must be \"nothing\", \"restart\" or \"stop\""));
        health.onUnhealthy = found->first;
    }
    for (const auto& member : node.value().items()) {
        if (!isKey(member.key()))
            return failure(
                Error::invalid(json::memberPath("$", member.key()), "is no key of a health command"));
    }
    return health;
}

} // namespace

std::string_view nameOf(OnUnhealthy action) {
    return std::ranges::find(actionWords, action, &decltype(actionWords)::value_type::first)->second;
}

std::string healthText(const HealthSpec& health) {
    json::Value value = {{"command", health.command}};
    for (const Number& number : numbers)
        value[number.key] = health.*number.member;
    value["onUnhealthy"] = std::string(nameOf(health.onUnhealthy));
    return value.dump(-1, ' ', false, json::Value::error_handler_t::replace);
}

Result<HealthSpec> healthFrom(std::string_view text) {
    auto value = json::parse(text, maximumText);
    if (!value)
        return failure(within(value.error()));
    auto health = read(json::Node(*value));
    if (!health)
        return failure(within(health.error()));
    return health;
}

Result<> validateHealth(const HealthSpec& health) {
    const auto invalid = [](const std::string& key, const std::string& allowed) {
        return failure(Error::invalid(std::string(place) + "." + key, allowed));
    };
    if (health.command.empty() || health.command.front().empty() ||
        health.command.size() > maximumHealthWords)
        return invalid("command", "must be a program and its arguments, at most 64 words");
    std::size_t size = 0;
    for (const std::string& word : health.command) {
        VITRINE_CHECK(
            checkText(word, std::string(place) + ".command", TextRule::NoNul, maximumHealthCommand));
        size += word.size() + 1;
    }
    if (size > maximumHealthCommand)
        return invalid("command", "must be at most 4096 bytes in all");
    for (const Number& number : numbers) {
        if (health.*number.member < number.minimum || health.*number.member > number.maximum)
            return invalid(number.key, "must be " + std::to_string(number.minimum) + " to " +
                                           std::to_string(number.maximum));
    }
    return {};
}

} // namespace vitrine
