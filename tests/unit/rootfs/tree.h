// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rootfs/elffile.h"
#include "core/sys/file.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace vitrine::rootfs::test {

inline const std::string fixtures = VITRINE_FIXTURES;

inline int openDescriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

inline std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline ElfFile elfOf(const std::string& path) {
    const auto fd = sys::openAt(AT_FDCWD, path, O_RDONLY).value();
    return readElf(fd.get()).value();
}

/// A temporary directory that stands for "/".
class Tree {
public:
    Tree() { ::umask(022); }

    [[nodiscard]] std::string path() const { return m_directory.path().toStdString(); }
    [[nodiscard]] std::string at(const std::string& inside) const { return path() + inside; }

    void copy(const std::string& from, const std::string& inside) const {
        parents(inside);
        std::filesystem::copy_file(from, at(inside), std::filesystem::copy_options::overwrite_existing);
        mode(inside, 0755);
    }
    void write(const std::string& inside, const std::string& content, unsigned bits = 0755) const {
        parents(inside);
        std::ofstream(at(inside), std::ios::binary) << content;
        mode(inside, bits);
    }
    void link(const std::string& target, const std::string& inside) const {
        parents(inside);
        std::filesystem::create_symlink(target, at(inside));
    }
    void mode(const std::string& inside, unsigned bits) const {
        std::filesystem::permissions(at(inside), static_cast<std::filesystem::perms>(bits));
    }

    /// The loader of the fixtures at its path, and the C library in the loader's first own directory.
    void addSystem() const {
        const ElfFile program = elfOf(fixtures + "/fixture_plain");
        copy(program.interpreter, program.interpreter);
        for (const char* directory :
             {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib"}) {
            const std::string library = std::string(directory) + "/libc.so.6";
            if (std::filesystem::exists(library)) {
                copy(library, library);
                return;
            }
        }
    }

private:
    void parents(const std::string& inside) const {
        std::filesystem::create_directories(std::filesystem::path(at(inside)).parent_path());
    }

    QTemporaryDir m_directory;
};

} // namespace vitrine::rootfs::test
