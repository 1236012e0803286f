// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/uniquefd.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDBusMetaType>
#include <QTest>

#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Nobody can fill the disk of the containers (here of 40 MiB) with what a new root is made of.
class TestSmallDisk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tooMuchIsRefusedAndTakenBack_data();
    void tooMuchIsRefusedAndTakenBack();
    void allGivenFilesCountTogether();
    void cleanup();

private:
    static constexpr off_t mebi = off_t{1} << 20U;
    /// A script of this size, in memory; what follows its first line is a hole unless it is filled.
    [[nodiscard]] static sys::UniqueFd script(off_t size, bool isFilled);
    [[nodiscard]] static qulonglong freeBytes();

    Client m_client;
    QString m_config = configFor({QStringLiteral("/usr/local/bin/x")});
};

sys::UniqueFd TestSmallDisk::script(off_t size, bool isFilled) {
    sys::UniqueFd file(::memfd_create("script", MFD_CLOEXEC));
    const QByteArray line("#!/bin/sh\n");
    if (::ftruncate(file.get(), size) != 0 || ::pwrite(file.get(), line.constData(), 10, 0) != 10)
        return {};
    const QByteArray piece(mebi, '#');
    for (off_t offset = 10; isFilled && offset + mebi <= size; offset += mebi)
        if (::pwrite(file.get(), piece.constData(), mebi, offset) != mebi)
            return {};
    return file;
}

qulonglong TestSmallDisk::freeBytes() {
    struct statvfs disk{};
    const QByteArray directory = qEnvironmentVariable("VITRINE_STATE_DIR").toLocal8Bit();
    return ::statvfs(directory.constData(), &disk) == 0 ? qulonglong{disk.f_bavail} * disk.f_frsize : 0;
}

void TestSmallDisk::tooMuchIsRefusedAndTakenBack_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("isFilled");
    QTest::newRow("its content") << 60 << true;
    QTest::newRow("a hole counts with what it could become") << 100 << false;
    QTest::newRow("the copy of the copy") << 25 << true;
}

void TestSmallDisk::tooMuchIsRefusedAndTakenBack() {
    QFETCH(const int, size);
    QFETCH(const bool, isFilled);
    const QString kept = m_client.create(QStringLiteral("kept"), m_config, QStringLiteral("empty"));
    QVERIFY2(!kept.isEmpty(), qPrintable(m_client.lastMessage));
    const qulonglong before = freeBytes();
    QVERIFY(before > 30 * mebi && before < 60 * mebi);
    const sys::UniqueFd file = script(size * mebi, isFilled);
    QVERIFY(file);
    QVERIFY(m_client
                .create(QStringLiteral("big"), m_config, QStringLiteral("programs"), {},
                        Client::given(QStringLiteral("x"), file.get()))
                .isEmpty());
    QCOMPARE(m_client.lastError, QStringLiteral("org.vitrine.Error.LimitExceeded"));
    QVERIFY2(m_client.lastMessage.contains(QStringLiteral("No space left")),
             qPrintable(m_client.lastMessage));
    QTRY_VERIFY(freeBytes() + mebi / 4 >= before);
    QCOMPARE(m_client.objects().size(), 1);
    QVERIFY(m_client.remove(kept).success);
}

void TestSmallDisk::allGivenFilesCountTogether() {
    const sys::UniqueFd file = script(250 * mebi, false);
    QVERIFY(file);
    QDBusArgument given;
    given.beginArray(QMetaType::fromType<GivenForTest>());
    for (int number = 0; number < 5; ++number)
        given << GivenForTest{QStringLiteral("x%1").arg(number), QDBusUnixFileDescriptor(file.get())};
    given.endArray();
    QVERIFY(m_client
                .create(QStringLiteral("many"), m_config, QStringLiteral("programs"), {},
                        QVariant::fromValue(given))
                .isEmpty());
    QCOMPARE(m_client.lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY2(m_client.lastMessage.contains(QStringLiteral("1 GiB")), qPrintable(m_client.lastMessage));
}

void TestSmallDisk::cleanup() {
    QCOMPARE(m_client.objects().size(), 0);
}

QTEST_GUILESS_MAIN(TestSmallDisk)
#include "tst_smalldisk.moc"
