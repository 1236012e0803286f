// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/systemd/systemdmanager.h"

#include <QDBusConnectionInterface>
#include <QDBusPendingCallWatcher>
#include <QDBusReply>
#include <QTimer>

#include <unistd.h>

#include <chrono>
#include <thread>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr int findTimeoutMs = 25'000;
constexpr int callTimeoutMs = 60'000;
/// A job ends sooner: systemd gives a unit 90 s to start. Only a manager that died never tells.
constexpr auto jobPatience = std::chrono::seconds(150);
constexpr auto betweenAttempts = std::chrono::milliseconds(20);
constexpr int maximumAttempts = 250;

constexpr QLatin1String serviceName("org.freedesktop.systemd1");
constexpr QLatin1String managerInterface("org.freedesktop.systemd1.Manager");
/// A user's manager comes to the user's bus some moments after that was started, which can be now.
constexpr int findAttempts = 30;
constexpr auto betweenFindAttempts = std::chrono::milliseconds(100);

QDBusMessage managerCall(const char* member) {
    return QDBusMessage::createMethodCall(serviceName, QStringLiteral("/org/freedesktop/systemd1"),
                                          managerInterface, QString::fromLatin1(member));
}

QDBusMessage propertyCall(const QString& path, const QString& interface, const char* name) {
    QDBusMessage call = QDBusMessage::createMethodCall(
        serviceName, path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    call << interface << QString::fromLatin1(name);
    return call;
}

Error refused(const QString& unit, const QString& reason) {
    return Error(ErrorKind::Failed, "start", unit.toStdString(), reason.toStdString())
        .withHint("What systemd noted is shown by: journalctl " +
                  std::string(::geteuid() == 0 ? "" : "--user ") + "-u " + unit.toStdString());
}

/// Whether somebody other than root has a manager at all; root's is on the system bus before everybody else.
bool isUserManagerRunning() {
    const std::string socket = "/run/user/" + std::to_string(::geteuid()) + "/systemd/private";
    return ::geteuid() != 0 && ::access(socket.c_str(), F_OK) == 0;
}

Result<QString> ask(const QDBusConnection& bus, const char* property) {
    const QDBusReply<QDBusVariant> reply =
        bus.call(propertyCall(QStringLiteral("/org/freedesktop/systemd1"), managerInterface, property),
                 QDBus::Block, findTimeoutMs);
    if (!reply.isValid())
        return failure(
            Error(ErrorKind::NotSupported, "ask", "systemd", reply.error().message().toStdString()));
    return reply.value().variant().toString();
}

/// Asked first, so that a bus which could activate something of that name does not.
bool isOnBus(const QDBusConnection& bus) {
    for (int attempt = 0; attempt < findAttempts; ++attempt) {
        if (bus.interface()->isServiceRegistered(serviceName).value())
            return true;
        if (!isUserManagerRunning())
            return false;
        std::this_thread::sleep_for(betweenFindAttempts);
    }
    return false;
}

} // namespace

SystemdManager::SystemdManager(const QDBusConnection& bus)
    : m_bus(bus) {
    registerUnitTypes();
}

Result<std::unique_ptr<SystemdManager>> SystemdManager::find(const QDBusConnection& bus) {
    if (!isOnBus(bus))
        return failure(
            Error(ErrorKind::NotSupported, "find", "systemd", "org.freedesktop.systemd1 is not on the bus"));
    std::unique_ptr<SystemdManager> manager(new SystemdManager(bus));
    manager->m_version = systemdVersion(VITRINE_TRY(ask(bus, "Version")));
    manager->m_controlGroup = VITRINE_TRY(ask(bus, "ControlGroup")).toStdString();
    // The signal comes without Manager.Subscribe() to whoever asked for the job.
    if (!manager->m_bus.connect(serviceName, QStringLiteral("/org/freedesktop/systemd1"), managerInterface,
                                QStringLiteral("JobRemoved"), manager.get(),
                                SLOT(onJobRemoved(uint, QDBusObjectPath, QString, QString))))
        return failure(Error(ErrorKind::Failed, "listen to", "systemd", "the bus refuses the match rule"));
    return manager;
}

void SystemdManager::call(const QDBusMessage& message, std::function<void(const QDBusMessage&)> answered) {
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message, callTimeoutMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [answered = std::move(answered)](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                answered(finished->reply());
            });
}

void SystemdManager::start(const QString& unit, const UnitProperties& properties, Done done) {
    const auto [entry, isNew] = m_starts.try_emplace(unit);
    if (!isNew)
        return done(
            failure(Error(ErrorKind::Busy, "start", unit.toStdString(), "it is being started already")));
    entry->second.properties = properties;
    entry->second.done = std::move(done);
    send(unit);
}

void SystemdManager::send(const QString& unit) {
    // Mode "fail": no other unit is stopped for it.
    QDBusMessage message = managerCall("StartTransientUnit");
    message << unit << QStringLiteral("fail") << QVariant::fromValue(m_starts.at(unit).properties)
            << QVariant::fromValue(QList<AuxiliaryUnit>());
    call(message, [this, unit](const QDBusMessage& answer) { onAnswer(unit, answer); });
}

void SystemdManager::onAnswer(const QString& unit, const QDBusMessage& answer) {
    const auto found = m_starts.find(unit);
    if (found == m_starts.end())
        return;
    Start& start = found->second;
    if (answer.type() == QDBusMessage::ErrorMessage) {
        if (answer.errorName() == QStringLiteral("org.freedesktop.systemd1.UnitExists") &&
            start.attempts < maximumAttempts)
            return retry(unit);
        return finish(unit, failure(refused(unit, answer.errorMessage())));
    }
    start.properties.clear();
    start.job = answer.arguments().value(0).value<QDBusObjectPath>().path();
    if (const auto early = start.early.find(start.job); early != start.early.end())
        return onJobRemoved(0, QDBusObjectPath(start.job), unit, QString(early->second));
    QTimer::singleShot(jobPatience, this, [this, unit, job = start.job] {
        if (const auto late = m_starts.find(unit); late != m_starts.end() && late->second.job == job)
            finish(unit, failure(refused(unit, QStringLiteral("systemd does not finish the job"))));
    });
}

/// The name is taken: by a run that systemd has not seen the end of yet, or by one that has failed.
void SystemdManager::retry(const QString& unit) {
    ++m_starts.at(unit).attempts;
    QDBusMessage reset = managerCall("ResetFailedUnit");
    reset << unit;
    call(reset, [this, unit](const QDBusMessage&) {
        QTimer::singleShot(betweenAttempts, this, [this, unit] {
            if (m_starts.contains(unit))
                send(unit);
        });
    });
}

void SystemdManager::onJobRemoved(uint, const QDBusObjectPath& job, const QString& unit,
                                  const QString& result) {
    const auto found = m_starts.find(unit);
    if (found == m_starts.end())
        return;
    if (found->second.job.isEmpty()) {
        found->second.early[job.path()] = result;
        return;
    }
    if (found->second.job != job.path())
        return;
    if (result == QStringLiteral("done"))
        return finish(unit, {});
    finish(unit, failure(refused(unit, QStringLiteral("systemd says: ") + result)));
}

void SystemdManager::finish(const QString& unit, const Result<>& result) {
    auto start = m_starts.extract(unit);
    if (start)
        start.mapped().done(result);
}

void SystemdManager::setProperties(const QString& unit, const UnitProperties& properties, Done done) {
    QDBusMessage message = managerCall("SetUnitProperties");
    constexpr bool untilMachineEnds = true;
    message << unit << untilMachineEnds << QVariant::fromValue(properties);
    call(message, [unit, done = std::move(done)](const QDBusMessage& answer) {
        if (answer.type() != QDBusMessage::ErrorMessage)
            return done({});
        done(failure(Error(ErrorKind::Failed, "limit", unit.toStdString(),
                           "systemd says: " + answer.errorMessage().toStdString())));
    });
}

void SystemdManager::revert(const QString& unit) {
    QDBusMessage message = managerCall("RevertUnitFiles");
    message << QStringList{unit};
    call(message, [](const QDBusMessage&) {}); // there was none, or it goes with the machine's end
}

void SystemdManager::takeFailure(const QString& unit, Status status) {
    call(propertyCall(unitPath(unit), QStringLiteral("org.freedesktop.systemd1.Service"), "ExecMainStatus"),
         [this, unit, status = std::move(status)](const QDBusMessage& answer) {
             std::optional<int> code;
             if (answer.type() == QDBusMessage::ReplyMessage)
                 code = answer.arguments().value(0).value<QDBusVariant>().variant().toInt();
             QDBusMessage reset = managerCall("ResetFailedUnit");
             reset << unit;
             // Gone already is as good.
             call(reset, [](const QDBusMessage&) {});
             status(code);
         });
}

} // namespace vitrine::helper
