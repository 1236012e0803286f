// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>

namespace vitrine::helper {

/// May `needed` bytes more be written to the disk that holds `directory`? A fiftieth of it, at most 256 MiB,
/// is kept free, beside what the file system keeps for root, so that nobody's root keeps this computer from
/// working. LimitExceeded names the numbers.
[[nodiscard]] Result<> checkSpace(int directory, std::uint64_t needed);

} // namespace vitrine::helper
