// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include "gui/console/consolepage.h"
#include "gui/models/processmodel.h"
#include "gui/views/stepspage.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTreeView>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// From an empty list to a running container and back, by clicks alone.
class TstMainJob : public QObject {
    Q_OBJECT
private slots:
    void clickAContainerIntoBeing() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        QTRY_VERIFY(real.child<QWidget>("emptyState")->isVisible());
        checkPreview(real);

        real.create("shop");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        QTRY_COMPARE(real.child<QLabel>("headerName")->text(), QStringLiteral("shop"));

        QTRY_VERIFY(real.action("actionStart")->isEnabled());
        real.press(Qt::Key_F5);
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        checkProcesses(real);
        checkTrace(real);
        checkNumbers(real);
        checkLimits(real);
        checkConsoleAndLog(real);
        checkAtBoot(real);

        real.trigger("actionPause");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Paused), RealWindow::patienceMs);
        real.trigger("actionPause");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);

        real.press(Qt::Key_F2);
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = real.child<QInputDialog>("renameDialog"));
        dialog->setTextValue(QStringLiteral("bakery"));
        dialog->accept();
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("bakery", ContainerState::Running), RealWindow::patienceMs);
        QVERIFY(!real.container("shop"));

        real.trigger("actionStop");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("bakery", ContainerState::Stopped), RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(real.child<QWidget>("emptyState")->isVisible(), RealWindow::patienceMs);
        QVERIFY2(!real.child<ErrorBar>("errorBar")->isVisible(), qPrintable(real.error()));
    }

    void aTakenNameIsRefusedWhileItIsTyped() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("twin");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("twin", ContainerState::Stopped), RealWindow::patienceMs);
        real.trigger("actionNew");
        auto* dialog = real.child<NewContainerDialog>("newContainerDialog");
        QVERIFY(dialog);
        auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("newName"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("twin"));
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("createButton"))->isEnabled());
        dialog->reject();
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("twin"), RealWindow::patienceMs);
    }

private:
    static void checkPreview(RealWindow& real) {
        real.trigger("actionNew");
        auto* dialog = real.child<NewContainerDialog>("newContainerDialog");
        QVERIFY(dialog);
        auto* table = dialog->findChild<QTableView*>(QStringLiteral("stepTable"));
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() > 5, RealWindow::patienceMs);
        dialog->findChild<QAbstractButton*>(QStringLiteral("ns_net"))->click();
        auto* warnings = dialog->findChild<QLabel*>(QStringLiteral("newWarnings"));
        QTRY_VERIFY_WITH_TIMEOUT(warnings->text().contains(QStringLiteral("network")),
                                 RealWindow::patienceMs);
        dialog->reject();
        QTRY_VERIFY(!real.child<NewContainerDialog>("newContainerDialog"));
    }
    static void checkProcesses(RealWindow& real) {
        real.window().showPage(QStringLiteral("processes"));
        auto* tree = real.child<QTreeView>("processTree");
        QTRY_VERIFY_WITH_TIMEOUT(tree->isVisible() && tree->model()->rowCount() > 0, RealWindow::patienceMs);
        const auto cell = [&](int column) { return tree->model()->index(0, column).data().toString(); };
        QCOMPARE(cell(ProcessModel::Name), QStringLiteral("bash"));
        QCOMPARE(cell(ProcessModel::InnerPid), QStringLiteral("1 (first)"));
        QCOMPARE(cell(ProcessModel::HostPid), QString::number(real.container("shop")->info.leader));
        QVERIFY2(cell(ProcessModel::User).startsWith(QStringLiteral("0 → ")),
                 qPrintable(cell(ProcessModel::User)));
        QVERIFY2(cell(ProcessModel::User) != QStringLiteral("0 → 0"), "root inside must not be root outside");
    }
    static void checkTrace(RealWindow& real) {
        real.window().showPage(QStringLiteral("steps"));
        const StepModel* steps =
            static_cast<StepsPage*>(real.window().page(QStringLiteral("steps")))->model();
        QTRY_VERIFY_WITH_TIMEOUT(steps->rowCount() > 5, RealWindow::patienceMs);
        QCOMPARE(steps->kind(), StepModel::Kind::Trace);
        for (const StepRow& step : steps->steps())
            QVERIFY2(step.record.state == vitrine::StepState::Done, step.description.title.c_str());
    }
    static void checkNumbers(RealWindow& real) {
        const SampleStore* samples = real.application.context().samples;
        const ContainerId id = real.container("shop")->info.id;
        QTRY_VERIFY_WITH_TIMEOUT(samples->memoryBytes(id).value_or(0) > 0, RealWindow::patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(samples->cpus(id).has_value(), RealWindow::patienceMs);
    }
    /// The kernel's own word, read by the helper, of a limit that is set while it runs.
    static void checkAtBoot(RealWindow& real) {
        real.window().showPage(QStringLiteral("overview"));
        QCheckBox* box = nullptr;
        QTRY_VERIFY(box = real.child<QCheckBox>("overviewAtBoot"));
        for (const bool wanted : {true, false}) {
            QTRY_VERIFY2(box->isVisible() && box->isEnabled(), qPrintable(real.error()));
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
            QTRY_COMPARE_WITH_TIMEOUT(real.container("shop")->info.startAtBoot, wanted,
                                      RealWindow::patienceMs);
        }
    }
    static void checkLimits(RealWindow& real) {
        real.window().showPage(QStringLiteral("limits"));
        auto* box = real.child<QDoubleSpinBox>("limit-pidsMax-spin");
        QTRY_VERIFY_WITH_TIMEOUT(box->isVisible() && box->isEnabled(), RealWindow::patienceMs);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("77"));
        QTest::keyClick(box, Qt::Key_Return);
        const auto* says = real.child<QLabel>("limit-pidsMax-readback");
        QTRY_VERIFY2_WITH_TIMEOUT(says->text().contains(QStringLiteral("<b>77</b></tt>")) &&
                                      says->text().contains(QStringLiteral("pids.max")),
                                  qPrintable(says->text() + real.error()), RealWindow::patienceMs);
    }
    static void checkConsoleAndLog(RealWindow& real) {
        real.window().showPage(QStringLiteral("console"));
        auto* console = static_cast<ConsolePage*>(real.window().page(QStringLiteral("console")));
        QTRY_VERIFY_WITH_TIMEOUT(console->currentTab() && console->currentTab()->isAttached(),
                                 RealWindow::patienceMs);
        console->currentTab()->terminal()->type(QStringLiteral("echo a$((40+2))b\r"));
        QTRY_VERIFY_WITH_TIMEOUT(console->currentTab()->terminal()->text().contains(QStringLiteral("a42b")),
                                 RealWindow::patienceMs);
        real.window().showPage(QStringLiteral("log"));
        QTRY_VERIFY_WITH_TIMEOUT(
            real.child<QPlainTextEdit>("log-text")->toPlainText().contains(QStringLiteral("a42b")),
            RealWindow::patienceMs);
    }
};

QTEST_MAIN(TstMainJob)
#include "tst_mainjob.moc"
