// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"
#include "core/plan/mountoptions.h"
#include "core/plan/planning.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <linux/mount.h>

namespace vitrine::planning {

namespace {

constexpr std::uint64_t strict = MS_NOSUID | MS_NODEV | MS_NOEXEC;

std::string joinData(const std::vector<std::string>& words) {
    std::string data;
    for (const std::string& word : words)
        data += (data.empty() ? "" : ",") + word;
    return data;
}

step::MountFilesystem bindOf(const MountSpec& mount, const char* source, std::uint64_t flags) {
    return {.mount = {cleanPath(mount.destination), "bind", source, {}},
            .flags = MS_BIND | MS_REC | flags,
            .propagation = 0,
            .data = {}};
}

bool mapsGroup(const ContainerSpec& spec, std::string_view id) {
    std::uint32_t gid = 0;
    if (std::from_chars(id.data(), id.data() + id.size(), gid).ec != std::errc{})
        return true; // not a number: the kernel says so
    return std::ranges::any_of(spec.gidMappings, [&](const IdMapping& mapping) {
        return gid >= mapping.inside && gid - mapping.inside < mapping.count;
    });
}

/// In a user namespace, devpts takes only groups that are mapped ("gid=5" is tty on most systems).
void dropUnmappedGroup(const Planning& plan, std::vector<std::string>& data) {
    if (plan.isHosts(NamespaceKind::User))
        return;
    std::erase_if(data, [&](const std::string& word) {
        return word.starts_with("gid=") && !mapsGroup(plan.spec, std::string_view(word).substr(4));
    });
}

/// The container's part of the control groups, where it can be had: the unified hierarchy, seen from a cgroup
/// namespace. A v1 hierarchy is never shown (release_agent, CVE-2022-0492): an empty directory is.
step::MountFilesystem cgroupMount(const Planning& plan, const MountSpec& mount, std::uint64_t flags) {
    const std::string place = cleanPath(mount.destination);
    const bool ownView = plan.isNew(NamespaceKind::Cgroup);
    const bool unified = plan.context.facts.cgroup.layout == CgroupLayout::V2;
    if (unified && (ownView || plan.isHosts(NamespaceKind::User))) {
        const std::uint64_t access = ownView ? 0 : MS_RDONLY;
        return {.mount = {place, "cgroup2", "cgroup2", {}},
                .flags = flags | access,
                .propagation = 0,
                .data = {}};
    }
    return {.mount = {place, "tmpfs", "tmpfs", {}},
            .flags = strict | MS_RDONLY,
            .propagation = 0,
            .data = "mode=755"};
}

/// What a user namespace may not mount itself, because the other namespace concerned is the host's
/// (mount_namespaces(7)). The host's own is bound instead; message queues work without their mount.
enum class Substitute { None, Bind, LeaveOut };

Substitute substituteFor(const Planning& plan, const MountSpec& mount) {
    if (plan.isHosts(NamespaceKind::User))
        return Substitute::None;
    const auto ofHost = [&](NamespaceKind kind) { return plan.isHosts(kind); };
    if ((mount.type == "proc" && ofHost(NamespaceKind::Pid)) ||
        (mount.type == "sysfs" && ofHost(NamespaceKind::Network)))
        return Substitute::Bind;
    if (mount.type == "mqueue" && ofHost(NamespaceKind::Ipc))
        return Substitute::LeaveOut;
    return Substitute::None;
}

Result<step::MountFilesystem> bindMount(const Planning& plan, const MountSpec& mount, MountOptions options,
                                        const std::string& field) {
    // What they ask for is in the mappings.
    std::erase_if(options.data, [](const std::string& word) { return word == "idmap" || word == "ridmap"; });
    const HostFacts& facts = plan.context.facts;
    if (mount.uidMappings.empty() != mount.gidMappings.empty()) {
        return failure(Error::invalid(field + (mount.uidMappings.empty() ? ".uidMappings" : ".gidMappings"),
                                      "must be there when the other is"));
    }
    if (!mount.uidMappings.empty() && (!facts.idMappedMounts || facts.privilege == Privilege::Rootless)) {
        return failure(notSupported(plan, field + ".uidMappings", "id-mapped-mounts",
                                    "owners of files cannot be mapped here"));
    }
    if (!options.data.empty()) {
        return failure(Error::invalid(field + ".options", "must be flags for a bind mount, which \"" +
                                                              options.data.front() + "\" is not"));
    }
    return step::MountFilesystem{.mount = {cleanPath(mount.destination),
                                           "bind",
                                           cleanPath(mount.source),
                                           {},
                                           mount.uidMappings,
                                           mount.gidMappings},
                                 .flags = options.flags | MS_BIND,
                                 .propagation = options.propagation,
                                 .data = {}};
}

/// A file or disk of the host with a file system in it.
Result<step::MountFilesystem> imageMount(const Planning& plan, const MountSpec& mount, MountOptions options,
                                         const std::string& field) {
    if (plan.context.facts.privilege == Privilege::Rootless) {
        return failure(notSupported(plan, field, "disk-images",
                                    "the kernel mounts disk images for root only, because it trusts what is "
                                    "in them"));
    }
    MountSpec bind = mount;
    bind.type = "bind";
    std::erase(options.data, "loop"); // a word of mount(8), which is done here anyway
    step::MountFilesystem step = VITRINE_TRY(bindMount(plan, bind, std::move(options), field));
    step.mount.type = mount.type;
    step.flags = (step.flags & ~(std::uint64_t{MS_BIND} | MS_REC)) | MS_NOSUID | MS_NODEV;
    return step;
}

Result<std::optional<step::MountFilesystem>> planMount(const Planning& plan, const MountSpec& mount,
                                                       const std::string& field) {
    MountOptions options = parseMountOptions(mount.options);
    if (isImage(mount))
        return VITRINE_TRY(imageMount(plan, mount, std::move(options), field));
    if (isBind(mount))
        return VITRINE_TRY(bindMount(plan, mount, std::move(options), field));
    switch (substituteFor(plan, mount)) {
    case Substitute::Bind:
        return mount.type == "proc" ? bindOf(mount, "/proc", strict)
                                    : bindOf(mount, "/sys", strict | MS_RDONLY);
    case Substitute::LeaveOut:
        return std::nullopt;
    case Substitute::None:
        break;
    }
    if (mount.type == "cgroup" || mount.type == "cgroup2")
        return cgroupMount(plan, mount, options.flags);
    if (mount.type == "devpts")
        dropUnmappedGroup(plan, options.data);
    labelFiles(plan, mount.type, options.data);
    return step::MountFilesystem{.mount = {cleanPath(mount.destination),
                                           mount.type,
                                           mount.source.empty() ? mount.type : mount.source,
                                           {}},
                                 .flags = options.flags,
                                 .propagation = options.propagation,
                                 .data = joinData(options.data)};
}

/// Has the plan mounted a file system of this type there?
bool hasMount(const Planning& plan, std::string_view type, std::string_view destination) {
    return std::ranges::any_of(plan.steps, [&](const Step& step) {
        const auto* one = std::get_if<step::MountFilesystem>(&step);
        return one != nullptr && one->mount.type == type && one->mount.destination == destination;
    });
}

/// "cpu*" in a path of sysfs becomes every processor: the one pattern that the default masks need.
std::vector<std::string> expandProcessors(const std::string& path, std::uint32_t processors) {
    constexpr std::string_view pattern = "/cpu*/";
    constexpr std::uint32_t mostProcessors = 1024;
    const std::size_t at = path.find(pattern);
    if (at == std::string::npos)
        return {path};
    const std::uint32_t count = std::min(processors, mostProcessors);
    std::vector<std::string> paths;
    paths.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        paths.push_back(path.substr(0, at) + "/cpu" + std::to_string(i) +
                        path.substr(at + pattern.size() - 1));
    return paths;
}

/// Nodes of the container's own, where the kernel lets it make and open them (user_namespaces(7)); else the
/// host's.
void planGivenDevices(Planning& plan) {
    const bool makes = plan.isHosts(NamespaceKind::User) && plan.context.facts.privilege == Privilege::Root;
    for (const DeviceSpec& device : plan.spec.devices) {
        if (makes)
            plan.add(step::MakeDevice{device});
        else
            plan.add(step::BindDevice{device.path.substr(std::string_view("/dev/").size()), device.major,
                                      device.minor, device.type});
    }
}

} // namespace

Result<> planMounts(Planning& plan) {
    for (std::size_t i = 0; i < plan.spec.mounts.size(); ++i) {
        const std::string field = "$.mounts[" + std::to_string(i) + "]";
        if (auto mount = VITRINE_TRY(planMount(plan, plan.spec.mounts[i], field)))
            plan.add(*std::move(mount));
    }
    return {};
}

/// The devices and links of config-linux.md, "Default Devices" and "Dev symbolic links"; only in a /dev that
/// the container has for itself, never in a directory of the user's.
Result<> planDevices(Planning& plan) {
    if (!hasMount(plan, "tmpfs", "/dev")) {
        if (plan.spec.devices.empty())
            return {};
        return failure(Error::invalid("$.linux.devices",
                                      "needs a file system of the container's own at /dev, "
                                      "a mount of the type tmpfs"));
    }
    constexpr std::uint32_t memory = 1; // Documentation/admin-guide/devices.txt
    plan.add(step::BindDevice{"null", memory, 3});
    plan.add(step::BindDevice{"zero", memory, 5});
    plan.add(step::BindDevice{"full", memory, 7});
    plan.add(step::BindDevice{"random", memory, 8});
    plan.add(step::BindDevice{"urandom", memory, 9});
    plan.add(step::BindDevice{"tty", 5, 0});
    plan.add(step::MakeSymlink{"/proc/self/fd", "/dev/fd"});
    plan.add(step::MakeSymlink{"/proc/self/fd/0", "/dev/stdin"});
    plan.add(step::MakeSymlink{"/proc/self/fd/1", "/dev/stdout"});
    plan.add(step::MakeSymlink{"/proc/self/fd/2", "/dev/stderr"});
    if (hasMount(plan, "devpts", "/dev/pts"))
        plan.add(step::MakeSymlink{"pts/ptmx", "/dev/ptmx"});
    planGivenDevices(plan);
    return {};
}

void planConsole(Planning& plan) {
    if (plan.spec.process.terminal == Terminal::No)
        return;
    plan.add(step::OpenConsole{hasMount(plan, "devpts", "/dev/pts") ? step::ConsoleSource::ContainerDevpts
                                                                    : step::ConsoleSource::HostDevpts});
}

void planProtection(Planning& plan) {
    for (const std::string& path : plan.spec.maskedPaths) {
        for (std::string& one : expandProcessors(cleanPath(path), plan.context.facts.cpuCount))
            plan.add(step::MaskPath{std::move(one)});
    }
    for (const std::string& path : plan.spec.readonlyPaths)
        plan.add(step::MakeReadOnly{cleanPath(path)});
}

} // namespace vitrine::planning
