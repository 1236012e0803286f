// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The files of a container's directory, each with the same content: a crash, a full disk or a hand may have
// changed them.

#include "helper/monitor/bundle.h"
#include "helper/monitor/outputlog.h"
#include "tests/fuzz/scratch.h"

using namespace vitrine;
using monitor::Bundle;

namespace {

constexpr const char* id = "0123456789abcdef0123456789abcdef";

void checkRecord(const Bundle& bundle) {
    const auto record = bundle.readRecord();
    if (!record) {
        FUZZ_REQUIRE(record.error().kind() == ErrorKind::Corrupt ||
                     record.error().kind() == ErrorKind::NotSupported);
        return;
    }
    FUZZ_REQUIRE(monitor::validateId(record->id));
    FUZZ_REQUIRE(record->root.kind == monitor::RootRecord::Kind::Owned || record->root.path.starts_with('/'));
    FUZZ_REQUIRE(record->idBase == 0 || record->idBase <= UINT32_MAX - monitor::idsPerContainer);
    FUZZ_REQUIRE(bundle.writeRecord(*record));
    FUZZ_REQUIRE(bundle.readRecord());
}

void checkExit(const Bundle& bundle) {
    const auto exit = bundle.readExit();
    if (!exit || !*exit)
        return;
    FUZZ_REQUIRE(bundle.writeExit(**exit, sys::Durability::Cached));
    const auto again = bundle.readExit();
    FUZZ_REQUIRE(again && *again);
    FUZZ_REQUIRE((**again).exitCode == (**exit).exitCode && (**again).signal == (**exit).signal &&
                 (**again).startedUs == (**exit).startedUs && (**again).stop == (**exit).stop);
}

void checkBootId(const Result<std::optional<std::string>>& bootId) {
    if (bootId && *bootId)
        FUZZ_REQUIRE(!(**bootId).empty() && fuzz::isShowable(**bootId, fuzz::Newlines::Refused));
}

void checkLog(const Bundle& bundle) {
    for (const std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{3}, UINT64_MAX}) {
        const auto slice = monitor::readLog(bundle.directory(), offset, 64);
        if (slice)
            FUZZ_REQUIRE(slice->data.size() <= 64 && slice->next <= slice->size);
    }
}

} // namespace

void fuzzOne(std::string_view input) {
    static const fuzz::Scratch scratch;
    for (const char* name :
         {"vitrine.json", "exit.json", "running", "interrupted", "at-boot", "trace.json", "log.base", "log"})
        scratch.write(std::string("/") + id + '/' + name, input);
    const auto folder = sys::openDirectory(AT_FDCWD, scratch.path());
    FUZZ_REQUIRE(folder);
    const auto bundle = Bundle::open(folder->get(), id);
    FUZZ_REQUIRE(bundle);
    checkRecord(*bundle);
    checkExit(*bundle);
    checkBootId(bundle->readRunning());
    checkBootId(bundle->readInterrupted());
    if (const auto mark = bundle->readBootMark(); mark && *mark)
        FUZZ_REQUIRE(validate(**mark));
    static_cast<void>(bundle->readTrace());
    checkLog(*bundle);
}
