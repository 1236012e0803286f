// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"

namespace vitrine::runtime {

/// Stays with a process that this one has started, until its end: passes signals on, and serves its terminal,
/// if it has one, with standard input and output. The exit code, or 128 and the signal.
[[nodiscard]] Result<int> stayWith(engine::StartedProcess& process);

} // namespace vitrine::runtime
