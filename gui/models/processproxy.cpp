// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/processproxy.h"

#include "gui/models/processmodel.h"

namespace vitrine::gui {

ProcessProxy::ProcessProxy(QObject* parent)
    : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
}

void ProcessProxy::sort(int column, Qt::SortOrder order) {
    if (sourceModel())
        sourceModel()->sort(column, order);
}

void ProcessProxy::setFilterText(const QString& text) {
    m_filter = text.trimmed();
    invalidateFilter();
}

bool ProcessProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_filter.isEmpty())
        return true;
    for (const int column : {ProcessModel::Name, ProcessModel::HostPid, ProcessModel::InnerPid,
                             ProcessModel::User, ProcessModel::State, ProcessModel::Command})
        if (sourceModel()
                ->index(row, column, parent)
                .data()
                .toString()
                .contains(m_filter, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace vitrine::gui
