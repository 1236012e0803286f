// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/delegation.h"

#include "treefixture.h"

#include <QTest>

using namespace vitrine;
using namespace vitrine::cgroup;

namespace {

const std::string slice = "/sys/fs/cgroup/vitrine.slice";
const std::string unit = slice + "/vitrine-1f.service";

/// A machine that systemd has booted with the unified hierarchy, of ordinary files.
struct SystemdTree : test::TreeFixture {
    SystemdTree() {
        write("/proc/self/mountinfo", "25 1 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        for (const std::string& group : {std::string("/sys/fs/cgroup"), slice, unit}) {
            write(group + "/cgroup.controllers", "cpuset cpu io memory pids\n");
            write(group + "/cgroup.subtree_control", "memory\n");
        }
        write("/proc/swaps", "");
    }
    [[nodiscard]] CgroupFacts facts() const { return readFacts(root()).value(); }
};

} // namespace

class TestDelegation : public QObject {
    Q_OBJECT

private slots:
    void unitsAreToldFromGroups_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("parts");
        QTest::newRow("by hand") << "vitrine/1f" << 0;
        QTest::newRow("service") << "vitrine.slice/vitrine-1f.service/payload" << 2;
        QTest::newRow("user") << "user.slice/user-7.slice/user@7.service/vitrine.slice/vitrine-1f.service/p"
                              << 5;
        QTest::newRow("scope") << "machine.slice/a.scope/x/y" << 2;
        QTest::newRow("slice alone") << "vitrine.slice" << 1;
        QTest::newRow("empty") << "" << 0;
        QTest::newRow("alike") << "a.services/slice/b.slicer" << 0;
    }
    void unitsAreToldFromGroups() {
        QFETCH(const QString, path);
        QTEST(static_cast<int>(unitParts(path.toStdString())), "parts");
    }

    void onlyWhatIsHandedOverIsTouched() {
        const SystemdTree tree;
        const auto made = cgroup::open(tree.facts(), "vitrine.slice/vitrine-1f.service/payload",
                                       Create::MakeNew, tree.root());
        QVERIFY2(made.has_value(), made ? "" : made.error().message().c_str());
        QVERIFY(tree.exists(unit + "/payload"));
        QCOMPARE(tree.read("/sys/fs/cgroup/cgroup.subtree_control"), std::string("memory\n"));
        QCOMPARE(tree.read(slice + "/cgroup.subtree_control"), std::string("memory\n"));
        QVERIFY(tree.read(unit + "/cgroup.subtree_control").starts_with("+"));
        // The unit's directory begins with "vitrine" and would be empty without these files: it is systemd's.
        for (const char* file : {"/cgroup.controllers", "/cgroup.subtree_control"})
            std::filesystem::remove(tree.root() + unit + file);
        QVERIFY((*made)->remove(std::chrono::milliseconds(0)));
        QVERIFY(!tree.exists(unit + "/payload"));
        QVERIFY(tree.exists(unit));
    }

    void aUnitIsNotMade() {
        const SystemdTree tree;
        const auto made = cgroup::open(tree.facts(), "vitrine.slice/vitrine-2e.service/payload",
                                       Create::MakeNew, tree.root());
        QVERIFY(!made);
        QCOMPARE(made.error().kind(), ErrorKind::NotFound);
        QVERIFY(!tree.exists(slice + "/vitrine-2e.service"));
        QVERIFY(tree.exists(slice));
    }

    void factsAreThoseOfTheGroup() {
        const SystemdTree tree;
        tree.write(unit + "/cgroup.controllers", "memory pids\n");
        const auto within = factsWithin(tree.facts(), "vitrine.slice/vitrine-1f.service", tree.root());
        QVERIFY(within.has_value());
        QCOMPARE(within->layout, CgroupLayout::V2);
        QCOMPARE(within->cpu, ControllerVersion::Absent);
        QCOMPARE(within->memory, ControllerVersion::V2);
        QCOMPARE(within->pids, ControllerVersion::V2);
        QVERIFY(within->swapAccounting);
        tree.write(unit + "/cgroup.controllers", "\n");
        QVERIFY(!factsWithin(tree.facts(), "vitrine.slice/vitrine-1f.service", tree.root())->swapAccounting);
        QVERIFY(!factsWithin(tree.facts(), "nothing.service", tree.root()));
        CgroupFacts hybrid = tree.facts();
        hybrid.layout = CgroupLayout::Hybrid;
        QCOMPARE(factsWithin(hybrid, "vitrine.slice", tree.root())->layout, CgroupLayout::None);
    }

    void movesBesideOnlyFromRightAbove() {
        const SystemdTree tree;
        const std::string payload = "vitrine.slice/vitrine-1f.service/payload";
        for (const char* elsewhere : {"0::/vitrine.slice/vitrine-1f.service/monitor\n", "0::/\n",
                                      "4:memory:/vitrine.slice/vitrine-1f.service\n"}) {
            tree.write("/proc/self/cgroup", elsewhere);
            QVERIFY(moveBeside(payload, tree.root()).has_value());
            QVERIFY(!tree.exists(unit + "/monitor"));
        }
        tree.write("/proc/self/cgroup", "1:name=x:/y\n0::/vitrine.slice/vitrine-1f.service\n");
        tree.write(unit + "/monitor/cgroup.procs", "");
        QVERIFY(moveBeside(payload, tree.root()).has_value());
        QCOMPARE(tree.read(unit + "/monitor/cgroup.procs"), std::string("0"));
    }
};

QTEST_GUILESS_MAIN(TestDelegation)
#include "tst_delegation.moc"
