// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/mountoptions.h"

#include <array>
#include <string_view>

#include <linux/mount.h>

namespace vitrine {

namespace {

struct FlagWord {
    std::string_view word;
    std::uint64_t set;
    std::uint64_t clear;
};

constexpr std::uint64_t accessTimes = MS_NOATIME | MS_RELATIME | MS_STRICTATIME;

constexpr std::array<FlagWord, 27> flagWordTable{{
    {"defaults", 0, 0},
    {"ro", MS_RDONLY, 0},
    {"rw", 0, MS_RDONLY},
    {"nosuid", MS_NOSUID, 0},
    {"suid", 0, MS_NOSUID},
    {"nodev", MS_NODEV, 0},
    {"dev", 0, MS_NODEV},
    {"noexec", MS_NOEXEC, 0},
    {"exec", 0, MS_NOEXEC},
    {"sync", MS_SYNCHRONOUS, 0},
    {"async", 0, MS_SYNCHRONOUS},
    {"dirsync", MS_DIRSYNC, 0},
    {"noatime", MS_NOATIME, accessTimes},
    {"atime", 0, MS_NOATIME},
    {"nodiratime", MS_NODIRATIME, 0},
    {"diratime", 0, MS_NODIRATIME},
    {"relatime", MS_RELATIME, accessTimes},
    {"norelatime", 0, MS_RELATIME},
    {"strictatime", MS_STRICTATIME, accessTimes},
    {"nostrictatime", 0, MS_STRICTATIME},
    {"lazytime", MS_LAZYTIME, 0},
    {"silent", MS_SILENT, 0},
    {"loud", 0, MS_SILENT},
    {"bind", MS_BIND, 0},
    {"rbind", MS_BIND | MS_REC, 0},
    {"nosymfollow", MS_NOSYMFOLLOW, 0},
    {"symfollow", 0, MS_NOSYMFOLLOW},
}};

struct PropagationWord {
    std::string_view word;
    std::uint64_t value;
};

constexpr std::array<PropagationWord, 8> propagationTable{{
    {"private", MS_PRIVATE},
    {"rprivate", MS_PRIVATE | MS_REC},
    {"slave", MS_SLAVE},
    {"rslave", MS_SLAVE | MS_REC},
    {"shared", MS_SHARED},
    {"rshared", MS_SHARED | MS_REC},
    {"unbindable", MS_UNBINDABLE},
    {"runbindable", MS_UNBINDABLE | MS_REC},
}};

struct FlagName {
    std::uint64_t flag;
    std::string_view name;
};

constexpr std::array<FlagName, 15> flagNameTable{{
    {MS_BIND, "MS_BIND"},
    {MS_REC, "MS_REC"},
    {MS_PRIVATE, "MS_PRIVATE"},
    {MS_SLAVE, "MS_SLAVE"},
    {MS_SHARED, "MS_SHARED"},
    {MS_UNBINDABLE, "MS_UNBINDABLE"},
    {MS_RDONLY, "MS_RDONLY"},
    {MS_NOSUID, "MS_NOSUID"},
    {MS_NODEV, "MS_NODEV"},
    {MS_NOEXEC, "MS_NOEXEC"},
    {MS_NOATIME, "MS_NOATIME"},
    {MS_RELATIME, "MS_RELATIME"},
    {MS_STRICTATIME, "MS_STRICTATIME"},
    {MS_NODIRATIME, "MS_NODIRATIME"},
    {MS_NOSYMFOLLOW, "MS_NOSYMFOLLOW"},
}};

bool applyFlag(std::string_view word, MountOptions& options) {
    for (const FlagWord& entry : flagWordTable) {
        if (entry.word == word) {
            options.flags = (options.flags & ~entry.clear) | entry.set;
            return true;
        }
    }
    return false;
}

bool applyPropagation(std::string_view word, MountOptions& options) {
    for (const PropagationWord& entry : propagationTable) {
        if (entry.word == word) {
            options.propagation = entry.value;
            return true;
        }
    }
    return false;
}

} // namespace

MountOptions parseMountOptions(const std::vector<std::string>& options) {
    MountOptions parsed;
    for (const std::string& word : options) {
        if (!applyFlag(word, parsed) && !applyPropagation(word, parsed))
            parsed.data.push_back(word);
    }
    return parsed;
}

std::string flagNames(std::uint64_t flags) {
    std::string names;
    for (const FlagName& entry : flagNameTable) {
        if ((flags & entry.flag) != 0) {
            names += names.empty() ? "" : "|";
            names += entry.name;
        }
    }
    return names.empty() ? "0" : names;
}

std::vector<std::string> flagWords(std::uint64_t flags) {
    std::vector<std::string> words;
    for (const FlagWord& entry : flagWordTable) {
        if (entry.set != 0 && (entry.set & (MS_BIND | MS_REC)) == 0 && (flags & entry.set) != 0)
            words.emplace_back(entry.word);
    }
    return words;
}

std::string propagationWord(std::uint64_t propagation) {
    for (const PropagationWord& entry : propagationTable) {
        if (entry.value == propagation)
            return std::string(entry.word);
    }
    return {};
}

} // namespace vitrine
