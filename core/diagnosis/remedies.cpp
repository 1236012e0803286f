// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/diagnosis/remedies.h"

#include <format>

namespace vitrine::diagnosis::remedy {

std::string install(Distribution distribution, std::string_view package) {
    switch (distribution) {
    case Distribution::Debian:
        return std::format("sudo apt install {}", package);
    case Distribution::Fedora:
        return std::format("sudo dnf install {}", package);
    case Distribution::Arch:
        return std::format("sudo pacman -S {}", package);
    case Distribution::Suse:
        return std::format("sudo zypper install {}", package);
    case Distribution::Other:
        break;
    }
    return {};
}

std::string upgrade(Distribution distribution) {
    switch (distribution) {
    case Distribution::Debian:
        return "sudo apt update && sudo apt full-upgrade && sudo reboot";
    case Distribution::Fedora:
        return "sudo dnf upgrade && sudo reboot";
    case Distribution::Arch:
        return "sudo pacman -Syu && sudo reboot";
    case Distribution::Suse:
        return "sudo zypper update && sudo reboot";
    case Distribution::Other:
        break;
    }
    return {};
}

std::string kernelArgument(Distribution distribution, std::string_view argument) {
    switch (distribution) {
    case Distribution::Debian: // /etc/default/grub.d is Debian's and Ubuntu's
        return std::format("echo 'GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX {0}\"' | sudo tee -a "
                           "/etc/default/grub.d/vitrine.cfg && sudo update-grub && sudo reboot",
                           argument);
    case Distribution::Fedora:
        return std::format("sudo grubby --update-kernel=ALL --args={} && sudo reboot", argument);
    case Distribution::Suse:
        return std::format("sudo pbl --add-option {} && sudo pbl --config && sudo reboot", argument);
    case Distribution::Arch: // the boot loader is everybody's own choice there
    case Distribution::Other:
        break;
    }
    return {};
}

std::string sysctl(std::string_view setting, std::string_view value, std::string_view file) {
    return std::format("echo '{} = {}' | sudo tee /etc/sysctl.d/{}.conf && sudo sysctl --system", setting,
                       value, file);
}

std::string restartUnit(std::string_view unit, std::string_view details) {
    const bool isMasked = details.contains("masked");
    return std::format("{1}sudo systemctl restart {0}; systemctl status --no-pager {0}", unit,
                       isMasked ? std::format("sudo systemctl unmask {}; ", unit) : "");
}

std::string installHelper(const Facts& facts) {
    const bool apt = facts.packaged && facts.computer.distribution == Distribution::Debian;
    if (!apt)
        return "sudo packaging/run.sh";
    const bool missing = facts.helper.answer == HelperAnswer::NotInstalled;
    return missing ? "sudo apt install vitrine-helper" : "sudo apt install --reinstall vitrine-helper";
}

} // namespace vitrine::diagnosis::remedy
