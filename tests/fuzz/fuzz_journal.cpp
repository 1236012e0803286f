// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal of a run, which says what is to be taken back after a crash.

#include "core/engine/journal.h"
#include "tests/fuzz/scratch.h"

void fuzzOne(std::string_view input) {
    using namespace vitrine;
    static const fuzz::Scratch scratch;
    scratch.write("/journal", input);
    const auto journal = engine::readJournal(scratch.path() + "/journal");
    if (!journal) {
        FUZZ_REQUIRE(journal.error().kind() == ErrorKind::Corrupt);
        FUZZ_REQUIRE(fuzz::isShowable(journal.error().message(), fuzz::Newlines::Refused));
        return;
    }
    FUZZ_REQUIRE(journal->has_value());
    // kill(2) and its kin take 0 and less for whole groups of processes.
    if (const auto& process = (*journal)->process)
        FUZZ_REQUIRE(process->pid > 0);
}
