// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/volumes.h"

#include "core/engine/child.h"
#include "core/engine/idmap.h"
#include "core/engine/image.h"
#include "core/engine/leader.h"
#include "core/engine/privileges.h"
#include "core/engine/rootbuilder.h"
#include "core/engine/sharedtrace.h"
#include "core/model/diskimage.h"
#include "core/plan/execplan.h"
#include "core/sys/file.h"
#include "core/sys/mount.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <format>
#include <functional>
#include <string>
#include <utility>

namespace vitrine::engine {

namespace {

/// A child of the monitor that does one thing in the container's namespaces. It never runs a program there,
/// is in none of the container's process and control group, and so nobody inside sees, stops or enters it.
class Errand {
public:
    Errand(const StartedContainer& container, const ContainerSpec& spec, std::chrono::milliseconds patience)
        : m_container(container)
        , m_spec(spec)
        , m_patience(patience) {}

    /// `work` is done in the child.
    [[nodiscard]] SingleStep run(const std::function<Result<>()>& work);

private:
    [[nodiscard]] Result<> check() const;
    [[nodiscard]] Result<> runChildOf(SharedTrace& trace, const std::function<Result<>()>& work);

    const StartedContainer& m_container;
    const ContainerSpec& m_spec;
    std::chrono::milliseconds m_patience;
};

Result<> Errand::check() const {
    if (!m_spec.namespaces.isNew(NamespaceKind::Mount)) {
        return failure(Error(ErrorKind::NotSupported, "change the mounts of the container", "",
                             "it has the host's: they would change for everybody"));
    }
    if (::geteuid() != 0) {
        return failure(Error(ErrorKind::NotSupported, "show a directory to the running container", "",
                             "without root's rights nothing can be mounted into it")
                           .withHint("Keep the volume for the next start instead."));
    }
    return verifyLeader(m_container.init.key, enteredKinds(m_spec.namespaces, {}),
                        "change the mounts of the container");
}

Result<> Errand::runChildOf(SharedTrace& trace, const std::function<Result<>()>& work) {
    auto [mine, childs] = VITRINE_TRY(sys::socketPair());
    VITRINE_CHECK(sys::limitWaiting(mine.get(), m_patience));
    const sys::Cloned child = VITRINE_TRY(sys::clone3(0));
    if (child.pid == 0) {
        // AFTER FORK. Its end closes with it, whatever it ends by.
        mine.reset();
        auto done = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
                        ? work()
                        : failure(Error::fromErrno("prctl", "PR_SET_DUMPABLE", errno));
        if (done)
            trace.finish(0);
        else
            trace.fail(0, done.error());
        ::_exit(0);
    }
    childs.reset();
    const auto heard = sys::receiveDescriptor(mine.get());
    if (!heard)
        static_cast<void>(sys::pidfdSendSignal(child.pidfd.get(), SIGKILL));
    VITRINE_CHECK(sys::waitPidfd(child.pidfd.get(), WEXITED));
    if (trace.failedStep())
        return failure(trace.failureOfChild());
    if (trace.stateOf(0) == StepState::Done)
        return {};
    return failure(Error(ErrorKind::Failed, "change the mounts of the container", "",
                         heard ? "the process that does it was killed"
                               : std::format("it took longer than {} ms", m_patience.count()))
                       .withHint("A file system of the container may not answer."));
}

SingleStep Errand::run(const std::function<Result<>()>& work) {
    SingleStep step;
    auto trace = SharedTrace::create(1);
    if (!trace)
        return {{}, failure(trace.error())};
    trace->begin(0);
    step.result = check();
    if (step.result)
        step.result = runChildOf(*trace, work);
    if (!step.result && !trace->failedStep())
        trace->fail(0, step.result.error());
    step.record = trace->toTrace().records.front();
    return step;
}

/// AFTER FORK. Its root as the container sees it: that of its mount namespace, or the one of chroot(2).
Result<> changeRoot(const sys::UniqueFd& root) {
    if (root && (::fchdir(root.get()) != 0 || ::chroot(".") != 0))
        return failure(Error::fromErrno("chroot", "", errno));
    return {};
}

Result<sys::UniqueFd> chrootOf(const StartedContainer& container, const ContainerSpec& spec) {
    if (spec.rootMode != RootMode::Chroot)
        return sys::UniqueFd();
    return sys::openAt(AT_FDCWD, "/proc/" + std::to_string(container.init.key.pid) + "/root",
                       O_PATH | O_DIRECTORY);
}

} // namespace

SingleStep attachVolume(const StartedContainer& container, const ContainerSpec& spec,
                        const step::InjectVolume& step, int directory, AttachedVolume& attached,
                        std::chrono::milliseconds patience) {
    auto root = chrootOf(container, spec);
    const auto take = isImage(step.mount.mount) ? &mountImage : &detachSource;
    auto tree = root ? take(step.mount, directory) : failure(root.error());
    if (!tree)
        return {{}, failure(tree.error())};
    const bool ownUsers = !spec.namespaces.isHosts(NamespaceKind::User);
    auto done = Errand(container, spec, patience).run([&]() -> Result<> {
        // With the ids of the container's root a directory that is made belongs to it.
        VITRINE_CHECK(sys::setns(container.init.pidfd.get(), CLONE_NEWNS | (ownUsers ? CLONE_NEWUSER : 0)));
        VITRINE_CHECK(changeRoot(*root));
        const PrivilegePlan none;
        if (ownUsers)
            VITRINE_CHECK(Privileges(none).becomeRoot());
        ::umask(0);
        RootBuilder builder;
        builder.useRoot(VITRINE_TRY(sys::openDirectory(AT_FDCWD, "/")));
        return builder.attachDirectory(step.mount, tree->get());
    });
    if (done.result)
        attached = {step.mount.mount.destination, std::move(*tree)};
    return done;
}

SingleStep detachVolume(const StartedContainer& container, const ContainerSpec& spec,
                        const AttachedVolume& attached, std::chrono::milliseconds patience) {
    return Errand(container, spec, patience).run([&]() -> Result<> {
        // No path is looked up: "." is the mount itself. (As root of the host: the directory may be closed
        // to the container's.)
        VITRINE_CHECK(sys::setns(container.init.pidfd.get(), CLONE_NEWNS));
        if (::fchdir(attached.tree.get()) != 0)
            return failure(Error::fromErrno("enter", attached.destination, errno));
        const auto done = sys::unmount(".", MNT_DETACH);
        // EINVAL: it is in this namespace no more.
        if (!done && done.error().errnum() != EINVAL)
            return failure(Error::fromErrno("unmount", attached.destination, done.error().errnum()));
        return {};
    });
}

} // namespace vitrine::engine
