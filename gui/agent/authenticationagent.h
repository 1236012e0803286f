// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>

#include <functional>
#include <memory>

class QDBusServiceWatcher;
class QWidget;

namespace vitrine::gui {

class AgentObject;

/// Vitrine's own authentication agent (polkit(8)): asks for passwords where the desktop has no agent of its
/// own. It answers for this user's login session, or, without one, for this process only. When polkitd is
/// started again the agent registers again.
class AuthenticationAgent : public QObject {
    Q_OBJECT
public:
    explicit AuthenticationAgent(QWidget* window, QObject* parent = nullptr);
    ~AuthenticationAgent() override;

    /// Registers with polkit; registered() or refused() comes.
    void start();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    void registered();
    /// There is another agent already, or no polkit; `reason` is polkit's, for programmers.
    void refused(const QString& reason);

private:
    void registerWith(const QString& authority);
    void onRefused(const QString& reason);
    void call(const QDBusMessage& message, std::function<void(const QDBusMessage&)> answer);

    QDBusConnection m_bus;
    AgentObject* m_object;
    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    bool m_isRunning = false;
};

} // namespace vitrine::gui
