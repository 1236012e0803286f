// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/process/processtree.h"
#include "core/sys/uniquefd.h"

#include <optional>
#include <string>
#include <string_view>

namespace vitrine::engine {

/// What a run has done to the host, written down before it is done: a text file, one record a line. It must
/// survive the death of the process that writes it, not a restart of the machine, so nothing is synced.
///
///     vitrine-journal 1 <boot id>
///     intent <step> <kind> [<argument>]      the step is about to be applied
///     done <step>                            … and was (in the same write as the next record, if one
///     follows) process <pid> <start time>             the container's first process, still waiting for its
///     maps undo <step> / undone <step>            taken back
class Journal {
public:
    /// Makes the file (0600). AlreadyExists if there is one: an earlier run was not recovered.
    [[nodiscard]] static Result<Journal> create(const std::string& path, std::string_view bootId);

    /// Writes what done() kept back and this record, with one write(2).
    [[nodiscard]] Result<> intent(std::size_t step, std::string_view what);
    /// The same for a step that takes nothing to undo: kept back like done().
    void note(std::size_t step, std::string_view what);
    /// Kept back until the next record: recovery treats an intent like something done.
    void done(std::size_t step);
    [[nodiscard]] Result<> process(const process::ProcessKey& key);
    [[nodiscard]] Result<> undo(std::size_t step);
    [[nodiscard]] Result<> undone(std::size_t step);

private:
    explicit Journal(sys::UniqueFd file)
        : m_file(std::move(file)) {}
    [[nodiscard]] Result<> append(std::string_view record);
    [[nodiscard]] Result<> flush();

    sys::UniqueFd m_file;
    std::string m_pending;
};

/// What a journal says was made and not taken back.
struct JournalContent {
    std::string bootId;
    std::optional<std::string> cgroupPath;
    std::optional<process::ProcessKey> process;
};

/// Reads a journal. A last line without its newline is left out. Empty: there is no such file.
[[nodiscard]] Result<std::optional<JournalContent>> readJournal(const std::string& path);

} // namespace vitrine::engine
