// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/model/jsonnode.h"

/// The parts of config.json, each read and written by itself. Reading checks types; ranges and combinations
/// are the business of validate(). Writing changes only keys that Vitrine knows, in place.
namespace vitrine::oci {

inline constexpr const char* nameAnnotation = "org.vitrine.name";
inline constexpr const char* rootModeAnnotation = "org.vitrine.root-mode";
inline constexpr const char* seccompAnnotation = "org.vitrine.seccomp";
inline constexpr const char* seccompLogAnnotation = "org.vitrine.seccomp.log";
inline constexpr const char* stopSignalAnnotation = "org.opencontainers.image.stopSignal";
inline constexpr const char* stopTimeoutAnnotation = "org.vitrine.stop-timeout-ms";
inline constexpr const char* restartAnnotation = "org.vitrine.restart";
inline constexpr const char* initAnnotation = "org.vitrine.init";
inline constexpr const char* healthAnnotation = "org.vitrine.health";
inline constexpr const char* joinsAnnotation = "org.vitrine.joins";
inline constexpr const char* groupAnnotation = "org.vitrine.group";

/// What parseConfig() makes of a whole config.json, without its text in `original`.
[[nodiscard]] Result<ContainerSpec> readSpec(const json::Value& document);

[[nodiscard]] Result<ProcessSpec> readProcess(const json::Node& process);
void writeProcess(json::Value& process, const ProcessSpec& spec);

[[nodiscard]] Result<ResourceLimits> readLimits(const json::Node& resources);
void writeLimits(json::Value& resources, const ResourceLimits& limits);

/// "blockIO": weight and speeds; "unified" takes the weights that "weight" (10 to 1,000) cannot say.
[[nodiscard]] Result<> readBlockIo(const json::Node& blockIo, ResourceLimits& limits);
void writeBlockIo(json::Value& resources, const ResourceLimits& limits);

/// "linux": namespaces, mappings, paths and, through readLimits, resources.
[[nodiscard]] Result<> readLinux(const json::Node& linuxNode, ContainerSpec& spec);
void writeLinux(json::Value& linuxValue, const ContainerSpec& spec);

/// "devices", and "devices" of "resources".
[[nodiscard]] Result<> readDevices(const json::Node& linuxNode, ContainerSpec& spec);
void writeDevices(json::Value& linuxValue, const ContainerSpec& spec);

/// "seccomp" (config-linux.md, "Seccomp"), and its parts: all but "syscalls", and one element of that, whose
/// "names" may be absent.
[[nodiscard]] Result<SeccompRules> readSeccomp(const json::Node& seccomp);
[[nodiscard]] Result<SeccompRules> readSeccompHead(const json::Node& seccomp);
[[nodiscard]] Result<SeccompRule> readSeccompRule(const json::Node& rule);
void writeSeccomp(json::Value& seccomp, const SeccompRules& rules);

/// The annotations of LifeSpec.
[[nodiscard]] Result<> readLife(const json::Node& annotations, LifeSpec& life);
void writeLife(json::Value& annotations, const LifeSpec& life);

/// The annotation that makes namespaces which "linux" lists those of another container. After readLinux().
[[nodiscard]] Result<> readJoins(const json::Node& annotations, ContainerSpec& spec);
void writeJoins(json::Value& annotations, const ContainerSpec& spec);

/// "uidMappings" or "gidMappings", of "linux" or of a mount.
[[nodiscard]] Result<std::vector<IdMapping>> readMappings(const json::Node& node);
void writeMappings(json::Value& parent, const char* key, const std::vector<IdMapping>& mappings);

/// The member as an object, made one if it is not.
[[nodiscard]] json::Value& objectAt(json::Value& parent, const char* key);
/// Sets the member to the list, or removes it when the list is empty.
void setOrErase(json::Value& parent, const char* key, const std::vector<std::string>& texts);
/// The same for one text.
void setOrErase(json::Value& parent, const char* key, const std::string& text);
/// Replaces the array by `entries`. An entry takes the keys that Vitrine does not know over from the old
/// entry with the same value of `identity`; `known` are the keys that it does.
void replaceEntries(json::Value& parent, const char* key, const std::vector<json::Value>& entries,
                    const char* identity, const std::vector<const char*>& known);

} // namespace vitrine::oci
