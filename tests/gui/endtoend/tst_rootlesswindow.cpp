// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include "gui/console/consolepage.h"
#include "gui/views/overviewpage.h"

#include <QCheckBox>
#include <QProcess>
#include <QTabWidget>
#include <QTemporaryDir>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// A machine without the helper of root's, as an ordinary user with a session bus: the page's button, and
/// then a whole life of a container without any of root's rights.
class TstRootless : public QObject {
    Q_OBJECT
    QProcess m_bus;

private slots:
    void initTestCase() {
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
                     QStringLiteral("--print-address=1")});
        QVERIFY(m_bus.waitForReadyRead(RealWindow::patienceMs));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
        // The window looks for the helper beside itself and in PATH.
        const QByteArray helper = qgetenv("VITRINE_HELPER");
        qputenv("PATH", helper.first(helper.lastIndexOf('/')) + ':' + qgetenv("PATH"));
    }
    void aLifeWithoutRoot() {
        QVERIFY(::geteuid() != 0);
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.child<QPushButton>("rootlessButton")->isVisible(),
                                 RealWindow::patienceMs);
        QTest::mouseClick(real.child<QPushButton>("rootlessButton"), Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(real.isConnected(), qPrintable(real.child<QLabel>("helperTitle")->text()),
                                  RealWindow::patienceMs);
        QVERIFY(real.child<QLabel>("helperLabel")->text().contains(QStringLiteral("rootless")));
        QVERIFY(!real.child<QWidget>("helperPage")->isVisible());

        checkDialog(real);
        real.create("shop");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        QTRY_VERIFY(real.action("actionStart")->isEnabled());
        real.press(Qt::Key_F5);
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        QCOMPARE(real.container("shop")->info.owner, ::geteuid());
        checkConsole(real);
        real.trigger("actionStop");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY2_WITH_TIMEOUT(!real.container("shop"), qPrintable(real.error()), RealWindow::patienceMs);
        QVERIFY2(!real.child<ErrorBar>("errorBar")->isVisible(), qPrintable(real.error()));
    }
    void cleanupTestCase() {
        m_bus.terminate();
        QVERIFY(m_bus.waitForFinished(RealWindow::patienceMs));
    }

private:
    /// What cannot be had is switched off, with the reason; the rest can be created.
    static void checkDialog(RealWindow& real) {
        const HelperInfo helper = real.application.context().service->helper();
        QCOMPARE(helper.mode, HelperMode::Session);
        real.trigger("actionNew");
        auto* dialog = real.child<NewContainerDialog>("newContainerDialog");
        QVERIFY(dialog);
        QVERIFY(!dialog->findChild<QCheckBox*>(QStringLiteral("ns_user"))->isEnabled());
        const QString reason = helper.unavailable.value(QStringLiteral("limits"));
        const bool isLimited =
            dialog->findChild<QCheckBox*>(QStringLiteral("limit-memoryMax-none"))->isEnabled();
        QCOMPARE(isLimited, reason.isEmpty());
        QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("limitsUnavailable"))->text().contains(reason));
        QTRY_VERIFY(dialog->findChild<QPushButton*>(QStringLiteral("createButton"))->isEnabled());
        dialog->reject();
        QTRY_VERIFY(!real.child<NewContainerDialog>("newContainerDialog"));
    }
    static void checkConsole(RealWindow& real) {
        real.window().showPage(QStringLiteral("console"));
        auto* console = static_cast<ConsolePage*>(real.window().page(QStringLiteral("console")));
        QTRY_VERIFY_WITH_TIMEOUT(console->currentTab() && console->currentTab()->isAttached(),
                                 RealWindow::patienceMs);
        console->currentTab()->terminal()->type(QStringLiteral("echo a$((40+2))b\r"));
        QTRY_VERIFY_WITH_TIMEOUT(console->currentTab()->terminal()->text().contains(QStringLiteral("a42b")),
                                 RealWindow::patienceMs);
    }
};

QTEST_MAIN(TstRootless)
#include "tst_rootlesswindow.moc"
