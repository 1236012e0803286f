// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/runtime/arguments.h"

#include <string>

namespace vitrine::runtime {

/// Where an OCI runtime says what went wrong: on standard error for people, and in the file of --log for the
/// program that has called it.
class Log {
public:
    explicit Log(const Globals& globals)
        : m_file(globals.logFile)
        , m_format(globals.logFormat) {}

    void error(const Error& error) const;
    void warning(const Error& error) const;

private:
    void write(const std::string& level, const Error& error) const;

    std::string m_file;
    LogFormat m_format;
};

/// The time of now as RFC 3339 has it, in UTC.
[[nodiscard]] std::string timeNow();

} // namespace vitrine::runtime
