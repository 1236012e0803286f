// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/controlfile.h"
#include "core/cgroup/filecgroup.h"
#include "core/model/limitplaces.h"
#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace vitrine::cgroup {

namespace {

constexpr const char* memoryLimitV1 = "memory.limit_in_bytes";
constexpr const char* memorySwapLimitV1 = "memory.memsw.limit_in_bytes";

/// Only files of that controller in that directory, whatever a plan says.
Result<> checkName(const LimitFile& limit) {
    if (limit.file.starts_with(limit.controller + '.') && limit.file.find('/') == std::string::npos)
        return {};
    return failure(Error::invalid("file", "a control file of the controller " + limit.controller));
}

Error explained(Error error, const LimitFile& limit) {
    if (error.kind() == ErrorKind::Busy && limit.controller == "memory") {
        return std::move(error).withHint(
            "The container uses more memory than the new limit and the kernel could not free enough of it. "
            "Choose a higher limit or end a program in the container first.");
    }
    return error;
}

} // namespace

Result<sys::UniqueFd> FileCgroup::openControl(const LimitFile& limit, int access) const {
    VITRINE_CHECK(checkName(limit));
    const Group* group = groupOf(limit.controller);
    if (group == nullptr) {
        return failure(Error(ErrorKind::NotSupported, "open", limit.file,
                             "the group has no controller \"" + limit.controller + '"'));
    }
    auto file = sys::openAt(group->directory.get(), limit.file, access | O_NOFOLLOW | O_NONBLOCK);
    if (!file && file.error().kind() == ErrorKind::NotFound) {
        // The directory is there, so the controller is not switched on for it (or too old for this file).
        return failure(
            Error(ErrorKind::NotSupported, "open", directoryOf(limit.controller) + '/' + limit.file,
                  m_notEnabled.empty() ? "the kernel does not offer this file here" : m_notEnabled));
    }
    return file;
}

Result<std::string> FileCgroup::readControl(const LimitFile& limit) const {
    const sys::UniqueFd file = VITRINE_TRY(openControl(limit, O_RDONLY));
    auto text = sys::readKernelFile(file.get());
    if (!text)
        return failure(std::move(text).error().within(limit.file));
    return trimmed(*std::move(text));
}

Result<LimitReadback> FileCgroup::writeLimit(const LimitFile& limit) {
    const sys::UniqueFd file = VITRINE_TRY(openControl(limit, O_RDWR));
    auto written = sys::writeKernelFile(file.get(), limit.file, limit.value);
    if (!written) {
        return failure(explained(std::move(written).error(), limit)
                           .within("set a limit in " + directoryOf(limit.controller)));
    }
    auto text = sys::readKernelFile(file.get());
    if (!text)
        return failure(std::move(text).error().within(limit.file));
    std::string now = trimmed(*std::move(text));
    return LimitReadback{directoryOf(limit.controller) + '/' + limit.file, limit.value, std::move(now)};
}

/// v1 keeps memory <= memory+swap at every moment: when the new memory limit is above the sum in force, the
/// sum is raised first.
Result<> FileCgroup::orderForRaising(std::vector<LimitFile>& files) const {
    const auto memory = std::ranges::find(files, memoryLimitV1, &LimitFile::file);
    const auto sum = std::ranges::find(files, memorySwapLimitV1, &LimitFile::file);
    if (memory == files.end() || sum == files.end() || sum < memory)
        return {};
    const auto wanted = parseNumber(memory->value);
    const auto inForce = parseLimit(VITRINE_TRY(readControl(*sum)));
    if (inForce && wanted && *wanted > *inForce)
        std::rotate(memory, sum, sum + 1);
    return {};
}

void FileCgroup::putBack(const std::vector<LimitFile>& previous) {
    for (const LimitFile& limit : previous | std::views::reverse) {
        const Group* group = groupOf(limit.controller);
        // The failure that led here is the one to tell.
        static_cast<void>(sys::writeKernelFileAt(group->directory.get(), limit.file, limit.value));
    }
}

Result<std::vector<LimitReadback>> FileCgroup::setLimits(const ResourceLimits& limits, UnsetLimits unset) {
    VITRINE_CHECK(validate(limits));
    std::vector<LimitFile> files = VITRINE_TRY(limitFiles(m_facts, limits, unset));
    VITRINE_CHECK(orderForRaising(files));
    std::vector<LimitFile> previous;
    std::vector<LimitReadback> readbacks;
    for (const LimitFile& file : files) {
        auto before = readControl(file);
        if (!before) {
            putBack(previous);
            return failure(std::move(before).error());
        }
        auto readback = writeLimit(file);
        if (!readback) {
            putBack(previous);
            return failure(std::move(readback).error());
        }
        previous.push_back({file.controller, file.file, *std::move(before)});
        readbacks.push_back(*std::move(readback));
    }
    return readbacks;
}

Result<std::vector<LimitReading>> FileCgroup::readFiles() const {
    std::vector<LimitReading> readings;
    for (const LimitPlace& place : limitPlaces(m_facts)) {
        const std::string controller(place.controller);
        const std::string file(place.file);
        auto text = readControl({controller, file, {}});
        if (!text && text.error().kind() == ErrorKind::NotSupported)
            continue;
        if (!text)
            return failure(std::move(text).error());
        readings.push_back({std::string(place.key), directoryOf(controller) + '/' + file, *std::move(text)});
    }
    return readings;
}

Result<std::optional<std::uint64_t>> FileCgroup::readLimit(std::string_view controller,
                                                           const char* file) const {
    auto text = readControl({std::string(controller), file, {}});
    if (text)
        return parseLimit(*text);
    // A controller that is not there sets no limit.
    if (text.error().kind() == ErrorKind::NotSupported)
        return std::optional<std::uint64_t>();
    return failure(std::move(text).error());
}

Result<> FileCgroup::readCpuLimits(ResourceLimits& limits) const {
    constexpr std::uint64_t defaultWeight = 100;
    if (m_facts.cpu == ControllerVersion::V1) {
        const auto quota = VITRINE_TRY(readLimit("cpu", "cpu.cfs_quota_us"));
        const auto period = VITRINE_TRY(readLimit("cpu", "cpu.cfs_period_us"));
        if (quota && period)
            limits.cpuMax = CpuMax{*quota, *period};
        if (const auto shares = VITRINE_TRY(readLimit("cpu", "cpu.shares")))
            limits.cpuWeight = cpuWeightFromShares(*shares);
    } else {
        const auto text = readControl({"cpu", "cpu.max", {}});
        if (!text && text.error().kind() != ErrorKind::NotSupported)
            return failure(text.error());
        const auto parts = split(text ? std::string_view(*text) : "", " ");
        if (parts.size() == 2) {
            const auto quota = parseNumber(parts[0]);
            const auto period = parseNumber(parts[1]);
            if (quota && period)
                limits.cpuMax = CpuMax{*quota, *period};
        }
        limits.cpuWeight = VITRINE_TRY(readLimit("cpu", "cpu.weight"));
    }
    if (limits.cpuWeight == defaultWeight)
        limits.cpuWeight.reset();
    return {};
}

Result<> FileCgroup::readMemoryLimits(ResourceLimits& limits) const {
    if (m_facts.memory == ControllerVersion::V1) {
        limits.memoryMax = VITRINE_TRY(readLimit("memory", memoryLimitV1));
        limits.memoryHigh = VITRINE_TRY(readLimit("memory", "memory.soft_limit_in_bytes"));
        const auto sum = VITRINE_TRY(readLimit("memory", memorySwapLimitV1));
        if (sum && limits.memoryMax)
            limits.swapMax = *sum - std::min(*sum, *limits.memoryMax);
        return {};
    }
    limits.memoryMax = VITRINE_TRY(readLimit("memory", "memory.max"));
    limits.memoryHigh = VITRINE_TRY(readLimit("memory", "memory.high"));
    limits.swapMax = VITRINE_TRY(readLimit("memory", "memory.swap.max"));
    return {};
}

Result<ResourceLimits> FileCgroup::readLimits() const {
    ResourceLimits limits;
    VITRINE_CHECK(readCpuLimits(limits));
    VITRINE_CHECK(readMemoryLimits(limits));
    limits.pidsMax = VITRINE_TRY(readLimit("pids", "pids.max"));
    return limits;
}

} // namespace vitrine::cgroup
