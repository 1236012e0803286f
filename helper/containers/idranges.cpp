// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/idranges.h"

#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace vitrine::helper {

namespace {

constexpr std::size_t maximumFile = 4U << 20U;

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool fits = value <= std::numeric_limits<std::uint32_t>::max();
    if (problem != std::errc() || end != text.data() + text.size() || !fits)
        return std::nullopt;
    return value;
}

std::optional<IdRange> parseLine(std::string_view line) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    const auto start = number(line.substr(first + 1, second - first - 1));
    const auto count = number(line.substr(second + 1));
    if (!start || !count)
        return std::nullopt;
    return IdRange{*start, *count};
}

} // namespace

std::vector<IdRange> parseSubordinateIds(std::string_view text) {
    std::vector<IdRange> ranges;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const auto range = parseLine(text.substr(0, end)))
            ranges.push_back(*range);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ranges;
}

Result<std::uint32_t> freeIdRange(const std::vector<IdRange>& taken) {
    std::vector<IdRange> sorted = taken;
    std::ranges::sort(sorted, {}, &IdRange::first);
    std::uint64_t candidate = firstContainerId;
    for (const IdRange& range : sorted) {
        const std::uint64_t end = range.first + range.count;
        if (range.count == 0 || end <= candidate)
            continue;
        if (range.first >= candidate + idsPerContainer)
            break;
        candidate = (end + idsPerContainer - 1) / idsPerContainer * idsPerContainer;
    }
    if (candidate + idsPerContainer - 1 > lastContainerId)
        return failure(Error(ErrorKind::LimitExceeded, "find", "a range of 65,536 user ids", "all are in use")
                           .withHint("Delete containers that are no longer needed."));
    return static_cast<std::uint32_t>(candidate);
}

std::vector<IdRange> subordinateIdsOfHost() {
    std::vector<IdRange> ranges;
    for (const char* path : {"/etc/subuid", "/etc/subgid"})
        if (const auto text = sys::readFileAt(AT_FDCWD, path, maximumFile))
            std::ranges::copy(parseSubordinateIds(*text), std::back_inserter(ranges));
    return ranges;
}

} // namespace vitrine::helper
