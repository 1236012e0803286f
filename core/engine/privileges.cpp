// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/privileges.h"

#include "core/engine/child.h"
#include "core/sys/socket.h"
#include "core/sys/uniquefd.h"

#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace vitrine::engine {

namespace {

constexpr mode_t usualUmask = 0022;

constexpr std::array<std::pair<std::string_view, int>, 16> rlimitNames{{
    {"RLIMIT_AS", RLIMIT_AS},
    {"RLIMIT_CORE", RLIMIT_CORE},
    {"RLIMIT_CPU", RLIMIT_CPU},
    {"RLIMIT_DATA", RLIMIT_DATA},
    {"RLIMIT_FSIZE", RLIMIT_FSIZE},
    {"RLIMIT_LOCKS", RLIMIT_LOCKS},
    {"RLIMIT_MEMLOCK", RLIMIT_MEMLOCK},
    {"RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE},
    {"RLIMIT_NICE", RLIMIT_NICE},
    {"RLIMIT_NOFILE", RLIMIT_NOFILE},
    {"RLIMIT_NPROC", RLIMIT_NPROC},
    {"RLIMIT_RSS", RLIMIT_RSS},
    {"RLIMIT_RTPRIO", RLIMIT_RTPRIO},
    {"RLIMIT_RTTIME", RLIMIT_RTTIME},
    {"RLIMIT_SIGPENDING", RLIMIT_SIGPENDING},
    {"RLIMIT_STACK", RLIMIT_STACK},
}};

} // namespace

Result<PrivilegePlan> makePrivilegePlan(const std::vector<Step>& steps, const BundleExtras* extras) {
    PrivilegePlan plan;
    bool hasTerminal = false;
    std::vector<std::string> bounding;
    const step::LoadSeccomp* seccomp = nullptr;
    for (const Step& step : steps) {
        if (const auto* limit = std::get_if<step::LimitCapabilities>(&step)) {
            plan.capabilities = VITRINE_TRY(security::toMasks(limit->sets));
            bounding = limit->sets.bounding;
        } else if (const auto* load = std::get_if<step::LoadSeccomp>(&step)) {
            seccomp = load;
        }
        hasTerminal |= std::holds_alternative<step::OpenConsole>(step);
        plan.setsUser |= std::holds_alternative<step::SetUser>(step);
        plan.setsNoNewPrivileges |= std::holds_alternative<step::SetNoNewPrivileges>(step);
    }
    plan.ownsStreams = hasTerminal || extras == nullptr || !extras->inheritsStreams;
    if (seccomp != nullptr && extras != nullptr && extras->filter)
        plan.filter = extras->filter;
    else if (seccomp != nullptr)
        plan.filter = VITRINE_TRY(security::compileSeccomp(seccomp->profile, seccomp->rules, bounding));
    // An OCI runtime does not stay, and so cannot answer anybody.
    if (plan.filter && extras == nullptr && seccomp->refused == RefusedCalls::Noted)
        plan.noting = VITRINE_TRY(security::noting(
            *plan.filter, seccomp->rules ? seccomp->rules->architectures : std::vector<std::string>()));
    return plan;
}

Result<> Privileges::setGroups(const std::vector<gid_t>& groups) {
    if (::setgroups(groups.size(), groups.data()) == 0)
        return {};
    // In a user namespace made by an ordinary user setgroups is denied for good (user_namespaces(7)); the
    // groups one has are then unmapped inside, and only asking for others is an error.
    if (errno == EPERM && groups.empty())
        return {};
    return failure(Error::fromErrno("setgroups", "", errno));
}

Result<> Privileges::becomeRoot() {
    VITRINE_CHECK(setGroups({}));
    if (::setresgid(0, 0, 0) != 0)
        return failure(Error::fromErrno("setresgid", "0", errno));
    if (::setresuid(0, 0, 0) != 0)
        return failure(Error::fromErrno("setresuid", "0", errno));
    return {};
}

Result<> Privileges::dropBounding() {
    if (!m_plan.setsNoNewPrivileges)
        VITRINE_CHECK(loadSeccomp());
    if (!m_plan.capabilities || std::exchange(m_boundingDropped, true))
        return {};
    if (const int errnum = security::applyBounding(*m_plan.capabilities); errnum != 0)
        return failure(Error::fromErrno("drop capabilities from the bounding set", "", errnum));
    return {};
}

Result<> Privileges::applySets() {
    if (const int errnum = security::applySets(*m_plan.capabilities); errnum != 0)
        return failure(Error::fromErrno("set capabilities", "", errnum));
    return {};
}

Result<> Privileges::limitCapabilities() {
    VITRINE_CHECK(dropBounding());
    m_setsWanted = true;
    if (m_plan.setsUser && !m_userSet)
        return {}; // changing the user needs what these sets take away
    return applySets();
}

/// The terminal or the pipes belong to root inside; the program could not open /dev/stdout. Pipes of the host
/// that are no one's inside cannot be given away here, and have been before the clone. What was inherited may
/// be the host's /dev/null, or a file: only pipes are given away.
void Privileges::giveStreams(uid_t user) const {
    for (int standard = 0; standard < 3; ++standard) {
        struct stat status{};
        if (m_plan.ownsStreams || (::fstat(standard, &status) == 0 && S_ISFIFO(status.st_mode)))
            static_cast<void>(!::fchown(standard, user, static_cast<gid_t>(-1)));
    }
}

Result<> Privileges::setUser(const UserSpec& user) {
    VITRINE_CHECK(dropBounding());
    if (user.uid != 0) {
        giveStreams(user.uid);
        if (m_plan.capabilities && ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
            return failure(Error::fromErrno("keep capabilities", "", errno));
    }
    VITRINE_CHECK(setGroups({user.additionalGids.begin(), user.additionalGids.end()}));
    if (::setresgid(user.gid, user.gid, user.gid) != 0)
        return failure(Error::fromErrno("setresgid", std::to_string(user.gid), errno));
    if (::setresuid(user.uid, user.uid, user.uid) != 0)
        return failure(Error::fromErrno("setresuid", std::to_string(user.uid), errno));
    ::umask(user.umask.value_or(usualUmask));
    m_userSet = true;
    return m_setsWanted ? applySets() : Result<>{};
}

Result<> Privileges::setNoNewPrivileges() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failure(Error::fromErrno("set no_new_privs", "", errno));
    return {};
}

Result<> Privileges::loadSeccomp() {
    if (!m_plan.filter || std::exchange(m_filterLoaded, true))
        return {};
    if (m_plan.noting)
        return loadNoting();
    if (const int errnum = security::loadSeccomp(*m_plan.filter); errnum != 0)
        return failure(Error::fromErrno("load the system-call filter", "", errnum));
    return {};
}

/// From here on whoever hears this process answers its refused calls; the one that hands the listener over is
/// allowed by every filter that can be noted (validate()).
Result<> Privileges::loadNoting() const {
    const int listener = security::loadNoting(m_plan.noting->loaded);
    if (listener < 0) {
        return failure(Error::fromErrno("load the system-call filter that notes refused calls", "", -listener)
                           .withHint(listener == -EBUSY ? "Vitrine itself runs under such a filter, and a "
                                                          "process can have one only. Do not note the calls."
                                                        : ""));
    }
    const sys::UniqueFd owned(listener);
    return sys::sendDescriptor(m_socket, listenerMessage, owned.get());
}

Result<int> rlimitNumber(const std::string& type) {
    const auto* const found = std::ranges::find(rlimitNames, type, &std::pair<std::string_view, int>::first);
    if (found == rlimitNames.end())
        return failure(
            Error::invalid("$.process.rlimits", "\"" + type + "\" is no limit; they are in getrlimit(2)"));
    return found->second;
}

Result<> applyRlimit(const RlimitSpec& spec) {
    const int number = VITRINE_TRY(rlimitNumber(spec.type));
    const rlimit wanted{spec.soft, spec.hard};
    if (::prlimit(0, static_cast<__rlimit_resource>(number), &wanted, nullptr) != 0)
        return failure(Error::fromErrno("set", spec.type, errno));
    return {};
}

} // namespace vitrine::engine
