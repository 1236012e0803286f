// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/monitor/commandline.h"

namespace vitrine::monitor {

/// Takes back what a killed monitor left: what its journal says, then its run directory. With a state
/// directory a run that has no end on record gets one (SIGKILL, now), and `running` goes. Busy while a
/// monitor lives. Nothing to do is success.
[[nodiscard]] Result<> recoverContainer(const CommandLine& line);

} // namespace vitrine::monitor
