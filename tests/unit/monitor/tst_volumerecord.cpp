// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/monitor/volumes.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

using namespace vitrine;
using namespace vitrine::monitor;

namespace fs = std::filesystem;

/// A directory is known by more than its path.
class TestVolumeRecord : public QObject {
    Q_OBJECT

    [[nodiscard]] std::string path(const char* name) const {
        return m_temporary->path().toStdString() + '/' + name;
    }
    static VolumeRecord recordOf(const std::string& path) {
        const auto directory = sys::openDirectory(AT_FDCWD, path);
        return identify(directory->get(), path).value();
    }
    static ErrorKind kindOf(const VolumeRecord& record) {
        const auto opened = openVolume(record, VolumeAccess::ReadWrite);
        return opened ? ErrorKind::Busy : opened.error().kind();
    }

private slots:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        fs::create_directory(path("given"));
        m_given = recordOf(path("given"));
    }

    void theSameIsOpened() {
        const auto opened = openVolume(m_given, VolumeAccess::ReadWrite);
        QVERIFY(opened);
        QVERIFY((::fcntl(opened->get(), F_GETFL) & O_PATH) != 0);
        QVERIFY(m_given.device != 0 && m_given.inode != 0);
        QCOMPARE(m_given.ownerUid, ::geteuid());
        // Through a link it is still the same.
        fs::rename(path("given"), path("elsewhere"));
        fs::create_directory_symlink("elsewhere", path("given"));
        QVERIFY(openVolume(m_given, VolumeAccess::ReadWrite));
    }
    void anotherIsRefused() {
        fs::rename(path("given"), path("away"));
        QCOMPARE(kindOf(m_given), ErrorKind::NotFound); // gone
        fs::create_directory(path("given"));
        QCOMPARE(kindOf(m_given), ErrorKind::NotFound); // another one
        fs::remove(path("given"));
        fs::create_directory_symlink("/etc", path("given"));
        QCOMPARE(kindOf(m_given), ErrorKind::NotFound);
        fs::remove(path("given"));
        std::fclose(std::fopen(path("given").c_str(), "w"));
        QCOMPARE(kindOf(m_given), ErrorKind::NotFound);
        fs::remove(path("given"));
        fs::rename(path("away"), path("given"));
        QVERIFY(openVolume(m_given, VolumeAccess::ReadWrite));
    }
    void aNewOneWithAnOldInodeIsRefused() {
        if (m_given.bornNs == 0)
            return; // the file system of this test tells no birth
        VolumeRecord older = m_given;
        --older.bornNs;
        QCOMPARE(kindOf(older), ErrorKind::NotFound);
    }
    void anotherOwnerIsRefused() {
        VolumeRecord other = m_given;
        ++other.ownerUid;
        QCOMPARE(kindOf(other), ErrorKind::NotFound);
        other = m_given;
        ++other.ownerGid;
        QCOMPARE(kindOf(other), ErrorKind::NotFound);
    }
    void onlyDirectoriesAndFilesAre() {
        const auto device = sys::openAt(AT_FDCWD, "/dev/null", O_PATH);
        QCOMPARE(identify(device->get(), "/x").error().subject(), std::string("volumes"));
        const auto file = sys::openAt(AT_FDCWD, "/proc/self/exe", O_PATH);
        QVERIFY(identify(file->get(), "/x"));
        // What was a directory is never opened as a file.
        const VolumeRecord directory = m_given;
        fs::remove(path("given"));
        std::fclose(std::fopen(path("given").c_str(), "w"));
        QCOMPARE(kindOf(directory), ErrorKind::NotFound);
    }

    /// Whoever exchanges the directory for a link to another meanwhile gets a refusal, or what was given.
    void aRaceNeverOpensAnother() {
        fs::create_directory_symlink("/etc", path("link"));
        std::atomic<bool> stop = false;
        std::atomic<unsigned> rounds = 0;
        std::thread racer([&] {
            while (!stop) {
                if (::renameat2(AT_FDCWD, path("given").c_str(), AT_FDCWD, path("link").c_str(),
                                RENAME_EXCHANGE) == 0)
                    ++rounds;
            }
        });
        unsigned opened = 0;
        unsigned refused = 0;
        bool other = false;
        for (int i = 0; i < 200'000 && !other && (i < 2000 || opened == 0 || refused == 0 || rounds < 100);
             ++i) {
            const auto directory = openVolume(m_given, VolumeAccess::ReadWrite);
            ++(directory ? opened : refused);
            struct stat status{};
            other = directory && (::fstat(directory->get(), &status) != 0 || status.st_ino != m_given.inode);
        }
        stop = true;
        racer.join();
        qInfo("%u opened, %u refused, %u exchanges", opened, refused, rounds.load());
        QVERIFY(!other);
        QVERIFY(opened > 0 && refused > 0);
    }

    void bindsNeedAVolume() {
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        QVERIFY(checkBinds(spec, {}, 1000));
        spec.mounts.push_back({"/mnt//data/", "bind", "/home/alice", {"bind"}});
        QCOMPARE(checkBinds(spec, {}, 1000).error().kind(), ErrorKind::NotSupported);
        QVERIFY(checkBinds(spec, {}, 0)); // root may name any
        VolumeRecord volume;
        volume.destination = "/mnt/data";
        volume.path = "/home/alice";
        QVERIFY(checkBinds(spec, {volume}, 1000));
        volume.path = "/home/bob"; // config.json has been changed
        QVERIFY(!checkBinds(spec, {volume}, 1000));
        QVERIFY(!checkBinds(spec, {volume}, 0));
        spec.mounts.back() = {"/mnt/data", "none", "/home/alice", {"rbind"}};
        QVERIFY(!checkBinds(spec, {}, 1000));
    }
    void onlyTheOwnerIsMapped() {
        MountSpec mount{"/mnt", "bind", "/home/alice", {"bind"}};
        VolumeRecord volume;
        volume.ownerUid = 1000;
        volume.ownerGid = 100;
        mapOwners(mount, volume, {{0, 200000, 65536}}, {{1, 7, 1}, {0, 300000, 1}});
        QVERIFY((mount.uidMappings == std::vector<IdMapping>{{1000, 200000, 1}}));
        QVERIFY((mount.gidMappings == std::vector<IdMapping>{{100, 300000, 1}}));
        mapOwners(mount, volume, {}, {});
        QVERIFY(mount.uidMappings.empty() && mount.gidMappings.empty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    VolumeRecord m_given;
};

QTEST_GUILESS_MAIN(TestVolumeRecord)
#include "tst_volumerecord.moc"
