// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/foreign.h"

#include "core/process/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ranges>

namespace vitrine::process {

namespace {

constexpr std::size_t longestName = 64;
constexpr std::size_t shortId = 12; ///< digits, as docker ps and podman ps show

bool isHexId(std::string_view text) {
    return text.size() == 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// What is between the two, or nothing.
std::optional<std::string_view> between(std::string_view text, std::string_view prefix,
                                        std::string_view suffix = "") {
    if (text.size() <= prefix.size() + suffix.size() || !text.starts_with(prefix) || !text.ends_with(suffix))
        return std::nullopt;
    return text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
}

struct IdPattern {
    std::string_view prefix, suffix;
    ForeignEngine engine;
};

/// A container's id of 64 digits in the name of its group: libcontainer's, crun's, containerd's, CRI-O's.
constexpr std::array<IdPattern, 5> idPatterns{{
    {"docker-", ".scope", ForeignEngine::Docker},
    {"libpod-", ".scope", ForeignEngine::Podman},
    {"libpod-", "", ForeignEngine::Podman},
    {"cri-containerd-", ".scope", ForeignEngine::Kubernetes},
    {"crio-", ".scope", ForeignEngine::Kubernetes},
}};

/// "org.gnome.Maps-4312" without the number that tells runs apart.
std::string_view withoutNumber(std::string_view text) {
    const std::size_t dash = text.rfind('-');
    return dash == std::string_view::npos ? text : text.substr(0, dash);
}

std::optional<ForeignName> nameFromPart(std::string_view part, std::string_view above) {
    for (const auto& [prefix, suffix, engine] : idPatterns) {
        if (const auto id = between(part, prefix, suffix); id && isHexId(*id))
            return ForeignName{engine, std::string(id->substr(0, shortId))};
    }
    if (above == "docker" && isHexId(part))
        return ForeignName{ForeignEngine::Docker, std::string(part.substr(0, shortId))};
    const auto named = [](ForeignEngine engine, std::string_view name) {
        return ForeignName{engine, escape(name, longestName)};
    };
    if (const auto name = between(part, "lxc.payload."))
        return named(ForeignEngine::Lxc, *name);
    if (!part.empty() && (above == "lxc" || above == "lxc.payload"))
        return named(ForeignEngine::Lxc, part);
    if (const auto name = between(part, "systemd-nspawn@", ".service"))
        return named(ForeignEngine::Nspawn, *name);
    if (const auto name = between(part, "machine-", ".scope"); name && above == "machine.slice")
        return named(ForeignEngine::Nspawn, *name);
    if (const auto name = between(part, "app-flatpak-", ".scope"))
        return named(ForeignEngine::Flatpak, withoutNumber(*name));
    if (const auto name = between(part, "snap.", ".scope"))
        return named(ForeignEngine::Snap, name->substr(0, name->find('.')));
    return std::nullopt;
}

/// "4:memory:/docker/0123…": the part behind the second colon.
std::string_view pathOf(std::string_view line) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    return second == std::string_view::npos ? std::string_view() : line.substr(second + 1);
}

bool differs(std::uint64_t theirs, std::uint64_t hosts) {
    return theirs != 0 && hosts != 0 && theirs != hosts;
}

std::vector<NamespaceKind> kindsOf(const NamespaceIds& ids, const NamespaceIds& host) {
    std::vector<NamespaceKind> kinds;
    for (const NamespaceKind kind : allNamespaceKinds) {
        const auto number = static_cast<std::size_t>(kind);
        if (differs(ids[number], host[number]))
            kinds.push_back(kind);
    }
    return kinds;
}

/// Without an engine: processes that see the same processes belong together; else those of the same users;
/// else those to whom all is the same.
NamespaceIds togetherBy(const NamespaceIds& ids, const NamespaceIds& host) {
    for (const NamespaceKind kind : {NamespaceKind::Pid, NamespaceKind::User}) {
        const auto number = static_cast<std::size_t>(kind);
        if (differs(ids[number], host[number])) {
            NamespaceIds only{};
            only[number] = ids[number];
            return only;
        }
    }
    return ids;
}

} // namespace

std::string_view wordOf(ForeignEngine engine) {
    switch (engine) {
    case ForeignEngine::None:
        return "";
    case ForeignEngine::Docker:
        return "docker";
    case ForeignEngine::Podman:
        return "podman";
    case ForeignEngine::Nspawn:
        return "nspawn";
    case ForeignEngine::Lxc:
        return "lxc";
    case ForeignEngine::Flatpak:
        return "flatpak";
    case ForeignEngine::Kubernetes:
        return "kubernetes";
    case ForeignEngine::Snap:
        return "snap";
    }
    return "";
}

ForeignName foreignNameFrom(std::string_view cgroups) {
    for (const auto lineRange : std::views::split(cgroups, '\n')) {
        std::string_view above;
        for (const auto partRange : std::views::split(pathOf({lineRange.begin(), lineRange.end()}), '/')) {
            const std::string_view part(partRange.begin(), partRange.end());
            if (auto name = nameFromPart(part, above))
                return std::move(*name);
            above = part;
        }
    }
    return {};
}

bool hidesOthers(std::string_view mountInfo) {
    bool hides = false;
    for (const auto lineRange : std::views::split(mountInfo, '\n')) {
        const std::string_view line(lineRange.begin(), lineRange.end());
        // What is mounted last is on top.
        const std::size_t type = line.find(" - proc ");
        if (type == std::string_view::npos || !line.substr(0, type).contains(" /proc "))
            continue;
        const std::string_view options = line.substr(type);
        const std::size_t found = options.find("hidepid=");
        const std::string_view value =
            found == std::string_view::npos ? std::string_view() : options.substr(found + 8);
        hides = !value.empty() && !value.starts_with('0') && !value.starts_with("off");
    }
    return hides;
}

std::vector<Foreign> groupForeign(std::span<const ProcessInfo> processes, const NamespaceIds& host,
                                  const std::function<std::string(const ProcessInfo&)>& cgroupsOf) {
    std::map<std::pair<ForeignName, NamespaceIds>, Foreign> found;
    for (const ProcessInfo& process : processes) {
        if (kindsOf(process.namespaces, host).empty())
            continue;
        ForeignName name = foreignNameFrom(cgroupsOf(process));
        const NamespaceIds by =
            name.engine == ForeignEngine::None ? togetherBy(process.namespaces, host) : NamespaceIds{};
        Foreign& foreign = found[{name, by}];
        foreign.name = std::move(name);
        foreign.processes.push_back(process);
    }
    std::vector<Foreign> all;
    for (Foreign& foreign : found | std::views::values) {
        std::ranges::sort(foreign.processes, {}, [](const ProcessInfo& process) {
            return std::pair(process.key.startTicks, process.key.pid);
        });
        foreign.leader = foreign.processes.front();
        foreign.kinds = kindsOf(foreign.leader.namespaces, host);
        all.push_back(std::move(foreign));
    }
    std::ranges::stable_sort(all, {}, [](const Foreign& foreign) {
        return std::tuple(foreign.name.engine == ForeignEngine::None, -std::ssize(foreign.kinds),
                          foreign.name.name, foreign.leader.key.pid);
    });
    return all;
}

} // namespace vitrine::process
