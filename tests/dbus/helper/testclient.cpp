// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/dbus/helper/testclient.h"

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"

#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QEventLoop>
#include <QFile>
#include <QTest>

#include <csignal>
#include <poll.h>

namespace vitrine::test {

using namespace vitrine::helper;
using vitrine::helper::operator<<;
using vitrine::helper::operator>>;

QString configFor(const QStringList& args, bool terminal) {
    std::vector<std::string> list;
    for (const QString& argument : args)
        list.push_back(argument.toStdString());
    ContainerSpec spec = defaultSpec("given", list);
    spec.process.terminal = terminal ? Terminal::Yes : Terminal::No;
    return QString::fromStdString(writeConfig(spec));
}

bool hasEnded(pid_t pid) {
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const QByteArray stat = file.readAll();
    const char state = stat.mid(stat.lastIndexOf(')') + 2, 1).append(' ').front();
    return state == 'Z' || state == 'X' || state == ' ';
}

Client::Client(uid_t uid)
    : m_bus(QString()) {
    static int number = 0;
    registerWireTypes();
    qDBusRegisterMetaType<GivenForTest>();
    m_name = QStringLiteral("client%1").arg(++number);
    // The bus takes the effective uid of the connecting process (SO_PEERCRED), for ever.
    const bool other = uid != ::geteuid();
    if (other && ::seteuid(uid) != 0)
        qFatal("only root can connect as another user");
    m_bus = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS"), m_name);
    if (other && ::seteuid(0) != 0)
        qFatal("cannot become root again");
    const QString sender = QString::fromLatin1(busName);
    for (const char* member : {"Completed", "PropertiesChanged", "InterfacesAdded", "InterfacesRemoved",
                               "Statistics", "DetailedStatistics", "Processes", "GroupsChanged"})
        m_bus.connect(sender, QString(), QString(), QString::fromLatin1(member), this,
                      SLOT(onSignal(QDBusMessage)));
}

Client::~Client() {
    leave();
}

void Client::leave() {
    m_bus = QDBusConnection(QString());
    QDBusConnection::disconnectFromBus(m_name);
}

QDBusMessage Client::askBus(const char* member, const QString& name) {
    QDBusMessage call =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/"),
                                       QStringLiteral("org.freedesktop.DBus"), QString::fromLatin1(member));
    call << name;
    return m_bus.call(call);
}

pid_t Client::pidOf(const QString& name) {
    if (name == QLatin1String(busName))
        static_cast<void>(manager("Permissions"));
    return static_cast<pid_t>(askBus("GetConnectionUnixProcessID", name).arguments().value(0).toUInt());
}

bool Client::killHelper() {
    const QString unique =
        askBus("GetNameOwner", QString::fromLatin1(busName)).arguments().value(0).toString();
    const auto pid =
        static_cast<pid_t>(askBus("GetConnectionUnixProcessID", unique).arguments().value(0).toUInt());
    return pid > 1 && ::kill(pid, SIGKILL) == 0 &&
           QTest::qWaitFor([&] { return !askBus("NameHasOwner", unique).arguments().value(0).toBool(); });
}

QDBusPendingCall Client::send(const QString& path, const char* interface, const char* member,
                              const QVariantList& arguments, bool interactive) {
    QDBusMessage message = QDBusMessage::createMethodCall(
        QString::fromLatin1(busName), path, QString::fromLatin1(interface), QString::fromLatin1(member));
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(interactive);
    return m_bus.asyncCall(message, 60000);
}

QDBusPendingCall Client::sendCreate(const QString& name, const QString& config, const QString& rootKind) {
    return send(QString::fromLatin1(managerPath), managerInterface, "Create",
                {name, config, rootKind, QStringList(), emptyGiven(),
                 QVariant::fromValue(QList<QDBusUnixFileDescriptor>()), emptyGiven(), nextToken()});
}

void Client::onSignal(const QDBusMessage& message) {
    signalsSeen.append(message);
    if (message.member() != QLatin1String("Completed"))
        return;
    const QVariantList arguments = message.arguments();
    m_jobs[message.path()] = {true, arguments.at(0).toBool(), arguments.at(1).toString(),
                              arguments.at(2).toString()};
}

QDBusMessage Client::call(const QString& path, const char* interface, const char* member,
                          const QVariantList& arguments, int timeoutMs) {
    QDBusMessage message = QDBusMessage::createMethodCall(
        QString::fromLatin1(busName), path, QString::fromLatin1(interface), QString::fromLatin1(member));
    message.setArguments(arguments);
    const QDBusPendingCall pending = m_bus.asyncCall(message, timeoutMs);
    QDBusPendingCallWatcher watcher(pending);
    QEventLoop loop;
    connect(&watcher, &QDBusPendingCallWatcher::finished, &loop, &QEventLoop::quit);
    if (!watcher.isFinished())
        loop.exec();
    const QDBusMessage reply = pending.reply();
    const bool failed = reply.type() == QDBusMessage::ErrorMessage;
    lastError = failed ? reply.errorName() : QString();
    lastMessage = failed ? reply.errorMessage() : QString();
    return reply;
}

QDBusMessage Client::manager(const char* member, const QVariantList& arguments) {
    return call(QString::fromLatin1(managerPath), managerInterface, member, arguments);
}

QDBusMessage Client::container(const QString& path, const char* member, const QVariantList& arguments) {
    return call(path, containerInterface, member, arguments);
}

QVariant Client::property(const QString& path, const char* interface, const char* name) {
    const QDBusMessage reply =
        call(path, propertiesInterface, "Get", {QString::fromLatin1(interface), QString::fromLatin1(name)});
    return reply.arguments().isEmpty() ? QVariant()
                                       : reply.arguments().constFirst().value<QDBusVariant>().variant();
}

QString Client::state(const QString& path) {
    return property(path, containerInterface, "State").toString();
}

bool Client::waitForState(const QString& path, const QString& wanted, int timeoutMs) {
    return QTest::qWaitFor([&] { return state(path) == wanted; }, timeoutMs);
}

QByteArray Client::log(const QString& path) {
    return container(path, "ReadLog", {QVariant::fromValue(qulonglong{0}), 65536U})
        .arguments()
        .value(0)
        .toByteArray();
}

bool Client::waitForLog(const QString& path, const QByteArray& text, int timeoutMs) {
    return QTest::qWaitFor([&] { return log(path).contains(text); }, timeoutMs);
}

QVariant Client::emptyGiven() {
    QDBusArgument argument;
    argument.beginArray(QMetaType::fromType<GivenForTest>());
    argument.endArray();
    return QVariant::fromValue(argument);
}

QVariant Client::given(const QString& name, int fd) {
    QDBusArgument argument;
    argument.beginArray(QMetaType::fromType<GivenForTest>());
    argument << GivenForTest{name, QDBusUnixFileDescriptor(fd)};
    argument.endArray();
    return QVariant::fromValue(argument);
}

QString Client::nextToken() {
    return QStringLiteral("t%1").arg(++m_tokens);
}

QString Client::create(const QString& name, const QString& config, const QString& rootKind,
                       const QStringList& programs, const QVariant& files,
                       const QList<QDBusUnixFileDescriptor>& folder, const QVariant& volumes) {
    const QDBusMessage reply = manager("Create", {name, config, rootKind, programs, files,
                                                  QVariant::fromValue(folder), volumes, nextToken()});
    if (reply.type() != QDBusMessage::ReplyMessage)
        return {};
    const JobResult job = waitForJob(reply.arguments().at(1).value<QDBusObjectPath>().path());
    if (!job.success) {
        lastError = job.finished ? job.error : QStringLiteral("timeout");
        lastMessage = job.message;
        return {};
    }
    return reply.arguments().at(0).value<QDBusObjectPath>().path();
}

JobResult Client::jobOf(const QDBusMessage& reply) {
    if (reply.type() != QDBusMessage::ReplyMessage)
        return {true, false, reply.errorName(), reply.errorMessage()};
    return waitForJob(reply.arguments().at(0).value<QDBusObjectPath>().path());
}

JobResult Client::start(const QString& path) {
    return jobOf(container(path, "Start", {nextToken()}));
}

JobResult Client::stop(const QString& path, uint timeoutMs) {
    return jobOf(container(path, "Stop", {timeoutMs, nextToken()}));
}

JobResult Client::remove(const QString& path) {
    return jobOf(container(path, "Delete", {nextToken()}));
}

JobResult Client::waitForJob(const QString& job, int timeoutMs) {
    static_cast<void>(QTest::qWaitFor([&] { return m_jobs.value(job).finished; }, timeoutMs));
    return m_jobs.value(job);
}

ManagedObjects Client::objects() {
    ManagedObjects objects = allObjects();
    objects.removeIf([](const ManagedObjects::iterator& object) {
        return !object.value().contains(QString::fromLatin1(containerInterface));
    });
    return objects;
}

ManagedObjects Client::allObjects() {
    const QDBusMessage reply =
        call(QString::fromLatin1(managerPath), objectManagerInterface, "GetManagedObjects");
    return reply.arguments().isEmpty() ? ManagedObjects()
                                       : qdbus_cast<ManagedObjects>(reply.arguments().constFirst());
}

QByteArray readUntil(int fd, const QByteArray& text, int timeoutMs) {
    QByteArray all;
    QElapsedTimer clock;
    clock.start();
    while (!all.contains(text)) {
        pollfd ready{fd, POLLIN, 0};
        const auto left = static_cast<int>(timeoutMs - clock.elapsed());
        if (left <= 0 || ::poll(&ready, 1, left) <= 0)
            break;
        char buffer[4096];
        const ssize_t length = ::read(fd, buffer, sizeof buffer);
        if (length <= 0)
            break;
        all.append(buffer, static_cast<qsizetype>(length));
    }
    return all;
}

} // namespace vitrine::test
