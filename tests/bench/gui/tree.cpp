// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// A tree of 10,000 processes in the real page of the real window: what a message of the helper costs, by
// difference; beside a QStandardItemModel that is cleared and filled again.
#include "tests/bench/gui/feed.h"
#include "tests/bench/gui/measure.h"

#include "gui/models/processmodel.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTreeView>

#include <cstdio>
#include <random>

namespace vitrine::bench {

namespace {

constexpr int count = 10'000;
constexpr int rounds = 31;

void print(const char* name, const Cost& cost) {
    std::printf("  %-44s %9.3f %12.3f\n", name, cost.act, cost.painted);
    std::fflush(stdout);
}

class Tree {
public:
    Tree()
        : m_rows(processes(count)) {
        m_fixture.window->show();
        m_fixture.service.putAll(runningContainers(1));
        settle(50);
        m_fixture.window->showPage(QStringLiteral("processes"));
        m_tree = m_fixture.child<QTreeView>("processTree");
        m_id = m_fixture.window->selectedContainer();
        send(m_rows, {}, true);
        settle(200);
    }

    /// All that is measured, in one order of the rows.
    void measure(const char* order) {
        std::printf("%s\n", order);
        print("nothing changed", costOf(rounds, [this](int) { send({}); }));
        print("1 seen row used CPU time", costOf(rounds, [this](int) { send(changed(seen(), 1)); }));
        print("5 seen rows used CPU time", costOf(rounds, [this](int) { send(changed(seen(), 5)); }));
        print("5 rows anywhere", costOf(rounds, [this](int) { send(changed(anywhere(), 5)); }));
        print("100 rows anywhere", costOf(rounds, [this](int) { send(changed(anywhere(), 100)); }));
        std::vector<gui::ProcessKey> added;
        int next = count;
        Cost insert, remove;
        // In turn, so that there are always as many.
        std::vector<double> inserts, removals, insertPaints, removalPaints;
        for (int round = 0; round < rounds; ++round) {
            const Cost in = costOf(1, [&](int) { send(fresh(10, next, added)); });
            const Cost out = costOf(1, [&](int) { send({}, std::exchange(added, {})); });
            inserts.push_back(in.act);
            insertPaints.push_back(in.painted);
            removals.push_back(out.act);
            removalPaints.push_back(out.painted);
        }
        print("10 new", {median(inserts), median(insertPaints)});
        print("10 gone", {median(removals), median(removalPaints)});
        print("the whole list sent again", costOf(9, [this](int) { send(m_rows, {}, true); }));
    }

    void sortByCpu() { m_tree->sortByColumn(gui::ProcessModel::Cpu, Qt::DescendingOrder); }

    /// The peer, in a view of the same size with the same columns.
    void measurePeer() {
        QStandardItemModel model;
        QTreeView view;
        view.setUniformRowHeights(true);
        view.setModel(&model);
        view.resize(m_tree->size());
        view.show();
        m_fixture.window->hide();
        print("QStandardItemModel cleared and filled again", costOf(5, [&](int) {
                  model.clear();
                  fill(model);
                  view.expandAll();
              }));
    }

private:
    void fill(QStandardItemModel& model) const {
        QHash<int, QStandardItem*> items;
        for (const gui::ProcessRow& row : m_rows) {
            QList<QStandardItem*> line;
            for (const QString& text :
                 {row.name, QString::number(row.key.pid), QString::number(row.nestedPids.back()),
                  QString::number(row.uidInside), QString(QLatin1Char(row.state)), QString(),
                  QString::number(row.residentBytes), QString::number(row.threads), row.commandLine})
                line << new QStandardItem(text);
            QStandardItem* parent = items.value(row.parent, model.invisibleRootItem());
            items.insert(row.key.pid, line.first());
            parent->appendRow(line);
        }
    }

    void send(std::vector<gui::ProcessRow> rows, std::vector<gui::ProcessKey> gone = {}, bool reset = false) {
        emit m_fixture.service.processesReceived(update(m_id, std::move(rows), std::move(gone), reset));
    }

    /// Numbers of the rows that are on the screen.
    [[nodiscard]] std::vector<std::size_t> seen() const {
        std::vector<std::size_t> numbers;
        QModelIndex index = m_tree->indexAt({1, 1});
        for (int i = 0; i < 20 && index.isValid(); ++i, index = m_tree->indexBelow(index))
            numbers.push_back(static_cast<std::size_t>(
                index.data(gui::ProcessModel::KeyRole).value<gui::ProcessKey>().pid - 1000));
        return numbers;
    }
    [[nodiscard]] std::vector<std::size_t> anywhere() {
        std::vector<std::size_t> numbers;
        for (int i = 0; i < 100; ++i)
            numbers.push_back(m_random() % m_rows.size());
        return numbers;
    }
    std::vector<gui::ProcessRow> changed(const std::vector<std::size_t>& numbers, std::size_t most) {
        std::vector<gui::ProcessRow> rows;
        for (std::size_t i = 0; i < std::min(most, numbers.size()); ++i) {
            gui::ProcessRow& row = m_rows.at(numbers[i]);
            row.cpuTimeUs += 1000 * (1 + m_random() % 300);
            rows.push_back(row);
        }
        return rows;
    }
    std::vector<gui::ProcessRow> fresh(int most, int& next, std::vector<gui::ProcessKey>& added) {
        std::vector<gui::ProcessRow> rows;
        for (int i = 0; i < most; ++i) {
            gui::ProcessRow row = m_rows.back();
            row.key = {1000 + next, static_cast<std::uint64_t>(100 + next)};
            row.parent = 1001 + next % 7;
            ++next;
            added.push_back(row.key);
            rows.push_back(std::move(row));
        }
        return rows;
    }

    gui::WindowFixture m_fixture;
    std::vector<gui::ProcessRow> m_rows;
    QTreeView* m_tree = nullptr;
    gui::ContainerId m_id;
    std::mt19937 m_random{1};
};

} // namespace

int benchTree() {
    std::printf("\ntree of 10,000 processes, ms of CPU for each message, medians\n"
                "                                                  message  with painting\n");
    Tree tree;
    tree.measure("in order of age");
    tree.sortByCpu();
    settle(200);
    tree.measure("sorted by CPU");
    tree.measurePeer();
    return 0;
}

} // namespace vitrine::bench
