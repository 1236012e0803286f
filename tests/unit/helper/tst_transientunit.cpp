// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/systemd/transientunit.h"

#include <QDBusMetaType>
#include <QDBusUnixFileDescriptor>
#include <QtTest>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::helper;

namespace {

const std::string id(32, 'a');

QVariant valueOf(const UnitProperties& properties, const char* name) {
    const auto found = std::ranges::find(properties, QString::fromLatin1(name), &UnitProperty::name);
    return found == properties.end() ? QVariant() : found->value.variant();
}

} // namespace

class TestTransientUnit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { registerUnitTypes(); }

    void signatures() {
        QCOMPARE(QByteArray(QDBusMetaType::typeToSignature(QMetaType::fromType<UnitProperties>())),
                 QByteArray("a(sv)"));
        QCOMPARE(QByteArray(QDBusMetaType::typeToSignature(QMetaType::fromType<QList<UnitCommand>>())),
                 QByteArray("a(sasas)"));
        QCOMPARE(QByteArray(QDBusMetaType::typeToSignature(QMetaType::fromType<QList<AuxiliaryUnit>>())),
                 QByteArray("a(sa(sv))"));
    }

    void names() {
        const QString letters(32, u'a');
        QCOMPARE(monitorUnit(id), QStringLiteral("vitrine-") + letters + QStringLiteral(".service"));
        QCOMPARE(recoveryUnit(id), QStringLiteral("vitrine-recover-") + letters + QStringLiteral(".service"));
        // systemd's own escaping: letters and digits stay, a digit at the beginning does not.
        QCOMPARE(unitPath(QStringLiteral("vitrine-1f.service")),
                 QStringLiteral("/org/freedesktop/systemd1/unit/vitrine_2d1f_2eservice"));
        QCOMPARE(unitPath(QStringLiteral("1@.scope")),
                 QStringLiteral("/org/freedesktop/systemd1/unit/_31_40_2escope"));
    }

    void groups() {
        const std::string own = "vitrine.slice/vitrine-" + id + ".service/payload";
        QCOMPARE(payloadGroup("", id), own);
        QCOMPARE(payloadGroup("/", id), own);
        QCOMPARE(payloadGroup("/user.slice/user-7.slice/user@7.service", id),
                 "user.slice/user-7.slice/user@7.service/" + own);
        QCOMPARE(payloadGroup("/machine.slice/x/", id), "machine.slice/x/" + own);
    }

    void versions() {
        QCOMPARE(systemdVersion(QStringLiteral("257.13-1~deb13u1")), 257);
        QCOMPARE(systemdVersion(QStringLiteral("v252")), 252);
        QCOMPARE(systemdVersion(QStringLiteral("256~rc1")), 256);
        QCOMPARE(systemdVersion(QString()), 0);
        QCOMPARE(systemdVersion(QStringLiteral("next")), 0);
        QVERIFY(systemdVersion(QString(400, u'9')) > 0);
    }

    void theMonitorsUnit() {
        const std::vector<std::string> command{"/usr/libexec/vitrine-monitor", "run", "--state-dir",
                                               "/a $B %n"};
        const UnitProperties properties = monitorProperties(command, 0, 257);
        QCOMPARE(valueOf(properties, "Type").toString(), QStringLiteral("exec"));
        QCOMPARE(valueOf(properties, "Slice").toString(), QStringLiteral("vitrine.slice"));
        QCOMPARE(valueOf(properties, "KillMode").toString(), QStringLiteral("mixed"));
        QCOMPARE(valueOf(properties, "OOMPolicy").toString(), QStringLiteral("continue"));
        QCOMPARE(valueOf(properties, "CollectMode").toString(), QStringLiteral("inactive-or-failed"));
        QCOMPARE(valueOf(properties, "Delegate").toBool(), true);
        QCOMPARE(valueOf(properties, "IgnoreSIGPIPE"), QVariant(false));
        QCOMPARE(valueOf(properties, "DelegateSubgroup").toString(), QStringLiteral("monitor"));
        QCOMPARE(valueOf(properties, "TasksMax").toULongLong(), ~0ULL);
        // Longer than the ten seconds that a container has to end by itself.
        QCOMPARE(valueOf({stopTimeout(std::chrono::seconds(10))}, "TimeoutStopUSec").toULongLong(),
                 30'000'000U);
        QVERIFY(
            valueOf(properties, "StandardInputFileDescriptor").value<QDBusUnixFileDescriptor>().isValid());
        // Not for every container: devicesOf() says for which.
        QVERIFY(!valueOf(properties, "DevicePolicy").isValid());
        QCOMPARE(valueOf({closedDevices()}, "DevicePolicy").toString(), QStringLiteral("closed"));
        const auto start = valueOf(properties, "ExecStartEx").value<QList<UnitCommand>>();
        QCOMPARE(start.size(), 1);
        QCOMPARE(start.front().path, QStringLiteral("/usr/libexec/vitrine-monitor"));
        QCOMPARE(start.front().arguments.size(), 4);
        QCOMPARE(start.front().arguments.at(3), QStringLiteral("/a $B %n"));
        QCOMPARE(start.front().flags, QStringList{QStringLiteral("no-env-expand")});
    }

    void nothingThatAContainerWouldInherit() {
        for (const UnitProperties& properties :
             {monitorProperties({"/m"}, 0, 257), recoveryProperties({"/m"})}) {
            for (const UnitProperty& property : properties) {
                for (const char* word :
                     {"Protect", "Private", "Restrict", "SystemCall", "Capability", "NoNew", "ReadOnly",
                      "Inaccessible", "MemoryDeny", "Limit", "Device"})
                    QVERIFY2(!property.name.startsWith(QString::fromLatin1(word)), qPrintable(property.name));
            }
        }
    }

    void aGroupIsASlice() {
        const std::string group = "00000000000000000000000000000001";
        const std::string slice = "vitrine.slice/vitrine-" + group + ".slice";
        QCOMPARE(sliceGroup("/", group), slice);
        QCOMPARE(payloadGroup("", "aa", group), slice + "/vitrine-aa.service/payload");
        QCOMPARE(valueOf({inSlice(group)}, "Slice").toString(),
                 QStringLiteral("vitrine-00000000000000000000000000000001.slice"));
    }

    void limitsOfASlice() {
        GroupSpec group{"00000000000000000000000000000001", "shop", 0, 0, {}};
        const UnitProperties none = sliceProperties(group);
        for (const char* name : {"CPUQuotaPerSecUSec", "CPUQuotaPeriodUSec", "CPUWeight", "MemoryMax",
                                 "MemoryHigh", "MemorySwapMax", "TasksMax", "IOWeight"})
            QCOMPARE(valueOf(none, name).value<qulonglong>(), ~0ULL); // what was set before ends
        QVERIFY(valueOf(none, "AllowedCPUs").toByteArray().isEmpty());
        group.limits.cpuMax = CpuMax{50'000, 200'000};
        group.limits.memoryMax = 1ULL << 30U;
        group.limits.swapMax = 0;
        group.limits.pidsMax = 9;
        group.limits.cpus = {0, 3, 8};
        group.limits.ioMax = {{{254, 1}, 0, 4096, 0, 0}};
        const UnitProperties some = sliceProperties(group);
        QCOMPARE(valueOf(some, "CPUQuotaPerSecUSec").toULongLong(), 250'000U);
        QCOMPARE(valueOf(some, "CPUQuotaPeriodUSec").toULongLong(), 200'000U);
        QCOMPARE(valueOf(some, "MemoryMax").toULongLong(), 1ULL << 30U);
        QCOMPARE(valueOf(some, "MemorySwapMax").toULongLong(), 0U);
        QCOMPARE(valueOf(some, "TasksMax").toULongLong(), 9U);
        QCOMPARE(valueOf(some, "AllowedCPUs").toByteArray(), QByteArray::fromHex("0901"));
        // First an empty list, which ends earlier ones, and then what is wanted.
        QList<UnitDiskRate> rates;
        int lists = 0;
        for (const UnitProperty& property : some) {
            if (property.name != QLatin1String("IOWriteBandwidthMax"))
                continue;
            ++lists;
            rates = property.value.variant().value<QList<UnitDiskRate>>();
            QCOMPARE(rates.isEmpty(), lists == 1);
        }
        QCOMPARE(lists, 2);
        QCOMPARE(rates.front().device, QStringLiteral("/dev/block/254:1"));
        QCOMPARE(rates.front().rate, 4096U);
        // The longest quota that is allowed does not run over.
        group.limits.cpuMax = CpuMax{1ULL << 44U, 1'000};
        QCOMPARE(valueOf(sliceProperties(group), "CPUQuotaPerSecUSec").toULongLong(), (1ULL << 44U) * 1'000);
    }

    void olderSystemdIsNotAskedForASubgroup() {
        QVERIFY(valueOf(monitorProperties({"/m"}, 0, 254), "DelegateSubgroup").isValid());
        QVERIFY(!valueOf(monitorProperties({"/m"}, 0, 253), "DelegateSubgroup").isValid());
        QVERIFY(valueOf(monitorProperties({"/m"}, 0, 253), "Delegate").toBool());
    }

    void recoveryEndsBeforeItsJobDoes() {
        const UnitProperties properties = recoveryProperties({"/m", "recover"});
        QCOMPARE(valueOf(properties, "Type").toString(), QStringLiteral("oneshot"));
        // A failed one stays until it was asked for its exit status.
        QCOMPARE(valueOf(properties, "CollectMode").toString(), QStringLiteral("inactive"));
        QVERIFY(!valueOf(properties, "Delegate").isValid());
    }
};

QTEST_GUILESS_MAIN(TestTransientUnit)
#include "tst_transientunit.moc"
