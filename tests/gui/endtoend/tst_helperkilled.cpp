// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>

#include <csignal>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// The helper dies at once, while a container runs: the window keeps what it shows, and goes on with the next
/// helper.
class TstHelperKilled : public QObject {
    Q_OBJECT
private slots:
    void theContainerRunsOn() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), RealWindow::patienceMs);
        QTRY_VERIFY(real.action("actionStart")->isEnabled());
        real.action("actionStart")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        const std::uint32_t leader = real.container("shop")->info.leader;
        const SampleStore* samples = real.application.context().samples;
        const ContainerId id = real.container("shop")->info.id;

        const uint pid = QDBusConnection::systemBus()
                             .interface()
                             ->servicePid(QStringLiteral("org.vitrine.Manager1"))
                             .value();
        QVERIFY(pid > 1);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!real.isConnected(), RealWindow::patienceMs);
        QVERIFY(real.container("shop"));
        QVERIFY(!real.child<QWidget>("helperPage")->isVisible());

        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        QCOMPARE(real.container("shop")->info.leader, leader);
        const std::int64_t before = samples->samples(id)->isEmpty() ? 0 : samples->samples(id)->last().timeNs;
        QTRY_VERIFY_WITH_TIMEOUT(!samples->samples(id)->isEmpty() &&
                                     samples->samples(id)->last().timeNs > before,
                                 RealWindow::patienceMs); // subscribed again

        real.action("actionStop")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("shop"), RealWindow::patienceMs);
    }
};

QTEST_MAIN(TstHelperKilled)
#include "tst_helperkilled.moc"
