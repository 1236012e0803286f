// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/reply.h"
#include "helper/monitorlink/monitorlink.h"

#include <QDBusUnixFileDescriptor>

namespace vitrine::helper {

/// For a reply: it owns the descriptor then.
[[nodiscard]] QDBusUnixFileDescriptor handOver(sys::UniqueFd& fd);

/// Answers with the streams and the pid of a process that a monitor has started, or says why it has not.
void sendStarted(Reply& reply, Result<MonitorAnswer> answer);

} // namespace vitrine::helper
