// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>

#include <memory>

class QWidget;

namespace vitrine::gui {

class AgentListener;

/// Vitrine's own authentication agent (polkit(8)): asks for passwords where the desktop has no agent of its
/// own. It answers for this user's login session, or, without one, for this process only.
class AuthenticationAgent : public QObject {
    Q_OBJECT
public:
    explicit AuthenticationAgent(QWidget* window, QObject* parent = nullptr);
    ~AuthenticationAgent() override;

    /// Registers with polkit. False: there is another agent already, or no polkit.
    bool start();
    [[nodiscard]] bool isRunning() const { return m_listener != nullptr; }

private:
    QPointer<QWidget> m_window;
    std::unique_ptr<AgentListener> m_listener;
};

} // namespace vitrine::gui
