// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/treecopy.h"
#include "helper/bus/paths.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/diskspace.h"
#include "helper/verbs/newcontainer.h"
#include "helper/verbs/plans.h"
#include "helper/verbs/verbs.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>

namespace vitrine::helper {

namespace {

constexpr auto betweenReports = std::chrono::milliseconds(50);

/// What the copying needs: values, and descriptors of the ContainerStore's.
struct CloneSite {
    int containers = -1;
    monitor::BundleRecord source;
    monitor::BundleRecord record;
    std::string sourceName;
    std::string name;
    Mode mode = Mode::System;
};

using Report = std::function<void(double, const std::string&)>;

Result<> checkStopped(const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    if (container.state == ContainerState::Stopped)
        return {};
    return failure(
        Error(ErrorKind::WrongState, {}, container.spec.name,
              "is " + std::string(nameOf(container.state)) + ", and must be stopped to be cloned"));
}

/// The clone's own name is its host name too, where the other's was.
ContainerSpec cloned(ContainerSpec spec, const CloneSite& site) {
    if (spec.hostname == site.sourceName)
        spec.hostname.clear();
    return adopt(std::move(spec), site.name, site.record.idBase, site.mode);
}

Result<> copyRoot(const monitor::Bundle& source, const monitor::Bundle& made, const CloneSite& site,
                  const std::atomic<bool>& cancelled, const Report& report) {
    const auto from = VITRINE_TRY(source.openRoot(site.source));
    const auto to = VITRINE_TRY(made.openRoot(site.record));
    Result<> space;
    auto last = std::chrono::steady_clock::time_point();
    const auto copied = rootfs::copyTree(
        from.get(), to.get(), [&](std::uint64_t done, std::uint64_t total, const std::string& path) {
            space = checkSpace(to.get(), total > done ? total - done : 0);
            const auto now = std::chrono::steady_clock::now();
            if (now - last >= betweenReports && total != 0) {
                last = now;
                report(std::min(1.0, static_cast<double>(done) / static_cast<double>(total)), path);
            }
            return space && !cancelled.load();
        });
    if (!space)
        return space;
    VITRINE_CHECK(copied);
    // The record is synced, and must not say after a power cut that files are there which are still empty.
    if (::syncfs(made.directory()) != 0)
        return failure(Error::fromErrno("write to the disk", "the container's files", errno));
    return {};
}

/// In a thread. On failure what was made stays, to be discarded by the caller.
Result<> makeClone(const CloneSite& site, const std::atomic<bool>& cancelled, const Report& report) {
    const auto source = VITRINE_TRY(monitor::Bundle::open(site.containers, site.source.id));
    const ContainerSpec spec = cloned(VITRINE_TRY(source.readSpec()), site);
    const auto made = VITRINE_TRY(monitor::Bundle::create(site.containers, site.record, spec));
    if (site.source.root.kind == monitor::RootRecord::Kind::Owned)
        VITRINE_CHECK(copyRoot(source, made, site, cancelled, report));
    if (cancelled.load())
        return failure(Error(ErrorKind::Cancelled, {}, "the cloning", "was cancelled"));
    monitor::BundleRecord record = site.record;
    record.stage = monitor::Stage::Ready;
    return made.writeRecord(record);
}

Result<monitor::BundleRecord> newRecord(const Context& context, const Container& source) {
    monitor::BundleRecord record;
    record.id = VITRINE_TRY(randomId());
    record.ownerUid = source.record.ownerUid; // no rights go from one user to another
    record.createdUs = nowUs();
    record.root = source.record.root;
    record.volumes = source.record.volumes;
    if (source.record.idBase != 0)
        record.idBase = VITRINE_TRY(takeIdRange(context.store));
    return record;
}

void copy(const Granted& granted, const CloneSite& site, const ContainerStore::Pointer& container,
          const std::shared_ptr<Job>& job, const std::shared_ptr<const std::atomic<bool>>& cancelled) {
    Context& context = granted.context;
    Jobs& jobs = context.jobs;
    Tasks& tasks = context.tasks;
    const auto report = [&jobs, &tasks, job](double done, const std::string& path) {
        tasks.post([&jobs, job, done, path] { jobs.progress(job, done, toQString(path)); });
    };
    tasks.run<Result<>>(
        site.record.ownerUid, [site, cancelled, report] { return makeClone(site, *cancelled, report); },
        [&context, container, job, source = OperationGuard(granted.container, Operation::Clone),
         guard = OperationGuard(container, Operation::Create)](const Result<>& made) mutable {
            source.end();
            if (!made)
                return context.lifecycle.discard(
                    container, [&context, job, made](const Result<>&) { context.jobs.finish(job, made); });
            container->record.stage = monitor::Stage::Ready;
            context.store.setState(*container, ContainerState::Stopped);
            context.jobs.finish(job, {});
        });
}

void clone(const Granted& granted, const std::string& name, const QString& token) {
    Context& context = granted.context;
    const Container& source = *granted.container;
    if (auto stopped = checkStopped(source); !stopped)
        return granted.reply->fail(stopped.error());
    if (auto fits = checkQuota(context.store, source.record.ownerUid, name); !fits)
        return granted.reply->fail(fits.error());
    const auto record = newRecord(context, source);
    if (!record)
        return granted.reply->fail(record.error());
    const auto job =
        context.jobs.start(granted.caller, token, QStringLiteral("clone"), containerPath(record->id));
    if (!job)
        return granted.reply->fail(job.error());
    const CloneSite site{context.store.directories().containers.get(),
                         source.record,
                         *record,
                         source.spec.name,
                         name,
                         context.options.mode};
    const auto container = std::make_shared<Container>();
    container->record = *record;
    container->takeSpec(cloned(source.spec, site));
    container->state = ContainerState::Creating;
    container->cgroup = context.lifecycle.cgroupOf(record->id, source.spec.groupId);
    container->rootPath = context.store.rootPathOf(*record);
    context.store.add(container);
    const auto cancelled = std::make_shared<std::atomic<bool>>(false);
    (*job)->cancel = [cancelled] { cancelled->store(true); };
    context.jobs.announce(**job);
    granted.reply->send({QVariant::fromValue(QDBusObjectPath((*job)->containerPath)),
                         QVariant::fromValue(QDBusObjectPath((*job)->path))});
    copy(granted, site, container, *job, cancelled);
}

} // namespace

// Safe because: nothing comes from the caller but a name, which is checked; what is copied lies in the
// helper's own folder, where nobody else writes, and is copied by descriptors without following symbolic
// links; the clone belongs to the owner of what was cloned and counts as one of theirs; what Create would ask
// about such a configuration is asked here too.
Result<Intent> prepareClone(Context& context, const Call& call) {
    const std::string name = argument<QString>(call, 0).toStdString();
    const auto token = argument<QString>(call, 1);
    VITRINE_CHECK(validateName(name));
    VITRINE_CHECK(Jobs::validateToken(token));
    const Container& source = *call.container;
    VITRINE_CHECK(checkStopped(source));
    VITRINE_CHECK(context.store.checkFolder());
    VITRINE_CHECK(checkQuota(context.store, source.record.ownerUid, name));
    Intent intent{.act = [name, token](const Granted& granted) { clone(granted, name, token); }};
    const std::vector<Widening> all = widenings(source.spec);
    if (std::ranges::any_of(all, [](Widening widening) { return widening != Widening::HostDirectory; }))
        intent.further.push_back(Action::Widen);
    if (source.record.root.kind == monitor::RootRecord::Kind::Folder ||
        std::ranges::contains(all, Widening::HostDirectory))
        intent.further.push_back(Action::HostDirectory);
    return intent;
}

} // namespace vitrine::helper
