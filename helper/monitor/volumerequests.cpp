// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/volumes.h"
#include "core/model/diskimage.h"
#include "core/model/volume.h"
#include "core/plan/mountoptions.h"
#include "helper/monitor/session.h"
#include "helper/monitor/tracejson.h"

#include <sys/mount.h>

#include <algorithm>
#include <utility>

/// The requests that change what a running container is shown of the host.
namespace vitrine::monitor {

namespace {

step::InjectVolume stepFor(const AttachVolume& verb, const ContainerSpec& spec) {
    const VolumeRecord& volume = verb.live.volume;
    const MountOptions options = parseMountOptions(verb.live.options);
    const bool isDirectory = volume.fileSystem.empty();
    MountSpec mount{volume.destination, isDirectory ? "bind" : volume.fileSystem, volume.path, {}};
    if (verb.isMapped)
        mapOwners(mount, volume, spec.uidMappings, spec.gidMappings);
    return {{.mount = std::move(mount),
             .flags = options.flags | (isDirectory ? std::uint64_t{MS_BIND} : 0U),
             .propagation = options.propagation,
             .data = {}}};
}

} // namespace

/// The helper has checked the same, but not what another one has attached meanwhile.
Result<> Session::checkVolumes(const AttachVolume& verb) const {
    if (m_state != ContainerState::Running && m_state != ContainerState::Paused)
        return failure(Error(ErrorKind::WrongState, "show the directory", "", "the container is ending"));
    const std::string& place = verb.live.volume.destination;
    VITRINE_CHECK(validateVolumePlace(place, "destination"));
    VITRINE_CHECK(volumeOptionsFrom(verb.live.options, "options"));
    if (!verb.live.volume.fileSystem.empty() && !isImage({place, verb.live.volume.fileSystem, "", {}}))
        return failure(Error::invalid("the file system", "must be one of a disk image"));
    if (std::ranges::contains(m_container->volumes, place, &engine::AttachedVolume::destination))
        return failure(Error(ErrorKind::AlreadyExists, "show the directory at", place, "a volume is there"));
    // What a helper that comes later is told must fit into one message.
    Hello told = hello();
    told.volumes.push_back(verb.live);
    if (m_container->volumes.size() >= maximumVolumes || encode(Event(told)).size() > maximumMessage / 2)
        return failure(Error(ErrorKind::LimitExceeded, "show the directory at", place,
                             "the container has too many volumes"));
    return {};
}

Result<Reply> Session::perform(const AttachVolume& verb) {
    VITRINE_CHECK(checkVolumes(verb));
    const VolumeOptions options = VITRINE_TRY(volumeOptionsFrom(verb.live.options, "options"));
    const sys::UniqueFd directory = VITRINE_TRY(openVolume(verb.live.volume, options.access));
    const step::InjectVolume step = stepFor(verb, m_spec);
    engine::AttachedVolume attached;
    auto done = engine::attachVolume(*m_container, m_spec, step, directory.get(), attached);
    note(step, done.record);
    VITRINE_CHECK(std::move(done.result));
    m_container->volumes.push_back(std::move(attached));
    m_volumes.push_back(verb.live);
    return Reply{};
}

Result<Reply> Session::perform(const DetachVolume& verb) {
    const auto attached =
        std::ranges::find(m_container->volumes, verb.destination, &engine::AttachedVolume::destination);
    if (attached == m_container->volumes.end())
        return failure(Error(ErrorKind::NotFound, "take away the volume at", verb.destination,
                             "no directory that was given to the container is there"));
    auto done = engine::detachVolume(*m_container, m_spec, *attached);
    note(step::RemoveVolume{verb.destination}, done.record);
    VITRINE_CHECK(std::move(done.result));
    m_container->volumes.erase(attached);
    std::erase_if(m_volumes,
                  [&](const LiveVolume& live) { return live.volume.destination == verb.destination; });
    return Reply{};
}

/// The steps of the start stay; a trace that cannot be kept is no reason to refuse anything.
void Session::note(const Step& step, const StepRecord& record) {
    StepDescription description = describe(step, PlanContext{});
    description.id += '#' + std::to_string(++m_changes);
    if (const auto trace = m_bundle->readTrace())
        static_cast<void>(m_bundle->writeTrace(extendedTrace(*trace, description, record)));
}

} // namespace vitrine::monitor
