// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSortFilterProxyModel>

namespace vitrine::gui {

/// The ProcessModel filtered by name, command, pid or user. Parents of a match stay. The order is the
/// model's.
class ProcessProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ProcessProxy(QObject* parent = nullptr);
    void setFilterText(const QString& text);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_filter;
};

} // namespace vitrine::gui
