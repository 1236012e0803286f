// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/options.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace vitrine::helper {

namespace {

CommandLine mistake(const QString& text) {
    return {std::nullopt, QStringLiteral("vitrine-helper: ") + text + QStringLiteral("\n"), 2};
}

QString fromEnvironment(const char* name) {
    return QString::fromLocal8Bit(qgetenv(name));
}

QString sessionStateDir() {
    const QString base = fromEnvironment("XDG_STATE_HOME");
    return base.startsWith(u'/') ? base + QStringLiteral("/vitrine")
                                 : fromEnvironment("HOME") + QStringLiteral("/.local/state/vitrine");
}

struct Flags {
    QCommandLineOption stateDir{QStringLiteral("state-dir"),
                                QStringLiteral("Containers are kept here (default /var/lib/vitrine)."),
                                QStringLiteral("DIR")};
    QCommandLineOption runDir{QStringLiteral("run-dir"),
                              QStringLiteral("Sockets of running containers (default /run/vitrine)."),
                              QStringLiteral("DIR")};
    QCommandLineOption cgroupParent{QStringLiteral("cgroup-parent"),
                                    QStringLiteral("Control group of all containers (default vitrine)."),
                                    QStringLiteral("NAME"), QStringLiteral("vitrine")};
    QCommandLineOption monitor{QStringLiteral("monitor"),
                               QStringLiteral("The program that stays with each container."),
                               QStringLiteral("PATH"), QStringLiteral(VITRINE_MONITOR_PATH)};
    QCommandLineOption spawner{
        QStringLiteral("spawner"),
        QStringLiteral("Who starts that program: systemd, direct (this one), or auto (default)."),
        QStringLiteral("WHO"), QStringLiteral("auto")};
    QCommandLineOption session{QStringLiteral("session"),
                               QStringLiteral("Session bus, rootless containers, no polkit.")};
    QCommandLineOption busAddress{QStringLiteral("bus-address"),
                                  QStringLiteral("Another bus than the usual one."),
                                  QStringLiteral("ADDRESS")};
    QCommandLineOption idle{QStringLiteral("idle-timeout"),
                            QStringLiteral("Exit after so long without clients; 0 = never (default 60)."),
                            QStringLiteral("SECONDS"), QStringLiteral("60")};
    QCommandLineOption help{QStringLiteral("help"), QStringLiteral("Show this text.")};
    QCommandLineOption version{QStringLiteral("version"), QStringLiteral("Show the version.")};

    [[nodiscard]] QList<QCommandLineOption> all() const {
        return {stateDir, runDir, cgroupParent, monitor, spawner, session, busAddress, idle, help, version};
    }
};

/// The first thing wrong with the options, as a sentence, or empty.
QString findMistake(const Options& options) {
    const auto absolute = [](const std::string& path) { return path.starts_with('/'); };
    if (!absolute(options.stateDir))
        return QStringLiteral("--state-dir needs an absolute path");
    if (!absolute(options.runDir))
        return QStringLiteral(
            "--run-dir needs an absolute path; without the option XDG_RUNTIME_DIR must be set");
    if (!absolute(options.monitorPath))
        return QStringLiteral("--monitor needs an absolute path");
    const QStringList parts = QString::fromStdString(options.cgroupParent).split(u'/');
    for (const QString& part : parts)
        if (part.isEmpty() || part.startsWith(u'.'))
            return QStringLiteral(
                "--cgroup-parent needs a relative path whose parts do not begin with a dot");
    return {};
}

std::optional<SpawnerKind> spawnerFrom(const QString& word) {
    if (word == QStringLiteral("auto"))
        return SpawnerKind::Auto;
    if (word == QStringLiteral("systemd"))
        return SpawnerKind::Systemd;
    if (word == QStringLiteral("direct"))
        return SpawnerKind::Direct;
    return std::nullopt;
}

QString pathOr(const QCommandLineParser& parser, const QCommandLineOption& option, const QString& otherwise) {
    return parser.isSet(option) ? parser.value(option) : otherwise;
}

} // namespace

CommandLine parseCommandLine(const QStringList& arguments) {
    const Flags flags;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Makes and runs containers for Vitrine, over D-Bus (org.vitrine.Manager1)."));
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    parser.addOptions(flags.all());
    if (!parser.parse(QStringList{QStringLiteral("vitrine-helper")} + arguments))
        return mistake(parser.errorText() + QStringLiteral(" --help lists the options."));
    if (parser.isSet(flags.help))
        return {std::nullopt, parser.helpText(), 0};
    if (parser.isSet(flags.version))
        return {std::nullopt, QStringLiteral("vitrine-helper " VITRINE_VERSION "\n"), 0};
    if (!parser.positionalArguments().isEmpty())
        return mistake(QStringLiteral("does not understand '%1'; --help lists the options")
                           .arg(parser.positionalArguments().constFirst()));

    Options options;
    const bool session = parser.isSet(flags.session);
    options.mode = session ? Mode::Session : Mode::System;
    options.stateDir =
        pathOr(parser, flags.stateDir, session ? sessionStateDir() : QStringLiteral("/var/lib/vitrine"))
            .toStdString();
    const QString runtime = fromEnvironment("XDG_RUNTIME_DIR");
    const QString sessionRun = runtime.isEmpty() ? QString() : runtime + QStringLiteral("/vitrine");
    options.runDir =
        pathOr(parser, flags.runDir, session ? sessionRun : QStringLiteral("/run/vitrine")).toStdString();
    options.cgroupParent = parser.value(flags.cgroupParent).toStdString();
    const QString monitor = session ? fromEnvironment("VITRINE_MONITOR") : QString();
    options.monitorPath =
        (parser.isSet(flags.monitor) || monitor.isEmpty() ? parser.value(flags.monitor) : monitor)
            .toStdString();
    const auto spawner = spawnerFrom(parser.value(flags.spawner));
    if (!spawner)
        return mistake(QStringLiteral("--spawner takes auto, systemd or direct"));
    options.spawner = *spawner;
    options.busAddress = parser.value(flags.busAddress);
    bool isNumber = false;
    options.idleSeconds = parser.value(flags.idle).toInt(&isNumber);
    if (!isNumber || options.idleSeconds < 0 || options.idleSeconds > 86400)
        return mistake(QStringLiteral("--idle-timeout takes 0 to 86400 seconds"));
    if (const QString text = findMistake(options); !text.isEmpty())
        return mistake(text);
    return {options, {}, 0};
}

} // namespace vitrine::helper
