// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/configextras.h"

#include "core/model/ociconfig.h"
#include "core/model/ociparts.h"
#include "core/security/seccomprules.h"
#include "helper/runtime/configcheck.h"

#include <sys/personality.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace vitrine::runtime {

namespace {

using json::Node;
using json::Value;

Result<> readConsoleSize(const Node& process, BundleConfig& config) {
    const auto size = VITRINE_TRY(process.find("consoleSize"));
    if (!size)
        return {};
    for (const auto& [key, into] : {std::pair("height", &config.rows), std::pair("width", &config.columns)}) {
        const Node number = VITRINE_TRY(size->require(key));
        const auto cells = VITRINE_TRY(number.unsignedNumber(0xffff));
        if (cells != 0) // 0 is how some say that it is not known
            *into = static_cast<std::uint16_t>(cells);
    }
    return {};
}

Result<> readProcessExtras(const Node& process, BundleConfig& config) {
    VITRINE_CHECK(readConsoleSize(process, config));
    if (const auto score = VITRINE_TRY(process.find("oomScoreAdj"))) {
        const std::int64_t number = VITRINE_TRY(score->signedNumber());
        if (number < -1000 || number > 1000)
            return failure(score->invalid("must be -1000 to 1000"));
        config.extras.oomScoreAdjustment = static_cast<int>(number);
    }
    return {};
}

std::optional<NamespaceKind> kindFrom(std::string_view word) {
    for (const NamespaceKind kind : allNamespaceKinds) {
        if (ociName(kind) == word)
            return kind;
    }
    return std::nullopt;
}

/// Entries with a path are taken out of the document: to the plan these namespaces are those it starts in.
Result<> readJoined(Value& linuxValue, BundleConfig& config) {
    const auto found = linuxValue.find("namespaces");
    if (found == linuxValue.end() || !found->is_array())
        return {};
    Value rest = Value::array();
    for (const Value& entry : *found) {
        const Node node(entry, "$.linux.namespaces[]");
        std::string path;
        VITRINE_CHECK(readText(node, "path", path));
        if (path.empty()) {
            rest.push_back(entry);
            continue;
        }
        const Node type = VITRINE_TRY(node.require("type"));
        const auto kind = kindFrom(VITRINE_TRY(type.text()));
        constexpr std::array joinable{NamespaceKind::Network, NamespaceKind::Ipc, NamespaceKind::Uts,
                                      NamespaceKind::Pid, NamespaceKind::Cgroup};
        if (!kind || !std::ranges::contains(joinable, *kind))
            return failure(Error(ErrorKind::NotSupported, {}, node.path() + ".path",
                                 "only network, ipc, uts, pid and cgroup namespaces can be joined"));
        if (!path.starts_with('/'))
            return failure(Error::invalid(node.path() + ".path", "must be an absolute path"));
        config.joined.push_back({*kind, path});
    }
    *found = std::move(rest);
    return {};
}

Result<> readSysctls(const Node& linuxNode, BundleConfig& config) {
    const auto sysctl = VITRINE_TRY(linuxNode.find("sysctl"));
    if (!sysctl)
        return {};
    if (!sysctl->value().is_object())
        return failure(sysctl->invalid("must be an object"));
    for (const auto& [name, value] : sysctl->value().items()) {
        const Node node(value, json::memberPath(sysctl->path(), name));
        config.extras.sysctls.emplace_back(name, VITRINE_TRY(node.text()));
    }
    return {};
}

Result<> readPersonality(const Node& linuxNode, BundleConfig& config) {
    const auto personality = VITRINE_TRY(linuxNode.find("personality"));
    if (!personality)
        return {};
    const Node domain = VITRINE_TRY(personality->require("domain"));
    const std::string word = VITRINE_TRY(domain.text());
    if (word != "LINUX" && word != "LINUX32")
        return failure(domain.invalid("must be LINUX or LINUX32"));
    config.extras.personality = word == "LINUX" ? PER_LINUX : PER_LINUX32;
    return {};
}

/// The plan has a weight in its place, as cgroup v2 has: on v1 that would be rounded.
Result<> readShares(const Node& resources, BundleConfig& config) {
    const auto cpu = VITRINE_TRY(resources.find("cpu"));
    const auto shares = cpu ? VITRINE_TRY(cpu->find("shares")) : std::nullopt;
    if (shares)
        config.cpuShares = VITRINE_TRY(shares->unsignedNumber(262'144));
    return {};
}

Result<> readLinuxExtras(Value& document, BundleConfig& config) {
    Value& linuxValue = oci::objectAt(document, "linux");
    VITRINE_CHECK(readJoined(linuxValue, config));
    const Node linuxNode(linuxValue, "$.linux");
    VITRINE_CHECK(readText(linuxNode, "cgroupsPath", config.cgroupsPath));
    VITRINE_CHECK(readSysctls(linuxNode, config));
    VITRINE_CHECK(readPersonality(linuxNode, config));
    if (const auto seccomp = VITRINE_TRY(linuxNode.find("seccomp"))) {
        const SeccompRules rules = VITRINE_TRY(oci::readSeccomp(*seccomp));
        config.extras.filter = VITRINE_TRY(security::compileRules(rules));
    }
    if (const auto resources = VITRINE_TRY(linuxNode.find("resources"))) {
        VITRINE_CHECK(readShares(*resources, config));
    }
    return {};
}

bool isShared(const BundleConfig& config, NamespaceKind kind) {
    return std::ranges::any_of(config.joined, [&](const JoinedNamespace& one) { return one.kind == kind; });
}

/// The kernel parameters that belong to a namespace (namespaces(7), ipc_namespaces(7),
/// network_namespaces(7)).
std::optional<NamespaceKind> namespaceOf(std::string_view sysctl) {
    constexpr std::array<std::string_view, 8> ipc{"kernel.msgmax", "kernel.msgmnb",         "kernel.msgmni",
                                                  "kernel.sem",    "kernel.shmall",         "kernel.shmmax",
                                                  "kernel.shmmni", "kernel.shm_rmid_forced"};
    if (sysctl.starts_with("net.") || sysctl.starts_with("net/"))
        return NamespaceKind::Network;
    if (std::ranges::contains(ipc, sysctl) || sysctl.starts_with("fs.mqueue."))
        return NamespaceKind::Ipc;
    return std::nullopt;
}

Result<> checkSysctl(const std::string& name, const BundleConfig& config) {
    const std::string path = json::memberPath("$.linux.sysctl", name);
    const auto kind = namespaceOf(name);
    if (!kind || name.contains(".."))
        return failure(Error(ErrorKind::NotSupported, {}, path,
                             "it belongs to no namespace and would be changed for the whole machine"));
    if (!config.spec.namespaces.isNew(*kind) && !isShared(config, *kind))
        return failure(
            Error::invalid(path, "needs a namespace of the container's own: " + std::string(ociName(*kind))));
    return {};
}

} // namespace

Result<> readExtras(Value& document, BundleConfig& config) {
    const Node root(document);
    VITRINE_CHECK(readText(root, "domainname", config.extras.domainname));
    if (const auto process = VITRINE_TRY(root.find("process")))
        VITRINE_CHECK(readProcessExtras(*process, config));
    config.hooks = VITRINE_TRY(readHooks(root));
    config.extras.createContainer = config.hooks.createContainer;
    config.extras.startContainer = config.hooks.startContainer;
    return readLinuxExtras(document, config);
}

Result<> readProcessFile(const std::string& text, BundleConfig& config) {
    Value document = Value::object();
    document["process"] = VITRINE_TRY(json::parse(text, maximumConfigSize));
    VITRINE_CHECK(checkConfig(document));
    const Node process = VITRINE_TRY(Node(document).require("process"));
    return readProcessExtras(process, config);
}

bool hasSeccompAnnotation(const Value& document) {
    const auto annotations = document.find("annotations");
    return annotations != document.end() && annotations->is_object() &&
           annotations->contains(oci::seccompAnnotation);
}

Result<> checkAgainst(const BundleConfig& config) {
    if (!config.spec.joinedId.empty())
        return failure(Error(ErrorKind::NotSupported, {},
                             json::memberPath("$.annotations", "org.vitrine.joins"),
                             "only Vitrine's helper knows the containers that can be joined")
                           .withHint("Give the namespaces by \"path\" instead."));
    const bool ownNames = config.spec.namespaces.isNew(NamespaceKind::Uts);
    if (!ownNames && !config.spec.hostname.empty())
        return failure(Error::invalid("$.hostname", "needs a uts namespace of the container's own"));
    if (!ownNames && !config.extras.domainname.empty())
        return failure(Error::invalid("$.domainname", "needs a uts namespace of the container's own"));
    for (const auto& [name, value] : config.extras.sysctls)
        VITRINE_CHECK(checkSysctl(name, config));
    return {};
}

} // namespace vitrine::runtime
