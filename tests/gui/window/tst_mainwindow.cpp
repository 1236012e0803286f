// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/containermodel.h"
#include "gui/views/containerpane.h"
#include "gui/views/errorbar.h"
#include "gui/views/namespacechips.h"
#include "gui/views/windowactions.h"
#include "tests/support/windowfixture.h"

#include "core/model/ociconfig.h"

#include <QApplication>
#include <QCheckBox>
#include <QDateTime>
#include <QDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <csignal>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

namespace {

const ServiceError notAuthorized{ErrorKind::NotAuthorized, QStringLiteral("you may not do this"),
                                 QStringLiteral("Ask an administrator."),
                                 QStringLiteral("org.vitrine.Error.NotAuthorized\nyou may not do this")};

QStringList subscriptionsOf(const FakeContainerService& service) {
    return service.calls.filter(QStringLiteral("subscribe"));
}

} // namespace

class TstMainWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void actionsFollowTheState_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QStringList>("enabled");
        const auto row = [](const char* name, ContainerState state, const QStringList& enabled) {
            QTest::newRow(name) << static_cast<int>(state) << enabled;
        };
        row("creating", ContainerState::Creating, {});
        row("stopped", ContainerState::Stopped, {"actionStart", "actionRename", "actionDelete"});
        row("starting", ContainerState::Starting, {"actionRename"});
        row("running", ContainerState::Running,
            {"actionStop", "actionPause", "actionEnter", "actionKill", "actionRename"});
        row("paused", ContainerState::Paused, {"actionStop", "actionPause", "actionKill", "actionRename"});
        row("stopping", ContainerState::Stopping, {"actionStop", "actionKill", "actionRename"});
        row("deleting", ContainerState::Deleting, {});
        row("broken", ContainerState::Broken, {"actionRename", "actionDelete"});
    }
    void actionsFollowTheState() {
        QFETCH(int, state);
        QFETCH(QStringList, enabled);
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll(
            {WindowFixture::container(1, QStringLiteral("bob"), static_cast<ContainerState>(state))});
        QTRY_VERIFY(!fixture.window->selectedContainer().isEmpty());
        QCoreApplication::processEvents();
        for (const char* name : {"actionStart", "actionStop", "actionPause", "actionEnter", "actionKill",
                                 "actionRename", "actionDelete"}) {
            const auto* action = fixture.child<QAction>(name);
            QCOMPARE(action->isEnabled(), enabled.contains(QLatin1String(name)));
            QVERIFY(!action->toolTip().isEmpty());
            if (!action->isEnabled())
                QVERIFY2(action->toolTip().startsWith(QStringLiteral("bob is ")),
                         qPrintable(action->toolTip()));
        }
        QVERIFY(fixture.child<QAction>("actionNew")->isEnabled());
    }
    void filteringAllAwaySaysSo() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        QTRY_VERIFY(!fixture.window->selectedContainer().isEmpty());
        auto* noMatch = fixture.child<QLabel>("noMatch");
        QVERIFY(!noMatch->isVisible());
        auto* filter = fixture.child<QLineEdit>("filter");
        filter->setText(QStringLiteral("alice"));
        QVERIFY(noMatch->isVisible());
        QCOMPARE(noMatch->text(), QStringLiteral("No container matches “alice”."));
        filter->clear();
        QVERIFY(!noMatch->isVisible());
    }
    void pendingStandsBesideTheState() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        QTRY_VERIFY(fixture.child<QAction>("actionStart")->isEnabled());
        fixture.service.answer = false;
        QTest::keyClick(fixture.window.get(), Qt::Key_F5);
        QTRY_VERIFY(
            fixture.service.calls.contains(QStringLiteral("start ") + fixture.window->selectedContainer()));
        QTRY_COMPARE(fixture.child<QLabel>("headerState")->text(),
                     QStringLiteral("stopped · start requested… · user 1000"));
        QVERIFY(!fixture.child<QAction>("actionStart")->isEnabled());
    }
    void errorsAreSaidInTheWindow() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        QTRY_VERIFY(fixture.child<QAction>("actionStart")->isEnabled());
        fixture.service.nextError = notAuthorized;
        fixture.child<QAction>("actionStart")->trigger();
        auto* bar = fixture.child<ErrorBar>("errorBar");
        QTRY_VERIFY(bar->isVisible());
        QCOMPARE(bar->message(), QStringLiteral("Could not start bob: you may not do this."));
        QCOMPARE(fixture.child<QLabel>("errorHint")->text(), QStringLiteral("Ask an administrator."));
        auto* details = fixture.child<QPlainTextEdit>("errorDetails");
        QVERIFY(!details->isVisible());
        QTest::mouseClick(fixture.child<QToolButton>("errorDetailsButton"), Qt::LeftButton);
        QVERIFY(details->isVisible());
        QVERIFY(details->toPlainText().startsWith(QStringLiteral("org.vitrine.Error.NotAuthorized")));
        QTest::mouseClick(fixture.child<QToolButton>("errorClose"), Qt::LeftButton);
        QVERIFY(!bar->isVisible());
        QTRY_VERIFY(fixture.child<QAction>("actionStart")->isEnabled());
    }
    void helperPageAndBack() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.setStatus(Availability::NotInstalled, QStringLiteral("details"));
        QVERIFY(fixture.child<QWidget>("helperPage")->isVisible());
        QCOMPARE(fixture.child<QLineEdit>("helperCommand")->text(), QStringLiteral("sudo packaging/run.sh"));
        QVERIFY(!fixture.child<QAction>("actionNew")->isEnabled());
        bool rootless = false;
        connect(fixture.window.get(), &MainWindow::rootlessRequested, this, [&] { rootless = true; });
        QTest::mouseClick(fixture.child<QPushButton>("rootlessButton"), Qt::LeftButton);
        QVERIFY(rootless);
        QTest::mouseClick(fixture.child<QPushButton>("retryButton"), Qt::LeftButton);
        QVERIFY(fixture.service.calls.contains(QStringLiteral("connect")));
        fixture.service.setStatus(Availability::Connected);
        QVERIFY(!fixture.child<QWidget>("helperPage")->isVisible());
    }
    void everyTroubleIsNamed_data() {
        QTest::addColumn<int>("availability");
        QTest::addColumn<QString>("title");
        QTest::newRow("no bus") << static_cast<int>(Availability::NoBus) << "There is no message bus";
        QTest::newRow("not installed")
            << static_cast<int>(Availability::NotInstalled) << "The helper is not installed";
        QTest::newRow("start failed")
            << static_cast<int>(Availability::StartFailed) << "The helper does not start";
        QTest::newRow("not allowed") << static_cast<int>(Availability::NotAllowed)
                                     << "The message bus does not let you talk to the helper";
    }
    void everyTroubleIsNamed() {
        QFETCH(int, availability);
        QFETCH(QString, title);
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.setStatus(static_cast<Availability>(availability));
        QCOMPARE(fixture.child<QLabel>("helperTitle")->text(), title);
        QVERIFY(!fixture.child<QLineEdit>("helperCommand")->text().isEmpty());
    }
    void aHelperThatLeftKeepsTheListOnView() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        QTRY_VERIFY(fixture.child<QAction>("actionStop")->isEnabled());
        fixture.service.setStatus(Availability::Vanished);
        QVERIFY(!fixture.child<QWidget>("helperPage")->isVisible());
        QVERIFY(fixture.child<QListView>("containerList")->isVisible());
        QVERIFY(!fixture.child<QAction>("actionStop")->isEnabled());
        QVERIFY(fixture.child<QAction>("actionStop")
                    ->toolTip()
                    .startsWith(QStringLiteral("The helper is starting again")));
        fixture.service.setStatus(Availability::Connected);
        QVERIFY(fixture.child<QAction>("actionStop")->isEnabled());
    }
    void pagesAreMadeWhenTheyAreSeen() {
        WindowFixture fixture;
        const auto keys = [&] {
            QStringList made;
            for (const Page* page : fixture.window->findChildren<Page*>())
                made << page->objectName();
            return made;
        };
        fixture.window->show();
        QCOMPARE(keys(), QStringList()); // nothing is selected
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running),
                                WindowFixture::container(2, QStringLiteral("eve"), ContainerState::Running)});
        QTRY_COMPARE(keys(), QStringList{QStringLiteral("overviewPage")});
        QTest::keyClick(fixture.window.get(), Qt::Key_6, Qt::AltModifier);
        QTRY_COMPARE(keys(), (QStringList{QStringLiteral("overviewPage"), QStringLiteral("stepsPage")}));
        Page* steps = fixture.window->page(QStringLiteral("steps"));
        QCOMPARE(steps->container(), fixture.window->selectedContainer());
        QVERIFY(steps->isShown());
        QVERIFY(steps->isAncestorOf(QApplication::focusWidget()) || steps->hasFocus());
        fixture.window->selectContainer(QStringLiteral("%1").arg(2, 32, 16, QLatin1Char('0')));
        QTRY_COMPARE(steps->container(), fixture.window->selectedContainer());
        QCOMPARE(fixture.window->page(QStringLiteral("nosuchpage")), nullptr);
        QCOMPARE(fixture.window->page(QStringLiteral("log"))->container(), steps->container());
    }
    void hiddenPagesSubscribeToNothing() {
        WindowFixture fixture;
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        fixture.service.putAll({bob});
        QTest::qWait(20);
        QCOMPARE(subscriptionsOf(fixture.service), QStringList());
        fixture.window->show();
        QTRY_COMPARE(subscriptionsOf(fixture.service),
                     QStringList{QStringLiteral("subscribe 1 %1 1000").arg(bob.id)});
        fixture.window->showPage(QStringLiteral("processes"));
        QTRY_COMPARE(subscriptionsOf(fixture.service).last(),
                     QStringLiteral("subscribe 4 %1 1000").arg(bob.id));
        fixture.window->showPage(QStringLiteral("overview"));
        QTRY_COMPARE(subscriptionsOf(fixture.service).last(), QStringLiteral("unsubscribe 4 %1").arg(bob.id));
        fixture.window->hide();
        QTRY_COMPARE(subscriptionsOf(fixture.service).last(), QStringLiteral("unsubscribe 1 %1").arg(bob.id));
    }
    void deleteAsksAndNamesIt() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        QTRY_VERIFY(fixture.child<QAction>("actionDelete")->isEnabled());
        fixture.child<QAction>("actionDelete")->trigger();
        auto* box = fixture.child<QMessageBox>("deleteBox");
        QVERIFY(box);
        QVERIFY(box->text().contains(QStringLiteral("bob")));
        // Enter takes the safe choice.
        QTest::keyClick(box, Qt::Key_Return);
        QTest::qWait(20);
        QVERIFY(!fixture.service.calls.contains(QStringLiteral("delete ") + bob.id));
        fixture.child<QAction>("actionDelete")->trigger();
        box = fixture.child<QMessageBox>("deleteBox");
        QTest::mouseClick(box->findChild<QPushButton*>(QStringLiteral("deleteButton")), Qt::LeftButton);
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("delete ") + bob.id));
        QTRY_VERIFY(fixture.child<QWidget>("emptyState")->isVisible());
    }
    void overviewShowsTheLimitsThatCount() {
        WindowFixture fixture;
        ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        bob.limits = {};
        fixture.service.putAll({bob});
        fixture.window->show();
        fixture.window->showPage(QStringLiteral("overview"));
        QTRY_VERIFY(fixture.window->findChild<QLabel*>(QStringLiteral("overview-cpuMax")));
        auto* cpu = fixture.child<QLabel>("overview-cpuMax");
        auto* cpus = fixture.child<QLabel>("overview-cpus");
        QTRY_COMPARE(cpu->text(), QStringLiteral("no limit"));
        QVERIFY(!cpus->isVisible());
        bob.limits.cpuMax = vitrine::CpuMax{80'000, 100'000};
        bob.limits.cpus = {0};
        fixture.service.put(bob);
        QTRY_COMPARE(cpu->text(), QStringLiteral("80 %"));
        QVERIFY(cpus->isVisible());
        QCOMPARE(cpus->text(), QStringLiteral("0"));
    }
    void overviewMarksForTheStartOfTheMachine() {
        WindowFixture fixture;
        fixture.window->show();
        ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        fixture.window->showPage(QStringLiteral("overview"));
        QCheckBox* box = nullptr;
        QTRY_VERIFY((box = fixture.child<QCheckBox>("overviewAtBoot")) && box->isEnabled());
        auto* text = fixture.child<QLabel>("overviewAtBootText");
        QVERIFY(!box->isChecked() && text->text().contains(QStringLiteral("logged in")));
        const auto click = [&] { QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2)); };
        click();
        QVERIFY(box->isChecked() && !box->isEnabled()); // asked, not answered
        QTRY_VERIFY(box->isEnabled());
        QVERIFY(box->isChecked() && fixture.service.known.value(bob.id).startAtBoot);
        // A refusal: it shows what is, and why.
        fixture.service.nextError =
            ServiceError{ErrorKind::NotAuthorized, QStringLiteral("not allowed"), {}, {}};
        click();
        QTRY_VERIFY(box->isEnabled());
        QVERIFY(box->isChecked());
        QTRY_VERIFY(fixture.child<QWidget>("errorBar")->isVisible());
        click();
        QTRY_VERIFY(box->isEnabled() && !box->isChecked());
        QCOMPARE(
            fixture.service.calls.filter(QStringLiteral("atBoot")),
            (QStringList{QStringLiteral("atBoot %1 1").arg(bob.id), QStringLiteral("atBoot %1 0").arg(bob.id),
                         QStringLiteral("atBoot %1 0").arg(bob.id)}));
        // Somebody else does it; and it isolates less.
        bob.startAtBoot = true;
        bob.widenings = {QStringLiteral("It shares the host's network.")};
        fixture.service.put(bob);
        QTRY_VERIFY(box->isChecked());
        QVERIFY(text->text().startsWith(QStringLiteral("⚠")));
        bob.state = ContainerState::Broken;
        fixture.service.put(bob);
        QTRY_VERIFY(box->isEnabled()); // the mark can be taken away
        bob.startAtBoot = false;
        fixture.service.put(bob);
        QTRY_VERIFY(!box->isEnabled());
    }
    void overviewSaysWhyNothingStartsWithTheMachine() {
        WindowFixture fixture;
        fixture.service.info.unavailable = {{QStringLiteral("start-at-boot"), QStringLiteral("No root.")}};
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        fixture.window->showPage(QStringLiteral("overview"));
        QLabel* text = nullptr;
        QTRY_VERIFY((text = fixture.child<QLabel>("overviewAtBootText")) &&
                    text->text() == QStringLiteral("Not available: No root."));
        QVERIFY(!fixture.child<QCheckBox>("overviewAtBoot")->isEnabled());
    }
    void renameByDialog() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        QTRY_VERIFY(fixture.child<QAction>("actionRename")->isEnabled());
        QTest::keyClick(fixture.window.get(), Qt::Key_F2);
        auto* dialog = fixture.child<QInputDialog>("renameDialog");
        QTRY_VERIFY(dialog = fixture.child<QInputDialog>("renameDialog"));
        dialog->setTextValue(QStringLiteral("robert"));
        dialog->accept();
        QTRY_COMPARE(fixture.child<QLabel>("headerName")->text(), QStringLiteral("robert"));
    }
    void editIsAChangeOfWhatWasSeen() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        fixture.service.lastConfig = QString::fromStdString(
            vitrine::writeConfig(vitrine::defaultSpec("bob", {"/bin/echo", "two words", ""})));
        const QString seen = fixture.service.lastConfig;
        QTRY_VERIFY(fixture.child<QAction>("actionEdit")->isEnabled());
        QTest::keyClick(fixture.window.get(), Qt::Key_E, Qt::ControlModifier);
        QDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = fixture.child<QDialog>("newContainerDialog"));
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Edit bob"));
        dialog->findChild<QAbstractButton*>(QStringLiteral("restartAlways"))->click();
        dialog->findChild<QPushButton*>(QStringLiteral("createButton"))->click();
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("setConfig ") +
                                                   fixture.window->selectedContainer()));
        QCOMPARE(fixture.service.lastSeen, seen);
        const auto spec = vitrine::parseConfig(fixture.service.lastConfig.toStdString()).value();
        QCOMPARE(spec.life.restart, vitrine::RestartPolicy::Always);
        // What one line cannot say is as it was.
        QCOMPARE(spec.process.args, (std::vector<std::string>{"/bin/echo", "two words", ""}));
    }
    void onlyStoppedOnesAreEdited() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        QTRY_VERIFY(fixture.child<QAction>("actionStop")->isEnabled());
        for (const char* name : {"actionEdit", "actionClone"}) {
            QVERIFY(!fixture.child<QAction>(name)->isEnabled());
            QVERIFY(fixture.child<QAction>(name)->toolTip().startsWith(
                QStringLiteral("bob is running; stop it first")));
        }
    }
    void cloneAsksForAName() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        QTRY_VERIFY(fixture.child<QAction>("actionClone")->isEnabled());
        fixture.child<QAction>("actionClone")->trigger();
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = fixture.child<QInputDialog>("cloneDialog"));
        QCOMPARE(dialog->textValue(), QStringLiteral("bob-2"));
        dialog->accept();
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("clone %1 bob-2").arg(bob.id)));
        QTRY_COMPARE(fixture.child<QLabel>("headerName")->text(), QStringLiteral("bob-2"));
    }
    /// On the overview and in the list, in words.
    void healthIsShown() {
        WindowFixture fixture;
        fixture.window->show();
        ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        fixture.service.putAll({bob});
        QWidget* view = nullptr;
        QTRY_VERIFY(view = fixture.child<QWidget>("healthView"));
        QVERIFY(!view->isVisible());
        vitrine::HealthResult last;
        last.finishedUs = 1'767'225'800'000'000;
        last.exitCode = 4;
        last.output = "no answer\n";
        bob.health = vitrine::HealthReport{vitrine::HealthStatus::Unhealthy, 3, last};
        fixture.service.putAll({bob});
        QTRY_VERIFY(view->isVisible());
        QCOMPARE(fixture.child<QLabel>("healthStatus")->text(),
                 QStringLiteral("⚠ unhealthy, failures in a row: 3"));
        QVERIFY(fixture.child<QLabel>("healthLast")->text().endsWith(QStringLiteral("exit code 4")));
        QCOMPARE(fixture.child<QPlainTextEdit>("healthOutput")->toPlainText(), QStringLiteral("no answer\n"));
        ContainerModel model(&fixture.containers, &fixture.samples);
        QCOMPARE(model.index(0).data(ContainerModel::StateWordRole).toString(),
                 QStringLiteral("running, ⚠ unhealthy"));
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("unhealthy")));
        bob.health->status = vitrine::HealthStatus::Healthy;
        bob.health->failures = 0;
        fixture.service.putAll({bob});
        QTRY_COMPARE(fixture.child<QLabel>("healthStatus")->text(), QStringLiteral("✓ healthy"));
        bob.health.reset();
        fixture.service.putAll({bob});
        QTRY_VERIFY(!view->isVisible());
    }
    void restartIsCountedDown() {
        WindowFixture fixture;
        fixture.window->show();
        ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Restarting);
        bob.stateReason = QStringLiteral("exited with 3");
        bob.finishedUs = 1'767'225'800'000'000;
        bob.restarts = 4;
        bob.restartAtUs = static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch() + 3'600'000) * 1000;
        fixture.service.putAll({bob});
        auto* state = fixture.child<QLabel>("headerState");
        QTRY_VERIFY2(state->text().startsWith(QStringLiteral("waits for its restart · in 0")),
                     qPrintable(state->text()));
        QVERIFY(state->text().contains(QStringLiteral("restart 4 in a row")));
        const QString first = state->text();
        QTRY_VERIFY(state->text() != first); // it goes down
        auto* reason = fixture.child<QLabel>("headerReason");
        QVERIFY(reason->isVisible());
        QVERIFY(reason->text().startsWith(QStringLiteral("exited with 3 · ")));
        QVERIFY(fixture.child<QAction>("actionStop")->isEnabled());
        QVERIFY(fixture.child<QAction>("actionDelete")->isEnabled());
        QVERIFY(!fixture.child<QAction>("actionStart")->isEnabled());
        QVERIFY(!fixture.child<QAction>("actionEnter")->isEnabled());
    }
    void starterByOneClick() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({});
        QTest::mouseClick(fixture.child<QPushButton>("starterButton"), Qt::LeftButton);
        QTRY_COMPARE(fixture.child<QLabel>("headerName")->text(), QStringLiteral("starter"));
        QCOMPARE(fixture.service.lastRootKind, QStringLiteral("starter"));
        QVERIFY(fixture.service.lastConfig.contains(QStringLiteral("/bin/bash")));
    }
    void signalsGoToTheSelectedProcess() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        fixture.service.putAll({bob});
        QTRY_COMPARE(fixture.window->selectedContainer(), bob.id);
        fixture.window->showPage(QStringLiteral("processes"));
        ProcessRow first;
        first.key = {500, 10};
        first.nestedPids = {1};
        first.name = QStringLiteral("bash");
        ProcessRow second = first;
        second.key = {501, 11};
        second.parent = 500;
        second.nestedPids = {2};
        emit fixture.service.processesReceived({bob.id, 1, true, {first, second}, {}});
        auto* tree = fixture.child<QTreeView>("processTree");
        QTRY_VERIFY(tree->isVisible());
        const QModelIndex root = tree->model()->index(0, 0);
        QVERIFY(tree->isExpanded(root));
        tree->setCurrentIndex(tree->model()->index(0, 0, root));
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(
            fixture.service.calls.contains(QStringLiteral("signal %1 501 %2").arg(bob.id).arg(SIGTERM)));
        // The selection stays while numbers change.
        second.residentBytes = 99;
        emit fixture.service.processesReceived({bob.id, 2, false, {second}, {}});
        QCOMPARE(tree->currentIndex().parent(), root);
    }
    void everythingHasANameAndAKey() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        QCoreApplication::processEvents();
        for (const QAction* action : fixture.window->actions())
            QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        const auto* tabs = fixture.child<QTabWidget>("pages");
        for (int i = 0; i < tabs->count(); ++i)
            QVERIFY(tabs->tabToolTip(i).contains(QStringLiteral("Alt+%1").arg(i + 1)));
        const auto* chips = fixture.child<NamespaceChips>("namespaceChips");
        QVERIFY(chips->accessibleDescription().startsWith(QStringLiteral("pid: its own (4026532200)")));
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::AltModifier);
        QTRY_COMPARE(fixture.window->currentPageKey(), QStringLiteral("processes"));
    }
    void remembersItself() {
        WindowFixture fixture;
        fixture.window->resize(790, 520);
        fixture.window->show();
        fixture.window->showPage(QStringLiteral("steps"));
        fixture.window->containerPane()->setOrder(ContainerOrder::Memory);
        fixture.window->close();
        MainWindow again(fixture.context, allPages(), BusKind::System);
        QCOMPARE(again.currentPageKey(), QStringLiteral("steps"));
        QCOMPARE(again.containerPane()->order(), ContainerOrder::Memory);
        QCOMPARE(again.size(), QSize(790, 520));
    }
    void selectsTheContainerOfTheCommandLine() {
        WindowFixture fixture;
        fixture.window->selectContainerNamed(QStringLiteral("eve"));
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running),
                                WindowFixture::container(2, QStringLiteral("eve"), ContainerState::Running)});
        QTRY_COMPARE(fixture.child<QLabel>("headerName")->text(), QStringLiteral("eve"));
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_mainwindow.moc"
