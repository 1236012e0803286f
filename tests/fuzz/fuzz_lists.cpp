// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Number lists, device numbers, io.max and the lines of subuid(5): short texts that users and the kernel
// write.

#include "core/model/disklimit.h"
#include "core/model/numberlist.h"
#include "helper/containers/idranges.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace vitrine;

namespace {

void checkNumbers(std::string_view input) {
    const auto numbers = parseNumberList(input, "cpus");
    if (!numbers) {
        FUZZ_REQUIRE(numbers.error().subject() == "cpus");
        return;
    }
    FUZZ_REQUIRE(!numbers->empty() && numbers->back() < mostNumbers);
    FUZZ_REQUIRE(std::ranges::adjacent_find(*numbers, std::ranges::greater_equal()) == numbers->end());
    const auto again = parseNumberList(textOf(*numbers), "cpus");
    // A list of every second number is longer than the longest text that is read.
    FUZZ_REQUIRE(again ? *again == *numbers : textOf(*numbers).size() > 4096);
}

void checkDisks(std::string_view input) {
    if (const auto device = parseDevice(input))
        FUZZ_REQUIRE(parseDevice(textOf(*device)) == device);
    if (const auto limit = parseIoMaxLine(input))
        FUZZ_REQUIRE(parseIoMaxLine(ioMaxLine(*limit)) == limit);
    const auto limits = parseIoMax(input);
    FUZZ_REQUIRE(std::ranges::is_sorted(limits, {}, &DiskLimit::device));
    std::string text;
    for (const DiskLimit& limit : limits)
        text += ioMaxLine(limit) + '\n';
    const auto again = parseIoMax(text);
    FUZZ_REQUIRE(again.size() == limits.size());
}

void checkRanges(std::string_view input) {
    const auto taken = helper::parseSubordinateIds(input);
    const auto base = helper::freeIdRange(taken);
    if (!base)
        return;
    const std::uint64_t first = *base;
    const std::uint64_t end = first + helper::idsPerContainer;
    FUZZ_REQUIRE(first % helper::idsPerContainer == 0);
    FUZZ_REQUIRE(first >= helper::firstContainerId && end - 1 <= helper::lastContainerId);
    for (const helper::IdRange& range : taken)
        FUZZ_REQUIRE(range.count == 0 || range.first >= end || range.first + range.count <= first);
}

} // namespace

void fuzzOne(std::string_view input) {
    checkNumbers(input);
    checkDisks(input);
    checkRanges(input);
}
