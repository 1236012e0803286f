// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/step.h"

#include <string_view>

namespace vitrine {

/// The words of one kind of step: English constants, kept together so that they can be translated by text.
/// "%1" and "%2" in the title stand for what the step is about.
struct StepTexts {
    std::string_view title;
    std::string_view explanation;
    std::string_view isolates; ///< name of the namespace in /proc/PID/ns, or empty
    std::string_view undo;
};

[[nodiscard]] StepTexts textsOf(const Step& step);

} // namespace vitrine
