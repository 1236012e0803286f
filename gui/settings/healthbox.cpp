// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/healthbox.h"
#include "gui/settings/commandtext.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace vitrine::gui {

HealthBox::HealthBox(QWidget* parent)
    : QGroupBox(tr("Ask a command whether it does its work"), parent)
    , m_command(new QLineEdit(this))
    , m_action(new QComboBox(this)) {
    setObjectName(QStringLiteral("health"));
    setCheckable(true);
    auto* form = new QFormLayout(this);
    m_command->setObjectName(QStringLiteral("healthCommand"));
    m_command->setPlaceholderText(QStringLiteral("curl --fail http://localhost/"));
    m_command->setToolTip(
        tr("Run inside, with the rights of the container's command. Exit code 0 means: it does. No shell "
           "reads it."));
    form->addRow(tr("Co&mmand"), m_command);
    m_interval = addNumber(form, "healthInterval", tr("every"), 1, maximumHealthInterval);
    m_timeout = addNumber(form, "healthTimeout", tr("and for at most"), 1, maximumHealthTimeout);
    m_startPeriod =
        addNumber(form, "healthStartPeriod", tr("failures count after"), 0, maximumHealthInterval);
    m_retries =
        addNumber(form, "healthRetries", tr("unhealthy after failures in a row"), 1, maximumHealthRetries);
    m_retries->setSuffix({});
    m_action->setObjectName(QStringLiteral("healthAction"));
    m_action->setAccessibleName(tr("If it is unhealthy"));
    m_action->addItem(tr("only show it"), static_cast<int>(OnUnhealthy::Nothing));
    m_action->addItem(tr("end it, as a failure: the rule above says whether it is started again"),
                      static_cast<int>(OnUnhealthy::Restart));
    m_action->addItem(tr("stop it"), static_cast<int>(OnUnhealthy::Stop));
    m_action->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    form->addRow(tr("and then"), m_action);
    setHealth(std::nullopt);
    connect(this, &QGroupBox::toggled, this, &HealthBox::changed);
    connect(m_command, &QLineEdit::textChanged, this, &HealthBox::changed);
    connect(m_action, &QComboBox::currentIndexChanged, this, &HealthBox::changed);
}

QSpinBox* HealthBox::addNumber(QFormLayout* form, const char* name, const QString& label, int minimum,
                               std::uint32_t maximum) {
    auto* box = new QSpinBox(this);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(label);
    box->setRange(minimum, static_cast<int>(maximum));
    box->setSuffix(tr(" s"));
    form->addRow(label, box);
    connect(box, &QSpinBox::valueChanged, this, &HealthBox::changed);
    return box;
}

void HealthBox::setHealth(const std::optional<HealthSpec>& health) {
    const QSignalBlocker quiet(this);
    const HealthSpec shown = health.value_or(HealthSpec{});
    m_given = shown.command;
    m_command->setText(commandLine(shown.command));
    m_shown = m_command->text();
    m_interval->setValue(static_cast<int>(shown.interval));
    m_timeout->setValue(static_cast<int>(shown.timeout));
    m_retries->setValue(static_cast<int>(shown.retries));
    m_startPeriod->setValue(static_cast<int>(shown.startPeriod));
    m_action->setCurrentIndex(m_action->findData(static_cast<int>(shown.onUnhealthy)));
    setChecked(health.has_value());
}

std::optional<HealthSpec> HealthBox::health() const {
    if (!isChecked())
        return std::nullopt;
    HealthSpec health;
    health.command = m_command->text() == m_shown ? m_given : commandWords(m_command->text());
    health.interval = static_cast<std::uint32_t>(m_interval->value());
    health.timeout = static_cast<std::uint32_t>(m_timeout->value());
    health.retries = static_cast<std::uint32_t>(m_retries->value());
    health.startPeriod = static_cast<std::uint32_t>(m_startPeriod->value());
    health.onUnhealthy = static_cast<OnUnhealthy>(m_action->currentData().toInt());
    return health;
}

} // namespace vitrine::gui
