// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/child.h"

#include "core/engine/idmap.h"
#include "core/engine/label.h"
#include "core/engine/rootbuilder.h"
#include "core/sys/file.h"
#include "core/sys/mount.h"
#include "core/sys/process.h"
#include "core/sys/procfs.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <climits>
#include <format>
#include <string_view>
#include <utility>

namespace vitrine::engine {

namespace {

/// The working directory must be one that the container can name: a descriptor of the host's that leaked
/// into it would show as "(unreachable)" (getcwd(2); CVE-2024-21626). libc's getcwd hides that.
Result<> verifyWorkingDirectory() {
    std::array<char, PATH_MAX> path{};
    const long length = ::syscall(SYS_getcwd, path.data(), path.size());
    if (length < 0)
        return failure(Error::fromErrno("getcwd", "", errno));
    if (path[0] != '/')
        return failure(Error(ErrorKind::Failed, "check the working directory", path.data(),
                             "it is outside of the container"));
    return {};
}

Result<> raiseLoopback() {
    sys::UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket)
        return failure(Error::fromErrno("open a socket to raise", "lo", errno));
    ifreq request{};
    std::copy_n("lo", 3, request.ifr_name);
    request.ifr_flags = IFF_UP;
    if (::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0)
        return failure(Error::fromErrno("raise", "lo", errno));
    RootBuilder::setAside(std::move(socket));
    return {};
}

/// The clocks can be set until somebody is in the namespace, and the one who makes it is not yet.
Result<> setTimeOffsets(const TimeOffsets& offsets) {
    VITRINE_CHECK(sys::unshare(CLONE_NEWTIME));
    std::array<char, 128> text{};
    const auto end = std::format_to_n(text.data(), text.size(), "monotonic {} {}\nboottime {} {}\n",
                                      offsets.monotonic.seconds, offsets.monotonic.nanoseconds,
                                      offsets.boottime.seconds, offsets.boottime.nanoseconds);
    const sys::UniqueFd self = VITRINE_TRY(sys::openAt(AT_FDCWD, "/proc/self", O_PATH | O_DIRECTORY));
    auto written = sys::writeKernelFileAt(self.get(), "timens_offsets", {text.data(), end.out});
    if (!written && written.error().errnum() == ERANGE)
        return failure(std::move(written).error().withHint(
            "A clock must not be before zero: set it back by no more than this computer has been on."));
    VITRINE_CHECK(std::move(written));
    const sys::UniqueFd space = VITRINE_TRY(sys::openAt(self.get(), "ns/time_for_children", O_RDONLY));
    return sys::setns(space.get(), CLONE_NEWTIME);
}

/// Closes all from 3 on but these.
Result<> closeAllBut(std::vector<int> kept) {
    std::ranges::sort(kept);
    unsigned first = 3;
    for (const int fd : kept) {
        const auto number = static_cast<unsigned>(fd);
        if (fd >= 3 && number > first)
            VITRINE_CHECK(sys::closeRange(first, number - 1));
        first = fd >= 3 ? number + 1 : first;
    }
    return sys::closeRange(first, ~0U);
}

/// The state of one child: which step is where in its own objects. AFTER FORK.
class Child {
public:
    Child(ChildSetup& setup, sys::UniqueFd idMappedRoot)
        : m_setup(setup)
        , m_idMappedRoot(std::move(idMappedRoot))
        , m_privileges(setup.privileges, setup.socket.get()) {}

    [[nodiscard]] Result<> enter(sys::UniqueFd root);
    [[nodiscard]] Result<> apply(std::size_t index);

private:
    Result<> on(const step::JoinCgroup& step);
    Result<> on(const step::SetTimeOffsets& step) { return setTimeOffsets(step.offsets); }
    Result<> on(const step::BecomeRoot& /*step*/) { return m_privileges.becomeRoot(); }
    Result<> on(const step::UnshareCgroup& /*step*/) { return sys::unshare(CLONE_NEWCGROUP); }
    Result<> on(const step::MakeMountsPrivate& /*step*/) {
        return sys::mount("", "/", "", MS_REC | MS_PRIVATE, "");
    }
    Result<> on(const step::MountRoot& step);
    Result<> on(const step::MountFilesystem& step);
    Result<> on(const step::BindDevice& step) { return m_builder.bindDevice(step); }
    Result<> on(const step::MakeDevice& step) { return m_builder.makeDevice(step); }
    Result<> on(const step::MakeSymlink& step) { return m_builder.makeSymlink(step); }
    Result<> on(const step::OpenConsole& step);
    Result<> on(const step::PivotRoot& step);
    Result<> on(const step::ChangeRoot& step);
    Result<> on(const step::SetHostname& step);
    Result<> on(const step::RaiseLoopback& /*step*/) { return raiseLoopback(); }
    Result<> on(const step::MaskPath& step) { return m_builder.maskPath(step.path); }
    Result<> on(const step::MakeReadOnly& step) { return m_builder.makeReadOnly(step.path); }
    Result<> on(const step::MakeRootReadOnly& /*step*/) { return m_builder.makeRootReadOnly(); }
    Result<> on(const step::SetRlimit& step) { return applyRlimit(step.rlimit); }
    Result<> on(const step::StartSession& step);
    Result<> on(const step::SetWorkingDirectory& step);
    Result<> on(const step::SetLabel& step) { return chooseLabel(m_setup.procfs.get(), step); }
    Result<> on(const step::SetUser& step) { return m_privileges.setUser(step.user); }
    Result<> on(const step::LimitCapabilities& /*step*/) { return m_privileges.limitCapabilities(); }
    Result<> on(const step::SetNoNewPrivileges& /*step*/) { return m_privileges.setNoNewPrivileges(); }
    Result<> on(const step::LoadSeccomp& /*step*/) { return m_privileges.loadSeccomp(); }
    Result<> on(const step::ProvideInit& step);
    Result<> on(const step::Execute& step);
    template <typename HostStep>
    Result<> on(const HostStep& /*step*/) {
        return failure(
            Error(ErrorKind::InvalidArgument, "run the plan", "", "a step of the host comes too late"));
    }

    template <typename Wanted>
    [[nodiscard]] bool plans() const {
        return std::ranges::any_of(m_setup.plan->steps,
                                   [](const Step& step) { return std::holds_alternative<Wanted>(step); });
    }
    /// What was needed to build the root goes, so that a low RLIMIT_NOFILE leaves room for what follows.
    [[nodiscard]] Result<> dropDescriptors();
    [[nodiscard]] int initFd() const { return m_setup.init ? m_setup.init->fd() : -1; }
    [[nodiscard]] int source() const { return m_setup.sources[m_index].get(); }
    [[nodiscard]] Result<> prepareMasks();
    [[nodiscard]] Result<> closeBut(std::vector<int> kept) const;
    [[nodiscard]] Result<> beforePivot() const;

    ChildSetup& m_setup;
    sys::UniqueFd m_idMappedRoot;
    RootBuilder m_builder;
    Privileges m_privileges;
    std::size_t m_index = 0;
};

Result<> Child::enter(sys::UniqueFd root) {
    // Nothing of the monitor's signal handling is inherited: masks and ignored signals survive execve(2).
    sigset_t none{};
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int signal = 1; signal <= 64; ++signal) {
        if ((m_setup.ignoredSignals >> (signal - 1) & 1) != 0)
            ::signal(signal, SIG_DFL);
    }
    ::umask(0);
    // A keyring of its own: the one of the monitor's session may hold keys (keyctl(2), session-keyring(7)).
    // Best effort: kernels without keyrings have none to inherit.
    if (m_setup.extras == nullptr || !m_setup.extras->keepsKeyring)
        static_cast<void>(::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr));
    for (int standard = 0; standard < 3; ++standard) {
        const int stream = m_setup.standardStreams[static_cast<std::size_t>(standard)].get();
        if (stream >= 0 && ::dup2(stream, standard) < 0)
            return failure(Error::fromErrno("dup2", "", errno));
    }
    if (root)
        m_builder.useRoot(std::move(root));
    return {};
}

Result<> Child::apply(std::size_t index) {
    m_index = index;
    return std::visit([this](const auto& step) { return on(step); }, m_setup.plan->steps[index]);
}

Result<> Child::on(const step::JoinCgroup& step) {
    for (const int tasks : m_setup.joinFds) {
        // One thread, moving itself: no wait for an RCU grace period, as writing a pid to cgroup.procs costs.
        if (::write(tasks, "0", 1) != 1)
            return failure(Error::fromErrno("join the control group", step.path, errno));
    }
    return {};
}

Result<> Child::on(const step::MountRoot& step) {
    VITRINE_CHECK(prepareMasks());
    sys::UniqueFd tree = step.source == step::RootSource::IdMappedMount ? std::move(m_idMappedRoot)
                                                                        : std::move(m_setup.sources[m_index]);
    if (!tree && step.source == step::RootSource::BindDirectory) {
        const sys::UniqueFd directory = VITRINE_TRY(sys::openDirectory(AT_FDCWD, step.path));
        tree = VITRINE_TRY(detachDirectory(directory.get(), step.path));
    }
    if (!tree)
        return failure(Error(ErrorKind::InvalidArgument, "mount the root", step.path, "it was not prepared"));
    return m_builder.attachRoot(std::move(tree), step.place);
}

Result<> Child::prepareMasks() {
    return plans<step::MaskPath>() ? m_builder.prepareMasks() : Result<>{};
}

Result<> Child::on(const step::MountFilesystem& step) {
    if ((step.flags & MS_BIND) == 0 || source() >= 0) {
        const std::string& place = step.mount.destination;
        const auto below = VITRINE_TRY(openBelow(m_setup.extras, m_builder.root(), place));
        VITRINE_CHECK(m_builder.mountFilesystem(step, source()));
        return copyFrom(below, m_builder.root(), place);
    }
    const auto recursive = (step.flags & MS_REC) != 0 ? sys::Recursive::Yes : sys::Recursive::No;
    const sys::UniqueFd tree = VITRINE_TRY(sys::cloneTree(AT_FDCWD, step.mount.source, recursive));
    return m_builder.mountFilesystem(step, tree.get());
}

Result<> Child::on(const step::OpenConsole& step) {
    if (m_setup.terminal)
        return enterTerminal(m_setup.terminal->slave.get());
    sys::UniqueFd hostRoot;
    if (step.source == step::ConsoleSource::HostDevpts)
        hostRoot = VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/"));
    Pty terminal =
        VITRINE_TRY(hostRoot ? openTerminal(hostRoot.get(), "/dev/ptmx", m_setup.terminalSize)
                             : openTerminal(m_builder.root(), "/dev/pts/ptmx", m_setup.terminalSize));
    if (m_setup.bindsConsole)
        VITRINE_CHECK(m_builder.bindConsole(terminal.slave.get()));
    VITRINE_CHECK(enterTerminal(terminal.slave.get()));
    VITRINE_CHECK(sys::sendDescriptor(m_setup.socket.get(), consoleMessage, terminal.master.get()));
    RootBuilder::setAside(std::move(terminal.master));
    RootBuilder::setAside(std::move(terminal.slave));
    return {};
}

Result<> Child::dropDescriptors() {
    m_builder.forgetDescriptors();
    return closeBut({m_setup.socket.get(), m_builder.root(), initFd(), m_setup.procfs.get()});
}

/// Besides what an OCI runtime wants to be kept.
Result<> Child::closeBut(std::vector<int> kept) const {
    if (const BundleExtras* extras = m_setup.extras) {
        kept.insert(kept.end(), extras->keptFds.begin(), extras->keptFds.end());
        if (extras->gate)
            kept.insert(kept.end(), {extras->gate->go, extras->gate->report});
    }
    return closeAllBut(std::move(kept));
}

Result<> Child::beforePivot() const {
    if (m_setup.extras == nullptr)
        return {};
    return applyBeforePivot(*m_setup.extras, *m_setup.trace, m_setup.socket.get());
}

Result<> Child::on(const step::PivotRoot& /*step*/) {
    VITRINE_CHECK(beforePivot());
    VITRINE_CHECK(m_builder.pivotRoot());
    return dropDescriptors();
}

Result<> Child::on(const step::ChangeRoot& step) {
    if (m_builder.root() < 0) {
        sys::UniqueFd directory = std::move(m_setup.sources[m_index]);
        if (!directory)
            directory = VITRINE_TRY(sys::openDirectory(AT_FDCWD, step.path));
        m_builder.useRoot(std::move(directory));
    }
    VITRINE_CHECK(beforePivot());
    VITRINE_CHECK(m_builder.changeRoot());
    return dropDescriptors();
}

Result<> Child::on(const step::SetHostname& step) {
    if (::sethostname(step.hostname.data(), step.hostname.size()) != 0)
        return failure(Error::fromErrno("set the hostname", step.hostname, errno));
    return {};
}

Result<> Child::on(const step::StartSession& /*step*/) {
    if (::setsid() < 0)
        return failure(Error::fromErrno("setsid", "", errno));
    return {};
}

Result<> Child::on(const step::SetWorkingDirectory& step) {
    // Through openat2(2) without magic links: "/proc/self/fd/7" must not lead to a directory of the host.
    sys::UniqueFd here;
    if (m_builder.root() < 0)
        here = VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/"));
    auto directory = sys::openInRoot(here ? here.get() : m_builder.root(), step.path, O_PATH | O_DIRECTORY);
    if (!directory)
        return failure(
            Error::fromErrno("enter the working directory", step.path, directory.error().errnum()));
    if (::fchdir(directory->get()) != 0)
        return failure(Error::fromErrno("enter the working directory", step.path, errno));
    RootBuilder::setAside(*std::move(directory));
    return {};
}

/// From here on this is another process than before: the first one has become the init program.
Result<> Child::on(const step::ProvideInit& /*step*/) {
    if (!m_setup.init)
        return failure(
            Error(ErrorKind::InvalidArgument, "provide the init program", "", "it was not prepared"));
    const auto terminal = plans<step::OpenConsole>() ? Terminal::Yes : Terminal::No;
    return divide(*m_setup.init, {m_setup.trace, m_index}, terminal);
}

Result<> Child::on(const step::Execute& /*step*/) {
    VITRINE_CHECK(verifyWorkingDirectory());
    // Really closed, not only close-on-exec: "/proc/self/fd/7/bin/sh" would be opened before that happens.
    // The socket stays: its closing tells the parent that execve(2) succeeded.
    VITRINE_CHECK(closeBut({m_setup.socket.get()}));
    if (m_setup.extras == nullptr)
        return failure(m_setup.exec->execute());
    if (m_setup.extras->gate) // whoever creates a container is told now that it cannot be started
        VITRINE_CHECK(m_setup.exec->look());
    auto ready = applyBeforeExecute(*m_setup.extras, *m_setup.trace, m_setup.socket.get());
    Error error = ready ? m_setup.exec->execute() : std::move(ready).error();
    reportAtGate(*m_setup.extras, error);
    return failure(std::move(error));
}

} // namespace

Result<sys::UniqueFd> procfsFor(const Plan& plan) {
    const bool isNeeded = std::ranges::any_of(
        plan.steps, [](const Step& step) { return std::holds_alternative<step::SetLabel>(step); });
    return isNeeded ? sys::openProcfs() : Result<sys::UniqueFd>(sys::UniqueFd());
}

Result<std::uint64_t> ignoredSignals() {
    constexpr std::string_view key = "SigIgn:\t";
    const std::string status = VITRINE_TRY(sys::readKernelFileAt(AT_FDCWD, "/proc/self/status"));
    const std::size_t found = status.find(key);
    std::uint64_t mask = 0;
    if (found != std::string::npos) {
        const char* first = status.data() + found + key.size();
        std::from_chars(first, status.data() + status.size(), mask, 16);
    }
    return mask;
}

// AFTER FORK
void runChild(ChildSetup& setup, sys::UniqueFd root, sys::UniqueFd idMappedRoot) {
    using When = StartOptions::Fault::When;
    const auto faultAt = [&](std::size_t step, When when) {
        return setup.fault && setup.fault->step == step && setup.fault->when == when;
    };
    Child child(setup, std::move(idMappedRoot));
    auto result = child.enter(std::move(root));
    for (std::size_t index = setup.firstStep; index < setup.plan->steps.size(); ++index) {
        setup.trace->begin(index);
        if (result && faultAt(index, When::Before))
            result = failure(Error::fromErrno("fault", "", EIO));
        if (result)
            result = child.apply(index);
        if (result && faultAt(index, When::After))
            result = failure(Error::fromErrno("fault", "", EIO));
        if (!result) {
            setup.trace->fail(index, result.error());
            ::_exit(1);
        }
        setup.trace->finish(index);
    }
    ::_exit(1);
}

} // namespace vitrine::engine
