// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/skeleton.h"

#include "core/rootfs/handmaderoot.h"

#include <array>
#include <string>
#include <utility>

namespace vitrine::rootfs {

namespace {

struct Directory {
    const char* path;
    mode_t mode = 0755;
};

constexpr std::array mountPoints{Directory{"/dev"}, Directory{"/proc", 0555}, Directory{"/sys", 0555},
                                 Directory{"/run"}, Directory{"/tmp", 01777}};

constexpr std::array usualDirectories{
    Directory{"/usr/bin"}, Directory{"/usr/sbin"}, Directory{"/usr/lib"},        Directory{"/usr/lib64"},
    Directory{"/etc"},     Directory{"/home"},     Directory{"/usr/local/bin"},  Directory{"/mnt"},
    Directory{"/opt"},     Directory{"/var/log"},  Directory{"/var/tmp", 01777}, Directory{"/root", 0700}};

constexpr std::array merged{"bin", "sbin", "lib", "lib64"};

constexpr std::string_view groups = "root:x:0:\n"
                                    "tty:x:5:\n" // the group of terminals in devpts
                                    "nogroup:x:65534:\n";

constexpr std::string_view hosts = "127.0.0.1 localhost\n"
                                   "::1 localhost ip6-localhost\n";

constexpr std::string_view nameService = "passwd: files\n"
                                         "group: files\n"
                                         "shadow: files\n"
                                         "hosts: files dns\n";

// The escapes \u, \h and \w are bash's; other shells get a plain prompt.
constexpr std::string_view profile =
    R"(export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LANG="${LANG:-C.UTF-8}"
if [ -n "$BASH_VERSION" ]; then
    PS1='\[\e[1;32m\]\u@\h\[\e[0m\]:\[\e[1;34m\]\w\[\e[0m\]\$ '
    alias ls='ls --color=auto'
else
    PS1='$ '
fi
)";

constexpr std::string_view bashrc = "[ -z \"$PS1\" ] || . /etc/profile\n";

template <std::size_t count>
Result<> makeAll(const RootWriter& writer, const std::array<Directory, count>& directories) {
    for (const Directory& directory : directories)
        VITRINE_CHECK(writer.directory(directory.path, directory.mode));
    return {};
}

} // namespace

Result<> makeDirectories(const RootWriter& writer) {
    VITRINE_CHECK(makeAll(writer, mountPoints));
    VITRINE_CHECK(makeAll(writer, usualDirectories));
    for (const std::string name : merged)
        VITRINE_CHECK(writer.link("/" + name, "usr/" + name));
    return {};
}

Result<> makeSettings(const RootWriter& writer, LoginShell shell) {
    const std::string users = std::string("root:x:0:0:root:/root:") +
                              (shell == LoginShell::Bash ? "/bin/bash" : "/bin/sh") +
                              "\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    const std::array<std::pair<const char*, std::string_view>, 7> files{{{"/etc/passwd", users},
                                                                         {"/etc/group", groups},
                                                                         {"/etc/hostname", "container\n"},
                                                                         {"/etc/hosts", hosts},
                                                                         {"/etc/nsswitch.conf", nameService},
                                                                         {"/etc/profile", profile},
                                                                         {"/root/.bashrc", bashrc}}};
    for (const auto& [path, content] : files)
        VITRINE_CHECK(writer.file(path, content, 0644));
    return {};
}

Result<> buildEmptyRoot(int rootFd) {
    return makeAll(RootWriter(rootFd), mountPoints);
}

} // namespace vitrine::rootfs
