// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/application.h"

#include <QApplication>

#include <cstdio>

using namespace vitrine::gui;

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("vitrine"));
    QApplication::setOrganizationName(QStringLiteral("vitrine"));
    QApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.vitrine.Vitrine"));
    const std::expected<Options, QString> options = parseOptions(QApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "vitrine: %s\n", qPrintable(options.error()));
        return 2;
    }
    Application application(*options);
    application.start();
    return QApplication::exec();
}
