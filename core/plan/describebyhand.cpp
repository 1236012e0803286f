// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/plan/describing.h"

#include "core/plan/execplan.h"
#include "core/plan/mountoptions.h"
#include "core/plan/quoting.h"

#include <algorithm>
#include <array>
#include <format>

#include <linux/mount.h>

namespace vitrine::describing {

namespace {

constexpr const char* cgroupRoot = "/sys/fs/cgroup/";

struct UnshareOption {
    NamespaceKind kind;
    std::string_view option;
};

constexpr std::array<UnshareOption, 7> unshareOptions{{
    {NamespaceKind::Pid, "--pid"},
    {NamespaceKind::Mount, "--mount"},
    {NamespaceKind::Network, "--net"},
    {NamespaceKind::Uts, "--uts"},
    {NamespaceKind::Ipc, "--ipc"},
    {NamespaceKind::User, "--user"},
    {NamespaceKind::Time, "--time"},
}};

/// printf writes the words with a newline each: one write(2) holds all lines, as an id map needs.
std::string writeLines(const std::vector<std::string>& lines, const std::string& file) {
    if (lines.size() == 1)
        return "echo " + shellQuote(lines.front()) + " > " + file;
    return "printf '%s\\n' " + shellCommand(lines) + " > " + file;
}

std::string setpriv(const std::vector<std::string>& options) {
    return "exec setpriv " + shellCommand(options) + " sh";
}

/// "CAP_SYS_CHROOT" as setpriv(1) has it, after "-all": "-all,+sys_chroot"
std::string capabilityList(const std::vector<std::string>& names) {
    std::string list = "-all";
    for (const std::string& name : names) {
        list += ",+";
        for (const char c : name.substr(4))
            list += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return list;
}

std::string idmapOption(char kind, const std::vector<IdMapping>& mappings) {
    std::string text;
    for (const IdMapping& mapping : mappings)
        text += std::format(" {}:{}:{}:{}", kind, mapping.inside, mapping.outside, mapping.count);
    return text;
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return result;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

/// No command of a shell opens a mount and takes it along into another namespace: perl(1) makes the system
/// calls, by their numbers (of x86-64: setns 308, umount2 166; of all machines: open_tree 428, move_mount
/// 429).
constexpr std::string_view enterByPerl =
    R"(open($n, "<", "/proc/$ARGV[-1]/ns/mnt") or die $!; syscall(308, fileno($n), 131072) == 0 or die $!;)";

/// A mount at a place of its own is copied into the container.
std::string copyInto(const std::string& from, const std::string& destination) {
    return std::format(R"(perl -e '$e = ""; $t = syscall(428, -100, $ARGV[0], 1); {} )"
                       R"(syscall(429, $t, $e, -100, $ARGV[1], 4) == 0 or die $!' {} {} $PID; umount {})",
                       enterByPerl, from, shellQuote(destination), from);
}

std::string injectImage(const step::MountFilesystem& step, std::vector<std::string> options,
                        const std::string& map) {
    options.insert(options.begin(), "loop");
    if (!map.empty())
        options.push_back("X-mount.idmap=" + map.substr(1));
    return std::format(
        "d=$(mktemp -d) && mount -t {} -o {} -- {} \"$d\" && mount --make-private \"$d\" && {}; "
        "rmdir \"$d\"",
        step.mount.type, shellQuote(joined(options)), shellQuote(step.mount.source),
        copyInto("\"$d\"", step.mount.destination));
}

/// The directory becomes a mount of its own with all its options; that one is copied into the container.
std::string inject(const step::MountFilesystem& step) {
    const std::string source = shellQuote(step.mount.source);
    const std::string map =
        idmapOption('u', step.mount.uidMappings) + idmapOption('g', step.mount.gidMappings);
    const std::string mapped = map.empty() ? "" : "-o " + shellQuote("X-mount.idmap=" + map.substr(1)) + " ";
    std::vector<std::string> options = flagWords(step.flags);
    if (isImage(step.mount))
        return injectImage(step, std::move(options), map);
    std::string text = std::format("mount --bind {}{} {}", mapped, source, source);
    if (!options.empty())
        text += std::format(" && mount -o remount,bind,{} {}", joined(options), source);
    text += std::format(" && mount --make-{} {}",
                        propagationWord(step.propagation == 0 ? std::uint64_t{MS_PRIVATE} : step.propagation),
                        source);
    return text + " && " + copyInto(source, step.mount.destination);
}

struct ByHand {
    const PlanContext& context;

    /// A path of the container's where the host sees it, quoted. A preview has no directory yet.
    [[nodiscard]] std::string inRoot(const std::string& path) const {
        if (context.rootDirectory.empty())
            return "\"$ROOT\"" + (path.empty() ? "" : shellQuote(path));
        return shellQuote(context.rootDirectory + path);
    }

    /// What the groups above switch on for the one below.
    [[nodiscard]] std::string handedDown() const {
        std::string words;
        for (const char* controller : {"cpu", "memory", "pids", "cpuset", "io"}) {
            if (versionOf(context.facts.cgroup, controller) == ControllerVersion::V2)
                words += (words.empty() ? "+" : " +") + std::string(controller);
        }
        return words;
    }
    /// A new group of v1's cpuset has no CPUs and no memory until somebody gives it those of the one above.
    [[nodiscard]] std::string fillCpuset(const std::string& path) const {
        if (context.facts.cgroup.cpuset != ControllerVersion::V1)
            return {};
        const std::string root = std::string(cgroupRoot) + "cpuset/";
        std::string text;
        // The group around it has those it is limited to.
        if (const std::string& group = context.group.path; !group.empty() && path.starts_with(group + '/')) {
            for (const char* file : {"/cpuset.cpus", "/cpuset.mems"})
                text +=
                    " && cat " + shellQuote(root + group + file) + " | tee " + shellQuote(root + path + file);
            return text;
        }
        for (const char* file : {"cpuset.cpus", "cpuset.mems"}) {
            text += " && cat " + root + file + " | tee";
            for (std::size_t slash = path.find('/'); slash != std::string::npos;
                 slash = path.find('/', slash + 1))
                text += ' ' + shellQuote(root + path.substr(0, slash) + '/' + file);
            text += ' ' + shellQuote(root + path + '/' + file);
        }
        return text;
    }

    std::string operator()(const step::CreateGroup& s) const { return makeGroup(s.path, "-p"); }
    std::string operator()(const step::CreateCgroup& s) const { return makeGroup(s.path, {}); }
    [[nodiscard]] std::string makeGroup(const std::string& path, const std::string& option) const {
        const auto controllers = v1Controllers(context.facts.cgroup);
        std::vector<std::string> directories{"mkdir", "-p"};
        for (const std::string& controller : controllers)
            directories.push_back(std::string(cgroupRoot).append(controller).append("/").append(path));
        if (!controllers.empty())
            return shellCommand(directories) + fillCpuset(path);
        // In the unified hierarchy the groups above have to hand the controllers down.
        std::vector<std::string> parents{std::string(cgroupRoot) + "cgroup.subtree_control"};
        const std::size_t last = path.rfind('/');
        for (std::size_t slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1))
            parents.push_back(cgroupRoot + path.substr(0, slash) + "/cgroup.subtree_control");
        if (last != std::string::npos)
            directories.push_back(cgroupRoot + path.substr(0, last));
        std::vector<std::string> mkdir{"mkdir"};
        if (!option.empty())
            mkdir.push_back(option);
        mkdir.push_back(cgroupRoot + path);
        const std::string above = parents.size() > 1 ? shellCommand(directories) + " && " : "";
        return above + "echo '" + handedDown() + "' | tee " + shellCommand(parents) + " && " +
               shellCommand(mkdir);
    }
    std::string operator()(const step::DelegateCgroup& s) const {
        const std::string group = cgroupRoot + s.path;
        return writeLines({std::to_string(delegatedGroups)}, shellQuote(group + "/cgroup.max.descendants")) +
               " && " +
               writeLines({std::to_string(delegatedDepth)}, shellQuote(group + "/cgroup.max.depth")) +
               " && " +
               shellCommand({"chown", std::format("{}:{}", s.uid, s.gid), group, group + "/cgroup.procs",
                             group + "/cgroup.threads", group + "/cgroup.subtree_control"});
    }
    std::string operator()(const step::WriteLimit& s) const {
        return writeLines({s.limit.value},
                          shellQuote(limitPathOf(s.limit, context.facts.cgroup, context.cgroupPath)));
    }
    std::string operator()(const step::LimitGroup& s) const {
        return writeLines({s.limit.value}, shellQuote(limitPathOf(s.limit, context.facts.cgroup, s.path)));
    }
    std::string operator()(const step::PrepareIdMappedRoot& s) const {
        const auto& groups = s.gidMappings.empty() ? s.mappings : s.gidMappings;
        const std::string map = idmapOption('u', s.mappings) + idmapOption('g', groups);
        return shellCommand({"mount", "--bind", "-o", "X-mount.idmap=" + map.substr(1)}) + " " + inRoot("") +
               " " + inRoot("");
    }
    std::string operator()(const step::JoinNamespaces& s) const {
        const std::string target = s.target == 0 ? "\"$JOINED\"" : std::to_string(s.target);
        std::string words = "exec nsenter --target " + target;
        for (const auto& [kind, option] : unshareOptions) {
            if (std::ranges::contains(s.kinds, kind))
                words.append(" ").append(option);
        }
        return words + " sh";
    }
    std::string operator()(const step::CloneProcess& s) const {
        std::vector<std::string> words{"unshare", "--fork"};
        for (const auto& [kind, option] : unshareOptions) {
            if (s.namespaces.isNew(kind))
                words.emplace_back(option);
        }
        words.emplace_back("sh");
        return shellCommand(words);
    }
    std::string operator()(const step::WriteIdMap& s) const {
        std::vector<std::string> lines;
        lines.reserve(s.mappings.size());
        for (const IdMapping& mapping : s.mappings)
            lines.push_back(mappingText({mapping}));
        return writeLines(lines, s.kind == step::IdKind::User ? "/proc/$PID/uid_map" : "/proc/$PID/gid_map");
    }
    std::string operator()(const step::JoinCgroup& s) const {
        std::string text;
        for (const std::string& controller : v1Controllers(context.facts.cgroup)) {
            text += text.empty() ? "" : "; ";
            text += "echo 0 > " + shellQuote(cgroupRoot + controller + "/" + s.path + "/tasks");
        }
        return text;
    }
    std::string operator()(const step::SetTimeOffsets& s) const {
        return "exec unshare " + shellCommand(describing::timeOptions(s.offsets)) + " sh";
    }
    std::string operator()(const step::BecomeRoot&) const {
        return setpriv({"--reuid=0", "--regid=0", "--clear-groups"});
    }
    std::string operator()(const step::UnshareCgroup&) const { return "exec unshare --cgroup sh"; }
    std::string operator()(const step::MakeMountsPrivate&) const { return "mount --make-rprivate /"; }
    std::string operator()(const step::MountRoot& s) const {
        const std::string root = inRoot("");
        if (s.source == step::RootSource::IdMappedMount)
            return "cd " + root;
        return std::format("mount --bind {0} {0} && mount --make-private {0} && cd {0}", root);
    }
    std::string operator()(const step::MountFilesystem& s) const {
        std::vector<std::string> options = flagWords(s.flags);
        const std::string place = inRoot(s.mount.destination);
        std::string text;
        if ((s.flags & MS_BIND) != 0) {
            const std::string map =
                idmapOption('u', s.mount.uidMappings) + idmapOption('g', s.mount.gidMappings);
            const std::string words =
                map.empty() ? "" : " -o " + shellQuote("X-mount.idmap=" + map.substr(1));
            text = std::format("mount {}{} {} {}", (s.flags & MS_REC) != 0 ? "--rbind" : "--bind", words,
                               shellQuote(s.mount.source), place);
            if (!options.empty())
                text += std::format(" && mount -o remount,bind,{} {}", joined(options), place);
        } else {
            if (!s.data.empty())
                options.push_back(s.data);
            if (isImage(s.mount)) {
                options.insert(options.begin(), "loop");
                if (!s.mount.uidMappings.empty())
                    options.push_back("X-mount.idmap=" + (idmapOption('u', s.mount.uidMappings) +
                                                          idmapOption('g', s.mount.gidMappings))
                                                             .substr(1));
            }
            const std::string flags = options.empty() ? "" : "-o " + shellQuote(joined(options)) + " ";
            text = std::format("mkdir -p {0} && mount -t {1} {2}{3} {0}", place, shellQuote(s.mount.type),
                               flags, shellQuote(s.mount.source));
        }
        if (s.propagation != 0)
            text += std::format(" && mount --make-{} {}", propagationWord(s.propagation), place);
        return text;
    }
    std::string operator()(const step::InjectVolume& s) const { return inject(s.mount); }
    std::string operator()(const step::RemoveVolume& s) const {
        return std::format("perl -e '{} syscall(166, $ARGV[0], 2) == 0 or die $!' {} $PID", enterByPerl,
                           shellQuote(s.destination));
    }
    std::string operator()(const step::BindDevice& s) const {
        const std::string place = inRoot("/dev/" + s.name);
        return "touch " + place + " && mount --bind " + shellQuote("/dev/" + s.name) + " " + place;
    }
    std::string operator()(const step::MakeDevice& s) const {
        const DeviceSpec& device = s.device;
        const std::string place = inRoot(device.path);
        return std::format("mknod -m {:04o} {} {} {} {} && chown {}:{} {}", device.mode.value_or(0666), place,
                           letterOf(device.type), device.major, device.minor, device.uid.value_or(0),
                           device.gid.value_or(0), place);
    }
    std::string operator()(const step::RestrictDevices& s) const {
        return "# no plain command writes such a program; on cgroup v1 it is: " + rulesText(s.rules, "; ");
    }
    std::string operator()(const step::MakeSymlink& s) const {
        return "ln -s " + shellQuote(s.target) + " " + inRoot(s.path);
    }
    std::string operator()(const step::OpenConsole& s) const {
        if (s.source == step::ConsoleSource::HostDevpts)
            return "exec script --quiet --command sh /dev/null";
        const std::string place = inRoot("/dev/console");
        return "touch " + place + " && mount --bind \"$(tty)\" " + place;
    }
    std::string operator()(const step::PivotRoot&) const {
        return "cd " + inRoot("") + " && pivot_root . . && umount -l . && cd /";
    }
    std::string operator()(const step::ChangeRoot&) const { return "exec chroot " + inRoot("") + " /bin/sh"; }
    std::string operator()(const step::SetHostname& s) const {
        return shellCommand({"hostname", s.hostname});
    }
    std::string operator()(const step::RaiseLoopback&) const { return "ip link set lo up"; }
    std::string operator()(const step::MaskPath& s) const {
        return std::format("if [ -d {0} ]; then mount -t tmpfs -o ro tmpfs {0}; elif [ -e {0} ]; then mount "
                           "--bind /dev/null {0}; fi",
                           inRoot(s.path));
    }
    std::string operator()(const step::MakeReadOnly& s) const {
        return std::format("if [ -e {0} ]; then mount --rbind {0} {0} && mount -o remount,bind,ro {0}; fi",
                           inRoot(s.path));
    }
    std::string operator()(const step::MakeRootReadOnly&) const { return "mount -o remount,bind,ro /"; }
    std::string operator()(const step::SetRlimit& s) const {
        const auto text = [](std::uint64_t value) {
            return value == ~std::uint64_t{0} ? std::string("unlimited") : std::to_string(value);
        };
        return std::format("prlimit --pid $$ --{}={}:{}", lower(std::string_view(s.rlimit.type).substr(7)),
                           text(s.rlimit.soft), text(s.rlimit.hard));
    }
    std::string operator()(const step::StartSession&) const { return "exec setsid sh"; }
    std::string operator()(const step::SetWorkingDirectory& s) const { return shellCommand({"cd", s.path}); }
    std::string operator()(const step::SetLabel& s) const {
        return setpriv(
            {(s.system == step::LabelSystem::AppArmor ? "--apparmor-profile=" : "--selinux-label=") +
             s.label});
    }
    std::string operator()(const step::SetUser& s) const {
        std::vector<std::string> groups;
        groups.reserve(s.user.additionalGids.size());
        for (const std::uint32_t gid : s.user.additionalGids)
            groups.push_back(std::to_string(gid));
        const std::string umask = s.user.umask ? std::format("umask {:04o}; ", *s.user.umask) : "";
        return umask + setpriv({std::format("--reuid={}", s.user.uid), std::format("--regid={}", s.user.gid),
                                groups.empty() ? "--clear-groups" : "--groups=" + joined(groups)});
    }
    std::string operator()(const step::LimitCapabilities& s) const {
        return setpriv({"--ambient-caps=" + capabilityList(s.sets.ambient),
                        "--inh-caps=" + capabilityList(s.sets.inheritable),
                        "--bounding-set=" + capabilityList(s.sets.bounding)});
    }
    std::string operator()(const step::SetNoNewPrivileges&) const { return setpriv({"--no-new-privs"}); }
    std::string operator()(const step::LoadSeccomp&) const {
        return "# no plain command loads a filter: a program hands it to the kernel with seccomp(2)";
    }
    std::string operator()(const step::ProvideInit&) const {
        return "# before the command: tini -s -- COMMAND, where the root has tini; a shell does half of it:\n"
               "# sh -c '\"$@\"; exit \"$?\"' sh COMMAND";
    }
    std::string operator()(const step::EnterNamespaces& s) const {
        std::vector<std::string> words = nsenterWords(s);
        words.emplace_back("sh");
        return shellCommand(words);
    }
    std::string operator()(const step::Execute& s) const {
        std::vector<std::string> words{"exec", "env", "-i"};
        words.insert(words.end(), s.env.begin(), s.env.end());
        words.insert(words.end(), s.args.begin(), s.args.end());
        return shellCommand(words);
    }
};

} // namespace

std::string byHandOf(const Step& step, const PlanContext& context) {
    return std::visit(ByHand{context}, step);
}

} // namespace vitrine::describing
