// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/containeractions.h"

#include <QGroupBox>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace vitrine::gui {

/// The directories that a container is shown, to add and to take away, also while it runs. What a click asks
/// for is done by ContainerActions.
class VolumesBox : public QGroupBox {
    Q_OBJECT
public:
    explicit VolumesBox(ContainerActions* actions, QWidget* parent = nullptr);

    /// `unavailable`: why nothing can be changed now, or empty.
    void setContainer(const ContainerInfo& container, const QString& unavailable);

private:
    void addVolume();
    void removeVolume();
    void showVolumes();
    void showButtons();
    [[nodiscard]] QString current() const;

    ContainerActions* m_actions;
    ContainerInfo m_container;
    QString m_unavailable;
    QLabel* m_none;
    QTreeWidget* m_list;
    QPushButton* m_add;
    QPushButton* m_remove;
};

} // namespace vitrine::gui
