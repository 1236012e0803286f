// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/systemcalls.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::probe {

namespace {

struct Call {
    const char* name;
    long number;
    std::array<long, 5> arguments; ///< a refusal for each: no such descriptor, a structure of size 0
};

// clone3(2), openat2(2) and mount_setattr(2) answer EINVAL for a structure of size 0; close_range(2) for a
// range whose end is before its begin; the others EBADF for descriptor -1.
constexpr std::array<Call, 7> calls{{
    {"clone3", SYS_clone3, {0, 0, 0, 0, 0}},
    {"pidfd_send_signal", SYS_pidfd_send_signal, {-1, 0, 0, 0, 0}},
    {"openat2", SYS_openat2, {-1, 0, 0, 0, 0}},
    {"open_tree", SYS_open_tree, {-1, 0, 0, 0, 0}},
    {"move_mount", SYS_move_mount, {-1, 0, -1, 0, 0}},
    {"mount_setattr", SYS_mount_setattr, {-1, 0, 0, 0, 0}},
    {"close_range", SYS_close_range, {2, 1, 0, 0, 0}},
}};

} // namespace

std::vector<std::string> missingSystemCalls() {
    std::vector<std::string> missing;
    for (const auto& [name, number, arguments] : calls)
        if (::syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]) == -1 &&
            errno == ENOSYS)
            missing.emplace_back(name);
    return missing;
}

} // namespace vitrine::probe
