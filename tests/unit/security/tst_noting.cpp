// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filteredprocess.h"

#include "core/security/noting.h"
#include "core/sys/socket.h"

#include <QTest>

#include <linux/audit.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

using namespace vitrine;

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t native = AUDIT_ARCH_X86_64;
#else
constexpr std::uint32_t native = AUDIT_ARCH_AARCH64;
#endif

security::SeccompFilter defaultFilter() {
    return security::compileSeccomp(SeccompProfile::Default, {"CAP_SYS_CHROOT"}).value();
}

/// The errno of a call, or 0.
int errnoOf(long number, unsigned long first = 0, unsigned long second = 0) {
    errno = 0;
    return ::syscall(number, first, second, 0, 0) < 0 ? errno : 0;
}

/// A child with the filter, which hands its listener over, makes the calls, and ends with how many of them
/// were answered with something else than the filter that notes nothing says.
struct Child {
    pid_t pid = -1;
    sys::UniqueFd listener;

    Child(const security::NotingFilter& filter, const std::function<int()>& calls) {
        auto [mine, childs] = sys::socketPair().value();
        pid = ::fork();
        if (pid == 0) {
            ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            const int fd = security::loadNoting(filter.loaded);
            if (fd < 0 || !sys::sendDescriptor(childs.get(), 'l', fd))
                ::_exit(200);
            ::close(fd);
            ::_exit(calls());
        }
        childs.reset();
        if (auto message = sys::receiveDescriptor(mine.get()); message && *message)
            listener = std::move((*message)->fd);
    }
    int wait() const {
        int status = 0;
        ::waitpid(pid, &status, 0);
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }
};

/// Answers until the child is gone.
std::vector<security::RefusedCall> answerAll(security::CallListener& listener) {
    std::vector<security::RefusedCall> calls;
    for (;;) {
        pollfd waiting{listener.fd(), POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0 || (waiting.revents & POLLIN) == 0)
            return calls;
        if (auto call = listener.answer(); call && *call)
            calls.push_back(**call);
    }
}

} // namespace

/// Filters whose refusals are noted, in the kernel.
class TestNoting : public QObject {
    Q_OBJECT

private slots:
    void onlyRefusalsBecomeQuestions() {
        const auto plain = defaultFilter();
        const auto filter = security::noting(plain, {}).value();
        QCOMPARE(filter.refusing.size(), plain.program.size());
        const std::size_t guards = filter.loaded.program.size() - plain.program.size();
        QVERIFY(guards > 0);
        for (std::size_t i = 0; i < plain.program.size(); ++i) {
            const sock_filter& before = plain.program[i];
            const sock_filter& after = filter.loaded.program[guards + i];
            const bool refuses =
                before.code == (BPF_RET | BPF_K) && (before.k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO;
            QCOMPARE(after.k, refuses ? SECCOMP_RET_USER_NOTIF : before.k);
            QCOMPARE(after.code, before.code);
        }
    }

    /// The little machine and the kernel's say the same.
    void itIsEvaluatedAsTheKernelDoes() {
        const auto filter = defaultFilter();
        for (const long number : {SYS_getpid, SYS_mount, SYS_clone3, SYS_keyctl, SYS_socket, SYS_ioctl}) {
            for (const unsigned long first : {0UL, 38UL, 40UL}) { // AF_ALG, AF_VSOCK
                const seccomp_data call{static_cast<int>(number), native, 0, {first, 0x5412, 0, 0, 0, 0}};
                const std::uint32_t said = security::evaluate(filter.program, call);
                const int real = runFiltered(filter, [&] { return errnoOf(number, first, 0x5412); });
                if ((said & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO)
                    QCOMPARE(real, static_cast<int>(said & SECCOMP_RET_DATA));
                else
                    QCOMPARE(said, SECCOMP_RET_ALLOW);
            }
        }
        QCOMPARE(security::evaluate({}, {}), SECCOMP_RET_ERRNO | EPERM);
        const std::vector<sock_filter> odd{{BPF_MISC | BPF_TAX, 0, 0, 0},
                                           {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
        QCOMPARE(security::evaluate(odd, {}), SECCOMP_RET_ERRNO | EPERM);
    }

    void callsAreAnsweredAsWithout() {
        const auto filter = security::noting(defaultFilter(), {}).value();
        const Child child(filter, [] {
            int wrong = 0;
            wrong += errnoOf(SYS_mount) == EPERM ? 0 : 1;
            wrong += errnoOf(SYS_clone3) == ENOSYS ? 0 : 1;
            wrong += errnoOf(SYS_socket, 38, SOCK_SEQPACKET) == EPERM ? 0 : 1;
            wrong += errnoOf(SYS_getppid) == 0 ? 0 : 1;
            return wrong;
        });
        QVERIFY(child.listener.isValid());
        auto listener =
            security::CallListener::open(sys::UniqueFd(::dup(child.listener.get())), filter.refusing);
        QVERIFY(listener);
        const auto calls = answerAll(*listener);
        QCOMPARE(child.wait(), 0);
        QCOMPARE(calls.size(), std::size_t{3});
        QCOMPARE(security::callName(calls[0].number, calls[0].architecture), std::string("mount"));
        QCOMPARE(calls[0].errnum, EPERM);
        QCOMPARE(calls[1].errnum, ENOSYS);
        QVERIFY(!calls[0].program.empty());
    }

    void whoHasNoListenerGetsEnosys() {
        const auto filter = security::noting(defaultFilter(), {}).value();
        Child child(filter, [] {
            ::usleep(200'000);
            return errnoOf(SYS_mount);
        });
        child.listener.reset();
        QCOMPARE(child.wait(), ENOSYS);
    }

    /// A listener of a later filter would be asked in place of the first one, and could let calls pass.
    void nobodyTakesTheListenersPlace() {
        const auto filter = security::noting(defaultFilter(), {}).value();
        const auto loadAnother = [&] {
            ::usleep(100'000);
            const int listener = security::loadNoting(
                security::SeccompFilter{{{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}}, 0});
            return listener < 0 ? -listener : 0;
        };
        const Child with(filter, loadAnother);
        QCOMPARE(with.wait(), EBUSY);
        Child without(filter, loadAnother);
        without.listener.reset();
        QCOMPARE(without.wait(), EBUSY);
        // Filters without a listener can be added as before.
        const Child plain(filter, [] { return security::loadSeccomp(defaultFilter()); });
        QCOMPARE(plain.wait(), 0);
    }

    void otherArchitecturesAreGuardedToo() {
        const auto filter =
            security::noting(defaultFilter(), {"SCMP_ARCH_X86", "SCMP_ARCH_X32"}).value().loaded.program;
        const auto saidOf = [&](std::uint32_t architecture, int number, std::uint64_t flags) {
            return security::evaluate(filter, {number, architecture, 0, {1, flags, 0, 0, 0, 0}});
        };
        const std::uint32_t busy = SECCOMP_RET_ERRNO | EBUSY;
        QCOMPARE(saidOf(AUDIT_ARCH_I386, 354, SECCOMP_FILTER_FLAG_NEW_LISTENER), busy);
        QCOMPARE(saidOf(AUDIT_ARCH_X86_64, 317, SECCOMP_FILTER_FLAG_NEW_LISTENER | 1U), busy);
        QCOMPARE(saidOf(AUDIT_ARCH_X86_64, 317 | 0x40000000, SECCOMP_FILTER_FLAG_NEW_LISTENER), busy);
        QVERIFY(saidOf(AUDIT_ARCH_X86_64, 317, 0) != busy);
        QVERIFY(!security::noting(defaultFilter(), {"SCMP_ARCH_NONE"}));
    }

    void namesAreTheKernels() {
        QCOMPARE(security::callName(SYS_mount, native), std::string("mount"));
        QCOMPARE(security::callName(21, AUDIT_ARCH_I386), std::string("mount"));
        QCOMPARE(security::callName(987'654, native), std::string());
        QCOMPARE(security::architectureName(21, AUDIT_ARCH_I386), std::string("i386"));
        QCOMPARE(security::architectureName(1 | 0x40000000, AUDIT_ARCH_X86_64), std::string("x32"));
        QCOMPARE(security::architectureName(1, 0x1234), std::string("0x1234"));
    }
};

QTEST_APPLESS_MAIN(TestNoting)
#include "tst_noting.moc"
