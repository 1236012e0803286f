// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Dialogs and tabs with what there really is in them, light and dark. With VITRINE_PICTURES=DIR pictures are
// saved there, to be looked at; what can be measured is checked here.

#include "gui/groups/groupeditor.h"
#include "gui/groups/groupsdialog.h"
#include "gui/groups/panicbox.h"
#include "gui/templates/templatedialog.h"
#include "gui/views/boxstyle.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/processespage.h"
#include "tests/support/pictures.h"
#include "tests/support/windowfixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QScrollArea>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <unistd.h>

#include <cerrno>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::CpuMax;

namespace {

constexpr const char* longest = "the-longest-name-that-is-allowed-here-has-63-characters-like-it";
constexpr std::uint64_t moment = 1'795'000'000'000'000;

GroupInfo groupOf(const QString& id, const QString& name) {
    GroupInfo group;
    group.id = id;
    group.name = name;
    group.owner = ::getuid();
    return group;
}

/// Two groups with containers, one of them with everything long, and one without.
void fill(WindowFixture& fixture) {
    GroupInfo shop = groupOf(QStringLiteral("1"), QStringLiteral("shop"));
    shop.limits.memoryMax = 512 << 20;
    GroupInfo big = groupOf(QStringLiteral("2"), QLatin1String(longest));
    big.limits.memoryMax = 4'000'000'000;
    big.limits.memoryHigh = 3'000'000'000;
    big.limits.cpuMax = CpuMax{.quotaUs = 150'000, .periodUs = 100'000};
    big.limits.pidsMax = 4096;
    big.limits.cpus = {0, 1};
    fixture.service.groups = {shop, big, groupOf(QStringLiteral("3"), QStringLiteral("empty"))};
    emit fixture.service.groupsChanged();
    auto alice = WindowFixture::container(1, QStringLiteral("alice"), ContainerState::Running);
    auto bob = WindowFixture::container(2, QStringLiteral("bob"), ContainerState::Stopped);
    auto eve = WindowFixture::container(3, QLatin1String(longest), ContainerState::Restarting);
    alice.group = bob.group = shop.id;
    eve.group = big.id;
    fixture.service.putAll({alice, bob, eve});
    QTRY_COMPARE(fixture.groups.groups().size(), 3U);
}

/// Nothing that is seen is narrower or lower than what it says.
void nothingIsCut(const QWidget& widget) {
    for (const auto* label : widget.findChildren<QLabel*>())
        if (label->isVisible() && label->wordWrap())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    for (const auto* button : widget.findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->text().isEmpty())
            QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
    const QSize least = widget.minimumSizeHint();
    QVERIFY2(least.width() <= 1000 && least.height() <= 580,
             qPrintable(QStringLiteral("%1x%2").arg(least.width()).arg(least.height())));
}

/// As far down as it goes.
void scrollTo(QWidget* widget) {
    for (QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(parent))
            area->ensureWidgetVisible(widget);
}

} // namespace

class TstLookDialogs : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QApplication::setOrganizationName(QStringLiteral("vitrine-test"));
        QApplication::setStyle(new BoxStyle);
        m_light = QApplication::style()->standardPalette();
        QApplication::setPalette(m_light);
    }
    void init() {
        QFETCH(const bool, dark);
        QApplication::setPalette(dark ? darkPalette() : m_light);
    }
    void cleanup() { QApplication::setPalette(m_light); }

    void groups_data() { palettes(); }
    void groups() {
        WindowFixture fixture;
        fixture.service.putAll({});
        GroupsDialog empty(fixture.context);
        empty.show();
        shot(&empty, "groups-empty");
        nothingIsCut(empty);
        fill(fixture);
        GroupsDialog dialog(fixture.context);
        dialog.show();
        shot(&dialog, "groups");
        nothingIsCut(dialog);
        GroupEditor editor(
            &fixture.service, QStringLiteral("shop"),
            [](const QString&) { return QStringLiteral("name: there is already a group of this name"); },
            &dialog);
        editor.show();
        shot(&editor, "group-new-refused");
        nothingIsCut(editor);
        GroupEditor limits(&fixture.service, fixture.service.groups[1], &dialog);
        limits.show();
        auto* presets = limits.findChild<QComboBox*>(QStringLiteral("limitPresets"));
        QTest::keyClick(presets, Qt::Key_Down);
        shot(&limits, "group-limits-preset");
        nothingIsCut(limits);
        askPanicStop(fixture.context, QStringLiteral("1"), &dialog);
        auto* box = dialog.findChild<QMessageBox*>(QStringLiteral("panicBox"));
        QVERIFY(box);
        shot(box, "panic");
    }
    void templates_data() { palettes(); }
    void templates() {
        const QTemporaryDir home;
        TemplateDialog empty{TemplateStore(home.filePath(QStringLiteral("none")))};
        empty.show();
        shot(&empty, "templates-empty");
        nothingIsCut(empty);
        const TemplateStore store(home.filePath(QStringLiteral("templates")));
        vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/usr/bin/python3", "-m", "http.server"});
        QVERIFY(store.save(QStringLiteral("web"), spec));
        spec.process.args.assign(12, "/usr/local/bin/a-program-with-a-long-name");
        spec.process.noNewPrivileges = vitrine::NoNewPrivileges::No;
        spec.seccomp = vitrine::SeccompProfile::Unconfined;
        spec.namespaces[vitrine::NamespaceKind::Network] = vitrine::Isolation::Host;
        QVERIFY(store.save(QLatin1String(longest), spec));
        TemplateDialog dialog{store};
        dialog.show();
        auto* list = dialog.findChild<QListWidget*>(QStringLiteral("templateList"));
        list->setCurrentRow(0);
        shot(&dialog, "templates");
        nothingIsCut(dialog);
    }
    void newContainer_data() { palettes(); }
    void newContainer() {
        WindowFixture fixture;
        fill(fixture);
        NewContainerDialog dialog(fixture.context);
        dialog.show();
        shot(&dialog, "what");
        auto* tabs = dialog.findChild<QTabWidget*>(QStringLiteral("newTabs"));
        const auto open = [&](const char* form) {
            auto* page = dialog.findChild<QWidget*>(QLatin1String(form));
            for (int tab = 0; tab < tabs->count(); ++tab)
                if (tabs->widget(tab) == page || tabs->widget(tab)->isAncestorOf(page))
                    tabs->setCurrentIndex(tab);
            QVERIFY2(page->isVisible(), form);
        };
        open("privilegesForm");
        shot(&dialog, "privileges");
        auto* path = dialog.findChild<QLineEdit*>(QStringLiteral("devicePath"));
        scrollTo(path);
        shot(&dialog, "devices-none");
        for (const char* device :
             {"/dev/fuse", "/dev/bus/usb/a-directory-with-a-long-name/and-another/001"}) {
            path->setText(QLatin1String(device));
            QTest::keyClick(path, Qt::Key_Return);
            QTRY_VERIFY(path->text().isEmpty());
        }
        auto* table = dialog.findChild<QTreeWidget*>(QStringLiteral("devices"));
        QVERIFY(dialog.isVisible()); // the key has made no container
        QTRY_VERIFY(table->isVisible() && table->height() >= table->sizeHintForRow(0) * 4); // both are seen
        scrollTo(dialog.findChild<QWidget*>(QStringLiteral("deviceOnly")));
        shot(&dialog, "devices");
        nothingIsCut(dialog);
        open("lifeForm");
        dialog.findChild<QGroupBox*>(QStringLiteral("health"))->setChecked(true);
        shot(&dialog, "life");
        scrollTo(dialog.findChild<QWidget*>(QStringLiteral("init")));
        shot(&dialog, "life-end");
        nothingIsCut(dialog);
    }
    void refusedCalls_data() { palettes(); }
    void refusedCalls() {
        WindowFixture fixture;
        auto bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        bob.refusedCalls = 0;
        fixture.service.putAll({bob});
        fixture.window->resize(1024, 640);
        fixture.window->show();
        QTRY_COMPARE(fixture.window->selectedContainer(), bob.id);
        fixture.window->showPage(QStringLiteral("processes"));
        shot(fixture.window.get(), "refused-none");
        fixture.service.refused = {
            {{"mount", "x86_64", 165, 1200, moment, moment + 5, "sh", EPERM, "CAP_SYS_ADMIN"},
             {"clone3", "x86_64", 435, 1, moment, moment + 9, "bash", ENOSYS, {}},
             {"perf_event_open", "x86_64", 298, 1'234'567, moment, moment + 3, "fifteen-letters", EPERM, {}},
             {{}, "i386", 999, 1, moment, moment, "x", EPERM, {}}},
            7};
        bob.refusedCalls = 1'235'776;
        fixture.service.putAll({bob});
        QTRY_COMPARE(fixture.child<QTreeWidget>("refusedTable")->topLevelItemCount(), 4);
        shot(fixture.window.get(), "refused");
    }

private:
    static void palettes() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void shot(QWidget* widget, const char* name) {
        save(widget, (QByteArray(QTest::currentDataTag()) + '-' + name).constData());
    }

    QPalette m_light;
};

QTEST_MAIN(TstLookDialogs)
#include "tst_lookdialogs.moc"
