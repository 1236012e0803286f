// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/ociconfig.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"
#include "helper/bus/paths.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"
#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/jobs.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/descriptors.h"
#include "helper/verbs/filling.h"
#include "helper/verbs/newcontainer.h"
#include "helper/verbs/plans.h"
#include "helper/verbs/verbs.h"

#include <algorithm>
#include <optional>

namespace vitrine::helper {

namespace {

/// The arguments of a create, taken from the message and looked at from outside only.
struct Wish {
    Mode mode = Mode::System;
    uid_t caller = 0;
    std::string name;
    QString config;
    Filling filling;
    std::vector<GivenFolder> folders;
    std::vector<GivenVolume> volumes;
    VolumeRules rules;
    std::vector<Joinable> joinables;
    std::vector<GroupSpec> groups;
    QString token;
};

/// A create, checked: immutable while polkit is asked.
struct Order {
    std::shared_ptr<const Wish> wish; ///< holds the given programs
    ContainerSpec spec;
    monitor::RootRecord root;
    std::vector<CheckedVolume> volumes;
    std::optional<Joinable> joined;
};

Result<> checkContents(const Filling& filling, std::size_t folders) {
    const bool hasPrograms = !filling.programs.empty() || !filling.given.empty();
    if (filling.kind != Filling::Kind::Programs && hasPrograms)
        return failure(Error::invalid("programs", "and given must be empty unless rootKind is \"programs\""));
    if (filling.kind == Filling::Kind::Programs && !hasPrograms)
        return failure(Error::invalid("programs", "or given must name at least one program"));
    if (filling.kind != Filling::Kind::Folder && folders != 0)
        return failure(Error::invalid("folder", "must be empty unless rootKind is \"folder\""));
    return {};
}

/// Host folders reach a container as descriptors. A path in the configuration would be opened by root later,
/// when its owner can have put something else there.
Result<> checkMounts(const Order& order) {
    const Wish& wish = *order.wish;
    if (wish.mode == Mode::Session || wish.caller == 0)
        return {};
    const bool isKnown = std::ranges::all_of(order.spec.mounts, [&](const MountSpec& mount) {
        return !isOfHost(mount) ||
               std::ranges::contains(wish.volumes, cleanPath(mount.destination), &GivenVolume::place);
    });
    if (isKnown)
        return {};
    return failure(
        Error::invalid("$.mounts", "must not bind folders of this computer by path")
            .withHint("Give the folder as a volume, or ask an administrator to make the container."));
}

/// The mount of the configuration that says how a volume is shown. Where it is is what its descriptor says.
Result<CheckedVolume> adoptVolume(ContainerSpec& spec, const GivenVolume& given, const VolumeRules& rules) {
    const auto mount = std::ranges::find_if(spec.mounts, [&](const MountSpec& one) {
        return isOfHost(one) && cleanPath(one.destination) == given.place;
    });
    if (mount == spec.mounts.end())
        return failure(Error::invalid("volumes", "must each have a bind mount, or one of a disk image, in "
                                                 "$.mounts, and " +
                                                     given.place + " has none"));
    const auto options = VITRINE_TRY(volumeOptionsFrom(mount->options, "$.mounts.options"));
    CheckedVolume volume = VITRINE_TRY(checkVolume(given, options, rules));
    if (volume.record.fileSystem.empty() && isBind(*mount))
        *mount = {given.place, "bind", volume.record.path, wordsOf(options)};
    else if (isImage(*mount) && mount->type == volume.record.fileSystem)
        *mount = {given.place, mount->type, volume.record.path, imageWordsOf(options)};
    else
        return failure(Error::invalid(
            "$.mounts",
            "must have the type bind for a directory, and for a disk image that of what is in it"));
    return volume;
}

Result<Wish> readWish(const Context& context, const Call& call) {
    Wish wish;
    wish.mode = context.options.mode;
    wish.caller = call.caller.uid;
    wish.name = argument<QString>(call, 0).toStdString();
    VITRINE_CHECK(validateName(wish.name));
    wish.config = argument<QString>(call, 1);
    wish.filling.kind = VITRINE_TRY(fillingKindFrom(argument<QString>(call, 2)));
    wish.filling.programs = VITRINE_TRY(takePrograms(call, 3));
    wish.filling.given = VITRINE_TRY(takeGiven(call, 4));
    wish.folders = VITRINE_TRY(takeFolders(context, call, 5));
    VITRINE_CHECK(checkContents(wish.filling, wish.folders.size()));
    wish.volumes = VITRINE_TRY(takeVolumes(context, call, 6));
    wish.rules = volumeRules(context);
    wish.joinables = joinablesFor(context.store, wish.caller, wish.config);
    wish.groups = groupsFor(context.groups, wish.caller);
    wish.token = argument<QString>(call, 7);
    VITRINE_CHECK(Jobs::validateToken(wish.token));
    return wish;
}

/// In a thread: a whole configuration is read, and file systems are asked what the descriptors are of.
Result<Order> readOrder(const std::shared_ptr<const Wish>& wish) {
    Order order{wish, {}, {}, {}, {}};
    const std::string config = wish->config.toStdString();
    if (config.size() > maximumConfigSize)
        return failure(Error::invalid("config", "must be at most 256 KiB"));
    order.spec = VITRINE_TRY(parseConfig(config));
    VITRINE_CHECK(checkMounts(order));
    VITRINE_CHECK(checkRunnable(order.spec, wish->mode));
    VITRINE_CHECK(checkMembership(wish->groups, order.spec.groupId));
    if (const Joinable* joined = VITRINE_TRY(findJoined(wish->joinables, order.spec, {})))
        order.joined = *joined;
    for (const GivenVolume& given : wish->volumes)
        order.volumes.push_back(VITRINE_TRY(adoptVolume(order.spec, given, wish->rules)));
    VITRINE_CHECK(checkGiven(wish->filling.given));
    if (wish->filling.kind == Filling::Kind::Folder)
        order.root = VITRINE_TRY(checkFolder(wish->folders));
    return order;
}

Result<monitor::BundleRecord> newRecord(const Context& context, const Order& order, uid_t owner) {
    monitor::BundleRecord record;
    record.id = VITRINE_TRY(randomId());
    record.ownerUid = owner;
    record.createdUs = nowUs();
    record.root = order.root;
    for (const CheckedVolume& volume : order.volumes)
        record.volumes.push_back(volume.record);
    if (context.options.mode == Mode::Session || !order.spec.namespaces.isNew(NamespaceKind::User))
        return record;
    record.idBase = VITRINE_TRY(takeIdRange(context.store));
    return record;
}

void mapVolumes(ContainerSpec& spec, const Order& order) {
    const auto& users = order.joined ? order.joined->uidMappings : spec.uidMappings;
    const auto& groups = order.joined ? order.joined->gidMappings : spec.gidMappings;
    for (const CheckedVolume& volume : order.volumes) {
        for (MountSpec& mount : spec.mounts)
            if (isOfHost(mount) && mount.destination == volume.record.destination &&
                volume.owners == OwnersAppear::AsRootInside)
                monitor::mapOwners(mount, volume.record, users, groups);
    }
}

/// Fills the root in a thread; in the end the container is stopped, or gone.
void fill(const Granted& granted, const std::shared_ptr<const Order>& order, ContainerSpec spec,
          const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job,
          const std::shared_ptr<const std::atomic<bool>>& cancelled) {
    Context& context = granted.context;
    const FillingSite site{context.store.directories().containers.get(),
                           context.store.directories().trash.get(), container->record, std::move(spec)};
    Jobs& jobs = context.jobs;
    Tasks& tasks = context.tasks;
    const auto report = [&jobs, &tasks, job](double done, const std::string& path) {
        tasks.post([&jobs, job, done, path] { jobs.progress(job, done, toQString(path)); });
    };
    tasks.run<Result<>>(
        container->record.ownerUid,
        [order, site, cancelled, report] {
            return fillBundle(site, order->wish->filling, *cancelled, report);
        },
        [&context, container, job,
         guard = OperationGuard(container, Operation::Create)](const Result<>& filled) {
            if (!filled)
                return context.lifecycle.discard(container, [&context, job, filled](const Result<>&) {
                    context.jobs.finish(job, filled);
                });
            container->record.stage = monitor::Stage::Ready;
            context.store.setState(*container, ContainerState::Stopped);
            context.jobs.finish(job, {});
        });
}

void create(const Granted& granted, const std::shared_ptr<const Order>& order) {
    Context& context = granted.context;
    const uid_t owner = granted.caller.uid;
    if (auto fits = checkQuota(context.store, owner, order->wish->name); !fits)
        return granted.reply->fail(fits.error());
    if (auto member = checkMembership(groupsFor(context.groups, owner), order->spec.groupId); !member)
        return granted.reply->fail(member.error());
    const auto record = newRecord(context, *order, owner);
    if (!record)
        return granted.reply->fail(record.error());
    const auto job = context.jobs.start(granted.caller, order->wish->token, QStringLiteral("create"),
                                        containerPath(record->id));
    if (!job)
        return granted.reply->fail(job.error());
    const auto container = std::make_shared<Container>();
    container->record = *record;
    ContainerSpec spec = adopt(order->spec, order->wish->name, record->idBase, context.options.mode);
    mapVolumes(spec, *order);
    container->takeSpec(spec);
    container->state = ContainerState::Creating;
    container->cgroup = context.lifecycle.cgroupOf(record->id, spec.groupId);
    container->rootPath = context.store.rootPathOf(*record);
    context.store.add(container);
    const auto cancelled = std::make_shared<std::atomic<bool>>(false);
    (*job)->cancel = [cancelled] { cancelled->store(true); };
    context.jobs.announce(**job);
    granted.reply->send({QVariant::fromValue(QDBusObjectPath((*job)->containerPath)),
                         QVariant::fromValue(QDBusObjectPath((*job)->path))});
    fill(granted, order, std::move(spec), container, *job, cancelled);
}

/// What the order does, and what is asked for it.
Intent intentOf(const std::shared_ptr<const Order>& order) {
    Intent intent{.act = [order](const Granted& granted) { create(granted, order); }};
    intent.container = order->wish->name;
    intent.further = actionsFor(order->spec);
    const auto addIf = [&](bool isNeeded, Action action) {
        if (isNeeded && !std::ranges::contains(intent.further, action))
            intent.further.push_back(action);
    };
    addIf(order->wish->filling.kind == Filling::Kind::Folder, Action::HostDirectory);
    // Programs from outside of the root that was chosen.
    addIf(std::ranges::any_of(
              order->volumes,
              [](const CheckedVolume& volume) { return volume.options.programs == VolumePrograms::Allowed; }),
          Action::Widen);
    return intent;
}

} // namespace

// Safe because: the configuration is parsed and checked before anybody is asked; the root path and all host
// ids are the helper's own; programs of the system come by name from root's own directories, others,
// folders and volumes as descriptors that are examined; less isolation and host folders are asked about in
// addition; ids and paths are made here. What can take long is done in one of the caller's own threads.
Result<Intent> prepareCreate(Context& context, const Call& call) {
    if (argument<QString>(call, 1).size() > qsizetype{maximumConfigSize})
        return failure(Error::invalid("config", "must be at most 256 KiB"));
    const auto wish = std::make_shared<const Wish>(VITRINE_TRY(readWish(context, call)));
    VITRINE_CHECK(context.store.checkFolder());
    VITRINE_CHECK(checkQuota(context.store, call.caller.uid, wish->name));
    return Intent{.vet = [wish]() -> Result<Intent> {
        return intentOf(std::make_shared<const Order>(VITRINE_TRY(readOrder(wish))));
    }};
}

} // namespace vitrine::helper
