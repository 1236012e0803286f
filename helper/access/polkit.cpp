// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/polkit.h"

#include "helper/bus/wiretypes.h"

#include <QDBusMessage>
#include <QDebug>
#include <QTimer>

namespace vitrine::helper {

namespace {

constexpr uint allowUserInteraction = 1;

QDBusMessage authorityCall(const char* member) {
    return QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.PolicyKit1"), QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
        QStringLiteral("org.freedesktop.PolicyKit1.Authority"), QString::fromLatin1(member));
}

/// (sa{sv})
QVariant subjectOf(const Caller& caller) {
    QDBusArgument argument;
    argument.beginStructure();
    argument << QStringLiteral("system-bus-name") << QVariantMap{{QStringLiteral("name"), caller.name}};
    argument.endStructure();
    return QVariant::fromValue(argument);
}

} // namespace

Verdict verdictFrom(const QDBusMessage& reply) {
    if (reply.type() == QDBusMessage::ErrorMessage) {
        const QString name = reply.errorName();
        return name == QLatin1String("org.freedesktop.PolicyKit1.Error.Cancelled") ? Verdict::Dismissed
                                                                                   : Verdict::Unreachable;
    }
    if (reply.signature() != QLatin1String("(bba{ss})"))
        return Verdict::Unreachable;
    const auto argument = reply.arguments().constFirst().value<QDBusArgument>();
    bool authorized = false;
    bool challenge = false;
    StringMap details;
    const QDBusArgument& reader = argument; // the non-const beginStructure() would be the writing one
    reader.beginStructure();
    reader >> authorized >> challenge >> details;
    reader.endStructure();
    if (authorized)
        return Verdict::Yes;
    if (details.contains(QStringLiteral("polkit.dismissed")))
        return Verdict::Dismissed;
    return challenge ? Verdict::Challenge : Verdict::No;
}

Polkit::Polkit(const QDBusConnection& bus, std::chrono::milliseconds patience)
    : m_bus(bus)
    , m_patience(patience) {
}

QString Polkit::cancellationId(Ticket ticket) const {
    return QStringLiteral("vitrine-%1").arg(ticket);
}

Polkit::Ticket Polkit::ask(const Caller& subject, const QString& action, const QString& container,
                           Answered answered) {
    const Ticket ticket = ++m_last;
    StringMap details;
    if (!container.isEmpty())
        details.insert(QStringLiteral("container"), container);
    QDBusMessage call = authorityCall("CheckAuthorization");
    call << subjectOf(subject) << action << QVariant::fromValue(details)
         << (subject.interactive == Interactive::Yes ? allowUserInteraction : 0U) << cancellationId(ticket);
    // QtDBus would give up after 25 s by itself, with the prompt still open.
    const auto giveUp = m_patience + std::chrono::seconds(30);
    auto* watcher =
        new QDBusPendingCallWatcher(m_bus.asyncCall(call, static_cast<int>(giveUp.count())), this);
    m_pending.emplace(ticket, Pending{watcher, std::move(answered)});
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, ticket](QDBusPendingCallWatcher* done) {
        const Verdict verdict = verdictFrom(done->reply());
        if (verdict == Verdict::Unreachable) // people are told only that; an administrator reads why
            qWarning().noquote() << "polkit:" << done->reply().errorName() << done->reply().errorMessage();
        finish(ticket, verdict);
    });
    QTimer::singleShot(m_patience, watcher, [this, ticket] {
        sendCancel(ticket);
        finish(ticket, Verdict::Dismissed);
    });
    return ticket;
}

void Polkit::finish(Ticket ticket, Verdict verdict) {
    const auto found = m_pending.find(ticket);
    if (found == m_pending.end())
        return;
    const Pending pending = std::move(found->second);
    m_pending.erase(found);
    pending.watcher->deleteLater();
    pending.answered(verdict);
}

void Polkit::cancel(Ticket ticket) {
    const auto found = m_pending.find(ticket);
    if (found == m_pending.end())
        return;
    sendCancel(ticket);
    found->second.watcher->deleteLater();
    m_pending.erase(found);
}

void Polkit::sendCancel(Ticket ticket) {
    QDBusMessage call = authorityCall("CancelCheckAuthorization");
    call << cancellationId(ticket);
    m_bus.call(call, QDBus::NoBlock);
}

} // namespace vitrine::helper
