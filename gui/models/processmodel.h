// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/processorder.h"
#include "gui/store/processstore.h"

#include <QAbstractItemModel>

#include <memory>
#include <unordered_map>
#include <vector>

namespace vitrine::gui {

/// The processes of the container that is shown, as the tree of parents and children. A node stays the same
/// object as long as its process lives, and a change is told for the columns in which it shows: selection,
/// scroll position and expansion survive each refresh. Sorts by itself: a proxy would put each changed row in
/// its place alone, which takes as long as sorting all its brothers.
class ProcessModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, HostPid, InnerPid, User, State, Cpu, Memory, Threads, Command, ColumnCount };
    enum Role {
        KeyRole = Qt::UserRole, ///< ProcessKey
        MarkRole,               ///< int of Mark
    };
    /// What is special about a process: shown with an icon and a word.
    enum class Mark { None, First, Zombie, Stopped };

    explicit ProcessModel(ProcessStore* store, QObject* parent = nullptr);
    ~ProcessModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// A view that has expanded everything would otherwise call leaves expanded: to screen readers, and to
    /// the key Left.
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Column -1: in order of age.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] QModelIndex indexOf(ProcessKey key, int column = 0) const;
    [[nodiscard]] const ProcessEntry* entryOf(const QModelIndex& index) const;
    [[nodiscard]] int processCount() const { return static_cast<int>(m_nodes.size()); }

private:
    struct Node;
    struct KeyHash {
        std::size_t operator()(ProcessKey key) const noexcept {
            return std::hash<std::uint64_t>()(key.startTicks * 4'194'319U +
                                              static_cast<std::uint64_t>(key.pid));
        }
    };

    void apply(const ProcessDelta& delta);
    void rebuild();
    void updateNodes(const std::vector<ProcessKey>& keys, std::vector<ProcessKey>& fresh);
    void insertNodes(const std::vector<ProcessKey>& fresh);
    void insertRun(Node* parent, std::vector<std::unique_ptr<Node>> run);
    void removeNodes(const std::vector<ProcessKey>& gone);
    void moveNode(Node* node, Node* target);
    void changeNode(Node* node, SharedProcess process);
    void restoreOrder(std::vector<Node*> parents);

    [[nodiscard]] Node* parentFor(const ProcessRow& row) const;
    [[nodiscard]] Node* nodeAt(const QModelIndex& index) const;
    [[nodiscard]] Node* find(ProcessKey key) const;
    [[nodiscard]] QModelIndex indexFor(const Node* node, int column = 0) const;
    [[nodiscard]] static bool isAncestor(const Node* candidate, const Node* node);
    [[nodiscard]] int lowerRow(const Node* parent, const ProcessEntry& entry) const;
    void arrange(Node& parent);
    static void renumber(Node* parent, int first);
    [[nodiscard]] static QVariant text(const ProcessEntry& entry, int column);
    [[nodiscard]] static QVariant toolTip(const ProcessEntry& entry, int column);
    [[nodiscard]] static Mark markOf(const ProcessRow& row);

    ProcessStore* m_store;
    ProcessOrder m_order;
    std::vector<Node*> m_disordered; ///< parents of which a child may have another place now
    std::unique_ptr<Node> m_root;
    std::unordered_map<ProcessKey, Node*, KeyHash> m_nodes;
    std::unordered_map<std::int32_t, Node*> m_byPid;
};

} // namespace vitrine::gui
