// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/application.h"
#include "gui/app/doctor.h"
#include "gui/app/translations.h"
#include "gui/views/boxstyle.h"
#include "gui/views/icons.h"

#include <QApplication>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>

using namespace vitrine::gui;

namespace {

/// A QApplication needs a display, and the doctor has none on a server. Which of the two it will be must be
/// known before Qt reads the command line.
bool needsDisplay(std::span<char*> arguments) {
    constexpr std::array<std::string_view, 6> withoutWindow{"--doctor", "--help",    "-h",
                                                            "-?",       "--version", "-v"};
    return std::ranges::find_first_of(arguments, withoutWindow) == arguments.end();
}

/// Without a display Qt ends the program by abort(). Somebody who chose a platform of Qt's knows better.
bool hasDisplay(std::span<char*> arguments) {
    constexpr std::array names{"WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"};
    return std::ranges::any_of(names, [](const char* name) { return !qEnvironmentVariableIsEmpty(name); }) ||
           std::ranges::contains(arguments, std::string_view("-platform"));
}

std::unique_ptr<QCoreApplication> makeQtApplication(int& argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (!needsDisplay(arguments) || !hasDisplay(arguments))
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
    if (!qobject_cast<QApplication*>(app.get())) {
        const QString text = QCoreApplication::translate(
            "Options", "There is no display here for the window: neither DISPLAY nor WAYLAND_DISPLAY is set. "
                       "“vitrine --doctor” needs none.");
        std::fprintf(stderr, "vitrine: %s\n", qPrintable(text));
        return 2;
    }
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.vitrine.Vitrine"));
    // Wayland takes the icon from the desktop file; X11 has it from the window.
    QGuiApplication::setWindowIcon(ownIcon(QStringLiteral("org.vitrine.Vitrine")));
    improveStyle();
    Application application(*options);
    application.start();
    return QApplication::exec();
}
