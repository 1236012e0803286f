// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/options.h"

#include <QCommandLineParser>

namespace vitrine::gui {

std::expected<Options, QString> parseOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Options", "Make, run, watch and understand Linux containers."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption bus(
        QStringLiteral("bus"),
        QCoreApplication::translate(
            "Options", "Message bus of the helper: system (root), session (rootless) or an address."),
        QStringLiteral("system|session|ADDRESS"), QStringLiteral("system"));
    const QCommandLineOption container(
        QStringLiteral("container"),
        QCoreApplication::translate("Options", "Select the container of this name."), QStringLiteral("NAME"));
    const QCommandLineOption tour(
        QStringLiteral("tour"),
        QCoreApplication::translate("Options",
                                    "Show by itself what Vitrine does, and save pictures in this folder."),
        QStringLiteral("DIR"));
    const QCommandLineOption doctor(
        QStringLiteral("doctor"),
        QCoreApplication::translate(
            "Options",
            "Say what keeps containers from running on this computer, and open no window. The exit "
            "code is 0 if nothing does."));
    parser.addOptions({bus, container, doctor, tour});
    if (!parser.parse(arguments))
        return std::unexpected(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return std::unexpected(
            QCoreApplication::translate("Options", "Unknown argument “%1”; --help lists the options.")
                .arg(parser.positionalArguments().first()));
    Options options;
    options.container = parser.value(container);
    options.doctor = parser.isSet(doctor);
    options.tour = parser.value(tour);
    const QString wanted = parser.value(bus);
    if (wanted == QLatin1String("session"))
        options.bus = BusKind::Session;
    else if (wanted != QLatin1String("system")) {
        if (!wanted.contains(QLatin1Char(':')))
            return std::unexpected(QCoreApplication::translate(
                "Options", "--bus takes “system”, “session” or an address such as “unix:path=/…”."));
        options.bus = BusKind::Other;
        options.busAddress = wanted;
    }
    return options;
}

} // namespace vitrine::gui
