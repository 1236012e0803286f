// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace vitrine::gui {

/// A process of a container that somebody else made.
struct ForeignProcess {
    std::uint32_t pid = 0;
    std::uint32_t parent = 0;
    std::uint32_t uid = 0; ///< host's
    QString name;
    friend bool operator==(const ForeignProcess&, const ForeignProcess&) = default;
};

/// A container of Docker, Podman, systemd-nspawn, LXC, Flatpak or anybody: not Vitrine's.
struct ForeignContainer {
    QString engine;  ///< "docker", "podman", "nspawn", "lxc", "flatpak", "kubernetes", "snap", or empty
    QString name;    ///< its engine's, or empty
    QString command; ///< name of its oldest process
    std::uint32_t leader = 0;
    std::uint64_t leaderStart = 0; ///< clock ticks since boot
    std::uint32_t uid = 0;
    std::vector<NamespaceKind> namespaces; ///< that are not this computer's
    std::vector<ForeignProcess> processes; ///< oldest first
    friend bool operator==(const ForeignContainer&, const ForeignContainer&) = default;
};

} // namespace vitrine::gui
