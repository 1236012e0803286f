// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociparts.h"

#include <algorithm>
#include <set>

namespace vitrine::oci {

namespace {

using json::Node;
using json::Value;

std::optional<NamespaceKind> kindFrom(std::string_view word) {
    for (const NamespaceKind kind : allNamespaceKinds) {
        if (ociName(kind) == word)
            return kind;
    }
    return std::nullopt;
}

/// A kind that is listed is new, one that is not is the host's (config-linux.md, "Namespaces").
Result<NamespaceSet> readNamespaces(const Node& node) {
    NamespaceSet set;
    set.isolation.fill(Isolation::Host);
    for (const Node& entry : VITRINE_TRY(node.elements(16))) {
        const Node type = VITRINE_TRY(entry.require("type"));
        const auto kind = kindFrom(VITRINE_TRY(type.text()));
        if (!kind)
            return failure(type.invalid("must be pid, mount, network, uts, ipc, user, cgroup or time"));
        if (set.isNew(*kind))
            return failure(type.invalid("is there twice; every kind may be there once"));
        std::string path;
        VITRINE_CHECK(readText(entry, "path", path));
        if (!path.empty()) {
            return failure(Error(ErrorKind::NotSupported, {}, json::memberPath(entry.path(), "path"),
                                 "joining a namespace that exists is not supported; without a path it is a "
                                 "new one"));
        }
        set[*kind] = Isolation::New;
    }
    return set;
}

void writeNamespaces(Value& linuxValue, const NamespaceSet& set) {
    std::vector<Value> entries;
    for (const NamespaceKind kind : allNamespaceKinds) {
        if (!set.isHosts(kind)) // which of them are joined is in an annotation
            entries.push_back({{"type", ociName(kind)}});
    }
    // The order of the array that is there is kept; new kinds come last.
    std::vector<std::string> order;
    if (linuxValue.contains("namespaces") && linuxValue["namespaces"].is_array()) {
        for (const Value& entry : linuxValue["namespaces"]) {
            if (entry.is_object() && entry.contains("type") && entry["type"].is_string())
                order.push_back(entry["type"]);
        }
    }
    std::ranges::stable_sort(entries, {}, [&](const Value& entry) {
        return std::ranges::find(order, entry["type"].get_ref<const std::string&>()) - order.begin();
    });
    replaceEntries(linuxValue, "namespaces", entries, "type", {"type", "path"});
}

Result<TimeOffset> readOffset(const Node& node) {
    TimeOffset offset;
    if (const auto seconds = VITRINE_TRY(node.find("secs")))
        offset.seconds = VITRINE_TRY(seconds->signedNumber());
    if (const auto nanoseconds = VITRINE_TRY(node.find("nanosecs")))
        offset.nanoseconds =
            static_cast<std::uint32_t>(VITRINE_TRY(nanoseconds->unsignedNumber(999'999'999)));
    return offset;
}

Result<TimeOffsets> readTimeOffsets(const Node& node) {
    TimeOffsets offsets;
    if (const auto monotonic = VITRINE_TRY(node.find("monotonic")))
        offsets.monotonic = VITRINE_TRY(readOffset(*monotonic));
    if (const auto boottime = VITRINE_TRY(node.find("boottime")))
        offsets.boottime = VITRINE_TRY(readOffset(*boottime));
    return offsets;
}

void writeTimeOffsets(Value& linuxValue, const TimeOffsets& offsets) {
    if (offsets == TimeOffsets{}) {
        linuxValue.erase("timeOffsets");
        return;
    }
    Value& value = objectAt(linuxValue, "timeOffsets");
    for (const auto& [key, offset] :
         {std::pair("monotonic", offsets.monotonic), std::pair("boottime", offsets.boottime)}) {
        if (offset == TimeOffset{})
            value.erase(key);
        else
            value[key] = {{"secs", offset.seconds}, {"nanosecs", offset.nanoseconds}};
    }
}

} // namespace

Result<std::vector<IdMapping>> readMappings(const Node& node) {
    std::vector<IdMapping> mappings;
    for (const Node& entry : VITRINE_TRY(node.elements(340))) {
        IdMapping mapping;
        for (const auto& [key, into] :
             {std::pair("containerID", &mapping.inside), std::pair("hostID", &mapping.outside),
              std::pair("size", &mapping.count)}) {
            VITRINE_CHECK(entry.require(key));
            VITRINE_CHECK(readId(entry, key, *into));
        }
        mappings.push_back(mapping);
    }
    return mappings;
}

void writeMappings(Value& parent, const char* key, const std::vector<IdMapping>& mappings) {
    std::vector<Value> entries;
    entries.reserve(mappings.size());
    for (const IdMapping& mapping : mappings) {
        entries.push_back(
            {{"containerID", mapping.inside}, {"hostID", mapping.outside}, {"size", mapping.count}});
    }
    replaceEntries(parent, key, entries, "containerID", {"containerID", "hostID", "size"});
}

Result<> readLinux(const Node& linuxNode, ContainerSpec& spec) {
    if (const auto namespaces = VITRINE_TRY(linuxNode.find("namespaces")))
        spec.namespaces = VITRINE_TRY(readNamespaces(*namespaces));
    if (const auto mappings = VITRINE_TRY(linuxNode.find("uidMappings")))
        spec.uidMappings = VITRINE_TRY(readMappings(*mappings));
    if (const auto mappings = VITRINE_TRY(linuxNode.find("gidMappings")))
        spec.gidMappings = VITRINE_TRY(readMappings(*mappings));
    if (const auto offsets = VITRINE_TRY(linuxNode.find("timeOffsets")))
        spec.timeOffsets = VITRINE_TRY(readTimeOffsets(*offsets));
    if (const auto resources = VITRINE_TRY(linuxNode.find("resources")))
        spec.limits = VITRINE_TRY(readLimits(*resources));
    VITRINE_CHECK(readDevices(linuxNode, spec));
    VITRINE_CHECK(readText(linuxNode, "mountLabel", spec.mountLabel));
    VITRINE_CHECK(readTexts(linuxNode, "maskedPaths", spec.maskedPaths));
    return readTexts(linuxNode, "readonlyPaths", spec.readonlyPaths);
}

void writeLinux(Value& linuxValue, const ContainerSpec& spec) {
    writeMappings(linuxValue, "uidMappings", spec.uidMappings);
    writeMappings(linuxValue, "gidMappings", spec.gidMappings);
    writeLimits(objectAt(linuxValue, "resources"), spec.limits);
    writeDevices(linuxValue, spec);
    if (linuxValue["resources"].empty())
        linuxValue.erase("resources");
    writeNamespaces(linuxValue, spec.namespaces);
    writeTimeOffsets(linuxValue, spec.timeOffsets);
    if (spec.seccomp == SeccompProfile::Custom && spec.seccompRules)
        writeSeccomp(objectAt(linuxValue, "seccomp"), *spec.seccompRules);
    setOrErase(linuxValue, "mountLabel", spec.mountLabel);
    setOrErase(linuxValue, "maskedPaths", spec.maskedPaths);
    setOrErase(linuxValue, "readonlyPaths", spec.readonlyPaths);
}

Value& objectAt(Value& parent, const char* key) {
    Value& member = parent[key];
    if (!member.is_object())
        member = Value::object();
    return member;
}

void setOrErase(Value& parent, const char* key, const std::vector<std::string>& texts) {
    if (texts.empty())
        parent.erase(key);
    else
        parent[key] = texts;
}

void setOrErase(Value& parent, const char* key, const std::string& text) {
    if (text.empty())
        parent.erase(key);
    else
        parent[key] = text;
}

void replaceEntries(Value& parent, const char* key, const std::vector<Value>& entries, const char* identity,
                    const std::vector<const char*>& known) {
    if (entries.empty()) {
        parent.erase(key);
        return;
    }
    Value old = Value::array();
    if (parent.contains(key) && parent[key].is_array())
        old = std::move(parent[key]);
    Value fresh = Value::array();
    for (const Value& entry : entries) {
        Value merged = Value::object();
        const auto same = std::ranges::find_if(old, [&](const Value& one) {
            return one.is_object() && one.contains(identity) && one[identity] == entry.at(identity);
        });
        if (same != old.end()) {
            merged = std::move(*same);
            *same = nullptr; // every old entry is taken over once
        }
        for (const char* name : known) {
            if (entry.contains(name))
                merged[name] = entry.at(name);
            else
                merged.erase(name);
        }
        fresh.push_back(std::move(merged));
    }
    parent[key] = std::move(fresh);
}

} // namespace vitrine::oci
