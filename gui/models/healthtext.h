// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/health.h"

#include <QString>

namespace vitrine::gui {

/// "✓ healthy", "⚠ unhealthy", "… not asked yet": a sign and a word.
[[nodiscard]] QString healthWord(HealthStatus status);
/// How a health command ended: "exit code 1", "it took too long, and was killed".
[[nodiscard]] QString describeResult(const HealthResult& result);

} // namespace vitrine::gui
