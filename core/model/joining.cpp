// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vitrine {

namespace {

std::string_view wordsFor(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return "processes";
    case NamespaceKind::Network:
        return "network";
    case NamespaceKind::Uts:
        return "name";
    case NamespaceKind::Ipc:
        return "message queues and shared memory";
    default:
        return procName(kind);
    }
}

} // namespace

std::vector<NamespaceKind> joinedKinds(const NamespaceSet& set) {
    std::vector<NamespaceKind> kinds;
    std::ranges::copy_if(joinableKinds, std::back_inserter(kinds),
                         [&](NamespaceKind kind) { return set.isJoined(kind); });
    return kinds;
}

Result<> checkJoinable(const NamespaceSet& joiner, const NamespaceSet& joined, std::string_view name) {
    const auto refuse = [&](std::string reason, std::string hint) {
        return failure(
            Error(ErrorKind::NotSupported, "join the container", std::string(name), std::move(reason))
                .withHint(std::move(hint)));
    };
    if (!joinedKinds(joined).empty())
        return refuse("it joins another container itself", "Join that other one.");
    if (!joined.isNew(NamespaceKind::User))
        return refuse("it has no user namespace of its own",
                      "Join a container whose root is not the host's root.");
    for (const NamespaceKind kind : joinedKinds(joiner)) {
        if (!joined.isNew(kind))
            return refuse("it has no " + std::string(procName(kind)) +
                              " namespace of its own: it shares the host's " + std::string(wordsFor(kind)),
                          "Join a container that has one, or join this one without it.");
    }
    return {};
}

} // namespace vitrine
