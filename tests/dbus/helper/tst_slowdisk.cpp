// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/uniquefd.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/hangingfuse.h"
#include "tests/dbus/helper/testclient.h"

#include <QTest>

#include <fcntl.h>
#include <poll.h>
#include <sys/fanotify.h>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// A file that cannot be opened just now, as on a file system that hangs (here: fanotify(7) keeps the opener
/// waiting), keeps its own caller waiting and nobody else.
class TestSlowDisk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void readersWaitAlone_data();
    void readersWaitAlone();
    void givenFoldersHangAlone();
    void startsThatHangCanBeCancelled();
    void cleanupTestCase();

private:
    /// Whoever opens the file from now on waits: a mark of the group that is returned.
    [[nodiscard]] static sys::UniqueFd holdOpeners(const QByteArray& file);
    /// The next one who waits, held as long as the descriptor is open; empty when nobody came.
    [[nodiscard]] static sys::UniqueFd heldOpener(int group);

    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;

    Client m_client;
    QString m_path;
};

sys::UniqueFd TestSlowDisk::holdOpeners(const QByteArray& file) {
    sys::UniqueFd group(
        ::fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_CLOEXEC));
    if (::fanotify_mark(group.get(), FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, file) != 0)
        group.reset();
    return group;
}

sys::UniqueFd TestSlowDisk::heldOpener(int group) {
    pollfd ready{group, POLLIN, 0};
    fanotify_event_metadata event{};
    // The helper is not this process: nothing here must turn meanwhile.
    if (::poll(&ready, 1, 20'000) != 1 || ::read(group, &event, sizeof event) != ssize_t{sizeof event})
        return {};
    return sys::UniqueFd(event.fd);
}

void TestSlowDisk::initTestCase() {
    m_path = m_client.create(QStringLiteral("slow"), configFor({QStringLiteral("true")}));
    QVERIFY2(!m_path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(m_path).success);
    QVERIFY(m_client.waitForState(m_path, QStringLiteral("stopped")));
}

void TestSlowDisk::readersWaitAlone_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("file");
    QTest::newRow("config") << QStringLiteral("GetConfig") << QStringLiteral("/config.json");
    QTest::newRow("trace") << QStringLiteral("GetTrace") << QStringLiteral("/trace.json");
}

void TestSlowDisk::readersWaitAlone() {
    QFETCH(const QString, member);
    QFETCH(const QString, file);
    const sys::UniqueFd group = holdOpeners((bundleOf(m_path) + file).toLocal8Bit());
    QVERIFY(group);
    const QDBusPendingCall slow = m_client.send(m_path, containerInterface, qPrintable(member), {});
    const sys::UniqueFd opened = heldOpener(group.get());
    QVERIFY(opened);
    // The helper is waiting in open(2) now.
    QCOMPARE(m_client.state(m_path), QStringLiteral("stopped"));
    QCOMPARE(m_client.manager("ListPrograms").type(), QDBusMessage::ReplyMessage);
    QVERIFY(!slow.isFinished());
    const fanotify_response allow{opened.get(), FAN_ALLOW};
    QCOMPARE(::write(group.get(), &allow, sizeof allow), ssize_t{sizeof allow});
    QTRY_VERIFY(slow.isFinished());
    QVERIFY2(!slow.isError(), qPrintable(slow.reply().errorMessage()));
}

/// A descriptor whose file system answers no question keeps its own user's calls waiting, those that need
/// such a look, and no other's: also a configuration is read where the descriptors are looked at.
void TestSlowDisk::givenFoldersHangAlone() {
    HangingFuse disk(qEnvironmentVariable("VITRINE_TEST_DIR").toLocal8Bit());
    QVERIFY2(!disk.directory().isEmpty(), "no file system can be mounted through /dev/fuse");
    const sys::UniqueFd folder(::open(disk.directory().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    QVERIFY(folder);
    Client a(alice);
    Client b(bob);
    disk.hang();
    const QString good = configFor({QStringLiteral("true")});
    QList<QDBusPendingCall> hanging;
    for (int number = 1; number <= 3; ++number) {
        const QVariant folders =
            QVariant::fromValue(QList<QDBusUnixFileDescriptor>{QDBusUnixFileDescriptor(folder.get())});
        hanging.append(
            a.send(QString::fromLatin1(managerPath), managerInterface, "Create",
                   {QStringLiteral("hangs%1").arg(number), good, QStringLiteral("folder"), QStringList(),
                    Client::emptyGiven(), folders, Client::emptyGiven(), a.nextToken()}));
        QTRY_COMPARE(disk.waiting(), number);
    }
    // A user has three threads for this: the next call's configuration waits for one.
    const QDBusPendingCall bad = a.sendCreate(QStringLiteral("bad"), QString(200'000, u'['));
    QCOMPARE(a.manager("ListPrograms").type(), QDBusMessage::ReplyMessage);

    const QString path = b.create(QStringLiteral("other"), good, QStringLiteral("empty"));
    QVERIFY2(!path.isEmpty(), qPrintable(b.lastMessage));
    QVERIFY(b.remove(path).success);
    QVERIFY(!bad.isFinished());
    QVERIFY(std::ranges::none_of(hanging, &QDBusPendingCall::isFinished));

    disk.release();
    QTRY_VERIFY(bad.isFinished());
    QCOMPARE(bad.reply().errorName(), QStringLiteral("org.vitrine.Error.InvalidArgument"));
    for (const QDBusPendingCall& call : std::as_const(hanging)) {
        QTRY_VERIFY(call.isFinished());
        QVERIFY2(call.reply().errorMessage().contains(QStringLiteral("type fuse")),
                 qPrintable(call.reply().errorMessage()));
    }
}

/// A monitor that waits for a disk before it has made anything: nothing limits that but the person who
/// started it.
void TestSlowDisk::startsThatHangCanBeCancelled() {
    sys::UniqueFd group = holdOpeners((bundleOf(m_path) + QStringLiteral("/config.json")).toLocal8Bit());
    QVERIFY(group);
    const QDBusMessage begun = m_client.container(m_path, "Start", {m_client.nextToken()});
    QCOMPARE(begun.type(), QDBusMessage::ReplyMessage);
    const QString job = begun.arguments().constFirst().value<QDBusObjectPath>().path();
    const sys::UniqueFd opened = heldOpener(group.get());
    QVERIFY(opened);
    QCOMPARE(m_client.state(m_path), QStringLiteral("starting"));
    QVERIFY(m_client.property(job, jobInterface, "Cancelable").toBool());
    QCOMPARE(m_client.call(job, jobInterface, "Cancel").type(), QDBusMessage::ReplyMessage);
    const JobResult result = m_client.waitForJob(job);
    QVERIFY(result.finished && !result.success);
    QCOMPARE(result.error, QStringLiteral("org.vitrine.Error.Cancelled"));
    QVERIFY2(result.message.contains(QStringLiteral("was cancelled")), qPrintable(result.message));
    QVERIFY(m_client.waitForState(m_path, QStringLiteral("stopped")));
    const QString reason = m_client.property(m_path, containerInterface, "StateReason").toString();
    QVERIFY2(reason.contains(QStringLiteral("its start was cancelled")), qPrintable(reason));
    QCOMPARE(m_client.call(job, jobInterface, "Cancel").errorName(),
             QStringLiteral("org.vitrine.Error.NotSupported"));
    group.reset();
    const JobResult again = m_client.start(m_path);
    QVERIFY2(again.success, qPrintable(again.message));
    QVERIFY(m_client.waitForState(m_path, QStringLiteral("stopped")));
}

void TestSlowDisk::cleanupTestCase() {
    QVERIFY(m_client.remove(m_path).success);
}

QTEST_GUILESS_MAIN(TestSlowDisk)
#include "tst_slowdisk.moc"
