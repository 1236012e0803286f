// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/common.h"

#include "core/model/diskimage.h"
#include "helper/bus/paths.h"
#include "helper/jobs/jobs.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

Error wrongState(const Container& container, const char* wanted) {
    return Error(ErrorKind::WrongState, {}, container.spec.name,
                 "is " + std::string(nameOf(container.state)) + ", and must be " + wanted + " for this");
}

} // namespace

Result<> checkIdle(const Container& container) {
    if (container.occupation.operation == Operation::None)
        return {};
    return failure(Error(ErrorKind::Busy, {}, container.spec.name,
                         "another operation is under way (" +
                             std::string(nameOf(container.occupation.operation)) + ")"));
}

Result<> checkRunning(const Container& container) {
    if (container.isRunning() && container.link && container.run.leader.pid != 0)
        return {};
    return failure(wrongState(container, "running"));
}

Result<> checkNotPaused(const Container& container) {
    VITRINE_CHECK(checkRunning(container));
    if (container.state == ContainerState::Paused)
        return failure(wrongState(container, "resumed"));
    return {};
}

std::vector<Action> actionsFor(const ContainerSpec& spec) {
    std::vector<Action> actions;
    const std::vector<Widening> all = widenings(spec);
    // What is in a disk image speaks to the kernel itself.
    if (std::ranges::any_of(all, [](Widening widening) { return widening != Widening::HostDirectory; }) ||
        std::ranges::any_of(spec.mounts, isImage))
        actions.push_back(Action::Widen);
    if (std::ranges::contains(all, Widening::HostDirectory))
        actions.push_back(Action::HostDirectory);
    return actions;
}

Result<> checkSignal(int signal) {
    if (signal < 1 || signal > 64)
        return failure(Error::invalid("signal", "must be a number from 1 to 64"));
    return {};
}

Result<> checkTerminalSize(unsigned rows, unsigned columns) {
    if (rows < 1 || rows > 1000)
        return failure(Error::invalid("rows", "must be 1 to 1000"));
    if (columns < 1 || columns > 1000)
        return failure(Error::invalid("columns", "must be 1 to 1000"));
    return {};
}

std::shared_ptr<Job> beginJob(const Granted& granted, const QString& token, const char* operation,
                              std::function<void()> cancel) {
    auto job = granted.context.jobs.start(granted.caller, token, QString::fromLatin1(operation),
                                          containerPath(granted.container->id()));
    if (!job) {
        granted.reply->fail(job.error());
        return nullptr;
    }
    (*job)->cancel = std::move(cancel);
    granted.context.jobs.announce(**job);
    granted.reply->send({QVariant::fromValue(QDBusObjectPath((*job)->path))});
    return *job;
}

} // namespace vitrine::helper
