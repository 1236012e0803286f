// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/tasks.h"

#include <thread>

namespace vitrine::helper {

void Tasks::post(std::function<void()> function) {
    QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

void Tasks::launch(std::function<void()> body) {
    ++m_running;
    std::thread([this, body = std::move(body)] {
        body();
        const std::lock_guard lock(m_mutex);
        --m_running;
        m_ended.notify_all();
    }).detach();
}

bool Tasks::wait(std::chrono::milliseconds timeout) {
    std::unique_lock lock(m_mutex);
    return m_ended.wait_for(lock, timeout, [this] { return m_running == 0; });
}

} // namespace vitrine::helper
