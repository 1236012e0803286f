// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitorlink/childprocess.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <optional>

using namespace vitrine::helper;

class TestChildProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theExitCodeIsTold() {
        std::optional<int> code;
        whenEnded(spawnDetached({"/bin/sh", "-c", "exit 7"}, -1).value(), [&](int ended) { code = ended; });
        QVERIFY(!code);
        QTRY_COMPARE(code, std::optional(7));
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
        QCOMPARE(errno, ECHILD);
    }

    void aFullTableOfDescriptorsHoldsNobodyUp() {
        std::optional<int> code;
        const pid_t child = spawnDetached({"/bin/sleep", "1000"}, -1).value();
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit none = before;
#if !defined(__SANITIZE_ADDRESS__) // UBSan itself needs descriptors to look at an object's type
        none.rlim_cur = 0;
#endif
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
        whenEnded(child, [&](int ended) { code = ended; }); // comes back although the child lives
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(!code);
        QCOMPARE(::kill(child, SIGTERM), 0);
        QTRY_COMPARE(code, std::optional(128 + SIGTERM));
    }
};

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"
