// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

using namespace vitrine;
using namespace vitrine::sys;

class TestFile : public QObject {
    Q_OBJECT

    static int openDescriptors() {
        int count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
            ++count;
        return count;
    }

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_path = m_temporary->path().toStdString();
        m_directory = openDirectory(AT_FDCWD, m_path).value();
        m_before = openDescriptors();
    }

    void cleanup() { QCOMPARE(openDescriptors(), m_before); }

    void moveAssignmentClosesTheOldDescriptorOnce() {
        UniqueFd first = openDirectory(AT_FDCWD, "/").value();
        UniqueFd second = openDirectory(AT_FDCWD, "/").value();
        const int old = first.get();
        const int kept = second.get();
        first = std::move(second);
        QCOMPARE(first.get(), kept);
        QCOMPARE(::fcntl(old, F_GETFD), -1);
        UniqueFd& alias = first;
        first = std::move(alias);
        QCOMPARE(first.get(), kept);
        QVERIFY(::fcntl(kept, F_GETFD) >= 0);
    }

    void replacesAFileWhole() {
        QVERIFY(replaceFileAt(m_directory.get(), "a", "one", 0600, Durability::Synced));
        QVERIFY(replaceFileAt(m_directory.get(), "a", "two", 0600, Durability::Cached));
        QCOMPARE(readFileAt(m_directory.get(), "a", 100).value(), std::string("two"));
        QCOMPARE(listDirectory(m_directory.get()).value(), std::vector<std::string>{"a"});
    }

    void readingRefusesMoreThanTheMaximum() {
        QVERIFY(replaceFileAt(m_directory.get(), "a", "12345", 0600, Durability::Cached));
        const auto content = readFileAt(m_directory.get(), "a", 4);
        QVERIFY(!content);
        QCOMPARE(content.error().kind(), ErrorKind::LimitExceeded);
        QCOMPARE(readFileAt(m_directory.get(), "a", 5).value(), std::string("12345"));
    }

    void kernelFilesAreReadWhole() {
        for (const char* path :
             {"/proc/self/status", "/proc/self/limits", "/proc/filesystems", "/proc/cpuinfo"}) {
            const auto whole = readFileAt(AT_FDCWD, path, 1024UL * 1024);
            const auto quick = readKernelFileAt(AT_FDCWD, path);
            QVERIFY(whole && quick);
            // Only the numbers in it may have changed.
            QCOMPARE(std::ranges::count(*quick, '\n'), std::ranges::count(*whole, '\n'));
        }
        QVERIFY(
            replaceFileAt(m_directory.get(), "long", std::string(100'000, 'x'), 0600, Durability::Cached));
        QCOMPARE(readKernelFileAt(m_directory.get(), "long").value().size(), 100'000UL);
        QCOMPARE(readKernelFileAt(m_directory.get(), "none").error().kind(), ErrorKind::NotFound);
    }

    void readingDoesNotFollowALinkNorHangOnAFifo() {
        std::filesystem::create_symlink("/etc/hostname", m_path + "/link");
        QCOMPARE(readFileAt(m_directory.get(), "link", 100).error().errnum(), ELOOP);
        QCOMPARE(::mkfifo((m_path + "/fifo").c_str(), 0600), 0);
        QVERIFY(readFileAt(m_directory.get(), "fifo", 100).has_value());
    }

    void aSymlinkCannotLeaveTheRoot() {
        std::filesystem::create_directory(m_path + "/etc");
        std::filesystem::create_symlink("../../../../etc/passwd", m_path + "/etc/escape");
        std::filesystem::create_symlink("/proc/self/root/etc/passwd", m_path + "/etc/magic");
        QCOMPARE(openInRoot(m_directory.get(), "etc/escape", O_RDONLY).error().errnum(), ENOENT);
        QCOMPARE(openInRoot(m_directory.get(), "etc/magic", O_RDONLY).error().errnum(), ENOENT);
    }

    void removingATreeLeavesWhatItsLinksPointTo() {
        std::filesystem::create_directories(m_path + "/outside/kept");
        std::filesystem::create_directories(m_path + "/tree/a/b");
        std::filesystem::create_directory_symlink(m_path + "/outside", m_path + "/tree/a/link");
        std::filesystem::create_directory_symlink(m_path + "/outside", m_path + "/tree/a/b/link");
        QVERIFY(removeTreeAt(m_directory.get(), "tree"));
        QVERIFY(!std::filesystem::exists(m_path + "/tree"));
        QVERIFY(std::filesystem::exists(m_path + "/outside/kept"));
        QVERIFY(removeTreeAt(m_directory.get(), "tree")); // a second time is success
    }

    void noTreeIsTooDeepToBeRemoved() {
        UniqueFd current = makeDirectoryAt(m_directory.get(), "tree", 0700).value();
        for (int level = 0; level < 2500; ++level) {
            if (level % 40 == 0) // names that the removal might want for itself
                QVERIFY(makeDirectoryAt(current.get(), ".deep-" + std::to_string(level / 40), 0700));
            current = makeDirectoryAt(current.get(), "d", 0700).value();
        }
        current.reset();
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        const rlimit few{.rlim_cur = 128, .rlim_max = before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
        const auto removed = removeTreeAt(m_directory.get(), "tree");
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY2(removed, removed ? "" : removed.error().message().c_str());
        QVERIFY(!std::filesystem::exists(m_path + "/tree"));
    }

    void aWideTreeIsRemovedInBatches() {
        const UniqueFd tree = makeDirectoryAt(m_directory.get(), "tree", 0700).value();
        for (int number = 0; number < 1100; ++number)
            QVERIFY(openAt(tree.get(), std::to_string(number), O_WRONLY | O_CREAT | O_EXCL, 0600));
        QVERIFY(removeTreeAt(m_directory.get(), "tree"));
        QVERIFY(!std::filesystem::exists(m_path + "/tree"));
    }

    void ensureMakesParentsAndAcceptsWhatExists() {
        QVERIFY(ensureDirectoryAt(m_directory.get(), "x/y/z", 0700));
        QVERIFY(ensureDirectoryAt(m_directory.get(), "x/y/z", 0700));
        struct stat status{};
        QCOMPARE(::stat((m_path + "/x/y/z").c_str(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0700U);
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::string m_path;
    UniqueFd m_directory;
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"
