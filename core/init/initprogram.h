// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <span>

namespace vitrine::init {

/// The init program (init.cpp) as the ELF file that it is, part of this program and there as long as it runs.
[[nodiscard]] std::span<const std::byte> program();

} // namespace vitrine::init
