// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/security/noting.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/eventloop.h"
#include "helper/monitor/refusedreport.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>

namespace vitrine::monitor {

/// Counts the system calls that the filter of a container refuses, and answers them. Each caller waits for
/// its answer, so a container can make this process work: no more than callsPerPeriod in a period are
/// answered, a few at a turn of the loop, and the others wait. One thread.
class Refusals {
public:
    static constexpr int callsPerTurn = 16;
    static constexpr int callsPerPeriod = 500;
    static constexpr std::chrono::milliseconds period{100};
    static constexpr std::chrono::milliseconds tellEvery{1000};
    /// Processes that were started in the container while it ran have listeners of their own.
    static constexpr std::size_t maximumListeners = 128;

    /// `loop` must outlive it.
    explicit Refusals(EventLoop& loop)
        : m_loop(loop) {}
    ~Refusals() { clear(); }
    Refusals(const Refusals&) = delete;
    Refusals& operator=(const Refusals&) = delete;

    /// Called when there are more than before: at most once in tellEvery.
    std::function<void()> onChanged;

    /// A new run, whose filter is of this profile.
    void begin(SeccompProfile profile);
    /// LimitExceeded, and nothing is taken, beyond maximumListeners.
    [[nodiscard]] Result<> checkRoom() const;
    /// Answers what it is asked from now on, until nobody can ask any more.
    [[nodiscard]] Result<> listen(security::CallListener listener);
    /// Forgets everything. Whoever still waits gets ENOSYS.
    void clear();

    [[nodiscard]] std::uint64_t total() const { return m_total; }
    [[nodiscard]] const RefusedReport& report() const { return m_report; }
    [[nodiscard]] std::size_t listeners() const { return m_listeners.size(); }

    /// For listen(), and for tests.
    void count(const security::RefusedCall& call, std::uint64_t nowUs);

private:
    using Listeners = std::list<security::CallListener>;

    void onReady(Listeners::iterator listener, std::uint32_t events);
    void forget(Listeners::iterator listener);
    [[nodiscard]] bool takeBudget();
    void pause();
    [[nodiscard]] RefusedRow* rowFor(const security::RefusedCall& call, std::uint64_t nowUs);
    void tellSoon();
    /// Once, after that time.
    [[nodiscard]] bool arm(sys::UniqueFd& timer, std::chrono::milliseconds after, void (Refusals::*what)());
    void goOn();
    void tell();

    EventLoop& m_loop;
    Listeners m_listeners;
    SeccompProfile m_profile = SeccompProfile::Default;
    RefusedReport m_report;
    std::uint64_t m_total = 0;
    int m_left = callsPerPeriod;
    std::chrono::steady_clock::time_point m_periodBegan;
    sys::UniqueFd m_pauseTimer; ///< while the budget is used up
    sys::UniqueFd m_tellTimer;  ///< while there is something to tell
};

} // namespace vitrine::monitor
