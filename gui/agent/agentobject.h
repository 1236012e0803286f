// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/agent/authentication.h"
#include "gui/agent/polkittypes.h"

#include <QDBusContext>
#include <QDBusMessage>
#include <QPointer>

#include <vector>

namespace vitrine::gui {

/// The object that polkitd calls: org.freedesktop.PolicyKit1.AuthenticationAgent. Questions are asked one
/// after the other; only polkitd itself is answered.
///
/// It is an object of QtDBus, not polkit-qt's Agent::Listener, because of one word: a prompt that was closed
/// must be answered with Error.Cancelled, which polkitd passes on as “polkit.dismissed”.
/// AsyncResult::setError() of polkit-qt (0.200) can only say Error.Failed, and then the person who closed the
/// prompt is told that they were refused.
class AgentObject : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PolicyKit1.AuthenticationAgent")
public:
    AgentObject(QWidget* window, QObject* parent);

    /// The unique name of polkitd; nobody else may ask. What another one asked is over.
    void setAuthority(const QString& uniqueName);

public slots:
    Q_SCRIPTABLE void BeginAuthentication(const QString& actionId, const QString& message,
                                          const QString& iconName, const vitrine::gui::PolkitDetails& details,
                                          const QString& cookie,
                                          const vitrine::gui::PolkitEntities& identities);
    Q_SCRIPTABLE void CancelAuthentication(const QString& cookie);

private:
    struct Waiting {
        QPointer<Authentication> authentication;
        QDBusMessage call;
    };
    [[nodiscard]] bool isFromAuthority() const;
    void answer(const Authentication* authentication, Outcome outcome);
    void askNext();

    QPointer<QWidget> m_window;
    QString m_authority;
    std::vector<Waiting> m_waiting; ///< the first one is on the screen
};

} // namespace vitrine::gui
