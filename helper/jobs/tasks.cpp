// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/tasks.h"

#include <thread>

namespace vitrine::helper {

namespace {

constexpr int maximumPerUser = 16;

} // namespace

Result<> Tasks::checkCapacity(uid_t uid) const {
    const auto found = m_ofUser.find(uid);
    if (uid == 0 || found == m_ofUser.end() || found->second < maximumPerUser)
        return {};
    return failure(Error(ErrorKind::LimitExceeded, {}, "too many of your questions are being answered", "")
                       .withHint("Try again in a moment."));
}

void Tasks::release(uid_t uid) {
    const auto found = m_ofUser.find(uid);
    if (found != m_ofUser.end() && --found->second == 0)
        m_ofUser.erase(found);
}

void Tasks::post(std::function<void()> function) {
    QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

void Tasks::launch(std::move_only_function<Done()> body) {
    ++m_running;
    Q_EMIT runningChanged();
    std::thread([this, body = std::move(body)]() mutable {
        auto done = std::make_shared<Done>(body());
        body = nullptr; // what the work has captured goes before anybody can think that it has ended
        // Until this lock is given back wait() does not return, and this object stays.
        const std::lock_guard lock(m_mutex);
        --m_running;
        post([this, done = std::move(done)] { // with all it holds, which is the main thread's
            (*done)();
            Q_EMIT runningChanged();
        });
        m_ended.notify_all();
    }).detach();
}

bool Tasks::wait(std::chrono::milliseconds timeout) {
    std::unique_lock lock(m_mutex);
    return m_ended.wait_for(lock, timeout, [this] { return m_running == 0; });
}

} // namespace vitrine::helper
