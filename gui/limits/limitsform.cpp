// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitsform.h"

#include "gui/limits/limitrows.h"
#include "gui/limits/limitwords.h"
#include "gui/models/helperspec.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr std::uint64_t period = 100'000; // µs

struct Preset {
    const char* name;
    std::optional<CpuMax> cpu;
    std::optional<std::uint64_t> memory;
    std::optional<std::uint64_t> processes;
};

const std::array presets{
    Preset{QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "Small: 256 MiB, half a CPU, 128 processes"),
           CpuMax{period / 2, period}, 256 * mebibyte, 128},
    Preset{QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "Medium: 1 GiB, one CPU, 1024 processes"),
           CpuMax{period, period}, 1024 * mebibyte, 1024},
    Preset{QT_TRANSLATE_NOOP("vitrine::gui::LimitsForm", "The whole machine: no limit but 4096 processes"),
           std::nullopt, std::nullopt, 4096},
};

} // namespace

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
    column->addWidget(makePresets());
    for (const LimitKind kind : allLimitKinds) {
        LimitRow* row = makeLimitRow(kind, RowPlace::Form, helper, this);
        m_rows.at(static_cast<std::size_t>(kind)) = row;
        const bool isOffered = gui::isOffered(kind, helper);
        row->setVisible(isOffered);
        if (isOffered && kind != allLimitKinds.front())
            column->addWidget(makeRowSeparator(this));
        column->addWidget(row);
        connect(row, &LimitRow::edited, this, [this] {
            m_presets->setCurrentIndex(0);
            emit changed();
        });
    }
    column->addStretch(1);
}

QWidget* LimitsForm::makePresets() {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Fill in:"), line);
    m_presets = new QComboBox(line);
    m_presets->setObjectName(QStringLiteral("limitPresets"));
    m_presets->setAccessibleName(tr("Fill in the limits"));
    m_presets->addItem(tr("As set below"));
    for (const Preset& preset : presets)
        m_presets->addItem(tr(preset.name));
    label->setBuddy(m_presets);
    row->addWidget(label);
    row->addWidget(m_presets, 1);
    connect(m_presets, &QComboBox::activated, this, &LimitsForm::usePreset);
    return line;
}

void LimitsForm::usePreset(int index) {
    if (index <= 0)
        return;
    const Preset& preset = presets.at(static_cast<std::size_t>(index) - 1);
    ContainerSpec spec;
    apply(spec);
    const auto isOffered = [this](LimitKind kind) {
        return !m_rows.at(static_cast<std::size_t>(kind))->isHidden();
    };
    if (isOffered(LimitKind::Cpu))
        spec.limits.cpuMax = preset.cpu;
    if (isOffered(LimitKind::MemoryMax))
        spec.limits.memoryMax = preset.memory;
    if (isOffered(LimitKind::Pids))
        spec.limits.pidsMax = preset.processes;
    for (LimitRow* row : m_rows)
        row->restoreLimits(spec.limits);
    m_presets->setCurrentIndex(index);
    emit changed();
}

void LimitsForm::setSpec(const ContainerSpec& spec) {
    m_presets->setCurrentIndex(0);
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
