// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"

#include "core/model/ociparts.h"
#include "core/model/validation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vitrine {

namespace {

using json::Node;
using json::Value;

constexpr const char* unnamed = "unnamed";

Result<std::vector<MountSpec>> readMounts(const Node& node) {
    std::vector<MountSpec> mounts;
    for (const Node& entry : VITRINE_TRY(node.elements(256))) {
        MountSpec mount;
        mount.destination = VITRINE_TRY(entry.require("destination").and_then(&Node::text));
        VITRINE_CHECK(readText(entry, "type", mount.type));
        VITRINE_CHECK(readText(entry, "source", mount.source));
        VITRINE_CHECK(readTexts(entry, "options", mount.options));
        if (const auto mappings = VITRINE_TRY(entry.find("uidMappings")))
            mount.uidMappings = VITRINE_TRY(oci::readMappings(*mappings));
        if (const auto mappings = VITRINE_TRY(entry.find("gidMappings")))
            mount.gidMappings = VITRINE_TRY(oci::readMappings(*mappings));
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

Result<> readRoot(const Node& node, ContainerSpec& spec) {
    spec.rootPath = VITRINE_TRY(node.require("path").and_then(&Node::text));
    if (const auto readonly = VITRINE_TRY(node.find("readonly")))
        spec.rootAccess = VITRINE_TRY(readonly->boolean()) ? RootAccess::ReadOnly : RootAccess::ReadWrite;
    return {};
}

constexpr std::array<std::pair<SeccompProfile, std::string_view>, 3> profileWords{
    {{SeccompProfile::Default, "default"},
     {SeccompProfile::Unconfined, "unconfined"},
     {SeccompProfile::Custom, "custom"}}};

Result<SeccompProfile> profileFrom(const Node& node) {
    const std::string word = VITRINE_TRY(node.text());
    for (const auto& [profile, candidate] : profileWords) {
        if (candidate == word)
            return profile;
    }
    return failure(node.invalid("must be \"default\", \"unconfined\" or \"custom\""));
}

std::string_view wordOf(SeccompProfile profile) {
    return std::ranges::find(profileWords, profile, &decltype(profileWords)::value_type::first)->second;
}

Result<> readAnnotations(const Node& node, ContainerSpec& spec) {
    VITRINE_CHECK(readText(node, oci::nameAnnotation, spec.name));
    VITRINE_CHECK(readText(node, oci::groupAnnotation, spec.groupId));
    if (const auto mode = VITRINE_TRY(node.find(oci::rootModeAnnotation))) {
        const std::string word = VITRINE_TRY(mode->text());
        if (word != "pivot_root" && word != "chroot")
            return failure(mode->invalid("must be \"pivot_root\" or \"chroot\""));
        spec.rootMode = word == "chroot" ? RootMode::Chroot : RootMode::PivotRoot;
    }
    if (const auto profile = VITRINE_TRY(node.find(oci::seccompAnnotation))) {
        spec.seccomp = VITRINE_TRY(profileFrom(*profile));
    }
    if (const auto log = VITRINE_TRY(node.find(oci::seccompLogAnnotation))) {
        const std::string word = VITRINE_TRY(log->text());
        if (word != "true" && word != "false")
            return failure(log->invalid(R"(must be "true" or "false", as text)"));
        spec.refusedCalls = word == "true" ? RefusedCalls::Noted : RefusedCalls::Forgotten;
    }
    VITRINE_CHECK(oci::readJoins(node, spec));
    return oci::readLife(node, spec.life);
}

/// Only where the annotation says that it is meant: a bundle made elsewhere gets the default.
Result<> readCustomSeccomp(const Node& node, ContainerSpec& spec) {
    if (spec.seccomp != SeccompProfile::Custom)
        return {};
    const auto linuxNode = VITRINE_TRY(node.find("linux"));
    const auto seccomp = linuxNode ? VITRINE_TRY(linuxNode->find("seccomp")) : std::nullopt;
    if (!seccomp)
        return failure(
            Error::invalid("$.linux.seccomp", "must be there when the annotation says \"custom\""));
    spec.seccompRules = VITRINE_TRY(oci::readSeccomp(*seccomp));
    return {};
}

/// A bundle made elsewhere has no name of Vitrine's: its host name does where it can.
void nameForeign(ContainerSpec& spec) {
    if (spec.name.empty())
        spec.name = validateName(spec.hostname) ? spec.hostname : unnamed;
}

Result<ContainerSpec> readConfig(const Node& node) {
    ContainerSpec spec;
    spec.namespaces.isolation.fill(Isolation::Host);
    spec.ociVersion = VITRINE_TRY(node.require("ociVersion").and_then(&Node::text));
    VITRINE_CHECK(readText(node, "hostname", spec.hostname));
    VITRINE_CHECK(readRoot(VITRINE_TRY(node.require("root")), spec));
    spec.process = VITRINE_TRY(node.require("process").and_then(oci::readProcess));
    if (const auto mounts = VITRINE_TRY(node.find("mounts")))
        spec.mounts = VITRINE_TRY(readMounts(*mounts));
    if (const auto linuxNode = VITRINE_TRY(node.find("linux")))
        VITRINE_CHECK(oci::readLinux(*linuxNode, spec));
    if (const auto annotations = VITRINE_TRY(node.find("annotations")))
        VITRINE_CHECK(readAnnotations(*annotations, spec));
    VITRINE_CHECK(readCustomSeccomp(node, spec));
    nameForeign(spec);
    return spec;
}

void writeMounts(Value& document, const std::vector<MountSpec>& mounts) {
    std::vector<Value> entries;
    for (const MountSpec& mount : mounts) {
        Value entry = {{"destination", mount.destination}};
        if (!mount.type.empty())
            entry["type"] = mount.type;
        if (!mount.source.empty())
            entry["source"] = mount.source;
        oci::setOrErase(entry, "options", mount.options);
        oci::writeMappings(entry, "uidMappings", mount.uidMappings);
        oci::writeMappings(entry, "gidMappings", mount.gidMappings);
        entries.push_back(std::move(entry));
    }
    oci::replaceEntries(document, "mounts", entries, "destination",
                        {"destination", "type", "source", "options", "uidMappings", "gidMappings"});
}

void writeAnnotations(Value& annotations, const ContainerSpec& spec) {
    annotations[oci::nameAnnotation] = spec.name;
    annotations[oci::rootModeAnnotation] = spec.rootMode == RootMode::Chroot ? "chroot" : "pivot_root";
    annotations[oci::seccompAnnotation] = wordOf(spec.seccomp);
    if (spec.groupId.empty())
        annotations.erase(oci::groupAnnotation);
    else
        annotations[oci::groupAnnotation] = spec.groupId;
    if (spec.refusedCalls == RefusedCalls::Noted)
        annotations[oci::seccompLogAnnotation] = "true";
    else
        annotations.erase(oci::seccompLogAnnotation);
    oci::writeJoins(annotations, spec);
    oci::writeLife(annotations, spec.life);
}

/// A profile that is used no longer must not stay: other runtimes would load it.
void dropFormerSeccomp(Value& document, const ContainerSpec& spec) {
    const Value& annotations = oci::objectAt(document, "annotations");
    const bool wasCustom = annotations.contains(oci::seccompAnnotation) &&
                           annotations[oci::seccompAnnotation] == wordOf(SeccompProfile::Custom);
    if (wasCustom && spec.seccomp != SeccompProfile::Custom)
        oci::objectAt(document, "linux").erase("seccomp");
}

/// What the specification was read from, for its unknown keys; an empty object without one.
Value originalOf(const ContainerSpec& spec) {
    auto document = json::parse(spec.original, maximumConfigSize);
    return document && document->is_object() ? *std::move(document) : Value::object();
}

} // namespace

Result<ContainerSpec> oci::readSpec(const Value& document) {
    ContainerSpec spec = VITRINE_TRY(readConfig(Node(document)));
    VITRINE_CHECK(validate(spec));
    return spec;
}

Result<ContainerSpec> parseConfig(std::string_view json) {
    const Value document = VITRINE_TRY(json::parse(json, maximumConfigSize));
    ContainerSpec spec = VITRINE_TRY(oci::readSpec(document));
    spec.original = json;
    return spec;
}

std::string writeConfig(const ContainerSpec& spec) {
    Value document = originalOf(spec);
    document["ociVersion"] = spec.ociVersion;
    oci::writeProcess(oci::objectAt(document, "process"), spec.process);
    Value& root = oci::objectAt(document, "root");
    root["path"] = spec.rootPath;
    root["readonly"] = spec.rootAccess == RootAccess::ReadOnly;
    if (spec.hostname.empty())
        document.erase("hostname");
    else
        document["hostname"] = spec.hostname;
    writeMounts(document, spec.mounts);
    dropFormerSeccomp(document, spec);
    writeAnnotations(oci::objectAt(document, "annotations"), spec);
    oci::writeLinux(oci::objectAt(document, "linux"), spec);
    return json::write(document);
}

Result<ProcessSpec> parseProcess(std::string_view json) {
    const Value document = VITRINE_TRY(json::parse(json, maximumConfigSize));
    ProcessSpec process = VITRINE_TRY(oci::readProcess(Node(document)));
    VITRINE_CHECK(validateProcess(process, "$"));
    return process;
}

std::string writeProcess(const ProcessSpec& process) {
    Value document = Value::object();
    oci::writeProcess(document, process);
    return json::write(document);
}

} // namespace vitrine
