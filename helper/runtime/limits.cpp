// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/commands.h"
#include "helper/runtime/configcheck.h"
#include "helper/runtime/container.h"
#include "helper/runtime/kernelstate.h"

#include "core/model/ociconfig.h"
#include "core/model/ociparts.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <chrono>

namespace vitrine::runtime {

namespace {

using json::Value;

constexpr std::chrono::milliseconds freezing{10'000};

Result<std::unique_ptr<cgroup::Cgroup>> groupOf(const OpenContainer& container) {
    auto group = VITRINE_TRY(openCgroup(container.record.cgroup));
    if (!group)
        return failure(
            Error(ErrorKind::NotSupported, "act on", container.record.id, "it has no control group"));
    return group;
}

/// "cpus" and "mems" are lists as text, all others numbers; "weight" as well.
Result<Value> valueOf(const ResourceValue& resource) {
    if (resource.key == "cpus" || resource.key == "mems")
        return Value(resource.text);
    std::int64_t number = 0;
    const auto [end, problem] =
        std::from_chars(resource.text.data(), resource.text.data() + resource.text.size(), number);
    if (problem != std::errc() || end != resource.text.data() + resource.text.size())
        return failure(Error::invalid(resource.group + '.' + resource.key, "must be a whole number"));
    return Value(number);
}

Result<Value> readChange(const Request& request) {
    Value change = Value::object();
    if (!request.resourcesFile.empty()) {
        std::string text;
        if (request.resourcesFile == "-") {
            char piece[4096];
            for (ssize_t length = 0; (length = ::read(STDIN_FILENO, piece, sizeof piece)) > 0;)
                text.append(piece, static_cast<std::size_t>(length));
        } else {
            const auto file =
                VITRINE_TRY(sys::openAt(AT_FDCWD, request.resourcesFile, O_RDONLY | O_NONBLOCK | O_NOCTTY));
            text = VITRINE_TRY(sys::readAll(file.get(), maximumConfigSize));
        }
        change = VITRINE_TRY(json::parse(text, maximumConfigSize));
        if (!change.is_object())
            return failure(
                Error::invalid("--resources", "must be a JSON object, \"linux.resources\" of a config.json"));
    }
    for (const ResourceValue& resource : request.resources)
        oci::objectAt(change, resource.group.c_str())[resource.key] = VITRINE_TRY(valueOf(resource));
    if (change.empty())
        return failure(Error::invalid("--resources", "or one of the other options must be given"));
    return change;
}

/// The config.json of the container with the change in it: what is not named stays as it is.
Result<std::string> changedConfig(const OpenContainer& container, const Value& change) {
    Value document = VITRINE_TRY(json::parse(container.config, maximumConfigSize));
    oci::objectAt(oci::objectAt(document, "linux"), "resources").merge_patch(change);
    return json::write(document);
}

} // namespace

Result<int> pause(const Request& request, const Log& /*log*/) {
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Change));
    VITRINE_CHECK(require(container, {Status::Created, Status::Running}));
    VITRINE_CHECK(VITRINE_TRY(groupOf(container))->freeze(freezing));
    return 0;
}

Result<int> resume(const Request& request, const Log& /*log*/) {
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Change));
    VITRINE_CHECK(require(container, {Status::Paused}));
    VITRINE_CHECK(VITRINE_TRY(groupOf(container))->thaw());
    return 0;
}

Result<int> update(const Request& request, const Log& /*log*/) {
    const auto container = VITRINE_TRY(openContainer(request, StateDirectory::Access::Change));
    VITRINE_CHECK(require(container, {Status::Created, Status::Running, Status::Paused}));
    const Value change = VITRINE_TRY(readChange(request));
    const std::string text = VITRINE_TRY(changedConfig(container, change));
    const BundleConfig changed = VITRINE_TRY(parseBundleConfig(text));
    const auto group = VITRINE_TRY(groupOf(container));
    VITRINE_CHECK(group->setLimits(changed.spec.limits, UnsetLimits::Reset));
    VITRINE_CHECK(writeShares(group.get(), changed.cpuShares));
    VITRINE_CHECK(writeConfigCopy(container.directory, text));
    return 0;
}

} // namespace vitrine::runtime
