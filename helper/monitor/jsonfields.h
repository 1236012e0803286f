// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerstate.h"
#include "core/model/health.h"
#include "core/model/jsonnode.h"
#include "core/process/processtree.h"
#include "helper/monitor/refusedreport.h"
#include "helper/monitor/volumes.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// For the .cpp files of this folder only: nothing that includes protocol.h or bundle.h sees a JSON value.
namespace vitrine::monitor {

/// Object keys stay in the order they were written.
using Json = json::Value;

/// Most a text for people may be that is read, bytes.
inline constexpr std::size_t maximumSentence = 8192;
/// The text, cut where it would be too long to be read again: names of files that somebody made for the
/// purpose get into errors.
[[nodiscard]] std::string sentence(const std::string& text);

/// As json::parse() does; what is no object is refused too.
[[nodiscard]] Result<Json> parseObject(std::string_view text);

/// JSON text; bytes that are not UTF-8 become U+FFFD, so that it never fails.
[[nodiscard]] std::string textOf(const Json& json, int indent = -1);

/// Reads the members of one object, strictly: a missing or mistyped member is an InvalidArgument whose
/// subject is the member's path; members nobody asks for are ignored. Refers to the object: keep it alive.
class Fields {
public:
    explicit Fields(const Json& object)
        : m_object(object) {}

    [[nodiscard]] bool has(std::string_view key) const { return m_object.value().contains(key); }
    [[nodiscard]] std::string pathOf(std::string_view key) const {
        return json::memberPath(m_object.path(), key);
    }
    [[nodiscard]] Result<std::string> text(std::string_view key, std::size_t maximum) const;
    [[nodiscard]] Result<bool> boolean(std::string_view key) const;
    [[nodiscard]] Result<Fields> object(std::string_view key) const;
    /// An array of at most `most` objects.
    [[nodiscard]] Result<std::vector<Fields>> objects(std::string_view key, std::size_t most) const;
    /// An absolute path of at most PATH_MAX bytes without NUL.
    [[nodiscard]] Result<std::string> path(std::string_view key) const;

    /// An integer in minimum … maximum of a type that holds both.
    template <typename T>
    [[nodiscard]] Result<T> number(std::string_view key, T minimum = 0,
                                   T maximum = std::numeric_limits<T>::max()) const {
        return static_cast<T>(VITRINE_TRY(
            unsignedNumber(key, static_cast<std::uint64_t>(minimum), static_cast<std::uint64_t>(maximum))));
    }

private:
    explicit Fields(json::Node object)
        : m_object(std::move(object)) {}
    [[nodiscard]] Result<std::uint64_t> unsignedNumber(std::string_view key, std::uint64_t minimum,
                                                       std::uint64_t maximum) const;

    json::Node m_object;
};

[[nodiscard]] Json toJson(const ExitRecord& record);
[[nodiscard]] Result<ExitRecord> exitRecordFrom(const Fields& fields);
[[nodiscard]] Json toJson(const HealthResult& result);
[[nodiscard]] Result<HealthResult> healthResultFrom(const Fields& fields);
[[nodiscard]] Json toJson(const HealthReport& report);
[[nodiscard]] Result<HealthReport> healthReportFrom(const Fields& fields);
[[nodiscard]] Json toJson(const process::ProcessKey& key);
[[nodiscard]] Result<process::ProcessKey> processKeyFrom(const Fields& fields);
[[nodiscard]] Json toJson(const VolumeRecord& volume);
[[nodiscard]] Result<VolumeRecord> volumeRecordFrom(const Fields& fields);
[[nodiscard]] Json toJson(const RefusedReport& report);
[[nodiscard]] Result<RefusedReport> refusedReportFrom(const Fields& fields);
/// Operation, subject, reason, clauses, errno and hint survive: message() is the same on both sides.
[[nodiscard]] Json toJson(const Error& error);
[[nodiscard]] Result<Error> errorFrom(const Fields& fields);

} // namespace vitrine::monitor
