// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"

#include <functional>
#include <string_view>
#include <vector>

namespace vitrine::runtime {

/// Whether the arguments are those of an OCI runtime, and not of Vitrine's helper, which says where its state
/// is.
[[nodiscard]] bool isForRuntime(const std::vector<std::string_view>& arguments);

/// The program's exit code: of a container that was stayed with its own (128 and the signal), else 0, or 1
/// with the error on standard error and in the log. `keepOutOfReach` becomes the one of Request.
[[nodiscard]] int runRuntime(const std::vector<std::string_view>& arguments,
                             std::function<Result<>(const ContainerSpec&)> keepOutOfReach);

} // namespace vitrine::runtime
