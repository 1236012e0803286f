// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/process/processtree.h"
#include "helper/runtime/statedirectory.h"

#include <optional>
#include <string>

namespace vitrine::runtime {

/// state.json: what is known of a container besides its config.json.
struct Record {
    std::string id;
    std::string bundle;                      ///< absolute
    std::string rootfs;                      ///< absolute
    std::string created;                     ///< RFC 3339
    std::string owner;                       ///< name or number of the user who made it
    std::string cgroup;                      ///< relative to the hierarchies' mount points; empty: none
    std::optional<process::ProcessKey> init; ///< empty: not made yet, or never
};

[[nodiscard]] Result<Record> readRecord(const StateDirectory& directory);
[[nodiscard]] Result<> writeRecord(const StateDirectory& directory, const Record& record);

[[nodiscard]] Result<std::string> readConfig(const StateDirectory& directory);
[[nodiscard]] Result<> writeConfigCopy(const StateDirectory& directory, const std::string& config);

/// runtime.md, "State"; "paused" is what crun and runc say besides.
enum class Status { Creating, Created, Running, Paused, Stopped };
[[nodiscard]] std::string_view nameOf(Status status);

/// From what the kernel says now: whether the process lives, waits at its gate, is frozen.
[[nodiscard]] Status statusOf(const StateDirectory& directory, const Record& record);

/// The state as JSON (runtime.md, "State"), with the annotations of `config`, and what crun and runc add.
[[nodiscard]] std::string stateJson(const Record& record, Status status, const std::string& config);

} // namespace vitrine::runtime
