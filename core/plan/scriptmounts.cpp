// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The steps that make the container's tree of mounts.

#include "core/model/diskimage.h"
#include "core/plan/mountoptions.h"
#include "core/plan/quoting.h"
#include "core/plan/scriptwork.h"

#include <algorithm>
#include <array>
#include <format>

#include <linux/mount.h>

namespace vitrine::scripting {

namespace {

constexpr std::uint64_t accessTimes = MS_NODIRATIME | MS_NOATIME | MS_STRICTATIME;
constexpr std::uint64_t bindFlags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NODIRATIME |
                                    MS_NOSYMFOLLOW | MS_NOATIME | MS_STRICTATIME;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ",") + word;
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// Words that mount(8) takes for itself, some of them to run programs or to change files; the kernel knows
/// none of them.
bool isOfMountProgram(std::string_view word) {
    constexpr std::array<std::string_view, 20> words{"auto",  "comment", "encryption", "group",   "helper",
                                                     "loop",  "nofail",  "noauto",     "nouser",  "offset",
                                                     "owner", "remount", "sizelimit",  "uhelper", "user",
                                                     "users", "nogroup", "noowner",    "move",    "nousers"};
    const std::string_view name = word.substr(0, word.find('='));
    return name.starts_with("X-") || name.starts_with("x-") || name.starts_with("_") ||
           name.starts_with("verity.") || std::ranges::contains(words, name);
}

std::string idmapOption(char kind, const std::vector<IdMapping>& mappings) {
    std::string text;
    for (const IdMapping& mapping : mappings)
        text += std::format(" {}:{}:{}:{}", kind, mapping.inside, mapping.outside, mapping.count);
    return text;
}

} // namespace

void Work::on(const step::PrepareIdMappedRoot& step) {
    const auto& groups = step.gidMappings.empty() ? step.mappings : step.gidMappings;
    const std::string map = idmapOption('u', step.mappings) + idmapOption('g', groups);
    m_script.needsRecentMount = true;
    line("outside mount --bind -o " + shellQuote("X-mount.idmap=" + map.substr(1)) +
         " -- \"$root\" \"$new_root\"");
}

void Work::on(const step::MakeMountsPrivate& /*step*/) {
    m_script.comment("unshare has done this already (--propagation private). By hand it is:");
    line("inside mount --make-rprivate /");
}

void Work::on(const step::MountRoot& step) {
    if (step.source == step::RootSource::BindDirectory)
        line(std::string(opener()) + " mount --bind -- \"$root\" \"$new_root\"");
    line(std::string(opener()) + " mount --make-private \"$new_root\"");
}

void Work::bind(const step::MountFilesystem& step) {
    const bool recursive = (step.flags & MS_REC) != 0;
    std::uint64_t flags = step.flags & bindFlags;
    if (m_subject.ownUsers && (flags & accessTimes) != 0) {
        flags &= ~accessTimes;
        m_script.note(
            "How times of access are kept (noatime, strictatime) under " +
            harmless(step.mount.destination, longestTitle) +
            ": it is locked on what a user namespace has from the host (mount_namespaces(7)); Vitrine "
            "sets it before.");
    }
    std::vector<std::string> options = flagWords(flags);
    if (recursive && !options.empty()) {
        m_script.needsRecentMount = true;
        for (std::string& option : options)
            option += "=recursive";
    }
    const std::string source = shellQuote(step.mount.source);
    line("place_like " + source + ' ' + shellQuote(step.mount.destination));
    if (!step.mount.uidMappings.empty()) {
        m_script.needsRecentMount = true;
        const std::string map =
            idmapOption('u', step.mount.uidMappings) + idmapOption('g', step.mount.gidMappings);
        options.push_back("X-mount.idmap=" + map.substr(1));
    }
    const std::string words = options.empty() ? "" : " -o " + shellQuote(joined(options));
    line(std::format("{} mount {}{} -- {} \"$spot\"", opener(), recursive ? "--rbind" : "--bind", words,
                     source));
    if (step.propagation != 0) {
        const std::uint64_t wanted = (step.propagation & ~std::uint64_t{MS_REC}) | (recursive ? MS_REC : 0U);
        line(std::format("{} mount --make-{} \"$spot\"", opener(), propagationWord(wanted)));
    }
}

void Work::on(const step::MountFilesystem& step) {
    if ((step.flags & MS_BIND) != 0)
        return bind(step);
    std::vector<std::string> options = flagWords(step.flags);
    if (isImage(step.mount)) {
        options.emplace_back("loop");
        if (!step.mount.uidMappings.empty()) {
            m_script.needsRecentMount = true;
            const std::string map =
                idmapOption('u', step.mount.uidMappings) + idmapOption('g', step.mount.gidMappings);
            options.push_back("X-mount.idmap=" + map.substr(1));
        }
    }
    for (std::string& word : split(step.data, ',')) {
        if (isOfMountProgram(word))
            m_script.note("The option " + harmless(word, longestTitle) +
                          " is left out: the command mount would "
                          "take it for one of its own, and the kernel has none of this name.");
        else
            options.push_back(std::move(word));
    }
    const std::string flags = options.empty() ? "" : "-o " + shellQuote(joined(options)) + ' ';
    line("place directory " + shellQuote(step.mount.destination));
    // In a user namespace of its own the kernel reads no file system of anybody's.
    line(std::format("{} mount -t {} {}-- {} \"$spot\"", isImage(step.mount) ? opener() : "inside",
                     shellQuote(step.mount.type), flags, shellQuote(step.mount.source)));
    if (step.propagation != 0)
        line(std::format("inside mount --make-{} \"$spot\"", propagationWord(step.propagation)));
}

void Work::on(const step::BindDevice& step) {
    use("stat");
    const std::string device = shellQuote("/dev/" + step.name);
    line(std::format("[ \"$(stat -c %t:%T {0})\" = {1:x}:{2:x} ] || fail '{0} is not the device {1}:{2}'",
                     device, step.major, step.minor));
    line("place file " + device);
    line("inside mount --bind " + device + " \"$spot\"");
}

void Work::on(const step::MakeDevice& step) {
    const DeviceSpec& device = step.device;
    use("mknod");
    use("chown");
    const std::size_t last = device.path.rfind('/');
    if (last > std::string_view("/dev").size())
        line("inside mkdir -p -- \"$new_root\"" + shellQuote(device.path.substr(0, last)));
    const std::string place = "\"$new_root\"" + shellQuote(device.path);
    line(std::format("inside mknod -m {:04o} -- {} {} {} {}", device.mode.value_or(0666), place,
                     letterOf(device.type), device.major, device.minor));
    line(std::format("inside chown {}:{} -- {}", device.uid.value_or(0), device.gid.value_or(0), place));
}

void Work::on(const step::RestrictDevices& step) {
    m_script.note("The list of allowed devices (" + rulesText(step.rules, ", ") +
                  "): no plain command writes the program that the kernel wants for it.");
}

void Work::on(const step::MakeSymlink& step) {
    use("ln");
    line("inside ln -s -- " + shellQuote(step.target) + " \"$new_root\"" + shellQuote(step.path));
}

void Work::on(const step::OpenConsole& /*step*/) {
    m_script.note(
        "A terminal of the container's own (posix_openpt(3), TIOCSCTTY): it gets the one you started "
        "the script in. script(1) makes a new one: script -qc 'sh FILE' /dev/null");
    if (!m_subject.mountsDev || !m_subject.ownMounts)
        return;
    use("tty");
    line("if terminal=$(tty); then");
    line("    place file /dev/console");
    line(std::string("    ") + opener() + " mount --bind -- \"$terminal\" \"$spot\"");
    line("fi");
}

void Work::on(const step::MaskPath& step) {
    line("hide " + shellQuote(step.path));
}

void Work::on(const step::MakeReadOnly& step) {
    m_script.needsRecentMount = true;
    line("protect " + shellQuote(step.path));
}

void Work::on(const step::MakeRootReadOnly& /*step*/) {
    m_script.comment("(Everything that was to be made in it is there by now.)");
    line(std::string(opener()) + " mount -o remount,bind,ro \"$new_root\"");
}

} // namespace vitrine::scripting
