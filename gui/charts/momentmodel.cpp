// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/momentmodel.h"

#include "gui/models/format.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

MomentModel::MomentModel(QObject* parent)
    : QAbstractTableModel(parent) {
}

void MomentModel::clear() {
    beginResetModel();
    m_moments.clear();
    endResetModel();
}

void MomentModel::setMoments(std::vector<Moment> moments, std::int64_t nowNs) {
    const bool continues = !m_moments.empty() && !moments.empty() &&
                           moments.front().timeNs >= m_moments.front().timeNs &&
                           moments.front().timeNs <= m_moments.back().timeNs;
    if (!continues) {
        beginResetModel();
        // Once: a row must not say another time because the clock was set.
        m_epochOffsetNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000 - nowNs;
        m_moments = std::move(moments);
        endResetModel();
        return;
    }
    const auto isOlder = [](const Moment& moment, std::int64_t timeNs) { return moment.timeNs < timeNs; };
    const auto dropped = static_cast<int>(
        std::ranges::lower_bound(m_moments, moments.front().timeNs, {}, &Moment::timeNs) - m_moments.begin());
    if (dropped > 0) {
        const int rows = rowCount();
        beginRemoveRows({}, rows - dropped, rows - 1);
        m_moments.erase(m_moments.begin(), m_moments.begin() + dropped);
        endRemoveRows();
    }
    const auto fresh = std::lower_bound(moments.begin(), moments.end(), m_moments.back().timeNs + 1, isOlder);
    const auto added = static_cast<int>(moments.end() - fresh);
    if (added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_moments.insert(m_moments.end(), fresh, moments.end());
        endInsertRows();
    }
}

int MomentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_moments.size());
}

int MomentModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString MomentModel::text(const Moment& moment, int column) const {
    const auto percent = [](const std::optional<double>& value, double scale) {
        return value ? formatPercent(*value * scale) : QString();
    };
    const auto bytes = [](const std::optional<double>& value) {
        return value ? formatBytes(static_cast<std::uint64_t>(*value)) : QString();
    };
    switch (column) {
    case Time:
        return QDateTime::fromMSecsSinceEpoch((moment.timeNs + m_epochOffsetNs) / 1'000'000)
            .toString(QStringLiteral("HH:mm:ss"));
    case Cpu:
        return percent(moment.cpuPercent, 1);
    case Throttled:
        return percent(moment.throttledShare, 100);
    case Memory:
        return bytes(moment.memoryBytes);
    case Swap:
        return bytes(moment.swapBytes);
    case Pids:
        return moment.pids ? QString::number(static_cast<qint64>(std::llround(*moment.pids))) : QString();
    case OomKills:
        return moment.oomKills > 0 ? QString::number(moment.oomKills) : QString();
    default:
        return {};
    }
}

QVariant MomentModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Moment& moment = m_moments.at(m_moments.size() - 1 - static_cast<std::size_t>(index.row()));
    if (role == Qt::DisplayRole)
        return text(moment, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Time)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant MomentModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Cpu:
        return tr("CPU");
    case Throttled:
        return tr("Throttled");
    case Memory:
        return tr("Memory");
    case Swap:
        return tr("Swap");
    case Pids:
        return tr("Processes");
    case OomKills:
        return tr("OOM kills");
    default:
        return {};
    }
}

} // namespace vitrine::gui
