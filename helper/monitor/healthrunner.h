// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/health.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/eventloop.h"

#include <functional>
#include <string>

namespace vitrine::monitor {

/// Runs the health command of one run of a container, again and again, without ever waiting for it: each time
/// in a process of its own. One thread.
class HealthRunner {
public:
    enum class Turn { None, Unhealthy }; ///< Unhealthy: by this very result
    /// AFTER FORK: runs the command, writes the result (toJson(HealthResult)) to the descriptor, and never
    /// returns.
    using Probe = std::function<void(int report)>;
    using Changed = std::function<void(Turn turn)>;

    /// `loop` must outlive it. `changed` may destroy this object.
    HealthRunner(EventLoop& loop, const HealthSpec& spec, Probe probe, Changed changed);
    /// A command in work is killed, by the process that runs it.
    ~HealthRunner();
    HealthRunner(const HealthRunner&) = delete;
    HealthRunner& operator=(const HealthRunner&) = delete;

    [[nodiscard]] Result<> begin();
    /// The container is paused: a command in work is given up, and does not count.
    void suspend();
    /// The next one comes after an interval.
    void resume();
    [[nodiscard]] const HealthReport& report() const { return m_watch.report(); }

private:
    void onTimer();
    void onReport();
    [[nodiscard]] Result<> run();
    void giveUp();
    void finish(HealthResult result);
    void setTimer(HealthWatch::Time when);

    EventLoop& m_loop;
    HealthSpec m_spec;
    Probe m_probe;
    Changed m_changed;
    HealthWatch m_watch;
    sys::UniqueFd m_timer;  ///< timerfd: the next one is due, or the one in work is overdue
    sys::UniqueFd m_report; ///< of the one in work; closing it ends that
    std::string m_text;     ///< that has come from it
};

} // namespace vitrine::monitor
