// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/commands.h"
#include "helper/runtime/container.h"
#include "helper/runtime/foreground.h"
#include "helper/runtime/kernelstate.h"

#include "core/sys/file.h"
#include "core/sys/pidfd.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>

namespace vitrine::runtime {

namespace {

constexpr std::size_t longestReport = 4096;

/// A container that nobody could hear of must not stay.
Result<> announce(const Request& request, const NewContainer& container, const Log& log) {
    auto written = writePidFile(request.pidFile, container.record.init->pid);
    if (!written) {
        if (auto removed = removeContainer(container.directory, container.facts, log); !removed)
            log.warning(removed.error());
    }
    return written;
}

/// Opens the gate, and waits for execve(2): then the report's last writer is gone.
Result<> openGate(const StateDirectory& directory) {
    const auto report =
        VITRINE_TRY(sys::openAt(directory.fd(), reportName, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
    const auto go = VITRINE_TRY(sys::openAt(directory.fd(), goName, O_WRONLY | O_NONBLOCK | O_NOFOLLOW));
    VITRINE_CHECK(sys::writeAll(go.get(), "g"));
    if (::fcntl(report.get(), F_SETFL, O_RDONLY) != 0)
        return failure(Error::fromErrno("wait for", reportName, errno));
    std::string reason;
    char piece[256];
    for (ssize_t length = 0; (length = ::read(report.get(), piece, sizeof piece)) != 0;) {
        if (length < 0 && errno != EINTR)
            return failure(Error::fromErrno("wait for", reportName, errno));
        if (length > 0 && reason.size() < longestReport)
            reason.append(piece, static_cast<std::size_t>(length));
    }
    if (!reason.empty())
        return failure(Error(ErrorKind::Failed, "start the container", "", reason));
    return {};
}

Result<> signalAll(const OpenContainer& container, int signal) {
    const auto group = VITRINE_TRY(openCgroup(container.record.cgroup));
    if (!group)
        return failure(
            Error(ErrorKind::NotSupported, {}, "--all", "needs a control group, and the container has none"));
    if (signal == SIGKILL)
        return group->killAll();
    for (const pid_t pid : VITRINE_TRY(group->processes())) {
        // A process that has ended meanwhile needs no signal.
        if (const auto pidfd = sys::pidfdOpen(pid))
            static_cast<void>(sys::pidfdSendSignal(pidfd->get(), signal));
    }
    return {};
}

} // namespace

Result<int> create(const Request& request, const Log& log) {
    const auto container = VITRINE_TRY(makeContainer(request, Begin::AtGate));
    VITRINE_CHECK(announce(request, container, log));
    return 0;
}

Result<int> start(const Request& request, const Log& log) {
    auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Change));
    VITRINE_CHECK(require(container, {Status::Created}));
    VITRINE_CHECK(openGate(container.directory));
    runHooksAnyway(
        hooksOf(container.config).poststart,
        [&] { return stateJson(container.record, Status::Running, container.config); }, log);
    return 0;
}

Result<int> run(const Request& request, const Log& log) {
    const sys::UniqueFd signals = request.detach ? sys::UniqueFd() : VITRINE_TRY(holdSignals());
    auto container = VITRINE_TRY(makeContainer(request, Begin::AtOnce));
    VITRINE_CHECK(announce(request, container, log));
    const BundleConfig& config = container.bundle.config;
    runHooksAnyway(
        config.hooks.poststart, [&] { return stateJson(container.record, Status::Running, config.text); },
        log);
    if (request.detach)
        return 0;
    container.directory.unlock(); // others may pause it, or kill it
    const int code = VITRINE_TRY(stayWith(container.started.init, signals.get()));
    if (request.keep)
        return code;
    const auto directory =
        StateDirectory::open(request.globals.root, request.id, StateDirectory::Access::Change);
    if (directory)
        VITRINE_CHECK(removeEnded(container, *directory, log));
    else if (directory.error().kind() != ErrorKind::NotFound) // deleted by somebody else
        return failure(directory.error());
    return code;
}

Result<int> kill(const Request& request, const Log& /*log*/) {
    const int signal =
        request.operands.empty() ? SIGTERM : VITRINE_TRY(parseSignal(request.operands.front()));
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Look));
    if (request.all) { // others may live after the first one
        VITRINE_CHECK(signalAll(container, signal));
        return 0;
    }
    if (container.status == Status::Stopped || container.status == Status::Creating)
        return failure(Error(ErrorKind::WrongState, "signal", request.id, "container not running"));
    const auto pidfd = VITRINE_TRY(process::openPidfd(*container.record.init));
    VITRINE_CHECK(sys::pidfdSendSignal(pidfd.get(), signal));
    return 0;
}

Result<int> remove(const Request& request, const Log& log) {
    const auto directory =
        StateDirectory::open(request.globals.root, request.id, StateDirectory::Access::Change);
    if (!directory && request.force && directory.error().kind() == ErrorKind::NotFound)
        return 0;
    if (!directory)
        return failure(directory.error());
    if (!request.force) {
        const Record record = VITRINE_TRY(readRecord(*directory));
        const Status status = statusOf(*directory, record);
        if (status != Status::Stopped && status != Status::Created)
            return failure(Error(ErrorKind::WrongState, "delete the container", request.id,
                                 "it is " + std::string(nameOf(status)) + " and not stopped")
                               .withHint("With --force it is killed."));
    }
    const CgroupFacts facts = VITRINE_TRY(cgroup::readFacts());
    VITRINE_CHECK(removeContainer(*directory, facts, log));
    return 0;
}

} // namespace vitrine::runtime
