// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/plan/step.h"

namespace vitrine::engine {

/// Asks the kernel to put the calling thread under the profile or the label with its next execve(2); it is
/// inherited over fork(2) until then. `procfs`: from sys::openProcfs(), opened by the process before it
/// entered the container. NotSupported about "$.process.apparmorProfile" or "$.process.selinuxLabel": this
/// kernel has no such module, it has no profile or label of that name, or whoever asks may not choose it.
/// AFTER FORK safe.
[[nodiscard]] Result<> chooseLabel(int procfs, const step::SetLabel& step);

} // namespace vitrine::engine
