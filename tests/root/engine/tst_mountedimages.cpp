// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/engine/volumes.h"
#include "core/model/diskimage.h"
#include "core/plan/mountoptions.h"

#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace vitrine;

namespace fs = std::filesystem;

/// File systems in files of the host.
class TestMountedImages : public QObject {
    Q_OBJECT

    [[nodiscard]] std::string image() const { return m_bed->directory() + "/disk.img"; }
    [[nodiscard]] MountSpec mountOf(const ContainerSpec& spec, const VolumeOptions& options) const {
        return {"/mnt/disk", "ext4", image(), imageWordsOf(options), spec.uidMappings, spec.gidMappings};
    }
    [[nodiscard]] step::InjectVolume stepFor(const MountSpec& mount) const {
        const MountOptions options = parseMountOptions(mount.options);
        return {{.mount = mount, .flags = options.flags, .propagation = options.propagation, .data = {}}};
    }
    /// Loop devices of the image, which may have been removed meanwhile.
    [[nodiscard]] int loops() const {
        int count = 0;
        for (const auto& device : fs::directory_iterator("/sys/block"))
            count += readText(device.path() / "loop/backing_file").starts_with(m_bed->directory()) ? 1 : 0;
        return count;
    }
    [[nodiscard]] sys::UniqueFd openImage(int flags) const {
        return sys::UniqueFd(::open(image().c_str(), flags | O_CLOEXEC));
    }
    static std::string mountinfo(TestContainer& container) {
        return readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
    }
    static constexpr VolumeOptions writable{VolumeAccess::ReadWrite, VolumePrograms::Refused,
                                            VolumePropagation::Private};

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        const std::string content = m_bed->directory() + "/content";
        fs::create_directory(content);
        std::ofstream(content + "/file") << "hello";
        ::chmod((content + "/file").c_str(), 0600);
        QCOMPARE(QProcess::execute(QStringLiteral("/usr/sbin/mke2fs"),
                                   {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ext4"),
                                    QStringLiteral("-d"), QString::fromStdString(content),
                                    QString::fromStdString(image()), QStringLiteral("4M")}),
                 0);
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }
    void cleanup() {
        fs::remove_all(m_bed->root() + "/mnt"); // the engine made the mount point
        QTRY_COMPARE(loops(), 0);               // the kernel lets go of one after its last mount
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void whatIsInOneIsShown_data() {
        QTest::addColumn<bool>("opened");
        QTest::newRow("a descriptor") << true;
        QTest::newRow("root's own bundle") << false;
    }
    void whatIsInOneIsShown() {
        QFETCH(bool, opened);
        ContainerSpec spec = m_bed->spec({"read", "/mnt/disk/file", "write", "/mnt/disk/new", "view"});
        spec.mounts.push_back(mountOf(spec, {}));
        engine::StartOptions options = m_bed->options();
        const sys::UniqueFd file = openImage(O_RDONLY);
        if (opened)
            options.sources.push_back({"/mnt/disk", file.get()});
        const std::string host = readText("/proc/self/mountinfo");
        TestContainer container(*m_bed, spec, m_bed->context(spec), options);
        QVERIFY2(container.started(), container.error().c_str());
        QCOMPARE(readText("/proc/self/mountinfo"), host);
        const View view = container.view();
        QCOMPARE(view.value("read"), std::string("/mnt/disk/file 5")); // root's in it: root inside
        QCOMPARE(view.value("write"), std::string("/mnt/disk/new Read-only file system"));
        const std::string mount = view.mountAt("/mnt/disk");
        for (const char* option : {"ro", "nosuid", "nodev", "noexec", "idmapped", "ext4"})
            QVERIFY2(mount.contains(option), mount.c_str());
        QVERIFY(container.finish());
    }
    void whatIsWrittenIsInIt() {
        ContainerSpec spec = m_bed->spec({"write", "/mnt/disk/new", "view"});
        spec.mounts.push_back(mountOf(spec, writable));
        for (int start = 0; start < 2; ++start) {
            engine::StartOptions options = m_bed->options();
            const sys::UniqueFd file = openImage(O_RDWR);
            options.sources.push_back({"/mnt/disk", file.get()});
            TestContainer container(*m_bed, spec, m_bed->context(spec), options);
            QVERIFY2(container.started(), container.error().c_str());
            const View view = container.view();
            QCOMPARE(view.value("write"), std::string("/mnt/disk/new ok"));
            // The image does not say what is done about an error in it.
            QVERIFY2(view.mountAt("/mnt/disk").contains("errors=remount-ro"),
                     view.mountAt("/mnt/disk").c_str());
            QVERIFY(container.finish());
            QTRY_COMPARE(loops(), 0);
        }
    }
    void aRunningContainerIsGivenOne() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string host = readText("/proc/self/mountinfo");
        {
            engine::AttachedVolume attached;
            const sys::UniqueFd file = openImage(O_RDONLY);
            const auto step = engine::attachVolume(container.container(), spec, stepFor(mountOf(spec, {})),
                                                   file.get(), attached);
            QVERIFY2(step.result, step.result ? "" : step.result.error().message().c_str());
            QCOMPARE(readText("/proc/self/mountinfo"), host);
            QVERIFY(mountinfo(container).contains(" /mnt/disk "));
            QCOMPARE(readText("/proc/" + std::to_string(container.pid()) + "/root/mnt/disk/file"),
                     std::string("hello"));
            QCOMPARE(loops(), 1);
            QVERIFY(engine::detachVolume(container.container(), spec, attached).result);
            QVERIFY(!mountinfo(container).contains(" /mnt/disk "));
        }
        QTRY_COMPARE(loops(), 0);
        QVERIFY(container.finish());
    }
    /// Two who write to one would destroy it; two who read do not.
    void oneThatIsWrittenToIsUsedOnce() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const auto attach = [&](const char* place, const VolumeOptions& options,
                                engine::AttachedVolume& attached) {
            MountSpec mount = mountOf(spec, options);
            mount.destination = place;
            const bool writes = options.access == VolumeAccess::ReadWrite;
            const sys::UniqueFd file = openImage(writes ? O_RDWR : O_RDONLY);
            return engine::attachVolume(container.container(), spec, stepFor(mount), file.get(), attached);
        };
        engine::AttachedVolume first;
        engine::AttachedVolume second;
        QVERIFY(attach("/mnt/a", {}, first).result);
        QVERIFY(attach("/mnt/b", {}, second).result);
        engine::AttachedVolume third;
        const auto refused = attach("/mnt/c", writable, third);
        QVERIFY(!refused.result);
        QCOMPARE(refused.result.error().kind(), ErrorKind::Busy);
        for (const auto* attached : {&first, &second})
            QVERIFY(engine::detachVolume(container.container(), spec, *attached).result);
        first = {};
        second = {};
        QTRY_COMPARE(loops(), 0);
        QVERIFY(attach("/mnt/c", writable, third).result);
        QCOMPARE(attach("/mnt/a", {}, first).result.error().kind(), ErrorKind::Busy);
        QVERIFY(container.finish());
    }
    void damagedOnesAreRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        for (const int length : {2048, 65536}) { // the superblock, and little more
            QCOMPARE(::truncate(image().c_str(), length), 0);
            engine::AttachedVolume attached;
            const sys::UniqueFd file = openImage(O_RDONLY);
            const auto step = engine::attachVolume(container.container(), spec, stepFor(mountOf(spec, {})),
                                                   file.get(), attached);
            QVERIFY(!step.result);
            QVERIFY2(step.result.error().message().contains(image()), step.result.error().message().c_str());
        }
        QVERIFY(!mountinfo(container).contains(" /mnt/disk "));
        QVERIFY(container.finish());
    }
    void whatIsNoFileIsRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        for (const char* path : {"/dev/null", "/etc"}) {
            engine::AttachedVolume attached;
            const sys::UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
            QVERIFY(!engine::attachVolume(container.container(), spec, stepFor(mountOf(spec, {})), file.get(),
                                          attached)
                         .result);
        }
        QVERIFY(container.finish());
    }

private:
    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
};

QTEST_GUILESS_MAIN(TestMountedImages)
#include "tst_mountedimages.moc"
