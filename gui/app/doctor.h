// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/options.h"
#include "gui/doctor/checkup.h"

#include <memory>

namespace vitrine::gui {

/// A check-up of what these options would use.
[[nodiscard]] std::unique_ptr<Checkup> makeCheckup(const Options& options);

/// `vitrine --doctor`: prints the report on stdout. Needs a QCoreApplication, no display. The exit code of
/// the program: 0 when nothing keeps containers from running, else 1.
[[nodiscard]] int runDoctor(const Options& options);

} // namespace vitrine::gui
