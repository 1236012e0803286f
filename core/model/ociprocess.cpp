// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <limits>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

Result<UserSpec> readUser(const Node& node) {
    UserSpec user;
    VITRINE_CHECK(readId(node, "uid", user.uid));
    VITRINE_CHECK(readId(node, "gid", user.gid));
    if (const auto gids = VITRINE_TRY(node.find("additionalGids"))) {
        for (const Node& gid : VITRINE_TRY(gids->elements())) {
            user.additionalGids.push_back(VITRINE_TRY(gid.id()));
        }
    }
    if (const auto umask = VITRINE_TRY(node.find("umask")))
        user.umask = static_cast<std::uint32_t>(VITRINE_TRY(umask->unsignedNumber(0777)));
    return user;
}

Result<std::vector<RlimitSpec>> readRlimits(const Node& array) {
    const auto number = [](const Node& node) {
        return node.unsignedNumber(std::numeric_limits<std::uint64_t>::max()); // RLIM_INFINITY
    };
    std::vector<RlimitSpec> rlimits;
    for (const Node& entry : VITRINE_TRY(array.elements(16))) {
        RlimitSpec rlimit;
        rlimit.type = VITRINE_TRY(entry.require("type").and_then(&Node::text));
        rlimit.soft = VITRINE_TRY(entry.require("soft").and_then(number));
        rlimit.hard = VITRINE_TRY(entry.require("hard").and_then(number));
        rlimits.push_back(std::move(rlimit));
    }
    return rlimits;
}

Result<CapabilitySets> readCapabilities(const Node& node) {
    CapabilitySets sets;
    VITRINE_CHECK(readTexts(node, "bounding", sets.bounding));
    VITRINE_CHECK(readTexts(node, "effective", sets.effective));
    VITRINE_CHECK(readTexts(node, "permitted", sets.permitted));
    VITRINE_CHECK(readTexts(node, "inheritable", sets.inheritable));
    VITRINE_CHECK(readTexts(node, "ambient", sets.ambient));
    return sets;
}

void writeUser(Value& value, const UserSpec& user) {
    value["uid"] = user.uid;
    value["gid"] = user.gid;
    if (user.umask)
        value["umask"] = *user.umask;
    else
        value.erase("umask");
    if (user.additionalGids.empty())
        value.erase("additionalGids");
    else
        value["additionalGids"] = user.additionalGids;
}

void writeCapabilities(Value& value, const CapabilitySets& sets) {
    value["bounding"] = sets.bounding;
    value["effective"] = sets.effective;
    value["permitted"] = sets.permitted;
    setOrErase(value, "inheritable", sets.inheritable);
    setOrErase(value, "ambient", sets.ambient);
}

} // namespace

// What is absent means what the OCI specification says: no terminal, no capabilities, no no_new_privs.
Result<ProcessSpec> readProcess(const Node& process) {
    ProcessSpec spec;
    spec.terminal = Terminal::No;
    spec.noNewPrivileges = NoNewPrivileges::No;
    if (const auto terminal = VITRINE_TRY(process.find("terminal")))
        spec.terminal = VITRINE_TRY(terminal->boolean()) ? Terminal::Yes : Terminal::No;
    const Node args = VITRINE_TRY(process.require("args"));
    spec.args = VITRINE_TRY(args.texts());
    VITRINE_CHECK(readTexts(process, "env", spec.env));
    spec.cwd = VITRINE_TRY(process.require("cwd").and_then(&Node::text));
    if (const auto user = VITRINE_TRY(process.find("user")))
        spec.user = VITRINE_TRY(readUser(*user));
    if (const auto rlimits = VITRINE_TRY(process.find("rlimits")))
        spec.rlimits = VITRINE_TRY(readRlimits(*rlimits));
    if (const auto sets = VITRINE_TRY(process.find("capabilities")))
        spec.capabilities = VITRINE_TRY(readCapabilities(*sets));
    if (const auto locked = VITRINE_TRY(process.find("noNewPrivileges")))
        spec.noNewPrivileges = VITRINE_TRY(locked->boolean()) ? NoNewPrivileges::Yes : NoNewPrivileges::No;
    VITRINE_CHECK(readText(process, "apparmorProfile", spec.appArmorProfile));
    VITRINE_CHECK(readText(process, "selinuxLabel", spec.selinuxLabel));
    return spec;
}

void writeProcess(Value& process, const ProcessSpec& spec) {
    process["terminal"] = spec.terminal == Terminal::Yes;
    writeUser(objectAt(process, "user"), spec.user);
    process["args"] = spec.args;
    setOrErase(process, "env", spec.env);
    process["cwd"] = spec.cwd;
    writeCapabilities(objectAt(process, "capabilities"), spec.capabilities);
    std::vector<Value> rlimits;
    rlimits.reserve(spec.rlimits.size());
    for (const RlimitSpec& rlimit : spec.rlimits)
        rlimits.push_back({{"type", rlimit.type}, {"hard", rlimit.hard}, {"soft", rlimit.soft}});
    replaceEntries(process, "rlimits", rlimits, "type", {"type", "hard", "soft"});
    process["noNewPrivileges"] = spec.noNewPrivileges == NoNewPrivileges::Yes;
    setOrErase(process, "apparmorProfile", spec.appArmorProfile);
    setOrErase(process, "selinuxLabel", spec.selinuxLabel);
}

} // namespace vitrine::oci
