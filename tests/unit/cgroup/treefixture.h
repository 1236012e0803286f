// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace vitrine::test {

/// A tree of ordinary files in a temporary directory that stands for "/".
class TreeFixture {
public:
    [[nodiscard]] std::string root() const { return m_directory.path().toStdString(); }

    void write(const std::string& path, const std::string& content) const {
        const std::filesystem::path file = root() + path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
    }
    void makeDirectory(const std::string& path) const { std::filesystem::create_directories(root() + path); }
    [[nodiscard]] std::string read(const std::string& path) const {
        std::ostringstream text;
        text << std::ifstream(root() + path, std::ios::binary).rdbuf();
        return text.str();
    }
    [[nodiscard]] bool exists(const std::string& path) const {
        return std::filesystem::exists(root() + path);
    }

private:
    QTemporaryDir m_directory;
};

/// How many descriptors this process has open.
inline int openDescriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

} // namespace vitrine::test
