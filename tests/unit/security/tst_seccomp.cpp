// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filteredprocess.h"

#include "core/security/seccompcompile.h"
#include "core/security/seccomprules.h"

#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

using namespace vitrine;

namespace {

struct Call {
    const char* name;
    long number;
    std::array<unsigned long, 4> arguments;
    int expected; ///< errno with the filter, 0 = success, -1 = anything that is not the filter's refusal
};

constexpr unsigned long upper = 1UL << 32U;
constexpr int allowed = -1;

// Arguments are such that nothing happens where the filter lets the call through.
const Call calls[] = {
    {"getpid", SYS_getpid, {}, 0},
    {"socket inet", SYS_socket, {AF_INET, SOCK_STREAM}, 0},
    {"socket netlink", SYS_socket, {AF_NETLINK, SOCK_RAW}, 0},
    {"socket between", SYS_socket, {AF_ALG + 1, SOCK_STREAM}, allowed},
    {"socket alg", SYS_socket, {AF_ALG, SOCK_SEQPACKET}, EPERM},
    {"socket alg, upper half", SYS_socket, {upper | AF_ALG, SOCK_SEQPACKET}, EPERM},
    {"socket vsock", SYS_socket, {AF_VSOCK, SOCK_STREAM}, EPERM},
    {"ioctl", SYS_ioctl, {999, FIONREAD}, EBADF},
    {"ioctl tiocsti", SYS_ioctl, {999, TIOCSTI}, EPERM},
    {"ioctl tiocsti, upper half", SYS_ioctl, {999, upper | TIOCSTI}, EPERM},
    {"ioctl tiocsti, all of the upper half", SYS_ioctl, {999, 0xffffffff00000000UL | TIOCSTI}, EPERM},
    {"ioctl tioclinux", SYS_ioctl, {999, TIOCLINUX}, EPERM},
    {"ioctl tioclinux, upper half", SYS_ioctl, {999, upper | TIOCLINUX}, EPERM},
    {"clone user", SYS_clone, {CLONE_NEWUSER | SIGCHLD}, EPERM},
    {"clone mount", SYS_clone, {CLONE_NEWNS | SIGCHLD}, EPERM},
    {"clone cgroup", SYS_clone, {CLONE_NEWCGROUP | SIGCHLD}, EPERM},
    {"clone net", SYS_clone, {CLONE_NEWNET | SIGCHLD}, EPERM},
    {"clone pid", SYS_clone, {CLONE_NEWPID | SIGCHLD}, EPERM},
    {"clone3", SYS_clone3, {0, 0}, ENOSYS},
    {"unshare", SYS_unshare, {CLONE_NEWUSER}, EPERM},
    {"setns", SYS_setns, {999, 0}, EPERM},
    {"mount", SYS_mount, {0, 0, 0, 0}, EPERM},
    {"umount2", SYS_umount2, {0, 0}, EPERM},
    {"pivot_root", SYS_pivot_root, {0, 0}, EPERM},
    {"open_tree", SYS_open_tree, {999, 0, 0}, EPERM},
    {"move_mount", SYS_move_mount, {999, 0, 999, 0}, EPERM},
    {"fsopen", SYS_fsopen, {0, 0}, EPERM},
    {"bpf", SYS_bpf, {0, 0, 0}, EPERM},
    {"perf_event_open", SYS_perf_event_open, {0, 0, 0, 0}, EPERM},
    {"keyctl", SYS_keyctl, {0, 0, 0}, EPERM},
    {"add_key", SYS_add_key, {0, 0, 0}, EPERM},
    {"request_key", SYS_request_key, {0, 0, 0}, EPERM},
    {"userfaultfd", SYS_userfaultfd, {0}, EPERM},
    {"io_uring_setup", SYS_io_uring_setup, {1, 0}, EPERM},
    {"kexec_load", SYS_kexec_load, {0, 0, 0, 0}, EPERM},
    {"init_module", SYS_init_module, {0, 0, 0}, EPERM},
    {"reboot", SYS_reboot, {0, 0, 0}, EPERM},
    {"swapon", SYS_swapon, {0, 0}, EPERM},
    {"open_by_handle_at", SYS_open_by_handle_at, {999, 0, 0}, EPERM},
    {"settimeofday", SYS_settimeofday, {0, 0}, EPERM},
    {"acct", SYS_acct, {0}, EPERM},
    {"syslog", SYS_syslog, {10, 0, 0}, EPERM},
    {"quotactl", SYS_quotactl, {0, 0, 0, 0}, EPERM},
    {"personality, ask", SYS_personality, {0xffffffff}, 0},
    {"personality, no randomization", SYS_personality, {0x0040000}, EPERM},
    {"a call that does not exist", 9999, {}, EPERM},
    {"chroot", SYS_chroot, {0}, EFAULT},
    {"chown", SYS_fchown, {999, 0, 0}, EBADF},
    {"prctl", SYS_prctl, {0}, allowed},
    {"seccomp", SYS_seccomp, {2, 0, 0}, allowed},
};

int perform(const Call& call) {
    const auto& a = call.arguments;
    const long result = ::syscall(call.number, a[0], a[1], a[2], a[3]);
    return result >= 0 ? 0 : errno;
}

} // namespace

/// Loads the filter in a child and asks the kernel what it lets through.
class TestSeccomp : public QObject {
    Q_OBJECT

    static security::SeccompFilter defaultFilter(const std::vector<std::string>& capabilities) {
        return security::compileSeccomp(SeccompProfile::Default, capabilities).value();
    }

private slots:
    void callsAreAnswered_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Call& call : calls)
            QTest::newRow(call.name) << index++;
    }
    void callsAreAnswered() {
        QFETCH(int, index);
        const Call& call = calls[index];
        const int answer =
            runFiltered(defaultFilter({"CAP_CHOWN", "CAP_SYS_CHROOT"}), [&] { return perform(call); });
        if (call.expected == allowed)
            QVERIFY(answer >= 0 && answer != EPERM && answer != ENOSYS);
        else
            QCOMPARE(answer, call.expected);
    }

    void anOrdinaryForkIsAllowed() {
        const int answer = runFiltered(defaultFilter({}), [] {
            const pid_t child = ::fork();
            if (child == 0)
                ::_exit(0);
            return child > 0 ? 0 : errno;
        });
        QCOMPARE(answer, 0);
    }

#if defined(__x86_64__)
    void callsOfTheThirtyTwoBitKernelKill() {
        const int answer = runFiltered(defaultFilter({}), [] {
            long result = 20; // getpid of i386
            asm volatile("int $0x80" : "+a"(result) : : "memory");
            return result > 0 ? 0 : 1;
        });
        QCOMPARE(answer, -SIGSYS);
    }

    void callsOfX32AreNotAllowed() {
        constexpr long x32 = 0x40000000;
        const int ioctl = runFiltered(defaultFilter({}), [] {
            return ::syscall(x32 + 514, 999, TIOCSTI, 0) >= 0 ? 0 : errno; // ioctl of x32
        });
        QVERIFY(ioctl == -SIGSYS || ioctl == EPERM);
        const int getpid =
            runFiltered(defaultFilter({}), [] { return ::syscall(x32 + SYS_getpid) >= 0 ? 0 : errno; });
        QVERIFY(getpid == -SIGSYS || getpid == EPERM);
    }
#endif

    void capabilitiesOpenTheirCalls() {
        const auto mountIn = [](const std::vector<std::string>& capabilities) {
            return runFiltered(defaultFilter(capabilities), [] {
                return ::syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr) >= 0 ? 0 : errno;
            });
        };
        QCOMPARE(mountIn({"CAP_SYS_ADMIN"}), EFAULT);
        QCOMPARE(mountIn({"CAP_SYS_TIME"}), EPERM);
        const int chroot =
            runFiltered(defaultFilter({}), [] { return ::syscall(SYS_chroot, nullptr) >= 0 ? 0 : errno; });
        QCOMPARE(chroot, EPERM);
    }

    void theProgramMadeWhenBuildingIsTheOneCompiledNow() {
        for (const std::vector<std::string>& capabilities :
             {std::vector<std::string>{}, std::vector<std::string>{"CAP_SYS_CHROOT"}}) {
            const auto kept = defaultFilter(capabilities).program;
            const auto compiled = security::compileDefaultProfile(capabilities).value();
            QCOMPARE(kept.size(), compiled.size());
            QVERIFY(std::memcmp(kept.data(), compiled.data(), kept.size() * sizeof(sock_filter)) == 0);
        }
    }

    void unconfinedIsNoFilter() {
        const auto filter = security::compileSeccomp(SeccompProfile::Unconfined, {}).value();
        QVERIFY(filter.program.empty());
        QCOMPARE(runFiltered(filter, [] { return perform({"", SYS_keyctl, {0, 0, 0}, 0}); }) == EPERM, false);
    }

    void aProfileOfItsOwnIsWhatIsLoaded() {
        const SeccompRules rules{
            "SCMP_ACT_ALLOW", {}, {}, {}, {{{"getppid", "no_such_call"}, "SCMP_ACT_ERRNO", ENOTNAM, {}}}};
        const auto filter = security::compileSeccomp(SeccompProfile::Custom, rules, {}).value();
        QCOMPARE(runFiltered(filter, [] { return perform({"", SYS_getppid, {0, 0, 0}, 0}); }), ENOTNAM);
        QVERIFY(runFiltered(filter, [] { return perform({"", SYS_keyctl, {0, 0, 0}, 0}); }) != EPERM);
        QVERIFY(!security::compileSeccomp(SeccompProfile::Custom, std::nullopt, {}));
    }

    void aProfileThatIsTooLongIsRefused() {
        SeccompRules rules{"SCMP_ACT_ALLOW", {}, {}, {}, {}};
        for (std::uint64_t value = 0; value < 1000; ++value)
            rules.syscalls.push_back(
                {{"getppid"},
                 "SCMP_ACT_ERRNO",
                 {},
                 {{0, "SCMP_CMP_MASKED_EQ", 0x7ffffffe7ffffffe, value << 33U | value << 1U}}});
        QVERIFY(validate(rules, "$.linux.seccomp"));
        const auto filter = security::compileSeccomp(SeccompProfile::Custom, rules, {});
        QVERIFY(!filter);
        QCOMPARE(filter.error().kind(), ErrorKind::LimitExceeded);
        QCOMPARE(filter.error().subject(), std::string("$.linux.seccomp"));
    }

    /// The model knows the words without the library.
    void theModelTakesWhatCanBeCompiled() {
        for (const std::string& action : security::seccompActions())
            QVERIFY2(validate(SeccompRules{action, {}, {}, {}, {}}, "$"), action.c_str());
        const SeccompRules rules{
            "SCMP_ACT_ALLOW", {}, security::seccompArchitectures(), security::seccompFlags(), {}};
        QVERIFY(validate(rules, "$"));
        for (const std::string& op : security::seccompOperators()) {
            const SeccompRule rule{{"read"}, "SCMP_ACT_LOG", {}, {{0, op, 0, 0}}};
            QVERIFY2(validate(SeccompRules{"SCMP_ACT_ALLOW", {}, {}, {}, {rule}}, "$"), op.c_str());
        }
    }

    void gettingItIsFast() {
        QBENCHMARK {
            static_cast<void>(defaultFilter({"CAP_SYS_CHROOT"}));
        }
    }
};

QTEST_APPLESS_MAIN(TestSeccomp)
#include "tst_seccomp.moc"
