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

QTEST_GUILESS_MAIN(TestHostProbe)
#include "tst_hostprobe.moc"
