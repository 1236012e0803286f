// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"
#include "helper/bus/wiretypes.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/tasks.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/descriptors.h"
#include "helper/verbs/verbs.h"

#include <algorithm>
#include <utility>

namespace vitrine::helper {

namespace {

enum class Lasting { ThisRun, Kept };

struct Wishes {
    VolumeOptions options;
    Lasting lasting = Lasting::ThisRun;
};

/// An attach, checked: immutable while polkit is asked.
struct Order {
    monitor::LiveVolume live;
    Lasting lasting = Lasting::ThisRun;
    OwnersAppear owners = OwnersAppear::AsTheyAre;
};

Result<Wishes> wishesFrom(const QVariantMap& map) {
    Wishes wishes;
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        const std::string field = "options." + it.key().left(64).toStdString();
        if (it.value().metaType() != QMetaType::fromType<bool>())
            return failure(Error::invalid(field, "must be of the D-Bus type b"));
        const bool on = it.value().toBool();
        if (it.key() == QLatin1String("readOnly"))
            wishes.options.access = on ? VolumeAccess::ReadOnly : VolumeAccess::ReadWrite;
        else if (it.key() == QLatin1String("programs"))
            wishes.options.programs = on ? VolumePrograms::Allowed : VolumePrograms::Refused;
        else if (it.key() == QLatin1String("follow"))
            wishes.options.propagation = on ? VolumePropagation::Follow : VolumePropagation::Private;
        else if (it.key() == QLatin1String("keep"))
            wishes.lasting = on ? Lasting::Kept : Lasting::ThisRun;
        else
            return failure(Error::invalid(field, "must be readOnly, programs, follow or keep"));
    }
    return wishes;
}

Result<std::string> placeFrom(const Call& call, int index) {
    const std::string place = argument<QString>(call, index).toStdString();
    VITRINE_CHECK(validateVolumePlace(place, "destination"));
    return cleanPath(place);
}

bool hasVolume(const Container& container, const std::string& place) {
    return std::ranges::contains(container.record.volumes, place, &monitor::VolumeRecord::destination) ||
           std::ranges::any_of(container.liveVolumes, [&](const monitor::LiveVolume& live) {
               return live.volume.destination == place;
           });
}

/// Running and able to take a change, or stopped.
Result<> checkChangeable(const Container& container, Mode mode) {
    VITRINE_CHECK(checkIdle(container));
    const std::string& name = container.spec.name;
    if (container.state == ContainerState::Stopped)
        return {};
    if (container.state != ContainerState::Running && container.state != ContainerState::Paused)
        return failure(
            Error(ErrorKind::WrongState, {}, name,
                  "is " + std::string(nameOf(container.state)) + ", and must be running or stopped"));
    VITRINE_CHECK(checkRunning(container));
    if (mode == Mode::Session)
        return failure(Error(ErrorKind::NotSupported, "change the mounts of", name,
                             "without root's rights nothing can be mounted into a container that runs")
                           .withHint("Stop it first, and keep the volume for its next starts."));
    return {};
}

Result<> checkAttachable(const Container& container, Mode mode, const std::string& place, Lasting lasting) {
    VITRINE_CHECK(checkChangeable(container, mode));
    const ContainerSpec& spec = container.spec;
    if (!spec.namespaces.isNew(NamespaceKind::Mount))
        return failure(Error(ErrorKind::NotSupported, "change the mounts of", spec.name,
                             "it has this computer's: they would change for everybody"));
    if (!container.isRunning() && lasting == Lasting::ThisRun)
        return failure(Error(ErrorKind::WrongState, {}, spec.name,
                             "is stopped, so the volume must be kept for its next start"));
    const bool isTaken = std::ranges::any_of(
        spec.mounts, [&](const MountSpec& mount) { return cleanPath(mount.destination) == place; });
    if (isTaken || hasVolume(container, place))
        return failure(Error(ErrorKind::AlreadyExists, {}, "destination",
                             "something is mounted at " + place + " already")
                           .withHint("Choose another place."));
    if (container.record.volumes.size() + container.liveVolumes.size() >= maximumVolumes)
        return failure(Error(ErrorKind::LimitExceeded, {}, "volumes", "a container can have at most 15"));
    return {};
}

/// Writes what a container is to be from now on, and makes it so.
void store(const Granted& granted, OperationGuard guard, const ContainerSpec& spec,
           const monitor::BundleRecord& record) {
    ContainerStore& containers = granted.context.store;
    const bool grows = record.volumes.size() > granted.container->record.volumes.size();
    granted.context.tasks.run<Result<>>(
        record.ownerUid,
        [folder = containers.directories().containers.get(), spec, record, grows]() -> Result<> {
            const auto bundle = VITRINE_TRY(monitor::Bundle::open(folder, record.id));
            // At every moment each bind mount has a record: without one the container could not be started.
            if (grows)
                VITRINE_CHECK(bundle.writeRecord(record));
            VITRINE_CHECK(bundle.writeSpec(spec));
            return grows ? Result<>() : bundle.writeRecord(record);
        },
        [&containers, target = granted.container, guard = std::move(guard), reply = granted.reply, spec,
         record](const Result<>& written) {
            if (written) {
                target->spec = spec;
                target->record = record;
                ++target->revision;
            }
            containers.touch(*target);
            if (!written)
                return reply->fail(written.error());
            reply->send();
        });
}

void keep(const Granted& granted, OperationGuard guard, const Order& order) {
    const monitor::VolumeRecord& volume = order.live.volume;
    ContainerSpec spec = granted.container->spec;
    monitor::BundleRecord record = granted.container->record;
    MountSpec mount{volume.destination, volume.fileSystem.empty() ? "bind" : volume.fileSystem, volume.path,
                    order.live.options};
    if (order.owners == OwnersAppear::AsRootInside)
        monitor::mapOwners(mount, volume, spec.uidMappings, spec.gidMappings);
    spec.mounts.push_back(std::move(mount));
    record.volumes.push_back(volume);
    store(granted, std::move(guard), spec, record);
}

void attach(const Granted& granted, const Order& order) {
    const auto target = granted.container;
    const Mode mode = granted.context.options.mode;
    if (auto good = checkAttachable(*target, mode, order.live.volume.destination, order.lasting); !good)
        return granted.reply->fail(good.error());
    OperationGuard guard(target, Operation::Volumes);
    if (!target->isRunning())
        return keep(granted, std::move(guard), order);
    const auto held = std::make_shared<OperationGuard>(std::move(guard));
    target->link->request(monitor::AttachVolume{order.live, order.owners == OwnersAppear::AsRootInside},
                          [granted, order, held](const Result<MonitorAnswer>& answer) {
                              if (!answer)
                                  return granted.reply->fail(answer.error());
                              granted.container->liveVolumes.push_back(order.live);
                              if (order.lasting == Lasting::Kept)
                                  return keep(granted, std::move(*held), order);
                              granted.context.store.touch(*granted.container);
                              granted.reply->send();
                          });
}

void forget(const Granted& granted, OperationGuard guard, const std::string& place) {
    Container& container = *granted.container;
    std::erase_if(container.liveVolumes,
                  [&](const monitor::LiveVolume& live) { return live.volume.destination == place; });
    if (!std::ranges::contains(container.record.volumes, place, &monitor::VolumeRecord::destination)) {
        granted.context.store.touch(container);
        return granted.reply->send();
    }
    ContainerSpec spec = container.spec;
    monitor::BundleRecord record = container.record;
    std::erase_if(spec.mounts, [&](const MountSpec& mount) {
        return isOfHost(mount) && cleanPath(mount.destination) == place;
    });
    std::erase_if(record.volumes, [&](const auto& volume) { return volume.destination == place; });
    store(granted, std::move(guard), spec, record);
}

Result<> checkDetachable(const Container& container, Mode mode, const std::string& place) {
    VITRINE_CHECK(checkChangeable(container, mode));
    if (hasVolume(container, place))
        return {};
    return failure(Error(ErrorKind::NotFound, {}, "destination",
                         "no directory that was given to the container is at " + place));
}

void detach(const Granted& granted, const std::string& place) {
    const auto target = granted.container;
    if (auto good = checkDetachable(*target, granted.context.options.mode, place); !good)
        return granted.reply->fail(good.error());
    OperationGuard guard(target, Operation::Volumes);
    if (!target->isRunning())
        return forget(granted, std::move(guard), place);
    const auto held = std::make_shared<OperationGuard>(std::move(guard));
    target->link->request(monitor::DetachVolume{place},
                          [granted, place, held](const Result<MonitorAnswer>& answer) {
                              // Not there: it was given before this monitor knew of such things.
                              if (!answer && answer.error().kind() != ErrorKind::NotFound)
                                  return granted.reply->fail(answer.error());
                              forget(granted, std::move(*held), place);
                          });
}

} // namespace

// Safe because: the directory or disk image is a descriptor that is examined as for Create, and asked about
// in addition, an image as what isolates less; it is never writable, executable or followed unless that was
// asked for, and set-user-ID bits and devices never count; the place is resolved below the container's root,
// by a process that runs no program there, and neither what protects the host nor another mount can be
// covered.
Result<Intent> prepareAttachVolume(Context& context, const Call& call) {
    std::string place = VITRINE_TRY(placeFrom(call, 1));
    const Wishes wishes = VITRINE_TRY(wishesFrom(argument<QVariantMap>(call, 2)));
    const auto given =
        std::make_shared<const GivenVolume>(VITRINE_TRY(takeVolume(context, call, 0, std::move(place))));
    VITRINE_CHECK(checkAttachable(*call.container, context.options.mode, given->place, wishes.lasting));
    VITRINE_CHECK(context.store.checkFolder());
    return Intent{.vet = [given, wishes, rules = volumeRules(context)]() -> Result<Intent> {
        const CheckedVolume volume = VITRINE_TRY(checkVolume(*given, wishes.options, rules));
        const bool isImage = !volume.record.fileSystem.empty();
        const Order order{{volume.record, isImage ? imageWordsOf(wishes.options) : wordsOf(wishes.options)},
                          wishes.lasting,
                          volume.owners};
        Intent intent{.act = [order](const Granted& granted) { attach(granted, order); }};
        if (wishes.options.programs == VolumePrograms::Allowed || isImage)
            intent.further.push_back(Action::Widen);
        intent.further.push_back(Action::HostDirectory);
        return intent;
    }};
}

// Safe because: only what was attached through the helper is taken away, by the mount itself and not by a
// path; it leaves the container with less.
Result<Intent> prepareDetachVolume(Context& context, const Call& call) {
    const std::string place = VITRINE_TRY(placeFrom(call, 0));
    VITRINE_CHECK(checkChangeable(*call.container, context.options.mode));
    VITRINE_CHECK(context.store.checkFolder());
    return Intent{.act = [place](const Granted& granted) { detach(granted, place); }};
}

} // namespace vitrine::helper
