// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/newcontainer.h"

#include "core/security/seccomp.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/idranges.h"
#include "helper/verbs/plans.h"

namespace vitrine::helper {

namespace {

constexpr std::size_t maximumPerUser = 100;
constexpr std::size_t maximumInAll = 4000;

} // namespace

Result<> checkQuota(const ContainerStore& store, uid_t uid, const std::string& name) {
    if ((uid != 0 && store.countOf(uid) >= maximumPerUser) || store.all().size() >= maximumInAll)
        return failure(Error(ErrorKind::LimitExceeded, {}, "there are too many containers", "")
                           .withHint("Delete containers that are no longer needed."));
    if (store.findByName(uid, name))
        return failure(Error(ErrorKind::AlreadyExists, {}, "name", "another container is called " + name)
                           .withHint("Choose another name."));
    return {};
}

Result<> checkRunnable(const ContainerSpec& spec, Mode mode) {
    if (spec.seccomp == SeccompProfile::Custom)
        VITRINE_TRY(security::compileSeccomp(spec.seccomp, spec.seccompRules, {}));
    return mode == Mode::System ? checkIdLines(spec) : Result<>();
}

Result<std::uint32_t> takeIdRange(const ContainerStore& store) {
    std::vector<IdRange> taken = subordinateIdsOfHost();
    for (const auto& container : store.all())
        if (container->record.idBase != 0)
            taken.push_back({container->record.idBase, idsPerContainer});
    return freeIdRange(taken);
}

} // namespace vitrine::helper
