// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace vitrine::helper {

/// Introspection data of an object: the standard interfaces, the text of resources/dbus/<interface>.xml
/// without its comments (null = none), and the child nodes.
[[nodiscard]] QString introspectionText(const char* interface, const QStringList& children);

/// The whole XML of resources/dbus, as compiled in.
[[nodiscard]] QString contractXml(const QString& interface);

} // namespace vitrine::helper
