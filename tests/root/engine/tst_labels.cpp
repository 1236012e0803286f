// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/label.h"
#include "core/sys/file.h"
#include "core/sys/procfs.h"
#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <functional>

using namespace vitrine;

namespace {

namespace fs = std::filesystem;

constexpr const char* ownName = "thread-self/comm"; // every kernel has it, whatever its security modules are

/// In a process and a mount namespace of its own. The number that `what` gives is its exit code; 0 is good.
int inChild(const std::function<int()>& what) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool isApart =
            ::unshare(CLONE_NEWNS) == 0 && ::mount("", "/", "", MS_REC | MS_PRIVATE, "") == 0;
        ::_exit(isApart ? what() : 99);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// A false procfs over the true one, with the files that are written to.
void forge(const std::string& place) {
    ::mount("tmpfs", place.c_str(), "tmpfs", 0, "");
    fs::create_directories(place + "/thread-self/attr/apparmor");
    for (const char* file :
         {"/thread-self/comm", "/thread-self/attr/exec", "/thread-self/attr/apparmor/exec"})
        std::ofstream(place + file) << "";
}

bool nameIs(const std::string& name) {
    std::array<char, 17> now{};
    ::prctl(PR_GET_NAME, now.data());
    return name == now.data();
}

/// Writes the name of the calling thread.
Result<> rename(int procfs, const std::string& name) {
    const auto file = VITRINE_TRY(sys::openInProcfs(procfs, ownName, O_WRONLY));
    return sys::writeKernelFile(file.get(), ownName, name);
}

} // namespace

/// Profiles of AppArmor and labels of SELinux: what a process is told to become, it is told through the
/// kernel's own files, or not at all.
class TestLabels : public QObject {
    Q_OBJECT
private slots:
    void itIsTheKernels() {
        const auto procfs = sys::openProcfs();
        QVERIFY2(procfs, procfs ? "" : procfs.error().message().c_str());
        const auto file = sys::openInProcfs(procfs->get(), "thread-self/status", O_RDONLY);
        QVERIFY2(file, file ? "" : file.error().message().c_str());
        struct statfs status{};
        QCOMPARE(::fstatfs(file->get(), &status), 0);
        QCOMPARE(static_cast<unsigned long>(status.f_type), static_cast<unsigned long>(PROC_SUPER_MAGIC));
        const auto text = sys::readAll(file->get(), 1U << 16U);
        QVERIFY(text && text->contains("\nPid:\t" + std::to_string(::getpid()) + '\n'));
    }

    /// CVE-2019-16884: an image or a volume that covers /proc swallowed the label.
    void aForgedProcfsIsNotWrittenTo() {
        const int code = inChild([] {
            forge("/proc");
            const auto procfs = sys::openProcfs();
            if (!procfs)
                return 1;
            if (!rename(procfs->get(), "true name") || !nameIs("true name"))
                return 2;
            return readText("/proc/thread-self/comm").empty() ? 0 : 3;
        });
        QCOMPARE(code, 0);
    }

    void whatIsNoProcfsIsRefused() {
        const int code = inChild([] {
            forge("/proc");
            const auto forged = sys::openDirectory(AT_FDCWD, "/proc");
            if (!forged || rename(forged->get(), "swallowed"))
                return 1;
            if (!readText("/proc/thread-self/comm").empty())
                return 2;
            const auto refused =
                engine::chooseLabel(forged->get(), {step::LabelSystem::AppArmor, "some-profile"});
            return !refused && readText("/proc/thread-self/attr/apparmor/exec").empty() ? 0 : 3;
        });
        QCOMPARE(code, 0);
    }

    /// A single file of the true procfs is covered: there is nothing to fall back to.
    void aCoveredFileIsRefused() {
        const int code = inChild([] {
            const auto procfs = sys::openDirectory(AT_FDCWD, "/proc");
            std::ofstream("/tmp/vitrine-forged-comm") << "";
            // The thread's own, as the kernel's link names it.
            const std::string own = "/proc/" + fs::read_symlink("/proc/thread-self").string() + "/comm";
            const bool isCovered = ::mount("/tmp/vitrine-forged-comm", own.c_str(), "", MS_BIND, "") == 0;
            const auto refused = rename(procfs->get(), "swallowed");
            const bool isKept = readText("/tmp/vitrine-forged-comm").empty();
            fs::remove("/tmp/vitrine-forged-comm");
            if (!procfs || !isCovered || refused)
                return 1;
            return refused.error().errnum() == EXDEV && isKept ? 0 : 2;
        });
        QCOMPARE(code, 0);
    }

    void nothingLeadsOutOfIt() {
        const auto procfs = sys::openProcfs();
        QVERIFY(procfs);
        for (const char* path : {"../etc/passwd", "/etc/passwd", "self/root/etc/passwd", "self/cwd",
                                 "self/exe", "self/fd/0", "thread-self/../../../etc/passwd"})
            QVERIFY2(!sys::openInProcfs(procfs->get(), path, O_RDONLY), path);
        const auto missing = sys::openInProcfs(procfs->get(), "thread-self/no-such-file", O_RDONLY);
        QVERIFY(!missing && missing.error().kind() == ErrorKind::NotFound);
    }

    /// As the child of a start has it: opened outside, used inside, with other ids and another root.
    void itServesInsideNewNamespaces() {
        const auto procfs = sys::openProcfs();
        QVERIFY(procfs);
        const int fd = procfs->get();
        const int code = inChild([fd] {
            if (::unshare(CLONE_NEWPID | CLONE_NEWUSER) != 0)
                return 1;
            const pid_t child = ::fork();
            if (child == 0)
                ::_exit(::getpid() == 1 && rename(fd, "inside") && nameIs("inside") ? 0 : 1);
            int status = 0;
            return ::waitpid(child, &status, 0) == child && status == 0 ? 0 : 2;
        });
        QCOMPARE(code, 0);
    }

    void anUnknownNameEndsTheStart_data() {
        QTest::addColumn<bool>("isProfile");
        QTest::newRow("profile") << true;
        QTest::newRow("label") << false;
    }
    void anUnknownNameEndsTheStart() {
        QFETCH(bool, isProfile);
        TestBed bed;
        const HostState before = readHostState(bed.cgroupName(), bed.directory());
        {
            ContainerSpec spec = bed.spec({"wait"});
            (isProfile ? spec.process.appArmorProfile : spec.process.selinuxLabel) =
                isProfile ? "vitrine-no-such-profile" : "u:r:vitrine_no_such_t:s0";
            PlanContext context = bed.context(spec);
            context.facts.appArmor = context.facts.seLinux = true; // so that the kernel itself is asked
            TestContainer container(bed, spec, context, bed.options());
            QVERIFY(!container.started());
            const std::string field = isProfile ? "$.process.apparmorProfile" : "$.process.selinuxLabel";
            QVERIFY2(container.error().contains(field), container.error().c_str());
            QVERIFY2(container.error().contains("no_such") || container.error().contains("no-such"),
                     container.error().c_str());
        }
        const HostState after = readHostState(bed.cgroupName(), bed.directory());
        QVERIFY2(after == before, difference(before, after).c_str());
    }

    void anUnknownNameEndsAFurtherProcess() {
        TestBed bed;
        const ContainerSpec spec = bed.spec({"wait"});
        TestContainer container(bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        engine::ExecRequest request;
        request.process = spec.process;
        request.process.args = {"/payload", "view"};
        request.process.appArmorProfile = "vitrine-no-such-profile";
        const auto refused = engine::exec(container.container(), spec, request);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message().contains("$.process.apparmorProfile"),
                 refused.error().message().c_str());
        QVERIFY(container.finish());
    }
};

QTEST_APPLESS_MAIN(TestLabels)
#include "tst_labels.moc"
