// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/scriptwork.h"
#include "core/plan/cgroupplaces.h"
#include "core/plan/quoting.h"
#include "core/plan/scripttexts.h"

#include <algorithm>
#include <array>
#include <format>

namespace vitrine::scripting {

namespace {

struct NamespaceOption {
    NamespaceKind kind;
    std::string_view option;
};

/// Options that unshare(1) and nsenter(1) share. The cgroup namespace comes later than the others.
constexpr std::array<NamespaceOption, 8> namespaceOptions{{
    {NamespaceKind::User, "--user"},
    {NamespaceKind::Mount, "--mount"},
    {NamespaceKind::Pid, "--pid"},
    {NamespaceKind::Network, "--net"},
    {NamespaceKind::Uts, "--uts"},
    {NamespaceKind::Ipc, "--ipc"},
    {NamespaceKind::Time, "--time"},
    {NamespaceKind::Cgroup, "--cgroup"},
}};

/// One write(2) holds all lines, as an id map needs.
std::string writeLines(const std::vector<std::string>& lines, const std::string& file) {
    return "printf '%s\\n' " + shellCommand(lines) + " >" + file;
}

std::string rlimitText(std::uint64_t value) {
    return value == ~std::uint64_t{0} ? std::string("unlimited") : std::to_string(value);
}

} // namespace

std::string Work::enterOptions() const {
    std::string options;
    for (const auto& [kind, option] : namespaceOptions) {
        if (!m_subject.namespaces.isHosts(kind))
            options.append(" ").append(option);
    }
    if (m_subject.ownUsers && m_subject.isRootless())
        options += " --preserve-credentials";
    return options;
}

void Work::helpers() {
    const std::string options = enterOptions();
    line("");
    m_script.comment("PART 2: THE WORK. The host makes the control group and the process, and builds the "
                     "container around it.");
    line("");
    m_script.comment("Runs a command in the namespaces of the first process, as root of the container.");
    if (options.empty())
        line("inside() { \"$@\"; }");
    else
        line("inside() { nsenter --target \"$pid\"" + options + " -- \"$@\"; }");
    if (m_subject.ownMounts && !m_subject.isRootless()) {
        m_script.comment("The same as root of the host: only the mounts are those of the container.");
        line("outside() { nsenter --target \"$pid\" --mount -- \"$@\"; }");
    }
    if (!options.empty())
        use("nsenter");
    if (m_subject.ownMounts) {
        for (const char* tool : {"mount", "umount", "readlink"})
            use(tool);
        m_script.text += findText;
    }
    if (!m_subject.groups.empty())
        m_script.text += groupText;
}

void Work::makeAbove(const std::string& path) {
    const bool unified = m_subject.context.facts.cgroup.layout == CgroupLayout::V2;
    for (const CgroupMount& mount : usedHierarchies(m_subject.context.facts.cgroup)) {
        std::vector<std::string> above{mount.mountPoint};
        for (std::size_t slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1))
            above.push_back(mount.mountPoint + '/' + path.substr(0, slash));
        for (const std::string& directory : above) {
            if (directory != mount.mountPoint)
                line("make_group shared " + shellQuote(directory));
            if (!unified)
                continue;
            for (const char* controller : {"cpu", "memory", "pids", "io", "cpuset"})
                line("hand_down " + shellCommand({directory, controller}));
        }
    }
}

void Work::writeLimit(const std::string& path, const LimitFile& limit) {
    const std::string hierarchy = hierarchyOf(m_subject.context.facts.cgroup, limit.controller);
    const std::string file = hierarchy + '/' + (path.empty() ? "" : path + '/') + limit.file;
    line("echo " + shellQuote(limit.value) + " >" + shellQuote(file));
}

void Work::on(const step::CreateGroup& step) {
    makeAbove(step.path);
    for (const std::string& directory : groupDirectories(m_subject.context.facts.cgroup, step.path))
        line("make_group shared " + shellQuote(directory));
}

void Work::on(const step::LimitGroup& step) {
    writeLimit(step.path, step.limit);
}

void Work::on(const step::CreateCgroup& step) {
    makeAbove(step.path);
    for (const std::string& directory : groupDirectories(m_subject.context.facts.cgroup, step.path))
        line("make_group group " + shellQuote(directory));
}

void Work::on(const step::WriteLimit& step) {
    const auto* group = m_subject.find<step::CreateCgroup>();
    writeLimit(group == nullptr ? std::string() : group->path, step.limit);
}

void Work::on(const step::DelegateCgroup& step) {
    use("chown");
    for (const std::string& group : m_subject.groups) {
        line(writeLines({std::to_string(delegatedGroups)}, shellQuote(group + "/cgroup.max.descendants")));
        line(writeLines({std::to_string(delegatedDepth)}, shellQuote(group + "/cgroup.max.depth")));
        line(shellCommand({"chown", std::format("{}:{}", step.uid, step.gid), group, group + "/cgroup.procs",
                           group + "/cgroup.threads", group + "/cgroup.subtree_control"}));
    }
}

void Work::on(const step::JoinNamespaces& step) {
    const std::string name = harmless(step.container, longestTitle);
    m_script.comment(
        "The process id of the other container's first process. It is another one after each of its starts, "
        "so it can be given as JOINED. (nsenter enters with the next command.)");
    line("joined=${JOINED:-" + (step.target == 0 ? std::string() : std::to_string(step.target)) + "}");
    line("[ -n \"$joined\" ] && [ -e \"/proc/$joined/ns/user\" ] ||");
    line("    fail " + shellQuote("the container " + name +
                                  " does not run: start it, and set JOINED to the process id of its first "
                                  "process"));
}

std::string Work::joinWords() const {
    const auto* join = m_subject.find<step::JoinNamespaces>();
    if (join == nullptr)
        return {};
    std::string words = "nsenter --target \"$joined\"";
    for (const auto& [kind, option] : namespaceOptions) {
        if (std::ranges::contains(join->kinds, kind))
            words.append(" ").append(option);
    }
    return words + (m_subject.isRootless() ? " --preserve-credentials -- " : " -- ");
}

void Work::on(const step::CloneProcess& step) {
    std::string options;
    for (const auto& [kind, option] : namespaceOptions) {
        if (step.namespaces.isNew(kind) && kind != NamespaceKind::Cgroup)
            options.append(" ").append(option);
    }
    if (m_subject.ownMounts)
        options += " --propagation private";
    if (m_subject.isNew(NamespaceKind::User)) {
        options += " --keep-caps";
        m_script.comment(
            "(--keep-caps: until its ids are mapped it is nobody, and would lose the rights of the "
            "namespace's creator with the next program.)");
    }
    if (m_subject.isNew(NamespaceKind::Pid) || m_subject.isNew(NamespaceKind::Time))
        options += " --fork --kill-child";
    use("unshare");
    // A script's "&" takes the standard input away, so it is handed over by another number.
    line("exec 5<&0");
    if (!m_subject.ownMounts)
        line("cd -- \"$root\"");
    else
        line("cd /");
    line(joinWords() + (options.empty() ? std::string() : "unshare" + options + " ") +
         "sh -c \"$first\" sh \"$@\" \\");
    line("    <&5 5<&- 3>\"$work/ready\" 4<\"$work/go\" &");
    line("child=$!");
    line("exec 5<&- 3<\"$work/ready\" 4>\"$work/go\"");
    line("read -r pid <&3");
    if (step.placement == step::Placement::CloneInto) {
        m_script.note(
            "Birth in the control group (clone3(2) with CLONE_INTO_CGROUP): a shell moves the process "
            "into it right after.");
        joinGroups();
    }
}

void Work::joinGroups() {
    for (const std::string& group : m_subject.groups)
        line("echo \"$pid\" >" + shellQuote(group + "/cgroup.procs"));
}

void Work::on(const step::JoinCgroup& /*step*/) {
    m_script.comment("(By hand the host moves it, which comes to the same.)");
    joinGroups();
}

void Work::on(const step::WriteIdMap& step) {
    const bool users = step.kind == step::IdKind::User;
    const char* file = users ? "\"/proc/$pid/uid_map\"" : "\"/proc/$pid/gid_map\"";
    const bool onlyOwnId = step.mappings.size() == 1 && step.mappings.front().count == 1;
    std::vector<std::string> lines;
    std::string words;
    for (const IdMapping& mapping : step.mappings) {
        lines.push_back(std::format("{} {} {}", mapping.inside, mapping.outside, mapping.count));
        words += ' ' + lines.back();
    }
    if (m_subject.isRootless() && !onlyOwnId) {
        const char* tool = users ? "newuidmap" : "newgidmap";
        use(tool);
        line(std::string(tool) + " \"$pid\"" + words);
        return;
    }
    if (m_subject.isRootless() && !users)
        line("echo deny >\"/proc/$pid/setgroups\"");
    line(writeLines(lines, file));
}

void Work::on(const step::SetHostname& step) {
    use("hostname");
    line("inside hostname -- " + shellQuote(step.hostname));
}

void Work::on(const step::RaiseLoopback& /*step*/) {
    use("ip");
    line("inside ip link set lo up");
}

/// Before the process gives up its rights: a limit may be raised by the host's root only.
void Work::setRlimits() {
    const auto& steps = m_subject.plan.steps;
    for (std::size_t index = 0; index < steps.size(); ++index) {
        if (const auto* limit = std::get_if<step::SetRlimit>(&steps[index])) {
            m_script.heading(m_subject, index);
            setRlimit(*limit);
        }
    }
}

void Work::setRlimit(const step::SetRlimit& step) {
    std::string name = step.rlimit.type.substr(std::string_view("RLIMIT_").size());
    std::ranges::transform(name, name.begin(), [](char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    use("prlimit");
    line(std::format("prlimit --pid \"$pid\" --{}={}:{}", name, rlimitText(step.rlimit.soft),
                     rlimitText(step.rlimit.hard)));
}

bool Work::isElsewhere(const Step& step) {
    return std::visit(
        []<typename S>(const S&) {
            return std::is_same_v<S, step::SetTimeOffsets> || std::is_same_v<S, step::BecomeRoot> ||
                   std::is_same_v<S, step::UnshareCgroup> || std::is_same_v<S, step::SetRlimit> ||
                   std::is_same_v<S, step::PivotRoot> || std::is_same_v<S, step::ChangeRoot> ||
                   std::is_same_v<S, step::StartSession> || std::is_same_v<S, step::SetWorkingDirectory> ||
                   std::is_same_v<S, step::SetLabel> || std::is_same_v<S, step::SetUser> ||
                   std::is_same_v<S, step::LimitCapabilities> ||
                   std::is_same_v<S, step::SetNoNewPrivileges> || std::is_same_v<S, step::LoadSeccomp> ||
                   std::is_same_v<S, step::ProvideInit> || std::is_same_v<S, step::Execute>;
        },
        step);
}

void Work::letGo() {
    if (std::exchange(m_isGoing, true))
        return;
    setRlimits();
    m_script.comment(
        "Its ids and its control group are in place: the first process may follow its orders, up to "
        "the last shell, which says that it is ready.");
    line("echo go >&4");
    line("read -r ready <&3");
    line("[ \"$ready\" = ready ]");
}

void Work::finish() {
    letGo();
    const auto& steps = m_subject.plan.steps;
    for (std::size_t index = 0; index < steps.size(); ++index) {
        if (!std::holds_alternative<step::PivotRoot>(steps[index]))
            continue;
        m_script.heading(m_subject, index);
        m_script.comment(
            "Both roots are at \"/\" for a moment, the old one on top, where nsenter lands; the first "
            "process has the new one from now on. Then the old one is taken away.");
        use("pivot_root");
        line("inside pivot_root \"$new_root\" \"$new_root\"");
        line("inside umount --lazy /");
    }
    line("");
    m_script.comment("The container runs until its command ends.");
}

void Work::write() {
    helpers();
    const auto& steps = m_subject.plan.steps;
    for (std::size_t index = 0; index < steps.size(); ++index) {
        if (isElsewhere(steps[index]))
            continue;
        const bool joins = std::holds_alternative<step::JoinCgroup>(steps[index]);
        if (sideOf(steps[index]) == StepSide::Container && !joins)
            letGo();
        m_script.heading(m_subject, index);
        std::visit([this](const auto& step) { on(step); }, steps[index]);
    }
    finish();
}

void writeWork(const Subject& subject, Script& script) {
    Work(subject, script).write();
}

} // namespace vitrine::scripting
