// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/foreign.h"

#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::process;

/// Containers that nobody but the kernel knows of.
class TestForeignProcess : public QObject {
    Q_OBJECT

    static const Foreign* find(const std::vector<Foreign>& all, pid_t pid) {
        const auto found = std::ranges::find_if(all, [&](const Foreign& foreign) {
            return std::ranges::any_of(foreign.processes,
                                       [&](const ProcessInfo& one) { return one.key.pid == pid; });
        });
        return found == all.end() ? nullptr : &*found;
    }

private slots:
    void aProcessWithNamespacesOfItsOwnIsFound() {
        QProcess shell;
        shell.start("unshare", {"--pid", "--uts", "--fork", "--kill-child", "sh", "-c",
                                "hostname far; sleep 1000 & echo $!; wait"});
        QVERIFY(shell.waitForReadyRead());
        const auto child = childOf(shell.processId());
        QVERIFY(child > 0);
        const auto all = listForeign({}, 0);
        QVERIFY2(all, all ? "" : all.error().message().c_str());
        const Foreign* found = find(*all, child);
        QVERIFY(found != nullptr);
        QCOMPARE(found->leader.key.pid, child);
        QCOMPARE(found->leader.name, std::string("sh"));
        QCOMPARE(found->processes.size(), 2U); // with what sleeps
        QVERIFY(std::ranges::contains(found->kinds, NamespaceKind::Pid));
        QVERIFY(std::ranges::contains(found->kinds, NamespaceKind::Uts));
        QVERIFY(!std::ranges::contains(found->kinds, NamespaceKind::User));
        QVERIFY(find(*all, 1) == nullptr);

        // What is Vitrine's is not told.
        const auto others = listForeign({.cgroups = {}, .namespaces = {namespacesOf(child).value()}}, 0);
        QVERIFY(others && find(*others, child) == nullptr);
        shell.kill();
        shell.waitForFinished();
    }

private:
    /// The only child of a process.
    static pid_t childOf(qint64 pid) {
        QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    }
};

QTEST_APPLESS_MAIN(TestForeignProcess)
#include "tst_foreignprocess.moc"
