// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QComboBox>
#include <QFileDialog>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// Roots that the person brings along: a folder, and a program file. As an ordinary user, so that the helper
/// gets descriptors of files that only this user may open by these paths.
class TstRoots : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder{QDir::homePath() + QStringLiteral("/roots-XXXXXX")};

private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("root")));
        QVERIFY(QFile::copy(QStringLiteral(PAYLOAD_PATH), payload()));
        QVERIFY(QFile::setPermissions(payload(), QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther |
                                                     QFile::ExeOther));
        QVERIFY(QFile::copy(QStringLiteral("/bin/cat"), m_folder.filePath(QStringLiteral("kitten"))));
    }
    void aFolderIsUsedInPlace() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        NewContainerDialog* dialog = open(real, "den", QStringLiteral("/payload view"));
        auto* create = dialog->findChild<QPushButton*>(QStringLiteral("createButton"));
        dialog->findChild<QRadioButton*>(QStringLiteral("root_folder"))->click();
        QTRY_VERIFY(!create->isEnabled()); // no folder yet
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("chooseFolder")), Qt::LeftButton);
        choose(dialog, "folderDialog", m_folder.filePath(QStringLiteral("root")));
        QTRY_VERIFY(create->isEnabled());
        QTest::mouseClick(create, Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("den", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        run(real, "den");
        QVERIFY2(log(real).contains(QStringLiteral("hostname den")), qPrintable(log(real)));
        remove(real, "den");
        QVERIFY(QFile::exists(payload())); // the folder is the person's
    }
    void anOwnProgramBringsItsLibraries() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        NewContainerDialog* dialog = open(real, "cats", QStringLiteral("/usr/local/bin/kitten --version"));
        dialog->findChild<QRadioButton*>(QStringLiteral("root_programs"))->click();
        auto* list = dialog->findChild<QListWidget*>(QStringLiteral("programList"));
        QTRY_VERIFY_WITH_TIMEOUT(list->count() > 10, RealWindow::patienceMs);
        for (int row = 0; row < list->count(); ++row)
            list->item(row)->setCheckState(Qt::Unchecked);
        auto* create = dialog->findChild<QPushButton*>(QStringLiteral("createButton"));
        QVERIFY(!create->isEnabled());
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("ownProgram")), Qt::LeftButton);
        choose(dialog, "ownProgramDialog", m_folder.filePath(QStringLiteral("kitten")));
        QTRY_VERIFY(create->isEnabled());
        QVERIFY(list->item(0)->text().startsWith(QStringLiteral("kitten")));
        auto* tree = dialog->findChild<QTreeWidget*>(QStringLiteral("dependencyTree"));
        QTRY_VERIFY_WITH_TIMEOUT(tree->topLevelItemCount() == 1 && tree->topLevelItem(0)->childCount() > 0,
                                 RealWindow::patienceMs);
        QTest::mouseClick(create, Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("cats", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        run(real, "cats");
        QVERIFY2(log(real).contains(QStringLiteral("coreutils")), qPrintable(log(real)));
        remove(real, "cats");
    }
    void aDeletedFolderIsNamed() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        const QString path = m_folder.filePath(QStringLiteral("gone"));
        QVERIFY(QDir().mkpath(path));
        NewContainerDialog* dialog = open(real, "ghost", QStringLiteral("/payload view"));
        dialog->findChild<QRadioButton*>(QStringLiteral("root_folder"))->click();
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("chooseFolder")), Qt::LeftButton);
        choose(dialog, "folderDialog", path);
        auto* create = dialog->findChild<QPushButton*>(QStringLiteral("createButton"));
        QTRY_VERIFY(create->isEnabled());
        QVERIFY(QDir().rmdir(path));
        QTest::mouseClick(create, Qt::LeftButton);
        auto* problem = dialog->findChild<QLabel*>(QStringLiteral("rootProblem"));
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(path), qPrintable(problem->text()));
        QVERIFY(dialog->isVisible());
        dialog->reject();
        QVERIFY(!real.container("ghost"));
    }

private:
    [[nodiscard]] QString payload() const { return m_folder.filePath(QStringLiteral("root/payload")); }
    static NewContainerDialog* open(RealWindow& real, const char* name, const QString& command) {
        real.trigger("actionNew");
        auto* dialog = real.child<NewContainerDialog>("newContainerDialog");
        const auto type = [&](const char* field, const QString& text) {
            auto* edit = dialog->findChild<QLineEdit*>(QLatin1String(field));
            edit->selectAll();
            QTest::keyClicks(edit, text);
        };
        type("newName", QLatin1String(name));
        type("newCommand", command);
        return dialog;
    }
    static void choose(NewContainerDialog* dialog, const char* name, const QString& path) {
        QFileDialog* files = nullptr;
        QTRY_VERIFY(files = dialog->findChild<QFileDialog*>(QLatin1String(name)));
        auto* edit = files->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        QVERIFY(edit);
        edit->setText(path);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(!files->isVisible());
    }
    /// Until it has ended by itself.
    static void run(RealWindow& real, const char* name) {
        real.trigger("actionStart");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState(name, ContainerState::Stopped) &&
                                      real.container(name)->info.finishedUs > 0,
                                  qPrintable(real.error()), RealWindow::patienceMs);
        QCOMPARE(real.container(name)->info.exitCode, 0);
        real.window().showPage(QStringLiteral("log"));
        QTRY_VERIFY_WITH_TIMEOUT(!log(real).isEmpty(), RealWindow::patienceMs);
    }
    static QString log(RealWindow& real) { return real.child<QPlainTextEdit>("log-text")->toPlainText(); }
    static void remove(RealWindow& real, const char* name) {
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(!real.container(name), RealWindow::patienceMs);
        QVERIFY2(!real.child<ErrorBar>("errorBar")->isVisible(), qPrintable(real.error()));
    }
};

QTEST_MAIN(TstRoots)
#include "tst_roots.moc"
