// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/sampling/processdiff.h"

namespace vitrine::helper {

ProcessRow toRow(const process::ProcessInfo& info) {
    ProcessRow row;
    row.pid = info.key.pid;
    row.startTicks = info.key.startTicks;
    row.parent = info.parent;
    row.nestedPids = QList<int>(info.nestedPids.begin(), info.nestedPids.end());
    row.uidOutside = info.uidOutside;
    row.uidInside = info.uidInside ? qlonglong{*info.uidInside} : -1;
    row.state = static_cast<uchar>(info.state);
    row.threads = info.threads;
    row.cpuUs = info.cpuTimeUs;
    row.residentBytes = info.residentBytes;
    row.name = QString::fromStdString(info.name);
    row.commandLine = QString::fromStdString(info.commandLine);
    row.namespaces = QList<qulonglong>(info.namespaces.begin(), info.namespaces.end());
    return row;
}

ProcessDiff diffProcesses(const std::vector<process::ProcessInfo>& before,
                          const std::vector<process::ProcessInfo>& now) {
    ProcessDiff diff;
    auto old = before.begin();
    auto current = now.begin();
    while (old != before.end() || current != now.end()) {
        const bool isGone = current == now.end() || (old != before.end() && old->key < current->key);
        if (isGone) {
            diff.gone.append({old->key.pid, old->key.startTicks});
            ++old;
            continue;
        }
        const bool isKnown = old != before.end() && old->key == current->key;
        if (!isKnown || *old != *current)
            diff.rows.append(toRow(*current));
        if (isKnown)
            ++old;
        ++current;
    }
    return diff;
}

} // namespace vitrine::helper
