// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/jsonnode.h"
#include "core/security/seccomp.h"

namespace vitrine::runtime {

/// "linux.seccomp" of a config.json, compiled.
[[nodiscard]] Result<security::SeccompFilter> readSeccomp(const json::Node& node);

} // namespace vitrine::runtime
