// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/probe/hostprobe.h"

#include "core/cgroup/cgroup.h"
#include "core/cgroup/delegation.h"
#include "core/model/features.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <utility>

namespace vitrine::probe {

namespace {

constexpr std::size_t maximumKernelFile = 64 * 1024;
// Said of the whole machine, and of the group that systemd hands to a user.
constexpr const char* noIoWeight = "This kernel has neither io.weight nor the groups of the scheduler BFQ.";
constexpr const char* noSwapAccounting = "This kernel does not account swap per control group.";
constexpr const char* noPressure = "This kernel does not measure pressure (PSI), or it is switched off.";

/// Content of a small file below the root without the white space at its end; nothing if it cannot be read.
std::optional<std::string> readText(int rootFd, const char* path) {
    auto text = sys::readFileAt(rootFd, path, maximumKernelFile);
    if (!text)
        return std::nullopt;
    while (!text->empty() && (text->back() == '\n' || text->back() == ' '))
        text->pop_back();
    return std::move(*text);
}

std::uint64_t memoryTotal(const std::string& meminfo) {
    constexpr std::string_view key = "MemTotal:";
    const std::size_t at = meminfo.find(key);
    const std::size_t digits =
        at == std::string::npos ? at : meminfo.find_first_of("0123456789", at + key.size());
    std::uint64_t kibibytes = 0;
    if (digits != std::string::npos)
        std::from_chars(meminfo.data() + digits, meminfo.data() + meminfo.size(), kibibytes);
    return kibibytes * 1024;
}

/// mount_setattr(2) on no descriptor at all: a kernel that knows the call complains about something else than
/// ENOSYS.
bool knowsMountSetattr() {
    mount_attr attributes{};
    attributes.attr_set = MOUNT_ATTR_IDMAP;
    return ::syscall(SYS_mount_setattr, -1, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0 ||
           errno != ENOSYS;
}

/// Why a new user namespace cannot be had, or nothing (user_namespaces(7), proc_sys_user(5)).
std::optional<std::string> userNamespaceProblem(int rootFd, Privilege privilege) {
    if (::faccessat(rootFd, "proc/self/ns/user", F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return "This kernel is built without user namespaces.";
    if (readText(rootFd, "proc/sys/user/max_user_namespaces").value_or("1") == "0")
        return "The setting user.max_user_namespaces is 0.";
    if (privilege == Privilege::Root)
        return std::nullopt;
    if (readText(rootFd, "proc/sys/kernel/unprivileged_userns_clone").value_or("1") == "0")
        return "The setting kernel.unprivileged_userns_clone is 0.";
    if (readText(rootFd, "proc/sys/kernel/apparmor_restrict_unprivileged_userns").value_or("0") == "1")
        return "AppArmor keeps user namespaces from programs without a profile "
               "(kernel.apparmor_restrict_unprivileged_userns is 1).";
    return std::nullopt;
}

/// Why no process can be put under a profile, or nothing (Documentation/admin-guide/LSM/apparmor.rst).
std::optional<std::string> appArmorProblem(int rootFd) {
    const auto enabled = readText(rootFd, "sys/module/apparmor/parameters/enabled");
    if (!enabled)
        return "This kernel is built without AppArmor.";
    if (*enabled != "Y")
        return "AppArmor is switched off on this machine (apparmor=1 and lsm= on the kernel's command line).";
    return std::nullopt;
}

/// The same of SELinux: the kernel offers its file system only where SELinux is on, and the first thing that
/// a machine does with it is to load a policy.
std::optional<std::string> seLinuxProblem(int rootFd) {
    const auto offered = readText(rootFd, "proc/filesystems");
    if (!offered || !offered->contains("\tselinuxfs"))
        return "SELinux is not in this kernel, or is switched off.";
    if (::faccessat(rootFd, "sys/fs/selinux/enforce", F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return "SELinux is not in use: its file system is not mounted at /sys/fs/selinux.";
    return std::nullopt;
}

/// Why the devices that can be used cannot be listed, or nothing: v2 has a program of the kernel's for that,
/// v1 a controller.
std::optional<std::string> deviceListProblem(const HostFacts& facts) {
    if (facts.privilege == Privilege::Rootless)
        return "Without root nobody may tell the kernel which devices a control group can use.";
    if (facts.cgroup.layout == CgroupLayout::None)
        return "A list of devices needs a control group, and no control group file system is mounted.";
    const bool hasV1 =
        std::ranges::any_of(facts.cgroup.mounts, [](const CgroupMount& one) { return one.has("devices"); });
    if (facts.cgroup.layout == CgroupLayout::V1 && !hasV1)
        return "The control group controller \"devices\" is not mounted or not in this kernel.";
    return std::nullopt;
}

/// Limits that not every machine has, of controllers that are used here.
void addMissingLimits(HostFacts& facts) {
    const CgroupFacts& cgroup = facts.cgroup;
    const auto add = [&](bool isMissing, const char* word, const char* reason) {
        if (isMissing)
            facts.unavailable.push_back({word, reason});
    };
    add(cgroup.cpuset == ControllerVersion::Absent, feature::cpusetLimit,
        "The control group controller \"cpuset\" is not mounted or not in this kernel.");
    add(cgroup.memory == ControllerVersion::V1, feature::oomGroup,
        "cgroup v1 has no memory.oom.group, which came with cgroup v2.");
    add(cgroup.io == ControllerVersion::Absent, feature::ioLimit,
        "The control group controller \"io\" (v1: \"blkio\") is not mounted or not in this kernel.");
    add(cgroup.io != ControllerVersion::Absent && cgroup.ioWeightFile.empty(), feature::ioWeight, noIoWeight);
}

void addUnavailable(HostFacts& facts, const std::optional<std::string>& userNamespaces) {
    const auto add = [&](const char* word, std::string reason) {
        facts.unavailable.push_back({word, std::move(reason)});
    };
    if (userNamespaces)
        add(feature::userNamespace, *userNamespaces);
    if (!facts.timeNamespaces)
        add(feature::timeNamespace, "This kernel has no time namespaces (they came with Linux 5.6).");
    if (!facts.idMappedMounts && facts.privilege == Privilege::Root)
        add(feature::idMappedMounts, "This kernel has no id-mapped mounts (they came with Linux 5.12).");
    if (const auto devices = deviceListProblem(facts))
        add(feature::deviceList, *devices);
    if (facts.privilege == Privilege::Rootless) {
        add(feature::idRange, "Without root only the user's own id can be used inside a container.");
        add(feature::network, "Without root a container has a network of its own with nothing but loopback.");
        add(feature::startAtBoot, "Without root nothing of a user's runs when the machine starts.");
        add(feature::limits, "Without root, limits need a control group that systemd hands to the user.");
        return;
    }
    if (facts.cgroup.layout == CgroupLayout::None)
        add(feature::limits, "No control group file system is mounted.");
    else if (!facts.cgroup.swapAccounting)
        add(feature::swapLimit, noSwapAccounting);
    if (facts.cgroup.layout != CgroupLayout::None)
        addMissingLimits(facts);
    if (!facts.cgroup.pressure)
        add(feature::pressure, noPressure);
}

} // namespace

Result<HostFacts> readHostFacts(Privilege privilege, const std::string& root) {
    const sys::UniqueFd rootFd = VITRINE_TRY(sys::openDirectory(AT_FDCWD, root));
    HostFacts facts;
    facts.privilege = privilege;
    facts.cgroup = VITRINE_TRY(cgroup::readFacts(root));
    // A user may not write to the hierarchies, but to what is handed over: useDelegatedGroup().
    if (privilege == Privilege::Rootless)
        facts.cgroup = {};
    utsname names{};
    if (::uname(&names) == 0)
        facts.kernelRelease = static_cast<const char*>(names.release);
    facts.bootId = readText(rootFd.get(), "proc/sys/kernel/random/boot_id").value_or("");
    facts.cpuCount = static_cast<std::uint32_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
    facts.memoryTotal = memoryTotal(readText(rootFd.get(), "proc/meminfo").value_or(""));
    facts.idMappedMounts = privilege == Privilege::Root && knowsMountSetattr();
    facts.timeNamespaces = ::faccessat(rootFd.get(), "proc/self/ns/time", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    const auto problem = userNamespaceProblem(rootFd.get(), privilege);
    facts.userNamespaces = !problem;
    const auto addModule = [&](const char* word, const std::optional<std::string>& lack) {
        if (lack)
            facts.unavailable.push_back({word, *lack});
        return !lack;
    };
    addUnavailable(facts, problem);
    facts.appArmor = addModule(feature::appArmor, appArmorProblem(rootFd.get()));
    facts.seLinux = addModule(feature::seLinux, seLinuxProblem(rootFd.get()));
    return facts;
}

Result<> useDelegatedGroup(HostFacts& facts, const std::string& path, const std::string& root) {
    const CgroupFacts machine = VITRINE_TRY(cgroup::readFacts(root));
    const CgroupFacts within = VITRINE_TRY(cgroup::factsWithin(machine, path, root));
    if (within.layout == CgroupLayout::None)
        return failure(Error(ErrorKind::NotSupported, "use the control group", path,
                             "only the unified hierarchy (cgroup v2) is handed to users"));
    facts.cgroup = within;
    std::erase_if(facts.unavailable, [](const auto& entry) { return entry.feature == feature::limits; });
    const auto addMissing = [&](const char* word, ControllerVersion version, const std::string& name) {
        if (version == ControllerVersion::Absent)
            facts.unavailable.push_back({word, "systemd does not hand the controller \"" + name +
                                                   "\" to this user (Delegate= of user@.service)."});
    };
    addMissing(feature::cpuLimit, within.cpu, "cpu");
    addMissing(feature::memoryLimit, within.memory, "memory");
    addMissing(feature::pidsLimit, within.pids, "pids");
    addMissing(feature::cpusetLimit, within.cpuset, "cpuset");
    addMissing(feature::ioLimit, within.io, "io");
    if (within.io != ControllerVersion::Absent && within.ioWeightFile.empty())
        facts.unavailable.push_back({feature::ioWeight, noIoWeight});
    if (within.memory != ControllerVersion::Absent && !within.swapAccounting)
        facts.unavailable.push_back({feature::swapLimit, noSwapAccounting});
    if (!within.pressure)
        facts.unavailable.push_back({feature::pressure, noPressure});
    return {};
}

} // namespace vitrine::probe
