// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/monitor/commandline.h"

namespace vitrine::monitor {

/// "vitrine-monitor enter": reads one request of kind exec from the control socket, starts the process in the
/// namespaces of a process that is not Vitrine's, answers with its streams, and stays until it has ended. The
/// program's exit code.
[[nodiscard]] int enterForeign(const CommandLine& line);

} // namespace vitrine::monitor
