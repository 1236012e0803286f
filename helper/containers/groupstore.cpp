// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/groupstore.h"

#include "core/sys/file.h"
#include "helper/containers/containerstore.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr std::string_view suffix = ".json";

std::string fileOf(const std::string& id) {
    return id + std::string(suffix);
}

Result<GroupSpec> readGroup(int directory, const std::string& id) {
    const std::string text = VITRINE_TRY(sys::readFileAt(directory, fileOf(id), maximumGroupSize));
    GroupSpec group = VITRINE_TRY(parseGroup(text));
    if (group.id != id)
        return failure(Error(ErrorKind::Corrupt, "read", fileOf(id), "it is of another group"));
    return group;
}

} // namespace

GroupGuard::GroupGuard(std::shared_ptr<Group> group)
    : m_group(std::move(group)) {
    m_group->isOccupied = true;
}

GroupGuard::~GroupGuard() {
    m_group->isOccupied = false;
}

GroupStore::GroupStore(int directory)
    : m_directory(directory) {
}

Result<> GroupStore::load() {
    for (const std::string& name : VITRINE_TRY(sys::listDirectory(m_directory))) {
        if (!name.ends_with(suffix))
            continue; // what a killed helper was writing
        const std::string id = name.substr(0, name.size() - suffix.size());
        if (!isObjectId(id))
            continue;
        if (auto spec = readGroup(m_directory, id)) {
            auto group = std::make_shared<Group>();
            group->spec = *std::move(spec);
            m_groups.insert_or_assign(id, std::move(group));
        }
    }
    return {};
}

GroupStore::Pointer GroupStore::find(const std::string& id) const {
    const auto found = m_groups.find(id);
    return found == m_groups.end() ? nullptr : found->second;
}

GroupStore::Pointer GroupStore::findByName(std::uint32_t owner, const std::string& name) const {
    const auto found = std::ranges::find_if(m_groups, [&](const auto& entry) {
        return entry.second->spec.ownerUid == owner && entry.second->spec.name == name;
    });
    return found == m_groups.end() ? nullptr : found->second;
}

std::size_t GroupStore::countOf(std::uint32_t owner) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        m_groups, [&](const auto& entry) { return entry.second->spec.ownerUid == owner; }));
}

std::vector<GroupStore::Pointer> GroupStore::all() const {
    std::vector<Pointer> list;
    list.reserve(m_groups.size());
    for (const auto& [id, group] : m_groups)
        list.push_back(group);
    return list;
}

void GroupStore::add(const Pointer& group) {
    m_groups.insert_or_assign(group->spec.id, group);
    Q_EMIT changed(group->spec.ownerUid);
}

void GroupStore::remove(const std::string& id) {
    const auto found = m_groups.find(id);
    if (found == m_groups.end())
        return;
    const std::uint32_t owner = found->second->spec.ownerUid;
    m_groups.erase(found);
    Q_EMIT changed(owner);
}

void GroupStore::touch(const Group& group) {
    if (m_groups.contains(group.spec.id))
        Q_EMIT changed(group.spec.ownerUid);
}

Result<> writeGroupFile(int directory, const GroupSpec& group) {
    return sys::replaceFileAt(directory, fileOf(group.id), writeGroup(group), 0600, sys::Durability::Synced);
}

Result<> removeGroupFile(int directory, const std::string& id) {
    if (::unlinkat(directory, fileOf(id).c_str(), 0) != 0 && errno != ENOENT)
        return failure(Error::fromErrno("remove", "the group's file", errno));
    if (::fsync(directory) != 0)
        return failure(Error::fromErrno("write to the disk", "the list of groups", errno));
    return {};
}

Result<GroupStore::Pointer> groupToStartIn(const GroupStore& groups, const Container& container) {
    const ContainerSpec& spec = container.spec;
    if (spec.groupId.empty())
        return nullptr;
    auto group = groups.find(spec.groupId);
    if (!group || group->spec.ownerUid != container.record.ownerUid)
        return failure(Error(ErrorKind::WrongState, {}, spec.name,
                             "is in a group that its owner does not have (any more)")
                           .withHint("Edit it, and choose another group or none."));
    if (group->isStopping)
        return failure(Error(ErrorKind::Busy, {}, spec.name,
                             "is in the group " + group->spec.name + ", which is being stopped"));
    return group;
}

std::vector<GroupSpec> groupsFor(const GroupStore& groups, std::uint32_t owner) {
    std::vector<GroupSpec> specs;
    for (const GroupStore::Pointer& group : groups.all())
        if (group->spec.ownerUid == owner)
            specs.push_back(group->spec);
    return specs;
}

Result<> checkMembership(const std::vector<GroupSpec>& groups, const std::string& id) {
    if (id.empty() || std::ranges::contains(groups, id, &GroupSpec::id))
        return {};
    return failure(
        Error::invalid(R"($.annotations["org.vitrine.group"])", "must be the id of a group of the same owner")
            .withHint("Make a group first, or leave the container in none."));
}

std::vector<std::shared_ptr<Container>> membersOf(const ContainerStore& store, const std::string& group) {
    std::vector<std::shared_ptr<Container>> members = store.all();
    std::erase_if(members, [&](const auto& container) { return container->spec.groupId != group; });
    return members;
}

bool isAtRest(const Container& container) {
    const bool isStill = container.state == ContainerState::Stopped ||
                         container.state == ContainerState::Creating ||
                         container.state == ContainerState::Deleting;
    return isStill && !container.link;
}

} // namespace vitrine::helper
