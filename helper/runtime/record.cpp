// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/record.h"

#include "core/model/jsonnode.h"
#include "core/model/ociconfig.h"
#include "core/sys/file.h"
#include "helper/runtime/kernelstate.h"

#include <fcntl.h>

#include <limits>
#include <utility>

namespace vitrine::runtime {

namespace {

using json::Node;
using json::Value;

constexpr const char* recordFile = "state.json";
constexpr const char* configFile = "config.json";
constexpr std::size_t largestRecord = 64UL * 1024;

Result<Record> recordFrom(const std::string& text) {
    const Value document = VITRINE_TRY(json::parse(text, largestRecord));
    const Node node(document);
    Record record;
    record.id = VITRINE_TRY(node.require("id").and_then(&Node::text));
    record.bundle = VITRINE_TRY(node.require("bundle").and_then(&Node::text));
    record.rootfs = VITRINE_TRY(node.require("rootfs").and_then(&Node::text));
    record.created = VITRINE_TRY(node.require("created").and_then(&Node::text));
    record.owner = VITRINE_TRY(node.require("owner").and_then(&Node::text));
    record.cgroup = VITRINE_TRY(node.require("cgroup").and_then(&Node::text));
    if (const auto pid = VITRINE_TRY(node.find("pid"))) {
        process::ProcessKey key;
        key.pid = static_cast<pid_t>(VITRINE_TRY(pid->unsignedNumber(std::numeric_limits<pid_t>::max())));
        const Node ticks = VITRINE_TRY(node.require("startTicks"));
        key.startTicks = VITRINE_TRY(ticks.unsignedNumber(std::numeric_limits<std::uint64_t>::max()));
        record.init = key;
    }
    return record;
}

bool isAlive(const Record& record) {
    if (!record.init)
        return false;
    // A process that nobody has waited for yet is a zombie: ended, though it still has its number.
    const auto pidfd = process::openPidfd(*record.init);
    return pidfd && !hasEnded(pidfd->get());
}

bool waitsAtGate(const StateDirectory& directory) {
    // ENXIO: nobody has it open, because execve(2) has closed it.
    return sys::openAt(directory.fd(), goName, O_WRONLY | O_NONBLOCK | O_NOFOLLOW).has_value();
}

} // namespace

Result<Record> readRecord(const StateDirectory& directory) {
    const auto text = sys::readFileAt(directory.fd(), recordFile, largestRecord);
    if (!text && text.error().kind() == ErrorKind::NotFound)
        return failure(Error(ErrorKind::NotFound, "read the state of", directory.id(),
                             "it is not completely made; delete --force removes it"));
    auto record = recordFrom(VITRINE_TRY(text));
    if (!record)
        return failure(std::move(record).error().within("read the state of " + directory.id()));
    return record;
}

Result<> writeRecord(const StateDirectory& directory, const Record& record) {
    Value value{{"id", record.id},           {"bundle", record.bundle}, {"rootfs", record.rootfs},
                {"created", record.created}, {"owner", record.owner},   {"cgroup", record.cgroup}};
    if (record.init) {
        value["pid"] = record.init->pid;
        value["startTicks"] = record.init->startTicks;
    }
    return sys::replaceFileAt(directory.fd(), recordFile, json::write(value), 0600, sys::Durability::Cached);
}

Result<std::string> readConfig(const StateDirectory& directory) {
    return sys::readFileAt(directory.fd(), configFile, maximumConfigSize);
}

Result<> writeConfigCopy(const StateDirectory& directory, const std::string& config) {
    return sys::replaceFileAt(directory.fd(), configFile, config, 0600, sys::Durability::Cached);
}

std::string_view nameOf(Status status) {
    switch (status) {
    case Status::Creating:
        return "creating";
    case Status::Created:
        return "created";
    case Status::Running:
        return "running";
    case Status::Paused:
        return "paused";
    case Status::Stopped:
        break;
    }
    return "stopped";
}

Status statusOf(const StateDirectory& directory, const Record& record) {
    if (!record.init && directory.isLocked())
        return Status::Creating;
    if (!isAlive(record))
        return Status::Stopped;
    if (waitsAtGate(directory))
        return Status::Created;
    return isFrozen(record.cgroup) ? Status::Paused : Status::Running;
}

std::string stateJson(const Record& record, Status status, const std::string& config) {
    const bool lives = record.init && status != Status::Stopped;
    Value state{{"ociVersion", "1.2.0"}, {"id", record.id}};
    state["pid"] = lives ? record.init->pid : 0;
    state["status"] = nameOf(status);
    state["bundle"] = record.bundle;
    state["rootfs"] = record.rootfs;
    state["created"] = record.created;
    state["owner"] = record.owner;
    state["annotations"] = Value::object();
    if (const auto document = json::parse(config, maximumConfigSize); document && document->is_object())
        state["annotations"] = document->value("annotations", Value::object());
    return json::write(state);
}

} // namespace vitrine::runtime
