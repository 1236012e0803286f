// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/charts/moments.h"

#include <QAbstractTableModel>

namespace vitrine::gui {

/// The numbers behind the charts, newest first: for screen readers and for copying. Rows that stay keep their
/// selection.
class MomentModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Cpu, Throttled, Memory, Swap, Pids, OomKills, ColumnCount };

    explicit MomentModel(QObject* parent = nullptr);

    /// `moments`: oldest first. `nowNs` is the moment now, CLOCK_MONOTONIC.
    void setMoments(std::vector<Moment> moments, std::int64_t nowNs);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Moment& moment, int column) const;

    std::vector<Moment> m_moments;
    std::int64_t m_epochOffsetNs = 0; ///< from CLOCK_MONOTONIC to the time of day
};

} // namespace vitrine::gui
