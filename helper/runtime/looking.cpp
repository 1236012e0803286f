// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/commands.h"
#include "helper/runtime/container.h"
#include "helper/runtime/kernelstate.h"

#include "core/model/strictjson.h"

#include <algorithm>
#include <array>
#include <format>

namespace vitrine::runtime {

namespace {

using json::Value;

struct Listed {
    Record record;
    Status status = Status::Stopped;
};

/// One that goes away meanwhile, or is not completely made, is none that can be told of.
std::vector<Listed> readAll(const std::string& root, const std::vector<std::string>& ids) {
    std::vector<Listed> all;
    for (const std::string& id : ids) {
        const auto directory = StateDirectory::open(root, id, StateDirectory::Access::Look);
        if (!directory)
            continue;
        if (auto record = readRecord(*directory)) {
            const Status status = statusOf(*directory, *record);
            all.push_back({*std::move(record), status});
        }
    }
    return all;
}

pid_t pidOf(const Listed& one) {
    return one.record.init && one.status != Status::Stopped ? one.record.init->pid : 0;
}

std::string asJson(const std::vector<Listed>& all) {
    Value array = Value::array();
    for (const Listed& one : all) {
        array.push_back({{"id", one.record.id},
                         {"pid", pidOf(one)},
                         {"status", nameOf(one.status)},
                         {"bundle", one.record.bundle},
                         {"created", one.record.created},
                         {"owner", one.record.owner}});
    }
    return json::write(array);
}

std::string asTable(const std::vector<Listed>& all) {
    std::size_t width = 4;
    for (const Listed& one : all)
        width = std::max(width, one.record.id.size());
    std::string table = std::format("{:<{}} {:<9} {:<8} {:<39} {:<30} {}\n", "NAME", width, "PID", "STATUS",
                                    "BUNDLE PATH", "CREATED", "OWNER");
    for (const Listed& one : all)
        table += std::format("{:<{}} {:<9} {:<8} {:<39} {:<30} {}\n", one.record.id, width, pidOf(one),
                             nameOf(one.status), one.record.bundle, one.record.created, one.record.owner);
    return table;
}

} // namespace

Result<int> state(const Request& request, const Log& /*log*/) {
    const auto directory =
        VITRINE_TRY(StateDirectory::open(request.globals.root, request.id, StateDirectory::Access::Look));
    const Record record = VITRINE_TRY(readRecord(directory));
    const std::string config = VITRINE_TRY(readConfig(directory));
    VITRINE_CHECK(print(stateJson(record, statusOf(directory, record), config)));
    return 0;
}

Result<int> list(const Request& request, const Log& /*log*/) {
    const auto ids = VITRINE_TRY(StateDirectory::list(request.globals.root));
    const auto all = readAll(request.globals.root, ids);
    if (!request.quiet) {
        VITRINE_CHECK(print(request.format == "json" ? asJson(all) : asTable(all)));
        return 0;
    }
    for (const Listed& one : all)
        VITRINE_CHECK(print(one.record.id + '\n'));
    return 0;
}

Result<int> ps(const Request& request, const Log& /*log*/) {
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Look));
    const auto group = VITRINE_TRY(openCgroup(container.record.cgroup));
    if (!group)
        return failure(
            Error(ErrorKind::NotSupported, "list the processes of", request.id, "it has no control group"));
    auto pids = VITRINE_TRY(group->processes());
    std::ranges::sort(pids);
    std::string table = "PID\n";
    for (const pid_t pid : pids)
        table += std::to_string(pid) + '\n';
    VITRINE_CHECK(print(request.format == "json" ? json::write(Value(pids)) : table));
    return 0;
}

} // namespace vitrine::runtime
