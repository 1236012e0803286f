// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What helper and monitor say to each other.

#include "helper/monitor/protocol.h"
#include "tests/fuzz/fuzz.h"

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

/// What goes wrong is told in words that contain names out of containers; they must arrive.
void checkWords(std::string_view input) {
    std::string words;
    for (int times = 0; times < 4; ++times)
        words += input;
    FUZZ_REQUIRE(decode(encode(Event(StartFailed{words, words, words, 2, false}))));
    ExitRecord record;
    record.failure = record.failureHint = record.endedWith = words;
    FUZZ_REQUIRE(decode(encode(Event(Ended{record}))));
    const Error error = Error(ErrorKind::Failed, words, words, words).within(words).withHint(words);
    FUZZ_REQUIRE(decode(encode(Answer{1, error, {}})));
}

} // namespace

void fuzzOne(std::string_view input) {
    checkWords(input);
    const auto message = decode(input);
    if (!message) {
        FUZZ_REQUIRE(fuzz::isShowable(message.error().message(), fuzz::Newlines::Refused));
        return;
    }
    const std::string text = encode(*message);
    const auto again = decode(text);
    FUZZ_REQUIRE(again || text.size() > maximumMessage);
    if (again)
        FUZZ_REQUIRE(encode(*again) == text);
}
