// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>

#include <functional>

namespace vitrine::gui {

/// Asks over D-Bus what a diagnosis needs to know: helper, systemd's word about its unit, polkit, what the
/// caller may do, and whether somebody asks for passwords in this session. Changes nothing and leads to no
/// prompt; the helper and polkit are started if the bus can. Nothing blocks.
class BusQuestions : public QObject {
    Q_OBJECT
public:
    /// `mode`: of the helper that is expected on this bus.
    BusQuestions(const QDBusConnection& bus, Privilege mode, QObject* parent = nullptr);

    /// Once. answered() comes later, in any case within a minute.
    void start();

    [[nodiscard]] const diagnosis::HelperFacts& helper() const { return m_helper; }
    [[nodiscard]] const diagnosis::PolkitFacts& polkit() const { return m_polkit; }

signals:
    void answered();

private:
    using Answer = std::function<void(const QDBusMessage&)>;
    void ask(const QDBusMessage& call, Answer answer);
    void finishOne();

    void askHelper();
    void onHelper(const QDBusMessage& reply);
    void askPermissions();
    void askUnit();
    void askUnitState(const QString& path);
    void askPolkit();
    void onPolkit(const QDBusMessage& reply);
    void askActions();
    void askSession();
    void askAgent(const QString& kind, const QVariantMap& details);

    QDBusConnection m_bus;
    diagnosis::HelperFacts m_helper;
    diagnosis::PolkitFacts m_polkit;
    bool m_agentFound = false;
    bool m_agentUnknown = false;
    int m_open = 0; ///< questions without an answer
};

} // namespace vitrine::gui
