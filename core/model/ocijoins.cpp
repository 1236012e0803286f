// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <algorithm>
#include <ranges>

namespace vitrine::oci {

namespace {

constexpr const char* wanted =
    "must be the id of a container and, after a blank, which of its namespaces are joined: of pid, net, uts "
    "and ipc, each once, with commas between";

} // namespace

/// "0123456789abcdef0123456789abcdef net,ipc". To other runtimes, and to versions of Vitrine that do not know
/// this, the namespaces are new ones: whoever does not understand it isolates more, not less.
Result<> readJoins(const json::Node& annotations, ContainerSpec& spec) {
    const auto joins = VITRINE_TRY(annotations.find(joinsAnnotation));
    if (!joins)
        return {};
    const std::string text = VITRINE_TRY(joins->text());
    const std::size_t blank = text.find(' ');
    if (blank == std::string::npos)
        return failure(joins->invalid(wanted));
    spec.joinedId = text.substr(0, blank);
    for (const auto part : std::views::split(std::string_view(text).substr(blank + 1), ',')) {
        const auto* const kind =
            std::ranges::find(joinableKinds, std::string_view(part.begin(), part.end()), procName);
        if (kind == joinableKinds.end() || spec.namespaces.isJoined(*kind))
            return failure(joins->invalid(wanted));
        if (!spec.namespaces.isNew(*kind))
            return failure(joins->invalid("must name kinds that $.linux.namespaces lists"));
        spec.namespaces[*kind] = Isolation::Joined;
    }
    if (!spec.namespaces.isNew(NamespaceKind::User))
        return failure(joins->invalid("needs a user namespace in $.linux.namespaces: it is joined, too"));
    spec.namespaces[NamespaceKind::User] = Isolation::Joined;
    return {};
}

void writeJoins(json::Value& annotations, const ContainerSpec& spec) {
    std::string kinds;
    for (const NamespaceKind kind : joinedKinds(spec.namespaces))
        kinds += (kinds.empty() ? "" : ",") + std::string(procName(kind));
    if (kinds.empty())
        annotations.erase(joinsAnnotation);
    else
        annotations[joinsAnnotation] = spec.joinedId + ' ' + kinds;
}

} // namespace vitrine::oci
