// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/isolationform.h"
#include "gui/models/helperspec.h"
#include "gui/views/colours.h"
#include "gui/views/explain.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>

namespace vitrine::gui {

namespace {

/// Further rights that "all of them" means here: what root has and containers usually have not.
constexpr std::array furtherCapabilities{"CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_NICE"};

bool hasFurther(const CapabilitySets& sets) {
    return std::ranges::any_of(furtherCapabilities, [&](const char* capability) {
        return std::ranges::contains(sets.effective, std::string_view(capability));
    });
}

} // namespace

IsolationForm::IsolationForm(QWidget* parent)
    : SpecForm(parent) {
    setObjectName(QStringLiteral("isolationForm"));
    auto* grid = new QGridLayout(this);
    grid->setColumnStretch(1, 1);
    for (const NamespaceKind kind : allNamespaceKinds) {
        const std::string name(procName(kind));
        m_namespaces.at(static_cast<std::size_t>(kind)) =
            add(grid, QStringLiteral("ns_%1").arg(QString::fromStdString(name)), namespaceTitle(kind),
                ownNamespaceText(kind), sharedNamespaceText(kind));
    }
    m_pivot = add(grid, QStringLiteral("pivotRoot"), tr("Root by pivot_root"),
                  tr("The computer's own files are taken out of its view."),
                  tr("Only chroot: root inside can get out again. For lessons."));
    m_capabilities = add(grid, QStringLiteral("fewCapabilities"), tr("Few capabilities"),
                         tr("Root inside has only the rights that ordinary programs need."),
                         tr("Root inside may also mount, change the network and trace others."));
    m_seccomp =
        add(grid, QStringLiteral("seccomp"), tr("System call filter"),
            tr("System calls that containers do not need are refused."), tr("Every system call is allowed."));
    m_noNewPrivileges = add(grid, QStringLiteral("noNewPrivileges"), tr("No new privileges"),
                            tr("Programs such as sudo cannot give more rights."),
                            tr("Programs such as sudo can give more rights."));
    m_readOnly = add(grid, QStringLiteral("writable"), tr("Root can be written"),
                     tr("Files in its root can change."), tr("Its root is read-only."));
    grid->setRowStretch(grid->rowCount(), 1);
}

IsolationForm::Switch IsolationForm::add(QGridLayout* grid, const QString& name, const QString& title,
                                         const QString& on, const QString& off) {
    Switch made{new QCheckBox(title, this), new QLabel(this), on, off};
    made.box->setObjectName(name);
    made.box->setChecked(true);
    made.text->setWordWrap(true);
    made.text->setTextFormat(Qt::PlainText);
    const int row = grid->rowCount();
    grid->addWidget(made.box, row, 0, Qt::AlignTop);
    grid->addWidget(made.text, row, 1);
    refresh(made);
    connect(made.box, &QCheckBox::toggled, this, [this, made] {
        refresh(made);
        emit changed();
    });
    return made;
}

void IsolationForm::refresh(const Switch& which) {
    const bool on = which.box->isChecked();
    const bool harmless = which.box->objectName() == QLatin1String("writable");
    QPalette colours = which.box->palette();
    if (!on && !harmless)
        colours.setColor(QPalette::WindowText, dangerColour(colours));
    which.text->setPalette(colours);
    which.text->setText(on || harmless ? (on ? which.on : which.off) : QStringLiteral("⚠ %1").arg(which.off));
    which.box->setAccessibleDescription(which.text->text());
}

void IsolationForm::fix(const Switch& which, Qt::CheckState state, const QString& reason) {
    which.box->setCheckState(state);
    which.box->setEnabled(false);
    which.text->setText(QStringLiteral("%1 %2").arg(which.text->text(), reason));
    which.box->setToolTip(reason);
    which.box->setAccessibleDescription(which.text->text());
}

void IsolationForm::setHelper(const HelperInfo& helper) {
    const auto of = [this](NamespaceKind kind) { return m_namespaces.at(static_cast<std::size_t>(kind)); };
    if (helper.mode == HelperMode::Session)
        fix(of(NamespaceKind::User), Qt::Checked, tr("Without root it cannot be switched off."));
    else if (const QString reason = unavailableReason(helper, "user-namespace"); !reason.isEmpty())
        fix(of(NamespaceKind::User), Qt::Unchecked, reason);
    if (const QString reason = unavailableReason(helper, "time-namespace"); !reason.isEmpty())
        fix(of(NamespaceKind::Time), Qt::Unchecked, reason);
}

void IsolationForm::setSpec(const ContainerSpec& spec) {
    const auto set = [](const Switch& which, bool on) {
        if (!which.box->isEnabled())
            return;
        const QSignalBlocker quiet(which.box);
        which.box->setChecked(on);
        refresh(which);
    };
    for (const NamespaceKind kind : allNamespaceKinds)
        set(m_namespaces.at(static_cast<std::size_t>(kind)), spec.namespaces.isNew(kind));
    set(m_pivot, spec.rootMode == RootMode::PivotRoot);
    set(m_capabilities, !hasFurther(spec.process.capabilities));
    set(m_seccomp, spec.seccomp == SeccompProfile::Default);
    set(m_noNewPrivileges, spec.process.noNewPrivileges == NoNewPrivileges::Yes);
    set(m_readOnly, spec.rootAccess == RootAccess::ReadWrite);
}

void IsolationForm::applyCapabilities(CapabilitySets& sets) const {
    if (m_capabilities.box->isChecked() == !hasFurther(sets))
        return;
    for (auto* set : {&sets.bounding, &sets.effective, &sets.permitted}) {
        for (const char* capability : furtherCapabilities) {
            std::erase(*set, capability);
            if (!m_capabilities.box->isChecked())
                set->emplace_back(capability);
        }
    }
}

void IsolationForm::apply(ContainerSpec& spec) const {
    for (const NamespaceKind kind : allNamespaceKinds)
        spec.namespaces[kind] = m_namespaces.at(static_cast<std::size_t>(kind)).box->isChecked()
                                    ? Isolation::New
                                    : Isolation::Host;
    spec.rootMode = m_pivot.box->isChecked() ? RootMode::PivotRoot : RootMode::Chroot;
    spec.rootAccess = m_readOnly.box->isChecked() ? RootAccess::ReadWrite : RootAccess::ReadOnly;
    spec.seccomp = m_seccomp.box->isChecked() ? SeccompProfile::Default : SeccompProfile::Unconfined;
    spec.process.noNewPrivileges =
        m_noNewPrivileges.box->isChecked() ? NoNewPrivileges::Yes : NoNewPrivileges::No;
    applyCapabilities(spec.process.capabilities);
    if (!spec.namespaces.isNew(NamespaceKind::Mount)) {
        // Mounts would be made on this computer itself, so none are; and pivot_root cannot be.
        spec.rootMode = RootMode::Chroot;
        spec.mounts.clear();
        spec.maskedPaths.clear();
        spec.readonlyPaths.clear();
    }
}

} // namespace vitrine::gui
