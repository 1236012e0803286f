// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/wiretypes.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include <unistd.h>

/// A client of the helper for tests: calls, waits (the event loop turns meanwhile), remembers what it is
/// told.
namespace vitrine::test {

/// config.json that runs `args`.
[[nodiscard]] QString configFor(const QStringList& args, bool terminal = false);

/// (sh)
struct GivenForTest {
    QString name;
    QDBusUnixFileDescriptor descriptor;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.name, s.descriptor);
    }
};

struct JobResult {
    bool finished = false;
    bool success = false;
    QString error;
    QString message;
};

/// Whether a process has ended. One that nobody has reaped yet has: PID 1 may take its time.
[[nodiscard]] bool hasEnded(pid_t pid);

class Client : public QObject {
    Q_OBJECT
public:
    /// A connection of its own to DBUS_SYSTEM_BUS_ADDRESS; as this user, if the test runs as root.
    explicit Client(uid_t uid = ::getuid());
    ~Client() override;

    [[nodiscard]] QDBusConnection bus() const { return m_bus; }
    /// Sends without waiting.
    QDBusPendingCall send(const QString& path, const char* interface, const char* member,
                          const QVariantList& arguments = {}, bool interactive = false);
    QDBusPendingCall sendCreate(const QString& name, const QString& config,
                                const QString& rootKind = QStringLiteral("empty"));
    /// Leaves the bus.
    void leave();
    /// Pid of the process that has a name on the bus; starts the helper if need be.
    [[nodiscard]] pid_t pidOf(const QString& name);
    /// kill -9, and the bus has seen it: the next call starts another one.
    [[nodiscard]] bool killHelper();

    /// The reply, after at most `timeoutMs`.
    QDBusMessage call(const QString& path, const char* interface, const char* member,
                      const QVariantList& arguments = {}, int timeoutMs = 20000);
    QDBusMessage manager(const char* member, const QVariantList& arguments = {});
    QDBusMessage container(const QString& path, const char* member, const QVariantList& arguments = {});

    [[nodiscard]] QVariant property(const QString& path, const char* interface, const char* name);
    [[nodiscard]] QString state(const QString& path);
    [[nodiscard]] bool waitForState(const QString& path, const QString& state, int timeoutMs = 20000);
    /// What the container's programs have written so far, up to 64 KiB.
    [[nodiscard]] QByteArray log(const QString& path);
    /// Until `text` is in the log: a script says that it has set its traps.
    [[nodiscard]] bool waitForLog(const QString& path, const QByteArray& text, int timeoutMs = 20000);

    /// Path of the new container, or empty (and the error in lastError).
    QString create(const QString& name, const QString& config,
                   const QString& rootKind = QStringLiteral("starter"), const QStringList& programs = {},
                   const QVariant& given = emptyGiven(), const QList<QDBusUnixFileDescriptor>& folder = {},
                   const QVariant& volumes = emptyGiven());
    /// Each waits for its job.
    JobResult start(const QString& path);
    JobResult stop(const QString& path, uint timeoutMs = 2000);
    JobResult remove(const QString& path);
    JobResult waitForJob(const QString& job, int timeoutMs = 30000);

    /// The containers among the managed objects.
    [[nodiscard]] helper::ManagedObjects objects();
    /// Containers and this connection's jobs.
    [[nodiscard]] helper::ManagedObjects allObjects();

    QString lastError;
    QString lastMessage;

    [[nodiscard]] static QVariant emptyGiven();
    [[nodiscard]] static QVariant given(const QString& name, int fd);
    [[nodiscard]] QString nextToken();

    /// Signals in the order they came: interface.member, and the message.
    QList<QDBusMessage> signalsSeen;

private Q_SLOTS:
    void onSignal(const QDBusMessage& message);

private:
    JobResult jobOf(const QDBusMessage& reply);
    QDBusMessage askBus(const char* member, const QString& name);

    QDBusConnection m_bus;
    QString m_name;
    int m_tokens = 0;
    QHash<QString, JobResult> m_jobs;
};

/// Everything of the test's own: a pipe or socket read until it is closed or the text appears.
[[nodiscard]] QByteArray readUntil(int fd, const QByteArray& text, int timeoutMs = 10000);

} // namespace vitrine::test
