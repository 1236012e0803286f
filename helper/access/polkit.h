// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/access/caller.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QObject>

#include <functional>
#include <unordered_map>

namespace vitrine::helper {

/// What polkit said. Everything that is not a clear yes is a no of some kind.
enum class Verdict {
    Yes,
    Challenge, ///< a person would have to prove who they are, and asking was not allowed
    No,
    Dismissed,  ///< the prompt was closed, or nobody answered in time
    Unreachable ///< polkit is not there, or answered with something else than an answer
};

/// Asks org.freedesktop.PolicyKit1.Authority.CheckAuthorization, one pending call and one cancellation id a
/// question, so that no answer can be taken for another's. The subject is always the unique bus name of the
/// message's sender.
class Polkit : public QObject {
public:
    using Answered = std::function<void(Verdict)>;
    using Ticket = quint64;

    explicit Polkit(const QDBusConnection& bus, std::chrono::milliseconds patience = std::chrono::minutes(5));

    /// `container` is shown in the prompt ($(container) in the policy file). `answered` is called later,
    /// exactly once, unless the question is cancelled. Nobody answers within `patience`: cancelled in polkit,
    /// Verdict::Dismissed.
    Ticket ask(const Caller& subject, const QString& action, const QString& container, Answered answered);

    /// Takes the question back (the prompt closes) and drops the answer.
    void cancel(Ticket ticket);

    [[nodiscard]] std::size_t pending() const { return m_pending.size(); }

private:
    struct Pending {
        QDBusPendingCallWatcher* watcher = nullptr;
        Answered answered;
    };
    void finish(Ticket ticket, Verdict verdict);
    void sendCancel(Ticket ticket);
    [[nodiscard]] QString cancellationId(Ticket ticket) const;

    QDBusConnection m_bus;
    std::chrono::milliseconds m_patience;
    Ticket m_last = 0;
    std::unordered_map<Ticket, Pending> m_pending;
};

/// Reads the reply of CheckAuthorization, a structure (bba{ss}).
[[nodiscard]] Verdict verdictFrom(const QDBusMessage& reply);

} // namespace vitrine::helper
