// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sys/uniquefd.h"
#include "helper/containers/container.h"
#include "helper/options.h"

#include <QObject>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::helper {

/// The directories of the helper, opened once. Everything below them is reached through these descriptors.
struct Directories {
    sys::UniqueFd state;
    sys::UniqueFd containers; ///< <state>/containers
    sys::UniqueFd groups;     ///< <state>/groups
    sys::UniqueFd trash;      ///< <state>/trash: what is being removed; emptied at start
    sys::UniqueFd run;
    sys::UniqueFd lock; ///< flock(2) on <run>/lock: one helper at a time

    /// Makes what is missing (0700). Waits up to 10 s for another helper to end, then Busy.
    [[nodiscard]] static Result<Directories> open(const Options& options);
};

/// The list of containers. Main thread only.
class ContainerStore : public QObject {
    Q_OBJECT
public:
    using Pointer = std::shared_ptr<Container>;

    /// `stateDir`: only for paths that are shown.
    ContainerStore(Directories directories, std::string stateDir);

    [[nodiscard]] const Directories& directories() const { return m_directories; }

    [[nodiscard]] Pointer find(const std::string& id) const;
    [[nodiscard]] Pointer findByName(std::uint32_t owner, const std::string& name) const;
    [[nodiscard]] std::size_t countOf(std::uint32_t owner) const;
    [[nodiscard]] std::vector<Pointer> all() const;

    void add(const Pointer& container);
    void remove(const std::string& id);
    /// Tells the listeners to look again.
    void touch(const Container& container);

    /// Sets state and reason and tells the listeners.
    void setState(Container& container, ContainerState state, std::string reason = {}, std::string hint = {});

    /// Failed when somebody has removed the folder with the containers (stat(2): no links) since it was
    /// opened.
    [[nodiscard]] Result<> checkFolder() const;
    /// Where a root is, as an absolute path, for showing.
    [[nodiscard]] std::string rootPathOf(const monitor::BundleRecord& record) const;
    [[nodiscard]] Result<monitor::Bundle> bundleOf(const Container& container) const;
    /// Moves the bundle to the trash, out of sight; returns its name there. Missing is success, with an empty
    /// name.
    [[nodiscard]] Result<std::string> moveToTrash(const std::string& id) const;

Q_SIGNALS:
    void added(const vitrine::helper::Container& container);
    void changed(const vitrine::helper::Container& container);
    void removed(const vitrine::helper::Container& container);

private:
    Directories m_directories;
    std::string m_stateDir;
    std::map<std::string, Pointer> m_containers;
};

/// 32 hexadecimal digits from getrandom(2).
[[nodiscard]] Result<std::string> randomId();

} // namespace vitrine::helper
