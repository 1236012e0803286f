// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/refusals.h"

#include "core/security/seccompcompile.h"
#include "helper/monitor/clock.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <utility>

namespace vitrine::monitor {

void Refusals::begin(SeccompProfile profile) {
    clear();
    m_profile = profile;
}

Result<> Refusals::checkRoom() const {
    if (m_listeners.size() < maximumListeners)
        return {};
    return failure(Error(ErrorKind::LimitExceeded, "start a process", "",
                         "there are " + std::to_string(maximumListeners) +
                             " in the container whose refused system calls are noted, and no more can be"));
}

Result<> Refusals::listen(security::CallListener listener) {
    VITRINE_CHECK(checkRoom());
    const int fd = listener.fd();
    m_listeners.push_back(std::move(listener));
    const auto place = std::prev(m_listeners.end());
    const std::uint32_t events = m_pauseTimer ? 0U : std::uint32_t{EPOLLIN};
    auto watched = m_loop.watch(fd, events, [this, place](std::uint32_t ready) { onReady(place, ready); });
    if (!watched)
        m_listeners.erase(place);
    return watched;
}

void Refusals::clear() {
    for (const security::CallListener& listener : m_listeners)
        m_loop.forget(listener.fd());
    m_listeners.clear();
    for (sys::UniqueFd* timer : {&m_pauseTimer, &m_tellTimer}) {
        m_loop.forget(timer->get());
        timer->reset();
    }
    m_report = {};
    m_total = 0;
    m_left = callsPerPeriod;
}

bool Refusals::takeBudget() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_periodBegan >= period) {
        m_periodBegan = now;
        m_left = callsPerPeriod;
    }
    return m_left-- > 0;
}

void Refusals::onReady(Listeners::iterator listener, std::uint32_t events) {
    if ((events & EPOLLIN) == 0)
        return forget(listener); // EPOLLHUP: the last process that has this filter is gone
    for (int i = 0; i < callsPerTurn; ++i) {
        if (!takeBudget())
            return pause();
        const auto call = listener->answer();
        if (!call)
            return forget(listener);
        if (!*call)
            return;
        count(**call, realTimeUs());
    }
}

void Refusals::forget(Listeners::iterator listener) {
    m_loop.forget(listener->fd());
    m_listeners.erase(listener);
}

/// Nobody is asked until the period is over; should there be no timer, the budget is all that is lost.
void Refusals::pause() {
    if (!m_pauseTimer && !arm(m_pauseTimer, period, &Refusals::goOn)) {
        m_left = callsPerPeriod;
        return;
    }
    for (const security::CallListener& listener : m_listeners)
        m_loop.change(listener.fd(), 0);
}

void Refusals::goOn() {
    m_left = callsPerPeriod;
    m_periodBegan = std::chrono::steady_clock::now();
    for (const security::CallListener& listener : m_listeners)
        m_loop.change(listener.fd(), EPOLLIN);
}

RefusedRow* Refusals::rowFor(const security::RefusedCall& call, std::uint64_t nowUs) {
    const auto number = static_cast<std::uint32_t>(call.number);
    std::string architecture = security::architectureName(call.number, call.architecture);
    const auto known = std::ranges::find_if(m_report.rows, [&](const RefusedRow& row) {
        return row.number == number && row.architecture == architecture;
    });
    if (known != m_report.rows.end())
        return &*known;
    if (m_report.rows.size() >= maximumRefused)
        return nullptr;
    RefusedRow row;
    row.call = security::callName(call.number, call.architecture);
    row.architecture = std::move(architecture);
    row.number = number;
    row.firstUs = nowUs;
    if (m_profile == SeccompProfile::Default)
        row.capability = security::guardOf(row.call);
    m_report.rows.push_back(std::move(row));
    return &m_report.rows.back();
}

void Refusals::count(const security::RefusedCall& call, std::uint64_t nowUs) {
    ++m_total;
    if (RefusedRow* row = rowFor(call, nowUs)) {
        ++row->count;
        row->lastUs = nowUs;
        row->errnum = call.errnum;
        if (!call.program.empty())
            row->program = call.program;
    } else {
        ++m_report.others;
    }
    tellSoon();
}

void Refusals::tellSoon() {
    if (!m_tellTimer)
        static_cast<void>(arm(m_tellTimer, tellEvery, &Refusals::tell));
}

void Refusals::tell() {
    if (onChanged)
        onChanged();
}

bool Refusals::arm(sys::UniqueFd& timer, std::chrono::milliseconds after, void (Refusals::*what)()) {
    sys::UniqueFd made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    itimerspec when{};
    when.it_value.tv_sec = after.count() / 1000;
    when.it_value.tv_nsec = static_cast<long>(after.count() % 1000) * 1'000'000;
    if (!made || ::timerfd_settime(made.get(), 0, &when, nullptr) != 0)
        return false;
    const auto watched = m_loop.watch(made.get(), EPOLLIN, [this, &timer, what](std::uint32_t) {
        m_loop.forget(timer.get());
        timer.reset();
        (this->*what)();
    });
    if (!watched)
        return false;
    timer = std::move(made);
    return true;
}

} // namespace vitrine::monitor
