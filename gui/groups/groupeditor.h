// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace vitrine::gui {

class LimitsForm;

/// Name and limits of a new group, or the limits of one that is there.
class GroupEditor : public QDialog {
    Q_OBJECT
public:
    /// Why a name cannot be had, or empty.
    using NameCheck = std::function<QString(const QString&)>;

    /// For a new one.
    GroupEditor(ContainerService* service, const QString& proposedName, NameCheck check, QWidget* parent);
    /// For the limits of `group`.
    GroupEditor(ContainerService* service, const GroupInfo& group, QWidget* parent);

    [[nodiscard]] QString name() const;
    [[nodiscard]] ResourceLimits limits() const;

private:
    GroupEditor(ContainerService* service, QWidget* parent);
    void make(ContainerService* service, const ResourceLimits& limits, const QString& button);
    void check();

    QLineEdit* m_name = nullptr; ///< of a new one
    LimitsForm* m_limits;
    QLabel* m_problem;
    QPushButton* m_ok = nullptr;
    NameCheck m_check;
    HelperInfo m_helper;
};

} // namespace vitrine::gui
