// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/log.h"

#include "core/model/strictjson.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <format>

namespace vitrine::runtime {

namespace {

std::string sentence(const Error& error) {
    return error.hint().empty() ? error.message() : error.message() + ". " + error.hint();
}

} // namespace

std::string timeNow() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    tm utc{};
    ::gmtime_r(&now.tv_sec, &utc);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    return std::format("{}.{:06}Z", std::string_view(text.data(), length), now.tv_nsec / 1000);
}

void Log::write(const std::string& level, const Error& error) const {
    const std::string text = sentence(error);
    // Nobody is left to tell when these two fail.
    static_cast<void>(sys::writeAll(STDERR_FILENO, "vitrine-monitor: " + level + ": " + text + '\n'));
    if (m_file.empty())
        return;
    const auto file = sys::openAt(AT_FDCWD, m_file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0600);
    if (!file)
        return;
    std::string line = timeNow() + ' ' + level + ": " + text;
    if (m_format == LogFormat::Json) {
        const json::Value entry{{"msg", text}, {"level", level}, {"time", timeNow()}};
        line = entry.dump(-1, ' ', false, json::Value::error_handler_t::replace);
    }
    static_cast<void>(sys::writeAll(file->get(), line + '\n'));
}

void Log::error(const Error& error) const {
    write("error", error);
}

void Log::warning(const Error& error) const {
    write("warning", error);
}

} // namespace vitrine::runtime
