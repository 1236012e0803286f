// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/securitylabels.h"

#include "core/model/textrules.h"

#include <algorithm>
#include <array>

namespace vitrine {

namespace {

constexpr std::size_t longestLabel = 1024;
constexpr std::string_view blanks = " \t";

bool isLabelCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_-.:,").contains(c);
}

/// user:role:type is what every policy has; nothing between two colons names nothing.
bool isLabel(std::string_view label) {
    const bool isPlain = std::ranges::all_of(label, isLabelCharacter);
    return isPlain && std::ranges::count(label, ':') >= 2 && !label.contains("::") &&
           !label.starts_with(':') && !label.ends_with(':');
}

} // namespace

Result<> validateAppArmorProfile(std::string_view name, const std::string& path) {
    VITRINE_CHECK(checkText(name, path, TextRule::NoControl, longestLabel));
    if (!name.empty() && (blanks.contains(name.front()) || blanks.contains(name.back())))
        return failure(Error::invalid(path, "must not begin or end with a blank"));
    return {};
}

Result<> validateSelinuxLabel(std::string_view label, const std::string& path) {
    VITRINE_CHECK(checkText(label, path, TextRule::NoControl, longestLabel));
    if (!label.empty() && !isLabel(label))
        return failure(Error::invalid(path, "must be user:role:type, and a level if the policy has any, such "
                                            "as system_u:system_r:container_t:s0:c1,c2"));
    return {};
}

bool isUnconfined(std::string_view appArmorProfile) {
    const std::size_t colon = appArmorProfile.starts_with(':') ? appArmorProfile.find(':', 1) : 0;
    if (colon == std::string_view::npos)
        return false;
    appArmorProfile.remove_prefix(colon == 0 ? 0 : colon + 1);
    if (colon != 0 && appArmorProfile.starts_with("//"))
        appArmorProfile.remove_prefix(2);
    return appArmorProfile == "unconfined";
}

std::string contextOption(std::string_view label) {
    return "context=\"" + std::string(label) + '"';
}

bool isContextOption(std::string_view option) {
    constexpr std::array<std::string_view, 4> names{"context=", "fscontext=", "defcontext=", "rootcontext="};
    return std::ranges::any_of(names, [&](std::string_view name) { return option.starts_with(name); });
}

} // namespace vitrine
