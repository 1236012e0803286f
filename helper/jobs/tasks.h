// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/jobs/fairqueue.h"

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

/// Slow work (copying, removing, writing a limit that makes the kernel reclaim) in a fixed number of threads,
/// so that the main loop never waits. The helper makes no namespace calls, so threads do no harm here. Work
/// captures values only and touches nothing of the main thread. A user's work that hangs delays no other's.
class Tasks : public QObject {
    Q_OBJECT
public:
    Tasks();

    /// What a piece of work is, and so whose threads it gets.
    enum class Kind {
        Operation,  ///< the caller has its own limit
        Question,   ///< somebody waits for the answer
        Inspection, ///< a question that costs much: one at a time for a user
        Vetting     ///< arguments of a call that is not permitted yet
    };

    /// Runs `work`, which is this user's, in a thread and then `done` with its result in the main thread. By
    /// then it no longer counts as running.
    template <typename T>
    void run(uid_t uid, std::function<T()> work, std::move_only_function<void(T)> done,
             Kind kind = Kind::Operation) {
        launch(uid, kind, [work = std::move(work), done = std::move(done)]() mutable -> Done {
            auto result = std::make_shared<T>(work());
            return [done = std::move(done), result]() mutable { done(std::move(*result)); };
        });
    }

    /// The same for a caller who waits for the answer. LimitExceeded, and nothing is run, while 16 of this
    /// user's or 256 in all are at work or wait (not for uid 0): nobody's questions keep others from an
    /// answer.
    template <typename T>
    [[nodiscard]] Result<> runFor(uid_t uid, std::function<T()> work, std::move_only_function<void(T)> done,
                                  Kind kind = Kind::Question) {
        VITRINE_CHECK(checkCapacity(uid));
        take(uid);
        run<T>(
            uid, std::move(work),
            [this, uid, done = std::move(done)](T result) mutable {
                release(uid);
                done(std::move(result));
            },
            kind);
        return {};
    }
    [[nodiscard]] Result<> checkCapacity(uid_t uid) const;

    /// From any thread: calls `function` in the main thread.
    void post(std::function<void()> function);

    [[nodiscard]] int running() const { return m_running.load(); }
    /// Waits for all work to end; false after `timeout`.
    [[nodiscard]] bool wait(std::chrono::milliseconds timeout);

Q_SIGNALS:
    /// Some work began, or ended and its `done` was called.
    void runningChanged();

private:
    using Done = std::move_only_function<void()>;
    void launch(uid_t uid, Kind kind, std::move_only_function<Done()> body);
    [[nodiscard]] FairQueue& queueOf(Kind kind);
    void take(uid_t uid);
    void release(uid_t uid);

    std::atomic<int> m_running{0};
    std::mutex m_mutex;
    std::condition_variable m_ended;
    std::map<uid_t, int> m_ofUser; ///< runFor() only; main thread only
    int m_inAll = 0;               ///< the same
    FairQueue m_operations;
    FairQueue m_questions;
    FairQueue m_inspections;
    FairQueue m_vettings;
};

} // namespace vitrine::helper
