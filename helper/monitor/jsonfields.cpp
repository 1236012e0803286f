// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/jsonfields.h"

#include <array>
#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::array allKinds{
    ErrorKind::Failed,       ErrorKind::InvalidArgument, ErrorKind::NotFound,      ErrorKind::AlreadyExists,
    ErrorKind::Busy,         ErrorKind::WrongState,      ErrorKind::NotAuthorized, ErrorKind::Dismissed,
    ErrorKind::NotSupported, ErrorKind::Stale,           ErrorKind::LimitExceeded, ErrorKind::Cancelled,
    ErrorKind::Corrupt};

/// The error as it was before within(): what the constructors make of the four parts.
Error innermost(ErrorKind kind, int errnum, std::string operation, std::string subject, std::string reason) {
    if (errnum != 0)
        return Error::fromErrno(std::move(operation), std::move(subject), errnum).withKind(kind);
    return {kind, std::move(operation), std::move(subject), std::move(reason)};
}

} // namespace

std::string sentence(const std::string& text) {
    // A byte that is no UTF-8 becomes the three of U+FFFD; the cut may leave three of them.
    constexpr std::size_t most = (maximumSentence - 12) / 3;
    return text.size() <= most ? text : text.substr(0, most) + "…";
}

Result<Json> parseObject(std::string_view text) {
    Json json = VITRINE_TRY(json::parse(text, text.size()));
    if (!json.is_object())
        return failure(Error::invalid("$", "must be a JSON object"));
    return json;
}

std::string textOf(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> Fields::text(std::string_view key, std::size_t maximum) const {
    const json::Node node = VITRINE_TRY(m_object.require(key));
    std::string text = VITRINE_TRY(node.text());
    if (text.size() > maximum)
        return failure(
            Error::invalid(pathOf(key), "must be a string of at most " + std::to_string(maximum) + " bytes"));
    return text;
}

Result<bool> Fields::boolean(std::string_view key) const {
    return VITRINE_TRY(m_object.require(key)).boolean();
}

Result<Fields> Fields::object(std::string_view key) const {
    json::Node node = VITRINE_TRY(m_object.require(key));
    if (!node.value().is_object())
        return failure(node.invalid("must be an object"));
    return Fields(std::move(node));
}

Result<std::vector<Fields>> Fields::objects(std::string_view key, std::size_t most) const {
    std::vector<Fields> objects;
    const json::Node array = VITRINE_TRY(m_object.require(key));
    for (json::Node& node : VITRINE_TRY(array.elements(most))) {
        if (!node.value().is_object())
            return failure(node.invalid("must be an object"));
        objects.push_back(Fields(std::move(node)));
    }
    return objects;
}

Result<std::string> Fields::path(std::string_view key) const {
    std::string path = VITRINE_TRY(text(key, 4095)); // PATH_MAX with its NUL
    if (!path.starts_with('/') || path.find('\0') != std::string::npos)
        return failure(Error::invalid(pathOf(key), "must be an absolute path"));
    return path;
}

Result<std::uint64_t> Fields::unsignedNumber(std::string_view key, std::uint64_t minimum,
                                             std::uint64_t maximum) const {
    const json::Node node = VITRINE_TRY(m_object.require(key));
    const auto number = node.unsignedNumber(maximum);
    if (!number || *number < minimum)
        return failure(node.invalid("must be a whole number from " + std::to_string(minimum) + " to " +
                                    std::to_string(maximum)));
    return *number;
}

Json toJson(const ExitRecord& record) {
    Json json{{"startedUs", record.startedUs}, {"finishedUs", record.finishedUs}};
    if (record.exitCode)
        json["exitCode"] = *record.exitCode;
    if (record.signal)
        json["signal"] = *record.signal;
    json["outOfMemory"] = record.outOfMemory;
    if (record.memoryLimit != 0)
        json["memoryLimit"] = record.memoryLimit;
    if (record.restarts != 0)
        json["restarts"] = record.restarts;
    if (record.restartEnd != RestartEnd::None)
        json["restartEnd"] = nameOf(record.restartEnd);
    if (record.healthFailures != 0)
        json["healthFailures"] = record.healthFailures;
    if (record.stop != StopRequest::None)
        json["stop"] = nameOf(record.stop);
    if (!record.endedWith.empty())
        json["endedWith"] = sentence(record.endedWith);
    if (!record.failure.empty())
        json["failure"] = sentence(record.failure);
    if (!record.failureHint.empty())
        json["failureHint"] = sentence(record.failureHint);
    return json;
}

Result<ExitRecord> exitRecordFrom(const Fields& fields) {
    ExitRecord record;
    record.startedUs = VITRINE_TRY(fields.number<std::uint64_t>("startedUs"));
    record.finishedUs = VITRINE_TRY(fields.number<std::uint64_t>("finishedUs"));
    record.outOfMemory = VITRINE_TRY(fields.boolean("outOfMemory"));
    if (fields.has("stop")) {
        const auto stop = stopRequestFrom(VITRINE_TRY(fields.text("stop", 32)));
        if (!stop)
            return failure(Error::invalid(fields.pathOf("stop"), "must be none, heeded, late or kill"));
        record.stop = *stop;
    }
    if (fields.has("memoryLimit"))
        record.memoryLimit = VITRINE_TRY(fields.number<std::uint64_t>("memoryLimit"));
    if (fields.has("restarts"))
        record.restarts = VITRINE_TRY(fields.number<std::uint32_t>("restarts"));
    if (fields.has("restartEnd")) // a word of a later version is none of this one
        record.restartEnd =
            restartEndFrom(VITRINE_TRY(fields.text("restartEnd", 32))).value_or(RestartEnd::None);
    if (fields.has("healthFailures"))
        record.healthFailures = VITRINE_TRY(fields.number<std::uint32_t>("healthFailures"));
    if (fields.has("exitCode"))
        record.exitCode = VITRINE_TRY(fields.number<int>("exitCode", 0, 255));
    if (fields.has("signal"))
        record.signal = VITRINE_TRY(fields.number<int>("signal", 1, 64));
    if (fields.has("endedWith"))
        record.endedWith = VITRINE_TRY(fields.text("endedWith", maximumSentence));
    if (fields.has("failure"))
        record.failure = VITRINE_TRY(fields.text("failure", maximumSentence));
    if (fields.has("failureHint"))
        record.failureHint = VITRINE_TRY(fields.text("failureHint", maximumSentence));
    return record;
}

Json toJson(const HealthResult& result) {
    Json json{{"finishedUs", result.finishedUs}, {"timedOut", result.timedOut}};
    if (result.exitCode)
        json["exitCode"] = *result.exitCode;
    if (result.signal)
        json["signal"] = *result.signal;
    if (!result.problem.empty())
        json["problem"] = sentence(result.problem);
    json["output"] = plainOutput(result.output);
    return json;
}

Result<HealthResult> healthResultFrom(const Fields& fields) {
    HealthResult result;
    result.finishedUs = VITRINE_TRY(fields.number<std::uint64_t>("finishedUs"));
    result.timedOut = VITRINE_TRY(fields.boolean("timedOut"));
    if (fields.has("exitCode"))
        result.exitCode = VITRINE_TRY(fields.number<int>("exitCode", 0, 255));
    if (fields.has("signal"))
        result.signal = VITRINE_TRY(fields.number<int>("signal", 1, 64));
    if (fields.has("problem"))
        result.problem = VITRINE_TRY(fields.text("problem", maximumSentence));
    result.output = VITRINE_TRY(fields.text("output", maximumHealthOutput * 3));
    return result;
}

Json toJson(const HealthReport& report) {
    Json json{{"status", nameOf(report.status)}, {"failures", report.failures}};
    if (report.last)
        json["last"] = toJson(*report.last);
    return json;
}

Result<HealthReport> healthReportFrom(const Fields& fields) {
    HealthReport report;
    const auto status = healthStatusFrom(VITRINE_TRY(fields.text("status", 32)));
    if (!status)
        return failure(Error::invalid(fields.pathOf("status"), "must be starting, healthy or unhealthy"));
    report.status = *status;
    report.failures = VITRINE_TRY(fields.number<std::uint32_t>("failures"));
    if (fields.has("last")) {
        const Fields last = VITRINE_TRY(fields.object("last"));
        report.last = VITRINE_TRY(healthResultFrom(last));
    }
    return report;
}

Json toJson(const process::ProcessKey& key) {
    return {{"pid", key.pid}, {"startTicks", key.startTicks}};
}

Result<process::ProcessKey> processKeyFrom(const Fields& fields) {
    process::ProcessKey key;
    key.pid = VITRINE_TRY(fields.number<pid_t>("pid"));
    key.startTicks = VITRINE_TRY(fields.number<std::uint64_t>("startTicks"));
    return key;
}

Json toJson(const Error& error) {
    const std::string inner =
        innermost(error.kind(), error.errnum(), error.operation(), error.subject(), error.reason()).message();
    std::string outer = error.message();
    // Clauses stand before the innermost text, each followed by ": ".
    outer.resize(outer.ends_with(inner) ? outer.size() - inner.size() : 0);
    if (outer.ends_with(": "))
        outer.resize(outer.size() - 2);
    return {{"kind", nameOf(error.kind())},
            {"errno", error.errnum()},
            {"within", sentence(outer)},
            {"operation", sentence(error.operation())},
            {"subject", sentence(error.subject())},
            {"reason", sentence(error.reason())},
            {"hint", sentence(error.hint())}};
}

Result<Error> errorFrom(const Fields& fields) {
    const std::string name = VITRINE_TRY(fields.text("kind", 64));
    ErrorKind kind = ErrorKind::Failed; // a kind that a newer monitor knows is a plain failure here
    for (const ErrorKind candidate : allKinds) {
        if (nameOf(candidate) == name)
            kind = candidate;
    }
    Error error = innermost(kind, VITRINE_TRY(fields.number<int>("errno", 0, 4095)),
                            VITRINE_TRY(fields.text("operation", maximumSentence)),
                            VITRINE_TRY(fields.text("subject", maximumSentence)),
                            VITRINE_TRY(fields.text("reason", maximumSentence)))
                      .withHint(VITRINE_TRY(fields.text("hint", maximumSentence)));
    std::string outer = VITRINE_TRY(fields.text("within", maximumSentence));
    return outer.empty() ? std::move(error) : std::move(error).within(std::move(outer));
}

Json toJson(const VolumeRecord& volume) {
    Json json{{"destination", volume.destination}, {"path", volume.path},
              {"device", volume.device},           {"inode", volume.inode},
              {"bornNs", volume.bornNs},           {"ownerUid", volume.ownerUid},
              {"ownerGid", volume.ownerGid}};
    if (!volume.fileSystem.empty())
        json["fileSystem"] = volume.fileSystem;
    return json;
}

Result<VolumeRecord> volumeRecordFrom(const Fields& fields) {
    VolumeRecord volume;
    volume.destination = VITRINE_TRY(fields.path("destination"));
    volume.path = VITRINE_TRY(fields.path("path"));
    volume.device = VITRINE_TRY(fields.number<std::uint64_t>("device"));
    volume.inode = VITRINE_TRY(fields.number<std::uint64_t>("inode"));
    volume.bornNs = VITRINE_TRY(fields.number<std::uint64_t>("bornNs"));
    volume.ownerUid = VITRINE_TRY(fields.number<std::uint32_t>("ownerUid"));
    volume.ownerGid = VITRINE_TRY(fields.number<std::uint32_t>("ownerGid"));
    if (fields.has("fileSystem"))
        volume.fileSystem = VITRINE_TRY(fields.text("fileSystem", 16));
    return volume;
}

} // namespace vitrine::monitor
