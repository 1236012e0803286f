// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/uniquefd.h"
#include "helper/bus/paths.h"
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
    void cleanupTestCase();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;

    Client m_client;
    QString m_path;
};

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
    const QByteArray name = (qEnvironmentVariable("VITRINE_STATE_DIR") + QStringLiteral("/containers/") +
                             m_path.section(u'/', -1) + file)
                                .toLocal8Bit();
    const sys::UniqueFd watch(
        ::fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC | FAN_NONBLOCK, O_RDONLY | O_CLOEXEC));
    QVERIFY(watch);
    QCOMPARE(::fanotify_mark(watch.get(), FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, name), 0);
    const QDBusPendingCall slow = m_client.send(m_path, containerInterface, qPrintable(member), {});
    pollfd ready{watch.get(), POLLIN, 0};
    QTRY_COMPARE(::poll(&ready, 1, 0), 1);
    fanotify_event_metadata event{};
    QCOMPARE(::read(watch.get(), &event, sizeof event), ssize_t{sizeof event});
    const sys::UniqueFd opened(event.fd);
    // The helper is waiting in open(2) now.
    QCOMPARE(m_client.state(m_path), QStringLiteral("stopped"));
    QCOMPARE(m_client.manager("ListPrograms").type(), QDBusMessage::ReplyMessage);
    QVERIFY(!slow.isFinished());
    const fanotify_response allow{event.fd, FAN_ALLOW};
    QCOMPARE(::write(watch.get(), &allow, sizeof allow), ssize_t{sizeof allow});
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
        hanging.append(a.send(QString::fromLatin1(managerPath), managerInterface, "Create",
                              {QStringLiteral("hangs%1").arg(number), good, QStringLiteral("folder"),
                               QStringList(), Client::emptyGiven(), folders, a.nextToken()}));
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

void TestSlowDisk::cleanupTestCase() {
    QVERIFY(m_client.remove(m_path).success);
}

QTEST_GUILESS_MAIN(TestSlowDisk)
#include "tst_slowdisk.moc"
