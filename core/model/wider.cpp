// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/wider.h"

#include "core/model/diskimage.h"
#include "core/model/validation.h"

#include <algorithm>

namespace vitrine {

namespace {

bool sharesNoMore(const ContainerSpec& from, const ContainerSpec& to) {
    return std::ranges::all_of(allNamespaceKinds, [&](NamespaceKind kind) {
        return !to.namespaces.isHosts(kind) || from.namespaces.isHosts(kind);
    });
}

bool hasNoMore(const CapabilitySets& from, const CapabilitySets& to) {
    const auto isWithin = [](const std::vector<std::string>& small, const std::vector<std::string>& large) {
        return std::ranges::all_of(
            small, [&](const std::string& name) { return std::ranges::contains(large, name); });
    };
    return isWithin(to.bounding, from.bounding) && isWithin(to.effective, from.effective) &&
           isWithin(to.permitted, from.permitted) && isWithin(to.inheritable, from.inheritable) &&
           isWithin(to.ambient, from.ambient);
}

bool masksTheSame(const ContainerSpec& from, const ContainerSpec& to) {
    return from.maskedPaths == to.maskedPaths && from.readonlyPaths == to.readonlyPaths &&
           from.mounts == to.mounts && from.namespaces == to.namespaces;
}

/// Both have this widening: has `to` no more of it?
bool isCovered(Widening widening, const ContainerSpec& from, const ContainerSpec& to) {
    switch (widening) {
    case Widening::HostNamespace:
        return sharesNoMore(from, to);
    case Widening::ExtraCapability:
        // Who may make device nodes (CAP_MKNOD) is held by the list of devices alone.
        return hasNoMore(from.process.capabilities, to.process.capabilities) &&
               from.deviceRules == to.deviceRules;
    case Widening::CustomSeccomp:
        return from.seccompRules == to.seccompRules;
    case Widening::Unmasked:
        return masksTheSame(from, to);
    case Widening::RaisedLimit:
        return from.process.rlimits == to.process.rlimits;
    case Widening::HostDirectory:
        return bindsAdded(from, to).empty();
    case Widening::ChosenLabel:
        return from.process.selinuxLabel == to.process.selinuxLabel && from.mountLabel == to.mountLabel;
    case Widening::HostDevice:
        return from.devices == to.devices && from.deviceRules == to.deviceRules;
    default:
        return describe(widening, from) == describe(widening, to);
    }
}

} // namespace

std::vector<Widening> widerIn(const ContainerSpec& from, const ContainerSpec& to) {
    const std::vector<Widening> before = widenings(from);
    std::vector<Widening> wider = widenings(to);
    std::erase_if(wider, [&](Widening widening) {
        return std::ranges::contains(before, widening) && isCovered(widening, from, to);
    });
    return wider;
}

std::vector<MountSpec> bindsAdded(const ContainerSpec& from, const ContainerSpec& to) {
    std::vector<MountSpec> added;
    std::ranges::copy_if(to.mounts, std::back_inserter(added), [&](const MountSpec& mount) {
        return isOfHost(mount) && !std::ranges::contains(from.mounts, mount);
    });
    return added;
}

} // namespace vitrine
