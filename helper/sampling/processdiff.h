// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/process/processtree.h"
#include "helper/bus/wiretypes.h"

#include <vector>

namespace vitrine::helper {

/// What leads from one list of processes to another.
struct ProcessDiff {
    QList<ProcessRow> rows; ///< new or changed
    QList<GoneRow> gone;
};

/// Both lists are sorted by key: one walk through the two.
[[nodiscard]] ProcessDiff diffProcesses(const std::vector<process::ProcessInfo>& before,
                                        const std::vector<process::ProcessInfo>& now);

[[nodiscard]] ProcessRow toRow(const process::ProcessInfo& info);

} // namespace vitrine::helper
