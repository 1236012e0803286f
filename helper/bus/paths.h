// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <string>
#include <string_view>

/// Object paths and names of resources/dbus/org.vitrine.Manager1.xml.
namespace vitrine::helper {

inline constexpr char busName[] = "org.vitrine.Manager1";
inline constexpr char managerPath[] = "/org/vitrine/Manager1";
inline constexpr std::string_view containersPath = "/org/vitrine/Manager1/containers";
inline constexpr std::string_view jobsPath = "/org/vitrine/Manager1/jobs";

inline constexpr char managerInterface[] = "org.vitrine.Manager1";
inline constexpr char containerInterface[] = "org.vitrine.Container1";
inline constexpr char jobInterface[] = "org.vitrine.Job1";
inline constexpr char propertiesInterface[] = "org.freedesktop.DBus.Properties";
inline constexpr char introspectableInterface[] = "org.freedesktop.DBus.Introspectable";
inline constexpr char objectManagerInterface[] = "org.freedesktop.DBus.ObjectManager";
inline constexpr char peerInterface[] = "org.freedesktop.DBus.Peer";

[[nodiscard]] QString containerPath(const std::string& id);
/// The id in a container's path, or empty if it is no such path.
[[nodiscard]] std::string containerIdFrom(const QString& path);

/// SENDER is the unique name without ":" and with "_" for ".".
[[nodiscard]] QString jobPath(const QString& sender, const QString& token);

} // namespace vitrine::helper
