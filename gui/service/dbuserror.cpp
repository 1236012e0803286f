// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/dbuserror.h"

#include <QCoreApplication>
#include <QHash>

namespace vitrine::gui {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("ServiceError", text);
}

ErrorKind kindFrom(const QString& name) {
    static const QHash<QString, ErrorKind> kinds{
        {QStringLiteral("InvalidArgument"), ErrorKind::InvalidArgument},
        {QStringLiteral("NotAuthorized"), ErrorKind::NotAuthorized},
        {QStringLiteral("Dismissed"), ErrorKind::Dismissed},
        {QStringLiteral("NotSupported"), ErrorKind::NotSupported},
        {QStringLiteral("NoSuchContainer"), ErrorKind::NotFound},
        {QStringLiteral("NoSuchJob"), ErrorKind::NotFound},
        {QStringLiteral("NotFound"), ErrorKind::NotFound},
        {QStringLiteral("AlreadyExists"), ErrorKind::AlreadyExists},
        {QStringLiteral("Busy"), ErrorKind::Busy},
        {QStringLiteral("WrongState"), ErrorKind::WrongState},
        {QStringLiteral("Stale"), ErrorKind::Stale},
        {QStringLiteral("LimitExceeded"), ErrorKind::LimitExceeded},
        {QStringLiteral("Cancelled"), ErrorKind::Cancelled},
        {QStringLiteral("Corrupt"), ErrorKind::Corrupt}};
    return kinds.value(name, ErrorKind::Failed);
}

// Errors of the bus itself have messages for programmers; these are for people.
ServiceError busError(const QString& name) {
    const QString word = name.section(QLatin1Char('.'), -1);
    if (word == QLatin1String("ServiceUnknown") || word == QLatin1String("NameHasNoOwner"))
        return {ErrorKind::NotFound,
                translated(
                    QT_TRANSLATE_NOOP("ServiceError", "The helper is not running and could not be started.")),
                translated(QT_TRANSLATE_NOOP("ServiceError", "Install it with “sudo packaging/run.sh”.")),
                {}};
    if (word == QLatin1String("NoReply") || word == QLatin1String("Timeout") ||
        word == QLatin1String("TimedOut"))
        return {
            ErrorKind::Failed,
            translated(QT_TRANSLATE_NOOP(
                "ServiceError",
                "The helper ended, or did not answer in time, so it is not known whether this was done.")),
            translated(QT_TRANSLATE_NOOP("ServiceError", "Look at the container's state, then try again.")),
            {}};
    if (word == QLatin1String("Disconnected"))
        return {ErrorKind::Failed,
                translated(QT_TRANSLATE_NOOP("ServiceError", "The connection to the message bus is gone.")),
                translated(QT_TRANSLATE_NOOP("ServiceError", "Close Vitrine and open it again.")),
                {}};
    if (word == QLatin1String("AccessDenied"))
        return {
            ErrorKind::NotAuthorized,
            translated(
                QT_TRANSLATE_NOOP("ServiceError", "The message bus does not let you talk to the helper.")),
            translated(QT_TRANSLATE_NOOP(
                "ServiceError",
                "Its policy org.vitrine.Manager1.conf is missing or was changed: install Vitrine again.")),
            {}};
    if (word == QLatin1String("UnknownMethod") || word == QLatin1String("UnknownInterface"))
        return {
            ErrorKind::NotSupported,
            translated(QT_TRANSLATE_NOOP(
                "ServiceError",
                "The helper that runs does not know this request: it is another version than this window.")),
            translated(QT_TRANSLATE_NOOP("ServiceError", "Install window and helper of the same version.")),
            {}};
    if (word == QLatin1String("UnknownObject"))
        return {ErrorKind::NotFound,
                translated(QT_TRANSLATE_NOOP("ServiceError", "There is no such container any more.")),
                {},
                {}};
    return {ErrorKind::Failed,
            translated(QT_TRANSLATE_NOOP("ServiceError", "The helper could not be asked.")),
            {},
            {}};
}

} // namespace

ServiceError errorFrom(const QString& name, const QString& message) {
    const QString details = QStringLiteral("%1\n%2").arg(name, message);
    if (!name.startsWith(errorPrefix)) {
        ServiceError error = busError(name);
        error.details = details;
        return error;
    }
    const qsizetype lineEnd = message.indexOf(QLatin1Char('\n'));
    ServiceError error{kindFrom(name.sliced(errorPrefix.size())),
                       lineEnd < 0 ? message : message.first(lineEnd),
                       lineEnd < 0 ? QString() : message.sliced(lineEnd + 1).trimmed(), details};
    if (error.kind == ErrorKind::Dismissed && error.hint.isEmpty())
        error.hint = translated(QT_TRANSLATE_NOOP(
            "ServiceError", "Nothing was changed. Try again and answer the password prompt."));
    if (error.kind == ErrorKind::NotAuthorized && error.hint.isEmpty())
        error.hint = translated(QT_TRANSLATE_NOOP(
            "ServiceError",
            "Nothing was changed. An administrator of this computer may do it, or allow it in polkit."));
    return error;
}

ServiceError errorFrom(const QDBusError& error) {
    return errorFrom(error.name(), error.message());
}

Availability availabilityFrom(const QString& errorName) {
    const QString rest = errorName.section(QLatin1Char('.'), 4);
    if (rest == QLatin1String("ServiceUnknown") || rest == QLatin1String("NameHasNoOwner") ||
        rest == QLatin1String("Spawn.ServiceNotFound"))
        return Availability::NotInstalled;
    if (rest == QLatin1String("Disconnected") || rest == QLatin1String("NoServer"))
        return Availability::NoBus;
    if (rest == QLatin1String("AccessDenied"))
        return Availability::NotAllowed;
    if (rest == QLatin1String("NoReply"))
        return Availability::Vanished;
    return Availability::StartFailed;
}

} // namespace vitrine::gui
