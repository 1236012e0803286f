// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// The options of a mount, taken apart as mount(8) does.
struct MountOptions {
    std::uint64_t flags = 0;       ///< MS_* of mount(2)
    std::uint64_t propagation = 0; ///< MS_PRIVATE …, with MS_REC for the recursive words; or 0
    std::vector<std::string> data; ///< what is left for the file system
    friend bool operator==(const MountOptions&, const MountOptions&) = default;
};

/// The last of two contradicting words counts. Every word is some option: those that are not flags are data.
[[nodiscard]] MountOptions parseMountOptions(const std::vector<std::string>& options);

/// "MS_NOSUID|MS_NODEV", or "0".
[[nodiscard]] std::string flagNames(std::uint64_t flags);

/// The words of mount(8) for flags, without bind and rec: {"nosuid", "nodev"}.
[[nodiscard]] std::vector<std::string> flagWords(std::uint64_t flags);

/// "rprivate" for MS_PRIVATE|MS_REC.
[[nodiscard]] std::string propagationWord(std::uint64_t propagation);

} // namespace vitrine
