// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/application.h"
#include "gui/app/doctor.h"
#include "gui/app/translations.h"
#include "gui/views/boxstyle.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>

using namespace vitrine::gui;

namespace {

/// A QApplication needs a display, and the doctor has none on a server. Which of the two it will be must be
/// known before Qt reads the command line.
std::unique_ptr<QCoreApplication> makeQtApplication(int& argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (std::ranges::contains(arguments, std::string_view("--doctor")))
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char** argv) {
    const std::unique_ptr<QCoreApplication> app = makeQtApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("vitrine"));
    QCoreApplication::setOrganizationName(QStringLiteral("vitrine"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    installTranslations(*app, QLocale());
    const std::expected<Options, QString> options = parseOptions(QCoreApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "vitrine: %s\n", qPrintable(options.error()));
        return 2;
    }
    if (options->doctor)
        return runDoctor(*options);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.vitrine.Vitrine"));
    improveStyle();
    Application application(*options);
    application.start();
    return QApplication::exec();
}
