// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

namespace vitrine::engine {

/// Copies what is in the directory `from` to the empty directory `to`, with owners, modes and times: the
/// mount option "tmpcopyup" (config.md, "Linux mount options"). By descriptors, following no symbolic link.
/// Files, directories and links; anything else, and more than 64 levels, is an error.
[[nodiscard]] Result<> copyUp(int from, int to);

} // namespace vitrine::engine
