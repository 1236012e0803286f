// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/containermodel.h"
#include "gui/models/format.h"
#include "gui/models/healthtext.h"
#include "gui/models/rowdiff.h"

#include <QCoreApplication>

namespace vitrine::gui {

namespace {

constexpr int sparklineTicks = 60;

/// As people count: "box-2" before "box-10". (QCollator does so only in some locales.)
int naturalCompare(const QString& a, const QString& b) {
    qsizetype i = 0;
    qsizetype j = 0;
    const auto digits = [](const QString& text, qsizetype from) {
        qsizetype end = from;
        while (end < text.size() && text[end].isDigit())
            ++end;
        return end - from;
    };
    while (i < a.size() && j < b.size()) {
        const qsizetype left = digits(a, i);
        const qsizetype right = digits(b, j);
        const bool numbers = left > 0 && right > 0;
        if (numbers && left != right)
            return left < right ? -1 : 1;
        const qsizetype length = numbers ? left : 1;
        const int order =
            QStringView(a).sliced(i, length).compare(QStringView(b).sliced(j, length), Qt::CaseInsensitive);
        if (order != 0)
            return order;
        i += length;
        j += length;
    }
    return static_cast<int>((a.size() - i) - (b.size() - j));
}

/// Those in none come last.
int compareGroups(const QString& a, const QString& b) {
    if (a.isEmpty() != b.isEmpty())
        return a.isEmpty() ? 1 : -1;
    return naturalCompare(a, b);
}

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ContainerState)
};

const auto idOf = [](const auto& row) -> const QString& { return row.entry.info.id; };

} // namespace

QString stateWord(ContainerState state) {
    switch (state) {
    case ContainerState::Creating:
        return Words::tr("being created");
    case ContainerState::Stopped:
        return Words::tr("stopped");
    case ContainerState::Starting:
        return Words::tr("starting");
    case ContainerState::Running:
        return Words::tr("running");
    case ContainerState::Paused:
        return Words::tr("paused");
    case ContainerState::Stopping:
        return Words::tr("stopping");
    case ContainerState::Restarting:
        return Words::tr("waits for its restart");
    case ContainerState::Deleting:
        return Words::tr("being deleted");
    case ContainerState::Broken:
        return Words::tr("broken");
    }
    return {};
}

struct ContainerModel::Events {
    ContainerModel* model;
    void beginRemove(int first, int last) const { model->beginRemoveRows({}, first, last); }
    void endRemove() const { model->endRemoveRows(); }
    void beginInsert(int first, int last) const { model->beginInsertRows({}, first, last); }
    void endInsert() const { model->endInsertRows(); }
    void changed(int first, int last) const {
        emit model->dataChanged(model->index(first), model->index(last));
    }
};

ContainerModel::ContainerModel(ContainerStore* containers, SampleStore* samples, const GroupStore* groups,
                               QObject* parent)
    : QAbstractListModel(parent)
    , m_containers(containers)
    , m_samples(samples)
    , m_groups(groups) {
    if (groups)
        connect(groups, &GroupStore::changed, this, &ContainerModel::refresh);
    connect(containers, &ContainerStore::changed, this, &ContainerModel::refresh);
    connect(samples, &SampleStore::samplesAdded, this, &ContainerModel::onSamples);
    refresh();
}

int ContainerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

std::vector<ContainerModel::Row>::const_iterator ContainerModel::find(const ContainerId& id) const {
    const auto it = std::ranges::lower_bound(m_rows, id, {}, idOf);
    return it != m_rows.end() && idOf(*it) == id ? it : m_rows.end();
}

QModelIndex ContainerModel::indexOf(const ContainerId& id) const {
    const auto it = find(id);
    return it == m_rows.end() ? QModelIndex() : index(static_cast<int>(it - m_rows.begin()));
}

QVariant ContainerModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ContainerInfo& info = row.entry.info;
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return info.name;
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case IdRole:
        return info.id;
    case StateRole:
        return static_cast<int>(info.state);
    case StateWordRole: {
        const QString pending = describe(row.entry.pending);
        if (!pending.isEmpty())
            return tr("%1, %2").arg(stateWord(info.state), pending);
        return info.health ? tr("%1, %2").arg(stateWord(info.state), healthWord(info.health->status))
                           : stateWord(info.state);
    }
    case PendingRole:
        return static_cast<int>(row.entry.pending);
    case CpuRole:
        return row.cpuPercent ? QVariant(*row.cpuPercent) : QVariant();
    case MemoryRole:
        return row.memory ? QVariant(static_cast<qulonglong>(*row.memory)) : QVariant();
    case CpuShareRole:
        return cpuShare(row);
    case MemoryShareRole:
        return memoryShare(row);
    case CreatedRole:
        return static_cast<qulonglong>(info.createdUs);
    case WideningsRole:
        return info.widenings;
    case GroupRole:
        return row.group;
    default:
        return {};
    }
}

QVariant ContainerModel::cpuShare(const Row& row) {
    const auto& limit = row.entry.info.limits.cpuMax;
    if (!row.cpuPercent || !limit || limit->quotaUs == 0)
        return {};
    return *row.cpuPercent / 100.0 * static_cast<double>(limit->periodUs) /
           static_cast<double>(limit->quotaUs);
}

QVariant ContainerModel::memoryShare(const Row& row) {
    const auto& limit = row.entry.info.limits.memoryMax;
    if (!row.memory || !limit || *limit == 0)
        return {};
    return static_cast<double>(*row.memory) / static_cast<double>(*limit);
}

QString ContainerModel::accessibleText(const Row& row) {
    QStringList parts{row.entry.info.name, stateWord(row.entry.info.state)};
    if (row.entry.pending != PendingAction::None)
        parts << describe(row.entry.pending);
    if (row.entry.info.health)
        parts << healthWord(row.entry.info.health->status);
    if (!row.group.isEmpty())
        parts << tr("in the group %1").arg(row.group);
    if (row.cpuPercent)
        parts << tr("CPU %1").arg(formatPercent(*row.cpuPercent));
    if (row.memory)
        parts << tr("memory %1").arg(formatBytes(*row.memory));
    if (const QVariant share = memoryShare(row); share.isValid())
        parts << tr("%1 of its memory limit").arg(formatPercent(share.toDouble() * 100));
    if (!row.entry.info.widenings.isEmpty())
        parts << tr("less isolated than usual");
    return parts.join(QStringLiteral(", "));
}

QString ContainerModel::toolTip(const Row& row) {
    QStringList lines{row.entry.info.name, stateWord(row.entry.info.state)};
    if (!row.entry.info.stateReason.isEmpty())
        lines.last() += QStringLiteral(": ") + row.entry.info.stateReason;
    if (!row.group.isEmpty())
        lines << tr("Group: %1").arg(row.group);
    if (row.entry.info.health)
        lines << tr("Health: %1").arg(healthWord(row.entry.info.health->status));
    if (const QVariant share = cpuShare(row); share.isValid())
        lines << tr("CPU: %1 of its limit").arg(formatPercent(share.toDouble() * 100));
    if (const QVariant share = memoryShare(row); share.isValid())
        lines << tr("Memory: %1 of its limit").arg(formatPercent(share.toDouble() * 100));
    for (const QString& sentence : row.entry.info.widenings)
        lines << QStringLiteral("⚠ %1").arg(sentence);
    return lines.join(QLatin1Char('\n'));
}

void ContainerModel::refresh() {
    std::vector<Row> next;
    next.reserve(m_containers->containers().size());
    for (const ContainerEntry& entry : m_containers->containers()) {
        Row row{entry, std::nullopt, std::nullopt, m_groups ? m_groups->nameOf(entry.info.group) : QString()};
        if (isAlive(entry.info.state)) {
            if (const auto cpus = m_samples->cpus(entry.info.id))
                row.cpuPercent = *cpus * 100;
            row.memory = m_samples->memoryBytes(entry.info.id);
        }
        next.push_back(std::move(row));
    }
    applyRows(m_rows, std::move(next), idOf, Events{this});
}

// A flat sparkline looks the same after one more flat sample: such rows are left alone.
void ContainerModel::onSamples(const QStringList& containers) {
    for (const ContainerId& id : containers) {
        const auto it = find(id);
        if (it == m_rows.end() || !isAlive(it->entry.info.state))
            continue;
        Row& row = m_rows[static_cast<std::size_t>(it - m_rows.cbegin())];
        const auto cpus = m_samples->cpus(id);
        const std::optional<double> cpuPercent = cpus ? std::optional(*cpus * 100) : std::nullopt;
        const auto memory = m_samples->memoryBytes(id);
        int& ticks = m_moving[id];
        if (cpuPercent != row.cpuPercent || memory != row.memory)
            ticks = sparklineTicks;
        if (ticks == 0)
            continue;
        --ticks;
        row.cpuPercent = cpuPercent;
        row.memory = memory;
        const QModelIndex changed = index(static_cast<int>(it - m_rows.cbegin()));
        emit dataChanged(changed, changed, {CpuRole, MemoryRole, CpuShareRole, MemoryShareRole});
    }
}

ContainerProxy::ContainerProxy(QObject* parent)
    : QSortFilterProxyModel(parent) {
    setDynamicSortFilter(false);
    setSortRole(ContainerModel::NameRole);
    m_check.setSingleShot(true);
    m_check.setInterval(0);
    connect(&m_check, &QTimer::timeout, this, &ContainerProxy::restoreOrder);
}

void ContainerProxy::setSourceModel(QAbstractItemModel* model) {
    QSortFilterProxyModel::setSourceModel(model);
    sort(0); // asks the source for its columns
    connect(model, &QAbstractItemModel::rowsInserted, this, &ContainerProxy::invalidate);
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.isEmpty())
                    invalidate(); // the name or the state: it may not pass the filter any more
                else if (roles.contains(sortRole()))
                    m_check.start();
            });
}

void ContainerProxy::restoreOrder() {
    for (int row = 1; row < rowCount(); ++row)
        if (lessThan(mapToSource(index(row, 0)), mapToSource(index(row - 1, 0))))
            return invalidate();
}

void ContainerProxy::setOrder(ContainerOrder order) {
    m_order = order;
    static constexpr std::array roles{ContainerModel::NameRole,    ContainerModel::StateRole,
                                      ContainerModel::CpuRole,     ContainerModel::MemoryRole,
                                      ContainerModel::CreatedRole, ContainerModel::GroupRole};
    setSortRole(roles.at(static_cast<std::size_t>(order)));
    invalidate();
}

void ContainerProxy::setFilterText(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidate();
}

bool ContainerProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto byName = [&] {
        return naturalCompare(left.data(ContainerModel::NameRole).toString(),
                              right.data(ContainerModel::NameRole).toString());
    };
    const auto number = [&](const QModelIndex& index) {
        const QVariant value = index.data(sortRole());
        return value.isValid() ? value.toDouble() : -1.0;
    };
    if (m_order == ContainerOrder::Name)
        return byName() < 0;
    if (m_order == ContainerOrder::Group) {
        const int order = compareGroups(left.data(ContainerModel::GroupRole).toString(),
                                        right.data(ContainerModel::GroupRole).toString());
        return order != 0 ? order < 0 : byName() < 0;
    }
    const double a = number(left);
    const double b = number(right);
    if (a == b)
        return byName() < 0;
    if (m_order != ContainerOrder::State)
        return a > b; // the most first
    // Alive before stopped.
    const auto rank = [](double state) {
        return isAlive(static_cast<ContainerState>(static_cast<int>(state))) ? 0 : 1;
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
}

bool ContainerProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QString text = QStringLiteral("%1 %2 %3 %4")
                             .arg(index.data(ContainerModel::NameRole).toString(),
                                  index.data(ContainerModel::IdRole).toString(),
                                  index.data(ContainerModel::StateWordRole).toString(),
                                  index.data(ContainerModel::GroupRole).toString());
    return std::ranges::all_of(m_words,
                               [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace vitrine::gui
