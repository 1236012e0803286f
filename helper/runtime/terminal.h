// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "helper/runtime/arguments.h"

#include <string>

namespace vitrine::runtime {

/// A terminal needs somebody who serves it: this process, or whoever listens at --console-socket.
[[nodiscard]] Result<> checkTerminal(const Request& request, Terminal terminal, bool leaves);

/// Sends the master of a terminal to the SOCK_STREAM socket at `path` (unix(7), SCM_RIGHTS), as crun and runc
/// do.
[[nodiscard]] Result<> sendTerminal(const std::string& path, int master);

} // namespace vitrine::runtime
