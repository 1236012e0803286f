// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/containers/lifecycle.h"
#include "helper/monitorlink/monitorlink.h"

#include <poll.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <vector>

/// Lifecycle's first deed: from what is on disk to containers that are in the state they are really in.
namespace vitrine::helper {

namespace {

/// For all monitors together.
constexpr auto helloPatience = std::chrono::seconds(1);

/// A container whose files cannot be read: it is shown as it is, can be looked at by root, and be deleted.
void makeBroken(Container& container, const Error& error) {
    container.state = ContainerState::Broken;
    container.reason = error.message();
    container.hint = "Delete the container, or put the file right.";
    if (container.spec.name.empty())
        container.spec.name = "broken-" + container.id().substr(0, 8);
}

/// The boot id in a mark is another's. A mark of this boot can be read: what cannot is what a power cut has
/// left of one.
bool isOfEarlierBoot(const Result<std::optional<std::string>>& mark, const std::string& bootId) {
    return mark ? *mark && **mark != bootId : mark.error().kind() == ErrorKind::Corrupt;
}

/// Whether the last run ended because the machine did, which is then marked for the helpers to come.
bool wasInterrupted(const monitor::Bundle& bundle, const std::string& bootId, bool hasRunDirectory) {
    const auto running = bundle.readRunning();
    if (isOfEarlierBoot(running, bootId) && (running || !hasRunDirectory)) {
        static_cast<void>(bundle.noteInterrupted());
        return true;
    }
    const auto interrupted = bundle.readInterrupted();
    if (isOfEarlierBoot(interrupted, bootId))
        return true;
    if (interrupted && *interrupted &&
        !hasRunDirectory) // its monitor was told to end, but the machine goes on
        static_cast<void>(bundle.writeRunning(std::nullopt));
    return false;
}

} // namespace

Result<> Lifecycle::reconcile() {
    VITRINE_CHECK(m_groups.load());
    const auto names = VITRINE_TRY(sys::listDirectory(m_store.directories().containers.get()));
    for (const std::string& name : names)
        if (monitor::isUnfinished(name))
            static_cast<void>(m_store.moveToTrash(name)); // what stays is tried again next time
    emptyTrash();
    for (const std::string& name : names)
        if (monitor::validateId(name))
            load(name);
    awaitGreetings();
    for (const GroupStore::Pointer& group : m_groups.all())
        leaveGroup(group->spec.id); // the last one in it ended while no helper was there
    return {};
}

/// The first words of a monitor say in which state its container is; then it can be shown truthfully to the
/// first caller. A monitor that is late is heard when the event loop turns.
void Lifecycle::awaitGreetings() {
    const auto deadline = std::chrono::steady_clock::now() + helloPatience;
    std::vector<ContainerStore::Pointer> silent = m_store.all();
    std::erase_if(silent, [](const auto& container) { return !container->link; });
    while (!silent.empty()) {
        std::vector<pollfd> sockets;
        for (const auto& container : silent)
            sockets.push_back({container->link->socket(), POLLIN, 0});
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        const int ready =
            left.count() <= 0 ? 0 : ::poll(sockets.data(), sockets.size(), static_cast<int>(left.count()));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return;
        for (std::size_t i = silent.size(); i-- > 0;) {
            if (sockets[i].revents == 0)
                continue;
            silent[i]->link->read();
            silent.erase(silent.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

void Lifecycle::load(const std::string& id) {
    const auto container = std::make_shared<Container>();
    container->record.id = id;
    container->cgroup = cgroupOf(id, {});
    const auto bundle = m_store.bundleOf(*container);
    const auto record = bundle ? bundle->readRecord() : failure(bundle.error());
    if (!record) {
        makeBroken(*container, record.error());
        return m_store.add(container);
    }
    container->record = *record;
    container->rootPath = m_store.rootPathOf(*record);
    container->startAtBoot = bundle->isMarkedForBoot();
    auto spec = bundle->readSpec();
    if (spec) {
        container->takeSpec(std::move(*spec));
        container->cgroup = cgroupOf(id, container->spec.groupId);
    } else {
        makeBroken(*container, spec.error());
    }
    m_store.add(container);
    if (record->stage != monitor::Stage::Ready)
        return discard(container, [](const Result<>&) {});
    container->exit = bundle->readExit().value_or(std::nullopt);
    if (spec)
        resume(container);
}

/// Running, if its monitor lives; else stopped, with the reason.
void Lifecycle::resume(const ContainerStore::Pointer& container) {
    const auto bundle = m_store.bundleOf(*container);
    const bool hasRunDirectory =
        sys::openDirectory(m_store.directories().run.get(), container->id()).has_value();
    if (bundle && wasInterrupted(*bundle, m_facts.bootId, hasRunDirectory)) {
        container->exit.reset(); // of an earlier run, or of what the end of the machine did to this one
        return m_store.setState(*container, ContainerState::Stopped, "the machine was restarted");
    }
    const auto running = bundle ? bundle->readRunning().value_or(std::nullopt) : std::nullopt;
    if (!running && !hasRunDirectory) {
        const std::string reason = container->exit ? describe(*container->exit) : std::string();
        const std::string hint = container->exit ? container->exit->failureHint : std::string();
        return m_store.setState(*container, ContainerState::Stopped, reason, hint);
    }
    container->state = ContainerState::Starting;
    container->monitorWork = OperationGuard(container, Operation::Start);
    if (reconnect(container))
        return;
    // Nobody listens: dead, or just starting. "recover" waits for the lock, which tells the two apart.
    container->monitorWork = OperationGuard(container, Operation::Recover);
    m_spawner.recover(container->id(), [this, container](const Result<>& recovered) {
        if (!recovered && reconnect(container))
            return;
        const auto opened = m_store.bundleOf(*container);
        if (opened) {
            container->exit = opened->readExit().value_or(std::nullopt);
            if (opened->readRunning().value_or(std::nullopt)) {
                ExitRecord lost;
                lost.finishedUs = nowUs();
                lost.failure = "its monitor ended unexpectedly";
                container->exit = lost;
                static_cast<void>(opened->writeRunning(std::nullopt));
            }
        }
        settleLost(*container);
    });
}

bool Lifecycle::reconnect(const ContainerStore::Pointer& container) {
    auto socket = connectToMonitor(m_store.directories().run.get(), container->id());
    if (!socket)
        return false;
    container->exit.reset();
    attach(*container, std::move(*socket));
    return true;
}

void Lifecycle::discard(const ContainerStore::Pointer& container, std::function<void(Result<>)> done) {
    OperationGuard guard(container, Operation::Delete);
    m_store.setState(*container, ContainerState::Deleting);
    const auto hide = [store = &m_store, id = container->id(),
                       record = container->record]() mutable -> Result<std::string> {
        // A damaged record cannot be marked; moving it away is what counts.
        if (const auto bundle = monitor::Bundle::open(store->directories().containers.get(), id)) {
            record.stage = monitor::Stage::Deleting;
            if (bundle->readRecord())
                static_cast<void>(bundle->writeRecord(record)); // a full disk takes no mark, but a rename
        }
        return store->moveToTrash(id);
    };
    m_tasks.run<Result<std::string>>(
        container->record.ownerUid, hide,
        [this, container, guard = std::move(guard), done = std::move(done)](const Result<std::string>& name) {
            if (!name) {
                m_store.setState(*container, ContainerState::Broken, name.error().message(),
                                 "Try to delete it again.");
                return done(failure(name.error()));
            }
            m_store.remove(container->id());
            if (name->empty())
                return done({});
            const int trash = m_store.directories().trash.get();
            m_tasks.run<Result<>>(
                container->record.ownerUid, [trash, name = *name] { return sys::removeTreeAt(trash, name); },
                done);
        });
}

void Lifecycle::emptyTrash() {
    const int trash = m_store.directories().trash.get();
    // Listed now: what comes later is somebody else's to remove.
    const auto names = sys::listDirectory(trash).value_or(std::vector<std::string>());
    m_tasks.run<int>(
        uid_t{0},
        [trash, names] {
            for (const std::string& name : names)
                static_cast<void>(sys::removeTreeAt(trash, name)); // what stays is tried again next time
            return 0;
        },
        [](int) {});
}

} // namespace vitrine::helper
