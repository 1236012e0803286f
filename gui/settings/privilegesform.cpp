// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/privilegesform.h"
#include "gui/settings/capabilityview.h"
#include "gui/settings/devicelist.h"
#include "gui/settings/kernelfiles.h"
#include "gui/settings/labeledits.h"
#include "gui/settings/rlimittable.h"
#include "gui/settings/seccompchoice.h"
#include "gui/settings/switchrow.h"

#include <QGridLayout>
#include <QGroupBox>

namespace vitrine::gui {

PrivilegesForm::PrivilegesForm(ContainerService* service, QWidget* parent)
    : SpecForm(parent)
    , m_capabilities(new CapabilityView(this))
    , m_seccomp(new SeccompChoice(this))
    , m_labels(new LabelEdits(service->helper(), this))
    , m_devices(new DeviceList(service, this))
    , m_rlimits(new RlimitTable(this)) {
    setObjectName(QStringLiteral("privilegesForm"));
    m_seccomp->setKernelRelease(service->helper().kernelRelease);
    auto* column = new QVBoxLayout(this);
    column->addWidget(makeBox(tr("Capabilities: the parts of root's power"), m_capabilities));
    column->addWidget(makeBox(tr("System call filter"), m_seccomp));
    column->addWidget(makeSwitches());
    column->addWidget(makeBox(tr("Security modules"), m_labels));
    column->addWidget(makeBox(tr("Devices"), m_devices));
    column->addWidget(makeBox(tr("Limits of single processes"), m_rlimits));
    connect(m_capabilities, &CapabilityView::changed, this, &SpecForm::changed);
    connect(m_seccomp, &SeccompChoice::changed, this, &SpecForm::changed);
    connect(m_labels, &LabelEdits::changed, this, &SpecForm::changed);
    connect(m_devices, &DeviceList::changed, this, &SpecForm::changed);
    connect(m_rlimits, &RlimitTable::changed, this, &SpecForm::changed);
}

QWidget* PrivilegesForm::makeBox(const QString& title, QWidget* content) {
    auto* box = new QGroupBox(title, this);
    auto* column = new QVBoxLayout(box);
    column->addWidget(content);
    return box;
}

QWidget* PrivilegesForm::makeSwitches() {
    auto* box = new QGroupBox(tr("Protection"), this);
    auto* grid = new QGridLayout(box);
    grid->setColumnStretch(1, 1);
    const auto add = [&](const char* name, const SwitchRow::Words& words, SwitchRow::Off off) {
        auto* row = new SwitchRow(grid, QLatin1String(name), words, off, box);
        connect(row, &SwitchRow::changed, this, &SpecForm::changed);
        return row;
    };
    m_noNewPrivileges = add("noNewPrivileges",
                            {tr("No new privileges"), tr("Programs such as sudo cannot give more rights."),
                             tr("Programs such as sudo can give more rights.")},
                            SwitchRow::Off::Widens);
    m_protects =
        new SwitchRow(grid, QStringLiteral("kernelFiles"),
                      {tr("Kernel files protected"), tr("Those in the list are hidden or read-only."),
                       tr("It sees kernel files of this computer, and root inside may change some.")},
                      SwitchRow::Off::Widens, box);
    m_kernelFiles = new KernelFiles(box);
    grid->addWidget(m_kernelFiles, grid->rowCount(), 1);
    connect(m_protects, &SwitchRow::changed, this, &PrivilegesForm::protectKernelFiles);
    connect(m_kernelFiles, &KernelFiles::changed, this, [this] {
        m_protects->set(m_kernelFiles->protectsAny());
        emit changed();
    });
    m_writable =
        add("writable",
            {tr("Root can be written"), tr("Files in its root can change."), tr("Its root is read-only.")},
            SwitchRow::Off::Harmless);
    return box;
}

/// The switch takes every tick away, or sets those that are usual.
void PrivilegesForm::protectKernelFiles() {
    if (m_protects->isOn())
        m_kernelFiles->protectUsual();
    else
        m_kernelFiles->protectNone();
    emit changed();
}

void PrivilegesForm::setSpec(const ContainerSpec& spec) {
    m_capabilities->setSets(spec.process.capabilities);
    m_seccomp->setSpec(spec);
    m_devices->setSpec(spec);
    m_rlimits->setRlimits(spec.process.rlimits);
    m_noNewPrivileges->set(spec.process.noNewPrivileges == NoNewPrivileges::Yes);
    m_kernelFiles->setSpec(spec);
    m_protects->set(m_kernelFiles->protectsAny());
    m_labels->setSpec(spec);
    m_writable->set(spec.rootAccess == RootAccess::ReadWrite);
}

void PrivilegesForm::apply(ContainerSpec& spec) const {
    spec.process.capabilities = m_capabilities->sets();
    m_seccomp->apply(spec);
    m_devices->apply(spec);
    spec.process.rlimits = m_rlimits->rlimits();
    spec.process.noNewPrivileges = m_noNewPrivileges->isOn() ? NoNewPrivileges::Yes : NoNewPrivileges::No;
    spec.rootAccess = m_writable->isOn() ? RootAccess::ReadWrite : RootAccess::ReadOnly;
    m_labels->apply(spec);
    if (spec.namespaces.isNew(NamespaceKind::Mount)) // else they would be this computer's
        m_kernelFiles->apply(spec);
}

std::optional<FormProblem> PrivilegesForm::problem() const {
    if (const QString problem = m_seccomp->problem(); !problem.isEmpty())
        return FormProblem{QStringLiteral("seccomp"), problem};
    if (const QString problem = m_labels->problem(); !problem.isEmpty())
        return FormProblem{QStringLiteral("labels"), problem};
    if (const QString problem = m_rlimits->problem(); !problem.isEmpty())
        return FormProblem{QStringLiteral("rlimits"), problem};
    return std::nullopt;
}

} // namespace vitrine::gui
