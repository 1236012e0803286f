// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <linux/sched.h>

namespace vitrine::engine {

/// CLONE_NEW* of a kind of namespace (namespaces(7)).
[[nodiscard]] constexpr int namespaceFlag(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return CLONE_NEWPID;
    case NamespaceKind::Mount:
        return CLONE_NEWNS;
    case NamespaceKind::Network:
        return CLONE_NEWNET;
    case NamespaceKind::Uts:
        return CLONE_NEWUTS;
    case NamespaceKind::Ipc:
        return CLONE_NEWIPC;
    case NamespaceKind::User:
        return CLONE_NEWUSER;
    case NamespaceKind::Cgroup:
        return CLONE_NEWCGROUP;
    case NamespaceKind::Time:
        return CLONE_NEWTIME;
    }
    return 0;
}

} // namespace vitrine::engine
