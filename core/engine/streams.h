// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"
#include "core/model/containerspec.h"
#include "core/sys/uniquefd.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace vitrine::engine {

/// Three pipes: the parent's ends, and the child's 0, 1, 2.
struct StandardPipes {
    PipeStreams parent;
    std::array<sys::UniqueFd, 3> child;
};

/// Makes them, and gives them to the host's user `owner` if set, so that a program that is that user can open
/// /dev/stdout, which opens the pipe again.
[[nodiscard]] Result<StandardPipes> makePipes(std::optional<std::uint32_t> owner);

/// The id on the host that `inside` is, or `inside` itself where there is no mapping for it.
[[nodiscard]] std::uint32_t hostIdOf(const std::vector<IdMapping>& mappings, std::uint32_t inside);

} // namespace vitrine::engine
