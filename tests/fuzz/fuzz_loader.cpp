// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Why a program of a container cannot be started: a whole root that somebody made for the purpose. The input
// holds its files, each after a line "%%" and the first letter of its name.

#include "core/rootfs/ldcache.h"
#include "core/rootfs/loader.h"
#include "core/sys/file.h"
#include "tests/fuzz/scratch.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <utility>

using namespace vitrine;

namespace {

constexpr std::array<std::pair<char, const char*>, 9> files{{{'p', "/bin/p"},
                                                             {'s', "/bin/s"},
                                                             {'a', "/lib/liba.so"},
                                                             {'b', "/usr/lib/libb.so"},
                                                             {'l', "/lib64/ld-linux-x86-64.so.2"},
                                                             {'m', "/lib/ld-musl-x86_64.so.1"},
                                                             {'c', "/etc/ld.so.cache"},
                                                             {'f', "/etc/ld.so.conf"},
                                                             {'d', "/etc/ld.so.conf.d/d.conf"}}};

void fill(const fuzz::Scratch& root, std::string_view input) {
    for (const auto& [letter, path] : files)
        root.remove(path);
    constexpr std::string_view mark = "%%";
    for (std::size_t at = input.find(mark); at != std::string_view::npos;) {
        const std::string_view rest = input.substr(at + mark.size());
        const std::size_t next = rest.find(mark);
        const std::string_view content = rest.substr(0, next);
        at = next == std::string_view::npos ? next : at + mark.size() + next;
        const char letter = content.empty() ? '\0' : content.front();
        const auto* file = std::ranges::find(files, letter, &std::pair<char, const char*>::first);
        if (file != files.end())
            root.write(file->second, content.substr(std::min<std::size_t>(2, content.size())));
    }
}

void checkProblem(int root, const char* command) {
    const auto problem = rootfs::findStartProblem(root, command, "/bin:/usr/bin");
    if (!problem || !*problem)
        return;
    FUZZ_REQUIRE(!(**problem).sentence.empty() && (**problem).sentence.size() < 4096);
    FUZZ_REQUIRE(fuzz::isShowable((**problem).sentence, fuzz::Newlines::Refused));
}

} // namespace

void fuzzOne(std::string_view input) {
    static const fuzz::Scratch scratch;
    fill(scratch, input);
    const auto fd = sys::openAt(AT_FDCWD, scratch.path(), O_RDONLY | O_DIRECTORY);
    FUZZ_REQUIRE(fd);
    checkProblem(fd->get(), "p");
    checkProblem(fd->get(), "/bin/s");
    const auto root = rootfs::Sysroot::borrow(fd->get(), rootfs::Visibility::All);
    FUZZ_REQUIRE(root);
    FUZZ_REQUIRE(rootfs::ldConfDirectories(*root).size() <= 1024);
    rootfs::Loader loader(*root, rootfs::MissingCache::UseConfiguration);
    if (const auto program = root->open("/bin/p")) {
        if (const auto elf = rootfs::readElf(program->fd.get())) {
            const auto objects = loader.load(*elf, "/bin/p");
            FUZZ_REQUIRE(!objects || objects->size() <= 4096);
        }
    }
}
