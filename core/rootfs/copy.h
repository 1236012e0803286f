// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>

namespace vitrine::rootfs {

/// Copies the first `size` bytes of `from` (from offset 0, whatever its position is; it is another
/// afterwards) to the empty file `to`, with its holes: copy_file_range(2), which shares the blocks where the
/// file system can, else sendfile(2), else read and write. `name` is the file in errors. Failed if `from`
/// ends before; ENOSPC carries a hint.
[[nodiscard]] Result<> copyContent(int from, int to, std::uint64_t size, const std::string& name);

} // namespace vitrine::rootfs
