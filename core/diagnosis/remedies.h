// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"

#include <string>
#include <string_view>

/// Commands that mend something, for a person to run in a shell; empty where this distribution has none that
/// is known here.
namespace vitrine::diagnosis::remedy {

[[nodiscard]] std::string install(Distribution distribution, std::string_view package);
/// A newer kernel, with the rest of the system.
[[nodiscard]] std::string upgrade(Distribution distribution);
/// One more word on the kernel's command line, from the next start on.
[[nodiscard]] std::string kernelArgument(Distribution distribution, std::string_view argument);
/// sysctl(8), now and after a restart. `file`: name for the file in /etc/sysctl.d.
[[nodiscard]] std::string sysctl(std::string_view setting, std::string_view value, std::string_view file);
/// A unit of the system started anew, unmasked first if that is what `details` complains about
/// (systemctl(1)).
[[nodiscard]] std::string restartUnit(std::string_view unit, std::string_view details);
/// The helper, its bus policy and its polkit actions, put (back) in place.
[[nodiscard]] std::string installHelper(const Facts& facts);

} // namespace vitrine::diagnosis::remedy
