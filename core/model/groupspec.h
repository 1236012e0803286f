// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/resourcelimits.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

/// Several containers of one user that share limits: a control group around theirs. A value; which
/// containers are in it is said by ContainerSpec::groupId.
struct GroupSpec {
    std::string id;   ///< 32 hexadecimal digits
    std::string name; ///< see validateName
    std::uint32_t ownerUid = 0;
    std::uint64_t createdUs = 0; ///< CLOCK_REALTIME µs
    ResourceLimits limits;       ///< of all its containers together
    friend bool operator==(const GroupSpec&, const GroupSpec&) = default;
};

/// More than any group's file has: 64 disks are the longest part.
inline constexpr std::size_t maximumGroupSize = 65'536;

/// 32 of 0-9 and a-f: of a group or a container.
[[nodiscard]] bool isObjectId(std::string_view id);

/// "group-<id>": the directory of its control group, right above those of its containers.
[[nodiscard]] std::string groupDirectoryName(std::string_view id);
/// "vitrine-<id>.slice": what it is called where systemd has the tree (systemd.slice(5)).
[[nodiscard]] std::string groupSliceName(std::string_view id);

/// The part of a container's control group that is its group's, by one of the names above; empty if there is
/// none.
[[nodiscard]] std::string groupPathIn(std::string_view containerPath, std::string_view id);

/// A group as text, limits as in linux.resources of an OCI config.json. Read strictly: the error's subject
/// is the place in the text.
[[nodiscard]] Result<GroupSpec> parseGroup(std::string_view json);
[[nodiscard]] std::string writeGroup(const GroupSpec& group);

} // namespace vitrine
