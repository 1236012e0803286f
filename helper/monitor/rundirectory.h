// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <string>

namespace vitrine::monitor {

/// /run/vitrine/<id>/ (0700): what exists only while a container runs: `lock`, `control` (the socket) and
/// `journal` (of the engine). Whoever has the lock is the container's one monitor, or cleans up after it.
class RunDirectory {
public:
    /// What enter() does while another monitor lives there: refuse at once, or wait for its end too.
    enum class WhenTaken { Refuse, Wait };

    /// Makes the directory if it is missing and takes the lock. A monitor that is just starting or ending is
    /// waited for, up to 3 s; then, or while another one lives there, the error is Busy.
    [[nodiscard]] static Result<RunDirectory> enter(const std::string& runPath, const std::string& id,
                                                    WhenTaken whenTaken = WhenTaken::Refuse);

    [[nodiscard]] int fd() const { return m_directory.get(); }
    [[nodiscard]] std::string journalPath() const;
    /// Whether a journal lies here: its engine was killed.
    [[nodiscard]] bool hasJournal() const;

    /// No new connection from here on; tells the next monitor that this one is ending.
    void closeControl() const;

    /// Removes the directory with all in it. The lock is held until the object ends.
    [[nodiscard]] Result<> remove() const;

private:
    RunDirectory(sys::UniqueFd parent, sys::UniqueFd directory, sys::UniqueFd lock, std::string runPath,
                 std::string id)
        : m_parent(std::move(parent))
        , m_directory(std::move(directory))
        , m_lock(std::move(lock))
        , m_runPath(std::move(runPath))
        , m_id(std::move(id)) {}

    sys::UniqueFd m_parent;
    sys::UniqueFd m_directory;
    sys::UniqueFd m_lock;
    std::string m_runPath;
    std::string m_id;
};

} // namespace vitrine::monitor
