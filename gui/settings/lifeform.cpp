// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/lifeform.h"
#include "gui/settings/healthbox.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <csignal>

namespace vitrine::gui {

namespace {

constexpr int usualSignal = 0;
constexpr double msPerSecond = 1000.0;

double secondsOf(const LifeSpec& life) {
    return stopTimeoutOf(life) / msPerSecond;
}

QLabel* explanation(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

QString describeRestart(const LifeSpec& life) {
    switch (life.restart) {
    case RestartPolicy::No:
        break;
    case RestartPolicy::OnFailure:
        return life.restartMaximum == 0 ? LifeForm::tr("started again if it failed")
                                        : LifeForm::tr("started again if it failed, in a row at most: %1")
                                              .arg(life.restartMaximum);
    case RestartPolicy::Always:
        return LifeForm::tr("always started again");
    }
    return LifeForm::tr("stays stopped");
}

LifeForm::LifeForm(QWidget* parent)
    : SpecForm(parent)
    , m_signal(new QComboBox(this))
    , m_timeout(new QDoubleSpinBox(this))
    , m_restart(new QButtonGroup(this))
    , m_maximum(new QSpinBox(this))
    , m_init(new QCheckBox(tr("Put a small init program first"), this))
    , m_health(new HealthBox(this)) {
    setObjectName(QStringLiteral("lifeForm"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(makeStop());
    column->addWidget(makeRestart());
    column->addWidget(m_health);
    column->addWidget(makeFirst());
    column->addStretch(1);
    connect(m_health, &HealthBox::changed, this, &LifeForm::changed);
}

QGroupBox* LifeForm::makeStop() {
    auto* box = new QGroupBox(tr("When it is stopped"), this);
    auto* form = new QFormLayout(box);
    m_signal->setObjectName(QStringLiteral("stopSignal"));
    m_signal->setAccessibleName(tr("Stop signal"));
    m_signal->addItem(tr("the usual one (SIGTERM)"), usualSignal);
    for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH, SIGKILL})
        m_signal->addItem(QString::fromStdString(signalName(signal)), signal);
    // systemd as a container's first process stops at this one (systemd(1), SIGNALS).
    m_signal->addItem(tr("SIGRTMIN+3 (for systemd inside)"), *signalFrom("SIGRTMIN+3"));
    m_timeout->setObjectName(QStringLiteral("stopTimeout"));
    m_timeout->setAccessibleName(tr("Time to end"));
    m_timeout->setRange(0.1, maximumStopTimeoutMs / msPerSecond);
    m_timeout->setDecimals(1);
    m_timeout->setSuffix(tr(" s"));
    form->addRow(tr("Its first process gets"), m_signal);
    form->addRow(tr("and is killed after"), m_timeout);
    form->addRow(explanation(tr("Also when this computer is shut down."), box));
    connect(m_signal, &QComboBox::currentIndexChanged, this, &LifeForm::changed);
    connect(m_timeout, &QDoubleSpinBox::valueChanged, this, &LifeForm::changed);
    return box;
}

QGroupBox* LifeForm::makeRestart() {
    auto* box = new QGroupBox(tr("When it ends by itself"), this);
    auto* column = new QVBoxLayout(box);
    const auto add = [&](const char* name, RestartPolicy policy, const QString& text) {
        auto* button = new QRadioButton(text, box);
        button->setObjectName(QLatin1String(name));
        m_restart->addButton(button, static_cast<int>(policy));
        column->addWidget(button);
    };
    add("restartNo", RestartPolicy::No, tr("It stays stopped"));
    add("restartOnFailure", RestartPolicy::OnFailure, tr("Start it again if it failed"));
    m_maximum->setObjectName(QStringLiteral("restartMaximum"));
    m_maximum->setAccessibleName(tr("Restarts in a row"));
    m_maximum->setRange(0, static_cast<int>(maximumRestarts));
    m_maximum->setSpecialValueText(tr("without end"));
    auto* row = new QFormLayout;
    row->setContentsMargins(24, 0, 0, 0);
    row->addRow(tr("in a row at most"), m_maximum);
    column->addLayout(row);
    add("restartAlways", RestartPolicy::Always, tr("Always start it again"));
    column->addWidget(explanation(
        tr("After 100 ms, then each time after twice as long, up to a minute; when it has run for ten "
           "seconds, "
           "that begins anew. It failed if its exit code is not 0, or a signal ended it. What somebody stops "
           "stays stopped."),
        box));
    connect(m_restart, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        updateMaximum();
        if (checked)
            emit changed();
    });
    connect(m_maximum, &QSpinBox::valueChanged, this, &LifeForm::changed);
    m_restart->button(static_cast<int>(RestartPolicy::No))->setChecked(true);
    return box;
}

QGroupBox* LifeForm::makeFirst() {
    auto* box = new QGroupBox(tr("Its first process"), this);
    auto* column = new QVBoxLayout(box);
    m_init->setObjectName(QStringLiteral("init"));
    column->addWidget(m_init);
    column->addWidget(explanation(tr("The first process has duties: it waits for every orphan, or they stay "
                                     "as zombies, and signals that "
                                     "it does not handle do nothing to it. Servers and scripts are rarely "
                                     "made for that. The init program "
                                     "does it for them: the command is its child, gets the signals, and ends "
                                     "the container when it ends."),
                                  box));
    connect(m_init, &QCheckBox::toggled, this, &LifeForm::changed);
    return box;
}

void LifeForm::updateMaximum() {
    m_maximum->setEnabled(m_restart->checkedId() == static_cast<int>(RestartPolicy::OnFailure));
}

void LifeForm::showSignal(std::optional<int> signal) {
    const int wanted = signal.value_or(usualSignal);
    if (m_signal->findData(wanted) < 0)
        m_signal->addItem(QString::fromStdString(signalName(wanted)), wanted);
    m_signal->setCurrentIndex(m_signal->findData(wanted));
}

void LifeForm::setSpec(const ContainerSpec& spec) {
    const QSignalBlocker quiet(this);
    m_given = spec.life;
    showSignal(spec.life.stopSignal);
    m_timeout->setValue(secondsOf(spec.life));
    m_shownSeconds = m_timeout->value();
    m_restart->button(static_cast<int>(spec.life.restart))->setChecked(true);
    m_maximum->setValue(static_cast<int>(spec.life.restartMaximum));
    m_init->setChecked(spec.life.init == Init::Yes);
    m_health->setHealth(spec.life.health);
    updateMaximum();
}

void LifeForm::apply(ContainerSpec& spec) const {
    const int signal = m_signal->currentData().toInt();
    spec.life.stopSignal = signal == usualSignal ? std::nullopt : std::optional(signal);
    spec.life.stopTimeoutMs =
        qFuzzyCompare(m_timeout->value(), m_shownSeconds)
            ? m_given.stopTimeoutMs
            : std::optional(static_cast<std::uint32_t>(qRound(m_timeout->value() * 10)) * 100);
    spec.life.restart = static_cast<RestartPolicy>(m_restart->checkedId());
    spec.life.restartMaximum =
        spec.life.restart == RestartPolicy::OnFailure ? static_cast<std::uint32_t>(m_maximum->value()) : 0;
    spec.life.init = m_init->isChecked() ? Init::Yes : Init::No;
    spec.life.health = m_health->health();
}

} // namespace vitrine::gui
