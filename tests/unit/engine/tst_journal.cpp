// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/journal.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace vitrine;
using namespace vitrine::engine;

class TestJournal : public QObject {
    Q_OBJECT

    [[nodiscard]] std::string path() const { return m_directory->filePath("journal").toStdString(); }
    [[nodiscard]] std::string readText() const {
        QFile file(QString::fromStdString(path()));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    void write(const QByteArray& text) const {
        QFile file(QString::fromStdString(path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void whatWasDoneIsRead() {
        auto journal = Journal::create(path(), "boot").value();
        QVERIFY(journal.intent(0, "cgroup vitrine/a"));
        journal.done(0);
        journal.note(1, "limit pids.max");
        journal.done(1);
        QVERIFY(!QString::fromStdString(readText()).contains("pids.max")); // it waits for what matters
        QVERIFY(journal.intent(2, "clone"));
        QVERIFY(
            QString::fromStdString(readText()).contains("intent 1 limit pids.max\ndone 1\nintent 2 clone\n"));
        QVERIFY(journal.process({4711, 99}));
        const auto content = readJournal(path()).value();
        QVERIFY(content);
        QCOMPARE(content->bootId, std::string("boot"));
        QCOMPARE(content->cgroupPath, std::optional<std::string>("vitrine/a"));
        QVERIFY((content->process == process::ProcessKey{4711, 99}));
    }

    void anIntentAloneCountsAsDone() {
        auto journal = Journal::create(path(), "").value();
        QVERIFY(journal.intent(0, "cgroup vitrine/a"));
        QVERIFY(readJournal(path()).value()->cgroupPath);
    }

    void whatWasTakenBackIsNotTakenBackAgain() {
        auto journal = Journal::create(path(), "").value();
        QVERIFY(journal.intent(0, "cgroup vitrine/a"));
        QVERIFY(journal.intent(1, "clone"));
        QVERIFY(journal.process({4711, 99}));
        QVERIFY(journal.undo(1));
        QVERIFY(journal.undone(1));
        auto content = readJournal(path()).value();
        QVERIFY(content->cgroupPath && !content->process);
        QVERIFY(journal.undo(0));
        QVERIFY(readJournal(path()).value()->cgroupPath);
        QVERIFY(journal.undone(0));
        QVERIFY(!readJournal(path()).value()->cgroupPath);
    }

    void aTornLastLineIsLeftOut() {
        write("vitrine-journal 1 b\nintent 0 cgroup x\ndone 0\nintent 1 clone\nprocess 47");
        const auto content = readJournal(path()).value();
        QVERIFY(content && content->cgroupPath && !content->process);
    }

    void noFileIsNoJournal() {
        const auto content = readJournal(path());
        QVERIFY(content);
        QVERIFY(!*content);
    }

    void anExistingFileIsNotOverwritten() {
        QVERIFY(Journal::create(path(), ""));
        const auto again = Journal::create(path(), "");
        QVERIFY(!again);
        QCOMPARE(again.error().kind(), ErrorKind::AlreadyExists);
    }

    void nonsenseIsCorrupt_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line :
             {"process -1\n", "process x 1\n", "process 1 2 3\n", "process 99999999999 1\n", "intent\n",
              "intent x cgroup a\n", "rm -rf /\n", "\n", "undone -1\n"})
            QTest::addRow("%s", QByteArray(line).trimmed().constData()) << QByteArray(line);
    }
    void nonsenseIsCorrupt() {
        QFETCH(QByteArray, line);
        write("vitrine-journal 1 b\n" + line);
        const auto content = readJournal(path());
        QVERIFY(!content);
        QCOMPARE(content.error().kind(), ErrorKind::Corrupt);
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_APPLESS_MAIN(TestJournal)
#include "tst_journal.moc"
