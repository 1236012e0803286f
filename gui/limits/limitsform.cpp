// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/limitsform.h"
#include "gui/views/colours.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

#include <cmath>

namespace vitrine::gui {

namespace {
constexpr std::uint64_t cpuPeriodUs = 100'000;
constexpr std::uint64_t mebibyte = 1ULL << 20;
} // namespace

BytesSpinBox::BytesSpinBox(QWidget* parent)
    : QWidget(parent)
    , m_value(new QDoubleSpinBox(this))
    , m_unit(new QComboBox(this)) {
    m_unit->addItem(tr("KiB"), 1ULL << 10);
    m_unit->addItem(tr("MiB"), 1ULL << 20);
    m_unit->addItem(tr("GiB"), 1ULL << 30);
    m_unit->setCurrentIndex(1);
    m_unit->setAccessibleName(tr("Unit"));
    m_unit->setToolTip(tr("Unit of the number"));
    m_value->setRange(0, 16'777'216);
    m_value->setDecimals(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_value, 1);
    row->addWidget(m_unit);
    setFocusProxy(m_value);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, &BytesSpinBox::bytesChanged);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &BytesSpinBox::bytesChanged);
}

std::uint64_t BytesSpinBox::bytes() const {
    return static_cast<std::uint64_t>(std::llround(m_value->value() * m_unit->currentData().toDouble()));
}

void BytesSpinBox::setBytes(std::uint64_t bytes) {
    int unit = 0;
    while (unit + 1 < m_unit->count() && bytes >= m_unit->itemData(unit + 1).toULongLong())
        ++unit;
    m_unit->setCurrentIndex(unit);
    m_value->setValue(static_cast<double>(bytes) / m_unit->itemData(unit).toDouble());
}

void BytesSpinBox::setAccessibleTexts(const QString& name) {
    m_value->setAccessibleName(name);
    m_unit->setAccessibleName(LimitsForm::tr("Unit of %1").arg(name));
}

LimitsForm::LimitsForm(QWidget* parent)
    : QWidget(parent)
    , m_cpu(new QDoubleSpinBox(this))
    , m_memory(new BytesSpinBox(this))
    , m_memoryHigh(new BytesSpinBox(this))
    , m_swap(new BytesSpinBox(this))
    , m_pids(new QSpinBox(this))
    , m_unavailable(new QLabel(this)) {
    setObjectName(QStringLiteral("limitsForm"));
    m_cpu->setRange(0, 1024);
    m_cpu->setDecimals(2);
    m_cpu->setSingleStep(0.25);
    m_cpu->setSuffix(tr(" CPUs"));
    m_cpu->setValue(1);
    m_memory->setBytes(256 * mebibyte);
    m_memoryHigh->setBytes(192 * mebibyte);
    m_swap->setBytes(0);
    m_pids->setRange(0, 4'194'304);
    m_pids->setValue(512);
    m_unavailable->setObjectName(QStringLiteral("limitsUnavailable"));
    m_unavailable->setWordWrap(true);
    m_unavailable->hide();
    auto* grid = new QGridLayout(this);
    grid->addWidget(m_unavailable, 0, 0, 1, 3);
    m_cpuOn = addRow(grid, "cpuMax", tr("&CPU"), m_cpu,
                     tr("More is not forbidden but delayed: it waits for its next turn."));
    m_memoryOn = addRow(grid, "memoryMax", tr("&Memory"), m_memory,
                        tr("Above this the kernel ends one of its processes."));
    m_memoryHighOn = addRow(grid, "memoryHigh", tr("Slow down a&bove"), m_memoryHigh,
                            tr("Above this it is slowed down and its caches are taken back."));
    m_swapOn = addRow(grid, "swapMax", tr("&Swap"), m_swap, tr("0 keeps its memory out of the swap."));
    m_pidsOn = addRow(grid, "pidsMax", tr("&Processes"), m_pids,
                      tr("Processes and threads together; stops a program that multiplies without end."));
    grid->setColumnStretch(2, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    connect(m_cpu, &QDoubleSpinBox::valueChanged, this, &LimitsForm::changed);
    connect(m_pids, &QSpinBox::valueChanged, this, &LimitsForm::changed);
    for (BytesSpinBox* box : {m_memory, m_memoryHigh, m_swap})
        connect(box, &BytesSpinBox::bytesChanged, this, &LimitsForm::changed);
}

QCheckBox* LimitsForm::addRow(QGridLayout* grid, const char* field, const QString& title, QWidget* editor,
                              const QString& sentence) {
    const int row = grid->rowCount();
    auto* on = new QCheckBox(title, this);
    on->setObjectName(QStringLiteral("limit_%1").arg(QLatin1String(field)));
    on->setToolTip(tr("Unchecked: no limit"));
    editor->setObjectName(QStringLiteral("value_%1").arg(QLatin1String(field)));
    QString name = title;
    name.remove(QLatin1Char('&'));
    if (auto* bytes = qobject_cast<BytesSpinBox*>(editor))
        bytes->setAccessibleTexts(name);
    else
        editor->setAccessibleName(name);
    auto* none = new QLabel(tr("no limit"), this);
    auto* text = new QLabel(sentence, this);
    text->setWordWrap(true);
    auto* problem = new QLabel(this);
    problem->setObjectName(QStringLiteral("problem_%1").arg(QLatin1String(field)));
    problem->setWordWrap(true);
    problem->hide();
    m_problems.insert(QLatin1String(field), problem);
    grid->addWidget(on, row, 0);
    grid->addWidget(editor, row, 1);
    grid->addWidget(none, row, 1);
    grid->addWidget(text, row, 2);
    grid->addWidget(problem, row + 1, 1, 1, 2);
    editor->hide();
    connect(on, &QCheckBox::toggled, this, [this, editor, none](bool checked) {
        editor->setVisible(checked);
        none->setVisible(!checked);
        emit changed();
    });
    return on;
}

ResourceLimits LimitsForm::limits() const {
    ResourceLimits limits;
    limits.cpuWeight = m_weight;
    if (m_cpuOn->isChecked())
        limits.cpuMax = CpuMax{.quotaUs = static_cast<std::uint64_t>(
                                   std::llround(m_cpu->value() * static_cast<double>(cpuPeriodUs))),
                               .periodUs = cpuPeriodUs};
    if (m_memoryOn->isChecked())
        limits.memoryMax = m_memory->bytes();
    if (m_memoryHighOn->isChecked())
        limits.memoryHigh = m_memoryHigh->bytes();
    if (m_swapOn->isChecked())
        limits.swapMax = m_swap->bytes();
    if (m_pidsOn->isChecked())
        limits.pidsMax = static_cast<std::uint64_t>(m_pids->value());
    return limits;
}

void LimitsForm::setLimits(const ResourceLimits& limits) {
    m_weight = limits.cpuWeight;
    m_cpuOn->setChecked(limits.cpuMax.has_value());
    if (limits.cpuMax)
        m_cpu->setValue(static_cast<double>(limits.cpuMax->quotaUs) /
                        static_cast<double>(limits.cpuMax->periodUs));
    const auto set = [](QCheckBox* on, BytesSpinBox* box, const std::optional<std::uint64_t>& value) {
        on->setChecked(value.has_value());
        if (value)
            box->setBytes(*value);
    };
    set(m_memoryOn, m_memory, limits.memoryMax);
    set(m_memoryHighOn, m_memoryHigh, limits.memoryHigh);
    set(m_swapOn, m_swap, limits.swapMax);
    m_pidsOn->setChecked(limits.pidsMax.has_value());
    if (limits.pidsMax)
        m_pids->setValue(static_cast<int>(std::min<std::uint64_t>(*limits.pidsMax, 4'194'304)));
}

void LimitsForm::setUnavailable(const QString& reason) {
    m_unavailable->setText(tr("Not available: %1").arg(reason));
    m_unavailable->setVisible(!reason.isEmpty());
    for (QCheckBox* on : {m_cpuOn, m_memoryOn, m_memoryHighOn, m_swapOn, m_pidsOn}) {
        if (!reason.isEmpty())
            on->setChecked(false);
        on->setEnabled(reason.isEmpty());
        on->setToolTip(reason.isEmpty() ? tr("Unchecked: no limit") : reason);
    }
}

void LimitsForm::showProblem(const QString& field, const QString& message) {
    for (auto it = m_problems.cbegin(); it != m_problems.cend(); ++it) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
        it.value()->setPalette(colours);
        it.value()->setText(QStringLiteral("⚠ %1").arg(message));
        it.value()->setVisible(it.key() == field);
    }
}

} // namespace vitrine::gui
