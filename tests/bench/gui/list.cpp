// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of 500 running containers with their sparklines: what one message of samples costs and how many
// rows it paints, when all of them, five or none of them move.
#include "tests/bench/gui/feed.h"
#include "tests/bench/gui/measure.h"

#include "gui/views/containerdelegate.h"
#include "gui/views/containerpane.h"

#include <QListView>

#include <cstdio>

namespace vitrine::bench {

namespace {

constexpr int count = 500;

class CountingDelegate : public gui::ContainerDelegate {
public:
    using ContainerDelegate::ContainerDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        ++painted;
        ContainerDelegate::paint(painter, option, index);
    }
    mutable int painted = 0;
};

class List {
public:
    List() {
        m_fixture.window->show();
        m_fixture.service.putAll(runningContainers(count));
        settle(100);
        m_list = m_fixture.window->containerPane()->list();
        m_delegate = new CountingDelegate(m_fixture.context.samples, m_list);
        m_list->setItemDelegate(m_delegate);
        for (int tick = 0; tick < 120; ++tick)
            send(count);
        settle(300);
    }

    /// The first `moving` containers by id use CPU time and memory; the others are idle.
    void measure(const char* name, int moving) {
        constexpr int rounds = 31;
        for (int tick = 0; tick < 120; ++tick)
            send(moving); // until the sparklines of the others are flat
        settle(300);
        m_delegate->painted = 0;
        const Cost cost = costOf(rounds, [&](int) { send(moving); });
        std::printf("  %-28s %9.3f %12.3f %12.1f\n", name, cost.act, cost.painted,
                    static_cast<double>(m_delegate->painted) / rounds);
        std::fflush(stdout);
    }

    void setOrder(gui::ContainerOrder order) { m_fixture.window->containerPane()->setOrder(order); }
    [[nodiscard]] int rowsSeen() const {
        return m_list->viewport()->height() / std::max(1, m_list->sizeHintForRow(0));
    }

private:
    void send(int moving) {
        ++m_tick;
        std::vector<gui::ContainerSample> samples;
        int number = 0;
        for (const gui::ContainerEntry& entry : m_fixture.containers.containers())
            samples.push_back({entry.info.id, sampleAt(m_tick * 1'000'000'000LL, m_tick, number++ < moving)});
        // A container that rests keeps the counter it had.
        for (gui::ContainerSample& sample : samples) {
            qint64& cpuUs = m_cpuUs[sample.container];
            cpuUs = std::max<qint64>(cpuUs, sample.sample.cpuUs);
            sample.sample.cpuUs = cpuUs;
        }
        emit m_fixture.service.statisticsReceived(samples);
    }

    gui::WindowFixture m_fixture;
    QListView* m_list = nullptr;
    CountingDelegate* m_delegate = nullptr;
    QHash<gui::ContainerId, qint64> m_cpuUs;
    int m_tick = 0;
};

} // namespace

int benchList() {
    List list;
    std::printf("\nlist of 500 running containers (%d rows seen), ms of CPU for each tick, medians\n"
                "                                  message  with painting  rows painted\n",
                list.rowsSeen());
    list.measure("all move", count);
    list.measure("5 move, all 5 seen", 5);
    list.measure("none moves", 0);
    list.setOrder(gui::ContainerOrder::Cpu);
    list.measure("by CPU: all move", count);
    list.measure("by CPU: 5 move", 5);
    list.measure("by CPU: none moves", 0);
    return 0;
}

} // namespace vitrine::bench
