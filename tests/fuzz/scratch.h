// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace fuzz {

/// A folder below TMPDIR that lives as long as the process, for parsers that open files by name.
class Scratch {
public:
    Scratch() {
        std::string name = std::filesystem::temp_directory_path() / "vitrine-fuzz-XXXXXX";
        FUZZ_REQUIRE(::mkdtemp(name.data()) != nullptr);
        m_path = name;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::string& path() const { return m_path; }
    /// Makes the file with the folders on its way, readable by all.
    void write(const std::string& name, std::string_view content) const {
        const std::string file = m_path + name;
        std::filesystem::create_directories(std::filesystem::path(file).parent_path());
        const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
        FUZZ_REQUIRE(fd >= 0);
        FUZZ_REQUIRE(::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
        ::close(fd);
    }
    void remove(const std::string& name) const { ::unlink((m_path + name).c_str()); }

private:
    std::string m_path;
};

/// A file without a name that holds the input.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view content)
        : m_fd(::memfd_create("fuzz", MFD_CLOEXEC)) {
        FUZZ_REQUIRE(m_fd >= 0);
        FUZZ_REQUIRE(::write(m_fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(m_fd); }
    [[nodiscard]] int fd() const { return m_fd; }

private:
    int m_fd;
};

} // namespace fuzz
