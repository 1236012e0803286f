// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/log.h"

#include "core/model/strictjson.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <format>

namespace vitrine::runtime {

namespace {

std::string sentence(const Error& error) {
    return error.hint().empty() ? error.message() : error.message() + ". " + error.hint();
}

} // namespace

std::string timeNow() {
    // Not gmtime_r(3), which reads the file of the local time zone before it looks at nothing of it.
    using namespace std::chrono;
    const auto now = floor<microseconds>(system_clock::now());
    const auto today = floor<days>(now);
    const year_month_day date(today);
    const hh_mm_ss time(now - today);
    return std::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
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
