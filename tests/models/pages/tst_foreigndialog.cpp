// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/consoletab.h"
#include "gui/console/enterdialog.h"
#include "gui/foreign/foreignconsole.h"
#include "gui/foreign/foreigndialog.h"
#include "tests/models/pages/pagefixture.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

using namespace vitrine::gui;
using vitrine::ErrorKind;
using vitrine::NamespaceKind;

class TstForeignDialog : public QObject {
    Q_OBJECT

    static ForeignContainer web() {
        return {
            .engine = QStringLiteral("podman"),
            .name = QStringLiteral("0123456789ab"),
            .command = QStringLiteral("nginx"),
            .leader = 700,
            .leaderStart = 5,
            .uid = 0,
            .namespaces = {NamespaceKind::Pid, NamespaceKind::Mount, NamespaceKind::Network},
            .processes = {{700, 1, 0, QStringLiteral("nginx")}, {701, 700, 33, QStringLiteral("worker")}}};
    }
    static ForeignContainer nameless() {
        return {
            .engine = {},
            .name = {},
            .command = QStringLiteral("sleep"),
            .leader = 800,
            .leaderStart = 9,
            .uid = 1000,
            .namespaces = {NamespaceKind::User},
            // A circle, as numbers that are used again could make one.
            .processes = {{800, 801, 1000, QStringLiteral("sleep")}, {801, 800, 1000, QStringLiteral("a")}}};
    }

private slots:
    void whatThereIsIsShown() {
        PageFixture fixture;
        fixture.service.foreign = {web(), nameless()};
        ForeignDialog dialog(&fixture.service);
        QCOMPARE(fixture.count("listForeign"), 0); // nobody looks yet
        dialog.show();
        auto* tree = dialog.findChild<QTreeWidget*>("foreignTree");
        QTRY_COMPARE(tree->topLevelItemCount(), 2);
        const QTreeWidgetItem* first = tree->topLevelItem(0);
        QCOMPARE(first->text(0), "0123456789ab");
        QCOMPARE(first->text(1), "Podman");
        QCOMPARE(first->text(4), "2");
        QCOMPARE(first->text(5), "pid mnt net");
        QCOMPARE(first->childCount(), 1);
        QCOMPARE(first->child(0)->child(0)->text(0), "worker");
        QCOMPARE(tree->topLevelItem(1)->text(0), "sleep");
        auto* byHand = dialog.findChild<QPlainTextEdit*>("foreignByHand");
        QCOMPARE(byHand->toPlainText(), "nsenter --target 700 --pid --mount --net --root --wd -- sh");
        tree->setCurrentItem(tree->topLevelItem(0)->child(0)->child(0));
        QVERIFY(byHand->toPlainText().contains("700")); // of the container, whichever process is meant
        tree->setCurrentItem(tree->topLevelItem(1));
        QVERIFY(byHand->toPlainText().contains("--target 800 --user"));
        QTest::mouseClick(dialog.findChild<QPushButton*>("foreignCopy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), byHand->toPlainText());
    }

    void whatIsSelectedStaysSoWhenOthersCome() {
        PageFixture fixture;
        fixture.service.foreign = {nameless()};
        ForeignDialog dialog(&fixture.service);
        dialog.show();
        auto* tree = dialog.findChild<QTreeWidget*>("foreignTree");
        QTRY_COMPARE(tree->topLevelItemCount(), 1);
        tree->topLevelItem(0)->setExpanded(true);
        fixture.service.foreign = {web(), nameless()};
        dialog.hide();
        dialog.show();
        QTRY_COMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->currentItem(), tree->topLevelItem(1));
        QVERIFY(tree->topLevelItem(1)->isExpanded());
        QVERIFY(!tree->topLevelItem(0)->isExpanded());
        fixture.service.foreign.clear();
        dialog.hide();
        dialog.show();
        QTRY_COMPARE(tree->topLevelItemCount(), 0);
        QCOMPARE(dialog.findChild<QPlainTextEdit*>("foreignByHand")->toPlainText(), "");
        QVERIFY(!dialog.findChild<QPushButton*>("foreignCopy")->isEnabled());
    }

    /// Nothing is asked of the helper before the person has said how; then into what was chosen, and as it
    /// was when it was listed.
    void oneIsEntered() {
        PageFixture fixture;
        fixture.service.foreign = {web()};
        ForeignDialog dialog(&fixture.service);
        dialog.show();
        auto* enter = dialog.findChild<QPushButton*>("foreignEnter");
        QVERIFY(!enter->isEnabled());
        QTRY_VERIFY(enter->isEnabled());
        QTest::mouseClick(enter, Qt::LeftButton);
        auto* how = dialog.findChild<EnterDialog*>();
        QVERIFY(how && how->isVisible());
        QVERIFY(how->windowTitle().contains(QStringLiteral("0123456789ab")));
        EnterChoice choice = how->choice();
        choice.namespaces = QStringList{QStringLiteral("mnt"), QStringLiteral("net")};
        emit how->chosen(choice);
        ForeignConsole* console = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* found = qobject_cast<ForeignConsole*>(widget))
                console = found;
        }
        QVERIFY(console && console->isVisible());
        QVERIFY(console->windowTitle().startsWith(QStringLiteral("⚠")));
        if (console->console()->terminal())
            QTRY_VERIFY(fixture.service.calls.filter(QStringLiteral("enterForeign 700 5 mnt,net")).size() ==
                        1);
        delete console;
        // What is wrong is said in its window.
        fixture.service.nextError = vitrine::gui::ServiceError{
            ErrorKind::NotAuthorized, QStringLiteral("An administrator is needed."), {}, {}};
        emit how->chosen(choice);
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* found = qobject_cast<ForeignConsole*>(widget))
                console = found;
        }
        const auto isSaid = [&] {
            return std::ranges::any_of(console->findChildren<QLabel*>(), [](const QLabel* label) {
                return label->text().contains(QStringLiteral("An administrator is needed."));
            });
        };
        if (console->console()->terminal())
            QTRY_VERIFY(isSaid());
        delete console;
    }

    void whyThereIsNothingIsSaid() {
        PageFixture fixture;
        ForeignDialog dialog(&fixture.service);
        dialog.show();
        auto* state = dialog.findChild<QLabel*>("foreignState");
        QTRY_VERIFY(state->text().contains("none"));
        fixture.service.nextError = ServiceError{ErrorKind::Failed, QStringLiteral("no /proc"), {}, {}};
        dialog.hide();
        dialog.show();
        QTRY_VERIFY(state->text().contains("no /proc"));
    }
};

QTEST_MAIN(TstForeignDialog)
#include "tst_foreigndialog.moc"
