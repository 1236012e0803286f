// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <sys/types.h>

namespace vitrine::sys {

/// pidfd_open(2): a descriptor of the process that has this pid now. NotFound when there is none.
[[nodiscard]] Result<UniqueFd> pidfdOpen(pid_t pid);

/// pidfd_send_signal(2) with default siginfo. NotFound when the process has ended and was waited for.
[[nodiscard]] Result<> pidfdSendSignal(int pidfd, int signal);

} // namespace vitrine::sys
