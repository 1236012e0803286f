// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "gui/templates/templatedialog.h"
#include "gui/views/newcontainerdialog.h"
#include "tests/support/windowfixture.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// Templates from container to container, by clicking.
class TstTemplates : public QObject {
    Q_OBJECT

    static vitrine::ContainerSpec spec() {
        vitrine::ContainerSpec made = vitrine::defaultSpec("bob", {"/bin/echo", "a \"b\" c"});
        made.process.terminal = vitrine::Terminal::No;
        made.limits.pidsMax = 77;
        made.life.restart = vitrine::RestartPolicy::Always;
        made.life.init = vitrine::Init::Yes;
        return made;
    }
    static TemplateDialog* openDialog(const WindowFixture& fixture) {
        fixture.child<QAction>("actionTemplates")->trigger();
        return fixture.child<TemplateDialog>("templateDialog");
    }
    template <typename Widget>
    static Widget* of(const QWidget* parent, const char* name) {
        return parent->findChild<Widget*>(QLatin1String(name));
    }

private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QApplication::setApplicationName(QStringLiteral("vitrine"));
        QApplication::setOrganizationName(QStringLiteral("vitrine-test-templates"));
    }
    void init() {
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
    }
    void cleanupTestCase() { init(); }

    void isSavedAndMadeAgain() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running);
        fixture.service.putAll({bob});
        fixture.service.lastConfig = QString::fromStdString(vitrine::writeConfig(spec()));
        QTRY_VERIFY(fixture.child<QAction>("actionSaveTemplate")->isEnabled());
        fixture.child<QAction>("actionSaveTemplate")->trigger();
        QInputDialog* name = nullptr;
        QTRY_VERIFY(name = fixture.child<QInputDialog>("saveTemplateDialog"));
        QCOMPARE(name->textValue(), QStringLiteral("bob"));
        name->setTextValue(QStringLiteral("worker"));
        name->accept();
        QTRY_COMPARE(TemplateStore().names(), QStringList{QStringLiteral("worker")});

        TemplateDialog* dialog = openDialog(fixture);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        QCOMPARE(of<QListWidget>(dialog, "templateList")->currentItem()->text(), QStringLiteral("worker"));
        QVERIFY(of<QLabel>(dialog, "templateAbout")->text().contains(QLatin1String("/bin/echo")));
        QTest::keyClick(of<QListWidget>(dialog, "templateList"), Qt::Key_Return);
        NewContainerDialog* made = nullptr;
        QTRY_VERIFY(made = fixture.child<NewContainerDialog>("newContainerDialog"));
        QVERIFY(made->windowTitle().contains(QLatin1String("worker")));
        QCOMPARE(of<QLineEdit>(made, "newName")->text(), QStringLiteral("worker"));
        QVERIFY(of<QCheckBox>(made, "init")->isChecked());
        fixture.service.lastConfig.clear();
        QTRY_VERIFY(of<QPushButton>(made, "createButton")->isEnabled());
        of<QPushButton>(made, "createButton")->click();
        QTRY_VERIFY(fixture.service.calls.join(u' ').contains(QLatin1String("create")));
        const auto created = vitrine::parseConfig(fixture.service.lastConfig.toStdString());
        QVERIFY(created.has_value());
        QCOMPARE(created->name, std::string("worker"));
        QCOMPARE(created->hostname, std::string("worker"));
        QCOMPARE(created->process.args, spec().process.args);
        QVERIFY(created->process.terminal == vitrine::Terminal::No);
        QCOMPARE(created->limits.pidsMax, spec().limits.pidsMax);
        QVERIFY(created->life == spec().life);
    }
    void aTakenNameIsRefused() {
        WindowFixture fixture;
        fixture.window->show();
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        fixture.service.lastConfig = QString::fromStdString(vitrine::writeConfig(spec()));
        QVERIFY(TemplateStore().save(QStringLiteral("bob"), spec()));
        QTRY_VERIFY(fixture.child<QAction>("actionSaveTemplate")->isEnabled());
        fixture.child<QAction>("actionSaveTemplate")->trigger();
        QInputDialog* name = nullptr;
        QTRY_VERIFY(name = fixture.child<QInputDialog>("saveTemplateDialog"));
        QCOMPARE(name->textValue(), QStringLiteral("bob-2"));
        QString said;
        connect(&fixture.actions, &ContainerActions::failed, this,
                [&](const ContainerId&, const QString&, const ServiceError& error) { said = error.message; });
        name->setTextValue(QStringLiteral("bob"));
        name->accept();
        QTRY_VERIFY2(said.contains(QLatin1String("already a template bob")), qPrintable(said));
        QCOMPARE(TemplateStore().names(), QStringList{QStringLiteral("bob")});
    }
    void anEmptyListTeaches() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({});
        QTRY_VERIFY(fixture.child<QAction>("actionTemplates")->isEnabled());
        QVERIFY(!fixture.child<QAction>("actionSaveTemplate")->isEnabled());
        TemplateDialog* dialog = openDialog(fixture);
        QVERIFY(of<QLabel>(dialog, "templateAbout")->text().contains(QLatin1String("Save as template")));
        for (const char* button : {"templateNew", "templateRename", "templateDelete", "templateExport"})
            QVERIFY2(!of<QPushButton>(dialog, button)->isEnabled(), button);
        QVERIFY(of<QPushButton>(dialog, "templateImport")->isEnabled());
    }
    void areRenamedAndDeleted() {
        QVERIFY(TemplateStore().save(QStringLiteral("one"), spec()));
        QVERIFY(TemplateStore().save(QStringLiteral("two"), spec()));
        TemplateDialog dialog{TemplateStore()};
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog)); // shortcuts count in an active window only
        auto* list = of<QListWidget>(&dialog, "templateList");
        QTest::keyClick(list, Qt::Key_F2);
        auto* rename = of<QInputDialog>(&dialog, "templateRenameDialog");
        QVERIFY(rename);
        rename->setTextValue(QStringLiteral("two"));
        rename->accept();
        auto* problem = of<QLabel>(&dialog, "templateProblem");
        QVERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QLatin1String("already a template two")));
        of<QPushButton>(&dialog, "templateRename")->click();
        QTRY_VERIFY(rename = of<QInputDialog>(&dialog, "templateRenameDialog"));
        rename->setTextValue(QStringLiteral("three"));
        rename->accept();
        QCOMPARE(TemplateStore().names(), (QStringList{QStringLiteral("three"), QStringLiteral("two")}));
        QCOMPARE(list->currentItem()->text(), QStringLiteral("three"));
        QTest::keyClick(list, Qt::Key_Delete);
        of<QPushButton>(&dialog, "templateDeleteButton")->click();
        QCOMPARE(TemplateStore().names(), QStringList{QStringLiteral("two")});
        QCOMPARE(list->count(), 1);
    }
    void goOutAndIn() {
        QTemporaryDir directory;
        QVERIFY(TemplateStore().save(QStringLiteral("one"), spec()));
        TemplateDialog dialog{TemplateStore()};
        dialog.show();
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("shop")));
        const QString file = directory.filePath(QStringLiteral("shop/config.json"));
        dialog.exportTo(file);
        QVERIFY(QFile::exists(file));
        dialog.importFrom(file);
        QCOMPARE(TemplateStore().names(), (QStringList{QStringLiteral("one"), QStringLiteral("shop")}));
        QCOMPARE(of<QListWidget>(&dialog, "templateList")->currentItem()->text(), QStringLiteral("shop"));
        auto* problem = of<QLabel>(&dialog, "templateProblem");
        QVERIFY(!problem->isVisible());
        dialog.importFrom(directory.filePath(QStringLiteral("none.json")));
        QVERIFY(problem->isVisible() && problem->text().contains(QLatin1String("none.json")));
    }
    /// It can be put away, and nothing else.
    void aDamagedOneSaysWhy() {
        QVERIFY(TemplateStore().save(QStringLiteral("good"), spec()));
        QFile file(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                   QStringLiteral("/templates/bad.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"ociVersion\": 7}") > 0);
        file.close();
        TemplateDialog dialog{TemplateStore()};
        dialog.show();
        QCOMPARE(of<QListWidget>(&dialog, "templateList")->currentItem()->text(), QStringLiteral("bad"));
        const QString about = of<QLabel>(&dialog, "templateAbout")->text();
        QVERIFY2(about.startsWith(QStringLiteral("⚠")) && about.contains(QLatin1String("$.ociVersion")),
                 qPrintable(about));
        QVERIFY(!of<QPushButton>(&dialog, "templateNew")->isEnabled());
        QVERIFY(!of<QPushButton>(&dialog, "templateExport")->isEnabled());
        QVERIFY(of<QPushButton>(&dialog, "templateDelete")->isEnabled());
        of<QPushButton>(&dialog, "templateNew")->click();
        QVERIFY(dialog.isVisible());
    }
};

QTEST_MAIN(TstTemplates)
#include "tst_templates.moc"
