// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/ldcache.h"

#include "core/rootfs/searchpath.h"
#include "core/sys/file.h"

#include <elf.h>
#include <fcntl.h>
#include <fnmatch.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace vitrine::rootfs {

namespace {

constexpr std::string_view oldMagic = "ld.so-1.7.0";
constexpr std::string_view newMagic = "glibc-ld.so.cache1.1";
constexpr std::size_t oldHeader = 16; // magic, padding, uint32 nlibs
constexpr std::size_t oldEntry = 12;
constexpr std::size_t newHeader = 48;
constexpr std::size_t newEntry = 24;
constexpr std::size_t maximumCache = 16U << 20U;
constexpr std::size_t maximumEntries = 100000; // a large desktop has some 5000
constexpr std::size_t maximumConf = 1U << 20U;
/// Of one name a real cache has a handful of entries, and a real machine some ten directories. A file made
/// for the purpose could name one long path, or one directory, as often as it has room.
constexpr std::size_t maximumPaths = 64;
constexpr std::size_t maximumConfDirectories = 1024;

template <typename Number>
Number numberAt(std::string_view data, std::size_t offset) {
    Number number{};
    std::memcpy(&number, data.data() + offset, sizeof number);
    return number;
}

Error corrupt(std::string reason) {
    return {ErrorKind::Corrupt, "read", "/etc/ld.so.cache", std::move(reason)};
}

/// Skips the table of the old format, which ldconfig -c compat writes in front.
Result<std::string_view> newTable(std::string_view data) {
    if (data.starts_with(oldMagic)) {
        if (data.size() < oldHeader)
            return failure(corrupt("it ends in its header"));
        const std::uint64_t count = numberAt<std::uint32_t>(data, oldHeader - 4);
        const std::uint64_t alignment = alignof(std::uint64_t);
        const std::uint64_t end = (oldHeader + count * oldEntry + alignment - 1) / alignment * alignment;
        if (end > data.size())
            return failure(corrupt("its old table is longer than the file"));
        data.remove_prefix(end);
    }
    if (!data.starts_with(newMagic))
        return failure(Error(ErrorKind::NotSupported, "read", "/etc/ld.so.cache", "its format is unknown"));
    return data;
}

std::optional<std::string_view> stringAt(std::string_view data, std::uint32_t offset) {
    if (offset >= data.size())
        return std::nullopt;
    constexpr std::size_t maximumPath = 4096;
    const std::string_view rest = data.substr(offset, maximumPath);
    const std::size_t length = rest.find('\0');
    if (length == std::string_view::npos)
        return std::nullopt;
    return rest.substr(0, length);
}

/// The flags of entries for a program: FLAG_ELF_LIBC6 and the ABI bits of glibc's ldconfig.h.
std::optional<std::uint32_t> flagsFor(const ElfFile& program) {
    constexpr std::uint32_t libc6 = 0x0003;
    switch (program.machine) {
    case EM_X86_64:
        return program.elfClass == 64 ? libc6 | 0x0300U : libc6 | 0x0800U; // the latter is x32
    case EM_AARCH64:
        return libc6 | 0x0a00U;
    case EM_386:
        return libc6;
    default:
        return std::nullopt;
    }
}

} // namespace

Result<LdCache> LdCache::parse(std::string content) {
    LdCache cache;
    cache.m_data = std::make_shared<const std::string>(std::move(content));
    const std::string_view data = VITRINE_TRY(newTable(*cache.m_data));
    if (data.size() < newHeader)
        return failure(corrupt("it ends in its header"));
    // cache_file_new.flags: 0 unset (glibc < 2.33), 2 little endian, 3 big endian.
    const unsigned order = static_cast<unsigned char>(data[28]) & 3U;
    const unsigned native = std::endian::native == std::endian::little ? 2 : 3;
    if (order != 0 && order != native)
        return failure(Error(ErrorKind::NotSupported, "read", "/etc/ld.so.cache",
                             "it is of a machine with another byte order"));
    const std::uint64_t count = numberAt<std::uint32_t>(data, newMagic.size());
    if (count > maximumEntries || count > (data.size() - newHeader) / newEntry)
        return failure(corrupt("its table is longer than the file"));
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::size_t at = newHeader + i * newEntry;
        if (numberAt<std::uint64_t>(data, at + 16) != 0) // hwcap
            continue;
        const auto name = stringAt(data, numberAt<std::uint32_t>(data, at + 4));
        const auto path = stringAt(data, numberAt<std::uint32_t>(data, at + 8));
        if (!name || !path)
            return failure(corrupt("a name lies outside the file"));
        cache.m_entries.emplace(*name, Entry{numberAt<std::uint32_t>(data, at), *path});
    }
    return cache;
}

Result<LdCache> LdCache::read(const Sysroot& root) {
    const FoundFile file = VITRINE_TRY(root.open("/etc/ld.so.cache"));
    return parse(VITRINE_TRY(sys::readAll(file.fd.get(), maximumCache)));
}

std::vector<std::string> LdCache::find(const std::string& name, const ElfFile& program) const {
    const auto wanted = flagsFor(program);
    std::vector<std::string> paths;
    const auto [begin, end] = m_entries.equal_range(name);
    for (auto entry = begin; entry != end && paths.size() < maximumPaths; ++entry) {
        if ((!wanted || entry->second.flags == *wanted) && entry->second.path.starts_with('/'))
            paths.emplace_back(entry->second.path);
    }
    return paths;
}

namespace {

class ConfReader {
public:
    explicit ConfReader(const Sysroot& root)
        : m_root(root) {}

    void readFile(const std::string& path, int depth) {
        constexpr int maximumDepth = 8;
        if (depth > maximumDepth || ++m_lookups > maximumLookups)
            return;
        const auto file = m_root.open(path);
        if (!file)
            return;
        const auto content = sys::readAll(file->fd.get(), maximumConf);
        if (!content)
            return;
        std::string_view rest = *content;
        while (!rest.empty() && m_lookups <= maximumLookups &&
               m_directories.size() < maximumConfDirectories) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            readLine(rest.substr(0, end), path, depth);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    [[nodiscard]] std::vector<std::string> takeDirectories() { return std::move(m_directories); }

private:
    void readLine(std::string_view line, const std::string& path, int depth) {
        constexpr std::string_view blanks = " \t\r";
        line = line.substr(0, line.find('#'));
        line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
        line = line.substr(0, line.find_last_not_of(blanks) + 1);
        constexpr std::string_view include = "include";
        if (line.starts_with(include) && line.size() > include.size() && line[include.size()] <= ' ') {
            line.remove_prefix(include.size());
            line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
            readMatching(line.starts_with('/') ? std::string(line)
                                               : directoryOf(path) + '/' + std::string(line),
                         depth);
        } else if (line.starts_with('/')) {
            m_directories.push_back(cleanPath(line.substr(0, line.find('=')))); // "dir=TYPE" is historic
        }
    }

    void readMatching(const std::string& pattern, int depth) {
        if (++m_lookups > maximumLookups)
            return;
        const std::string directory = directoryOf(pattern);
        const auto fd = sys::openInRoot(m_root.fd(), directory, O_RDONLY | O_DIRECTORY);
        if (!fd)
            return;
        const auto names = sys::listDirectory(fd->get());
        if (!names)
            return;
        for (const std::string& name : *names) {
            if (::fnmatch(baseOf(pattern).c_str(), name.c_str(), FNM_PERIOD) == 0)
                readFile(std::string(directory).append(1, '/').append(name), depth + 1);
        }
    }

    static constexpr int maximumLookups = 512;

    const Sysroot& m_root;
    std::vector<std::string> m_directories;
    int m_lookups = 0; ///< files read and patterns looked for
};

} // namespace

std::vector<std::string> ldConfDirectories(const Sysroot& root) {
    ConfReader reader(root);
    reader.readFile("/etc/ld.so.conf", 0);
    return reader.takeDirectories();
}

} // namespace vitrine::rootfs
