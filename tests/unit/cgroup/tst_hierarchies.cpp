// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/hierarchies.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "treefixture.h"

#include <QTest>

#include <random>

using namespace vitrine;
using namespace vitrine::cgroup;

namespace {

constexpr const char* separateMounts =
    "20 1 0:18 / /proc rw,nosuid - proc proc rw\n"
    "30 24 0:26 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "31 30 0:27 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n"
    "32 30 0:28 / /sys/fs/cgroup/cpuacct rw,relatime shared:4 - cgroup cgroup rw,cpuacct\n"
    "33 30 0:29 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n"
    "34 30 0:30 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "35 30 0:31 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer\n"
    "36 30 0:32 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n"
    "37 30 0:33 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd\n"
    "38 30 0:34 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";

std::string show(const std::vector<Hierarchy>& hierarchies) {
    std::string text;
    for (const Hierarchy& hierarchy : hierarchies) {
        text += hierarchy.version == ControllerVersion::V2 ? "v2 " : "v1 ";
        text += hierarchy.mountPoint + ' ';
        for (const std::string& controller : hierarchy.controllers)
            text += controller + ' ';
        text += '\n';
    }
    return text;
}

} // namespace

class TestHierarchies : public QObject {
    Q_OBJECT

private slots:
    void separateV1MountsWithAUnifiedTree() {
        QCOMPARE(show(parseMountInfo(separateMounts)),
                 std::string("v1 /sys/fs/cgroup/cpu cpu \nv1 /sys/fs/cgroup/cpuacct cpuacct \n"
                             "v1 /sys/fs/cgroup/cpuset cpuset \n"
                             "v1 /sys/fs/cgroup/memory memory \nv1 /sys/fs/cgroup/freezer freezer \n"
                             "v1 /sys/fs/cgroup/pids pids \nv2 /sys/fs/cgroup/unified \n"));
    }

    void coMountedControllersAndRepeatedMounts() {
        QCOMPARE(show(parseMountInfo("1 2 0:1 / /a\\040b/cpu rw a:1 b:2 - cgroup cgroup rw,cpu,cpuacct\n"
                                     "3 2 0:1 /x /again rw - cgroup cgroup rw,cpu,cpuacct")),
                 std::string("v1 /a b/cpu cpu cpuacct \n"));
    }

    void v2Alone() {
        QCOMPARE(
            show(parseMountInfo("25 1 0:22 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup rw,nsdelegate")),
            std::string("v2 /sys/fs/cgroup \n"));
    }

    void theFileThatWeighsDisks_data() {
        QTest::addColumn<bool>("v2");
        QTest::addColumn<QString>("there");
        QTest::addColumn<QString>("file");
        QTest::newRow("io.cost") << true << "io.cost.qos" << "io.weight";
        QTest::newRow("a group has it") << true << "system.slice/io.weight" << "io.weight";
        QTest::newRow("BFQ") << true << "system.slice/io.bfq.weight" << "io.bfq.weight";
        QTest::newRow("none") << true << "system.slice/io.max" << QString();
        QTest::newRow("v1, BFQ") << false << "blkio.bfq.io_serviced" << "blkio.bfq.weight";
        QTest::newRow("v1, CFQ") << false << "blkio.weight" << "blkio.weight";
        QTest::newRow("v1, none") << false << "blkio.reset_stats" << QString();
    }
    void theFileThatWeighsDisks() {
        QFETCH(const bool, v2);
        QFETCH(const QString, there);
        const test::TreeFixture tree;
        tree.write("/proc/self/mountinfo", v2 ? "25 1 0:22 / /cg rw - cgroup2 cgroup rw\n"
                                              : "25 1 0:22 / /cg rw - cgroup cgroup rw,blkio\n");
        tree.write("/cg/cgroup.controllers", "cpuset io\n");
        tree.write("/cg/" + there.toStdString(), "");
        const CgroupFacts facts = readFacts(tree.root()).value();
        QCOMPARE(facts.io, v2 ? ControllerVersion::V2 : ControllerVersion::V1);
        QTEST(QString::fromStdString(facts.ioWeightFile), "file");
    }

    void senselessLinesArePassedOver() {
        QVERIFY(parseMountInfo("").empty());
        QVERIFY(parseMountInfo("\n\n - \n - cgroup2\n1 2 3 - cgroup2 a b\n").empty());
        QVERIFY(parseMountInfo("1 2 0:1 / relative rw - cgroup2 cgroup rw\n").empty());
        QVERIFY(parseMountInfo(std::string("1 2 0:1 / /x") + '\0' + "y rw - cgroup" + '\0' + " - ").empty());
    }

    void anyBytesAreSurvived() {
        std::mt19937 random(20260101); // NOLINT(cert-msc51-cpp): the same bytes in every run
        const std::string valid = separateMounts;
        for (int round = 0; round < 2000; ++round) {
            std::string bytes = valid.substr(0, random() % valid.size());
            for (int i = 0; i < 8 && !bytes.empty(); ++i)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            QVERIFY(parseMountInfo(bytes).size() <= 7);
            static_cast<void>(valueOf(bytes, "cgroup"));
            static_cast<void>(parseLimit(bytes));
        }
    }

    void numbersAndLimits() {
        QCOMPARE(parseNumber("18446744073709551615"), std::optional<std::uint64_t>(UINT64_MAX));
        for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "12q", "max"})
            QVERIFY2(!parseNumber(bad), bad);
        QCOMPARE(parseLimit("4096"), std::optional<std::uint64_t>(4096));
        for (const char* none : {"max", "-1", "9223372036854771712", "9223372036854775807", ""})
            QVERIFY2(!parseLimit(none), none);
    }

    void flatKeyedFiles() {
        constexpr const char* text = "usage_usec 12\nusage 5\nnr_throttled 7\nbad x\nlast 9";
        QCOMPARE(valueOf(text, "usage"), std::optional<std::uint64_t>(5));
        QCOMPARE(valueOf(text, "usage_usec"), std::optional<std::uint64_t>(12));
        QCOMPARE(valueOf(text, "last"), std::optional<std::uint64_t>(9));
        QVERIFY(!valueOf(text, "bad"));
        QVERIFY(!valueOf(text, "nr"));
        QVERIFY(!valueOf("", "nr"));
    }

    void factsOfAHybrid() {
        const test::TreeFixture tree;
        tree.write("/proc/self/mountinfo", separateMounts);
        tree.write("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes", "9223372036854771712\n");
        tree.write("/sys/fs/cgroup/unified/cgroup.controllers", "hugetlb\n");
        tree.write("/sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-2\n");
        tree.write("/sys/fs/cgroup/cpuset/cpuset.effective_mems", "0\n");
        tree.write("/sys/fs/cgroup/unified/cpu.pressure", "some avg10=0.00\n");
        const CgroupFacts facts = readFacts(tree.root()).value();
        QCOMPARE(facts.layout, CgroupLayout::Hybrid);
        QCOMPARE(facts.cpu, ControllerVersion::V1);
        QCOMPARE(facts.memory, ControllerVersion::V1);
        QCOMPARE(facts.pids, ControllerVersion::V1);
        QCOMPARE(facts.cpuset, ControllerVersion::V1);
        QCOMPARE(facts.cpus, (NumberList{0, 1, 2}));
        QCOMPARE(facts.memoryNodes, NumberList{0});
        QCOMPARE(facts.io, ControllerVersion::Absent);
        QCOMPARE(facts.freezer, ControllerVersion::V2);
        QVERIFY(facts.swapAccounting);
        QVERIFY(facts.pressure);
    }

    void factsOfV2() {
        const test::TreeFixture tree;
        tree.write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        tree.write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory\n");
        tree.write("/sys/fs/cgroup/system.slice/memory.max", "max\n");
        CgroupFacts facts = readFacts(tree.root()).value();
        QCOMPARE(facts.layout, CgroupLayout::V2);
        QCOMPARE(facts.cpu, ControllerVersion::V2);
        QCOMPARE(facts.memory, ControllerVersion::V2);
        QCOMPARE(facts.pids, ControllerVersion::Absent);
        QCOMPARE(facts.freezer, ControllerVersion::V2);
        QVERIFY(!facts.swapAccounting);
        QVERIFY(!facts.pressure);
        tree.write("/sys/fs/cgroup/system.slice/memory.swap.max", "max\n");
        facts = readFacts(tree.root()).value();
        QVERIFY(facts.swapAccounting);
    }

    void factsOfNothing() {
        const test::TreeFixture tree;
        QCOMPARE(readFacts(tree.root()).error().kind(), ErrorKind::NotFound);
        tree.write("/proc/self/mountinfo", "20 1 0:18 / /proc rw,nosuid - proc proc rw\n");
        QCOMPARE(readFacts(tree.root()).value(), CgroupFacts());
        QCOMPARE(cgroup::open({}, "x", Create::MakeNew, tree.root()).error().kind(), ErrorKind::NotSupported);
    }
};

QTEST_APPLESS_MAIN(TestHierarchies)
#include "tst_hierarchies.moc"
