// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <string>
#include <string_view>

/// The parts of validate(spec); `path` is where the part is in the JSON document.
namespace vitrine {

[[nodiscard]] Result<> validateProcess(const ProcessSpec& process, const std::string& path);
[[nodiscard]] Result<> validateMount(const MountSpec& mount, const std::string& path);

/// At most 340, each of at least one id, without overlaps.
[[nodiscard]] Result<> validateMappings(const std::vector<IdMapping>& mappings, const std::string& path);

/// A mount of type "bind", or of any type with the option "bind" or "rbind", as the OCI specification has it.
[[nodiscard]] bool isBind(const MountSpec& mount);

/// A field of ResourceLimits ("memoryMax") to its place in config.json ("$.linux.resources.memory.limit").
[[nodiscard]] std::string limitPath(std::string_view field);

} // namespace vitrine
