// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/settings/specform.h"

#include <array>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace vitrine::gui {

/// What keeps the container apart from this computer, each with one sentence; all on by default. What is
/// switched off says in red what that means.
class IsolationForm : public SpecForm {
    Q_OBJECT
public:
    explicit IsolationForm(QWidget* parent = nullptr);
    /// Takes the choice away where this helper leaves none, and says why.
    void setHelper(const HelperInfo& helper);
    void setSpec(const ContainerSpec& spec) override;
    void apply(ContainerSpec& spec) const override;

private:
    struct Switch {
        QCheckBox* box = nullptr;
        QLabel* text = nullptr;
        QString on;
        QString off;
    };
    Switch add(QGridLayout* grid, const QString& name, const QString& title, const QString& on,
               const QString& off);
    static void refresh(const Switch& which);
    static void fix(const Switch& which, Qt::CheckState state, const QString& reason);

    void applyCapabilities(CapabilitySets& sets) const;

    std::array<Switch, allNamespaceKinds.size()> m_namespaces;
    Switch m_pivot;
    Switch m_capabilities;
    Switch m_seccomp;
    Switch m_noNewPrivileges;
    Switch m_readOnly;
};

} // namespace vitrine::gui
