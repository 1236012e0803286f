// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/buserror.h"

#include "helper/bus/paths.h"

namespace vitrine::helper {

QString busErrorName(const Error& error) {
    QString word = QString::fromStdString(std::string(nameOf(error.kind())));
    if (error.kind() == ErrorKind::NotFound) {
        if (error.subject().starts_with(containersPath))
            word = QStringLiteral("NoSuchContainer");
        else if (error.subject().starts_with(jobsPath))
            word = QStringLiteral("NoSuchJob");
    }
    return QStringLiteral("org.vitrine.Error.") + word;
}

QString busErrorText(const Error& error) {
    QString text = QString::fromStdString(error.message());
    text.replace(u'\n', u' ');
    if (!error.hint().empty())
        text += u'\n' + QString::fromStdString(error.hint());
    return text;
}

Error noSuchContainer(const QString& path) {
    return {ErrorKind::NotFound, {}, path.toStdString(), "there is no such container"};
}

Error noSuchJob(const QString& path) {
    return {ErrorKind::NotFound, {}, path.toStdString(), "there is no such job"};
}

} // namespace vitrine::helper
