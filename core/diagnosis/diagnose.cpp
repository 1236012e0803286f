// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/diagnosis/diagnose.h"

#include "core/diagnosis/parts.h"

#include <algorithm>

namespace vitrine::diagnosis {

std::string listed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        if (!list.empty())
            list += ", ";
        list += word;
    }
    return list;
}

std::vector<Finding> diagnose(const Facts& facts) {
    std::vector<Finding> findings;
    diagnoseComputer(facts, findings);
    diagnoseCgroups(facts, findings);
    diagnoseHelper(facts, findings);
    if (facts.helper.mode == Privilege::Root && facts.helper.answer != HelperAnswer::NoBus)
        diagnosePolkit(facts, findings);
    diagnoseRootless(facts, findings);
    return findings;
}

} // namespace vitrine::diagnosis
