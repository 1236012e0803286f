// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/containerstore.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace vitrine::gui {

class ElidedLabel;
class NamespaceChips;

/// Above the pages: the container's name, its state with what is pending, the ways in which it is less
/// isolated, and the chips of its namespaces.
class HeaderWidget : public QWidget {
    Q_OBJECT
public:
    explicit HeaderWidget(QWidget* parent = nullptr);
    void setEntry(const ContainerEntry* entry);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void updateState();
    void colour();
    [[nodiscard]] QString stateLine() const;

    ElidedLabel* m_name;
    QLabel* m_icon;
    ElidedLabel* m_state;
    QLabel* m_reason;
    QLabel* m_widenings;
    NamespaceChips* m_chips;
    ContainerEntry m_entry;
    QTimer m_clock;
};

} // namespace vitrine::gui
