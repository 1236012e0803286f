// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/processtree.h"

#include <QAccessible>

#include <algorithm>

namespace vitrine::gui {

void ProcessTree::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                              const QList<int>& roles) {
    if (QAccessible::isActive() || topLeft.row() != bottomRight.row())
        return QTreeView::dataChanged(topLeft, bottomRight, roles);
    if (isVisible() && isSeen(topLeft))
        viewport()->update(visualRect(topLeft) | visualRect(bottomRight));
}

bool ProcessTree::isSeen(const QModelIndex& index) const {
    const int height = std::max(1, visualRect(indexAt({0, 0})).height());
    for (int y = 0; y < viewport()->height() + height; y += height)
        if (const QModelIndex here = indexAt({0, y}); here.siblingAtColumn(index.column()) == index)
            return true;
    return false;
}

} // namespace vitrine::gui
