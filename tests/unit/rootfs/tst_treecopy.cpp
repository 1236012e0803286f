// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/treecopy.h"
#include "core/sys/file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstring>

using namespace vitrine;

namespace {

bool always(std::uint64_t /*done*/, std::uint64_t /*total*/, const std::string& /*name*/) {
    return true;
}

/// Two directories beside each other.
class Trees {
public:
    Trees() {
        QDir(m_folder.path()).mkpath(QStringLiteral("from"));
        QDir(m_folder.path()).mkpath(QStringLiteral("to"));
    }
    [[nodiscard]] QByteArray from(const char* name = "") const { return path("from/") + name; }
    [[nodiscard]] QByteArray to(const char* name = "") const { return path("to/") + name; }
    void write(const char* name, const QByteArray& content) const {
        QFile file(QString::fromLocal8Bit(from(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] Result<> copy(const rootfs::CopyProgress& progress = always) const {
        const auto source = sys::openDirectory(AT_FDCWD, from().toStdString());
        const auto target = sys::openDirectory(AT_FDCWD, to().toStdString());
        return rootfs::copyTree(source->get(), target->get(), progress);
    }

private:
    [[nodiscard]] QByteArray path(const char* name) const {
        return m_folder.filePath(QLatin1String(name)).toLocal8Bit();
    }
    QTemporaryDir m_folder;
};

struct stat statusOf(const QByteArray& path) {
    struct stat status{};
    if (::lstat(path.constData(), &status) != 0)
        status.st_mode = 0;
    return status;
}

QByteArray contentOf(const QByteArray& path) {
    QFile file(QString::fromLocal8Bit(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
}

} // namespace

/// A root of a container as a copy: all that it is made of, and nothing of what its links point to.
class TestTreeCopy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesAndDirectories() {
        const Trees trees;
        QVERIFY(QDir().mkpath(QString::fromLocal8Bit(trees.from("a/b"))));
        trees.write("a/b/file", "hello");
        QCOMPARE(::chmod(trees.from("a/b/file"), 04751), 0);
        QCOMPARE(::chmod(trees.from("a/b"), 01777), 0);
        const timespec times[2] = {{1000, 5}, {2000, 7}};
        QCOMPARE(::utimensat(AT_FDCWD, trees.from("a/b/file"), times, 0), 0);
        QCOMPARE(::utimensat(AT_FDCWD, trees.from("a/b"), times, 0), 0);
        QCOMPARE(::chmod(trees.from(), 0751), 0);
        QVERIFY(trees.copy().has_value());
        QCOMPARE(contentOf(trees.to("a/b/file")), QByteArray("hello"));
        const struct stat file = statusOf(trees.to("a/b/file"));
        QCOMPARE(file.st_mode, mode_t{S_IFREG | 04751});
        QCOMPARE(file.st_mtim.tv_sec, 2000);
        QCOMPARE(file.st_mtim.tv_nsec, 7);
        QCOMPARE(statusOf(trees.to("a/b")).st_mode, mode_t{S_IFDIR | 01777});
        QCOMPARE(statusOf(trees.to("a/b")).st_mtim.tv_sec, 2000); // although it was filled after that
        QCOMPARE(statusOf(trees.to()).st_mode, mode_t{S_IFDIR | 0751});
    }
    void linksStayLinks() {
        const Trees trees;
        QCOMPARE(::symlink("/etc", trees.from("out")), 0);
        QCOMPARE(::symlink("nowhere", trees.from("dangling")), 0);
        trees.write("one", "same");
        QCOMPARE(::link(trees.from("one"), trees.from("two")), 0);
        QVERIFY(trees.copy().has_value());
        char target[64] = {};
        QVERIFY(::readlink(trees.to("out"), target, sizeof target - 1) > 0);
        QCOMPARE(QByteArray(target), QByteArray("/etc"));
        QVERIFY(S_ISLNK(statusOf(trees.to("dangling")).st_mode));
        QCOMPARE(statusOf(trees.to("one")).st_ino, statusOf(trees.to("two")).st_ino);
        QCOMPARE(statusOf(trees.to("one")).st_nlink, nlink_t{2});
        QVERIFY(statusOf(trees.to("one")).st_ino != statusOf(trees.from("one")).st_ino);
    }
    void holesStayHoles() {
        const Trees trees;
        trees.write("sparse", "begin");
        QCOMPARE(::truncate(trees.from("sparse"), 64 << 20), 0);
        QVERIFY(trees.copy().has_value());
        QCOMPARE(statusOf(trees.to("sparse")).st_size, off_t{64 << 20});
        QVERIFY(statusOf(trees.to("sparse")).st_blocks <= statusOf(trees.from("sparse")).st_blocks + 64);
        QVERIFY(contentOf(trees.to("sparse")).startsWith("begin"));
    }
    void specialFiles() {
        const Trees trees;
        QCOMPARE(::mkfifo(trees.from("fifo"), 0640), 0);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray place = trees.from("socket");
        QVERIFY(place.size() < qsizetype{sizeof address.sun_path});
        std::strcpy(address.sun_path, place.constData());
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        QVERIFY(trees.copy().has_value()); // and nobody opens the fifo, which would wait for ever
        ::close(socket);
        QCOMPARE(statusOf(trees.to("fifo")).st_mode, mode_t{S_IFIFO | 0640});
        QCOMPARE(statusOf(trees.to("socket")).st_mode, mode_t{0});
    }
    void attributesOfUsersAreKept() {
        const Trees trees;
        trees.write("file", "x");
        if (::setxattr(trees.from("file"), "user.note", "kept", 4, 0) != 0) {
            QCOMPARE(errno, ENOTSUP); // a file system without them has none to keep
            QVERIFY(trees.copy().has_value());
            return;
        }
        QVERIFY(trees.copy().has_value());
        char value[8] = {};
        QCOMPARE(::getxattr(trees.to("file"), "user.note", value, sizeof value), ssize_t{4});
        QCOMPARE(QByteArray(value), QByteArray("kept"));
    }
    void depthIsBounded_data() {
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("fits");
        QTest::newRow("deep") << 100 << true;
        QTest::newRow("too deep") << 102 << false;
    }
    void depthIsBounded() {
        QFETCH(const int, depth);
        QFETCH(const bool, fits);
        const Trees trees;
        auto directory = sys::openDirectory(AT_FDCWD, trees.from().toStdString());
        for (int i = 0; i < depth; ++i) {
            auto next = sys::makeDirectoryAt(directory->get(), "d", 0755);
            directory = std::move(next);
        }
        const auto copied = trees.copy();
        QCOMPARE(copied.has_value(), fits);
        if (!fits)
            QVERIFY(copied.error().kind() == ErrorKind::LimitExceeded);
    }
    void progressIsToldAndCanEndIt() {
        const Trees trees;
        for (const char* name : {"1", "2", "3"})
            trees.write(name, QByteArray(100'000, 'x'));
        std::uint64_t last = 0;
        std::uint64_t total = 0;
        QVERIFY(trees
                    .copy([&](std::uint64_t done, std::uint64_t all, const std::string&) {
                        const bool grows = done >= last;
                        last = done;
                        total = all;
                        return grows;
                    })
                    .has_value());
        QVERIFY(total >= 300'000);
        QVERIFY(last > 0 && last <= total);
        const Trees others;
        others.write("1", "x");
        int calls = 0;
        const auto ended =
            others.copy([&](std::uint64_t, std::uint64_t, const std::string&) { return ++calls < 2; });
        QVERIFY(!ended.has_value());
        QVERIFY(ended.error().kind() == ErrorKind::Cancelled);
        QCOMPARE(statusOf(others.to("1")).st_mode, mode_t{0});
    }
};

QTEST_APPLESS_MAIN(TestTreeCopy)
#include "tst_treecopy.moc"
