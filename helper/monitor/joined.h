// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/process/processtree.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/bundle.h"
#include "helper/monitor/commandline.h"

#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::monitor {

/// The container whose namespaces another one joins, while it runs.
struct JoinedContainer {
    ContainerSpec spec;
    std::uint32_t idBase = 0; ///< BundleRecord
    process::ProcessKey leader;
    sys::UniqueFd pidfd;
};

/// The one that `spec` names, or nothing if it joins none. It must belong to the owner of `record` (an id of
/// anybody else's is as good as none: NotFound), run at this moment (WrongState; its own monitor says which
/// process is its first), and have what is to be joined (checkJoinable()). Busy, with its name as the
/// subject, while it is between two runs. Waits up to 5 s for that monitor.
[[nodiscard]] Result<std::optional<JoinedContainer>> findJoined(const CommandLine& line,
                                                                const BundleRecord& record,
                                                                const ContainerSpec& spec,
                                                                const std::string& bootId);

/// Whether that process has ended, or is ending: the first process of a pid namespace waits for all others of
/// it to be gone, so that it is there still when they have been killed (pid_namespaces(7)).
[[nodiscard]] bool isEnding(const process::ProcessKey& key);

} // namespace vitrine::monitor
