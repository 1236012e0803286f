// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/outputlog.h"

#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <optional>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::size_t tailBytes = std::size_t{16} * 1024;
constexpr std::uint32_t largestSlice = 1024 * 1024;
constexpr const char* currentName = "log";
constexpr const char* olderName = "log.1";
constexpr const char* baseName = "log.base";

struct OpenFile {
    sys::UniqueFd fd;
    std::uint64_t size = 0;
    ino_t inode = 0;
};

Result<OpenFile> openRegular(int directory, const char* name, int flags) {
    OpenFile file{
        VITRINE_TRY(sys::openAt(directory, name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600))};
    struct stat status{};
    if (::fstat(file.fd.get(), &status) != 0)
        return failure(Error::fromErrno("look at", name, errno));
    if (!S_ISREG(status.st_mode))
        return failure(Error(ErrorKind::Corrupt, "open", name, "it is not a regular file"));
    file.size = static_cast<std::uint64_t>(status.st_size);
    file.inode = status.st_ino;
    return file;
}

/// An empty optional is a missing file.
Result<std::optional<OpenFile>> openExisting(int directory, const char* name) {
    auto file = openRegular(directory, name, O_RDONLY);
    if (!file && file.error().kind() == ErrorKind::NotFound)
        return std::nullopt;
    return VITRINE_TRY(std::move(file));
}

Result<std::uint64_t> readBase(int directory) {
    const auto text = sys::readFileAt(directory, baseName, 64);
    if (!text && text.error().kind() == ErrorKind::NotFound)
        return 0;
    if (!text)
        return failure(text.error());
    std::uint64_t base = 0;
    const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), base);
    if (status != std::errc())
        return failure(Error(ErrorKind::Corrupt, "read", baseName, "it must hold one number"));
    return base;
}

Result<std::string> readAt(const OpenFile& file, std::uint64_t offset, std::size_t count) {
    std::string data(std::min<std::uint64_t>(count, file.size - offset), '\0');
    std::size_t have = 0;
    while (have < data.size()) {
        const ssize_t got =
            ::pread(file.fd.get(), data.data() + have, data.size() - have, static_cast<off_t>(offset + have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(Error::fromErrno("read", currentName, errno));
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    data.resize(have);
    return data;
}

/// Both files and the offset of their first byte, as they were at one moment.
struct Snapshot {
    std::uint64_t base = 0;
    std::optional<OpenFile> older;
    std::optional<OpenFile> current;
};

Result<Snapshot> takeSnapshot(int directory) {
    // A rotation between two of these calls shows in the base or in the file that is called `log`.
    for (int attempt = 0; attempt < 16; ++attempt) {
        Snapshot now;
        now.base = VITRINE_TRY(readBase(directory));
        now.current = VITRINE_TRY(openExisting(directory, currentName));
        now.older = VITRINE_TRY(openExisting(directory, olderName));
        const auto again = VITRINE_TRY(openExisting(directory, currentName));
        const bool sameFile =
            again.has_value() == now.current.has_value() && (!again || again->inode == now.current->inode);
        if (sameFile && VITRINE_TRY(readBase(directory)) == now.base)
            return now;
    }
    return failure(Error(ErrorKind::Busy, "read", currentName, "it is being rotated again and again"));
}

} // namespace

Result<OutputLog> OutputLog::open(int bundleFd, std::uint64_t rotateAt) {
    sys::UniqueFd directory = VITRINE_TRY(sys::openDirectory(bundleFd, "."));
    OpenFile file = VITRINE_TRY(openRegular(directory.get(), currentName, O_WRONLY | O_APPEND | O_CREAT));
    return OutputLog(std::move(directory), std::move(file.fd), file.size, rotateAt);
}

void OutputLog::append(std::string_view data) {
    remember(data);
    // If it cannot be rotated the file stays bounded: output is lost rather than the disk filled.
    if (m_size > 0 && m_size + data.size() > m_rotateAt && !rotate())
        return;
    while (!data.empty()) {
        const ssize_t count = ::write(m_file.get(), data.data(), data.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        m_size += static_cast<std::uint64_t>(count);
        data.remove_prefix(static_cast<std::size_t>(count));
    }
}

Result<> OutputLog::rotate() {
    const int directory = m_directory.get();
    if (const auto older = VITRINE_TRY(openExisting(directory, olderName))) {
        const std::uint64_t base = VITRINE_TRY(readBase(directory)) + older->size;
        VITRINE_CHECK(sys::replaceFileAt(directory, baseName, std::to_string(base) + '\n', 0600,
                                         sys::Durability::Cached));
    }
    if (::renameat(directory, currentName, directory, olderName) != 0)
        return failure(Error::fromErrno("rename", currentName, errno));
    OpenFile file = VITRINE_TRY(openRegular(directory, currentName, O_WRONLY | O_APPEND | O_CREAT));
    m_file = std::move(file.fd);
    m_size = file.size;
    return {};
}

void OutputLog::remember(std::string_view data) {
    if (data.size() > tailBytes)
        data.remove_prefix(data.size() - tailBytes);
    m_recent += data;
    if (m_recent.size() > 2 * tailBytes)
        m_recent.erase(0, m_recent.size() - tailBytes);
}

std::string OutputLog::tail() const {
    if (m_recent.size() <= tailBytes)
        return m_recent;
    const std::string_view end = std::string_view(m_recent).substr(m_recent.size() - tailBytes);
    const std::size_t newline = end.find('\n');
    return std::string(newline == std::string_view::npos ? end : end.substr(newline + 1));
}

Result<LogSlice> readLog(int bundleFd, std::uint64_t offset, std::uint32_t maximum) {
    const Snapshot now = VITRINE_TRY(takeSnapshot(bundleFd));
    const std::uint64_t middle = now.base + (now.older ? now.older->size : 0);
    LogSlice slice;
    slice.size = middle + (now.current ? now.current->size : 0);
    slice.next = std::clamp(offset, now.base, slice.size);
    std::size_t wanted = std::min(maximum, largestSlice);
    if (slice.next < middle) {
        slice.data = VITRINE_TRY(readAt(*now.older, slice.next - now.base, wanted));
        slice.next += slice.data.size();
        wanted -= slice.data.size();
    }
    if (slice.next >= middle && slice.next < slice.size && wanted > 0) {
        const std::string more = VITRINE_TRY(readAt(*now.current, slice.next - middle, wanted));
        slice.data += more;
        slice.next += more.size();
    }
    return slice;
}

} // namespace vitrine::monitor
