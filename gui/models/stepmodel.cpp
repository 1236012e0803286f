// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/stepmodel.h"
#include "gui/models/format.h"

namespace vitrine::gui {

namespace {

bool sameSteps(const std::vector<StepRow>& a, const std::vector<StepRow>& b) {
    return std::ranges::equal(a, b, [](const StepRow& x, const StepRow& y) {
        return x.description == y.description && x.record.state == y.record.state &&
               x.record.durationNs == y.record.durationNs && x.record.error == y.record.error;
    });
}

/// Headings stand over what they head.
Qt::Alignment alignmentOf(int column) {
    const bool right = column == StepModel::Number || column == StepModel::Time;
    return (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

} // namespace

void StepModel::setPlan(const std::vector<StepDescription>& steps) {
    std::vector<StepRow> rows;
    for (const StepDescription& step : steps)
        rows.push_back({step, {}});
    setRows(Kind::Plan, std::move(rows));
}

void StepModel::setTrace(std::vector<StepRow> steps) {
    setRows(Kind::Trace, std::move(steps));
}

// Steps come all together and have an order of their own: the list is another one, or it is the same.
void StepModel::setRows(Kind kind, std::vector<StepRow> rows) {
    if (kind == m_kind && sameSteps(rows, m_rows))
        return;
    beginResetModel();
    m_kind = kind;
    m_rows = std::move(rows);
    endResetModel();
}

int StepModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int StepModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString StepModel::resultWord(const StepRecord& record) const {
    if (m_kind == Kind::Plan)
        return tr("planned");
    switch (record.state) {
    case StepState::Pending:
        return tr("not reached");
    case StepState::Running:
        return tr("running");
    case StepState::Done:
        return tr("done");
    case StepState::Failed:
        return tr("failed: %1").arg(QString::fromStdString(record.error));
    case StepState::Undone:
        return tr("undone");
    }
    return {};
}

QVariant StepModel::text(const StepRow& row, int number, int column) const {
    switch (column) {
    case Number:
        return QString::number(number);
    case Title:
        return QString::fromStdString(row.description.title);
    case SystemCall:
        return QString::fromStdString(row.description.systemCall);
    case ByHand:
        return QString::fromStdString(row.description.byHand);
    case Isolates:
        return QString::fromStdString(row.description.isolates);
    case Result:
        return resultWord(row.record);
    case Time: {
        const bool ran = row.record.state == StepState::Done || row.record.state == StepState::Failed;
        return ran ? formatDuration(row.record.durationNs) : QString();
    }
    default:
        return {};
    }
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StepRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(row, index.row() + 1, index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignmentOf(index.column()));
    if (role == StateRole && m_kind == Kind::Trace)
        return static_cast<int>(row.record.state);
    return {};
}

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignmentOf(section));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return tr("No.");
    case Title:
        return tr("Step");
    case SystemCall:
        return tr("System call");
    case ByHand:
        return tr("By hand");
    case Isolates:
        return tr("Isolates");
    case Result:
        return tr("Result");
    case Time:
        return tr("Time");
    default:
        return {};
    }
}

QString StepModel::asText() const {
    QString result;
    int number = 0;
    for (const StepRow& row : m_rows) {
        result += QStringLiteral("%1. %2\n")
                      .arg(QString::number(++number), QString::fromStdString(row.description.title));
        result += QStringLiteral("   %1\n").arg(QString::fromStdString(row.description.systemCall));
        if (!row.description.byHand.empty())
            result += QStringLiteral("   $ %1\n").arg(QString::fromStdString(row.description.byHand));
        if (m_kind == Kind::Trace)
            result +=
                QStringLiteral("   %1  %2\n").arg(resultWord(row.record), text(row, number, Time).toString());
    }
    return result;
}

} // namespace vitrine::gui
