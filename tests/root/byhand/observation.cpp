// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "observation.h"

#include "core/plan/cgroupplaces.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

using namespace vitrine;

namespace fs = std::filesystem;

namespace {

std::string sortedLines(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    std::string text;
    for (const std::string& line : lines)
        text += line + '\n';
    return text;
}

/// proc(5), mountinfo: without the numbers of mounts and devices.
std::string mountsOf(const std::string& proc) {
    std::istringstream lines(readText(proc + "/mountinfo"));
    std::vector<std::string> mounts;
    for (std::string line; std::getline(lines, line);) {
        std::size_t at = 0;
        for (int field = 0; field < 3; ++field)
            at = line.find(' ', at) + 1;
        mounts.push_back(line.substr(at));
    }
    return sortedLines(std::move(mounts));
}

void addStatus(Observation& seen, const std::string& proc) {
    std::istringstream lines(readText(proc + "/status"));
    for (std::string line; std::getline(lines, line);) {
        for (const char* field : {"Uid:", "Gid:", "Groups:", "NoNewPrivs:", "SigBlk:", "SigIgn:", "SigCgt:",
                                  "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:", "Umask:"}) {
            if (line.starts_with(field))
                seen["status " + std::string(field)] = line;
        }
    }
}

void addNamespaces(Observation& seen, const std::string& proc) {
    std::error_code error;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const std::string file = "/ns/" + std::string(procName(kind));
        const fs::path ours = fs::read_symlink("/proc/self" + file, error);
        const fs::path theirs = fs::read_symlink(proc + file, error);
        seen["namespace " + std::string(procName(kind))] = theirs.empty()   ? "none"
                                                           : ours == theirs ? "host"
                                                                            : "new";
    }
}

void addLimits(Observation& seen, const Plan& plan, const PlanContext& context) {
    const auto contentOf = [&](const LimitFile& limit, const std::string& group) {
        return readText(hierarchyOf(context.facts.cgroup, limit.controller) + '/' + group + '/' + limit.file);
    };
    for (const Step& step : plan.steps) {
        if (const auto* limit = std::get_if<step::WriteLimit>(&step))
            seen["limit " + limit->limit.file] = contentOf(limit->limit, context.cgroupPath);
        else if (const auto* shared = std::get_if<step::LimitGroup>(&step))
            seen["limit of the group " + shared->limit.file] = contentOf(shared->limit, shared->path);
    }
    for (const std::string& group : groupDirectories(context.facts.cgroup, context.cgroupPath)) {
        for (const char* file : {"cpuset.cpus", "cpuset.mems"})
            seen["limit " + group + file] = readText(group + '/' + file);
    }
}

} // namespace

Observation observe(pid_t pid, const View& view, const Plan& plan, const PlanContext& context) {
    const std::string proc = "/proc/" + std::to_string(pid);
    Observation seen;
    addStatus(seen, proc);
    addNamespaces(seen, proc);
    addLimits(seen, plan, context);
    seen["mounts"] = mountsOf(proc);
    for (const char* file : {"uid_map", "gid_map", "setgroups", "limits", "cgroup", "cmdline"})
        seen[file] = readText(proc + '/' + file);
    seen["descriptors"] = sortedLines(view.values("fd"));
    seen["environment"] = sortedLines(view.values("env"));
    seen["is first"] = view.value("pid") == "1" ? "yes" : "no";
    seen["leads a session"] = view.value("sid") == view.value("pid") ? "yes" : "no";
    for (const char* key : {"ids", "hostname", "lo", "cwd", "umask", "tty", "console"})
        seen[key] = view.value(key);
    return seen;
}

std::string difference(const Observation& engine, const Observation& script) {
    std::string text;
    for (const auto& [name, value] : engine) {
        const auto found = script.find(name);
        const std::string other = found == script.end() ? "(nothing)" : found->second;
        if (other != value)
            text.append(name)
                .append(":\n engine: ")
                .append(value)
                .append("\n script: ")
                .append(other)
                .append("\n");
    }
    if (engine.size() != script.size())
        text += "not the same things were seen\n";
    return text;
}
