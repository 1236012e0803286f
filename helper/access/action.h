// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <array>

namespace vitrine::helper {

/// The actions of resources/polkit/org.vitrine.policy: one per kind of risk.
enum class Action { Manage, Exec, Widen, HostDirectory, ManageOthers, EnterForeign };
/// Those about Vitrine's containers: what Permissions tells.
inline constexpr std::array allActions{Action::Manage, Action::Exec, Action::Widen, Action::HostDirectory,
                                       Action::ManageOthers};

/// "manage-others"
[[nodiscard]] QString actionWord(Action action);
/// "org.vitrine.manage-others"
[[nodiscard]] QString actionId(Action action);

} // namespace vitrine::helper
