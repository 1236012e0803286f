// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QProcess>

#include <csignal>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// The message bus ends under a running container, and another one comes at the same address.
class TstBusGone : public QObject {
    Q_OBJECT
private slots:
    void anotherBusIsFound() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), RealWindow::patienceMs);
        real.trigger("actionStart");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        const std::uint32_t leader = real.container("shop")->info.leader;

        const uint pid = QDBusConnection::systemBus()
                             .interface()
                             ->servicePid(QStringLiteral("org.freedesktop.DBus"))
                             .value();
        QVERIFY(pid > 1);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(real.child<QLabel>("helperTitle")->text(),
                                  QStringLiteral("There is no message bus"), RealWindow::patienceMs);
        QVERIFY(real.child<QWidget>("helperPage")->isVisible());
        QVERIFY(!real.action("actionNew")->isEnabled());
        QTest::mouseClick(real.child<QPushButton>("retryButton"), Qt::LeftButton);
        QTest::qWait(50);
        QVERIFY(real.child<QWidget>("helperPage")->isVisible());

        const QString folder = qEnvironmentVariable("VITRINE_TEST_DIR");
        QFile::remove(folder + QStringLiteral("/dbus/system_bus_socket"));
        QProcess bus;
        bus.start(QStringLiteral("dbus-daemon"),
                  {QStringLiteral("--config-file=%1/bus.conf").arg(folder), QStringLiteral("--nofork"),
                   QStringLiteral("--nopidfile"), QStringLiteral("--print-address=1")});
        QVERIFY(bus.waitForReadyRead(RealWindow::patienceMs));
        QTest::mouseClick(real.child<QPushButton>("retryButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        QCOMPARE(real.container("shop")->info.leader, leader);
        real.trigger("actionStop");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("shop"), RealWindow::patienceMs);
        bus.terminate();
        QVERIFY(bus.waitForFinished(RealWindow::patienceMs));
    }
};

QTEST_MAIN(TstBusGone)
#include "tst_busgone.moc"
