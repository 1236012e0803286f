// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/containerstore.h"
#include "gui/store/groupstore.h"
#include "gui/store/samplestore.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>
#include <QTimer>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// Word for people: "running", "paused" …
[[nodiscard]] QString stateWord(ContainerState state);

/// The containers with their numbers of now, one row each, in the order of their ids.
class ContainerModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        NameRole,
        StateRole,       ///< int of ContainerState
        StateWordRole,   ///< what is shown: the state, and what was asked
        PendingRole,     ///< int of PendingAction
        CpuRole,         ///< percent of one CPU, double; invalid when unknown
        MemoryRole,      ///< bytes, qulonglong; invalid when unknown
        CpuShareRole,    ///< of its limit, 0 … 1; invalid without a limit
        MemoryShareRole, ///< of its limit, 0 … 1; invalid without a limit
        CreatedRole,
        WideningsRole, ///< QStringList
        GroupRole,     ///< its name; empty: in none, or in one that is not known
    };

    /// `groups`, if there are any, say what the group of a container is called.
    ContainerModel(ContainerStore* containers, SampleStore* samples, const GroupStore* groups = nullptr,
                   QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QModelIndex indexOf(const ContainerId& id) const;

private:
    struct Row {
        ContainerEntry entry;
        std::optional<double> cpuPercent;
        std::optional<std::uint64_t> memory;
        QString group;
        friend bool operator==(const Row&, const Row&) = default;
    };
    struct Events;

    void refresh();
    void onSamples(const QStringList& containers);
    [[nodiscard]] std::vector<Row>::const_iterator find(const ContainerId& id) const;
    [[nodiscard]] static QVariant cpuShare(const Row& row);
    [[nodiscard]] static QVariant memoryShare(const Row& row);
    [[nodiscard]] static QString accessibleText(const Row& row);
    [[nodiscard]] static QString toolTip(const Row& row);

    ContainerStore* m_containers;
    SampleStore* m_samples;
    const GroupStore* m_groups;
    std::vector<Row> m_rows;
    QHash<ContainerId, int> m_moving; ///< ticks until its sparkline is flat
};

enum class ContainerOrder { Name, State, Cpu, Memory, Created, Group };

/// Sorted and filtered: every word of the filter is in the name, id, state or group. Not a "dynamic" proxy,
/// which would lay the whole list out again for each row that gets a sample: here that happens only when the
/// order has changed, and once.
class ContainerProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ContainerProxy(QObject* parent = nullptr);
    void setOrder(ContainerOrder order);
    [[nodiscard]] ContainerOrder order() const { return m_order; }
    void setFilterText(const QString& text);
    void setSourceModel(QAbstractItemModel* model) override;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    void restoreOrder();

    ContainerOrder m_order = ContainerOrder::Name;
    QStringList m_words;
    QTimer m_check; ///< one for all rows of a message
};

} // namespace vitrine::gui
