// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "gui/groups/groupeditor.h"
#include "gui/groups/groupsdialog.h"
#include "gui/groups/panicbox.h"
#include "gui/store/groupstore.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/overviewpage.h"
#include "tests/models/pages/pagefixture.h"

#include <QApplication>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include <unistd.h>

#include <algorithm>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

namespace {

constexpr const char* shopId = "0000000000000000000000000000000a";
constexpr const char* labId = "0000000000000000000000000000000b";

GroupInfo groupOf(const char* id, const char* name) {
    GroupInfo group;
    group.id = QLatin1String(id);
    group.name = QLatin1String(name);
    group.owner = ::getuid();
    return group;
}

/// The fixture with two groups; its container is in the first.
struct Groups : PageFixture {
    GroupStore store{&service};
    PageContext page;

    Groups() {
        GroupInfo shop = groupOf(shopId, "shop");
        shop.limits.pidsMax = 50;
        service.groups = {shop, groupOf(labId, "lab")};
        page = context();
        page.groups = &store;
        ContainerInfo info = service.known.value(id);
        info.group = QLatin1String(shopId);
        service.put(info);
        emit service.groupsChanged();
    }
    [[nodiscard]] bool isReady() const { return store.groups().size() == 2; }
};

QPushButton* button(QWidget& dialog, const char* name) {
    return dialog.findChild<QPushButton*>(QLatin1String(name));
}

void select(GroupsDialog& dialog, const QString& name) {
    auto* tree = dialog.findChild<QTreeWidget*>(QStringLiteral("groupsTree"));
    const auto found = tree->findItems(name, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    tree->setCurrentItem(found.front());
}

} // namespace

class TstGroupsDialog : public QObject {
    Q_OBJECT
private slots:
    void whatThereIsIsShown() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        auto* tree = dialog.findChild<QTreeWidget*>(QStringLiteral("groupsTree"));
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(0), QStringLiteral("lab")); // by name
        QTreeWidgetItem* shop = tree->topLevelItem(1);
        QCOMPARE(shop->text(1), QStringLiteral("1, 1 of them running"));
        QVERIFY2(shop->text(2).contains(QStringLiteral("50")), qPrintable(shop->text(2)));
        QCOMPARE(shop->childCount(), 1);
        QCOMPARE(shop->child(0)->text(0), QStringLiteral("bob"));
        for (const QPushButton* one : dialog.findChildren<QPushButton*>())
            QVERIFY(!one->text().isEmpty());
        // One with containers cannot be deleted, and says why.
        select(dialog, QStringLiteral("shop"));
        QVERIFY(!button(dialog, "groupDelete")->isEnabled());
        QVERIFY(button(dialog, "groupDelete")->toolTip().contains(QStringLiteral("bob")));
        select(dialog, QStringLiteral("lab"));
        QVERIFY(button(dialog, "groupDelete")->isEnabled());
        // What another program does is seen.
        fixture.service.changeGroup(QLatin1String(labId),
                                    [](GroupInfo& info) { info.name = QStringLiteral("zoo"); });
        QTRY_COMPARE(tree->topLevelItem(1)->text(0), QStringLiteral("zoo"));
        QCOMPARE(tree->currentItem()->text(0), QStringLiteral("zoo"));
    }

    void aGroupIsMade() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        QTest::mouseClick(button(dialog, "groupNew"), Qt::LeftButton);
        auto* editor = dialog.findChild<GroupEditor*>();
        QVERIFY(editor);
        auto* name = editor->findChild<QLineEdit*>(QStringLiteral("groupName"));
        auto* problem = editor->findChild<QLabel*>(QStringLiteral("groupProblem"));
        for (const char* wrong : {"", "a b", "shop"}) {
            name->setText(QLatin1String(wrong));
            QVERIFY2(!button(*editor, "groupOk")->isEnabled(), wrong);
            QVERIFY(problem->isVisibleTo(editor) && problem->text().contains(QStringLiteral("name")));
        }
        name->setText(QStringLiteral("office"));
        QVERIFY(button(*editor, "groupOk")->isEnabled());
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(fixture.count("createGroup office"), 1);
        auto* tree = dialog.findChild<QTreeWidget*>(QStringLiteral("groupsTree"));
        QTRY_COMPARE(tree->topLevelItemCount(), 3);
        QTRY_COMPARE(tree->currentItem()->text(0), QStringLiteral("office"));
    }

    void limitsNameAndEnd() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        select(dialog, QStringLiteral("shop"));
        QTest::mouseClick(button(dialog, "groupLimits"), Qt::LeftButton);
        auto* editor = dialog.findChild<GroupEditor*>();
        QVERIFY(editor);
        QCOMPARE(editor->limits().pidsMax, std::optional<std::uint64_t>(50)); // what it has
        QTest::mouseClick(button(*editor, "groupOk"), Qt::LeftButton);
        QTRY_COMPARE(fixture.count("setGroupLimits"), 1);
        QCOMPARE(fixture.service.lastLimits.pidsMax, std::optional<std::uint64_t>(50));
        select(dialog, QStringLiteral("lab"));
        QTest::mouseClick(button(dialog, "groupRename"), Qt::LeftButton);
        auto* rename = dialog.findChild<QInputDialog*>(QStringLiteral("groupRenameDialog"));
        QVERIFY(rename);
        rename->setTextValue(QStringLiteral("study"));
        rename->accept();
        QTRY_VERIFY(fixture.store.nameOf(QLatin1String(labId)) == QLatin1String("study"));
        QTRY_COMPARE(dialog.findChild<QTreeWidget*>(QStringLiteral("groupsTree"))->topLevelItem(1)->text(0),
                     QStringLiteral("study"));
        select(dialog, QStringLiteral("study"));
        QTest::mouseClick(button(dialog, "groupDelete"), Qt::LeftButton);
        auto* box = dialog.findChild<QMessageBox*>(QStringLiteral("groupDeleteBox"));
        QVERIFY(box);
        QCOMPARE(box->defaultButton()->text(), QStringLiteral("Keep it"));
        QTest::mouseClick(button(*box, "groupDeleteButton"), Qt::LeftButton);
        QTRY_COMPARE(fixture.store.groups().size(), 1U);
    }

    /// Asked once, in red and in words, and not by the key that closes most questions.
    void panicIsAskedOnce() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        select(dialog, QStringLiteral("shop"));
        QPushButton* panic = button(dialog, "groupPanic");
        QVERIFY(!panic->icon().isNull() && panic->text().contains(QStringLiteral("Stop all now")));
        QTest::mouseClick(panic, Qt::LeftButton);
        auto* box = dialog.findChild<QMessageBox*>(QStringLiteral("panicBox"));
        QVERIFY(box);
        QVERIFY(box->informativeText().contains(QStringLiteral("bob")));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!dialog.findChild<QMessageBox*>(QStringLiteral("panicBox")));
        QCOMPARE(fixture.count("stopGroup"), 0);
        fixture.service.answer = false;
        QTest::mouseClick(panic, Qt::LeftButton);
        box = dialog.findChild<QMessageBox*>(QStringLiteral("panicBox"));
        QVERIFY(box);
        QTest::mouseClick(button(*box, "panicButton"), Qt::LeftButton);
        QTRY_COMPARE(fixture.count("stopGroup"), 1);
        auto* tree = dialog.findChild<QTreeWidget*>(QStringLiteral("groupsTree"));
        QTRY_COMPARE(tree->topLevelItem(1)->text(1), QStringLiteral("being stopped"));
        QVERIFY(!panic->isEnabled());
    }

    void aRefusalIsTold() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        fixture.service.nextError =
            ServiceError{ErrorKind::Failed, QStringLiteral("these have not ended: bob"), {}, {}};
        fixture.store.stopAll(QLatin1String(shopId));
        auto* state = dialog.findChild<QLabel*>(QStringLiteral("groupsState"));
        QTRY_VERIFY(state->text().contains(QStringLiteral("these have not ended: bob")));
        QVERIFY(!fixture.store.isStopping(QLatin1String(shopId)));
    }

    void aContainerShowsAndChoosesItsGroup() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        OverviewPage overview(fixture.page);
        overview.setContainer(fixture.id);
        overview.show();
        auto* label = overview.findChild<QLabel*>(QStringLiteral("overviewGroup"));
        QTRY_COMPARE(label->text(), QStringLiteral("shop"));
        fixture.service.changeGroup(QLatin1String(shopId),
                                    [](GroupInfo& info) { info.name = QStringLiteral("store"); });
        QTRY_COMPARE(label->text(), QStringLiteral("store"));
        NewContainerDialog dialog(fixture.page);
        auto* choice = dialog.findChild<QComboBox*>(QStringLiteral("groupChoice"));
        QVERIFY(choice && choice->isVisibleTo(&dialog));
        QCOMPARE(choice->count(), 3);
        QCOMPARE(choice->currentIndex(), 0);
        choice->setCurrentIndex(choice->findText(QStringLiteral("lab")));
        dialog.accept();
        const auto spec = vitrine::parseConfig(dialog.takeRequest().config.toStdString());
        QVERIFY(spec);
        QCOMPARE(spec->groupId, std::string(labId));
    }

    void withoutAHelperThereAreNone() {
        Groups fixture;
        QTRY_VERIFY(fixture.isReady());
        GroupsDialog dialog(fixture.page);
        dialog.show();
        fixture.service.setStatus(Availability::Vanished);
        QCOMPARE(fixture.store.groups().size(), 0U);
        for (const char* name : {"groupNew", "groupLimits", "groupRename", "groupDelete", "groupPanic"})
            QVERIFY2(!button(dialog, name)->isEnabled(), name);
    }
};

QTEST_MAIN(TstGroupsDialog)
#include "tst_groupsdialog.moc"
