// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusArgument>
#include <QList>
#include <QMap>
#include <QString>
#include <QVariantMap>

namespace vitrine::gui {

/// polkit's structures Subject and Identity, which have the same form: (sa{sv}).
struct PolkitEntity {
    QString kind; ///< "unix-process", "unix-session"; "unix-user"
    QVariantMap details;
};
using PolkitEntities = QList<PolkitEntity>;
/// polkit's a{ss}.
using PolkitDetails = QMap<QString, QString>;

QDBusArgument& operator<<(QDBusArgument& argument, const PolkitEntity& entity);
const QDBusArgument& operator>>(const QDBusArgument& argument, PolkitEntity& entity);

/// Makes the types above known to QtDBus; may be called again.
void registerPolkitTypes();

} // namespace vitrine::gui

Q_DECLARE_METATYPE(vitrine::gui::PolkitEntity)
