// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/processmodel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vitrine::gui {

struct ProcessModel::Node {
    SharedProcess process;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children; ///< in the order of the model
};

namespace {

const auto keyOf = [](const auto& node) { return node->process->row.key; };
const auto entryOfNode = [](const auto& node) -> const ProcessEntry& { return *node->process; };

/// First and last column whose text differs, or {-1, -1}.
std::pair<int, int> changedColumns(const ProcessEntry& before, const ProcessEntry& after) {
    const ProcessRow& a = before.row;
    const ProcessRow& b = after.row;
    std::array<bool, ProcessModel::ColumnCount> differs{};
    differs[ProcessModel::Name] = a.name != b.name || a.state != b.state;
    differs[ProcessModel::InnerPid] = a.nestedPids != b.nestedPids;
    differs[ProcessModel::User] = a.uidInside != b.uidInside || a.uidOutside != b.uidOutside;
    differs[ProcessModel::State] = a.state != b.state;
    differs[ProcessModel::Cpu] = before.cpuPercent != after.cpuPercent;
    differs[ProcessModel::Memory] = a.residentBytes != b.residentBytes;
    differs[ProcessModel::Threads] = a.threads != b.threads;
    differs[ProcessModel::Command] = a.commandLine != b.commandLine;
    const auto first = std::ranges::find(differs, true);
    if (first == differs.end())
        return {-1, -1};
    const auto last = std::find(differs.rbegin(), differs.rend(), true);
    return {static_cast<int>(first - differs.begin()), static_cast<int>(differs.rend() - last) - 1};
}

} // namespace

ProcessModel::ProcessModel(ProcessStore* store, QObject* parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_root(std::make_unique<Node>()) {
    connect(store, &ProcessStore::changed, this, &ProcessModel::apply);
    rebuild();
}

ProcessModel::~ProcessModel() = default;

ProcessModel::Node* ProcessModel::nodeAt(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : m_root.get();
}

ProcessModel::Node* ProcessModel::find(ProcessKey key) const {
    const auto it = m_nodes.find(key);
    return it == m_nodes.end() ? nullptr : it->second;
}

int ProcessModel::lowerRow(const Node* parent, const ProcessEntry& entry) const {
    const auto it = std::ranges::lower_bound(parent->children, entry, m_order, entryOfNode);
    return static_cast<int>(it - parent->children.begin());
}

void ProcessModel::renumber(Node* parent, int first) {
    for (auto row = static_cast<std::size_t>(first); row < parent->children.size(); ++row)
        parent->children[row]->row = static_cast<int>(row);
}

QModelIndex ProcessModel::indexFor(const Node* node, int column) const {
    return node == m_root.get() ? QModelIndex() : createIndex(node->row, column, node);
}

QModelIndex ProcessModel::index(int row, int column, const QModelIndex& parent) const {
    const Node* node = nodeAt(parent);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= static_cast<int>(node->children.size()))
        return {};
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex ProcessModel::parent(const QModelIndex& index) const {
    return index.isValid() ? indexFor(nodeAt(index)->parent) : QModelIndex();
}

int ProcessModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeAt(parent)->children.size());
}

int ProcessModel::columnCount(const QModelIndex& /*parent*/) const {
    return ColumnCount;
}

QModelIndex ProcessModel::indexOf(ProcessKey key, int column) const {
    const Node* node = find(key);
    return node ? indexFor(node, column) : QModelIndex();
}

const ProcessEntry* ProcessModel::entryOf(const QModelIndex& index) const {
    return index.isValid() ? nodeAt(index)->process.get() : nullptr;
}

QVariant ProcessModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const ProcessEntry& entry = *nodeAt(index)->process;
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return toolTip(entry, index.column());
    case Qt::TextAlignmentRole: {
        const bool right = index.column() == HostPid || index.column() == InnerPid || index.column() == Cpu ||
                           index.column() == Memory || index.column() == Threads;
        return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case KeyRole:
        return QVariant::fromValue(entry.row.key);
    case MarkRole:
        return static_cast<int>(markOf(entry.row));
    default:
        return {};
    }
}

Qt::ItemFlags ProcessModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() && nodeAt(index)->children.empty() ? flags | Qt::ItemNeverHasChildren : flags;
}

ProcessModel::Mark ProcessModel::markOf(const ProcessRow& row) {
    if (row.state == 'Z')
        return Mark::Zombie;
    if (row.state == 'T' || row.state == 't')
        return Mark::Stopped;
    if (!row.nestedPids.empty() && row.nestedPids.back() == 1)
        return Mark::First;
    return Mark::None;
}

void ProcessModel::apply(const ProcessDelta& delta) {
    const bool emptyNow = m_store->processes().empty();
    if (delta.reset && (emptyNow || m_nodes.empty())) {
        rebuild();
        return;
    }
    std::vector<ProcessKey> gone = delta.gone;
    if (delta.reset) {
        gone.clear();
        for (const auto& [key, node] : m_nodes)
            if (!m_store->find(key))
                gone.push_back(key);
        std::ranges::sort(gone);
    }
    // From now on such a pid is another process, or none.
    for (const ProcessKey key : gone)
        if (const auto it = m_byPid.find(key.pid); it != m_byPid.end() && keyOf(it->second) == key)
            m_byPid.erase(it);
    std::vector<ProcessKey> fresh;
    updateNodes(delta.upserted, fresh);
    restoreOrder(std::exchange(m_disordered, {}));
    insertNodes(fresh);
    removeNodes(gone);
}

// Everything at once: only for a container that was not shown before.
void ProcessModel::rebuild() {
    beginResetModel();
    m_root->children.clear();
    m_nodes.clear();
    m_byPid.clear();
    std::vector<std::unique_ptr<Node>> made;
    for (const SharedProcess& process : m_store->processes()) {
        Node* node = made.emplace_back(std::make_unique<Node>(process)).get();
        m_nodes.emplace(keyOf(node), node);
        m_byPid[keyOf(node).pid] = node;
    }
    for (const std::unique_ptr<Node>& node : made)
        node->parent = parentFor(node->process->row);
    for (std::unique_ptr<Node>& node : made) {
        // A parent is older than its child, or as old; only a pid that was used again could close a ring.
        if (node->parent != m_root.get() && keyOf(node) < keyOf(node->parent) &&
            isAncestor(node.get(), node->parent))
            node->parent = m_root.get();
        node->parent->children.push_back(std::move(node)); // in order of age
    }
    arrange(*m_root);
    for (const auto& [key, node] : m_nodes)
        arrange(*node);
    endResetModel();
}

void ProcessModel::arrange(Node& parent) {
    if (m_order.column >= 0)
        std::ranges::sort(parent.children, m_order, entryOfNode);
    renumber(&parent, 0);
}

void ProcessModel::sort(int column, Qt::SortOrder order) {
    m_order = {column, order};
    std::vector<Node*> parents{m_root.get()};
    for (const auto& [key, node] : m_nodes)
        if (!node->children.empty())
            parents.push_back(node);
    restoreOrder(std::move(parents));
}

// All moves of one message are told at once; nothing when everybody still stands right.
void ProcessModel::restoreOrder(std::vector<Node*> parents) {
    std::ranges::sort(parents);
    const auto [from, to] = std::ranges::unique(parents);
    parents.erase(from, to);
    std::erase_if(parents, [this](const Node* parent) {
        return std::ranges::is_sorted(parent->children, m_order, entryOfNode);
    });
    if (parents.empty())
        return;
    QList<QPersistentModelIndex> told;
    for (const Node* parent : parents)
        told << indexFor(parent);
    emit layoutAboutToBeChanged(told, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    for (Node* parent : parents) {
        std::ranges::sort(parent->children, m_order, entryOfNode);
        renumber(parent, 0);
    }
    QModelIndexList after;
    for (const QModelIndex& index : before)
        after << indexFor(nodeAt(index), index.column());
    changePersistentIndexList(before, after);
    emit layoutChanged(told, VerticalSortHint);
}

bool ProcessModel::isAncestor(const Node* candidate, const Node* node) {
    for (; node; node = node->parent)
        if (node == candidate)
            return true;
    return false;
}

ProcessModel::Node* ProcessModel::parentFor(const ProcessRow& row) const {
    const auto it = m_byPid.find(row.parent);
    return it == m_byPid.end() || row.parent == row.key.pid ? m_root.get() : it->second;
}

void ProcessModel::updateNodes(const std::vector<ProcessKey>& keys, std::vector<ProcessKey>& fresh) {
    for (const ProcessKey key : keys) {
        SharedProcess process = m_store->find(key);
        Node* node = find(key);
        if (!process)
            continue;
        if (!node)
            fresh.push_back(key);
        else
            changeNode(node, std::move(process));
    }
}

void ProcessModel::changeNode(Node* node, SharedProcess process) {
    const SharedProcess before = std::exchange(node->process, std::move(process));
    const ProcessRow& row = node->process->row;
    const bool reparented = before->row.parent != row.parent;
    const auto [first, last] = changedColumns(*before, *node->process);
    const bool moved = m_order.isMovedBy(*before, *node->process);
    if (reparented)
        moveNode(node, parentFor(row));
    if (reparented || moved)
        m_disordered.push_back(node->parent);
    if (first >= 0)
        emit dataChanged(indexFor(node, first), indexFor(node, last), {Qt::DisplayRole, MarkRole});
}

void ProcessModel::insertNodes(const std::vector<ProcessKey>& fresh) {
    std::vector<ProcessKey> orphans;
    std::size_t i = 0;
    while (i < fresh.size()) {
        std::vector<std::unique_ptr<Node>> run;
        Node* parent = m_root.get();
        // Brothers that follow each other with no older row between them are announced together.
        for (; i < fresh.size(); ++i) {
            SharedProcess process = m_store->find(fresh[i]);
            Node* wanted = parentFor(process->row);
            const bool sameRun =
                run.empty() ||
                (wanted == parent && lowerRow(parent, *process) == lowerRow(parent, *run.front()->process));
            if (!sameRun)
                break;
            parent = wanted;
            if (wanted == m_root.get())
                orphans.push_back(fresh[i]);
            run.push_back(std::make_unique<Node>(std::move(process), wanted));
        }
        insertRun(parent, std::move(run));
    }
    // A child can be told before its parent.
    for (const ProcessKey key : orphans)
        if (Node* node = find(key))
            moveNode(node, parentFor(node->process->row));
}

void ProcessModel::insertRun(Node* parent, std::vector<std::unique_ptr<Node>> run) {
    std::ranges::sort(run, m_order, entryOfNode);
    const int first = lowerRow(parent, *run.front()->process);
    beginInsertRows(indexFor(parent), first, first + static_cast<int>(run.size()) - 1);
    for (const std::unique_ptr<Node>& node : run) {
        m_nodes.emplace(keyOf(node), node.get());
        m_byPid[keyOf(node).pid] = node.get();
    }
    parent->children.insert(parent->children.begin() + first, std::move_iterator(run.begin()),
                            std::move_iterator(run.end()));
    renumber(parent, first);
    endInsertRows();
}

void ProcessModel::moveNode(Node* node, Node* target) {
    if (isAncestor(node, target))
        target = m_root.get();
    Node* source = node->parent;
    if (source == target)
        return;
    const int from = node->row;
    const int to = lowerRow(target, *node->process);
    if (!beginMoveRows(indexFor(source), from, from, indexFor(target), to))
        return;
    std::unique_ptr<Node> moved = std::move(source->children[static_cast<std::size_t>(from)]);
    source->children.erase(source->children.begin() + from);
    moved->parent = target;
    target->children.insert(target->children.begin() + to, std::move(moved));
    renumber(source, from);
    renumber(target, to);
    endMoveRows();
}

// Children that live on are moved out first; then each of the topmost goes with all that is below it.
void ProcessModel::removeNodes(const std::vector<ProcessKey>& gone) {
    const auto isGone = [&](const Node* node) { return std::ranges::binary_search(gone, keyOf(node)); };
    std::unordered_map<Node*, std::vector<int>> rows;
    for (const ProcessKey key : gone) {
        Node* node = find(key);
        if (!node)
            continue;
        std::vector<Node*> survivors;
        for (const std::unique_ptr<Node>& child : node->children)
            if (!isGone(child.get()))
                survivors.push_back(child.get());
        for (Node* child : survivors)
            moveNode(child, m_root.get());
    }
    for (const ProcessKey key : gone)
        if (Node* node = find(key); node && (node->parent == m_root.get() || !isGone(node->parent)))
            rows[node->parent].push_back(node->row);
    for (const ProcessKey key : gone)
        m_nodes.erase(key);
    for (auto& [parent, list] : rows) {
        std::ranges::sort(list);
        for (std::size_t end = list.size(); end > 0;) {
            std::size_t begin = end - 1;
            while (begin > 0 && list[begin - 1] == list[begin] - 1)
                --begin;
            beginRemoveRows(indexFor(parent), list[begin], list[end - 1]);
            parent->children.erase(parent->children.begin() + list[begin],
                                   parent->children.begin() + list[end - 1] + 1);
            renumber(parent, list[begin]);
            endRemoveRows();
            end = begin;
        }
    }
}

} // namespace vitrine::gui
