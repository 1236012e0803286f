// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"

namespace vitrine::runtime {

/// Keeps the signals that stayWith() passes on for it, from now: one that comes while the process is being
/// made reaches it then. Before anything is started.
[[nodiscard]] Result<sys::UniqueFd> holdSignals();

/// Stays with a process that this one has started, until its end: passes signals on, and serves its terminal,
/// if it has one, with standard input and output. `signals` is from holdSignals(). The exit code, or 128 and
/// the signal.
[[nodiscard]] Result<int> stayWith(engine::StartedProcess& process, int signals);

} // namespace vitrine::runtime
