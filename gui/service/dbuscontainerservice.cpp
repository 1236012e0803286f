// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/dbuscontainerservice.h"
#include "gui/service/dbuserror.h"

#include <QDBusArgument>
#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>

#include <unistd.h>

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr int promptTimeoutMs = 6 * 60 * 1000; ///< the helper gives a prompt five minutes
constexpr int plainTimeoutMs = 30 * 1000;
constexpr int firstRetryMs = 300;
constexpr int lastRetryMs = 10'000;
constexpr auto propertiesInterface = "org.freedesktop.DBus.Properties";
constexpr auto objectManagerInterface = "org.freedesktop.DBus.ObjectManager";

} // namespace

DbusContainerService::DbusContainerService(const QDBusConnection& connection, QObject* parent)
    : ContainerService(parent)
    , m_connection(connection) {
    wire::registerTypes();
    m_retry.setSingleShot(true);
    m_retry.setInterval(firstRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &DbusContainerService::fetch);
    listen();
}

DbusContainerService::~DbusContainerService() = default;

void DbusContainerService::setConnection(const QDBusConnection& connection) {
    stopListening();
    failAllLong();
    m_connection = connection;
    m_owner.clear();
    m_helper = {};
    m_containers.clear();
    m_jobs.clear();
    setStatus(Availability::Connecting);
    emit containersReset({});
    listen();
}

// Without a sender in the match rule QtDBus asks the bus for nothing here; isFromHelper() checks the sender
// instead. Path and first argument keep what other programs broadcast away from the window.
void DbusContainerService::forEachSignal(const std::function<void(const SignalSlot&)>& visit) {
    const QString manager = QLatin1String(wire::managerPath);
    visit({manager, objectManagerInterface, "InterfacesAdded", {}, SLOT(onInterfacesAdded(QDBusMessage))});
    visit(
        {manager, objectManagerInterface, "InterfacesRemoved", {}, SLOT(onInterfacesRemoved(QDBusMessage))});
    for (const char* interface : {wire::containerInterface, wire::jobInterface})
        visit({{},
               propertiesInterface,
               "PropertiesChanged",
               {QLatin1String(interface)},
               SLOT(onPropertiesChanged(QDBusMessage))});
    visit({{}, wire::jobInterface, "Completed", {}, SLOT(onJobCompleted(QDBusMessage))});
    visit({manager, wire::managerInterface, "GroupsChanged", {}, SLOT(onGroupsChanged(QDBusMessage))});
    visit({manager, wire::managerInterface, "Statistics", {}, SLOT(onStatistics(QDBusMessage))});
    visit({manager,
           wire::managerInterface,
           "DetailedStatistics",
           {},
           SLOT(onDetailedStatistics(QDBusMessage))});
    visit({manager, wire::managerInterface, "Processes", {}, SLOT(onProcesses(QDBusMessage))});
    // QtDBus itself says this one, to each connection of its own.
    visit({QStringLiteral("/org/freedesktop/DBus/Local"),
           "org.freedesktop.DBus.Local",
           "Disconnected",
           {},
           SLOT(onBusGone())});
}

void DbusContainerService::listen() {
    m_watcher = std::make_unique<QDBusServiceWatcher>(QLatin1String(wire::busName), m_connection,
                                                      QDBusServiceWatcher::WatchForOwnerChange);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString& oldOwner, const QString& newOwner) {
                onOwnerChanged(oldOwner, newOwner);
            });
    forEachSignal([this](const SignalSlot& s) {
        m_connection.connect({}, s.path, QLatin1String(s.interface), QLatin1String(s.signal), s.arguments, {},
                             this, s.slot);
    });
}

void DbusContainerService::stopListening() {
    m_watcher.reset();
    forEachSignal([this](const SignalSlot& s) {
        m_connection.disconnect({}, s.path, QLatin1String(s.interface), QLatin1String(s.signal), s.arguments,
                                {}, this, s.slot);
    });
}

void DbusContainerService::connectToHelper() {
    m_retry.setInterval(firstRetryMs);
    if (!isConnected(m_status.availability))
        setStatus(Availability::Connecting);
    fetch();
}

// First who it is, because a reply does not tell its sender and a signal counts only from that one. Where
// nobody is, the first call starts the helper if the bus can, and NameOwnerChanged tells its name before the
// answer comes.
void DbusContainerService::fetch() {
    const int generation = ++m_generation;
    m_retry.stop();
    if (!m_connection.isConnected() && m_reopen) {
        stopListening();
        m_connection = m_reopen();
        listen();
    }
    m_fetching = m_connection.isConnected();
    if (!m_fetching) {
        setStatus(Availability::NoBus, m_connection.lastError().message());
        return;
    }
    QDBusMessage owner = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("GetNameOwner"));
    owner.setArguments({QLatin1String(wire::busName)});
    send(owner, Prompt::No, this, [this, generation](const Reply<QDBusMessage>& reply) {
        if (generation != m_generation)
            return;
        if (reply)
            m_owner = reply->arguments().value(0).toString();
        fetchObjects(generation);
    });
}

void DbusContainerService::fetchObjects(int generation) {
    QDBusMessage objects = QDBusMessage::createMethodCall(
        QLatin1String(wire::busName), QLatin1String(wire::managerPath), QLatin1String(objectManagerInterface),
        QStringLiteral("GetManagedObjects"));
    send(objects, Prompt::No, this, [this, generation](const Reply<QDBusMessage>& reply) {
        if (generation == m_generation)
            onObjects(reply);
    });
}

void DbusContainerService::onObjects(const Reply<QDBusMessage>& reply) {
    m_fetching = false;
    if (!reply) {
        const QString name = reply.error().details.section(QLatin1Char('\n'), 0, 0);
        const Availability availability = availabilityFrom(name);
        setStatus(availability, reply.error().details);
        if (availability == Availability::Vanished)
            helperGone();
        return;
    }
    const auto objects = wire::managedObjects(reply->arguments().value(0));
    if (!objects) {
        setStatus(Availability::StartFailed, tr("It speaks another version of the protocol."));
        return;
    }
    m_containers.clear();
    m_jobs.clear();
    for (auto it = objects->cbegin(); it != objects->cend(); ++it) {
        if (const auto job = it->constFind(QLatin1String(wire::jobInterface)); job != it->cend())
            applyJob(it.key(), *job);
        const auto container = it->constFind(QLatin1String(wire::containerInterface));
        if (container == it->cend())
            continue;
        ContainerInfo& info = m_containers[wire::idOf(it.key())];
        info.id = wire::idOf(it.key());
        wire::update(info, *container);
    }
    QDBusMessage properties =
        QDBusMessage::createMethodCall(QLatin1String(wire::busName), QLatin1String(wire::managerPath),
                                       QLatin1String(propertiesInterface), QStringLiteral("GetAll"));
    properties.setArguments({QLatin1String(wire::managerInterface)});
    send(properties, Prompt::No, this, [this, generation = m_generation](const Reply<QDBusMessage>& answer) {
        if (generation == m_generation)
            onHelperProperties(answer);
    });
}

void DbusContainerService::onHelperProperties(const Reply<QDBusMessage>& reply) {
    if (!reply) {
        setStatus(Availability::StartFailed, reply.error().details);
        return;
    }
    m_helper = wire::helperInfo(qdbus_cast<QVariantMap>(reply->arguments().value(0)));
    m_retry.setInterval(firstRetryMs);
    setStatus(Availability::Connected);
    std::vector<ContainerInfo> containers(m_containers.cbegin(), m_containers.cend());
    emit containersReset(containers);
    if (m_helper.mode == HelperMode::System && ::geteuid() != 0)
        checkPolkit();
}

// Without polkit nothing can be changed; the helper still shows what there is. A polkitd that runs need not
// be activatable, and one that can be activated need not run.
void DbusContainerService::checkPolkit() {
    const auto ask = [](const char* method, const QVariantList& arguments) {
        QDBusMessage message = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
            QStringLiteral("org.freedesktop.DBus"), QLatin1String(method));
        message.setArguments(QVariantList{QStringLiteral("org.freedesktop.PolicyKit1")} + arguments);
        return message;
    };
    send(ask("GetNameOwner", {}), Prompt::No, this, [this, ask](const Reply<QDBusMessage>& owner) {
        if (owner)
            return;
        send(ask("StartServiceByName", {0U}), Prompt::No, this, [this](const Reply<QDBusMessage>& started) {
            if (!started && m_status.availability == Availability::Connected)
                setStatus(Availability::NoPolkit, started.error().details);
        });
    });
}

void DbusContainerService::onOwnerChanged(const QString& oldOwner, const QString& newOwner) {
    if (!oldOwner.isEmpty() && oldOwner == m_owner)
        helperGone();
    if (newOwner.isEmpty() || newOwner == m_owner)
        return;
    m_owner = newOwner;
    if (!m_fetching)
        fetch();
}

// What it told stays on view; long calls cannot end any more.
void DbusContainerService::helperGone() {
    m_owner.clear();
    m_fetching = false;
    ++m_generation;
    setStatus(Availability::Vanished);
    failAllLong();
    dropJobs();
    m_retry.start();
    m_retry.setInterval(std::min(2 * m_retry.interval(), lastRetryMs));
}

void DbusContainerService::dropJobs() {
    for (const JobId& id : m_jobs.keys()) {
        m_jobs.remove(id);
        emit jobRemoved(id);
    }
}

// The helper ends with its bus; containers go on.
void DbusContainerService::onBusGone() {
    m_owner.clear();
    m_fetching = false;
    ++m_generation;
    m_retry.stop();
    setStatus(Availability::NoBus, tr("The message bus has ended."));
    failAllLong();
    dropJobs();
}

void DbusContainerService::setStatus(Availability availability, const QString& details) {
    const HelperStatus status{availability, details};
    if (status == m_status)
        return;
    m_status = status;
    emit statusChanged();
}

bool DbusContainerService::isFromHelper(const QDBusMessage& signal) const {
    return !m_owner.isEmpty() && signal.service() == m_owner;
}

void DbusContainerService::onInterfacesAdded(const QDBusMessage& signal) {
    if (!isFromHelper(signal))
        return;
    const QString path = signal.arguments().value(0).value<QDBusObjectPath>().path();
    const auto interfaces = wire::interfaces(signal.arguments().value(1));
    if (!interfaces)
        return;
    if (const auto it = interfaces->constFind(QLatin1String(wire::containerInterface));
        it != interfaces->cend())
        applyContainer(path, *it);
    if (const auto it = interfaces->constFind(QLatin1String(wire::jobInterface)); it != interfaces->cend())
        applyJob(path, *it);
}

void DbusContainerService::onInterfacesRemoved(const QDBusMessage& signal) {
    if (!isFromHelper(signal))
        return;
    const QString path = signal.arguments().value(0).value<QDBusObjectPath>().path();
    if (m_jobs.remove(path) > 0)
        emit jobRemoved(path);
    if (m_containers.remove(wire::idOf(path)) > 0)
        emit containerRemoved(wire::idOf(path));
}

void DbusContainerService::onPropertiesChanged(const QDBusMessage& signal) {
    if (!isFromHelper(signal) || signal.signature() != QLatin1String("sa{sv}as"))
        return;
    const QString interface = signal.arguments().value(0).toString();
    const auto properties = qdbus_cast<QVariantMap>(signal.arguments().value(1));
    if (interface == QLatin1String(wire::containerInterface))
        applyContainer(signal.path(), properties);
    else if (interface == QLatin1String(wire::jobInterface))
        applyJob(signal.path(), properties);
}

void DbusContainerService::applyContainer(const QString& path, const QVariantMap& properties) {
    const ContainerId id = wire::idOf(path);
    if (id.isEmpty())
        return;
    ContainerInfo& info = m_containers[id];
    info.id = id;
    wire::update(info, properties);
    emit containerChanged(info);
}

void DbusContainerService::applyJob(const QString& path, const QVariantMap& properties) {
    if (!wire::isJobPath(path))
        return;
    JobInfo& job = m_jobs[path];
    job.id = path;
    wire::update(job, properties);
    emit jobChanged(job);
}

void DbusContainerService::onJobCompleted(const QDBusMessage& signal) {
    if (!isFromHelper(signal) || signal.signature() != QLatin1String("bss"))
        return;
    if (m_jobs.remove(signal.path()) > 0)
        emit jobRemoved(signal.path());
    const QVariantList arguments = signal.arguments();
    if (arguments.value(0).toBool())
        finishLong(signal.path(), m_longCalls.value(signal.path()).container);
    else
        finishLong(signal.path(),
                   std::unexpected(errorFrom(arguments.value(1).toString(), arguments.value(2).toString())));
}

void DbusContainerService::onStatistics(const QDBusMessage& signal) {
    if (!isFromHelper(signal))
        return;
    if (const auto samples = wire::statistics(signal))
        emit statisticsReceived(*samples);
}

void DbusContainerService::onDetailedStatistics(const QDBusMessage& signal) {
    if (!isFromHelper(signal))
        return;
    if (const auto sample = wire::detailed(signal))
        emit detailedReceived(sample->first, sample->second);
}

void DbusContainerService::onProcesses(const QDBusMessage& signal) {
    if (!isFromHelper(signal))
        return;
    if (const auto update = wire::processes(signal))
        emit processesReceived(*update);
}

void DbusContainerService::send(const QDBusMessage& call, Prompt prompt, QObject* context, Answer answer) {
    QDBusMessage message = call;
    message.setInteractiveAuthorizationAllowed(prompt == Prompt::Allowed);
    const QDBusPendingCall pending =
        m_connection.asyncCall(message, prompt == Prompt::Allowed ? promptTimeoutMs : plainTimeoutMs);
    auto* watcher = new QDBusPendingCallWatcher(pending, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [context = QPointer<QObject>(context),
             answer = std::move(answer)](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                if (!context)
                    return;
                if (finished->isError())
                    answer(std::unexpected(errorFrom(finished->error())));
                else
                    answer(finished->reply());
            });
}

} // namespace vitrine::gui
