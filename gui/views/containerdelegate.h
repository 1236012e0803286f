// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/containermodel.h"

#include <QStyledItemDelegate>

namespace vitrine::gui {

/// Name of the icon that goes with a state.
[[nodiscard]] QString stateIconName(ContainerState state);

/// One container in the list: icon and word of its state, name, group, CPU and memory with a sparkline each,
/// and below the sparkline a thin bar that says how much of the limit is used.
class ContainerDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit ContainerDelegate(const SampleStore* samples, QObject* parent = nullptr)
        : QStyledItemDelegate(parent)
        , m_samples(samples) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintName(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
    void paintUsage(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                    const QModelIndex& index) const;

    const SampleStore* m_samples;
};

} // namespace vitrine::gui
