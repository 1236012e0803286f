// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/computerprobe.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace vitrine;
using diagnosis::ComputerFacts;
using diagnosis::Distribution;

class TestComputerProbe : public QObject {
    Q_OBJECT
private slots:
    void readsThisComputer();
    void readsUnified();
    void readsVersion1();
    void readsRestrictions();
    void addsUpSubordinateIds();
    void knowsDistributions_data();
    void knowsDistributions();
    void anEmptyTreeHasNothing();

private:
    static void write(const QTemporaryDir& tree, const QString& path, const QByteArray& text) {
        const QString full = tree.filePath(path);
        QVERIFY(QDir().mkpath(full.section(u'/', 0, -2)));
        QFile file(full);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static ComputerFacts read(const QTemporaryDir& tree) {
        return probe::readComputerFacts(1000, "alice", tree.path().toStdString());
    }
    static ControllerVersion version(const ComputerFacts& facts, const char* name) {
        const auto found = std::ranges::find(facts.controllers, name, &diagnosis::ControllerFact::name);
        return found == facts.controllers.end() ? ControllerVersion::Absent : found->version;
    }
};

/// Containers are made on this computer by other tests, so nothing can be missing that prevents them.
void TestComputerProbe::readsThisComputer() {
    const ComputerFacts facts = probe::readComputerFacts(0, "root");
    QVERIFY(!facts.kernelRelease.empty());
    QVERIFY2(facts.missingCalls.empty(),
             facts.missingCalls.empty() ? "" : facts.missingCalls.front().c_str());
    QVERIFY(!std::ranges::contains(facts.missingNamespaces, "user"));
    QVERIFY(facts.seccompFilters);
    QVERIFY(facts.terminals);
    QVERIFY(facts.maxUserNamespaces.has_value());
    QCOMPARE(facts.controllers.size(), std::size_t{4});
}

void TestComputerProbe::readsUnified() {
    const QTemporaryDir tree;
    write(tree, "proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    write(tree, "sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
    write(tree, "sys/fs/cgroup/cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    write(tree, "sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/cgroup.controllers",
          "memory pids\n");
    write(tree, "run/systemd/system/keep", "");
    const ComputerFacts facts = read(tree);
    QCOMPARE(facts.layout, CgroupLayout::V2);
    for (const char* name : {"cpu", "memory", "pids", "io"})
        QCOMPARE(version(facts, name), ControllerVersion::V2);
    QVERIFY(facts.userManager);
    QCOMPARE(facts.delegated, (std::vector<std::string>{"memory", "pids"}));
    QVERIFY(facts.pressure);
    QVERIFY(facts.systemd);
}

void TestComputerProbe::readsVersion1() {
    const QTemporaryDir tree;
    write(tree, "proc/self/mountinfo",
          "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
          "38 31 0:35 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n"
          "39 31 0:36 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n");
    const ComputerFacts facts = read(tree);
    QCOMPARE(facts.layout, CgroupLayout::V1);
    QCOMPARE(version(facts, "cpu"), ControllerVersion::V1);
    QCOMPARE(version(facts, "io"), ControllerVersion::V1);
    QCOMPARE(version(facts, "memory"), ControllerVersion::Absent);
    QVERIFY(!facts.userManager);
    QVERIFY(!facts.pressure);
    write(tree, "proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    QVERIFY(read(tree).pressure);
}

void TestComputerProbe::readsRestrictions() {
    const QTemporaryDir tree;
    write(tree, "proc/sys/user/max_user_namespaces", "0\n");
    write(tree, "proc/sys/kernel/unprivileged_userns_clone", "0\n");
    write(tree, "proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    write(tree, "proc/sys/kernel/seccomp/actions_avail", "kill_process trap errno allow\n");
    for (const char* name : {"pid", "mnt", "net", "uts", "ipc", "user", "cgroup"})
        write(tree, QStringLiteral("proc/self/ns/") + QLatin1String(name), "");
    ComputerFacts facts = read(tree);
    QCOMPARE(facts.maxUserNamespaces, std::optional<std::uint64_t>(0));
    QVERIFY(facts.cloneRefused);
    QVERIFY(facts.appArmorRefuses);
    QVERIFY(facts.seccompFilters);
    QCOMPARE(facts.missingNamespaces, std::vector<std::string>{"time"});
    write(tree, "proc/sys/kernel/unprivileged_userns_clone", "1\n");
    write(tree, "proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0\n");
    facts = read(tree);
    QVERIFY(!facts.cloneRefused);
    QVERIFY(!facts.appArmorRefuses);
}

void TestComputerProbe::addsUpSubordinateIds() {
    const QTemporaryDir tree;
    write(tree, "etc/subuid", "bob:100000:65536\nalice:165536:65536\n1000:300000:10\nnonsense\nalice:x:y\n");
    write(tree, "etc/subgid", "alice:165536:1000\n");
    const ComputerFacts facts = read(tree);
    QCOMPARE(facts.subordinateUsers, std::uint64_t{65546});
    QCOMPARE(facts.subordinateGroups, std::uint64_t{1000});
    QVERIFY(!facts.mapPrograms);
    for (const char* name : {"usr/bin/newuidmap", "usr/bin/newgidmap"}) {
        write(tree, QLatin1String(name), "");
        QFile::setPermissions(tree.filePath(QLatin1String(name)), QFile::ReadOwner | QFile::ExeOwner);
    }
    QVERIFY(read(tree).mapPrograms);
}

void TestComputerProbe::knowsDistributions_data() {
    QTest::addColumn<QByteArray>("release");
    QTest::addColumn<Distribution>("distribution");
    QTest::newRow("Debian") << QByteArray("NAME=x\nID=debian\n") << Distribution::Debian;
    QTest::newRow("Ubuntu") << QByteArray("ID=ubuntu\nID_LIKE=debian\n") << Distribution::Debian;
    QTest::newRow("Mint") << QByteArray("ID_LIKE=\"ubuntu debian\"\nID=linuxmint\n") << Distribution::Debian;
    QTest::newRow("Rocky") << QByteArray("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n")
                           << Distribution::Fedora;
    QTest::newRow("Tumbleweed") << QByteArray("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n")
                                << Distribution::Suse;
    QTest::newRow("Arch") << QByteArray("ID=arch\n") << Distribution::Arch;
    QTest::newRow("none known") << QByteArray("ID=nixos\nNAME=debian\n") << Distribution::Other;
}

void TestComputerProbe::knowsDistributions() {
    QFETCH(const QByteArray, release);
    QFETCH(const Distribution, distribution);
    const QTemporaryDir tree;
    write(tree, "usr/lib/os-release", release);
    QCOMPARE(read(tree).distribution, distribution);
}

void TestComputerProbe::anEmptyTreeHasNothing() {
    const QTemporaryDir tree;
    const ComputerFacts facts = read(tree);
    QCOMPARE(facts.layout, CgroupLayout::None);
    QCOMPARE(facts.missingNamespaces.size(), std::size_t{8});
    QVERIFY(!facts.seccompFilters && !facts.terminals && !facts.systemd && !facts.pressure);
    QVERIFY(!facts.maxUserNamespaces.has_value());
}

QTEST_GUILESS_MAIN(TestComputerProbe)
#include "tst_computerprobe.moc"
