// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/fairqueue.h"

#include <algorithm>

namespace vitrine::helper {

FairQueue::FairQueue(int threads, int perUser)
    : m_threads(threads)
    , m_perUser(perUser) {
    // One more: a thread that has said that its work ended may not have come back to the pool yet.
    m_pool.setMaxThreadCount(threads + 1);
}

void FairQueue::add(uid_t uid, Work work) {
    const std::lock_guard lock(m_mutex);
    m_users[uid].waiting.push_back(std::make_shared<Work>(std::move(work)));
    beginNext();
}

void FairQueue::begin(uid_t uid, User& user) {
    ++m_running;
    ++user.running;
    m_last = uid;
    m_pool.start([this, uid, work = std::move(user.waiting.front())]() mutable {
        (*work)();
        work.reset();
        ended(uid);
    });
    user.waiting.pop_front();
}

/// The first user after the last one served who has work waiting and a thread left.
void FairQueue::beginNext() {
    while (m_running < m_threads) {
        const auto isServable = [this](const auto& entry) {
            return !entry.second.waiting.empty() && entry.second.running < m_perUser;
        };
        const auto after = m_users.upper_bound(m_last);
        auto next = std::find_if(after, m_users.end(), isServable);
        if (next == m_users.end()) {
            next = std::find_if(m_users.begin(), after, isServable);
            if (next == after)
                return;
        }
        begin(next->first, next->second);
    }
}

void FairQueue::ended(uid_t uid) {
    const std::lock_guard lock(m_mutex);
    --m_running;
    const auto found = m_users.find(uid);
    if (--found->second.running == 0 && found->second.waiting.empty())
        m_users.erase(found);
    beginNext();
}

} // namespace vitrine::helper
