// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/capabilitynames.h"
#include "core/model/jsonnode.h"
#include "core/model/securitylabels.h"
#include "core/model/textrules.h"
#include "core/model/validation.h"

#include <algorithm>
#include <limits>
#include <set>

namespace vitrine {

namespace {

using json::elementPath;

/// MAX_ARG_STRLEN (execve(2)): what one argument or variable may be.
constexpr std::size_t longestArgument = 131'071;
constexpr std::size_t mostElements = 1000;
constexpr std::uint32_t noId = std::numeric_limits<std::uint32_t>::max();

/// getrlimit(2).
constexpr std::array<std::string_view, 16> knownRlimits{
    "RLIMIT_AS",      "RLIMIT_CORE",     "RLIMIT_CPU",        "RLIMIT_DATA",   "RLIMIT_FSIZE", "RLIMIT_LOCKS",
    "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE", "RLIMIT_NICE",       "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_RSS",
    "RLIMIT_RTPRIO",  "RLIMIT_RTTIME",   "RLIMIT_SIGPENDING", "RLIMIT_STACK"};

Result<> checkCount(std::size_t count, const std::string& path) {
    if (count > mostElements)
        return failure(Error::invalid(path, "must have at most 1,000 elements"));
    return {};
}

Result<> checkArguments(const std::vector<std::string>& args, const std::string& path) {
    if (args.empty())
        return failure(Error::invalid(path, "must name the command to run, and its arguments"));
    VITRINE_CHECK(checkCount(args.size(), path));
    for (std::size_t i = 0; i < args.size(); ++i)
        VITRINE_CHECK(checkText(args[i], elementPath(path, i), TextRule::NoNul, longestArgument));
    if (args.front().empty())
        return failure(Error::invalid(elementPath(path, 0), "must name the command to run"));
    return checkText(args.front(), elementPath(path, 0), TextRule::NoControl, 4095);
}

Result<> checkEnvironment(const std::vector<std::string>& env, const std::string& path) {
    VITRINE_CHECK(checkCount(env.size(), path));
    for (std::size_t i = 0; i < env.size(); ++i) {
        const std::string here = elementPath(path, i);
        VITRINE_CHECK(checkText(env[i], here, TextRule::NoNul, longestArgument));
        const std::size_t equals = env[i].find('=');
        if (equals == 0 || equals == std::string::npos)
            return failure(Error::invalid(here, "must be NAME=value"));
        VITRINE_CHECK(checkText(std::string_view(env[i]).substr(0, equals), here, TextRule::NoControl,
                                longestArgument));
    }
    return {};
}

Result<> checkUser(const UserSpec& user, const std::string& path) {
    const auto checkId = [](std::uint32_t id, const std::string& here) -> Result<> {
        // -1 means "leave it as it is" to setresuid(2).
        if (id == noId)
            return failure(Error::invalid(here, "must be 0 to 4294967294"));
        return {};
    };
    VITRINE_CHECK(checkId(user.uid, path + ".uid"));
    VITRINE_CHECK(checkId(user.gid, path + ".gid"));
    VITRINE_CHECK(checkCount(user.additionalGids.size(), path + ".additionalGids"));
    for (std::size_t i = 0; i < user.additionalGids.size(); ++i)
        VITRINE_CHECK(checkId(user.additionalGids[i], elementPath(path + ".additionalGids", i)));
    if (user.umask && *user.umask > 0777)
        return failure(Error::invalid(path + ".umask", "must be 0 to 511 (octal 0777)"));
    return {};
}

Result<> checkRlimits(const std::vector<RlimitSpec>& rlimits, const std::string& path) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < rlimits.size(); ++i) {
        const RlimitSpec& rlimit = rlimits[i];
        const std::string here = elementPath(path, i);
        if (!std::ranges::contains(knownRlimits, rlimit.type))
            return failure(
                Error::invalid(here + ".type", "must be one of getrlimit(2), such as RLIMIT_NOFILE"));
        if (!seen.insert(rlimit.type).second)
            return failure(Error::invalid(here + ".type", "is there twice; every limit may be there once"));
        if (rlimit.soft > rlimit.hard)
            return failure(Error::invalid(here + ".soft", "must not be more than the hard limit"));
    }
    return {};
}

Result<> checkNames(const std::vector<std::string>& names, const std::string& path) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!std::ranges::contains(capabilityNames, names[i])) {
            return failure(
                Error::invalid(elementPath(path, i), "must be one of capabilities(7), such as CAP_CHOWN"));
        }
        if (!seen.insert(names[i]).second)
            return failure(Error::invalid(elementPath(path, i), "is there twice"));
    }
    return {};
}

/// Every name of `part` is in `whole`.
Result<> checkSubset(const std::vector<std::string>& part, const std::string& path,
                     const std::vector<std::string>& whole, std::string_view nameOfWhole) {
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (!std::ranges::contains(whole, part[i])) {
            return failure(Error::invalid(elementPath(path, i),
                                          "must be in \"" + std::string(nameOfWhole) + "\" as well"));
        }
    }
    return {};
}

/// What capset(2) would refuse is refused here, with the name. Ambient ones are not compared: runtimes list
/// them without the inheritable set, and the planner keeps those that the kernel can have.
Result<> checkCapabilities(const CapabilitySets& sets, const std::string& path) {
    VITRINE_CHECK(checkNames(sets.bounding, path + ".bounding"));
    VITRINE_CHECK(checkNames(sets.effective, path + ".effective"));
    VITRINE_CHECK(checkNames(sets.permitted, path + ".permitted"));
    VITRINE_CHECK(checkNames(sets.inheritable, path + ".inheritable"));
    VITRINE_CHECK(checkNames(sets.ambient, path + ".ambient"));
    VITRINE_CHECK(checkSubset(sets.effective, path + ".effective", sets.permitted, "permitted"));
    return checkSubset(sets.inheritable, path + ".inheritable", sets.bounding, "bounding");
}

} // namespace

Result<> validateProcess(const ProcessSpec& process, const std::string& path) {
    VITRINE_CHECK(checkArguments(process.args, path + ".args"));
    VITRINE_CHECK(checkEnvironment(process.env, path + ".env"));
    VITRINE_CHECK(checkAbsolutePath(process.cwd, path + ".cwd"));
    VITRINE_CHECK(checkUser(process.user, path + ".user"));
    VITRINE_CHECK(checkRlimits(process.rlimits, path + ".rlimits"));
    VITRINE_CHECK(validateAppArmorProfile(process.appArmorProfile, path + ".apparmorProfile"));
    VITRINE_CHECK(validateSelinuxLabel(process.selinuxLabel, path + ".selinuxLabel"));
    return checkCapabilities(process.capabilities, path + ".capabilities");
}

} // namespace vitrine
