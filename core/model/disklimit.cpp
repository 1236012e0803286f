// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/disklimit.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vitrine {

namespace {

struct Key {
    std::string_view word;
    std::uint64_t DiskLimit::* number;
};
constexpr std::array<Key, 4> keys{{
    {"rbps", &DiskLimit::readBytes},
    {"wbps", &DiskLimit::writeBytes},
    {"riops", &DiskLimit::readOps},
    {"wiops", &DiskLimit::writeOps},
}};

template <typename Number>
bool parseAll(std::string_view text, Number& number) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size();
}

/// The text up to the separator, which is taken off `rest` with it.
std::string_view takeUntil(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool isUnlimited(const DiskLimit& limit) {
    return std::ranges::all_of(keys, [&](const Key& key) { return limit.*key.number == 0; });
}

} // namespace

std::string textOf(DeviceNumber device) {
    return std::to_string(device.major) + ':' + std::to_string(device.minor);
}

std::optional<DeviceNumber> parseDevice(std::string_view text) {
    DeviceNumber device;
    const std::string_view major = takeUntil(text, ':');
    if (!parseAll(major, device.major) || !parseAll(text, device.minor))
        return std::nullopt;
    return device;
}

std::string ioMaxLine(const DiskLimit& limit) {
    std::string line = textOf(limit.device);
    for (const auto& [word, number] : keys) {
        line += ' ' + std::string(word) + '=';
        line += limit.*number == 0 ? "max" : std::to_string(limit.*number);
    }
    return line;
}

std::optional<DiskLimit> parseIoMaxLine(std::string_view line) {
    const auto device = parseDevice(takeUntil(line, ' '));
    if (!device)
        return std::nullopt;
    DiskLimit limit;
    limit.device = *device;
    while (!line.empty()) {
        std::string_view value = takeUntil(line, ' ');
        const std::string_view word = takeUntil(value, '=');
        const auto* key = std::ranges::find(keys, word, &Key::word);
        if (key != keys.end() && value != "max" && !parseAll(value, limit.*key->number))
            return std::nullopt;
    }
    return limit;
}

std::vector<DiskLimit> parseIoMax(std::string_view text) {
    std::vector<DiskLimit> limits;
    while (!text.empty()) {
        const auto limit = parseIoMaxLine(takeUntil(text, '\n'));
        if (limit && !isUnlimited(*limit))
            limits.push_back(*limit);
    }
    std::ranges::sort(limits, {}, &DiskLimit::device);
    return limits;
}

Result<> checkDisks(const std::vector<DiskLimit>& limits, const std::vector<Disk>& disks) {
    for (const DiskLimit& limit : limits) {
        if (std::ranges::contains(disks, limit.device, &Disk::device))
            continue;
        std::string reason = textOf(limit.device) + " is no disk of this machine; there are ";
        if (disks.empty())
            reason += "none";
        for (const Disk& disk : disks)
            reason += (&disk == &disks.front() ? "" : ", ") + disk.name + " (" + textOf(disk.device) + ')';
        return failure(Error::invalid("ioMax", reason));
    }
    return {};
}

} // namespace vitrine
