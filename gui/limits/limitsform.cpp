// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitsform.h"

#include "gui/limits/limitrows.h"
#include "gui/limits/limitwords.h"
#include "gui/models/helperspec.h"
#include "gui/views/announce.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

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

/// What the presets say.
constexpr std::array presetKinds{LimitKind::Cpu, LimitKind::MemoryMax, LimitKind::Pids};

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
    column->addWidget(makeReplaced());
    for (const LimitKind kind : allLimitKinds) {
        LimitRow* row = makeLimitRow(kind, RowPlace::Form, helper, this);
        m_rows.at(static_cast<std::size_t>(kind)) = row;
        const bool isOffered = gui::isOffered(kind, helper);
        row->setVisible(isOffered);
        if (isOffered && kind != allLimitKinds.front())
            column->addWidget(makeRowSeparator(this));
        column->addWidget(row);
        connect(row, &LimitRow::edited, this, [this, kind] { onEdited(kind); });
    }
    column->addStretch(1);
}

QWidget* LimitsForm::makePresets() {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("&Fill in"), line);
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

QWidget* LimitsForm::makeReplaced() {
    m_replaced = new QWidget(this);
    auto* row = new QHBoxLayout(m_replaced);
    row->setContentsMargins(0, 0, 0, 0);
    m_replacedText = new QLabel(m_replaced);
    m_replacedText->setObjectName(QStringLiteral("limitsReplaced"));
    m_replacedText->setTextFormat(Qt::PlainText);
    m_replacedText->setWordWrap(true);
    auto* back = new QPushButton(tr("Put it back"), m_replaced);
    back->setObjectName(QStringLiteral("limitsPutBack"));
    back->setToolTip(tr("Sets these limits as they were before"));
    back->setAutoDefault(false);
    row->addWidget(m_replacedText, 1);
    row->addWidget(back, 0, Qt::AlignTop);
    m_replaced->hide();
    connect(back, &QPushButton::clicked, this, &LimitsForm::putBack);
    return m_replaced;
}

void LimitsForm::usePreset(int index) {
    if (index <= 0)
        return;
    const Preset& preset = presets.at(static_cast<std::size_t>(index) - 1);
    ContainerSpec spec;
    apply(spec);
    if (!m_isPreset) // else these are another preset's
        m_before = spec.limits;
    const auto isOffered = [this](LimitKind kind) {
        return !m_rows.at(static_cast<std::size_t>(kind))->isHidden();
    };
    if (isOffered(LimitKind::Cpu))
        spec.limits.cpuMax = preset.cpu;
    if (isOffered(LimitKind::MemoryMax))
        spec.limits.memoryMax = preset.memory;
    if (isOffered(LimitKind::Pids))
        spec.limits.pidsMax = preset.processes;
    fillIn(spec.limits, presetKinds);
    m_presets->setCurrentIndex(index);
    m_isPreset = true;
    showReplaced();
    emit changed();
}

void LimitsForm::showReplaced() {
    ContainerSpec now;
    apply(now);
    QStringList words;
    for (const LimitKind kind : presetKinds)
        if (!isSame(kind, *m_before, ResourceLimits()) && !isSame(kind, *m_before, now.limits))
            words << QStringLiteral("%1: %2").arg(titleOf(kind), describe(kind, *m_before, {}));
    m_replaced->setVisible(!words.isEmpty());
    if (words.isEmpty())
        return;
    m_replacedText->setText(tr("What was set before: %1.").arg(words.join(QStringLiteral(", "))));
    announce(m_replacedText, m_replacedText->text());
}

void LimitsForm::putBack() {
    if (!m_before)
        return;
    ContainerSpec spec;
    apply(spec);
    spec.limits.cpuMax = m_before->cpuMax;
    spec.limits.memoryMax = m_before->memoryMax;
    spec.limits.pidsMax = m_before->pidsMax;
    const bool hadKeyboard = m_replaced->isAncestorOf(focusWidget());
    forgetPreset();
    fillIn(spec.limits, presetKinds);
    if (hadKeyboard)
        m_presets->setFocus();
    emit changed();
}

/// What is put back would undo what is being typed: then it is too late.
void LimitsForm::onEdited(LimitKind kind) {
    m_presets->setCurrentIndex(0);
    if (std::ranges::contains(presetKinds, kind))
        forgetPreset();
    emit changed();
}

void LimitsForm::forgetPreset() {
    m_presets->setCurrentIndex(0);
    m_isPreset = false;
    m_before.reset();
    m_replaced->hide();
}

void LimitsForm::fillIn(const ResourceLimits& limits, std::span<const LimitKind> kinds) {
    for (const LimitKind kind : kinds)
        m_rows.at(static_cast<std::size_t>(kind))->restoreLimits(limits);
}

void LimitsForm::setSpec(const ContainerSpec& spec) {
    forgetPreset();
    fillIn(spec.limits, allLimitKinds);
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
