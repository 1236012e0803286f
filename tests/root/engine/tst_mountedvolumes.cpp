// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include "core/engine/volumes.h"
#include "core/model/volume.h"
#include "core/plan/mountoptions.h"

#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace vitrine;

namespace fs = std::filesystem;

/// Directories of the host that a container is shown, and memory of its own.
class TestMountedVolumes : public QObject {
    Q_OBJECT

    static constexpr std::uint32_t alice = 12345;
    static constexpr std::uint32_t staff = 12346;

    [[nodiscard]] std::string given() const { return m_bed->directory() + "/given"; }
    [[nodiscard]] ContainerSpec specWith(const VolumeOptions& options, std::vector<std::string> words) const {
        ContainerSpec spec = m_bed->spec(std::move(words));
        spec.mounts.push_back({"/mnt/data", "bind", given(), wordsOf(options)});
        spec.mounts.back().uidMappings = {{alice, spec.uidMappings.front().outside, 1}};
        spec.mounts.back().gidMappings = {{staff, spec.gidMappings.front().outside, 1}};
        return spec;
    }

    [[nodiscard]] step::InjectVolume injectStep(const ContainerSpec& spec, const std::string& place,
                                                bool mapped) const {
        const MountOptions options = parseMountOptions(wordsOf({}));
        MountSpec mount{place, "bind", given(), {}};
        if (mapped) {
            mount.uidMappings = {{alice, spec.uidMappings.front().outside, 1}};
            mount.gidMappings = {{staff, spec.gidMappings.front().outside, 1}};
        }
        return {{.mount = mount, .flags = options.flags, .propagation = options.propagation, .data = {}}};
    }
    [[nodiscard]] engine::SingleStep attach(TestContainer& container, const ContainerSpec& spec,
                                            const std::string& place, engine::AttachedVolume& attached,
                                            bool mapped = true) const {
        const int opened = ::open(given().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        auto step = engine::attachVolume(container.container(), spec, injectStep(spec, place, mapped), opened,
                                         attached);
        ::close(opened);
        return step;
    }
    static std::string rootOf(const TestContainer& container) {
        return "/proc/" + std::to_string(container.pid()) + "/root";
    }
    /// The line of its mountinfo whose mount point ends so (with chroot(2) it begins elsewhere), or empty.
    static std::string mountOf(const TestContainer& container, const std::string& place) {
        std::istringstream lines(readText("/proc/" + std::to_string(container.pid()) + "/mountinfo"));
        for (std::string line; std::getline(lines, line);) {
            if (line.contains(place + " "))
                return line;
        }
        return {};
    }
    /// As root inside could do it if it had the right to mount.
    template <typename Work>
    static bool inNamespace(TestContainer& container, Work work) {
        const int leader = container.container().init.pidfd.get();
        const pid_t child = ::fork();
        if (child == 0) {
            const bool isInside = ::setns(leader, CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
                                  ::setresgid(0, 0, 0) == 0 && ::setresuid(0, 0, 0) == 0;
            ::_exit(isInside && work() ? 0 : 1);
        }
        int status = -1;
        ::waitpid(child, &status, 0);
        return status == 0;
    }

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        fs::create_directory(given());
        std::ofstream(given() + "/file") << "hello";
        ::chmod((given() + "/file").c_str(), 0600);
        for (const std::string& path : {given(), given() + "/file"})
            QCOMPARE(::chown(path.c_str(), alice, staff), 0);
        QCOMPARE(::chmod(given().c_str(), 0700), 0);
        m_before = readHostState(m_bed->cgroupName(), m_bed->directory());
    }
    void cleanup() {
        fs::remove(given() + "/new");
        fs::remove_all(m_bed->root() + "/mnt"); // the engine made the mount point
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == m_before, difference(m_before, after).c_str());
        m_bed.reset();
    }

    void whatIsReadOnlyIsRead() {
        TestContainer container(*m_bed,
                                specWith({}, {"read", "/mnt/data/file", "write", "/mnt/data/new", "view"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("read"),
                 std::string("/mnt/data/file 5")); // 0600 of alice's: root inside is alice there
        QCOMPARE(view.value("write"), std::string("/mnt/data/new Read-only file system"));
        const std::string mount = view.mountAt("/mnt/data");
        for (const char* option : {"ro", "nosuid", "nodev", "noexec", "idmapped"})
            QVERIFY2(mount.contains(option), mount.c_str());
        QVERIFY(!mount.contains("shared:") && !mount.contains("master:"));
        QVERIFY(container.finish());
    }
    void whatIsWrittenBelongsToTheOwner() {
        TestContainer container(
            *m_bed, specWith({VolumeAccess::ReadWrite, VolumePrograms::Refused, VolumePropagation::Private},
                             {"write", "/mnt/data/new"}));
        QVERIFY2(container.started(), container.error().c_str());
        QCOMPARE(container.view().value("write"), std::string("/mnt/data/new ok"));
        struct stat status{};
        QCOMPARE(::stat((given() + "/new").c_str(), &status), 0);
        QCOMPARE(status.st_uid, alice);
        QCOMPARE(status.st_gid, staff);
        QVERIFY(container.finish());
    }
    void whoHasNoIdThereWritesNothing() {
        ContainerSpec spec =
            specWith({VolumeAccess::ReadWrite, VolumePrograms::Refused, VolumePropagation::Private},
                     {"write", "/mnt/data/new"});
        spec.process.user.uid = 1000;
        ::chmod(given().c_str(), 0777);
        TestContainer container(*m_bed, spec);
        const std::string written = container.started() ? container.view().value("write") : container.error();
        QVERIFY(container.finish());
        ::chmod(given().c_str(), 0700);
        QCOMPARE(written, std::string("/mnt/data/new Value too large for defined data type"));
        QVERIFY(!fs::exists(given() + "/new"));
    }
    /// What was opened is shown, whatever lies at its path when the container starts.
    void anOpenedDirectoryIsUsed() {
        const int opened = ::open(given().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        fs::rename(given(), given() + ".moved");
        fs::create_directory_symlink("/etc", given());
        engine::StartOptions options = m_bed->options();
        options.sources.push_back({"/mnt/data", opened});
        const ContainerSpec spec = specWith({}, {"read", "/mnt/data/file", "read", "/mnt/data/passwd"});
        TestContainer container(*m_bed, spec, m_bed->context(spec), options);
        const auto read =
            container.started() ? container.view().values("read") : std::vector{container.error()};
        QVERIFY(container.finish());
        ::close(opened);
        fs::remove(given());
        fs::rename(given() + ".moved", given());
        QCOMPARE(read, (std::vector<std::string>{"/mnt/data/file 5", "/mnt/data/passwd -1"}));
    }
    void laterMountsAreFollowedWhereAsked() {
        QCOMPARE(::mount("given", given().c_str(), "tmpfs", 0, nullptr), 0);
        QCOMPARE(::mount(nullptr, given().c_str(), nullptr, MS_SHARED, nullptr), 0);
        QCOMPARE(::mkdir((given() + "/later").c_str(), 0755), 0);
        QCOMPARE(::chown(given().c_str(), alice, staff), 0);
        for (const auto propagation : {VolumePropagation::Private, VolumePropagation::Follow}) {
            TestContainer container(
                *m_bed, specWith({VolumeAccess::ReadOnly, VolumePrograms::Refused, propagation}, {"wait"}));
            QVERIFY2(container.started(), container.error().c_str());
            QCOMPARE(::mount("later", (given() + "/later").c_str(), "tmpfs", MS_NODEV | MS_NOSUID, nullptr),
                     0);
            const std::string inside = readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
            QCOMPARE(inside.contains(" /mnt/data/later "), propagation == VolumePropagation::Follow);
            QCOMPARE(::umount((given() + "/later").c_str()), 0);
            const std::string after = readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
            QVERIFY(!after.contains(" /mnt/data/later "));
            QVERIFY(container.finish());
        }
        QCOMPARE(::umount(given().c_str()), 0);
    }
    void memoryHasASize() {
        ContainerSpec spec = m_bed->spec({"write", "/mnt/memory/x", "view"});
        spec.mounts.push_back(
            {"/mnt/memory", "tmpfs", "tmpfs", {"nosuid", "nodev", "noexec", "size=1048576", "mode=1777"}});
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QCOMPARE(view.value("write"), std::string("/mnt/memory/x ok"));
        const std::string mount = view.mountAt("/mnt/memory");
        QVERIFY2(mount.contains("size=1024k") && mount.contains("noexec"), mount.c_str());
        QVERIFY(container.finish());
    }
    void aRunningContainerIsGivenOne_data() {
        QTest::addColumn<bool>("ownUsers");
        QTest::addColumn<bool>("pivot");
        QTest::newRow("user namespace") << true << true;
        QTest::newRow("host's users") << false << true;
        QTest::newRow("chroot") << true << false;
    }
    void aRunningContainerIsGivenOne() {
        QFETCH(bool, ownUsers);
        QFETCH(bool, pivot);
        ContainerSpec spec = m_bed->spec({"wait"});
        if (!ownUsers) {
            spec.namespaces[NamespaceKind::User] = Isolation::Host;
            spec.uidMappings.clear();
            spec.gidMappings.clear();
        }
        spec.rootMode = pivot ? RootMode::PivotRoot : RootMode::Chroot;
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string host = readText("/proc/self/mountinfo");
        engine::AttachedVolume attached;
        const auto step = attach(container, spec, "/mnt/live/deep", attached, ownUsers);
        QVERIFY2(step.result, step.result ? "" : step.result.error().message().c_str());
        QCOMPARE(step.record.state, StepState::Done);
        QCOMPARE(readText("/proc/self/mountinfo"), host); // the host has not seen it
        const std::string inside = rootOf(container) + "/mnt/live/deep";
        QCOMPARE(readText(inside + "/file"), std::string("hello"));
        const std::string line = mountOf(container, "/mnt/live/deep");
        for (const char* option : {"ro", "nosuid", "nodev", "noexec"})
            QVERIFY2(line.contains(option), line.c_str());
        QCOMPARE(line.contains("idmapped"), ownUsers);
        struct stat status{};
        QCOMPARE(::stat(inside.c_str(), &status), 0);
        QCOMPARE(status.st_uid, ownUsers ? spec.uidMappings.front().outside : alice);
        // A directory that was made is of the container's root.
        QCOMPARE(::stat((rootOf(container) + "/mnt").c_str(), &status), 0);
        QCOMPARE(status.st_uid, ownUsers ? spec.uidMappings.front().outside : 0U);
        QVERIFY(engine::detachVolume(container.container(), spec, attached).result);
        QVERIFY(mountOf(container, "/mnt/live/deep").empty());
        QVERIFY(!fs::exists(inside + "/file"));
        // Once more, although it is gone: that is what was wanted.
        QVERIFY(engine::detachVolume(container.container(), spec, attached).result);
        QVERIFY(container.finish());
    }
    void whatIsMountedIsNotCovered_data() {
        QTest::addColumn<QString>("place");
        for (const char* place : {"/", "/proc", "/proc/sys", "/proc/kcore", "/sys", "/sys/firmware", "/dev",
                                  "/dev/shm", "/run", "/to-root", "/to-proc/sys", "/to-shm", "/up/../../.."})
            QTest::newRow(place) << place;
    }
    void whatIsMountedIsNotCovered() {
        QFETCH(QString, place);
        const ContainerSpec spec = m_bed->spec({"wait"});
        for (const auto& [link, target] : {std::pair("to-root", "/"), std::pair("to-proc", "/proc"),
                                           std::pair("to-shm", "/dev/shm"), std::pair("up", "/proc/1/root")})
            fs::create_directory_symlink(target, m_bed->root() + '/' + link);
        TestContainer container(*m_bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string before = readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
        engine::AttachedVolume attached;
        const auto step = attach(container, spec, place.toStdString(), attached);
        const std::string after = readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
        QVERIFY(container.finish());
        for (const char* link : {"to-root", "to-proc", "to-shm", "up"})
            fs::remove(m_bed->root() + '/' + link);
        QVERIFY(!step.result);
        QCOMPARE(step.record.state, StepState::Failed);
        QCOMPARE(after, before);
    }
    void twiceAtOnePlaceIsRefused() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        engine::AttachedVolume first;
        engine::AttachedVolume second;
        QVERIFY(attach(container, spec, "/mnt/live", first).result);
        const auto again = attach(container, spec, "/mnt/live", second);
        QVERIFY(!again.result);
        QCOMPARE(again.result.error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(container.finish());
    }
    /// Root inside has put it elsewhere, and mounted something on top of it.
    void whatWasMovedIsFoundByItself() {
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        engine::AttachedVolume attached;
        QVERIFY(attach(container, spec, "/mnt/live", attached).result);
        QCOMPARE(inNamespace(container,
                             [] {
                                 return ::mkdir("/elsewhere", 0755) == 0 &&
                                        ::mount("/mnt/live", "/elsewhere", nullptr, MS_MOVE, nullptr) == 0 &&
                                        ::mount("top", "/mnt/live", "tmpfs", 0, nullptr) == 0;
                             }),
                 true);
        QVERIFY(!mountOf(container, "/elsewhere").empty());
        QVERIFY(engine::detachVolume(container.container(), spec, attached).result);
        QVERIFY(mountOf(container, "/elsewhere").empty());
        QVERIFY(!mountOf(container, "/mnt/live").empty()); // not Vitrine's
        QVERIFY(container.finish());
        fs::remove(m_bed->root() + "/elsewhere");
    }
    void whatWasGivenAtTheStartIsTakenAwayToo() {
        const ContainerSpec spec = specWith({}, {"wait"});
        engine::StartOptions options = m_bed->options();
        const int opened = ::open(given().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        options.sources.push_back({"/mnt/data", opened});
        TestContainer container(*m_bed, spec, m_bed->context(spec), options);
        ::close(opened);
        QVERIFY2(container.started(), container.error().c_str());
        QCOMPARE(container.container().volumes.size(), std::size_t{1});
        QVERIFY(!mountOf(container, "/mnt/data").empty());
        QVERIFY(
            engine::detachVolume(container.container(), spec, container.container().volumes.front()).result);
        QVERIFY(mountOf(container, "/mnt/data").empty());
        QVERIFY(container.finish());
    }
    void whatHasEndedIsNotEntered() {
        const ContainerSpec spec = m_bed->spec({"exit", "0"});
        TestContainer container(*m_bed, spec);
        QVERIFY(container.started());
        QTRY_VERIFY(readText("/proc/" + std::to_string(container.pid()) + "/stat").contains(") Z"));
        engine::AttachedVolume attached;
        const auto step = attach(container, spec, "/mnt/live", attached);
        QVERIFY(!step.result);
        QCOMPARE(step.result.error().kind(), ErrorKind::NotFound);
        QVERIFY(container.finish());
    }
    /// CVE-2021-30465 on a container that runs: links that come and go at the place.
    void linksThatComeAndGoLeadNowhere() {
        const std::string outside = m_bed->directory() + "/outside";
        fs::create_directories(outside + "/deep");
        fs::create_directories(m_bed->root() + "/mnt/place/deep");
        const ContainerSpec spec = m_bed->spec({"wait"});
        int attachedCount = 0;
        int refused = 0;
        for (const std::string& target :
             {std::string("/proc"), std::string("/"), outside, std::string("../../../../etc")}) {
            const std::string link = m_bed->root() + "/mnt/link";
            fs::create_directory_symlink(target, link);
            TestContainer container(*m_bed, spec);
            QVERIFY2(container.started(), container.error().c_str());
            const std::string host = readText("/proc/self/mountinfo");
            const pid_t racer = ::fork();
            if (racer == 0) {
                for (;;)
                    ::renameat2(AT_FDCWD, (m_bed->root() + "/mnt/place").c_str(), AT_FDCWD, link.c_str(),
                                RENAME_EXCHANGE);
            }
            std::string problem;
            for (int attempt = 0; attempt < 40 && problem.empty(); ++attempt) {
                engine::AttachedVolume attached;
                const auto step = attach(container, spec, "/mnt/place/deep", attached);
                ++(step.result ? attachedCount : refused);
                const std::string inside =
                    readText("/proc/" + std::to_string(container.pid()) + "/mountinfo");
                if (inside.contains(" /proc/deep ") || inside.contains(" /proc/sys/deep "))
                    problem = inside;
                if (readText("/proc/self/mountinfo") != host)
                    problem = readText("/proc/self/mountinfo");
                if (step.result && !engine::detachVolume(container.container(), spec, attached).result)
                    problem = "it could not be taken away";
            }
            ::kill(racer, SIGKILL);
            ::waitpid(racer, nullptr, 0);
            QVERIFY2(problem.empty(), problem.c_str());
            QVERIFY(container.finish());
            if (const std::string place = m_bed->root() + "/mnt/place"; fs::is_symlink(place)) {
                fs::remove(place);
                fs::rename(link, place);
            } else {
                fs::remove(link);
            }
            fs::remove_all(m_bed->root() + "/deep"); // made where a link led to "/": inside
            fs::remove_all(m_bed->root() + "/etc");
        }
        qInfo("%d attached, %d refused", attachedCount, refused);
        QVERIFY(attachedCount > 0);
        QCOMPARE(std::distance(fs::recursive_directory_iterator(outside), {}), 1);
        fs::remove_all(outside);
    }
    void theCommandByHandDoesTheSame() {
        if (::access("/usr/bin/perl", X_OK) != 0)
            QFAIL("perl is needed");
        const ContainerSpec spec = m_bed->spec({"wait"});
        TestContainer container(*m_bed, spec);
        fs::create_directories(m_bed->root() + "/mnt/live");
        const std::string pid = "PID=" + std::to_string(container.pid()) + "; ";
        // Without a mapping, for which mount(8) of this machine may be too old.
        step::InjectVolume step = injectStep(spec, "/mnt/live", false);
        const std::string attach = pid + describe(Step(step), PlanContext{}).byHand;
        QVERIFY2(std::system(attach.c_str()) == 0, attach.c_str());
        const std::string line = mountOf(container, "/mnt/live");
        for (const char* option : {"ro", "nosuid", "nodev", "noexec"})
            QVERIFY2(line.contains(option), line.c_str());
        const std::string detach =
            pid + describe(Step(step::RemoveVolume{"/mnt/live"}), PlanContext{}).byHand;
        QVERIFY2(std::system(detach.c_str()) == 0, detach.c_str());
        QVERIFY(mountOf(container, "/mnt/live").empty());
        QVERIFY(container.finish());
    }
    void whatCannotBeMappedIsSaid() {
        ContainerSpec spec = specWith({}, {"wait"});
        spec.mounts.back().source = "/proc/fs"; // procfs has no id-mapped mounts
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.error().contains("map the owners of"), container.error().c_str());
        QVERIFY2(container.hint().contains("ext4"), container.hint().c_str());
    }
    void whereOwnersCannotBeMappedThePlanSaysIt() {
        const ContainerSpec spec = specWith({}, {"wait"});
        PlanContext context = m_bed->context(spec);
        context.rootMappings.clear();
        context.facts.idMappedMounts = false;
        const auto plan = makePlan(spec, context);
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind(), ErrorKind::NotSupported);
        QVERIFY(plan.error().subject().ends_with(".uidMappings"));
        ContainerSpec half = spec;
        half.mounts.back().gidMappings.clear();
        const auto refused = makePlan(half, m_bed->context(half));
        QVERIFY(!refused);
        QVERIFY(refused.error().subject().ends_with(".gidMappings"));
    }

private:
    std::unique_ptr<TestBed> m_bed;
    HostState m_before;
};

QTEST_GUILESS_MAIN(TestMountedVolumes)
#include "tst_mountedvolumes.moc"
