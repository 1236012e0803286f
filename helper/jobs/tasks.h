// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
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

    std::atomic<int> m_running{0};
    std::mutex m_mutex;
    std::condition_variable m_ended;
};

} // namespace vitrine::helper
