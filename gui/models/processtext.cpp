// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What ProcessModel says in its cells, headers and tool tips.

#include "gui/models/format.h"
#include "gui/models/processmodel.h"

namespace vitrine::gui {

namespace {

QString processStateWord(char letter) {
    switch (letter) {
    case 'R':
        return ProcessModel::tr("running");
    case 'S':
        return ProcessModel::tr("sleeping");
    case 'D':
        return ProcessModel::tr("waiting");
    case 'T':
        return ProcessModel::tr("stopped");
    case 't':
        return ProcessModel::tr("traced");
    case 'Z':
        return ProcessModel::tr("zombie");
    case 'X':
        return ProcessModel::tr("dead");
    case 'I':
        return ProcessModel::tr("idle");
    default:
        return QString(QLatin1Char(letter));
    }
}

QString innerPid(const ProcessRow& row) {
    return row.nestedPids.empty() ? QString() : QString::number(row.nestedPids.back());
}

QString user(const ProcessRow& row) {
    const QString inside = row.uidInside < 0 ? QStringLiteral("?") : QString::number(row.uidInside);
    return QStringLiteral("%1 → %2").arg(inside, QString::number(row.uidOutside));
}

} // namespace

QVariant ProcessModel::text(const ProcessEntry& entry, int column) {
    const ProcessRow& row = entry.row;
    switch (column) {
    case Name:
        return row.name;
    case HostPid:
        return QString::number(row.key.pid);
    case InnerPid:
        return markOf(row) == Mark::First ? tr("1 (first)") : innerPid(row);
    case User:
        return user(row);
    case State:
        return gui::processStateWord(row.state);
    case Cpu:
        return entry.cpuPercent ? formatPercent(static_cast<double>(*entry.cpuPercent)) : QStringLiteral("–");
    case Memory:
        return formatBytes(row.residentBytes);
    case Threads:
        return QString::number(row.threads);
    case Command:
        return row.commandLine.isEmpty() ? QStringLiteral("[%1]").arg(row.name) : row.commandLine;
    default:
        return {};
    }
}

QVariant ProcessModel::toolTip(const ProcessEntry& entry, int column) {
    const ProcessRow& row = entry.row;
    if (column == InnerPid && !row.nestedPids.empty()) {
        QStringList pids{QString::number(row.key.pid)};
        for (const std::int32_t pid : row.nestedPids)
            pids << QString::number(pid);
        return tr("One process, one number per pid namespace, the host's first: %1")
            .arg(pids.join(QStringLiteral(" → ")));
    }
    if (column == User)
        return row.uidInside < 0
                   ? tr("User %1 on the host; this user does not exist inside").arg(row.uidOutside)
                   : tr("User %1 inside is user %2 on the host").arg(row.uidInside).arg(row.uidOutside);
    switch (markOf(row)) {
    case Mark::Zombie:
        return tr("Zombie: it has ended, but its parent has not asked for its result yet");
    case Mark::First:
        return tr("Process 1 of the container: when it ends, the kernel ends all others");
    case Mark::Stopped:
        return tr("Stopped by a signal; SIGCONT lets it go on");
    case Mark::None:
        break;
    }
    return text(entry, Command);
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == HostPid || section == InnerPid || section == Cpu || section == Memory ||
                           section == Threads;
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    const std::array<std::pair<QString, QString>, ColumnCount> texts{{
        {tr("Name"), tr("Name of the program, as the kernel has it")},
        {tr("Pid on host"), tr("The process's number as the host sees it")},
        {tr("Pid inside"), tr("The process's number in the container's own pid namespace")},
        {tr("User in → out"), tr("User id inside the container, and which one that is on the host")},
        {tr("State"), tr("What the process does now")},
        {tr("CPU"), tr("Share of one CPU since the last refresh")},
        {tr("Memory"), tr("Memory that is resident, shared pages included")},
        {tr("Threads"), tr("Number of threads")},
        {tr("Command"), tr("Program and arguments")},
    }};
    const auto& [title, explanation] = texts.at(static_cast<std::size_t>(section));
    if (role == Qt::DisplayRole)
        return title;
    return role == Qt::ToolTipRole ? QVariant(explanation) : QVariant();
}

} // namespace vitrine::gui
