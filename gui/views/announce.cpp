// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/announce.h"

#include <QAccessible>
#include <QWidget>

namespace vitrine::gui {

void announce(QWidget* widget, const QString& message) {
    QAccessibleEvent alert(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    // On Linux this is the one that is spoken.
    QAccessibleAnnouncementEvent announcement(widget, message);
    announcement.setPoliteness(QAccessible::AnnouncementPoliteness::Assertive);
    QAccessible::updateAccessibility(&announcement);
#else
    Q_UNUSED(message)
#endif
}

} // namespace vitrine::gui
