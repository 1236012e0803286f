// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/monitor/commandline.h"
#include "helper/monitor/plancontext.h"
#include "helper/monitor/rundirectory.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

using namespace vitrine;
using namespace vitrine::monitor;
using namespace std::chrono_literals;

/// The small pieces around a run: its directory, the command line, the owners of its files.
class TestRunDirectory : public QObject {
    Q_OBJECT

private slots:
    void aSecondMonitorIsBusy() {
        const QTemporaryDir temporary;
        const std::string path = temporary.path().toStdString();
        const auto first = RunDirectory::enter(path, m_id);
        QVERIFY(first.has_value());
        struct stat status{};
        QCOMPARE(::stat((path + '/' + m_id).c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0700U);
        QVERIFY(sys::replaceFileAt(first->fd(), "control", "", 0600, sys::Durability::Cached));
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(RunDirectory::enter(path, m_id).error().kind(), ErrorKind::Busy);
        QVERIFY(std::chrono::steady_clock::now() - begin < 2s);
    }

    void theEndOfTheOldOneIsWaitedFor() {
        const QTemporaryDir temporary;
        const std::string path = temporary.path().toStdString();
        auto old = std::make_unique<RunDirectory>(RunDirectory::enter(path, m_id).value());
        old->closeControl();
        std::thread ending([&] {
            std::this_thread::sleep_for(100ms);
            static_cast<void>(old->remove());
            std::this_thread::sleep_for(20ms);
            old.reset();
        });
        const auto fresh = RunDirectory::enter(path, m_id);
        ending.join();
        QVERIFY(fresh.has_value());
        QVERIFY(fresh->remove());
        QVERIFY(QDir(temporary.path()).isEmpty());
    }

    void whoWaitsEntersAfterAMonitorThatWasKilled() {
        const QTemporaryDir temporary;
        const std::string path = temporary.path().toStdString();
        std::optional<RunDirectory> killed(RunDirectory::enter(path, m_id).value());
        QVERIFY(sys::replaceFileAt(killed->fd(), "control", "", 0600, sys::Durability::Cached));
        QVERIFY(sys::replaceFileAt(killed->fd(), "journal", "", 0600, sys::Durability::Cached));
        std::thread dying([&] {
            std::this_thread::sleep_for(100ms);
            killed.reset(); // the kernel lets go of the lock and leaves the files
        });
        const auto next = RunDirectory::enter(path, m_id, RunDirectory::WhenTaken::Wait);
        dying.join();
        QVERIFY(next.has_value());
        QVERIFY(next->hasJournal());
    }

    void aStrangerWithTheLockIsNotWaitedForForever() {
        const QTemporaryDir temporary;
        const auto held = RunDirectory::enter(temporary.path().toStdString(), m_id);
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(RunDirectory::enter(temporary.path().toStdString(), m_id).error().kind(), ErrorKind::Busy);
        QVERIFY(std::chrono::steady_clock::now() - begin < 30s);
    }

    void aSymlinkIsNotEntered() {
        const QTemporaryDir temporary;
        const QTemporaryDir elsewhere;
        const std::string path = temporary.path().toStdString();
        QCOMPARE(::symlink(elsewhere.path().toUtf8().constData(), (path + '/' + m_id).c_str()), 0);
        QVERIFY(!RunDirectory::enter(path, m_id));
        QVERIFY(QDir(elsewhere.path()).isEmpty());
    }

    void commandLines_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("complaint");
        const QByteArray full = "run --state-dir /s --run-dir /r --id 0123456789abcdef0123456789abcdef";
        QTest::newRow("run") << full << QByteArray();
        QTest::newRow("run with all") << full + " --cgroup a/b --rootless --control-fd 5" << QByteArray();
        QTest::newRow("recover") << QByteArray("recover --run-dir /r --id 0123456789abcdef0123456789abcdef")
                                 << QByteArray();
        QTest::newRow("help") << QByteArray("--help") << QByteArray();
        QTest::newRow("nothing") << QByteArray("") << QByteArray("command: must be run or recover");
        QTest::newRow("other") << QByteArray("start") << QByteArray("start: must be run or recover");
        QTest::newRow("option") << full + " --fast" << QByteArray("--fast: there is no such option");
        QTest::newRow("value") << full + " --cgroup" << QByteArray("--cgroup: needs a value");
        QTest::newRow("id") << full + " --id ../../etc" << QByteArray("--id: must be 32 hexadecimal digits");
        QTest::newRow("no id") << QByteArray("recover --run-dir /r")
                               << QByteArray("--id: must be 32 hexadecimal digits");
        QTest::newRow("relative") << full + " --run-dir r"
                                  << QByteArray("--run-dir: must be given, as an absolute");
        QTest::newRow("cgroup up") << full + " --cgroup a/../b"
                                   << QByteArray("--cgroup: must be a relative path");
        QTest::newRow("cgroup root") << full + " --cgroup /a"
                                     << QByteArray("--cgroup: must be a relative path");
        QTest::newRow("run with standard input") << full + " --control-fd 0" << QByteArray();
        QTest::newRow("fd negative") << full + " --control-fd -1"
                                     << QByteArray("--control-fd: must be the number");
        QTest::newRow("fd word") << full + " --control-fd 5x"
                                 << QByteArray("--control-fd: must be the number");
        QTest::newRow("enter") << QByteArray("enter --pid 5 --start 7 --control-fd 0") << QByteArray();
        QTest::newRow("enter nobody") << QByteArray("enter --pid 0 --start 7 --control-fd 3")
                                      << QByteArray("--pid: must be a number above 0");
        QTest::newRow("enter whom") << QByteArray("enter --pid -5 --start 7 --control-fd 3")
                                    << QByteArray("--pid: must be a number above 0");
        QTest::newRow("enter when") << QByteArray("enter --pid 5 --start 7x --control-fd 3")
                                    << QByteArray("--start: must be a number above 0");
        QTest::newRow("enter without") << QByteArray("enter --pid 5 --control-fd 3")
                                       << QByteArray("enter: needs --pid, --start and --control-fd");
        QTest::newRow("fd stdio") << full + " --control-fd 2"
                                  << QByteArray("--control-fd: must be the number");
    }

    void commandLines() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, complaint);
        std::vector<std::string_view> arguments;
        const QList<QByteArray> words = text.isEmpty() ? QList<QByteArray>() : text.split(' ');
        for (const QByteArray& word : words)
            arguments.emplace_back(word.constData());
        const auto line = parseCommandLine(arguments);
        QCOMPARE(line.has_value(), complaint.isEmpty());
        if (!line)
            QVERIFY2(line.error().message().starts_with(complaint.constData()),
                     line.error().message().c_str());
    }

    void ownersOfFilesAreMapped() {
        BundleRecord record;
        record.idBase = 0x10000;
        ContainerSpec spec;
        const auto contextOf = [&] { return planContext({}, record, spec, "/root", "group"); };
        QCOMPARE(contextOf().rootMappings, (std::vector<IdMapping>{{0, 0x10000, 65536}}));
        QVERIFY(contextOf().rootGidMappings.empty());

        // Of a folder only the owner exists inside, as root.
        record.root.kind = RootRecord::Kind::Folder;
        record.root.ownerUid = 1000;
        record.root.ownerGid = 100;
        QCOMPARE(contextOf().rootMappings, (std::vector<IdMapping>{{1000, 0x10000, 1}}));
        QCOMPARE(contextOf().rootGidMappings, (std::vector<IdMapping>{{100, 0x10000, 1}}));

        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        QVERIFY(contextOf().rootMappings.empty());
        spec.namespaces[NamespaceKind::User] = Isolation::New;
        record.idBase = 0;
        QVERIFY(contextOf().rootMappings.empty());
    }

private:
    const std::string m_id = "0123456789abcdef0123456789abcdef";
};

QTEST_APPLESS_MAIN(TestRunDirectory)
#include "tst_rundirectory.moc"
