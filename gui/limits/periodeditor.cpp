// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/periodeditor.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <cmath>
#include <utility>

namespace vitrine::gui {

using namespace std::chrono_literals;

namespace {

constexpr double usPerMs = 1000;
constexpr std::uint64_t defaultPeriodUs = 100'000;

} // namespace

PeriodEditor::PeriodEditor(QWidget* parent)
    : QWidget(parent)
    , m_more(new QToolButton(this))
    , m_row(new QWidget(this))
    , m_spin(new QDoubleSpinBox(m_row)) {
    setObjectName(QStringLiteral("limit-cpuPeriod"));
    m_more->setObjectName(QStringLiteral("limit-cpuPeriod-more"));
    m_more->setText(tr("Period of the CPU time"));
    m_more->setToolTip(tr("The period that CPU time is counted in"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    makeRow();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_row);
    m_row->hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(400ms);
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_row->setVisible(open);
    });
    connect(&m_delay, &QTimer::timeout, this, &PeriodEditor::commit);
    connect(m_spin, &QDoubleSpinBox::valueChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(m_spin, &QDoubleSpinBox::editingFinished, this, &PeriodEditor::commit);
    setPeriod(std::nullopt);
}

void PeriodEditor::makeRow() {
    m_spin->setObjectName(QStringLiteral("limit-cpuPeriod-spin"));
    m_spin->setAccessibleName(tr("Period of the CPU limit"));
    m_spin->setRange(1, 1000);
    m_spin->setDecimals(1);
    m_spin->setSuffix(tr(" ms"));
    m_spin->setKeyboardTracking(false);
    m_spin->setAlignment(Qt::AlignRight);
    auto* title = new QLabel(tr("Period"), m_row);
    title->setBuddy(m_spin);
    auto* text = new QLabel(tr("The time is counted in periods of this length: a shorter one makes it wait "
                               "shorter and more often."),
                            m_row);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    auto* line = new QHBoxLayout(m_row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(title);
    line->addWidget(m_spin);
    line->addWidget(text, 1);
}

void PeriodEditor::setPeriod(std::optional<std::uint64_t> periodUs) {
    m_delay.stop();
    const QSignalBlocker blocker(m_spin);
    m_shown = periodUs.value_or(defaultPeriodUs);
    m_spin->setValue(static_cast<double>(m_shown) / usPerMs);
    m_row->setEnabled(periodUs.has_value());
    m_row->setToolTip(periodUs ? QString() : tr("Without a limit there is no period."));
}

void PeriodEditor::commit() {
    m_delay.stop();
    const auto wanted = static_cast<std::uint64_t>(std::llround(m_spin->value() * usPerMs));
    if (std::exchange(m_shown, wanted) != wanted)
        emit periodWanted(wanted);
}

} // namespace vitrine::gui
