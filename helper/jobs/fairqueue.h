// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QThreadPool>

#include <sys/types.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace vitrine::helper {

/// A fixed number of threads for all users together, of which one user gets only some: the rest of its work
/// waits, and others' work does not wait for it. Users take turns.
class FairQueue {
public:
    using Work = std::move_only_function<void()>;

    /// 1 or more each; `perUser` of `threads` work for one user at most.
    FairQueue(int threads, int perUser);

    /// From any thread.
    void add(uid_t uid, Work work);

private:
    struct User {
        std::deque<std::shared_ptr<Work>> waiting;
        int running = 0;
    };
    void begin(uid_t uid, User& user);
    void beginNext();
    void ended(uid_t uid);

    int m_threads;
    int m_perUser;
    std::mutex m_mutex; ///< for all that follows
    int m_running = 0;
    uid_t m_last = 0;
    std::map<uid_t, User> m_users;
    QThreadPool m_pool; ///< the first to go: it waits for its threads
};

} // namespace vitrine::helper
