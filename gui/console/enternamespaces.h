// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

#include <array>
#include <vector>

class QCheckBox;
class QLabel;

namespace vitrine::gui {

/// A tick box per kind of namespace, with what entering it contributes, or in red what it means to stay in
/// this computer's. A kind that the container has not of its own leaves no choice.
class EnterNamespaces : public QWidget {
    Q_OBJECT
public:
    explicit EnterNamespaces(const NamespaceSet& own, QWidget* parent = nullptr);

    /// In the order of allNamespaceKinds.
    [[nodiscard]] std::vector<NamespaceKind> outside() const;

signals:
    void changed();

private:
    struct Row {
        NamespaceKind kind = NamespaceKind::Pid;
        QCheckBox* box = nullptr;
        QLabel* text = nullptr;
    };
    Row addRow(NamespaceKind kind);
    void refresh();

    NamespaceSet m_own;
    std::array<Row, allNamespaceKinds.size()> m_rows;
    QLabel* m_warning;
};

/// What entering this namespace contributes, and what it means not to, one sentence each.
[[nodiscard]] QString enteredText(NamespaceKind kind);
[[nodiscard]] QString leftOutText(NamespaceKind kind);

} // namespace vitrine::gui
