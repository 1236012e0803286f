// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/log/logpage.h"
#include "tests/models/pages/pagefixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::ErrorKind;

class TstLog : public QObject {
    Q_OBJECT
private slots:
    void escapesAreLeftOut_data() {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("hello\n") << "hello\n";
        QTest::newRow("colour") << QByteArray("\x1b[1;31mred\x1b[0m") << "red";
        QTest::newRow("title") << QByteArray("\x1b]0;bash: /\x07$ ") << "$ ";
        QTest::newRow("title, ST") << QByteArray("\x1b]0;a\x1b\\b") << "b";
        QTest::newRow("charset") << QByteArray("\x1b(Bx") << "x";
        QTest::newRow("bracketed paste") << QByteArray("\x1b[?2004h$ ls\r\n\x1b[?2004l") << "$ ls\n";
        QTest::newRow("bracketed paste, output")
            << QByteArray("$ ls\r\n\x1b[?2004l\rbin\r\n\x1b[?2004h$ ") << "$ ls\nbin\n$ ";
        QTest::newRow("progress") << QByteArray("1%\r2%\r\n") << "1%\n2%\n";
        QTest::newRow("double CR") << QByteArray("a\r\r\nb") << "a\nb";
        QTest::newRow("backspace") << QByteArray("ab\bc") << "ac";
        QTest::newRow("bell and nul") << QByteArray("a\0\x07z", 4) << "az";
        QTest::newRow("utf8") << QByteArray("für €\n") << QStringLiteral("für €\n");
    }
    void escapesAreLeftOut() {
        QFETCH(const QByteArray, output);
        QFETCH(const QString, text);
        AnsiStripper whole;
        QCOMPARE(whole.strip(output), text);
        if (output.contains('\b'))
            return; // takes back what is still in the piece
        AnsiStripper pieces;
        QString joined;
        for (const char byte : output)
            joined += pieces.strip(QByteArrayView(&byte, 1));
        QCOMPARE(joined, text);
    }
    void outputIsFollowed() {
        PageFixture fixture;
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        QCOMPARE(fixture.service.calls, QStringList());
        page.show();
        auto* empty = page.findChild<QLabel*>("log-empty");
        QTRY_VERIFY(empty->isVisible() && fixture.count("readLog") > 0);
        fixture.service.log = "one\r\n";
        QTRY_COMPARE(page.text(), "one\n");
        fixture.service.log += "\x1b[32mtwo\x1b[0m\r\n";
        QTRY_COMPARE(page.text(), "one\ntwo\n");
        QVERIFY(!empty->isVisible());
        page.hide();
        const auto asked = fixture.count("readLog");
        QTest::qWait(2 * LogPage::pollMs);
        QCOMPARE(fixture.count("readLog"), asked);
        fixture.service.log += "three\n";
        page.show();
        QTRY_COMPARE(page.text(), "one\ntwo\nthree\n");
    }
    void pollsDoNotPileUp() {
        PageFixture fixture;
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(fixture.count("readLog") >= 1);
        fixture.service.answer = false;
        const auto asked = fixture.count("readLog");
        QTest::qWait(4 * LogPage::pollMs);
        // The one without an answer, after an answer that was on its way.
        QVERIFY(fixture.count("readLog") <= asked + 1);
    }
    void aLongLogShowsItsEnd() {
        PageFixture fixture;
        QByteArray line(99, 'x');
        line += '\n';
        for (int i = 0; i < 20'000; ++i)
            fixture.service.log += line;
        fixture.service.log += "the end\n";
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.text().endsWith("the end\n"));
        QVERIFY(static_cast<std::uint64_t>(page.text().size()) <= LogPage::shownBytes);
        QTemporaryDir folder;
        const QString path = folder.filePath("bob.log");
        page.saveTo(path);
        QFile file(path);
        QTRY_VERIFY(file.exists());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == fixture.service.log);
    }
    void whereItCannotBeSavedIsSaid() {
        PageFixture fixture;
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        page.saveTo(QStringLiteral("/nonexistent/bob.log"));
        const auto isSaid = [&] {
            return std::ranges::any_of(page.findChildren<QLabel*>(), [](const QLabel* label) {
                return label->isVisible() && label->text().contains("/nonexistent");
            });
        };
        QVERIFY(isSaid());
        const auto asked = fixture.count("readLog");
        QTRY_VERIFY(fixture.count("readLog") >= asked + 2);
        QVERIFY(isSaid());
    }
    void textIsFoundAndCopied() {
        PageFixture fixture;
        fixture.service.log = "alpha\nbeta\nalpha beta\n";
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_COMPARE(page.text().size(), fixture.service.log.size());
        auto* search = page.findChild<QLineEdit*>("log-search");
        auto* view = page.findChild<QPlainTextEdit*>("log-text");
        search->setFocus();
        QTest::keyClicks(search, "beta");
        QCOMPARE(view->textCursor().selectedText(), "beta");
        QCOMPARE(view->textCursor().blockNumber(), 2);
        QTest::mouseClick(page.findChild<QToolButton*>("log-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), "beta");
        QTest::keyClick(search, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(view->textCursor().blockNumber(), 1);
        search->clear();
        QTest::keyClicks(search, "gamma");
        const auto saysNotFound = [&] {
            return std::ranges::any_of(page.findChildren<QLabel*>(), [](const QLabel* label) {
                return label->isVisible() && label->text().contains("gamma");
            });
        };
        QVERIFY(saysNotFound());
        // Also when the log has been asked for again; until the next search.
        const auto asked = fixture.count("readLog");
        QTRY_VERIFY(fixture.count("readLog") >= asked + 2);
        QVERIFY(saysNotFound());
        search->clear();
        QTest::keyClicks(search, "alpha");
        QVERIFY(!saysNotFound());
    }
    void errorsAreShown() {
        PageFixture fixture;
        fixture.service.nextError =
            ServiceError{ErrorKind::Failed, QStringLiteral("the log is damaged"), {}, {}};
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        const auto said = [&] {
            const auto labels = page.findChildren<QLabel*>();
            return std::ranges::any_of(labels, [](const QLabel* label) {
                return label->isVisible() && label->text().contains("the log is damaged");
            });
        };
        QTRY_VERIFY(said());
    }
    void anotherContainerIsAnotherLog() {
        PageFixture fixture;
        fixture.service.log = "of bob\n";
        LogPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_COMPARE(page.text(), "of bob\n");
        page.setContainer({});
        QCOMPARE(page.text(), "");
        QVERIFY(page.findChild<QLabel*>("log-empty")->isVisible());
    }
};

QTEST_MAIN(TstLog)
#include "tst_logpage.moc"
