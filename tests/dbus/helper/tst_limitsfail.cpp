// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/mount.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Limits that cannot be set: what the kernel enforces, what config.json says and what the caller is told
/// stay the same.
class TestLimitsFail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void fileCannotBeWritten();
    void kernelRefuses();
    void cleanup();

private:
    QDBusMessage setPids(qulonglong count) {
        return m_client.container(m_path, "SetLimits",
                                  {QVariantMap{{QStringLiteral("pidsMax"), QVariant::fromValue(count)}}});
    }
    /// By the kernel's own file.
    [[nodiscard]] QByteArray pidsMax() const {
        QFile file(m_group + QStringLiteral("/pids.max"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    /// By the property and by config.json, as long as they say the same.
    [[nodiscard]] qulonglong recordedPids() {
        const auto limits = qdbus_cast<QVariantMap>(m_client.property(m_path, containerInterface, "Limits"));
        const auto count = limits.value(QStringLiteral("pidsMax")).toULongLong();
        const QString config = m_client.container(m_path, "GetConfig").arguments().value(0).toString();
        return config.contains(QStringLiteral("\"limit\": %1").arg(count)) ? count : 0;
    }

    Client m_client;
    QString m_path;
    QString m_group;
};

void TestLimitsFail::init() {
    m_path = m_client.create(QStringLiteral("limited"),
                             configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY2(!m_path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(m_path).success);
    const auto groups =
        qdbus_cast<StringMap>(m_client.property(m_path, containerInterface, "CgroupDirectories"));
    m_group = groups.value(QStringLiteral("pids"));
    QCOMPARE(setPids(40).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(pidsMax(), "40");
    QCOMPARE(recordedPids(), 40ULL);
}

void TestLimitsFail::fileCannotBeWritten() {
    // A directory in its place: rename(2) refuses, as it would on a full disk.
    const QString config = bundleOf(m_path) + QStringLiteral("/config.json");
    QVERIFY(QFile::rename(config, config + QStringLiteral(".away")));
    QVERIFY(QDir().mkdir(config));
    const QDBusMessage reply = setPids(50);
    QVERIFY(QDir().rmdir(config));
    QVERIFY(QFile::rename(config + QStringLiteral(".away"), config));
    QCOMPARE(reply.type(), QDBusMessage::ErrorMessage);
    QCOMPARE(pidsMax(), "40");
    QCOMPARE(recordedPids(), 40ULL);
    QCOMPARE(setPids(60).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(pidsMax(), "60");
    QCOMPARE(recordedPids(), 60ULL);
}

void TestLimitsFail::kernelRefuses() {
    // Read-only for a moment, in the mount namespace that the helper of this test shares.
    const QByteArray file = m_group.toLocal8Bit() + "/pids.max";
    QCOMPARE(::mount(file, file, nullptr, MS_BIND, nullptr), 0);
    QCOMPARE(::mount(nullptr, file, nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr), 0);
    const QDBusMessage reply = setPids(50);
    QCOMPARE(::umount2(file, MNT_DETACH), 0);
    QCOMPARE(reply.type(), QDBusMessage::ErrorMessage);
    QVERIFY2(reply.errorMessage().contains(QStringLiteral("pids.max")), qPrintable(reply.errorMessage()));
    QCOMPARE(pidsMax(), "40");
    QCOMPARE(recordedPids(), 40ULL);
}

void TestLimitsFail::cleanup() {
    QVERIFY(m_client.stop(m_path, 0).success);
    QVERIFY(m_client.remove(m_path).success);
}

QTEST_GUILESS_MAIN(TestLimitsFail)
#include "tst_limitsfail.moc"
