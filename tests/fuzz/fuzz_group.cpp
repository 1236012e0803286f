// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The file of a group of containers: a crash, a full disk or a hand may have changed it.

#include "core/model/containerspec.h"
#include "core/model/groupspec.h"
#include "tests/fuzz/fuzz.h"

using namespace vitrine;

namespace {

void checkRefusal(const Error& error) {
    FUZZ_REQUIRE(!error.subject().empty() && !error.reason().empty());
    FUZZ_REQUIRE(fuzz::isShowable(error.message(), fuzz::Newlines::Refused));
    FUZZ_REQUIRE(error.message().size() < 16384);
}

/// Its id becomes a directory and a unit of systemd: one component of a path, found again in a longer one.
void checkPlaces(const std::string& id) {
    FUZZ_REQUIRE(isObjectId(id));
    for (const std::string& name : {groupDirectoryName(id), groupSliceName(id)}) {
        FUZZ_REQUIRE(!name.contains('/') && validateName(name));
        const std::string path = "vitrine.slice/" + name;
        FUZZ_REQUIRE(groupPathIn(path + "/0123456789abcdef0123456789abcdef", id) == path);
        FUZZ_REQUIRE(groupPathIn(path, id).empty()); // that is the group itself
    }
}

} // namespace

void fuzzOne(std::string_view input) {
    const auto group = parseGroup(input);
    if (!group)
        return checkRefusal(group.error());
    FUZZ_REQUIRE(validateName(group->name));
    FUZZ_REQUIRE(validate(group->limits));
    checkPlaces(group->id);
    const std::string written = writeGroup(*group);
    FUZZ_REQUIRE(written.size() <= maximumGroupSize); // or the next start of the helper would not read it
    const auto again = parseGroup(written);
    FUZZ_REQUIRE(again && *again == *group);
    FUZZ_REQUIRE(writeGroup(*again) == written);
}
