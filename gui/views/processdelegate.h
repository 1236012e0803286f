// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/processmodel.h"

#include <QStyledItemDelegate>

namespace vitrine::gui {

/// Marks what is special about a process with an icon beside the word, and zombies in red.
class ProcessDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace vitrine::gui
