// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sys/uniquefd.h"
#include "helper/access/caller.h"
#include "helper/bus/method.h"
#include "helper/monitor/bundle.h"

#include <QDBusUnixFileDescriptor>
#include <QList>

#include <string>
#include <vector>

/// Descriptors that callers give. Holding one proves little: root can do more with it than the one who opened
/// it. So each is examined for what it is and for what its caller may do with it.
namespace vitrine::helper {

struct GivenFile { // (sh)
    QString name;
    QDBusUnixFileDescriptor descriptor;
};

/// A program the caller opened for reading, of its own copy.
struct GivenSource {
    std::string name;
    sys::UniqueFd fd;
};

/// A directory the caller opened, and of whom it may be.
struct GivenFolder {
    sys::UniqueFd fd;
    uid_t caller = 0;
    QList<uint> groups; ///< the caller's
};

/// Argument `index` of type as: at most 2,000 names of programs without "/" and control characters.
[[nodiscard]] Result<std::vector<std::string>> takePrograms(const Call& call, int index);

/// Argument `index` of type a(sh): at most 16 with names without "/" and control characters, each once. Asks
/// no file system anything, so it never waits; checkGiven() does.
[[nodiscard]] Result<std::vector<GivenSource>> takeGiven(const Call& call, int index);

/// Regular files, opened for reading, of at most 256 MiB and together 1 GiB, on a file system that cannot
/// make the reader wait for ever. In a thread, because finding that out can.
[[nodiscard]] Result<> checkGiven(const std::vector<GivenSource>& given);

/// Argument `index` of type ah, at most 16. Asks no file system anything.
[[nodiscard]] Result<std::vector<GivenFolder>> takeFolders(const Context& context, const Call& call,
                                                           int index);

/// Exactly one: a directory that belongs to the caller and to a group of the caller's (root may give any but
/// "/"), with a path without control characters. In a thread.
[[nodiscard]] Result<monitor::RootRecord> checkFolder(const std::vector<GivenFolder>& folders);

/// Copies a file of the caller's to an unnamed one in `directory`: what is examined, parsed and copied on
/// afterwards can no longer change. Zeros become holes. LimitExceeded when the disk has no room for it.
[[nodiscard]] Result<sys::UniqueFd> privateCopy(int directory, const GivenSource& source);

} // namespace vitrine::helper
