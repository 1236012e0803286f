// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/tasks.h"

namespace vitrine::helper {

namespace {

constexpr int maximumPerUser = 16;
constexpr int maximumInAll = 256;
constexpr int threads = 8;
/// For work that reads a little and may wait for somebody's disk: as much as sixteen users can hold up.
constexpr int waitingThreads = 48;
constexpr int threadsPerUser = 3;
constexpr int inspectors = 2;

} // namespace

Tasks::Tasks()
    : m_operations(threads, threadsPerUser)
    , m_questions(waitingThreads, threadsPerUser)
    , m_inspections(inspectors, 1)
    , m_vettings(waitingThreads, threadsPerUser) {
}

FairQueue& Tasks::queueOf(Kind kind) {
    switch (kind) {
    case Kind::Operation:
        break;
    case Kind::Question:
        return m_questions;
    case Kind::Inspection:
        return m_inspections;
    case Kind::Vetting:
        return m_vettings;
    }
    return m_operations;
}

Result<> Tasks::checkCapacity(uid_t uid) const {
    const auto found = m_ofUser.find(uid);
    const bool userIsFull = found != m_ofUser.end() && found->second >= maximumPerUser;
    if (uid == 0 || (!userIsFull && m_inAll < maximumInAll))
        return {};
    return failure(Error(ErrorKind::LimitExceeded, {},
                         userIsFull ? "too many of your questions are being answered"
                                    : "too many questions are being answered",
                         "")
                       .withHint("Try again in a moment."));
}

void Tasks::take(uid_t uid) {
    ++m_ofUser[uid];
    ++m_inAll;
}

void Tasks::release(uid_t uid) {
    --m_inAll;
    const auto found = m_ofUser.find(uid);
    if (found != m_ofUser.end() && --found->second == 0)
        m_ofUser.erase(found);
}

void Tasks::post(std::function<void()> function) {
    QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

void Tasks::launch(uid_t uid, Kind kind, std::move_only_function<Done()> body) {
    ++m_running;
    Q_EMIT runningChanged();
    queueOf(kind).add(uid, [this, body = std::move(body)]() mutable {
        auto done = std::make_shared<Done>(body());
        body = nullptr; // what the work has captured goes before anybody can think that it has ended
        // Until this lock is given back wait() does not return.
        const std::lock_guard lock(m_mutex);
        --m_running;
        post([this, done = std::move(done)] { // with all it holds, which is the main thread's
            (*done)();
            Q_EMIT runningChanged();
        });
        m_ended.notify_all();
    });
}

bool Tasks::wait(std::chrono::milliseconds timeout) {
    std::unique_lock lock(m_mutex);
    return m_ended.wait_for(lock, timeout, [this] { return m_running == 0; });
}

} // namespace vitrine::helper
