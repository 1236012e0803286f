// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QObject>

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace vitrine::helper {

/// Slow work (copying, removing, writing a limit that makes the kernel reclaim) in threads of its own, so
/// that the main loop never waits. The helper makes no namespace calls, so threads do no harm here. Work
/// captures values only and touches nothing of the main thread.
class Tasks : public QObject {
    Q_OBJECT
public:
    /// Runs `work` in a new thread and then `done` with its result in the main thread. By then it no longer
    /// counts as running.
    template <typename T>
    void run(std::function<T()> work, std::move_only_function<void(T)> done) {
        launch([work = std::move(work), done = std::move(done)]() mutable -> Done {
            auto result = std::make_shared<T>(work());
            return [done = std::move(done), result]() mutable { done(std::move(*result)); };
        });
    }

    /// The same for a caller who waits for the answer. LimitExceeded, and nothing is run, while 16 of this
    /// user's are at work (not for uid 0): nobody's questions keep others from an answer.
    template <typename T>
    [[nodiscard]] Result<> runFor(uid_t uid, std::function<T()> work, std::move_only_function<void(T)> done) {
        VITRINE_CHECK(checkCapacity(uid));
        ++m_ofUser[uid];
        run<T>(std::move(work), [this, uid, done = std::move(done)](T result) mutable {
            release(uid);
            done(std::move(result));
        });
        return {};
    }
    [[nodiscard]] Result<> checkCapacity(uid_t uid) const;

    /// From any thread: calls `function` in the main thread.
    void post(std::function<void()> function);

    [[nodiscard]] int running() const { return m_running.load(); }
    /// Waits for all threads to end; false after `timeout`.
    [[nodiscard]] bool wait(std::chrono::milliseconds timeout);

Q_SIGNALS:
    /// Some work began, or ended and its `done` was called.
    void runningChanged();

private:
    using Done = std::move_only_function<void()>;
    void launch(std::move_only_function<Done()> body);
    void release(uid_t uid);

    std::atomic<int> m_running{0};
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::map<uid_t, int> m_ofUser; ///< runFor() only; main thread only
};

} // namespace vitrine::helper
