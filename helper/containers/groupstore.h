// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/groupspec.h"

#include <QObject>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::helper {

struct Container;
class ContainerStore;

/// What is known of one group of containers.
struct Group {
    GroupSpec spec;
    /// Counts the changes that an open question of polkit must not survive.
    std::uint64_t revision = 0;
    bool isOccupied = false; ///< its file is being written: see GroupGuard
    bool isStopping = false; ///< a panic stop is under way: nothing in it may start
};

/// Keeps a group occupied until it ends. Main thread only.
class GroupGuard {
public:
    explicit GroupGuard(std::shared_ptr<Group> group);
    GroupGuard(const GroupGuard&) = delete;
    GroupGuard& operator=(const GroupGuard&) = delete;
    ~GroupGuard();

private:
    std::shared_ptr<Group> m_group;
};

/// The list of groups: one file each in <state>/groups. Main thread only.
class GroupStore : public QObject {
    Q_OBJECT
public:
    using Pointer = std::shared_ptr<Group>;

    /// `directory`: a descriptor of <state>/groups, which outlives this.
    explicit GroupStore(int directory);

    [[nodiscard]] int directory() const { return m_directory; }
    /// Reads all files. One that is damaged stays where it is, and its group is not in the list: what is in
    /// it cannot be started.
    [[nodiscard]] Result<> load();

    [[nodiscard]] Pointer find(const std::string& id) const;
    [[nodiscard]] Pointer findByName(std::uint32_t owner, const std::string& name) const;
    [[nodiscard]] std::size_t countOf(std::uint32_t owner) const;
    [[nodiscard]] std::vector<Pointer> all() const;

    void add(const Pointer& group);
    void remove(const std::string& id);
    /// Tells the listeners to look again.
    void touch(const Group& group);

Q_SIGNALS:
    void changed(std::uint32_t owner);

private:
    int m_directory;
    std::map<std::string, Pointer> m_groups;
};

/// For a thread: makes or replaces the file of a group, and removes it.
[[nodiscard]] Result<> writeGroupFile(int directory, const GroupSpec& group);
[[nodiscard]] Result<> removeGroupFile(int directory, const std::string& id);

/// The group that a container is in: null if it is in none. WrongState, with what can be done, when it is not
/// there (any more) or is somebody else's; Busy while it is being stopped.
[[nodiscard]] Result<GroupStore::Pointer> groupToStartIn(const GroupStore& groups,
                                                         const Container& container);

/// The groups of this owner: values, for threads.
[[nodiscard]] std::vector<GroupSpec> groupsFor(const GroupStore& groups, std::uint32_t owner);

/// InvalidArgument, naming the place in config.json, unless `id` is empty or among `groups`. What belongs to
/// others is told apart from nothing by no error.
[[nodiscard]] Result<> checkMembership(const std::vector<GroupSpec>& groups, const std::string& id);

/// All containers of a group.
[[nodiscard]] std::vector<std::shared_ptr<Container>> membersOf(const ContainerStore& store,
                                                                const std::string& group);

/// It has neither processes nor a monitor that could make some.
[[nodiscard]] bool isAtRest(const Container& container);

} // namespace vitrine::helper
