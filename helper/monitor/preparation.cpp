// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/preparation.h"

#include "core/model/groupspec.h"
#include "core/sys/file.h"
#include "helper/monitor/plancontext.h"

#include <fcntl.h>

#include <utility>

namespace vitrine::monitor {

namespace {

Result<> checkReady(const BundleRecord& record, const std::string& id) {
    if (record.id != id)
        return failure(
            Error(ErrorKind::Corrupt, "read", "vitrine.json", "it belongs to the container " + record.id));
    if (record.stage == Stage::Ready)
        return {};
    return failure(
        Error(ErrorKind::WrongState, "start the container", "",
              record.stage == Stage::Creating ? "it is not completely made" : "it is being deleted"));
}

/// Its users are those of the container that it joins, and so are the host ids that its files appear as.
void adoptJoined(Preparation& ready) {
    ready.spec.uidMappings = ready.joined->spec.uidMappings;
    ready.spec.gidMappings = ready.joined->spec.gidMappings;
    ready.record.idBase = ready.joined->idBase;
}

VolumeAccess accessOf(const MountSpec& mount) {
    return volumeOptionsFrom(mount.options, "$.mounts.options").value_or(VolumeOptions()).access;
}

/// Opens what the container is shown of the host. Whoever moved the container to other ids has its volumes
/// follow: the owner on disk appears as its root.
Result<std::vector<sys::UniqueFd>> openVolumes(const BundleRecord& record, ContainerSpec& spec,
                                               Privilege privilege) {
    // Without root's rights whoever starts it opens what is the user's anyway.
    if (privilege == Privilege::Root)
        VITRINE_CHECK(checkBinds(spec, record.volumes, record.ownerUid));
    std::vector<sys::UniqueFd> opened;
    for (const VolumeRecord& volume : record.volumes) {
        // One without a mount was being given or taken away when the machine went down.
        const MountSpec* shown = mountOf(spec, volume);
        opened.push_back(shown != nullptr ? VITRINE_TRY(openVolume(volume, accessOf(*shown)))
                                          : sys::UniqueFd());
        for (MountSpec& mount : spec.mounts) {
            if (&mount == mountOf(spec, volume) && !mount.uidMappings.empty())
                mapOwners(mount, volume, spec.uidMappings, spec.gidMappings);
        }
    }
    return opened;
}

/// The group that the container is in, as it is now. Its control group is above the one that the helper has
/// chosen: whoever moved the container since has to start it.
Result<PlanContext::Group> readGroup(const CommandLine& line, const BundleRecord& record,
                                     const ContainerSpec& spec) {
    if (spec.groupId.empty())
        return PlanContext::Group{};
    const auto groups = VITRINE_TRY(sys::openDirectory(AT_FDCWD, line.stateDir + "/groups"));
    const std::string text =
        VITRINE_TRY(sys::readFileAt(groups.get(), spec.groupId + ".json", maximumGroupSize));
    const GroupSpec group = VITRINE_TRY(parseGroup(text));
    if (group.id != spec.groupId || group.ownerUid != record.ownerUid)
        return failure(
            Error(ErrorKind::NotAuthorized, "read", "the group", "it is not of the container's owner"));
    std::string path = groupPathIn(line.cgroup, group.id);
    if (path.empty() && !line.cgroup.empty())
        return failure(Error(ErrorKind::Stale, "start the container in its group", group.name,
                             "its control group is not in that of the group"));
    return PlanContext::Group{group.name, std::move(path), group.limits};
}

} // namespace

Result<Bundle> openBundle(const CommandLine& line) {
    const auto containers = VITRINE_TRY(sys::openDirectory(AT_FDCWD, line.stateDir + "/containers"));
    return Bundle::open(containers.get(), line.id);
}

Result<Preparation> prepare(const CommandLine& line, const Bundle& bundle, const HostFacts& facts) {
    Preparation ready;
    ready.record = VITRINE_TRY(bundle.readRecord());
    VITRINE_CHECK(checkReady(ready.record, line.id));
    ready.spec = VITRINE_TRY(bundle.readSpec());
    ready.joined = VITRINE_TRY(findJoined(line, ready.record, ready.spec, facts.bootId));
    if (ready.joined)
        adoptJoined(ready);
    ready.root = VITRINE_TRY(bundle.openRoot(ready.record));
    ready.volumes = VITRINE_TRY(openVolumes(ready.record, ready.spec, line.privilege));
    std::string rootDirectory = ready.record.root.kind == RootRecord::Kind::Owned
                                    ? line.stateDir + "/containers/" + line.id + "/rootfs"
                                    : ready.record.root.path;
    ready.context = planContext(facts, ready.record, ready.spec, std::move(rootDirectory), line.cgroup);
    ready.context.group =
        VITRINE_TRY(readGroup(line, ready.record, ready.spec).transform_error([](Error error) {
            return std::move(error).within("find the container's group");
        }));
    if (ready.joined)
        ready.context.joined = {ready.joined->spec.name, ready.joined->leader.pid};
    ready.plan = VITRINE_TRY(makePlan(ready.spec, ready.context));
    return ready;
}

} // namespace vitrine::monitor
