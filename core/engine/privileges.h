// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/engine/bundleextras.h"
#include "core/plan/step.h"
#include "core/security/capabilities.h"
#include "core/security/noting.h"
#include "core/security/seccomp.h"

#include <optional>
#include <vector>

namespace vitrine::engine {

/// What the steps that give up privileges need, computed before the clone.
struct PrivilegePlan {
    std::optional<security::CapabilityMasks> capabilities;
    std::optional<security::SeccompFilter> filter;
    std::optional<security::NotingFilter> noting; ///< loaded in its place
    bool setsUser = false;
    bool setsNoNewPrivileges = false;
    bool ownsStreams = true; ///< 0, 1, 2 are of the container alone
};
/// `extras` may be null.
[[nodiscard]] Result<PrivilegePlan> makePrivilegePlan(const std::vector<Step>& steps,
                                                      const BundleExtras* extras);

/// The steps that give up privileges, in whatever order the plan has them: the bounding set must go before
/// the user changes and the other sets after it; without no_new_privs the filter must be loaded while
/// CAP_SYS_ADMIN is still there (seccomp(2)). AFTER FORK: used by the child only.
class Privileges {
public:
    /// `socket`: the child's end, for a listener.
    explicit Privileges(const PrivilegePlan& plan, int socket = -1)
        : m_plan(plan)
        , m_socket(socket) {}

    [[nodiscard]] Result<> becomeRoot();
    [[nodiscard]] Result<> setUser(const UserSpec& user);
    [[nodiscard]] Result<> limitCapabilities();
    [[nodiscard]] Result<> setNoNewPrivileges();
    [[nodiscard]] Result<> loadSeccomp();

private:
    [[nodiscard]] Result<> dropBounding();
    [[nodiscard]] Result<> applySets();
    [[nodiscard]] Result<> loadNoting() const;
    void giveStreams(uid_t user) const;
    [[nodiscard]] Result<> setGroups(const std::vector<gid_t>& groups);

    const PrivilegePlan& m_plan;
    int m_socket;
    bool m_boundingDropped = false;
    bool m_setsWanted = false;
    bool m_userSet = false;
    bool m_filterLoaded = false;
};

/// setrlimit(2). InvalidArgument names a limit that does not exist. AFTER FORK safe.
[[nodiscard]] Result<> applyRlimit(const RlimitSpec& rlimit);
/// Number of "RLIMIT_NOFILE" and the like.
[[nodiscard]] Result<int> rlimitNumber(const std::string& type);

} // namespace vitrine::engine
