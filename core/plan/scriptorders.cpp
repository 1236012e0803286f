// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/describing.h"
#include "core/plan/quoting.h"
#include "core/plan/scriptparts.h"
#include "core/plan/scripttexts.h"

#include <algorithm>
#include <array>
#include <format>

namespace vitrine::scripting {

namespace {

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

bool isSame(std::vector<std::string> one, std::vector<std::string> other) {
    std::ranges::sort(one);
    std::ranges::sort(other);
    return one == other;
}

std::string_view nameOfVariable(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

/// What a shell cannot hand on unchanged: a name that is none for it, and those it gives a meaning of its
/// own.
bool isShellVariable(std::string_view name) {
    constexpr std::array<std::string_view, 18> special{
        "_",    "BASHOPTS", "BASHPID", "DIRSTACK",  "EPOCHREALTIME", "EPOCHSECONDS",
        "EUID", "FUNCNAME", "GROUPS",  "HISTCMD",   "LINENO",        "OPTIND",
        "PPID", "RANDOM",   "SECONDS", "SHELLOPTS", "SHLVL",         "UID"};
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const bool plain = !name.empty() && isLetter(name.front()) && std::ranges::all_of(name, [&](char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    });
    return plain && !std::ranges::contains(special, name) && !name.starts_with("BASH_");
}

/// Read by the loader and the C library of every program: of the host's too, while one is still to run.
bool concernsPrograms(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"GCONV_PATH", "GLIBC_TUNABLES", "LOCPATH",
                                                    "NLSPATH",    "HOSTALIASES",    "RES_OPTIONS"};
    return name.starts_with("LD_") || name.starts_with("MALLOC_") || std::ranges::contains(names, name);
}

/// The environment in two parts: what the shell exports, and what the container's own env(1) has to add.
struct Environment {
    std::vector<std::string> exported;
    std::vector<std::string> added;
};

Environment sorted(const std::vector<std::string>& variables, bool hostProgramFollows) {
    Environment environment;
    for (const std::string& variable : variables) {
        const std::string_view name = nameOfVariable(variable);
        const bool exports = isShellVariable(name) && !(hostProgramFollows && concernsPrograms(name));
        (exports ? environment.exported : environment.added).push_back(variable);
    }
    return environment;
}

bool namesTwice(const std::vector<std::string>& variables) {
    std::set<std::string_view> names;
    return !std::ranges::all_of(variables, [&](const std::string& variable) {
        return names.insert(nameOfVariable(variable)).second;
    });
}

class Orders {
public:
    Orders(const Subject& subject, Script& script)
        : m_subject(subject)
        , m_script(script) {}

    void write();

private:
    void add(const std::vector<std::string>& words) { addRaw(shellCommand(words)); }
    /// Words that are shell already.
    void addRaw(const std::string& words) {
        m_script.line((m_isFirst ? "set -- " : "set -- \"$@\" ") + words);
        m_isFirst = false;
    }
    void begin();
    void user(const step::SetUser& step);
    void session();
    void finalPrivileges();
    void labels(std::vector<std::string>& words);
    void capabilities(std::vector<std::string>& words, const step::SetUser* user);
    void lastShell();
    void environment(const step::Execute& step);
    void changeRoot();
    void init();
    void execute(const step::Execute& step);
    template <typename Wanted>
    const Wanted* heading() {
        for (std::size_t index = 0; index < m_subject.plan.steps.size(); ++index) {
            if (const auto* found = std::get_if<Wanted>(&m_subject.plan.steps[index])) {
                m_script.heading(m_subject, index);
                return found;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool mayChangeRootLater() const;

    const Subject& m_subject;
    Script& m_script;
    Environment m_environment;
    bool m_isFirst = true;
};

void Orders::begin() {
    if (const auto* clocks = heading<step::SetTimeOffsets>()) {
        // Before the ids change: the file of the clocks belongs to the host's root (timens_offsets).
        std::vector<std::string> words{"unshare"};
        std::ranges::move(describing::timeOptions(clocks->offsets), std::back_inserter(words));
        add(words);
        m_script.note("The clocks, with a kernel older than 6.2: there a program enters the time namespace "
                      "that unshare has made only when it starts another one.");
    }
    if (m_subject.ownUsers) {
        heading<step::BecomeRoot>();
        // In a user namespace of an ordinary user setgroups(2) may be denied for good.
        add({"setpriv", "--reuid=0", "--regid=0",
             m_subject.isRootless() ? "--keep-groups" : "--clear-groups"});
    }
    if (m_subject.find<step::UnshareCgroup>() != nullptr) {
        heading<step::UnshareCgroup>();
        add({"unshare", "--cgroup"});
    }
}

/// chroot(2) needs its capability, which is given up before in a script: setpriv is a program of the host's.
bool Orders::mayChangeRootLater() const {
    const auto* limit = m_subject.find<step::LimitCapabilities>();
    return limit == nullptr || std::ranges::contains(limit->sets.bounding, "CAP_SYS_CHROOT");
}

void Orders::session() {
    if (heading<step::StartSession>() == nullptr)
        return;
    m_script.tools.emplace("setsid");
    add({"setsid"});
}

void Orders::capabilities(std::vector<std::string>& words, const step::SetUser* user) {
    const auto* limit = heading<step::LimitCapabilities>();
    if (limit == nullptr)
        return;
    auto bounding = limit->sets.bounding;
    if (!m_subject.pivots && !mayChangeRootLater()) {
        bounding.emplace_back("CAP_SYS_CHROOT");
        m_script.note("The capability CAP_SYS_CHROOT stays, although the container is to have none: chroot "
                      "comes after setpriv here, because setpriv is a program of the host's.");
    }
    if (!m_subject.pivots && user != nullptr && user->user.uid != 0 && !limit->sets.ambient.empty())
        m_script.note("The ambient capabilities are lost when root becomes another user, which has to "
                      "come after chroot and therefore after setpriv.");
    if (!isSame(limit->sets.bounding, limit->sets.permitted))
        m_script.note("The permitted and effective sets of capabilities: setpriv has no word for them. A "
                      "program started by root gets what is in the bounding set.");
    words.push_back("--ambient-caps=" + capabilityList(limit->sets.ambient));
    words.push_back("--inh-caps=" + capabilityList(limit->sets.inheritable));
    words.push_back("--bounding-set=" + capabilityList(bounding));
}

void Orders::labels(std::vector<std::string>& words) {
    for (std::size_t index = 0; index < m_subject.plan.steps.size(); ++index) {
        const auto* label = std::get_if<step::SetLabel>(&m_subject.plan.steps[index]);
        if (label == nullptr)
            continue;
        m_script.heading(m_subject, index);
        const bool isProfile = label->system == step::LabelSystem::AppArmor;
        words.push_back((isProfile ? "--apparmor-profile=" : "--selinux-label=") + label->label);
        m_script.note(
            std::format("That {} holds for the command alone: here setpriv's next program, the last "
                        "shell, is under it already, which it has to allow.",
                        isProfile ? "the AppArmor profile" : "the SELinux label"));
    }
}

void Orders::finalPrivileges() {
    std::vector<std::string> words{"setpriv"};
    labels(words);
    const auto* user = heading<step::SetUser>();
    if (user != nullptr) {
        std::string groups;
        for (const std::uint32_t gid : user->user.additionalGids)
            groups += (groups.empty() ? "" : ",") + std::to_string(gid);
        const std::string keep = m_subject.isRootless() ? "--keep-groups" : "--clear-groups";
        const bool later = !m_subject.pivots; // chroot(2) is for root
        words.push_back(std::format("--reuid={}", later ? 0 : user->user.uid));
        words.push_back(std::format("--regid={}", user->user.gid));
        words.push_back(groups.empty() ? keep : "--groups=" + groups);
    }
    capabilities(words, user);
    if (heading<step::SetNoNewPrivileges>() != nullptr)
        words.emplace_back("--no-new-privs");
    if (words.size() > 1)
        add(words);
    if (const auto* load = heading<step::LoadSeccomp>()) {
        writeFilter(m_subject, m_script);
        if (load->refused == RefusedCalls::Noted)
            m_script.note(
                "Which system calls are refused is not noted: a program would have to answer each.");
    }
}

void Orders::lastShell() {
    m_script.comment(
        "The environment is emptied, signals that were ignored are no longer (those of the keyboard "
        "are for what a script starts with \"&\"), and the last shell waits for the root.");
    addRaw("env -i --default-signal sh -c \"$last\" sh");
    const auto* user = m_subject.find<step::SetUser>();
    const auto* directory = heading<step::SetWorkingDirectory>();
    const std::string place = directory == nullptr ? "/" : directory->path;
    const unsigned umask = user == nullptr ? 0022 : user->user.umask.value_or(0022);
    if (m_subject.pivots && user != nullptr && user->user.uid != 0 && place != "/")
        m_script.note(
            std::format("The directory {} is entered by user {}, not by root as in Vitrine: he must "
                        "have the right to.",
                        harmless(place, longestTitle), user->user.uid));
    add({m_subject.pivots ? place : ".", std::format("{:04o}", umask)});
}

void Orders::environment(const step::Execute& step) {
    m_environment = sorted(step.env, !m_subject.pivots);
    m_script.comment("The environment:");
    for (const std::string& variable : m_environment.exported)
        add({variable});
    addRaw("--");
    if (!m_environment.added.empty()) {
        std::string names;
        for (const std::string& variable : m_environment.added)
            names += (names.empty() ? "" : ", ") + harmless(nameOfVariable(variable), 64);
        m_script.note(
            "A shell cannot export the variables " + names +
            " as they are: the program env in the container's own root adds them, and must be there.");
    }
    if (namesTwice(step.env))
        m_script.note("Of a variable that is in the environment twice, only the last is left.");
}

void Orders::changeRoot() {
    const auto* change = heading<step::ChangeRoot>();
    if (change == nullptr)
        return;
    m_script.comment(
        "chroot(2) by unshare, which unlike the command chroot can also enter a directory in it; "
        "by its full path, because PATH is the container's already.");
    const auto* user = m_subject.find<step::SetUser>();
    const auto* directory = m_subject.find<step::SetWorkingDirectory>();
    std::string words = "\"$(command -v unshare)\" --root=";
    words += m_subject.ownMounts ? "\"$new_root\"" : ".";
    words += ' ' + shellQuote("--wd=" + (directory == nullptr ? "/" : directory->path));
    if (user != nullptr && user->user.uid != 0)
        words += std::format(" --setuid={}", user->user.uid);
    addRaw(words + " --");
}

/// The shell of the container's root: whichever it is, while it waits for the command it waits for all
/// others.
void Orders::init() {
    if (heading<step::ProvideInit>() == nullptr)
        return;
    m_script.note(
        "The init program, which is in Vitrine itself: here a shell of the container's own root is the "
        "first process. It waits for orphans, too, but hands no signals on.");
    add({"sh", "-c", "\"$@\"; exit \"$?\"", "sh"});
}

void Orders::execute(const step::Execute& step) {
    init();
    heading<step::Execute>();
    if (!m_environment.added.empty()) {
        std::vector<std::string> words{"env"};
        words.insert(words.end(), m_environment.added.begin(), m_environment.added.end());
        add(words);
    }
    add(step.args);
}

void Orders::write() {
    m_script.text += firstProcessText;
    m_script.line("");
    m_script.comment(
        "PART 1: THE ORDERS. What the first process does by itself, one word after the other; each "
        "command ends by becoming the next. It gives up its rights before its root is in place, "
        "earlier than in Vitrine, because the programs that do it are the host's; nothing runs in "
        "between, so the result is the same.");
    begin();
    session();
    finalPrivileges();
    lastShell();
    const auto* run = m_subject.find<step::Execute>();
    if (run == nullptr)
        return;
    environment(*run);
    changeRoot();
    execute(*run);
}

} // namespace

void writeOrders(const Subject& subject, Script& script) {
    Orders(subject, script).write();
}

} // namespace vitrine::scripting
