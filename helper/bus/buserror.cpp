// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/buserror.h"

namespace vitrine::helper {

QString busErrorName(const Error& error) {
    return QStringLiteral("org.vitrine.Error.") + QString::fromStdString(std::string(nameOf(error.kind())));
}

QString busErrorText(const Error& error) {
    QString text = QString::fromStdString(error.message());
    text.replace(u'\n', u' ');
    if (!error.hint().empty())
        text += u'\n' + QString::fromStdString(error.hint());
    return text;
}

QString missingName(Missing missing) {
    switch (missing) {
    case Missing::Container:
        return QStringLiteral("org.vitrine.Error.NoSuchContainer");
    case Missing::Job:
        return QStringLiteral("org.vitrine.Error.NoSuchJob");
    case Missing::Object:
        break;
    }
    return QStringLiteral("org.freedesktop.DBus.Error.UnknownObject");
}

QString missingText(Missing missing, const QString& path) {
    switch (missing) {
    case Missing::Container:
        return QStringLiteral("%1: there is no such container").arg(path);
    case Missing::Job:
        return QStringLiteral("%1: there is no such job").arg(path);
    case Missing::Object:
        break;
    }
    return QStringLiteral("%1: there is no such object").arg(path);
}

} // namespace vitrine::helper
