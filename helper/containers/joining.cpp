// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/joining.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

constexpr const char* annotation = R"($.annotations["org.vitrine.joins"])";

std::vector<Joinable> allOf(const ContainerStore& store, std::uint32_t owner) {
    std::vector<Joinable> joinables;
    for (const ContainerStore::Pointer& container : store.all()) {
        const ContainerSpec& spec = container->spec;
        if (container->record.ownerUid == owner)
            joinables.push_back({container->id(), spec.name, spec.namespaces, spec.uidMappings,
                                 spec.gidMappings, container->record.idBase, container->run.leader.pid});
    }
    return joinables;
}

} // namespace

std::vector<Joinable> joinablesFor(const ContainerStore& store, std::uint32_t owner, const QString& config) {
    return config.contains(QLatin1String("org.vitrine.joins")) ? allOf(store, owner)
                                                               : std::vector<Joinable>();
}

std::vector<Joinable> joinablesFor(const ContainerStore& store, std::uint32_t owner,
                                   const ContainerSpec& spec) {
    return spec.joinedId.empty() ? std::vector<Joinable>() : allOf(store, owner);
}

Result<const Joinable*> findJoined(const std::vector<Joinable>& joinables, const ContainerSpec& spec,
                                   const std::string& self) {
    if (spec.joinedId.empty())
        return nullptr;
    const auto found = std::ranges::find(joinables, spec.joinedId, &Joinable::id);
    if (found == joinables.end() || found->id == self)
        return failure(Error::invalid(annotation, "must name another container of the same owner"));
    VITRINE_CHECK(checkJoinable(spec.namespaces, found->namespaces, found->name));
    return &*found;
}

void takeMaps(const Joinable* joined, ContainerSpec& spec, monitor::BundleRecord& record) {
    if (joined == nullptr)
        return;
    spec.uidMappings = joined->uidMappings;
    spec.gidMappings = joined->gidMappings;
    record.idBase = joined->idBase;
}

PlanContext::Joined describeJoined(const Joinable* joined) {
    return joined == nullptr ? PlanContext::Joined{} : PlanContext::Joined{joined->name, joined->leader};
}

Result<ContainerStore::Pointer> runningJoined(const ContainerStore& store, const Container& container) {
    const ContainerSpec& spec = container.spec;
    if (spec.joinedId.empty())
        return nullptr;
    auto joined = store.find(spec.joinedId);
    if (!joined || joined->record.ownerUid != container.record.ownerUid || joined->id() == container.id())
        return failure(Error(ErrorKind::WrongState, {}, spec.name,
                             "joins a container that its owner does not have (any more)")
                           .withHint("Edit it, and choose another one or namespaces of its own."));
    VITRINE_CHECK(checkJoinable(spec.namespaces, joined->spec.namespaces, joined->spec.name));
    if (joined->state != ContainerState::Running)
        return failure(Error(ErrorKind::WrongState, {}, spec.name,
                             "joins the container " + joined->spec.name + ", which is " +
                                 std::string(nameOf(joined->state)) + " and must be running")
                           .withHint("Start " + joined->spec.name + " first."));
    return joined;
}

Result<> checkNotJoined(const ContainerStore& store, const Container& container) {
    for (const ContainerStore::Pointer& other : store.all()) {
        const bool isAtRest =
            other->state == ContainerState::Stopped || other->state == ContainerState::Creating;
        if (other->spec.joinedId != container.id() || isAtRest)
            continue;
        return failure(Error(ErrorKind::WrongState, {}, container.spec.name,
                             "is joined by " + other->spec.name + ", which still has its user ids")
                           .withHint("Stop or delete " + other->spec.name + " first."));
    }
    return {};
}

} // namespace vitrine::helper
