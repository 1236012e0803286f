// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/limitfiles.h"
#include "core/model/limitplaces.h"

#include <QElapsedTimer>
#include <QTest>

using namespace vitrine;

namespace {

CgroupFacts factsOf(ControllerVersion version) {
    CgroupFacts facts;
    facts.layout = version == ControllerVersion::V2 ? CgroupLayout::V2 : CgroupLayout::V1;
    facts.cpu = facts.memory = facts.pids = facts.freezer = facts.cpuset = facts.io = version;
    facts.cpus = {0, 1, 2, 3};
    facts.memoryNodes = {0};
    facts.ioWeightFile = version == ControllerVersion::V2 ? "io.weight" : "blkio.bfq.weight";
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
    limits.cpus = {0, 2, 3};
    limits.memoryNodes = {0};
    limits.ioWeight = 200;
    limits.ioMax = {{{254, 0}, 1'048'576, 2'097'152, 100, 200}};
    return limits;
}

/// With the one that cgroup v1 has not.
ResourceLimits fullLimitsFor(ControllerVersion version) {
    ResourceLimits limits = fullLimits();
    limits.memoryOomGroup = version == ControllerVersion::V2;
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
            lines(factsOf(ControllerVersion::V2), fullLimitsFor(ControllerVersion::V2), UnsetLimits::Skip),
            std::string("cpu cpu.max=50000 100000\ncpu cpu.weight=200\nmemory memory.max=100000000\n"
                        "memory memory.high=90000000\nmemory memory.swap.max=50000000\n"
                        "memory memory.oom.group=1\npids pids.max=64\ncpuset cpuset.cpus=0,2-3\n"
                        "cpuset cpuset.mems=0\nio io.weight=200\n"
                        "io io.max=254:0 rbps=1048576 wbps=2097152 riops=100 wiops=200\n"));
    }

    /// What can be written can be found again, and nothing else.
    void everyFileHasItsPlace() {
        for (const ControllerVersion version : {ControllerVersion::V1, ControllerVersion::V2}) {
            for (const bool swap : {true, false}) {
                CgroupFacts facts = factsOf(version);
                facts.swapAccounting = swap;
                ResourceLimits limits = fullLimitsFor(version);
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
                             "memory memory.soft_limit_in_bytes=90000000\npids pids.max=64\n"
                             "cpuset cpuset.cpus=0,2-3\ncpuset cpuset.mems=0\nblkio blkio.bfq.weight=109\n"
                             "blkio blkio.throttle.read_bps_device=254:0 1048576\n"
                             "blkio blkio.throttle.write_bps_device=254:0 2097152\n"
                             "blkio blkio.throttle.read_iops_device=254:0 100\n"
                             "blkio blkio.throttle.write_iops_device=254:0 200\n"));
    }

    void noLimitsWriteNothingOrEverything() {
        QCOMPARE(lines(factsOf(ControllerVersion::V2), {}, UnsetLimits::Skip), std::string());
        QCOMPARE(
            lines(factsOf(ControllerVersion::V2), {}, UnsetLimits::Reset),
            std::string("cpu cpu.max=max\ncpu cpu.weight=100\nmemory memory.max=max\n"
                        "memory memory.high=max\nmemory memory.swap.max=max\nmemory memory.oom.group=0\n"
                        "pids pids.max=max\ncpuset cpuset.cpus=\ncpuset cpuset.mems=\nio io.weight=100\n"));
        QCOMPARE(lines(factsOf(ControllerVersion::V1), {}, UnsetLimits::Reset),
                 std::string("cpu cpu.cfs_quota_us=-1\ncpu cpu.shares=1024\n"
                             "memory memory.memsw.limit_in_bytes=-1\nmemory memory.limit_in_bytes=-1\n"
                             "memory memory.soft_limit_in_bytes=-1\npids pids.max=max\ncpuset cpuset.cpus=\n"
                             "cpuset cpuset.mems=\nblkio blkio.bfq.weight=100\n"));
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
        for (const char* field : {"cpuMax", "cpuWeight", "memoryMax", "memoryHigh", "swapMax", "pidsMax",
                                  "cpus", "memoryNodes", "memoryOomGroup", "ioWeight", "ioMax"})
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
        QTest::newRow("disk weight") << "ioWeight" << quint64(1) << quint64(10'000);
        QTest::newRow("disk speed") << "ioMax" << quint64(1) << (quint64(1) << 62U);
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

    void cgroupV1HasNoOomGroup() {
        ResourceLimits limits;
        limits.memoryOomGroup = true;
        const auto files = limitFiles(factsOf(ControllerVersion::V1), limits, UnsetLimits::Skip);
        QCOMPARE(files.error().kind(), ErrorKind::NotSupported);
        QCOMPARE(files.error().subject(), std::string("memoryOomGroup"));
        QVERIFY(files.error().reason().starts_with("not available because"));
    }

    void diskWeightsNeedAFile() {
        CgroupFacts facts = factsOf(ControllerVersion::V2);
        facts.ioWeightFile.clear();
        QCOMPARE(limitFiles(facts, only("ioWeight"), UnsetLimits::Skip).error().subject(),
                 std::string("ioWeight"));
        QVERIFY(limitFiles(facts, only("ioMax"), UnsetLimits::Reset));
    }

    void onlyWhatIsThereCanBeHad() {
        ResourceLimits limits;
        limits.cpus = {1, 4};
        const auto files = limitFiles(factsOf(ControllerVersion::V2), limits, UnsetLimits::Skip);
        QCOMPARE(files.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(files.error().subject(), std::string("cpus"));
        QCOMPARE(files.error().reason(), std::string("CPUs among 0-3"));
        limits = only("memoryNodes");
        limits.memoryNodes = {0, 1};
        QCOMPARE(limitFiles(factsOf(ControllerVersion::V1), limits, UnsetLimits::Skip).error().reason(),
                 std::string("memory nodes among 0"));
        QVERIFY(checkAmong("cpus", {77}, {})); // not known
    }

    void aSpeedThatIsNotNamedIsNone() {
        const DiskLimit limit{.device = {8, 16}, .writeBytes = 5};
        const auto v2 = diskFiles(factsOf(ControllerVersion::V2), limit, UnsetLimits::Skip);
        QCOMPARE(v2, (std::vector<LimitFile>{{"io", "io.max", "8:16 rbps=max wbps=5 riops=max wiops=max"}}));
        const CgroupFacts v1 = factsOf(ControllerVersion::V1);
        QCOMPARE(diskFiles(v1, limit, UnsetLimits::Skip).size(), 1U);
        QCOMPARE(diskFiles(v1, limit, UnsetLimits::Reset).size(), 4U);
        QCOMPARE(diskFiles(v1, limit, UnsetLimits::Reset).front().value, std::string("8:16 0"));
    }

    void badDisksAreRefused() {
        const auto refused = [](std::vector<DiskLimit> disks) {
            ResourceLimits limits;
            limits.ioMax = std::move(disks);
            const auto result = validate(limits);
            return !result && result.error().subject() == "ioMax";
        };
        const DiskLimit good{.device = {8, 0}, .readBytes = 1};
        QVERIFY(!refused({good}));
        QVERIFY(refused({good, good}));
        QVERIFY(refused({{.device = {8, 1}, .readBytes = 1}, good}));
        QVERIFY(refused({{.device = {8, 0}}}));
        QVERIFY(refused({{.device = {0, 5}, .readBytes = 1}}));
        QVERIFY(refused({{.device = {4096, 0}, .readBytes = 1}}));
        QVERIFY(refused({{.device = {8, 1'048'576}, .readBytes = 1}}));
        QVERIFY(refused({{.device = {8, 0}, .readOps = 4'294'967'295}}));
        std::vector<DiskLimit> many;
        for (std::uint32_t minor = 0; minor < 65; ++minor)
            many.push_back({.device = {8, minor}, .writeOps = 1});
        QVERIFY(refused(many));
        const auto known = checkDisks({good}, {{{254, 0}, "vda", 1}, {{254, 16}, "vdb", 1}});
        QCOMPARE(known.error().reason(),
                 std::string("8:0 is no disk of this machine; there are vda (254:0), vdb (254:16)"));
        QVERIFY(checkDisks({good}, {{{8, 0}, "sda", 1}}));
    }

    void ioMaxIsReadAsTheKernelWritesIt() {
        const auto limits = parseIoMax("8:16 rbps=2097152 wbps=max riops=max wiops=120\n"
                                       "8:0 rbps=max wbps=max riops=max wiops=max\nnonsense\n"
                                       "7:1 rbps=1 new=5\n");
        QCOMPARE(limits.size(), 2U);
        QVERIFY(limits.front() == (DiskLimit{.device = {7, 1}, .readBytes = 1}));
        QVERIFY(limits.back() == (DiskLimit{.device = {8, 16}, .readBytes = 2097152, .writeOps = 120}));
        for (const DiskLimit& limit : limits)
            QVERIFY(parseIoMaxLine(ioMaxLine(limit)) == limit);
        for (const char* bad : {"", "8", "8:", ":0", "8:x rbps=1", "8:0 rbps=q", "8:0 rbps=-1", "8:0 rbps="})
            QVERIFY2(!parseIoMaxLine(bad), bad);
    }

    void weightsOfBfqCorrespond() {
        QCOMPARE(weightForFile("io.weight", 10'000), std::uint64_t(10'000));
        QCOMPARE(weightForFile("io.bfq.weight", 100), std::uint64_t(100));
        QCOMPARE(weightForFile("blkio.bfq.weight", 10'000), std::uint64_t(1000));
        QCOMPARE(weightForFile("blkio.weight", 1), std::uint64_t(10));
        for (std::uint64_t number = 1; number <= 1000; ++number)
            QCOMPARE(weightForFile("io.bfq.weight", weightFromFile("io.bfq.weight", number)), number);
    }

    void listsAreThoseOfTheKernel_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said"); // empty: refused
        QTest::newRow("one") << "3" << "3";
        QTest::newRow("range") << "0-3" << "0-3";
        QTest::newRow("both") << "0-1,3,5-6" << "0-1,3,5-6";
        QTest::newRow("in any order, twice") << "5,0-2,1,3" << "0-3,5";
        QTest::newRow("blanks") << " 0 - 1 , 4 " << "0-1,4";
        QTest::newRow("largest") << "8191" << "8191";
        for (const char* bad : {"", " ", ",", "0,", "a", "-1", "3-", "-", "3-1", "8192", "0-4294967295",
                                "99999999999999999999", "0;1", "0-1-2", "0x1", "+1", "0\n1", "all"})
            QTest::newRow(bad) << bad << QString();
        QTest::newRow("long") << QString(5000, '1') << QString();
    }
    void listsAreThoseOfTheKernel() {
        QFETCH(const QString, text);
        QFETCH(const QString, said);
        const auto numbers = parseNumberList(text.toStdString(), "cpus");
        QCOMPARE(numbers.has_value(), !said.isEmpty());
        if (numbers)
            QCOMPARE(QString::fromStdString(textOf(*numbers)), said);
        else
            QCOMPARE(numbers.error().subject(), std::string("cpus"));
    }

    // The helper reads a user's list before it has asked polkit: what the ranges name over and over counts
    // once, and costs nothing before.
    void overlappingRangesCostNoMore() {
        std::string hostile = "0-8191";
        while (hostile.size() + 7 <= 4096)
            hostile += ",0-8191";
        QElapsedTimer watch;
        watch.start();
        constexpr int rounds = 20;
        for (int i = 0; i < rounds; ++i) {
            const auto numbers = parseNumberList(hostile, "cpus");
            QVERIFY(numbers);
            QCOMPARE(numbers->size(), std::size_t(mostNumbers));
            QVERIFY(numbers->capacity() <= 2 * mostNumbers);
        }
        // 0.1 ms each; the numbers of all ranges together, sorted, took 250 ms.
        QVERIFY2(watch.elapsed() < rounds * 50, qPrintable(QString::number(watch.elapsed())));
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
        else if (field == "pidsMax")
            limits.pidsMax = value;
        else if (field == "cpus")
            limits.cpus = {0};
        else if (field == "memoryNodes")
            limits.memoryNodes = {0};
        else if (field == "memoryOomGroup")
            limits.memoryOomGroup = true;
        else if (field == "ioWeight")
            limits.ioWeight = value;
        else if (field == "ioMax")
            limits.ioMax = {{.device = {8, 0}, .readBytes = value}};
        return limits;
    }
};

QTEST_APPLESS_MAIN(TestLimitFiles)
#include "tst_limitfiles.moc"
