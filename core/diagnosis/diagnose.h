// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"
#include "core/diagnosis/finding.h"

#include <vector>

namespace vitrine::diagnosis {

/// What these facts mean for somebody who wants to run containers: one finding for each thing that was looked
/// at, kernel first, then control groups, helper, polkit and the rootless mode. Pure.
[[nodiscard]] std::vector<Finding> diagnose(const Facts& facts);

} // namespace vitrine::diagnosis
