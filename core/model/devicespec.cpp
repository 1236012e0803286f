// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/devicespec.h"

#include "core/model/jsonnode.h"
#include "core/model/textrules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine {

namespace {

constexpr std::uint32_t mostMajor = 4095; // 12 and 20 bits: linux/kdev_t.h
constexpr std::uint32_t mostMinor = 1'048'575;
constexpr std::size_t mostDevices = 64;
constexpr std::size_t mostRules = 256;
constexpr std::size_t longestPath = 255;
constexpr const char* devicesPath = "$.linux.devices";
constexpr const char* rulesPath = "$.linux.resources.devices";

constexpr std::array<std::pair<char, std::uint32_t>, 3> letters{
    {{'r', deviceRead}, {'w', deviceWrite}, {'m', deviceMknod}}};

/// What every container has there already, and the file systems of its own below /dev.
constexpr std::array<std::string_view, 15> takenPlaces{
    "/dev/null",   "/dev/zero",    "/dev/full", "/dev/random", "/dev/urandom",
    "/dev/tty",    "/dev/console", "/dev/ptmx", "/dev/fd",     "/dev/stdin",
    "/dev/stdout", "/dev/stderr",  "/dev/pts",  "/dev/shm",    "/dev/mqueue"};

bool isPlainName(std::string_view path) {
    return std::ranges::none_of(path, [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

/// A part that is "." or "..".
bool hasDots(const std::string& place) {
    return (place + '/').contains("/../") || (place + '/').contains("/./");
}

Result<> checkPlace(const std::string& place, const std::string& path) {
    const bool isBelow = place.starts_with("/dev/") && place.size() > 5 && place.size() <= longestPath &&
                         cleanPath(place) == place && !hasDots(place) && isPlainName(place);
    if (!isBelow)
        return failure(Error::invalid(path, "must be a path below /dev, such as \"/dev/fuse\", without "
                                            "\"..\", spaces and control characters"));
    for (const std::string_view taken : takenPlaces) {
        if (isAtOrBelow(place, taken))
            return failure(Error::invalid(path, "must not be at or below " + std::string(taken) +
                                                    ", which every container has of its own"));
    }
    return {};
}

Result<> checkDevice(const DeviceSpec& device, const std::string& path) {
    VITRINE_CHECK(checkPlace(device.path, path + ".path"));
    if (device.major > mostMajor)
        return failure(Error::invalid(path + ".major", "must be 0 to 4095"));
    if (device.minor > mostMinor)
        return failure(Error::invalid(path + ".minor", "must be 0 to 1048575"));
    if (device.mode && *device.mode > 0777)
        return failure(Error::invalid(path + ".fileMode", "must be 0 to 511 (0777)"));
    for (const auto& [key, id] : {std::pair(".uid", device.uid), std::pair(".gid", device.gid)}) {
        if (id && *id == ~std::uint32_t{0})
            return failure(Error::invalid(path + key, "must be 0 to 4294967294"));
    }
    return {};
}

Result<> checkRule(const DeviceRule& rule, const std::string& path) {
    if (rule.type != 'a' && rule.type != 'b' && rule.type != 'c')
        return failure(Error::invalid(path + ".type", "must be a, b, c or u"));
    if (rule.major && *rule.major > mostMajor)
        return failure(Error::invalid(path + ".major", "must be 0 to 4095, or -1 for any"));
    if (rule.minor && *rule.minor > mostMinor)
        return failure(Error::invalid(path + ".minor", "must be 0 to 1048575, or -1 for any"));
    if (rule.access == 0 || (rule.access & ~deviceAllAccess) != 0)
        return failure(Error::invalid(path + ".access", "must be made of r, w and m"));
    return {};
}

std::string numberText(const std::optional<std::uint32_t>& number) {
    return number ? std::to_string(*number) : "*";
}

} // namespace

char letterOf(DeviceType type) {
    return type == DeviceType::Block ? 'b' : 'c';
}

std::vector<DeviceRule> usualDeviceRules() {
    std::vector<DeviceRule> rules{{true, 'c', {}, {}, deviceMknod}, {true, 'b', {}, {}, deviceMknod}};
    for (const std::uint32_t minor : {3U, 5U, 7U, 8U, 9U}) // null, zero, full, random, urandom
        rules.push_back({true, 'c', 1U, minor, deviceAllAccess});
    for (const std::uint32_t minor : {0U, 2U}) // tty, ptmx
        rules.push_back({true, 'c', 5U, minor, deviceAllAccess});
    rules.push_back({true, 'c', 136U, {}, deviceAllAccess}); // pts
    return rules;
}

std::string accessLetters(std::uint32_t access) {
    std::string text;
    for (const auto& [letter, bit] : letters) {
        if ((access & bit) != 0)
            text += letter;
    }
    return text;
}

Result<std::uint32_t> accessFrom(std::string_view text, const std::string& path) {
    std::uint32_t access = text.empty() ? deviceAllAccess : 0;
    for (const char letter : text) {
        const auto* const found = std::ranges::find(letters, letter, &std::pair<char, std::uint32_t>::first);
        if (found == letters.end())
            return failure(Error::invalid(path, "must be made of r, w and m"));
        access |= found->second;
    }
    return access;
}

DeviceRule ruleFor(const DeviceSpec& device) {
    return {true, letterOf(device.type), device.major, device.minor, deviceAllAccess};
}

std::string textOf(const DeviceRule& rule) {
    if (rule.type == 'a' && !rule.major && !rule.minor && rule.access == deviceAllAccess)
        return "a";
    return std::string(1, rule.type) + ' ' + numberText(rule.major) + ':' + numberText(rule.minor) + ' ' +
           accessLetters(rule.access);
}

std::string rulesText(const std::vector<DeviceRule>& rules, std::string_view separator) {
    std::string text;
    for (const DeviceRule& rule : rules) {
        text += text.empty() ? "" : separator;
        text += (rule.allow ? "" : "-") + textOf(rule);
    }
    return text;
}

std::string numbersText(const DeviceSpec& device) {
    return std::string(1, letterOf(device.type)) + ' ' + std::to_string(device.major) + ':' +
           std::to_string(device.minor);
}

Result<> validateDevices(const std::vector<DeviceSpec>& devices, const std::vector<DeviceRule>& rules) {
    if (devices.size() > mostDevices)
        return failure(Error::invalid(devicesPath, "must have at most 64 elements"));
    if (rules.size() > mostRules)
        return failure(Error::invalid(rulesPath, "must have at most 256 elements"));
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const std::string path = json::elementPath(devicesPath, i);
        VITRINE_CHECK(checkDevice(devices[i], path));
        const auto before = devices.begin() + static_cast<std::ptrdiff_t>(i);
        const bool isTaken = std::any_of(devices.begin(), before, [&](const DeviceSpec& other) {
            return isAtOrBelow(devices[i].path, other.path) || isAtOrBelow(other.path, devices[i].path);
        });
        if (isTaken)
            return failure(Error::invalid(path + ".path", "must not be at, above or below another device"));
    }
    for (std::size_t i = 0; i < rules.size(); ++i)
        VITRINE_CHECK(checkRule(rules[i], json::elementPath(rulesPath, i)));
    return {};
}

} // namespace vitrine
