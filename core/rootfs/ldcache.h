// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/rootfs/elffile.h"
#include "core/rootfs/sysroot.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::rootfs {

/// The libraries that ldconfig(8) has listed, from the format "glibc-ld.so.cache1.1" (glibc,
/// sysdeps/generic/dl-cache.h), alone or behind the old "ld.so-1.7.0" table. A value; nothing is kept open.
class LdCache {
public:
    /// Corrupt if a table or a string lies outside the data, NotSupported for other formats and byte orders.
    [[nodiscard]] static Result<LdCache> parse(std::string content);

    /// Reads etc/ld.so.cache. NotFound if there is none.
    [[nodiscard]] static Result<LdCache> read(const Sysroot& root);

    /// Paths of a library for programs of this class and machine, best first, at most 64; entries for special
    /// processors (glibc-hwcaps) are left out, so that the answer fits every machine of the kind.
    [[nodiscard]] std::vector<std::string> find(const std::string& name, const ElfFile& program) const;

    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        std::uint32_t flags = 0;
        std::string_view path;
    };
    // Views into the data: a hostile file may name one long string in every entry.
    std::shared_ptr<const std::string> m_data;
    std::multimap<std::string_view, Entry> m_entries;
};

/// The directories of etc/ld.so.conf with its includes, in order (ldconfig(8)), at most 1,024; empty if there
/// is none.
[[nodiscard]] std::vector<std::string> ldConfDirectories(const Sysroot& root);

} // namespace vitrine::rootfs
