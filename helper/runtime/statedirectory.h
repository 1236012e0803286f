// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/sys/uniquefd.h"

#include <string>
#include <vector>

namespace vitrine::runtime {

inline constexpr const char* goName = "go";         ///< FIFO, Gate::go
inline constexpr const char* reportName = "report"; ///< FIFO, Gate::report

/// <root>/<id>/ (0700): what is known of a container from its creation to its deletion. Files: lock,
/// state.json, config.json (as it was at the creation), journal (of the engine), go and report (see
/// engine::Gate). Whatever moment a runtime is killed at, the directory and the journal say what has to be
/// taken back.
class StateDirectory {
public:
    enum class Access { Look, Change };

    /// Makes the directory, and <root> if that is missing, and locks it. AlreadyExists: the id is taken.
    [[nodiscard]] static Result<StateDirectory> make(const std::string& root, const std::string& id);
    /// NotFound: there is no such container. To Change it the lock is taken; somebody else who has it is
    /// waited for, up to 10 s, and then the error is Busy.
    [[nodiscard]] static Result<StateDirectory> open(const std::string& root, const std::string& id,
                                                     Access access);
    /// Ids, sorted. A missing root has none.
    [[nodiscard]] static Result<std::vector<std::string>> list(const std::string& root);

    [[nodiscard]] int fd() const { return m_directory.get(); }
    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] std::string journalPath() const { return m_root + '/' + m_id + "/journal"; }
    /// Whether somebody has it locked.
    [[nodiscard]] bool isLocked() const;

    /// Others may change it from here on.
    void unlock() { m_lock.reset(); }

    [[nodiscard]] Result<> remove() const;

private:
    StateDirectory(sys::UniqueFd parent, sys::UniqueFd directory, std::string root, std::string id)
        : m_parent(std::move(parent))
        , m_directory(std::move(directory))
        , m_root(std::move(root))
        , m_id(std::move(id)) {}
    [[nodiscard]] Result<> lock();

    sys::UniqueFd m_parent;
    sys::UniqueFd m_directory;
    sys::UniqueFd m_lock;
    std::string m_root;
    std::string m_id;
};

} // namespace vitrine::runtime
