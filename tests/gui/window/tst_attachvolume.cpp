// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/attachdialog.h"
#include "gui/volumes/volumesbox.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::NamespaceKind;

/// Directories of this computer on the overview of a container.
class TstAttachVolume : public QObject {
    Q_OBJECT

    struct Box {
        Box()
            : box(&fixture.actions) {
            box.show();
        }
        void put(ContainerState state, const std::vector<VolumeInfo>& volumes = {}) {
            info = WindowFixture::container(1, QStringLiteral("bob"), state);
            info.volumes = volumes;
            fixture.service.putAll({info});
            box.setContainer(info, {});
        }
        template <typename Widget>
        [[nodiscard]] Widget* child(const char* name) const {
            return box.findChild<Widget*>(QLatin1String(name));
        }
        WindowFixture fixture;
        VolumesBox box;
        ContainerInfo info;
    };
    static VolumeInfo volume(const QString& place, bool kept,
                             const QStringList& options = {QStringLiteral("ro")}) {
        return {place, QStringLiteral("/home/alice/data"), options, true, kept};
    }

private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void whatItSeesIsListed() {
        Box b;
        b.put(ContainerState::Running);
        auto* list = b.child<QTreeWidget>("volumesNow");
        QVERIFY(!list->isVisible());
        QVERIFY(b.child<QPushButton>("addVolume")->isEnabled());
        b.put(ContainerState::Running, {volume(QStringLiteral("/mnt/a"), true),
                                        volume(QStringLiteral("/mnt/b"), false, {QStringLiteral("rw")})});
        QVERIFY(list->isVisible());
        QCOMPARE(list->topLevelItem(0)->text(0), QStringLiteral("/mnt/a"));
        QCOMPARE(list->topLevelItem(0)->text(3), QStringLiteral("now and at every start"));
        QVERIFY(list->topLevelItem(1)->text(2).startsWith(QStringLiteral("⚠ read and write")));
        QCOMPARE(list->topLevelItem(1)->text(3), QStringLiteral("until it ends"));
    }
    void oneIsAdded_data() {
        QTest::addColumn<ContainerState>("state");
        QTest::addColumn<bool>("kept");
        QTest::newRow("running") << ContainerState::Running << false;
        QTest::newRow("stopped") << ContainerState::Stopped << true;
    }
    void oneIsAdded() {
        QFETCH(ContainerState, state);
        QFETCH(bool, kept);
        Box b;
        b.put(state);
        QTemporaryDir given;
        b.child<QPushButton>("addVolume")->click();
        auto* dialog = b.child<AttachDialog>("attachDialog");
        QVERIFY(dialog && dialog->isVisible());
        auto* attach = dialog->findChild<QPushButton*>(QStringLiteral("attachButton"));
        QVERIFY(!attach->isEnabled());
        dialog->setDirectory(given.path());
        QVERIFY(attach->isEnabled());
        auto* keep = dialog->findChild<QCheckBox*>(QStringLiteral("attachKeep"));
        QCOMPARE(keep->isChecked(), kept);
        QCOMPARE(keep->isEnabled(), !kept);
        const QString place = QStringLiteral("/mnt/") + QFileInfo(given.path()).fileName();
        QCOMPARE(dialog->findChild<QLineEdit*>(QStringLiteral("volumePlace"))->text(), place);
        attach->click();
        QTRY_VERIFY(b.fixture.service.calls.contains(
            QStringLiteral("attachVolume %1 %2 %3").arg(b.info.id, place).arg(kept)));
    }
    void badPlacesAreSaid() {
        Box b;
        b.put(ContainerState::Running, {volume(QStringLiteral("/mnt/taken"), false)});
        AttachDialog dialog(b.info);
        dialog.show();
        dialog.setDirectory(QStringLiteral("/tmp/x"));
        auto* place = dialog.findChild<QLineEdit*>(QStringLiteral("volumePlace"));
        auto* attach = dialog.findChild<QPushButton*>(QStringLiteral("attachButton"));
        for (const char* bad : {"", "/", "/proc", "/dev/shm", "mnt", "/mnt/taken"}) {
            place->setText(QLatin1String(bad));
            QVERIFY2(!attach->isEnabled(), bad);
            QVERIFY2(dialog.findChild<QLabel*>(QStringLiteral("attachReason"))
                         ->text()
                         .startsWith(QStringLiteral("Not yet")),
                     bad);
        }
        place->setText(QStringLiteral("/mnt/free"));
        QVERIFY(attach->isEnabled());
        // What cannot be opened is said, and the dialog stays.
        dialog.setDirectory(QStringLiteral("/nonexistent/x"));
        attach->click();
        QVERIFY(dialog.isVisible());
        QVERIFY(dialog.findChild<QLabel*>(QStringLiteral("attachReason"))
                    ->text()
                    .contains(QStringLiteral("/nonexistent/x")));
    }
    void oneIsTakenAwayByTheKeyboard() {
        Box b;
        b.put(ContainerState::Running, {volume(QStringLiteral("/mnt/a"), false)});
        auto* remove = b.child<QPushButton>("takeVolume");
        QVERIFY(!remove->isEnabled());
        auto* list = b.child<QTreeWidget>("volumesNow");
        list->setCurrentItem(list->topLevelItem(0));
        QVERIFY(remove->isEnabled());
        QVERIFY(QTest::qWaitForWindowActive(&b.box));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_VERIFY(
            b.fixture.service.calls.contains(QStringLiteral("detachVolume %1 /mnt/a").arg(b.info.id)));
    }
    void whatIsUnavailableSaysWhy() {
        WindowFixture fixture;
        ContainerInfo info = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        info.sharing[NamespaceKind::Mount] = vitrine::Isolation::Host;
        fixture.window->resize(1000, 700);
        fixture.window->show();
        fixture.service.putAll({info});
        fixture.window->showPage(QStringLiteral("overview"));
        auto* add = fixture.window->page(QStringLiteral("overview"))
                        ->findChild<QPushButton*>(QStringLiteral("addVolume"));
        QTRY_VERIFY(!add->isEnabled());
        QVERIFY(add->toolTip().startsWith(QStringLiteral("Not available")));
    }
};

QTEST_MAIN(TstAttachVolume)
#include "tst_attachvolume.moc"
