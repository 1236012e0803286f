// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/limitfiles.h"
#include "core/model/limitplaces.h"

#include <QTest>

using namespace vitrine;

namespace {

CgroupFacts factsOf(ControllerVersion version) {
    CgroupFacts facts;
    facts.layout = version == ControllerVersion::V2 ? CgroupLayout::V2 : CgroupLayout::V1;
    facts.cpu = facts.memory = facts.pids = facts.freezer = version;
    facts.swapAccounting = true;
    return facts;
}

ResourceLimits fullLimits() {
    ResourceLimits limits;
    limits.cpuMax = CpuMax{50000, 100000};
    limits.cpuWeight = 200;
    limits.memoryMax = 100'000'000;
    limits.memoryHigh = 90'000'000;
    limits.swapMax = 50'000'000;
    limits.pidsMax = 64;
    return limits;
}

std::string lines(const CgroupFacts& facts, const ResourceLimits& limits, UnsetLimits unset) {
    std::string text;
    const auto files = limitFiles(facts, limits, unset);
    if (!files)
        return files.error().message();
    for (const LimitFile& file : *files)
        text += file.controller + ' ' + file.file + '=' + file.value + '\n';
    return text;
}

} // namespace

class TestLimitFiles : public QObject {
    Q_OBJECT

private slots:
    void v2Files() {
        QCOMPARE(
            lines(factsOf(ControllerVersion::V2), fullLimits(), UnsetLimits::Skip),
            std::string("cpu cpu.max=50000 100000\ncpu cpu.weight=200\nmemory memory.max=100000000\n"
                        "memory memory.high=90000000\nmemory memory.swap.max=50000000\npids pids.max=64\n"));
    }

    /// What can be written can be found again, and nothing else.
    void everyFileHasItsPlace() {
        for (const ControllerVersion version : {ControllerVersion::V1, ControllerVersion::V2}) {
            for (const bool swap : {true, false}) {
                CgroupFacts facts = factsOf(version);
                facts.swapAccounting = swap;
                ResourceLimits limits = fullLimits();
                if (!swap)
                    limits.swapMax.reset();
                std::vector<std::string> written;
                const auto files = limitFiles(facts, limits, UnsetLimits::Reset).value();
                for (const LimitFile& file : files)
                    written.push_back(file.controller + ' ' + file.file);
                std::vector<std::string> places;
                for (const LimitPlace& place : limitPlaces(facts))
                    places.push_back(std::string(place.controller) + ' ' + std::string(place.file));
                QVERIFY(places == written);
            }
        }
        QVERIFY(limitPlaces({}).empty());
    }

    void v1Files() {
        QCOMPARE(lines(factsOf(ControllerVersion::V1), fullLimits(), UnsetLimits::Skip),
                 std::string("cpu cpu.cfs_period_us=100000\ncpu cpu.cfs_quota_us=50000\ncpu cpu.shares=2048\n"
                             "memory memory.limit_in_bytes=100000000\n"
                             "memory memory.memsw.limit_in_bytes=150000000\n"
                             "memory memory.soft_limit_in_bytes=90000000\npids pids.max=64\n"));
    }

    void noLimitsWriteNothingOrEverything() {
        QCOMPARE(lines(factsOf(ControllerVersion::V2), {}, UnsetLimits::Skip), std::string());
        QCOMPARE(lines(factsOf(ControllerVersion::V2), {}, UnsetLimits::Reset),
                 std::string("cpu cpu.max=max\ncpu cpu.weight=100\nmemory memory.max=max\n"
                             "memory memory.high=max\nmemory memory.swap.max=max\npids pids.max=max\n"));
        QCOMPARE(lines(factsOf(ControllerVersion::V1), {}, UnsetLimits::Reset),
                 std::string("cpu cpu.cfs_quota_us=-1\ncpu cpu.shares=1024\n"
                             "memory memory.memsw.limit_in_bytes=-1\nmemory memory.limit_in_bytes=-1\n"
                             "memory memory.soft_limit_in_bytes=-1\npids pids.max=max\n"));
        QCOMPARE(lines({}, {}, UnsetLimits::Reset), std::string());
    }

    void noSwapMeansTheSumEqualsMemory() {
        ResourceLimits limits;
        limits.memoryMax = 1 << 20;
        limits.swapMax = 0;
        QCOMPARE(lines(factsOf(ControllerVersion::V1), limits, UnsetLimits::Skip),
                 std::string("memory memory.limit_in_bytes=1048576\n"
                             "memory memory.memsw.limit_in_bytes=1048576\n"));
    }

    void anAbsentControllerNamesTheField_data() {
        QTest::addColumn<QString>("field");
        for (const char* field : {"cpuMax", "cpuWeight", "memoryMax", "memoryHigh", "swapMax", "pidsMax"})
            QTest::newRow(field) << field;
    }
    void anAbsentControllerNamesTheField() {
        QFETCH(const QString, field);
        const auto files = limitFiles({}, only(field), UnsetLimits::Skip);
        QVERIFY(!files);
        QCOMPARE(files.error().kind(), ErrorKind::NotSupported);
        QCOMPARE(QString::fromStdString(files.error().subject()), field);
    }

    void swapNeedsAccountingAndOnV1Memory() {
        ResourceLimits limits;
        limits.swapMax = 4096;
        CgroupFacts facts = factsOf(ControllerVersion::V1);
        QCOMPARE(limitFiles(facts, limits, UnsetLimits::Skip).error().subject(), std::string("swapMax"));
        limits.memoryMax = 1 << 20;
        QVERIFY(limitFiles(facts, limits, UnsetLimits::Skip));
        facts.swapAccounting = false;
        QCOMPARE(limitFiles(facts, limits, UnsetLimits::Skip).error().kind(), ErrorKind::NotSupported);
        facts = factsOf(ControllerVersion::V2);
        limits.memoryMax.reset();
        QVERIFY(limitFiles(facts, limits, UnsetLimits::Skip));
    }

    void validationNamesTheField_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<quint64>("least");
        QTest::addColumn<quint64>("most");
        QTest::newRow("weight") << "cpuWeight" << quint64(1) << quint64(10'000);
        QTest::newRow("memory") << "memoryMax" << quint64(524'288) << (quint64(1) << 62U);
        QTest::newRow("high") << "memoryHigh" << quint64(524'288) << (quint64(1) << 62U);
        QTest::newRow("swap") << "swapMax" << quint64(0) << (quint64(1) << 62U);
        QTest::newRow("pids") << "pidsMax" << quint64(1) << quint64(4'194'304);
        QTest::newRow("quota") << "cpuMax" << quint64(1000) << (quint64(1) << 44U) - 1;
    }
    void validationNamesTheField() {
        QFETCH(const QString, field);
        QFETCH(const quint64, least);
        QFETCH(const quint64, most);
        QVERIFY(validate(only(field, least)));
        QVERIFY(validate(only(field, most)));
        for (const quint64 outside : {least - 1, most + 1}) {
            if (least == 0 && outside != most + 1)
                continue;
            const auto result = validate(only(field, outside));
            QVERIFY(!result);
            QCOMPARE(result.error().kind(), ErrorKind::InvalidArgument);
            QCOMPARE(QString::fromStdString(result.error().subject()), field);
        }
    }

    void periodHasItsOwnRange() {
        ResourceLimits limits;
        for (const std::uint64_t period : {std::uint64_t(999), std::uint64_t(1'000'001), std::uint64_t(0)}) {
            limits.cpuMax = CpuMax{50000, period};
            QVERIFY(!validate(limits));
        }
        limits.cpuMax = CpuMax{50000, 1000};
        QVERIFY(validate(limits));
    }

    void weightsAndSharesCorrespond() {
        QCOMPARE(cpuSharesFromWeight(100), std::uint64_t(1024));
        QCOMPARE(cpuSharesFromWeight(1), std::uint64_t(10));
        QCOMPARE(cpuSharesFromWeight(10'000), std::uint64_t(102'400));
        QCOMPARE(cpuSharesFromWeight(UINT64_MAX), std::uint64_t(262'144));
        QCOMPARE(cpuWeightFromShares(0), std::uint64_t(1));
        QCOMPARE(cpuWeightFromShares(UINT64_MAX), std::uint64_t(10'000));
        for (std::uint64_t weight = 1; weight <= 10'000; ++weight)
            QCOMPARE(cpuWeightFromShares(cpuSharesFromWeight(weight)), weight);
    }

private:
    static ResourceLimits only(const QString& field, std::uint64_t value = 1 << 20) {
        ResourceLimits limits;
        if (field == "cpuMax")
            limits.cpuMax = CpuMax{value, 100000};
        else if (field == "cpuWeight")
            limits.cpuWeight = value;
        else if (field == "memoryMax")
            limits.memoryMax = value;
        else if (field == "memoryHigh")
            limits.memoryHigh = value;
        else if (field == "swapMax")
            limits.swapMax = value;
        else
            limits.pidsMax = value;
        return limits;
    }
};

QTEST_APPLESS_MAIN(TestLimitFiles)
#include "tst_limitfiles.moc"
