// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "gui/service/values.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QGridLayout;
class QLabel;

namespace vitrine::gui {

/// What keeps the container apart from this computer, each with one sentence; all on by default. What is
/// switched off says in red what that means.
class IsolationForm : public QWidget {
    Q_OBJECT
public:
    explicit IsolationForm(QWidget* parent = nullptr);
    /// Takes the choice away where this helper leaves none, and says why.
    void setHelper(const HelperInfo& helper);
    /// Writes the choices into `spec`.
    void apply(ContainerSpec& spec) const;

signals:
    void changed();

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

    std::array<Switch, allNamespaceKinds.size()> m_namespaces;
    Switch m_pivot;
    Switch m_capabilities;
    Switch m_seccomp;
    Switch m_noNewPrivileges;
    Switch m_readOnly;
};

} // namespace vitrine::gui
