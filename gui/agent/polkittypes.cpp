// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/polkittypes.h"

#include <QDBusMetaType>

namespace vitrine::gui {

QDBusArgument& operator<<(QDBusArgument& argument, const PolkitEntity& entity) {
    argument.beginStructure();
    argument << entity.kind << entity.details;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, PolkitEntity& entity) {
    argument.beginStructure();
    argument >> entity.kind >> entity.details;
    argument.endStructure();
    return argument; // NOLINT(bugprone-return-const-ref-from-parameter): the form QtDBus asks for
}

void registerPolkitTypes() {
    qDBusRegisterMetaType<PolkitEntity>();
    qDBusRegisterMetaType<PolkitEntities>();
    qDBusRegisterMetaType<PolkitDetails>();
}

} // namespace vitrine::gui
