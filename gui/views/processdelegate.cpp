// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/processdelegate.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

namespace vitrine::gui {

void ProcessDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto mark = static_cast<ProcessModel::Mark>(index.data(ProcessModel::MarkRole).toInt());
    if (mark == ProcessModel::Mark::Zombie)
        option->palette.setColor(QPalette::Text, dangerColour(option->palette));
    static const QIcon first = ownIcon(QStringLiteral("mark-first"));
    static const QIcon zombie = ownIcon(QStringLiteral("mark-zombie"));
    static const QIcon stopped = ownIcon(QStringLiteral("mark-stopped"));
    if (index.column() == ProcessModel::Name && mark != ProcessModel::Mark::None) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = mark == ProcessModel::Mark::First    ? first
                       : mark == ProcessModel::Mark::Zombie ? zombie
                                                            : stopped;
    }
    if (index.column() == ProcessModel::Command)
        option->textElideMode = Qt::ElideMiddle;
}

} // namespace vitrine::gui
