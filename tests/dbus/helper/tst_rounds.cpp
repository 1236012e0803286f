// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QSet>
#include <QTest>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// What many containers, one after the other and all at once, leave behind: nothing. VITRINE_ROUNDS says
/// through how many lives the first test goes.
class TestRounds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyLivesLeaveNothing();
    void aHundredStartAtOnce();

private:
    /// Lines that say what is there, to be compared.
    [[nodiscard]] QStringList machine();
    [[nodiscard]] QString helperFolder() {
        return QStringLiteral("/proc/%1").arg(m_client.pidOf(QString::fromLatin1(busName)));
    }
    /// Memory of the helper that nothing else shares.
    [[nodiscard]] int ownKilobytes();
    /// With a root of one program: what is copied is not what is tested.
    QString create(const QString& name) {
        return m_client.create(name, m_config, QStringLiteral("programs"), {QStringLiteral("sleep")});
    }
    void live(int number);

    Client m_client;
    QList<QDBusPendingCall> m_sent; ///< and not answered
    const QString m_config = configFor({QStringLiteral("sleep"), QStringLiteral("1000")});
};

#define VERIFY_JOB(job)                                                                                      \
    do {                                                                                                     \
        const JobResult jobResult = (job);                                                                   \
        QVERIFY2(jobResult.success, qPrintable(jobResult.error + u' ' + jobResult.message));                 \
    } while (false)

// Mounts, control groups and processes: private-system.sh looks for them when all containers are deleted.
QStringList TestRounds::machine() {
    QStringList found;
    const QString helper = helperFolder();
    found << QStringLiteral("%1 descriptors")
                 .arg(QDir(helper + QStringLiteral("/fd")).entryList(QDir::System).size());
    found << QString::fromUtf8(readFile(QStringLiteral("/proc/self/mountinfo"))).split(u'\n');
    found << QDir(QStringLiteral("/sys/class/net")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    for (const QString& folder : {stateDir(), qEnvironmentVariable("VITRINE_RUN_DIR")}) {
        QDirIterator files(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            found << files.next();
    }
    return found;
}

int TestRounds::ownKilobytes() {
    for (const QByteArray& line : readFile(helperFolder() + QStringLiteral("/status")).split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).trimmed().split(' ').value(0).toInt();
    }
    return -1;
}

void TestRounds::live(int number) {
    const QString path = create(QStringLiteral("life%1").arg(number));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    VERIFY_JOB(m_client.start(path));
    VERIFY_JOB(m_client.stop(path, 0));
    VERIFY_JOB(m_client.remove(path));
    m_client.signalsSeen.clear();
}

void TestRounds::manyLivesLeaveNothing() {
    const int rounds = qEnvironmentVariable("VITRINE_ROUNDS", QStringLiteral("10")).toInt();
    for (int number = 0; number < 3; ++number) // what is made once and kept
        live(number);
    const QStringList before = machine();
    const int kilobytes = ownKilobytes();
    QVERIFY(kilobytes > 0);
    for (int number = 0; number < rounds; ++number) {
        live(number);
        QVERIFY(!QTest::currentTestFailed());
    }
    QTRY_COMPARE_WITH_TIMEOUT(machine(), before, 30'000);
    const int grown = ownKilobytes() - kilobytes;
    qInfo("%d lives: the helper has %d kB more memory of its own", rounds, grown);
#if !defined(__SANITIZE_ADDRESS__) // which keeps what was freed
    // The heap breathes; what every life leaves behind adds up.
    QVERIFY2(grown < 512 + rounds, "every life costs memory");
#endif
}

/// An ordinary user's, who has as many answers outstanding as the helper lets a user have: what is counted is
/// what runs at once, not what is asked at once.
void TestRounds::aHundredStartAtOnce() {
    constexpr int many = 100;
    constexpr int outstanding = 16;
    Client user(65534);
    const auto call = [&](const QString& path, const char* interface, const char* verb,
                          const QVariantList& arguments) {
        m_sent << user.send(path, interface, verb, arguments + QVariantList{user.nextToken()});
        if (m_sent.size() < outstanding)
            return;
        QTRY_VERIFY(m_sent.first().isFinished());
        const QDBusMessage reply = m_sent.takeFirst().reply();
        QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    };
    for (int number = 0; number < many; ++number)
        call(QString::fromLatin1(managerPath), managerInterface, "Create",
             {QStringLiteral("one%1").arg(number), m_config, QStringLiteral("programs"),
              QStringList{QStringLiteral("sleep")}, Client::emptyGiven(),
              QVariant::fromValue(QList<QDBusUnixFileDescriptor>()), Client::emptyGiven()});
    QTRY_COMPARE_WITH_TIMEOUT(user.objects().size(), many, 60'000);
    const QList<QDBusObjectPath> paths = user.objects().keys();
    const auto wait = [&](const char* state) {
        for (const QDBusObjectPath& path : paths)
            QVERIFY2(user.waitForState(path.path(), QString::fromLatin1(state), 60'000),
                     qPrintable(path.path()));
    };
    wait("stopped");
    QElapsedTimer clock;
    clock.start();
    for (const QDBusObjectPath& path : paths)
        call(path.path(), containerInterface, "Start", {});
    wait("running");
    qInfo("%d containers started at once: %lld ms", many, static_cast<long long>(clock.restart()));
    QSet<uint> leaders;
    for (const QDBusObjectPath& path : paths)
        leaders << user.property(path.path(), containerInterface, "Leader").toUInt();
    QCOMPARE(leaders.size(), many);
    clock.start();
    for (const QDBusObjectPath& path : paths)
        call(path.path(), containerInterface, "Stop", {0U});
    wait("stopped");
    qInfo("and stopped: %lld ms", static_cast<long long>(clock.elapsed()));
    for (const QDBusObjectPath& path : paths)
        call(path.path(), containerInterface, "Delete", {});
    QTRY_COMPARE_WITH_TIMEOUT(user.objects().size(), 0, 60'000);
}

QTEST_GUILESS_MAIN(TestRounds)
#include "tst_rounds.moc"
