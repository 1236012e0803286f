// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

namespace vitrine::engine {

Result<StandardPipes> makePipes(std::optional<std::uint32_t> owner) {
    std::array<std::array<sys::UniqueFd, 2>, 3> pipes;
    for (auto& pipe : pipes) {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return failure(Error::fromErrno("pipe", "", errno));
        pipe = {sys::UniqueFd(ends[0]), sys::UniqueFd(ends[1])};
        if (owner && ::fchown(ends[0], *owner, static_cast<gid_t>(-1)) != 0)
            return failure(Error::fromErrno("give the pipe to", std::to_string(*owner), errno));
    }
    return StandardPipes{
        {std::move(pipes[0][1]), std::move(pipes[1][0]), std::move(pipes[2][0])},
        {std::move(pipes[0][0]), std::move(pipes[1][1]), std::move(pipes[2][1])},
    };
}

std::uint32_t hostIdOf(const std::vector<IdMapping>& mappings, std::uint32_t inside) {
    for (const IdMapping& mapping : mappings) {
        if (inside >= mapping.inside && inside - mapping.inside < mapping.count)
            return mapping.outside + (inside - mapping.inside);
    }
    return inside;
}

} // namespace vitrine::engine
