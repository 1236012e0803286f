// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

constexpr std::uint64_t mostId = std::numeric_limits<std::uint32_t>::max();

Result<std::optional<std::uint32_t>> readOptional(const Node& node, const char* key) {
    const auto number = VITRINE_TRY(node.find(key));
    if (!number)
        return std::nullopt;
    return static_cast<std::uint32_t>(VITRINE_TRY(number->unsignedNumber(mostId)));
}

/// -1 is any, as what is absent.
Result<std::optional<std::uint32_t>> readDeviceNumber(const Node& rule, const char* key) {
    const auto node = VITRINE_TRY(rule.find(key));
    if (!node || (node->value().is_number_integer() && node->value() == -1))
        return std::nullopt;
    return static_cast<std::uint32_t>(VITRINE_TRY(node->unsignedNumber(mostId)));
}

Result<DeviceSpec> readDevice(const Node& node) {
    DeviceSpec device;
    device.path = VITRINE_TRY(node.require("path").and_then(&Node::text));
    const Node type = VITRINE_TRY(node.require("type"));
    const std::string word = VITRINE_TRY(type.text());
    if (word != "c" && word != "u" && word != "b")
        return failure(
            Error(ErrorKind::NotSupported, {}, type.path(), "must be c, u or b; pipes are not made here"));
    device.type = word == "b" ? DeviceType::Block : DeviceType::Character;
    for (const auto& [key, into] : {std::pair("major", &device.major), std::pair("minor", &device.minor)}) {
        const Node number = VITRINE_TRY(node.require(key));
        *into = static_cast<std::uint32_t>(VITRINE_TRY(number.unsignedNumber(mostId)));
    }
    device.mode = VITRINE_TRY(readOptional(node, "fileMode"));
    if (device.mode) // some write the bits of the type, too, which is said already
        *device.mode &= *device.mode > 07777 ? 07777U : ~0U;
    device.uid = VITRINE_TRY(readOptional(node, "uid"));
    device.gid = VITRINE_TRY(readOptional(node, "gid"));
    return device;
}

Result<DeviceRule> readRule(const Node& node) {
    DeviceRule rule;
    rule.allow = VITRINE_TRY(node.require("allow").and_then(&Node::boolean));
    if (const auto type = VITRINE_TRY(node.find("type"))) {
        const std::string word = VITRINE_TRY(type->text());
        if (word != "a" && word != "b" && word != "c" && word != "u" && !word.empty())
            return failure(type->invalid("must be a, b, c or u"));
        if (!word.empty())
            rule.type = word == "u" ? 'c' : word.front();
    }
    rule.major = VITRINE_TRY(readDeviceNumber(node, "major"));
    rule.minor = VITRINE_TRY(readDeviceNumber(node, "minor"));
    std::string letters;
    VITRINE_CHECK(readText(node, "access", letters));
    rule.access = VITRINE_TRY(accessFrom(letters, json::memberPath(node.path(), "access")));
    return rule;
}

Value writeDevice(const DeviceSpec& device) {
    Value value = {{"path", device.path},
                   {"type", std::string(1, letterOf(device.type))},
                   {"major", device.major},
                   {"minor", device.minor}};
    for (const auto& [key, number] :
         {std::pair("fileMode", device.mode), std::pair("uid", device.uid), std::pair("gid", device.gid)}) {
        if (number)
            value[key] = *number;
    }
    return value;
}

Value writeRule(const DeviceRule& rule) {
    Value value = {
        {"allow", rule.allow}, {"type", std::string(1, rule.type)}, {"access", accessLetters(rule.access)}};
    if (rule.major)
        value["major"] = *rule.major;
    if (rule.minor)
        value["minor"] = *rule.minor;
    return value;
}

/// Every container has it anyway.
bool isUsual(const DeviceSpec& device) {
    constexpr std::array<std::string_view, 8> paths{"/dev/null",    "/dev/zero",    "/dev/full",
                                                    "/dev/random",  "/dev/urandom", "/dev/tty",
                                                    "/dev/console", "/dev/ptmx"};
    return std::ranges::contains(paths, std::string_view(device.path));
}

} // namespace

Result<> readDevices(const Node& linuxNode, ContainerSpec& spec) {
    if (const auto devices = VITRINE_TRY(linuxNode.find("devices"))) {
        for (const Node& device : VITRINE_TRY(devices->elements())) {
            if (DeviceSpec one = VITRINE_TRY(readDevice(device)); !isUsual(one))
                spec.devices.push_back(std::move(one));
        }
    }
    const auto resources = VITRINE_TRY(linuxNode.find("resources"));
    const auto rules = resources ? VITRINE_TRY(resources->find("devices")) : std::nullopt;
    if (!rules)
        return {};
    for (const Node& rule : VITRINE_TRY(rules->elements()))
        spec.deviceRules.push_back(VITRINE_TRY(readRule(rule)));
    return {};
}

/// What says the same stays as it is written, words and all.
void writeDevices(Value& linuxValue, const ContainerSpec& spec) {
    ContainerSpec before;
    if (readDevices(Node(linuxValue, "$.linux"), before) && before.devices == spec.devices &&
        before.deviceRules == spec.deviceRules)
        return;
    std::vector<Value> devices;
    for (const DeviceSpec& device : spec.devices)
        devices.push_back(writeDevice(device));
    replaceEntries(linuxValue, "devices", devices, "path",
                   {"path", "type", "major", "minor", "fileMode", "uid", "gid"});
    Value& resources = objectAt(linuxValue, "resources");
    Value rules = Value::array();
    for (const DeviceRule& rule : spec.deviceRules)
        rules.push_back(writeRule(rule));
    if (rules.empty())
        resources.erase("devices");
    else
        resources["devices"] = std::move(rules);
}

} // namespace vitrine::oci
