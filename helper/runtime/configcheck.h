// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/strictjson.h"

namespace vitrine::runtime {

/// Refuses what the OCI specification knows and this runtime does not do, by its path: nothing that a bundle
/// asks for is left out in silence. Members that the specification does not know are no error (config.md,
/// "Extensibility"), and neither is one that asks for nothing (null, false, 0, "", [], {}).
[[nodiscard]] Result<> checkConfig(const json::Value& document);

} // namespace vitrine::runtime
