// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <linux/filter.h>

#include <string>
#include <string_view>
#include <vector>

namespace vitrine::security {

/// The default profile compiled with libseccomp(3) for the native architecture. Takes milliseconds: the
/// program for the default capabilities is made when Vitrine is built (seccompgenerator.cpp), this is called
/// at run time only for others.
[[nodiscard]] Result<std::vector<sock_filter>>
compileDefaultProfile(const std::vector<std::string>& capabilities);

/// The capabilities of the list that open calls in the profile, sorted: two lists with the same answer have
/// the same program.
[[nodiscard]] std::vector<std::string> guardingCapabilities(const std::vector<std::string>& capabilities);

/// The capability that opens a call in the profile; empty: none does.
[[nodiscard]] std::string_view guardOf(std::string_view call);

} // namespace vitrine::security
