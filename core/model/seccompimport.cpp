// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/model/ociparts.h"
#include "core/model/seccomprules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace vitrine {

namespace {

using json::Node;

/// This machine in Docker's words, which are those of Go, and in libseccomp's.
#if defined(__x86_64__)
constexpr std::string_view machine = "amd64";
constexpr std::string_view architecture = "SCMP_ARCH_X86_64";
#elif defined(__aarch64__)
constexpr std::string_view machine = "arm64";
constexpr std::string_view architecture = "SCMP_ARCH_AARCH64";
#elif defined(__riscv) && __riscv_xlen == 64
constexpr std::string_view machine = "riscv64";
constexpr std::string_view architecture = "SCMP_ARCH_RISCV64";
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
constexpr std::string_view machine = "ppc64le";
constexpr std::string_view architecture = "SCMP_ARCH_PPC64LE";
#elif defined(__s390x__)
constexpr std::string_view machine = "s390x";
constexpr std::string_view architecture = "SCMP_ARCH_S390X";
#elif defined(__arm__)
constexpr std::string_view machine = "arm";
constexpr std::string_view architecture = "SCMP_ARCH_ARM";
#elif defined(__i386__)
constexpr std::string_view machine = "386";
constexpr std::string_view architecture = "SCMP_ARCH_X86";
#else
constexpr std::string_view machine = "other";
constexpr std::string_view architecture = "";
#endif

using Version = std::pair<unsigned, unsigned>;

/// "4.8" or "6.1.0-13-amd64" -> 4, 8 or 6, 1.
std::optional<Version> versionFrom(std::string_view text) {
    Version version;
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), text.data() + text.size(), version.first);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.')
        return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, version.second);
    return minor.ec == std::errc() ? std::optional(version) : std::nullopt;
}

/// One "includes" or "excludes": when a rule holds, or does not.
struct Condition {
    std::vector<std::string> arches;
    std::vector<std::string> caps;
    std::optional<Version> minKernel;
};

Result<Condition> readCondition(const Node& rule, std::string_view key) {
    Condition condition;
    const auto node = VITRINE_TRY(rule.find(key));
    if (!node)
        return condition;
    VITRINE_CHECK(readTexts(*node, "arches", condition.arches));
    VITRINE_CHECK(readTexts(*node, "caps", condition.caps));
    if (const auto kernel = VITRINE_TRY(node->find("minKernel"))) {
        condition.minKernel = versionFrom(VITRINE_TRY(kernel->text()));
        if (!condition.minKernel)
            return failure(kernel->invalid("must be a version such as \"4.8\""));
    }
    return condition;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
    return std::ranges::contains(list, word);
}

/// moby, profiles/seccomp/seccomp_linux.go: any excluding word excludes, all including ones must be met.
Result<bool> holds(const Node& rule, const SeccompHost& host) {
    const Condition includes = VITRINE_TRY(readCondition(rule, "includes"));
    const Condition excludes = VITRINE_TRY(readCondition(rule, "excludes"));
    const Version kernel = versionFrom(host.kernelRelease).value_or(Version{});
    const auto owned = [&](const std::string& name) { return has(host.capabilities, name); };
    const std::string here(machine);
    if (has(excludes.arches, here) || std::ranges::any_of(excludes.caps, owned) ||
        (excludes.minKernel && kernel >= *excludes.minKernel))
        return false;
    return (includes.arches.empty() || has(includes.arches, here)) &&
           std::ranges::all_of(includes.caps, owned) &&
           (!includes.minKernel || kernel >= *includes.minKernel);
}

/// "archMap" says which further architectures programs of this one may be of.
Result<> readArchitectures(const Node& root, SeccompRules& rules) {
    const auto map = VITRINE_TRY(root.find("archMap"));
    if (!map)
        return {};
    if (!rules.architectures.empty())
        return failure(map->invalid("must not be there together with \"architectures\""));
    for (const Node& entry : VITRINE_TRY(map->elements(64))) {
        if (VITRINE_TRY(entry.require("architecture").and_then(&Node::text)) != architecture)
            continue;
        rules.architectures.emplace_back(architecture);
        if (const auto further = VITRINE_TRY(entry.find("subArchitectures"))) {
            for (std::string& word : VITRINE_TRY(further->texts(16)))
                rules.architectures.push_back(std::move(word));
        }
    }
    return {};
}

/// Old profiles have one "name" a rule.
Result<SeccompRule> readRule(const Node& node) {
    SeccompRule rule = VITRINE_TRY(oci::readSeccompRule(node));
    std::string name;
    VITRINE_CHECK(readText(node, "name", name));
    if (!name.empty())
        rule.names.push_back(std::move(name));
    if (rule.names.empty())
        return failure(node.invalid("must name at least one system call in \"names\""));
    return rule;
}

} // namespace

Result<SeccompRules> importSeccompProfile(std::string_view text, const SeccompHost& host) {
    const json::Value document = VITRINE_TRY(json::parse(text, maximumConfigSize));
    const Node root(document);
    SeccompRules rules = VITRINE_TRY(oci::readSeccompHead(root));
    VITRINE_CHECK(readArchitectures(root, rules));
    SeccompRules all = rules; // with the places that rules have in the file, for what is wrong with them
    if (const auto calls = VITRINE_TRY(root.find("syscalls"))) {
        for (const Node& call : VITRINE_TRY(calls->elements())) {
            all.syscalls.push_back(VITRINE_TRY(readRule(call)));
            if (VITRINE_TRY(holds(call, host)))
                rules.syscalls.push_back(all.syscalls.back());
        }
    }
    VITRINE_CHECK(validate(all, root.path()));
    return rules;
}

} // namespace vitrine
