// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/monitor/outputlog.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::monitor;

class TestOutputLog : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_directory = sys::openDirectory(AT_FDCWD, m_temporary->path().toStdString()).value();
    }
    void cleanup() {
        m_directory.reset();
        m_temporary.reset();
    }

    void isEmptyBeforeTheFirstRun() {
        const auto slice = readLog(m_directory.get(), 0, 100);
        QVERIFY(slice.has_value());
        QCOMPARE(slice->data, std::string());
        QCOMPARE(slice->next, 0U);
        QCOMPARE(slice->size, 0U);
    }

    void isAppendedAcrossRuns() {
        OutputLog::open(m_directory.get())->append("first\n");
        OutputLog::open(m_directory.get())->append(std::string("se\0cond\n", 8));
        const auto slice = readLog(m_directory.get(), 0, 100);
        QCOMPARE(slice->data, std::string("first\nse\0cond\n", 14));
        QCOMPARE(slice->next, 14U);
        struct stat status{};
        QCOMPARE(::fstatat(m_directory.get(), "log", &status, 0), 0);
        QCOMPARE(status.st_mode & 07777, 0600U);
    }

    void offsetsCountFromTheFirstByteEver() {
        auto log = OutputLog::open(m_directory.get(), 10);
        std::string all;
        for (int i = 0; i < 10; ++i) {
            const std::string line = "line " + std::to_string(i) + '\n';
            log->append(line);
            all += line;
            const auto end = readLog(m_directory.get(), all.size() - 3, 100);
            QCOMPARE(end->size, all.size());
            QCOMPARE(end->data, all.substr(all.size() - 3));
        }
        // Two files of one line each are kept; what went before is skipped, not counted anew.
        const auto kept = readLog(m_directory.get(), 0, 100);
        QCOMPARE(kept->data, std::string("line 8\nline 9\n"));
        QCOMPARE(kept->next, all.size());
        const auto across = readLog(m_directory.get(), all.size() - 9, 4);
        QCOMPARE(across->data, std::string("8\nli"));
        QCOMPARE(across->next, all.size() - 5);
        QCOMPARE(readLog(m_directory.get(), 1'000'000, 10)->data, std::string());
        QCOMPARE(readLog(m_directory.get(), 1'000'000, 10)->next, all.size());
    }

    void staysBounded() {
        auto log = OutputLog::open(m_directory.get(), 1000);
        for (int i = 0; i < 1000; ++i)
            log->append(std::string(300, 'x'));
        struct stat status{};
        QCOMPARE(::fstatat(m_directory.get(), "log", &status, 0), 0);
        QVERIFY(status.st_size <= 1000);
        QCOMPARE(::fstatat(m_directory.get(), "log.1", &status, 0), 0);
        QVERIFY(status.st_size <= 1000);
        QCOMPARE(readLog(m_directory.get(), 0, 1)->size, 300'000U);
    }

    void tailBeginsAtALine() {
        auto log = OutputLog::open(m_directory.get());
        log->append("short\n");
        QCOMPARE(log->tail(), std::string("short\n"));
        for (int i = 0; i < 10'000; ++i)
            log->append("number " + std::to_string(i) + '\n');
        const std::string tail = log->tail();
        QVERIFY(tail.size() <= 16384 && tail.size() > 16000);
        QVERIFY(tail.starts_with("number "));
        QVERIFY(tail.ends_with("number 9999\n"));
        log->append(std::string(100'000, 'y'));
        QCOMPARE(log->tail(), std::string(16384, 'y'));
    }

    void neverFollowsASymlink() {
        QCOMPARE(::symlinkat("/etc/hostname", m_directory.get(), "log"), 0);
        QVERIFY(!OutputLog::open(m_directory.get()));
        QVERIFY(!readLog(m_directory.get(), 0, 10));
    }

    void aCorruptBaseIsTold() {
        QVERIFY(sys::replaceFileAt(m_directory.get(), "log.base", "many", 0600, sys::Durability::Cached));
        const auto slice = readLog(m_directory.get(), 0, 10);
        QVERIFY(!slice);
        QCOMPARE(slice.error().kind(), ErrorKind::Corrupt);
        QCOMPARE(slice.error().subject(), std::string("log.base"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    sys::UniqueFd m_directory;
};

QTEST_APPLESS_MAIN(TestOutputLog)
#include "tst_outputlog.moc"
