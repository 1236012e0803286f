// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTreeView>

namespace vitrine::gui {

/// A tree of which many rows change and few are on the screen. QTreeView looks for each changed row among all
/// that it has; this one only among those that are seen. Row heights are uniform.
class ProcessTree : public QTreeView {
    Q_OBJECT
public:
    using QTreeView::QTreeView;

    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles = {}) override;

private:
    [[nodiscard]] bool isSeen(const QModelIndex& index) const;
};

} // namespace vitrine::gui
