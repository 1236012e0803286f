// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <charconv>

namespace vitrine::oci {

namespace {

Result<std::uint32_t> milliseconds(const json::Node& node) {
    const std::string text = VITRINE_TRY(node.text());
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size())
        return failure(node.invalid("must be a number of milliseconds as text, 1 to 600000"));
    return value;
}

Result<Init> initFrom(const json::Node& node) {
    const std::string word = VITRINE_TRY(node.text());
    if (word != "true" && word != "false")
        return failure(node.invalid("must be \"true\" or \"false\""));
    return word == "true" ? Init::Yes : Init::No;
}

/// Two signals, which the C library keeps for itself, have no name.
std::string signalText(int signal) {
    const std::string name = signalName(signal);
    return signalFrom(name) ? name : std::to_string(signal);
}

} // namespace

Result<> readLife(const json::Node& annotations, LifeSpec& life) {
    if (const auto signal = VITRINE_TRY(annotations.find(stopSignalAnnotation))) {
        const std::string text = VITRINE_TRY(signal->text());
        life.stopSignal = signalFrom(text);
        if (!life.stopSignal && !text.empty()) // empty where an image has none
            return failure(
                signal->invalid("must be a signal: its name (\"SIGQUIT\", \"SIGRTMIN+3\"), or 1 to 64"));
    }
    if (const auto timeout = VITRINE_TRY(annotations.find(stopTimeoutAnnotation)))
        life.stopTimeoutMs = VITRINE_TRY(milliseconds(*timeout));
    if (const auto restart = VITRINE_TRY(annotations.find(restartAnnotation))) {
        const std::string words = VITRINE_TRY(restart->text());
        if (!restartFrom(words, life))
            return failure(restart->invalid(
                "must be \"no\", \"always\", \"on-failure\" or \"on-failure:\" and 1 to 1000"));
    }
    if (const auto init = VITRINE_TRY(annotations.find(initAnnotation)))
        life.init = VITRINE_TRY(initFrom(*init));
    if (const auto health = VITRINE_TRY(annotations.find(healthAnnotation)))
        life.health =
            VITRINE_TRY(health->text().and_then([](const std::string& text) { return healthFrom(text); }));
    return {};
}

void writeLife(json::Value& annotations, const LifeSpec& life) {
    setOrErase(annotations, stopSignalAnnotation,
               life.stopSignal ? signalText(*life.stopSignal) : std::string());
    setOrErase(annotations, stopTimeoutAnnotation,
               life.stopTimeoutMs ? std::to_string(*life.stopTimeoutMs) : std::string());
    setOrErase(annotations, restartAnnotation,
               life.restart == RestartPolicy::No ? std::string() : restartWords(life));
    setOrErase(annotations, initAnnotation, life.init == Init::Yes ? "true" : "");
    setOrErase(annotations, healthAnnotation, life.health ? healthText(*life.health) : std::string());
}

} // namespace vitrine::oci
