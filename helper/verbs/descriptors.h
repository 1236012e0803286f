// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sys/uniquefd.h"
#include "helper/access/caller.h"
#include "helper/bus/method.h"
#include "helper/monitor/bundle.h"

#include <QDBusUnixFileDescriptor>

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

/// Argument `index` of type a(sh): regular files, opened for reading, of at most 256 MiB, on a file system
/// that cannot make the reader wait for ever; names without "/" and control characters, each once.
[[nodiscard]] Result<std::vector<GivenSource>> takeGiven(const Call& call, int index);

/// Argument `index` of type ah, exactly one: a directory that belongs to the caller and to a group
/// of the caller's (root may give any but "/"), with a path without control characters.
[[nodiscard]] Result<monitor::RootRecord> takeFolder(const Context& context, const Call& call, int index);

/// Copies a file of the caller's to an unnamed one in `directory`: what is examined, parsed and copied on
/// afterwards can no longer change.
[[nodiscard]] Result<sys::UniqueFd> privateCopy(int directory, const GivenSource& source);

} // namespace vitrine::helper
