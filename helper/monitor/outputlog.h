// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What a container wrote to its console, over all its runs: the files `log` (newest) and `log.1` of the
/// bundle, raw bytes. When `log` would grow over rotateBytes it becomes `log.1`, and the earlier `log.1`
/// goes; `log.base` says how many bytes went so far, so that an offset counts from the first byte ever
/// written.
namespace vitrine::monitor {

inline constexpr std::uint64_t rotateBytes = 4ULL * 1024 * 1024;

/// The monitor's end. Written without fsync. Not thread-safe.
class OutputLog {
public:
    /// Opens or makes `log` for appending. The directory's descriptor is duplicated.
    [[nodiscard]] static Result<OutputLog> open(int bundleFd, std::uint64_t rotateAt = rotateBytes);

    /// Adds output. A full disk loses it, and never holds up the container.
    void append(std::string_view data);

    /// The end of what this object was given, at most 16 KiB, beginning at the start of a line if there is
    /// one: so that a console that is attached later does not start empty.
    [[nodiscard]] std::string tail() const;

private:
    OutputLog(sys::UniqueFd directory, sys::UniqueFd file, std::uint64_t size, std::uint64_t rotateAt)
        : m_directory(std::move(directory))
        , m_file(std::move(file))
        , m_size(size)
        , m_rotateAt(rotateAt) {}
    void remember(std::string_view data);
    [[nodiscard]] Result<> rotate();

    sys::UniqueFd m_directory;
    sys::UniqueFd m_file;
    std::uint64_t m_size;
    std::uint64_t m_rotateAt;
    std::string m_recent; ///< at most twice the tail
};

/// A piece of the log.
struct LogSlice {
    std::string data;
    std::uint64_t next = 0; ///< offset to read on from
    std::uint64_t size = 0; ///< end of the log: offset of the byte that will be written next
};

/// At most `maximum` bytes (no more than 1,048,576) from `offset` on, counted from the first byte ever. Bytes
/// that are kept no longer are skipped; an offset past the end gives nothing. Works while a monitor writes.
[[nodiscard]] Result<LogSlice> readLog(int bundleFd, std::uint64_t offset, std::uint32_t maximum);

} // namespace vitrine::monitor
