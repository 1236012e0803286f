// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/joined.h"

#include "core/sys/file.h"
#include "helper/monitor/protocol.h"

#include <fcntl.h>
#include <poll.h>

#include <charconv>
#include <chrono>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::chrono::milliseconds patience{5000};
constexpr const char* joining = "join the container";

Error notThere(const std::string& id) {
    return Error(ErrorKind::NotFound, joining, id, "its owner has no such container")
        .withHint("Edit this container, and choose another one or namespaces of its own.");
}

Error notRunning(const std::string& name) {
    return Error(ErrorKind::WrongState, joining, name, "it does not run").withHint("Start it first.");
}

/// What its monitor says to whoever connects.
Result<Hello> greetingOf(const CommandLine& line, const ContainerSpec& joined, const std::string& id) {
    const auto run = sys::openDirectory(AT_FDCWD, line.runDir + '/' + id);
    if (!run)
        return failure(notRunning(joined.name));
    const auto socket = connectTo(run->get());
    if (!socket)
        return failure(notRunning(joined.name));
    pollfd greeting{socket->get(), POLLIN, 0};
    if (::poll(&greeting, 1, static_cast<int>(patience.count())) == 0)
        return failure(Error(ErrorKind::Busy, joining, joined.name, "its monitor does not answer"));
    auto packet = receive(socket->get());
    const auto* event = packet ? std::get_if<Event>(&packet->message) : nullptr;
    const auto* hello = event != nullptr ? std::get_if<Hello>(event) : nullptr;
    if (hello == nullptr)
        return failure(notRunning(joined.name));
    return *hello;
}

/// It is to be started again by itself: whoever waits will find it.
Error betweenRuns(const std::string& name) {
    return Error(ErrorKind::Busy, joining, name, "it is being started again, and must be running")
        .withHint("Wait until it runs, or stop and start it.");
}

Result<> checkGreeting(const Hello& hello, const ContainerSpec& joined, const std::string& id,
                       const std::string& bootId) {
    if (hello.id != id || hello.bootId != bootId)
        return failure(Error(ErrorKind::Stale, joining, joined.name, "another run of it is found"));
    if (hello.state == ContainerState::Restarting || hello.state == ContainerState::Starting)
        return failure(betweenRuns(joined.name));
    if (hello.state != ContainerState::Running || hello.leader.pid <= 0)
        return failure(Error(ErrorKind::WrongState, joining, joined.name,
                             "it is " + std::string(nameOf(hello.state)) + ", and must be running")
                           .withHint("Start or resume it first."));
    return {};
}

} // namespace

Result<std::optional<JoinedContainer>> findJoined(const CommandLine& line, const BundleRecord& record,
                                                  const ContainerSpec& spec, const std::string& bootId) {
    if (joinedKinds(spec.namespaces).empty())
        return std::nullopt;
    const std::string& id = spec.joinedId;
    VITRINE_CHECK(validateId(id));
    const auto containers = VITRINE_TRY(sys::openDirectory(AT_FDCWD, line.stateDir + "/containers"));
    const auto bundle = Bundle::open(containers.get(), id);
    const auto theirs = bundle ? bundle->readRecord() : failure(bundle.error());
    if (!theirs || theirs->id != id || theirs->ownerUid != record.ownerUid || id == record.id)
        return failure(notThere(id));
    JoinedContainer joined;
    joined.spec = VITRINE_TRY(bundle->readSpec());
    joined.idBase = theirs->idBase;
    VITRINE_CHECK(checkJoinable(spec.namespaces, joined.spec.namespaces, joined.spec.name));
    const Hello hello = VITRINE_TRY(greetingOf(line, joined.spec, id));
    VITRINE_CHECK(checkGreeting(hello, joined.spec, id, bootId));
    if (isEnding(hello.leader)) // what its monitor does then is its own business
        return failure(betweenRuns(joined.spec.name));
    joined.leader = hello.leader;
    auto pidfd = process::openPidfd(hello.leader);
    if (!pidfd)
        return failure(notRunning(joined.spec.name));
    joined.pidfd = *std::move(pidfd);
    return joined;
}

// Field 3 of proc_pid_stat(5) is the state, field 9 the flags, of which PF_EXITING is set before anything
// else of a process's end is done (include/linux/sched.h, kernel/exit.c).
bool isEnding(const process::ProcessKey& key) {
    constexpr unsigned long exiting = 0x4;
    const auto now = process::keyOf(key.pid);
    if (!now || *now != key)
        return true;
    const auto text = sys::readKernelFileAt(AT_FDCWD, "/proc/" + std::to_string(key.pid) + "/stat");
    const std::size_t nameEnd = text ? text->rfind(')') : std::string::npos;
    if (nameEnd == std::string::npos)
        return true;
    std::size_t at = nameEnd + 2; // field 3
    const char state = at < text->size() ? (*text)[at] : 'X';
    for (int field = 3; field < 9 && at != std::string::npos; ++field)
        at = text->find(' ', at + 1);
    unsigned long flags = 0;
    if (at != std::string::npos)
        std::from_chars(text->data() + at + 1, text->data() + text->size(), flags);
    return state == 'Z' || state == 'X' || (flags & exiting) != 0;
}

} // namespace vitrine::monitor
