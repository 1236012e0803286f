// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/buserror.h"

#include <string_view>

namespace vitrine::helper {

namespace {

constexpr std::string_view noContainer = "there is no such container";
constexpr std::string_view noJob = "there is no such job";

} // namespace

QString busErrorName(const Error& error) {
    QString word = QString::fromStdString(std::string(nameOf(error.kind())));
    if (error.kind() == ErrorKind::NotFound) {
        if (error.reason() == noContainer)
            word = QStringLiteral("NoSuchContainer");
        else if (error.reason() == noJob)
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
    return {ErrorKind::NotFound, {}, path.toStdString(), std::string(noContainer)};
}

Error noSuchJob(const QString& path) {
    return {ErrorKind::NotFound, {}, path.toStdString(), std::string(noJob)};
}

} // namespace vitrine::helper
