// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace vitrine::probe {

/// Of the system calls that containers are made with, those that this kernel does not know, or that a sandbox
/// around this process hides (ENOSYS). Each is made with arguments that it must refuse.
[[nodiscard]] std::vector<std::string> missingSystemCalls();

} // namespace vitrine::probe
