// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading the small text files of cgroupfs.
namespace vitrine::cgroup {

/// Content of a control file without the white space at its end.
[[nodiscard]] Result<std::string> readControlFile(int dirFd, const std::string& path);

/// Without the white space at its end.
[[nodiscard]] std::string trimmed(std::string text);

/// The non-empty parts of `text` between any of the characters in `separators`.
/// They point into `text`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, std::string_view separators);

/// Decimal digits and nothing else; empty when there is anything else or it does not fit.
[[nodiscard]] std::optional<std::uint64_t> parseNumber(std::string_view text);

/// The number behind `key` in a "flat keyed" file (cgroup-v2.rst): lines of "key value".
[[nodiscard]] std::optional<std::uint64_t> valueOf(std::string_view text, std::string_view key);

/// A limit: "max", "-1" and anything of 4 EiB or more (v1 writes its "no limit" as the largest multiple of
/// the page size below 2^63) are "no limit", which is empty.
[[nodiscard]] std::optional<std::uint64_t> parseLimit(std::string_view text);

} // namespace vitrine::cgroup
