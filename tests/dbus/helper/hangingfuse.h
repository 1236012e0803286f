// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/sys/uniquefd.h"

#include <QByteArray>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace vitrine::test {

/// A file system (fuse(4)) of one empty directory, served by a thread of the test, that stops answering what
/// is asked about the directory when it is told to: like a network file system whose server is gone.
class HangingFuse {
public:
    /// Mounts it on a new directory below `parent`; root only. directory() is empty when that fails.
    explicit HangingFuse(const QByteArray& parent);
    /// Unmounts; whoever waits gets an error.
    ~HangingFuse();
    HangingFuse(const HangingFuse&) = delete;
    HangingFuse& operator=(const HangingFuse&) = delete;

    [[nodiscard]] QByteArray directory() const { return m_directory; }

    void hang() { m_hangs = true; }
    /// Answers all who wait, and from now on everybody.
    void release();
    /// Who wait for an answer now.
    [[nodiscard]] int waiting();

private:
    void serve();
    void answer(std::uint64_t unique, int error, const void* data = nullptr, std::size_t size = 0);
    void answerAttributes(std::uint64_t unique);

    sys::UniqueFd m_device;
    QByteArray m_directory;
    std::atomic<bool> m_hangs{false};
    std::mutex m_mutex;
    std::vector<std::uint64_t> m_waiting; ///< by m_mutex
    std::thread m_thread;
};

} // namespace vitrine::test
