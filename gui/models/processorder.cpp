// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/processorder.h"
#include "gui/models/processmodel.h"

#include <compare>

namespace vitrine::gui {

namespace {

std::weak_ordering compare(const QString& a, const QString& b) {
    return QString::compare(a, b) <=> 0;
}

std::weak_ordering compare(const ProcessEntry& a, const ProcessEntry& b, int column) {
    const auto innerPid = [](const ProcessRow& row) {
        return row.nestedPids.empty() ? 0 : row.nestedPids.back();
    };
    switch (column) {
    case ProcessModel::Name:
        return compare(a.row.name, b.row.name);
    case ProcessModel::HostPid:
        return a.row.key.pid <=> b.row.key.pid;
    case ProcessModel::InnerPid:
        return innerPid(a.row) <=> innerPid(b.row);
    case ProcessModel::User:
        return a.row.uidOutside <=> b.row.uidOutside;
    case ProcessModel::State:
        return a.row.state <=> b.row.state;
    case ProcessModel::Cpu:
        return std::weak_order(a.cpuPercent.value_or(-1.0F), b.cpuPercent.value_or(-1.0F));
    case ProcessModel::Memory:
        return a.row.residentBytes <=> b.row.residentBytes;
    case ProcessModel::Threads:
        return a.row.threads <=> b.row.threads;
    case ProcessModel::Command:
        return compare(a.row.commandLine, b.row.commandLine);
    default:
        return std::weak_ordering::equivalent;
    }
}

} // namespace

bool ProcessOrder::operator()(const ProcessEntry& a, const ProcessEntry& b) const {
    const std::weak_ordering order = compare(a, b, column);
    if (order == 0)
        return a.row.key < b.row.key;
    return direction == Qt::AscendingOrder ? order < 0 : order > 0;
}

bool ProcessOrder::isMovedBy(const ProcessEntry& before, const ProcessEntry& after) const {
    return compare(before, after, column) != 0;
}

} // namespace vitrine::gui
