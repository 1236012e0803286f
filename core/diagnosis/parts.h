// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"
#include "core/diagnosis/finding.h"

/// The parts of diagnose(); only for the files of this folder.
namespace vitrine::diagnosis {

void diagnoseComputer(const Facts& facts, std::vector<Finding>& findings);
void diagnoseCgroups(const Facts& facts, std::vector<Finding>& findings);
void diagnoseHelper(const Facts& facts, std::vector<Finding>& findings);
void diagnosePolkit(const Facts& facts, std::vector<Finding>& findings);
void diagnoseRootless(const Facts& facts, std::vector<Finding>& findings);

/// "a, b, c".
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

/// What prevents only rootless containers is a problem for who asked about them, else a note.
[[nodiscard]] inline FindingState rootlessState(const Facts& facts) {
    return facts.helper.mode == Privilege::Rootless ? FindingState::Problem : FindingState::Note;
}

} // namespace vitrine::diagnosis

/// Marks a literal for lupdate, which looks for Qt's macro of this name; there is no Qt here.
#define QT_TRANSLATE_NOOP(context, text) text
