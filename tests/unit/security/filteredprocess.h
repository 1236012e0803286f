// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/security/seccomp.h"

#include <functional>

/// Runs `call` in a child with the filter loaded, as an unprivileged process would. Returns the errno that it
/// returned (0 = success), or minus the signal that killed the child.
int runFiltered(const vitrine::security::SeccompFilter& filter, const std::function<int()>& call);
