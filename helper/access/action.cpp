// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/action.h"

namespace vitrine::helper {

QString actionWord(Action action) {
    switch (action) {
    case Action::Manage:
        return QStringLiteral("manage");
    case Action::Exec:
        return QStringLiteral("exec");
    case Action::Widen:
        return QStringLiteral("widen");
    case Action::HostDirectory:
        return QStringLiteral("host-directory");
    case Action::ManageOthers:
        return QStringLiteral("manage-others");
    case Action::EnterForeign:
        return QStringLiteral("enter-foreign");
    }
    return {};
}

QString actionId(Action action) {
    return QStringLiteral("org.vitrine.") + actionWord(action);
}

} // namespace vitrine::helper
