// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace vitrine::helper {

/// System: root, on the system bus, polkit decides. Session: rootless, as the calling user, on the session
/// bus.
enum class Mode { System, Session };

/// Who starts the monitors (monitorlink/choosespawner.h).
enum class SpawnerKind { Auto, Direct, Systemd };

/// What the command line and the environment say.
struct Options {
    Mode mode = Mode::System;
    std::string stateDir;     ///< absolute
    std::string runDir;       ///< absolute
    std::string cgroupParent; ///< one path component, or several; relative
    std::string monitorPath;  ///< absolute
    SpawnerKind spawner = SpawnerKind::Auto;
    QString busAddress;   ///< empty = the well-known bus of the mode
    int idleSeconds = 60; ///< 0 = never exits by itself
};

/// Either options, or what to print and the exit code to end with.
struct CommandLine {
    std::optional<Options> options;
    QString text;
    int exitCode = 0; ///< 0 for --help and --version (text goes to stdout), 2 for a mistake (to stderr)
};

/// Reads arguments (without the program's name) and, for Mode::Session only, XDG_STATE_HOME, XDG_RUNTIME_DIR,
/// HOME and VITRINE_MONITOR. A root helper takes nothing from its environment.
[[nodiscard]] CommandLine parseCommandLine(const QStringList& arguments);

} // namespace vitrine::helper
