// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/disks.h"

#include "treefixture.h"

#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::cgroup;

namespace {

constexpr const char* group = "/sys/fs/cgroup/vitrine/one";

/// A v2 machine made of ordinary files.
struct V2Tree : test::TreeFixture {
    V2Tree() {
        write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
        write("/sys/fs/cgroup/cgroup.subtree_control", "cpu\n");
        write("/proc/swaps", "");
    }
    /// What the kernel fills a new group with.
    void fill() const {
        for (const char* file : {"/cpu.max", "/cpu.weight", "/memory.max", "/memory.high", "/memory.swap.max",
                                 "/pids.max", "/cgroup.kill", "/cgroup.freeze"})
            write(std::string(group) + file, "");
    }
};

} // namespace

class TestCgroupTree : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = test::openDescriptors(); }
    void cleanup() { QCOMPARE(test::openDescriptors(), m_before); }

    void makesWritesReadsAndRemoves() {
        const V2Tree tree;
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto made = cgroup::open(facts, "vitrine/one", Create::MakeNew, tree.root());
        QVERIFY2(made.has_value(), made ? "" : made.error().message().c_str());
        // What was not yet passed on is, each with a write of its own; the last one stays in an ordinary
        // file.
        QVERIFY(tree.read("/sys/fs/cgroup/cgroup.subtree_control").starts_with("+cpuset"));
        Cgroup& cgroup = **made;
        QCOMPARE(cgroup.path(), std::string("vitrine/one"));
        QCOMPARE(cgroup.directoryOf("memory"), tree.root() + group);
        QCOMPARE(cgroup.directoryOf("unified"), tree.root() + group);
        QCOMPARE(cgroup.directoryOf("freezer"), std::string());
        QVERIFY(cgroup.cloneFd() >= 0);
        QVERIFY(cgroup.joinFds().empty());

        tree.fill();
        ResourceLimits limits;
        limits.cpuMax = CpuMax{150000, 100000};
        limits.cpuWeight = 300;
        limits.memoryMax = 64 << 20;
        limits.swapMax = 0;
        limits.pidsMax = 10;
        const auto readbacks = cgroup.setLimits(limits, UnsetLimits::Skip);
        QVERIFY2(readbacks.has_value(), readbacks ? "" : readbacks.error().message().c_str());
        QCOMPARE(readbacks->size(), std::size_t(5));
        QCOMPARE(readbacks->at(0).file, tree.root() + group + "/cpu.max");
        QCOMPARE(readbacks->at(0).asked, std::string("150000 100000"));
        QCOMPARE(readbacks->at(0).effective, std::string("150000 100000"));
        QCOMPARE(tree.read(std::string(group) + "/memory.max"), std::string("67108864"));
        QCOMPARE(cgroup.readLimits().value(), limits);
        const auto readings = cgroup.readFiles().value();
        const auto memory = std::ranges::find(readings, "memoryMax", &LimitReading::key);
        QVERIFY(memory != readings.end());
        QCOMPARE(memory->file, tree.root() + group + "/memory.max");
        QCOMPARE(memory->kernel, std::string("67108864"));
    }

    void disksOfThisMachine() {
        const test::TreeFixture tree;
        const auto put = [&](const char* number, const std::string& device, const char* sectors) {
            tree.write("/sys/devices/" + device + "/size", sectors);
            tree.makeDirectory("/sys/dev/block");
            std::filesystem::create_directory_symlink("../../devices/" + device,
                                                      tree.root() + "/sys/dev/block/" + number);
        };
        put("254:16", "virtio2/block/vdb", "2048\n");
        put("254:0", "virtio1/block/vda", "536870912\n");
        put("254:1", "virtio1/block/vda/vda1", "536868864\n");
        tree.write("/sys/devices/virtio1/block/vda/vda1/partition", "1\n");
        put("7:0", "virtual/block/loop0", "0\n");
        const auto disks = listDisks(tree.root());
        QVERIFY(disks.has_value());
        QCOMPARE(*disks,
                 (std::vector<Disk>{{{254, 0}, "vda", 274'877'906'944}, {{254, 16}, "vdb", 1'048'576}}));
        QVERIFY(!listDisks(tree.root() + "/nowhere"));
    }

    void removesWhatItMadeAndNothingElse() {
        const V2Tree tree;
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto one = cgroup::open(facts, "vitrine/one", Create::MakeNew, tree.root());
        const auto two = cgroup::open(facts, "vitrine/two", Create::MakeNew, tree.root());
        QVERIFY((*one)->remove(std::chrono::milliseconds(0)));
        QVERIFY(!tree.exists(group));
        QVERIFY(tree.exists("/sys/fs/cgroup/vitrine/two"));
        QVERIFY((*one)->remove(std::chrono::milliseconds(0))); // a second time is success
        tree.makeDirectory("/sys/fs/cgroup/vitrine/two/a/b");
        QVERIFY((*two)->remove(std::chrono::milliseconds(0)));
        QVERIFY(!tree.exists("/sys/fs/cgroup/vitrine"));
        QVERIFY(tree.exists("/sys/fs/cgroup/cgroup.controllers"));
    }

    void anotherGroupOfTheSameNameIsLeftAlone() {
        const V2Tree tree;
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto old = cgroup::open(facts, "vitrine/one", Create::MakeNew, tree.root());
        std::filesystem::rename(tree.root() + group, tree.root() + "/elsewhere");
        tree.makeDirectory(group);
        QVERIFY((*old)->remove(std::chrono::milliseconds(0)));
        QVERIFY(tree.exists(group));
    }

    void anExistingGroupIsNotMadeAgain() {
        const V2Tree tree;
        tree.makeDirectory(group);
        const CgroupFacts facts = readFacts(tree.root()).value();
        QCOMPARE(cgroup::open(facts, "vitrine/one", Create::MakeNew, tree.root()).error().kind(),
                 ErrorKind::AlreadyExists);
        QVERIFY(tree.exists(group));
        QVERIFY(cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root()).has_value());
        QCOMPARE(cgroup::open(facts, "vitrine/two", Create::OpenExisting, tree.root()).error().kind(),
                 ErrorKind::NotFound);
    }

    void aFailurePutsEarlierLimitsBack() {
        const V2Tree tree;
        tree.makeDirectory(group);
        tree.fill();
        tree.write(std::string(group) + "/memory.max", "77777777");
        std::filesystem::remove(tree.root() + group + "/pids.max");
        tree.makeDirectory(std::string(group) + "/pids.max"); // can be neither read nor written
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        ResourceLimits limits;
        limits.memoryMax = 55555555;
        limits.pidsMax = 5;
        QVERIFY(!(*cgroup)->setLimits(limits, UnsetLimits::Skip));
        QCOMPARE(tree.read(std::string(group) + "/memory.max"), std::string("77777777"));
    }

    void aControllerThatIsNotSwitchedOnIsNamed() {
        const V2Tree tree;
        tree.makeDirectory(group);
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        const auto written = (*cgroup)->writeLimit({"memory", "memory.max", "max"});
        QCOMPARE(written.error().kind(), ErrorKind::NotSupported);
        QCOMPARE(written.error().subject(), tree.root() + group + "/memory.max");
        QCOMPARE((*cgroup)->readLimits().value(), ResourceLimits());
    }

    void onlyControlFilesOfTheControllerAreWritten() {
        const V2Tree tree;
        tree.makeDirectory(group);
        tree.fill();
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        for (const char* file : {"cgroup.kill", "memory./../x", "../memory.max", "", "memory"}) {
            const auto written = (*cgroup)->writeLimit({"memory", file, "1"});
            QCOMPARE(written.error().kind(), ErrorKind::InvalidArgument);
        }
    }

    void badPathsAreRefused_data() {
        QTest::addColumn<QString>("path");
        for (const char* path : {"", "/", "/a", "a/", "a//b", "..", "a/..", "../a", "a/./b", ".", "a\nb"})
            QTest::newRow(path) << path;
        QTest::newRow("long") << QString(1025, 'a');
        QTest::newRow("long part") << QString(256, 'a');
    }
    void badPathsAreRefused() {
        QFETCH(const QString, path);
        const V2Tree tree;
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto opened = cgroup::open(facts, path.toStdString(), Create::MakeNew, tree.root());
        QCOMPARE(opened.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(opened.error().subject(), std::string("cgroup"));
    }

    void processesOfTheWholeTree() {
        const V2Tree tree;
        tree.write(std::string(group) + "/cgroup.procs", "30\n7\n0\n");
        tree.write(std::string(group) + "/sub/cgroup.procs", "8\n30\nx\n99999999999999\n-4\n");
        tree.write(std::string(group) + "/sub/deep/cgroup.procs", "");
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        QCOMPARE((*cgroup)->processes().value(), (std::vector<pid_t>{7, 8, 30}));
    }

    void whatIsHandedOverIsNoLimit() {
        const V2Tree tree;
        const std::string path(group);
        for (const char* file : {"cgroup.procs", "cgroup.threads", "cgroup.subtree_control",
                                 "cgroup.max.depth", "cgroup.max.descendants", "memory.max"})
            tree.write(path + '/' + file, "");
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        const auto ownerOf = [&](const char* file) {
            struct stat status{};
            return ::stat((tree.root() + path + '/' + file).c_str(), &status) == 0 ? status.st_uid : ~0U;
        };
        const uid_t user = ::geteuid() == 0 ? 12345 : ::geteuid(); // only root can give files away
        QVERIFY((*cgroup)->delegate(user, ::getegid()));
        for (const char* file : {".", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"})
            QCOMPARE(ownerOf(file), user);
        for (const char* file : {"cgroup.max.depth", "cgroup.max.descendants", "memory.max"})
            QCOMPARE(ownerOf(file), ::geteuid());
        QCOMPARE(tree.read(path + "/cgroup.max.depth"), std::string("32"));
        // This process is in none below it.
        QCOMPARE((*cgroup)->openGroupOf(::getpid()).error().kind(), ErrorKind::NotFound);
        std::filesystem::remove(tree.root() + path + "/cgroup.threads");
        const auto failed = (*cgroup)->delegate(user, ::getegid());
        QVERIFY(!failed && failed.error().message().contains("cgroup.threads"));
    }

    void freezingThatDoesNotHappenIsUndone() {
        const V2Tree tree;
        tree.makeDirectory(group);
        tree.fill();
        tree.write(std::string(group) + "/cgroup.events", "populated 1\nfrozen 0\n");
        const CgroupFacts facts = readFacts(tree.root()).value();
        const auto cgroup = cgroup::open(facts, "vitrine/one", Create::OpenExisting, tree.root());
        QCOMPARE((*cgroup)->freeze(std::chrono::milliseconds(5)).error().kind(), ErrorKind::Busy);
        QCOMPARE(tree.read(std::string(group) + "/cgroup.freeze"), std::string("0"));
        tree.write(std::string(group) + "/cgroup.events", "populated 1\nfrozen 1\n");
        QVERIFY((*cgroup)->freeze(std::chrono::milliseconds(5)));
        QCOMPARE(tree.read(std::string(group) + "/cgroup.freeze"), std::string("1"));
        QVERIFY((*cgroup)->killAll());
        QCOMPARE(tree.read(std::string(group) + "/cgroup.kill"), std::string("1"));
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestCgroupTree)
#include "tst_cgrouptree.moc"
