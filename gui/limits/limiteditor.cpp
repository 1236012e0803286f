// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limiteditor.h"

#include "gui/limits/bytespinbox.h"
#include "gui/limits/limitslider.h"
#include "gui/limits/limitwords.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>

#include <chrono>
#include <cmath>

namespace vitrine::gui {

using namespace std::chrono_literals;

namespace {

/// A step by keyboard or wheel is seldom the last one.
constexpr auto stepDelay = 400ms;

QDoubleSpinBox* makeSpinBox(LimitKind kind, QWidget* parent) {
    if (unitOf(kind) == LimitUnit::Bytes)
        return new ByteSpinBox(parent);
    auto* box = new QDoubleSpinBox(parent);
    box->setKeyboardTracking(false);
    box->setDecimals(kind == LimitKind::Cpu ? 1 : 0);
    box->setGroupSeparatorShown(kind != LimitKind::Cpu);
    if (kind == LimitKind::Cpu) {
        box->setSuffix(LimitEditor::tr(" %"));
        box->setSingleStep(5);
    }
    return box;
}

} // namespace

LimitEditor::LimitEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent)
    : LimitRow(kind, place, parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_spin(makeSpinBox(kind, this))
    , m_unlimited(new QCheckBox(unlimitedOf(kind), this)) {
    makeField();
    name();
    connectField();
    LimitEditor::setHelper(helper);
    show(std::nullopt);
}

void LimitEditor::makeField() {
    title()->setBuddy(m_spin);
    m_slider->setRange(0, sliderSteps);
    m_slider->setPageStep(sliderSteps / 20);
    m_slider->setSingleStep(sliderSteps / 100);
    m_slider->setMinimumWidth(120);
    m_slider->setVisible(place() == RowPlace::Page);
    m_spin->setAlignment(Qt::AlignRight);
    m_spin->setMinimumWidth(m_spin->fontMetrics().horizontalAdvance(QStringLiteral("4,194,304 MiB")) + 40);
    grid()->addWidget(m_slider, 0, 1);
    grid()->addWidget(m_spin, 0, 2);
    grid()->addWidget(m_unlimited, 0, 3);
}

// For screen readers and for those who look for a widget.
void LimitEditor::name() {
    m_slider->setObjectName(nameOf("slider"));
    m_spin->setObjectName(nameOf("spin"));
    m_unlimited->setObjectName(nameOf("none"));
    m_slider->setAccessibleName(tr("%1, slider").arg(titleOf(kind())));
    m_spin->setAccessibleName(titleOf(kind()));
    m_spin->setAccessibleDescription(explanationOf(kind()));
    m_unlimited->setAccessibleName(QStringLiteral("%1: %2").arg(titleOf(kind()), unlimitedOf(kind())));
}

void LimitEditor::connectField() {
    m_delay.setSingleShot(true);
    m_delay.setInterval(stepDelay);
    connect(&m_delay, &QTimer::timeout, this, &LimitEditor::commit);
    connect(m_slider, &QSlider::valueChanged, this, &LimitEditor::onSliderMoved);
    connect(m_slider, &QSlider::sliderReleased, this, &LimitEditor::commit);
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, &LimitEditor::onSpinChanged);
    connect(m_spin, &QDoubleSpinBox::editingFinished, this, &LimitEditor::commit);
    connect(m_unlimited, &QCheckBox::toggled, this, &LimitEditor::onUnlimited);
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, &LimitRow::edited);
    connect(m_unlimited, &QCheckBox::toggled, this, &LimitRow::edited);
}

std::uint64_t LimitEditor::number() const {
    const double scale = kind() == LimitKind::Cpu ? 10 : 1;
    return static_cast<std::uint64_t>(std::llround(m_spin->value() * scale));
}

void LimitEditor::setNumber(std::uint64_t value) {
    const double scale = kind() == LimitKind::Cpu ? 10 : 1;
    m_spin->setValue(static_cast<double>(value) / scale);
}

std::optional<std::uint64_t> LimitEditor::value() const {
    return m_unlimited->isChecked() ? std::nullopt : std::optional(number());
}

void LimitEditor::showLimits(const ResourceLimits& limits) {
    const auto value = valueOf(kind(), limits);
    if (m_slider->isSliderDown() || m_delay.isActive() || (m_spin->hasFocus() && value == m_shown))
        return;
    restoreLimits(limits);
}

void LimitEditor::restoreLimits(const ResourceLimits& limits) {
    m_delay.stop();
    m_period = limits.cpuMax ? limits.cpuMax->periodUs : 0;
    show(valueOf(kind(), limits));
}

void LimitEditor::apply(ResourceLimits& limits) const {
    if (kind() == LimitKind::Cpu && m_period != 0)
        limits.cpuMax = CpuMax{.quotaUs = 0, .periodUs = m_period};
    gui::setValue(kind(), limits, isAvailable() ? value() : std::nullopt);
}

void LimitEditor::show(std::optional<std::uint64_t> value) {
    const QSignalBlocker blockSlider(m_slider);
    const QSignalBlocker blockSpin(m_spin);
    const QSignalBlocker blockUnlimited(m_unlimited);
    m_shown = value;
    m_unlimited->setChecked(!value);
    const std::uint64_t number = value.value_or(m_range.suggestion);
    // A limit set elsewhere may be above what this editor would offer.
    const double scale = kind() == LimitKind::Cpu ? 10 : 1;
    m_spin->setMaximum(std::max(m_spin->maximum(), static_cast<double>(number) / scale));
    setNumber(number);
    m_slider->setValue(positionOf(value));
    updateEnabled();
}

int LimitEditor::positionOf(std::optional<std::uint64_t> value) const {
    if (!value && unitOf(kind()) != LimitUnit::Weight)
        return sliderSteps;
    return sliderPosition(kind(), m_range, value.value_or(m_range.suggestion));
}

void LimitEditor::setHelper(const HelperInfo& helper) {
    m_range = rangeOf(kind(), helper);
    const QSignalBlocker blockSpin(m_spin);
    const double scale = kind() == LimitKind::Cpu ? 10 : 1;
    m_spin->setRange(static_cast<double>(m_range.least) / scale,
                     std::max(static_cast<double>(m_range.most) / scale, m_spin->value()));
    LimitRow::setHelper(helper);
}

void LimitEditor::onSliderMoved(int position) {
    const QSignalBlocker blockSpin(m_spin);
    const QSignalBlocker blockUnlimited(m_unlimited);
    setNumber(sliderValue(kind(), m_range, position));
    m_unlimited->setChecked(false);
    updateEnabled();
    if (!m_slider->isSliderDown())
        m_delay.start();
}

void LimitEditor::onSpinChanged(double /*number*/) {
    const QSignalBlocker blockSlider(m_slider);
    m_slider->setValue(sliderPosition(kind(), m_range, number()));
    m_delay.start();
}

void LimitEditor::onUnlimited() {
    const QSignalBlocker blockSlider(m_slider);
    m_slider->setValue(positionOf(value()));
    updateEnabled();
    commit();
}

void LimitEditor::commit() {
    m_delay.stop();
    const auto wanted = value();
    if (wanted == m_shown)
        return;
    m_shown = wanted;
    setError({});
    emit valueWanted(kind(), wanted);
}

void LimitEditor::updateEnabled() {
    m_unlimited->setEnabled(isAvailable());
    m_slider->setEnabled(isAvailable()); // moving it is asking for a limit
    m_spin->setEnabled(isAvailable() && !m_unlimited->isChecked());
}

} // namespace vitrine::gui
