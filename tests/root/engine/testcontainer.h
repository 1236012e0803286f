// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/engine/executor.h"
#include "core/model/containerspec.h"
#include "core/plan/plan.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// A temporary directory with a root that holds the payload program, and what it takes to start containers in
/// it. Each has its own cgroup name and journal.
class TestBed {
public:
    explicit TestBed(vitrine::Privilege privilege = vitrine::Privilege::Root);
    ~TestBed();
    TestBed(const TestBed&) = delete;
    TestBed& operator=(const TestBed&) = delete;

    [[nodiscard]] const std::string& directory() const { return m_directory; }
    [[nodiscard]] std::string root() const { return m_directory + "/root"; }
    [[nodiscard]] std::string journal() const { return m_directory + "/journal"; }
    [[nodiscard]] const std::string& cgroupName() const { return m_cgroupName; }
    [[nodiscard]] const vitrine::CgroupFacts& cgroupFacts() const { return m_facts.cgroup; }

    /// The default container with an id range of its own (rootless: the caller's id), pipes instead of a
    /// terminal, running the payload.
    [[nodiscard]] vitrine::ContainerSpec spec(std::vector<std::string> words) const;
    [[nodiscard]] vitrine::PlanContext context(const vitrine::ContainerSpec& spec) const;
    [[nodiscard]] vitrine::engine::StartOptions options() const;

private:
    std::string m_directory;
    std::string m_cgroupName;
    vitrine::HostFacts m_facts;
};

/// What the payload printed: key -> values in order ("mount" has many).
class View {
public:
    View() = default;
    explicit View(const std::string& text);
    /// The only (or first) value of a key, empty if there is none.
    [[nodiscard]] std::string value(const std::string& key) const;
    [[nodiscard]] std::vector<std::string> values(const std::string& key) const;
    /// Field of a "status" line: "CapEff" -> "00000000800405fb".
    [[nodiscard]] std::string status(const std::string& field) const;
    /// The line of mountinfo for a mount point, the topmost if several.
    [[nodiscard]] std::string mountAt(const std::string& point) const;
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::string m_text;
    std::vector<std::pair<std::string, std::string>> m_lines;
};

/// A started container; whatever happens it is killed, reaped and its cgroup removed.
class TestContainer {
public:
    TestContainer(const TestBed& bed, const vitrine::ContainerSpec& spec);
    TestContainer(const TestBed& bed, const vitrine::ContainerSpec& spec, const vitrine::PlanContext& context,
                  const vitrine::engine::StartOptions& options);
    ~TestContainer();
    TestContainer(const TestContainer&) = delete;
    TestContainer& operator=(const TestContainer&) = delete;

    [[nodiscard]] bool started() const { return m_container.has_value(); }
    [[nodiscard]] std::string error() const { return m_error; }
    [[nodiscard]] std::string hint() const { return m_hint; }
    [[nodiscard]] vitrine::engine::StartedContainer& container() { return *m_container; }
    [[nodiscard]] const vitrine::engine::Trace& trace() const { return m_trace; }
    [[nodiscard]] const vitrine::Plan& plan() const { return m_plan; }
    [[nodiscard]] pid_t pid() const { return m_container->init.key.pid; }
    /// Reads until the payload says "end" (or has ended).
    [[nodiscard]] View view();
    /// Kills and removes; true if nothing went wrong.
    bool finish();

private:
    std::string m_journal;
    vitrine::Plan m_plan;
    vitrine::engine::Trace m_trace;
    std::optional<vitrine::engine::StartedContainer> m_container;
    std::string m_error;
    std::string m_hint;
};

/// Reads a process's output until "end" or its end, at most ten seconds.
View readView(vitrine::engine::StartedProcess& process);
/// Exit status as of waitpid(2).
int reap(const vitrine::engine::StartedProcess& process);
std::string readText(const std::filesystem::path& path);
