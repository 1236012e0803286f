// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The main function of a target in an ordinary build: gives it every file of the folders that are its
// arguments, in the order of their names.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** arguments) {
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < count; ++i) {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i], error))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        std::ostringstream content;
        content << std::ifstream(file, std::ios::binary).rdbuf();
        const std::string input = content.str();
        std::printf("%s\n", file.filename().c_str());
        std::fflush(stdout); // the last line names the input that ended this process
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    if (files.empty())
        std::fprintf(stderr, "there is nothing to replay\n");
    return files.empty() ? 1 : 0;
}
