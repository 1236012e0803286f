// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/healthview.h"
#include "gui/models/format.h"
#include "gui/models/healthtext.h"
#include "gui/views/colours.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>

namespace vitrine::gui {

namespace {

constexpr int shownLines = 5;

QLabel* value(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

HealthView::HealthView(QWidget* parent)
    : QGroupBox(tr("Health"), parent)
    , m_status(value("healthStatus", this))
    , m_last(value("healthLast", this))
    , m_output(new QPlainTextEdit(this)) {
    setObjectName(QStringLiteral("healthView"));
    auto* form = new QFormLayout(this);
    m_output->setObjectName(QStringLiteral("healthOutput"));
    m_output->setAccessibleName(tr("What the health command wrote"));
    m_output->setReadOnly(true);
    m_output->setTabChangesFocus(true);
    m_output->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_output->setFixedHeight(m_output->fontMetrics().lineSpacing() * shownLines + 12);
    form->addRow(tr("State"), m_status);
    form->addRow(tr("Last answer"), m_last);
    form->addRow(tr("It wrote"), m_output);
    hide();
}

void HealthView::setReport(const std::optional<HealthReport>& report) {
    setVisible(report.has_value());
    if (!report)
        return;
    QPalette colours = palette();
    if (report->status == HealthStatus::Unhealthy)
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_status->setPalette(colours);
    m_status->setText(
        report->failures == 0
            ? healthWord(report->status)
            : tr("%1, failures in a row: %2").arg(healthWord(report->status)).arg(report->failures));
    m_last->setText(
        report->last ? tr("%1, %2").arg(formatMoment(report->last->finishedUs), describeResult(*report->last))
                     : tr("none yet"));
    const QString output = report->last ? QString::fromStdString(report->last->output) : QString();
    if (m_output->toPlainText() != output) // else the place that somebody has scrolled to stays
        m_output->setPlainText(output);
}

} // namespace vitrine::gui
