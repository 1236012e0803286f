// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

/// The parts of a script by hand that are the same for every container: shell, with nothing of the
/// container's in it.
namespace vitrine::scripting {

extern const std::string_view failText;
extern const std::string_view recentMountText;
extern const std::string_view workplaceText;
extern const std::string_view firstProcessText;
extern const std::string_view groupText;
extern const std::string_view findText;
extern const std::string_view endText;

} // namespace vitrine::scripting
