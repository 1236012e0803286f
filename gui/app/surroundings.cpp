// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/surroundings.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

namespace vitrine::gui {

QDBusConnection openBus(const Options& options, const QString& name) {
    switch (options.bus) {
    case BusKind::System:
        return QDBusConnection::connectToBus(QDBusConnection::SystemBus, name);
    case BusKind::Session:
        return QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
    case BusKind::Other:
        break;
    }
    return QDBusConnection::connectToBus(options.busAddress, name);
}

QString helperProgram() {
    const QString own = QCoreApplication::applicationDirPath();
    for (const QString& path :
         {own + QStringLiteral("/vitrine-helper"), own + QStringLiteral("/../libexec/vitrine-helper"),
          own + QStringLiteral("/../helper/vitrine-helper")})
        if (QFileInfo(path).isExecutable())
            return path;
    return QStandardPaths::findExecutable(QStringLiteral("vitrine-helper"));
}

} // namespace vitrine::gui
