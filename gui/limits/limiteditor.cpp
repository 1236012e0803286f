// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limiteditor.h"

#include "gui/limits/bytespinbox.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

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

void setColour(QLabel* label, const QColor& colour) {
    QPalette palette;
    palette.setColor(QPalette::WindowText, colour);
    label->setPalette(palette);
}

} // namespace

LimitEditor::LimitEditor(LimitKind kind, const HelperInfo& helper, QWidget* parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_layout(new QGridLayout(this))
    , m_title(new QLabel(titleOf(kind), this))
    , m_explanation(new QLabel(explanationOf(kind), this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_spin(makeSpinBox(kind, this))
    , m_unlimited(new QCheckBox(tr("No limit"), this))
    , m_readback(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_error(new QLabel(this)) {
    setFrameShape(QFrame::NoFrame);
    makeField();
    makeReadback();
    name();
    connectField();
    setHelper(helper);
    show(std::nullopt);
}

void LimitEditor::makeField() {
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setBuddy(m_spin);
    m_explanation->setWordWrap(true);
    setColour(m_explanation, quietColour(palette()));
    m_slider->setRange(0, sliderSteps);
    m_slider->setPageStep(sliderSteps / 20);
    m_slider->setSingleStep(sliderSteps / 100);
    m_slider->setMinimumWidth(120);
    m_spin->setAlignment(Qt::AlignRight);
    m_spin->setMinimumWidth(m_spin->fontMetrics().horizontalAdvance(QStringLiteral("4,194,304 MiB")) + 40);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(3);
    m_layout->setHorizontalSpacing(12);
    m_layout->addWidget(m_title, 0, 0);
    m_layout->addWidget(m_slider, 0, 1);
    m_layout->addWidget(m_spin, 0, 2);
    m_layout->addWidget(m_unlimited, 0, 3);
    m_layout->addWidget(m_explanation, 1, 0, 1, 4);
    m_layout->setColumnMinimumWidth(0, 170);
    m_layout->setColumnStretch(1, 1);
}

void LimitEditor::makeReadback() {
    m_readback->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_readback->setTextFormat(Qt::RichText);
    m_readback->setWordWrap(true);
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_copy->setToolTip(tr("Copy the path of the kernel's file"));
    m_copy->setAutoRaise(true);
    if (m_copy->icon().isNull())
        m_copy->setText(tr("Copy path"));
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setColour(m_error, dangerColour(palette()));
    m_error->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_readback, 1);
    line->addWidget(m_copy, 0, Qt::AlignTop);
    m_layout->addLayout(line, 2, 0, 1, 4);
    m_layout->addWidget(m_error, 3, 0, 1, 4);
}

// For screen readers and for those who look for a widget.
void LimitEditor::name() {
    const QString field = fieldOf(m_kind);
    setObjectName(QStringLiteral("limit-%1").arg(field));
    m_slider->setObjectName(QStringLiteral("limit-%1-slider").arg(field));
    m_spin->setObjectName(QStringLiteral("limit-%1-spin").arg(field));
    m_unlimited->setObjectName(QStringLiteral("limit-%1-none").arg(field));
    m_readback->setObjectName(QStringLiteral("limit-%1-readback").arg(field));
    m_error->setObjectName(QStringLiteral("limit-%1-error").arg(field));
    m_copy->setObjectName(QStringLiteral("limit-%1-copy").arg(field));
    m_slider->setAccessibleName(tr("%1, slider").arg(titleOf(m_kind)));
    m_spin->setAccessibleName(titleOf(m_kind));
    m_spin->setAccessibleDescription(explanationOf(m_kind));
    m_unlimited->setAccessibleName(tr("%1: no limit").arg(titleOf(m_kind)));
    m_copy->setAccessibleName(tr("%1: copy the path of the kernel's file").arg(titleOf(m_kind)));
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
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_file); });
}

std::uint64_t LimitEditor::number() const {
    const double scale = m_kind == LimitKind::Cpu ? 10 : 1;
    return static_cast<std::uint64_t>(std::llround(m_spin->value() * scale));
}

void LimitEditor::setNumber(std::uint64_t value) {
    const double scale = m_kind == LimitKind::Cpu ? 10 : 1;
    m_spin->setValue(static_cast<double>(value) / scale);
}

std::optional<std::uint64_t> LimitEditor::value() const {
    return m_unlimited->isChecked() ? std::nullopt : std::optional(number());
}

void LimitEditor::setValue(std::optional<std::uint64_t> value) {
    if (m_slider->isSliderDown() || m_delay.isActive() || (m_spin->hasFocus() && value == m_shown))
        return;
    show(value);
}

void LimitEditor::restore(std::optional<std::uint64_t> value) {
    m_delay.stop();
    show(value);
}

void LimitEditor::show(std::optional<std::uint64_t> value) {
    const QSignalBlocker blockSlider(m_slider);
    const QSignalBlocker blockSpin(m_spin);
    const QSignalBlocker blockUnlimited(m_unlimited);
    m_shown = value;
    m_unlimited->setChecked(!value);
    const std::uint64_t number = value.value_or(m_range.suggestion);
    // A limit set elsewhere may be above what this editor would offer.
    const double scale = m_kind == LimitKind::Cpu ? 10 : 1;
    m_spin->setMaximum(std::max(m_spin->maximum(), static_cast<double>(number) / scale));
    setNumber(number);
    m_slider->setValue(value ? sliderPosition(m_kind, m_range, number) : sliderSteps);
    updateEnabled();
}

void LimitEditor::setHelper(const HelperInfo& helper) {
    m_range = rangeOf(m_kind, helper);
    m_unavailable = unavailableReason(m_kind, helper);
    const QSignalBlocker blockSpin(m_spin);
    const double scale = m_kind == LimitKind::Cpu ? 10 : 1;
    m_spin->setRange(static_cast<double>(m_range.least) / scale,
                     std::max(static_cast<double>(m_range.most) / scale, m_spin->value()));
    updateEnabled();
    updateReadback();
}

void LimitEditor::onSliderMoved(int position) {
    const QSignalBlocker blockSpin(m_spin);
    setNumber(sliderValue(m_kind, m_range, position));
    if (!m_slider->isSliderDown())
        m_delay.start();
}

void LimitEditor::onSpinChanged(double /*number*/) {
    const QSignalBlocker blockSlider(m_slider);
    m_slider->setValue(sliderPosition(m_kind, m_range, number()));
    m_delay.start();
}

void LimitEditor::onUnlimited(bool unlimited) {
    const QSignalBlocker blockSlider(m_slider);
    m_slider->setValue(unlimited ? sliderSteps : sliderPosition(m_kind, m_range, number()));
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
    emit valueWanted(m_kind, wanted);
}

void LimitEditor::updateEnabled() {
    const bool available = m_unavailable.isEmpty();
    const bool limited = available && !m_unlimited->isChecked();
    m_unlimited->setEnabled(available);
    m_slider->setEnabled(limited);
    m_spin->setEnabled(limited);
}

void LimitEditor::setReadback(const QString& asked, const QString& file, const QString& kernel) {
    m_asked = asked;
    m_file = file;
    m_kernel = kernel;
    updateReadback();
}

void LimitEditor::setPending(Pending pending) {
    m_isPending = pending == Pending::Yes;
    updateReadback();
}

void LimitEditor::updateReadback() {
    QStringList parts;
    if (!m_unavailable.isEmpty()) {
        parts << tr("Not available: %1").arg(m_unavailable.toHtmlEscaped());
    } else {
        parts << tr("Asked: <b>%1</b>").arg(m_asked.toHtmlEscaped());
        if (m_isPending)
            parts << tr("being set …");
        else if (m_file.isEmpty())
            parts << tr("the kernel's file exists while the container runs");
        else
            parts << tr("<tt>%1</tt> says <tt><b>%2</b></tt>")
                         .arg(QFileInfo(m_file).fileName().toHtmlEscaped(),
                              kernelWords(m_kind, m_kernel).toHtmlEscaped());
    }
    m_readback->setText(parts.join(QStringLiteral(" &nbsp;·&nbsp; ")));
    m_readback->setToolTip(m_file.isEmpty() ? QString() : QStringLiteral("%1: %2").arg(m_file, m_kernel));
    m_copy->setVisible(!m_file.isEmpty());
}

void LimitEditor::setError(const QString& message) {
    m_error->setText(message.isEmpty() ? QString() : QStringLiteral("⚠ %1").arg(message));
    m_error->setVisible(!message.isEmpty());
}

QString LimitEditor::error() const {
    return m_error->text();
}

QString LimitEditor::readback() const {
    return m_readback->text();
}

void LimitEditor::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        setColour(m_explanation, quietColour(palette()));
        setColour(m_error, dangerColour(palette()));
    }
}

} // namespace vitrine::gui
