// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitsform.h"

#include "gui/limits/limitrows.h"
#include "gui/limits/limitwords.h"
#include "gui/models/helperspec.h"

#include <QLabel>
#include <QVBoxLayout>

namespace vitrine::gui {

LimitsForm::LimitsForm(const HelperInfo& helper, QWidget* parent)
    : SpecForm(parent) {
    setObjectName(QStringLiteral("limitsForm"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    const QString reason = unavailableReason(helper, "limits");
    auto* label = new QLabel(tr("Not available: %1").arg(reason), this);
    label->setObjectName(QStringLiteral("limitsUnavailable"));
    label->setWordWrap(true);
    label->setVisible(!reason.isEmpty());
    column->addWidget(label);
    for (const LimitKind kind : allLimitKinds) {
        LimitRow* row = makeLimitRow(kind, RowPlace::Form, helper, this);
        m_rows.at(static_cast<std::size_t>(kind)) = row;
        const bool isOffered = gui::isOffered(kind, helper);
        row->setVisible(isOffered);
        if (isOffered && kind != allLimitKinds.front())
            column->addWidget(makeRowSeparator(this));
        column->addWidget(row);
        connect(row, &LimitRow::edited, this, &LimitsForm::changed);
    }
    column->addStretch(1);
}

void LimitsForm::setSpec(const ContainerSpec& spec) {
    for (LimitRow* row : m_rows)
        row->restoreLimits(spec.limits);
}

void LimitsForm::apply(ContainerSpec& spec) const {
    spec.limits = {};
    for (const LimitRow* row : m_rows)
        row->apply(spec.limits);
}

void LimitsForm::setDisks(const std::vector<Disk>& disks) {
    for (LimitRow* row : m_rows)
        row->setDisks(disks);
}

std::optional<FormProblem> LimitsForm::problem() const {
    for (const LimitRow* row : m_rows) {
        if (const QString reason = row->problem(); !reason.isEmpty())
            return FormProblem{fieldOf(row->kind()),
                               tr("%1: allowed are %2").arg(titleOf(row->kind()), reason)};
    }
    return std::nullopt;
}

void LimitsForm::showProblem(const QString& field, const QString& message) {
    for (LimitRow* row : m_rows)
        row->setError(fieldOf(row->kind()) == field ? message : QString());
}

} // namespace vitrine::gui
