// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/scriptdialog.h"
#include "gui/views/stepspage.h"
#include "tests/models/pages/pagefixture.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

using namespace vitrine::gui;
using vitrine::ErrorKind;

/// The way out by hand in the window: from the page of the steps to a file.
class TstScriptDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<StepsPage> m_page;

    template <typename Widget>
    static Widget* child(const QWidget* parent, const char* name) {
        return parent->findChild<Widget*>(QLatin1String(name));
    }
    ScriptDialog* open() {
        QTest::mouseClick(child<QToolButton>(m_page.get(), "exportScript"), Qt::LeftButton);
        return m_page->findChild<ScriptDialog*>();
    }

private slots:
    void init() {
        m_fixture = std::make_unique<PageFixture>();
        m_fixture->service.script = QStringLiteral("#!/bin/sh\n# für bob\nset -- \"$@\" 'ä \"b\"'\n");
        m_page = std::make_unique<StepsPage>(m_fixture->context());
        m_page->setContainer(m_fixture->id);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup() {
        m_page.reset();
        m_fixture.reset();
    }

    void itIsShownAndCopied() {
        ScriptDialog* dialog = open();
        QVERIFY(dialog);
        QCOMPARE(m_fixture->service.calls.last(), QStringLiteral("exportScript ") + m_fixture->id);
        auto* text = child<QPlainTextEdit>(dialog, "scriptText");
        QTRY_COMPARE(text->toPlainText(), m_fixture->service.script);
        QVERIFY(text->isReadOnly() && text->hasFocus());
        QCOMPARE(dialog->windowTitle(), QStringLiteral("bob by hand"));
        QTest::mouseClick(child<QPushButton>(dialog, "scriptCopy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), m_fixture->service.script);
        QCOMPARE(child<QLabel>(dialog, "scriptState")->text(), QStringLiteral("Copied."));
    }

    void theKeyboardIsEnough() {
        ScriptDialog* dialog = open();
        auto* text = child<QPlainTextEdit>(dialog, "scriptText");
        QTRY_VERIFY(child<QPushButton>(dialog, "scriptCopy")->isEnabled());
        QVERIFY(text->hasFocus());
        QTest::keyClick(text, Qt::Key_Tab);
        QVERIFY(child<QPushButton>(dialog, "scriptCopy")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(child<QLabel>(dialog, "scriptState")->text(), QStringLiteral("Copied."));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(child<QPushButton>(dialog, "scriptSave")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!m_page->findChild<ScriptDialog*>());
    }

    void itIsSavedForItsOwnerOnly() {
        QTemporaryDir directory;
        ScriptDialog* dialog = open();
        auto* save = child<QPushButton>(dialog, "scriptSave");
        QTRY_VERIFY(save->isEnabled());
        QTest::mouseClick(save, Qt::LeftButton);
        auto* question = dialog->findChild<QFileDialog*>();
        QVERIFY(question);
        QCOMPARE(question->acceptMode(), QFileDialog::AcceptSave);
        const QString path = directory.filePath(QStringLiteral("bob.sh"));
        Q_EMIT question->fileSelected(path);
        QTRY_COMPARE(child<QLabel>(dialog, "scriptState")->text(), QStringLiteral("Saved to %1.").arg(path));
        QVERIFY(save->isEnabled());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), m_fixture->service.script);
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                            QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
        QVERIFY(!(file.permissions() & others) && (file.permissions() & QFileDevice::ExeOwner));
    }

    void anErrorOfWritingIsTold() {
        ScriptDialog* dialog = open();
        QTRY_VERIFY(child<QPushButton>(dialog, "scriptSave")->isEnabled());
        dialog->saveTo(QStringLiteral("/no/such/folder/bob.sh"));
        auto* state = child<QLabel>(dialog, "scriptState");
        QTRY_VERIFY(
            state->text().startsWith(QStringLiteral("⚠ /no/such/folder/bob.sh could not be written: ")));
        QVERIFY(child<QPushButton>(dialog, "scriptSave")->isEnabled());
    }

    void closingWhileItIsSavedIsNoHarm() {
        QTemporaryDir directory;
        ScriptDialog* dialog = open();
        QTRY_VERIFY(child<QPushButton>(dialog, "scriptSave")->isEnabled());
        const QString path = directory.filePath(QStringLiteral("bob.sh"));
        dialog->saveTo(path);
        delete dialog;
        QTRY_VERIFY(QFileInfo::exists(path));
    }

    void anErrorOfTheHelperIsTold() {
        m_fixture->service.nextError = ServiceError{
            ErrorKind::NotSupported, QStringLiteral("no such thing"), QStringLiteral("Do that."), {}};
        ScriptDialog* dialog = open();
        QTRY_COMPARE(child<QLabel>(dialog, "scriptState")->text(),
                     QStringLiteral("⚠ no such thing Do that."));
        QVERIFY(!child<QPushButton>(dialog, "scriptCopy")->isEnabled());
        QVERIFY(!child<QPushButton>(dialog, "scriptSave")->isEnabled());
    }
};

QTEST_MAIN(TstScriptDialog)
#include "tst_scriptdialog.moc"
