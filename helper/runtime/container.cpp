// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/container.h"

#include "core/cgroup/cgroup.h"
#include "core/sys/file.h"
#include "helper/runtime/making.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>

namespace vitrine::runtime {

namespace {

constexpr std::chrono::milliseconds removalTimeout{10'000};

} // namespace

Result<std::vector<int>> keptFds(int count) {
    std::vector<int> kept;
    for (int fd = 3; fd < 3 + count; ++fd) {
        if (::fcntl(fd, F_SETFD, 0) != 0)
            return failure(
                Error::invalid("--preserve-fds", "must be the number of descriptors that were passed, and " +
                                                     std::to_string(fd) + " was not"));
        kept.push_back(fd);
    }
    return kept;
}

Result<> writePidFile(const std::string& path, pid_t pid) {
    if (path.empty())
        return {};
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    const auto directory = sys::openAt(AT_FDCWD, parent, O_RDONLY | O_DIRECTORY);
    if (!directory)
        return failure(Error(directory.error()).within("write the pid file"));
    // A new file takes the name: a symbolic link there is replaced, and what it leads to is left alone.
    return sys::replaceFileAt(directory->get(), name, std::to_string(pid), 0644, sys::Durability::Cached);
}

Result<> removeContainer(const StateDirectory& directory, const CgroupFacts& facts, const Log& log) {
    VITRINE_CHECK(engine::recover(facts, directory.journalPath()));
    const auto record = readRecord(directory);
    const auto config = readConfig(directory);
    if (record && record->init && config)
        runHooksAnyway(
            hooksOf(*config).poststop, [&] { return stateJson(*record, Status::Stopped, *config); }, log);
    return directory.remove();
}

Result<> removeEnded(const NewContainer& container, const StateDirectory& directory, const Log& log) {
    if (cgroup::Cgroup* const group = container.started.cgroup.get()) {
        VITRINE_CHECK(group->killAll());
        VITRINE_CHECK(group->remove(removalTimeout));
    }
    const BundleConfig& config = container.bundle.config;
    runHooksAnyway(
        config.hooks.poststop, [&] { return stateJson(container.record, Status::Stopped, config.text); },
        log);
    return directory.remove();
}

Result<OpenContainer> openContainer(const Request& request, StateDirectory::Access access) {
    auto directory = VITRINE_TRY(StateDirectory::open(request.globals.root, request.id, access));
    Record record = VITRINE_TRY(readRecord(directory));
    std::string config = VITRINE_TRY(readConfig(directory));
    const Status status = statusOf(directory, record);
    return OpenContainer{std::move(directory), std::move(record), std::move(config), status};
}

Result<> require(const OpenContainer& container, std::initializer_list<Status> allowed) {
    if (std::ranges::contains(allowed, container.status))
        return {};
    return failure(Error(ErrorKind::WrongState, "act on the container", container.record.id,
                         "it is " + std::string(nameOf(container.status))));
}

Result<NewContainer> makeContainer(const Request& request, Begin begin) {
    Bundle bundle = VITRINE_TRY(openBundle(request.bundle, request.config));
    VITRINE_CHECK(request.keepOutOfReach(bundle.config.spec));
    auto directory = VITRINE_TRY(StateDirectory::make(request.globals.root, request.id));
    auto made = Making(request, directory, bundle, begin).run();
    if (!made) {
        // What cannot be taken back stays in the journal, for delete --force.
        const auto facts = cgroup::readFacts();
        if (facts && engine::recover(*facts, directory.journalPath()))
            static_cast<void>(directory.remove());
        return failure(std::move(made).error());
    }
    return NewContainer{std::move(directory), std::move(made->record), std::move(bundle),
                        std::move(made->started), std::move(made->facts)};
}

} // namespace vitrine::runtime
