// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"

#include <algorithm>

namespace vitrine {

namespace {

struct KindNames {
    NamespaceKind kind;
    std::string_view proc;
    std::string_view oci;
};

constexpr std::array<KindNames, allNamespaceKinds.size()> kindNames{{
    {NamespaceKind::Pid, "pid", "pid"},
    {NamespaceKind::Mount, "mnt", "mount"},
    {NamespaceKind::Network, "net", "network"},
    {NamespaceKind::Uts, "uts", "uts"},
    {NamespaceKind::Ipc, "ipc", "ipc"},
    {NamespaceKind::User, "user", "user"},
    {NamespaceKind::Cgroup, "cgroup", "cgroup"},
    {NamespaceKind::Time, "time", "time"},
}};

const KindNames& namesOf(NamespaceKind kind) {
    return *std::ranges::find(kindNames, kind, &KindNames::kind);
}

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

std::string_view procName(NamespaceKind kind) {
    return namesOf(kind).proc;
}

std::string_view ociName(NamespaceKind kind) {
    return namesOf(kind).oci;
}

Result<> validateName(std::string_view name) {
    constexpr std::size_t longest = 63;
    const bool good = !name.empty() && name.size() <= longest && isLetterOrDigit(name.front()) &&
                      std::ranges::all_of(name, [](char c) {
                          return isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
                      });
    if (good)
        return {};
    return failure(Error::invalid("name", "must be 1 to 63 letters (A to Z, a to z), digits, \"_\", \".\" or "
                                          "\"-\", and begin with a letter or a digit"));
}

} // namespace vitrine
