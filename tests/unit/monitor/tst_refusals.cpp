// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/refusals.h"
#include "pump.h"

#include <QTest>

#include <linux/audit.h>
#include <sys/syscall.h>

#include <cerrno>

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

security::RefusedCall call(int number, const std::string& program = "sh") {
    return {number, AUDIT_ARCH_X86_64, EPERM, program};
}

} // namespace

/// How refused calls are counted.
class TestRefusals : public QObject {
    Q_OBJECT

private slots:
    void eachKindHasARow() {
        EventLoop loop = EventLoop::create().value();
        Refusals refusals(loop);
        refusals.begin(SeccompProfile::Default);
        refusals.count(call(165), 10);
        refusals.count(call(165, ""), 20);
        refusals.count(call(101), 30);
        const auto& rows = refusals.report().rows;
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].call, std::string("mount"));
        QCOMPARE(rows[0].count, std::uint64_t{2});
        QCOMPARE(rows[0].firstUs, std::uint64_t{10});
        QCOMPARE(rows[0].lastUs, std::uint64_t{20});
        QCOMPARE(rows[0].program, std::string("sh"));
        QCOMPARE(rows[0].capability, std::string("CAP_SYS_ADMIN"));
        QCOMPARE(refusals.total(), std::uint64_t{3});
        refusals.begin(SeccompProfile::Custom);
        QCOMPARE(refusals.total(), std::uint64_t{0});
        refusals.count(call(165), 10);
        QCOMPARE(refusals.report().rows[0].capability, std::string()); // that profile has no such rule
    }

    /// A program can make up any number of calls.
    void theTableIsBounded() {
        EventLoop loop = EventLoop::create().value();
        Refusals refusals(loop);
        refusals.begin(SeccompProfile::Default);
        for (int number = 0; number < 1000; ++number)
            refusals.count(call(1'000'000 + number), 1);
        QCOMPARE(refusals.report().rows.size(), maximumRefused);
        QCOMPARE(refusals.report().others, 1000 - std::uint64_t{maximumRefused});
        QCOMPARE(refusals.total(), std::uint64_t{1000});
        refusals.count(call(1'000'000), 2);
        QCOMPARE(refusals.report().rows[0].count, std::uint64_t{2});
    }

    void changesAreToldOnceInAWhile() {
        EventLoop loop = EventLoop::create().value();
        Refusals refusals(loop);
        int told = 0;
        refusals.onChanged = [&] { ++told; };
        refusals.begin(SeccompProfile::Default);
        for (int i = 0; i < 100; ++i)
            refusals.count(call(165), 1);
        QCOMPARE(told, 0);
        QVERIFY(pump(loop, [&] { return told > 0; }));
        QCOMPARE(told, 1);
        QVERIFY(!pump(loop, [&] { return told > 1; }, std::chrono::milliseconds(300)));
        refusals.count(call(165), 1);
        refusals.clear();
        QVERIFY(!pump(loop, [&] { return told > 1; }, 2 * Refusals::tellEvery));
    }

    void nothingIsLeftOpen() {
        EventLoop loop = EventLoop::create().value();
        const std::size_t before = openDescriptors();
        {
            Refusals refusals(loop);
            refusals.begin(SeccompProfile::Default);
            refusals.count(call(165), 1);
        }
        QCOMPARE(openDescriptors(), before);
    }
};

QTEST_APPLESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
