// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/systemd/transientunit.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <string>

class QDBusPendingCallWatcher;

namespace vitrine::helper {

/// org.freedesktop.systemd1.Manager of PID 1 or, on the session bus, of the user: starts transient units and
/// tells how their jobs end. Main thread only.
class SystemdManager : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(Result<>)>;
    using Status = std::function<void(std::optional<int>)>;

    /// Asks the manager for version and group, and waits for the answer: for the start of the helper, before
    /// anybody can call. NotSupported when there is none on this bus.
    [[nodiscard]] static Result<std::unique_ptr<SystemdManager>> find(const QDBusConnection& bus);

    [[nodiscard]] int version() const { return m_version; }
    /// "/user.slice/…/user@1000.service"; empty or "/" for PID 1.
    [[nodiscard]] const std::string& controlGroup() const { return m_controlGroup; }

    /// Starts a unit; `done` is called once, when systemd has finished the job: the program was executed
    /// (Type=exec) or has ended (oneshot). A unit of that name which is just ending, or has failed, is waited
    /// for and forgotten. One call at a time for a name.
    void start(const QString& unit, const UnitProperties& properties, Done done);

    /// Sets properties of a unit that runs, or of a slice that will, until the machine ends; `done` is called
    /// once.
    void setProperties(const QString& unit, const UnitProperties& properties, Done done);
    /// Takes back what setProperties() has set, if anything.
    void revert(const QString& unit);

    /// Exit status of the main process of a unit that has failed; the unit is forgotten then.
    void takeFailure(const QString& unit, Status status);

private Q_SLOTS:
    void onJobRemoved(uint id, const QDBusObjectPath& job, const QString& unit, const QString& result);

private:
    struct Start {
        UnitProperties properties; ///< empty once systemd has taken them: descriptors must not be kept
        Done done;
        int attempts = 0;
        QString job;                      ///< empty until systemd has answered
        std::map<QString, QString> early; ///< results of jobs that were removed before the answer came
    };
    explicit SystemdManager(const QDBusConnection& bus);
    void send(const QString& unit);
    void onAnswer(const QString& unit, const QDBusMessage& answer);
    void retry(const QString& unit);
    void finish(const QString& unit, const Result<>& result);
    void call(const QDBusMessage& message, std::function<void(const QDBusMessage&)> answered);

    QDBusConnection m_bus;
    int m_version = 0;
    std::string m_controlGroup;
    std::map<QString, Start> m_starts;
};

} // namespace vitrine::helper
