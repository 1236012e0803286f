// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/journal.h"

#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace vitrine::engine {

namespace {

constexpr std::string_view heading = "vitrine-journal 1 ";
constexpr std::size_t maximumSize = 256 * 1024;

std::vector<std::string_view> splitWords(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

template <typename Number>
std::optional<Number> toNumber(std::string_view word) {
    Number number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return number;
}

Error corrupt(const std::string& path, std::string_view line) {
    return {ErrorKind::Corrupt, "read the journal", path, "it has the line \"" + std::string(line) + "\""};
}

/// Numbers of the steps whose undoing matters here.
struct StepNumbers {
    std::optional<std::size_t> cgroup;
    std::optional<std::size_t> clone;
};

/// One line after the heading; false if it is not understood.
bool readRecord(std::string_view line, JournalContent& content, StepNumbers& steps) {
    const auto words = splitWords(line);
    if (words.size() < 2)
        return false;
    if (words[0] == "process") {
        const auto pid = toNumber<pid_t>(words[1]);
        const auto start = words.size() == 3 ? toNumber<std::uint64_t>(words[2]) : std::nullopt;
        // kill(2) and its kin take 0 and less for whole groups of processes.
        if (!pid || *pid <= 0 || !start)
            return false;
        content.process = process::ProcessKey{*pid, *start};
        return true;
    }
    const auto step = toNumber<std::size_t>(words[1]);
    if (!step)
        return false;
    if (words[0] == "intent" && words.size() == 4 && words[2] == "cgroup") {
        content.cgroupPath = words[3];
        steps.cgroup = step;
    } else if (words[0] == "intent" && words.size() == 3 && words[2] == "clone") {
        steps.clone = step;
    } else if (words[0] == "undone" && step == steps.cgroup) {
        content.cgroupPath.reset();
    } else if (words[0] == "undone" && step == steps.clone) {
        content.process.reset();
    }
    return words[0] == "intent" || words[0] == "done" || words[0] == "undo" || words[0] == "undone";
}

} // namespace

Result<Journal> Journal::create(const std::string& path, std::string_view bootId) {
    Journal journal(
        VITRINE_TRY(sys::openAt(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0600)));
    journal.m_pending = std::string(heading) + std::string(bootId) + '\n';
    return journal;
}

Result<> Journal::append(std::string_view record) {
    m_pending += record;
    m_pending += '\n';
    return flush();
}

Result<> Journal::flush() {
    if (m_pending.empty())
        return {};
    if (auto written = sys::writeAll(m_file.get(), m_pending); !written)
        return failure(std::move(written).error().within("write the journal"));
    m_pending.clear();
    return {};
}

Result<> Journal::intent(std::size_t step, std::string_view what) {
    return append("intent " + std::to_string(step) + ' ' + std::string(what));
}

void Journal::note(std::size_t step, std::string_view what) {
    m_pending += "intent " + std::to_string(step) + ' ' + std::string(what) + '\n';
}

void Journal::done(std::size_t step) {
    m_pending += "done " + std::to_string(step) + '\n';
}

Result<> Journal::process(const process::ProcessKey& key) {
    return append("process " + std::to_string(key.pid) + ' ' + std::to_string(key.startTicks));
}

Result<> Journal::undo(std::size_t step) {
    return append("undo " + std::to_string(step));
}

Result<> Journal::undone(std::size_t step) {
    return append("undone " + std::to_string(step));
}

Result<std::optional<JournalContent>> readJournal(const std::string& path) {
    const auto text = sys::readFileAt(AT_FDCWD, path, maximumSize);
    if (!text) {
        if (text.error().kind() == ErrorKind::NotFound)
            return std::nullopt;
        return failure(text.error());
    }
    JournalContent content;
    StepNumbers steps;
    std::string_view rest = *text;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (line.starts_with(heading))
            content.bootId = line.substr(heading.size());
        else if (!readRecord(line, content, steps))
            return failure(corrupt(path, line));
    }
    return content;
}

} // namespace vitrine::engine
