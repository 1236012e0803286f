// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/values.h"

#include <QAbstractTableModel>

#include <vector>

namespace vitrine::gui {

/// The steps of a plan (nothing done yet) or of a trace, in order.
class StepModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Number, Title, SystemCall, ByHand, Isolates, Result, Time, ColumnCount };
    enum class Kind { Plan, Trace };
    static constexpr int StateRole = Qt::UserRole; ///< int of StepState; invalid in a plan

    explicit StepModel(QObject* parent = nullptr)
        : QAbstractTableModel(parent) {}

    void setPlan(const std::vector<StepDescription>& steps);
    void setTrace(std::vector<StepRow> steps);
    void clear() { setRows(Kind::Plan, {}); }

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const std::vector<StepRow>& steps() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// All steps as plain text, to be pasted into notes.
    [[nodiscard]] QString asText() const;

private:
    void setRows(Kind kind, std::vector<StepRow> rows);
    [[nodiscard]] QVariant text(const StepRow& row, int number, int column) const;
    [[nodiscard]] QString resultWord(const StepRecord& record) const;

    Kind m_kind = Kind::Plan;
    std::vector<StepRow> m_rows;
};

} // namespace vitrine::gui
