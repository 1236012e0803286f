// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/executor.h"
#include "helper/runtime/bundle.h"
#include "helper/runtime/log.h"
#include "helper/runtime/record.h"
#include "helper/runtime/statedirectory.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace vitrine::runtime {

/// How a container is started: it waits at its gate (create), or runs at once (run).
enum class Begin { AtGate, AtOnce };

/// A container that was made by this process, whose child its first process is.
struct NewContainer {
    StateDirectory directory;
    Record record;
    Bundle bundle;
    engine::StartedContainer started;
    CgroupFacts facts;
};

/// Makes state directory, control group and container; runs the hooks that come before its root changes. On
/// failure everything is taken back.
[[nodiscard]] Result<NewContainer> makeContainer(const Request& request, Begin begin);

/// The descriptors after 0, 1, 2 that a program gets: they stay open when it is executed.
[[nodiscard]] Result<std::vector<int>> keptFds(int count);

/// Writes the number of the first process, atomically and never through a symbolic link. Empty path: nothing.
[[nodiscard]] Result<> writePidFile(const std::string& path, pid_t pid);

/// Ends what lives of a container, removes its control group and its state. Hooks that come after are run
/// when its config can be read; they cannot fail it.
[[nodiscard]] Result<> removeContainer(const StateDirectory& directory, const CgroupFacts& facts,
                                       const Log& log);

/// The same for one that this process has made, when its first process has ended and was waited for: nothing
/// of it has to be found again. `directory` is locked by the caller.
[[nodiscard]] Result<> removeEnded(const NewContainer& container, const StateDirectory& directory,
                                   const Log& log);

/// A container that another process has made.
struct OpenContainer {
    StateDirectory directory;
    Record record;
    std::string config; ///< config.json as text
    Status status = Status::Stopped;
};
[[nodiscard]] Result<OpenContainer> openContainer(const Request& request, StateDirectory::Access access);

/// WrongState unless it is in one of these.
[[nodiscard]] Result<> require(const OpenContainer& container, std::initializer_list<Status> allowed);

} // namespace vitrine::runtime
