// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <string>

namespace vitrine::rootfs {

/// Bytes on disk so far and in all, and the name of what is copied now; false ends the copying as Cancelled.
using CopyProgress = std::function<bool(std::uint64_t, std::uint64_t, const std::string&)>;

/// Copies what is in the directory `from` into the empty directory `to`, by descriptors: no symlink is
/// followed and no other mount entered (Busy). Owners, modes, times, holes, hard links, device nodes,
/// capabilities of files, ACLs and attributes of users are kept; sockets, which mean nothing without their
/// program, are left out. Nobody may write to `from` meanwhile. The tree was made by somebody who may want
/// this to fail: deeper than 100 directories, or more than a million names, is LimitExceeded. What was copied
/// before a failure stays.
[[nodiscard]] Result<> copyTree(int from, int to, const CopyProgress& progress);

} // namespace vitrine::rootfs
