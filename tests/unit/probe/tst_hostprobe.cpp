// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/hostprobe.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace vitrine;

class TestHostProbe : public QObject {
    Q_OBJECT
private slots:
    void readsThisMachine();
    void readsATree();
    void saysWhyUserNamespacesAreMissing();
    void findsSecurityModules();
    void saysWhyDevicesCannotBeListed();

private:
    static void write(const QTemporaryDir& tree, const QString& path, const QByteArray& text) {
        const QString full = tree.filePath(path);
        QDir().mkpath(full.section(u'/', 0, -2));
        QFile file(full);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static void fill(const QTemporaryDir& tree) {
        write(tree, "proc/self/mountinfo", "");
        write(tree, "proc/meminfo", "MemTotal:       2048 kB\nMemFree:        1 kB\n");
        write(tree, "proc/sys/kernel/random/boot_id", "1b7c\n");
        write(tree, "proc/self/ns/user", "");
    }
    static HostFacts read(const QTemporaryDir& tree, Privilege privilege = Privilege::Root) {
        return probe::readHostFacts(privilege, tree.path().toStdString()).value();
    }
    static bool lacks(const HostFacts& facts, const std::string& feature) {
        return std::ranges::any_of(facts.unavailable,
                                   [&](const auto& entry) { return entry.feature == feature; });
    }
};

void TestHostProbe::readsThisMachine() {
    const auto facts = probe::readHostFacts(Privilege::Root);
    QVERIFY(facts.has_value());
    QVERIFY(facts->memoryTotal > 16 * 1024 * 1024);
    QVERIFY(facts->cpuCount >= 1);
    QCOMPARE(facts->bootId.size(), std::size_t{36});
    QVERIFY(!facts->kernelRelease.empty());
}

void TestHostProbe::readsATree() {
    const QTemporaryDir tree;
    fill(tree);
    const auto facts = probe::readHostFacts(Privilege::Root, tree.path().toStdString());
    QVERIFY(facts.has_value());
    QCOMPARE(facts->memoryTotal, std::uint64_t{2048} * 1024);
    QCOMPARE(facts->bootId, std::string("1b7c"));
    QVERIFY(facts->userNamespaces);
    QVERIFY(!facts->timeNamespaces);
    QVERIFY(lacks(*facts, "time-namespace"));
    QVERIFY(lacks(*facts, "limits"));
    QVERIFY(!lacks(*facts, "start-at-boot"));
    QVERIFY(lacks(*probe::readHostFacts(Privilege::Rootless, tree.path().toStdString()), "start-at-boot"));
}

void TestHostProbe::saysWhyUserNamespacesAreMissing() {
    const QTemporaryDir tree;
    fill(tree);
    write(tree, "proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    QVERIFY(!probe::readHostFacts(Privilege::Rootless, tree.path().toStdString())->userNamespaces);
    QVERIFY(probe::readHostFacts(Privilege::Root, tree.path().toStdString())->userNamespaces);
    write(tree, "proc/sys/user/max_user_namespaces", "0\n");
    const auto facts = probe::readHostFacts(Privilege::Root, tree.path().toStdString());
    QVERIFY(!facts->userNamespaces);
    QVERIFY(lacks(*facts, "user-namespace"));
}

void TestHostProbe::findsSecurityModules() {
    const QTemporaryDir tree;
    fill(tree);
    HostFacts facts = read(tree);
    QVERIFY(!facts.appArmor && lacks(facts, "apparmor"));
    QVERIFY(!facts.seLinux && lacks(facts, "selinux"));
    // Built in and off, as with apparmor=0 and selinux=0.
    write(tree, "sys/module/apparmor/parameters/enabled", "N\n");
    write(tree, "proc/filesystems", "nodev\tsysfs\n\text4\n");
    facts = read(tree);
    QVERIFY(!facts.appArmor && lacks(facts, "apparmor"));
    QVERIFY(!facts.seLinux && lacks(facts, "selinux"));
    write(tree, "sys/module/apparmor/parameters/enabled", "Y\n");
    write(tree, "proc/filesystems", "nodev\tsysfs\nnodev\tselinuxfs\n");
    facts = read(tree, Privilege::Rootless);
    QVERIFY(facts.appArmor && !lacks(facts, "apparmor"));
    QVERIFY(!facts.seLinux && lacks(facts, "selinux")); // nobody has mounted it
    write(tree, "sys/fs/selinux/enforce", "1");
    facts = read(tree);
    QVERIFY(facts.seLinux && !lacks(facts, "selinux"));
}

void TestHostProbe::saysWhyDevicesCannotBeListed() {
    const QTemporaryDir tree;
    fill(tree);
    QVERIFY(lacks(read(tree), "device-list")); // no control groups
    const QByteArray line = "30 20 0:26 / /sys/fs/cgroup/%1 rw - cgroup cgroup rw,%1\n";
    write(tree, "proc/self/mountinfo", QByteArray(line).replace("%1", "pids"));
    QVERIFY(lacks(read(tree), "device-list"));
    write(tree, "proc/self/mountinfo",
          QByteArray(line).replace("%1", "pids") + QByteArray(line).replace("%1", "devices"));
    QVERIFY(!lacks(read(tree), "device-list"));
    QVERIFY(lacks(read(tree, Privilege::Rootless), "device-list"));
    write(tree, "proc/self/mountinfo", "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    QVERIFY(!lacks(read(tree), "device-list"));
    QVERIFY(lacks(read(tree, Privilege::Rootless), "device-list"));
}

QTEST_GUILESS_MAIN(TestHostProbe)
#include "tst_hostprobe.moc"
