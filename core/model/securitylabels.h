// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

/// The names by which Linux's security modules know what a process may do: profiles of AppArmor, labels of
/// SELinux. Whether there is such a profile or label only the kernel knows.
namespace vitrine {

/// A profile's name, at most 1,024 bytes: printable UTF-8 that neither begins nor ends with a blank (the
/// kernel cuts those off). Empty passes. InvalidArgument about `path`.
[[nodiscard]] Result<> validateAppArmorProfile(std::string_view name, const std::string& path);

/// "user:role:type", with a level behind that or without, at most 1,024 bytes of letters, digits and
/// "_-.:,". Empty passes. InvalidArgument about `path`.
[[nodiscard]] Result<> validateSelinuxLabel(std::string_view label, const std::string& path);

/// "unconfined", in whichever namespace of policies (":name://unconfined"): no profile at all.
[[nodiscard]] bool isUnconfined(std::string_view appArmorProfile);

/// The option of mount(8) that labels all files of a file system: context="…", in quotes because of the
/// commas between categories.
[[nodiscard]] std::string contextOption(std::string_view label);

/// An option of mount(8) by which SELinux labels files: context=, fscontext=, defcontext=, rootcontext=.
[[nodiscard]] bool isContextOption(std::string_view option);

} // namespace vitrine
