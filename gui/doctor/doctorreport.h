// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/finding.h"

#include <QString>

#include <vector>

namespace vitrine::gui {

/// In the language of the window.
[[nodiscard]] QString translated(const diagnosis::Text& text);
[[nodiscard]] QString stateWord(diagnosis::FindingState state); ///< "Problem", "Note", "OK"
/// One or two sentences: can containers run here, and how much is there to read?
[[nodiscard]] QString summaryOf(const std::vector<diagnosis::Finding>& findings);
/// All of it as plain text: what `vitrine --doctor` prints, and what is pasted into a letter for help.
[[nodiscard]] QString reportOf(const std::vector<diagnosis::Finding>& findings);

} // namespace vitrine::gui
