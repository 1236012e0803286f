// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window shows fits into it, and what it says first is what is known.

#include "gui/views/helperpage.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace vitrine::gui;
using vitrine::ContainerState;

namespace {

vitrine::StepDescription longStep() {
    vitrine::StepDescription step;
    step.title = "Make all mounts private";
    step.systemCall = std::string(200, 'x');
    step.byHand = std::string(200, 'y');
    return step;
}

} // namespace

class TstFits : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void narrowTabsLoseTheirIconsAndNotTheirWords() {
        WindowFixture fixture;
        fixture.window->resize(1180, 740);
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        auto* tabs = fixture.child<QTabWidget>("pages");
        QTRY_VERIFY(tabs->isVisible());
        QVERIFY(!tabs->tabIcon(0).isNull());
        fixture.window->resize(800, 600);
        QTRY_VERIFY(tabs->tabIcon(0).isNull());
        const QTabBar* bar = tabs->tabBar();
        for (int i = 0; i < tabs->count(); ++i)
            QVERIFY2(bar->tabRect(i).width() > bar->fontMetrics().horizontalAdvance(tabs->tabText(i)),
                     qPrintable(tabs->tabText(i)));
        QTRY_VERIFY(bar->tabRect(tabs->count() - 1).right() <= tabs->width());
        fixture.window->resize(1180, 740);
        QTRY_VERIFY(!tabs->tabIcon(0).isNull());
    }
    void tablesFitUntilSomebodyMovesABorder() {
        WindowFixture fixture;
        fixture.service.traced = {{longStep(), {}}};
        fixture.window->resize(1180, 740);
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        fixture.window->showPage(QStringLiteral("steps"));
        QVERIFY(fixture.window->page(QStringLiteral("steps")));
        auto* table = fixture.child<QTableView>("stepTable");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
        QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
        fixture.window->resize(1280, 740);
        QTRY_COMPARE(table->horizontalHeader()->length(), table->viewport()->width());
        table->setColumnWidth(1, 300);
        fixture.window->resize(1180, 740);
        QTRY_VERIFY(table->viewport()->width() < table->horizontalHeader()->length());
        QCOMPARE(table->columnWidth(1), 300);
        fixture.window->showPage(QStringLiteral("processes"));
        QVERIFY(fixture.window->page(QStringLiteral("processes")));
        auto* tree = fixture.child<QTreeView>("processTree");
        ProcessRow first;
        first.key = {4312, 1};
        first.name = QStringLiteral("bash");
        first.commandLine = QString(300, QLatin1Char('x'));
        emit fixture.service.processesReceived({fixture.window->selectedContainer(), 1, true, {first}, {}});
        QTRY_VERIFY(tree->isVisible());
        QTRY_COMPARE(tree->header()->length(), tree->viewport()->width());
    }
    void withoutATraceThePlanIsShown() {
        WindowFixture fixture;
        fixture.service.planned = {longStep()};
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        fixture.window->showPage(QStringLiteral("steps"));
        QVERIFY(fixture.window->page(QStringLiteral("steps")));
        auto* which = fixture.child<QComboBox>("stepsWhich");
        auto* table = fixture.child<QTableView>("stepTable");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(which->currentText(), QStringLiteral("What a start would do"));
        fixture.service.traced = {{longStep(), {}}, {longStep(), {}}};
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(which->currentText(), QStringLiteral("What the last start did"));
    }
    void thePageOfTheRootlessHelper() {
        HelperPage page;
        page.setHelperProgram(QStringLiteral("/usr/local/libexec/vitrine-helper"));
        const HelperStatus status{Availability::NotInstalled, QStringLiteral("ServiceUnknown")};
        page.setStatus(status, BusKind::Session);
        page.show();
        const auto* command = page.findChild<QLineEdit*>(QStringLiteral("helperCommand"));
        auto* system = page.findChild<QPushButton*>(QStringLiteral("systemButton"));
        const auto* start = page.findChild<QPushButton*>(QStringLiteral("rootlessButton"));
        QCOMPARE(command->text(), QStringLiteral("/usr/local/libexec/vitrine-helper --session"));
        QVERIFY(start->isVisible() && system->isVisible());
        const QSignalSpy asked(&page, &HelperPage::systemRequested);
        QTest::mouseClick(system, Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        page.setHelperProgram({});
        page.setStatus(status, BusKind::Session);
        QCOMPARE(command->text(), QStringLiteral("sudo packaging/run.sh"));
        QVERIFY(!start->isVisible());
        page.setStatus(status, BusKind::System);
        QVERIFY(!system->isVisible() && start->isVisible());
    }
};

QTEST_MAIN(TstFits)
#include "tst_fits.moc"
