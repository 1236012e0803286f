// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"

#include <cstdint>
#include <string>

namespace vitrine::probe {

/// Reads, as an ordinary user and with no effect, what a diagnosis needs to know about the kernel and the
/// files of this computer, for the user `userId` with the name `userName` (or empty). What cannot be read
/// counts as missing. `root` replaces "/" in tests with a tree of ordinary files; the kernel's release and
/// its system calls are always those of this computer. Opens files: not for a thread that draws a window.
[[nodiscard]] diagnosis::ComputerFacts readComputerFacts(std::uint32_t userId, const std::string& userName,
                                                         const std::string& root = "/");

} // namespace vitrine::probe
