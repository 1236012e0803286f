// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/controlfile.h"
#include "core/cgroup/cpuset.h"
#include "core/cgroup/disks.h"
#include "core/cgroup/filecgroup.h"
#include "core/model/limitplaces.h"
#include "core/sys/file.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <map>
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
    if (error.errnum() == ENODEV && parseDevice(limit.value.substr(0, limit.value.find(' ')))) {
        const auto disks = listDisks();
        const auto device = parseIoMaxLine(limit.value.substr(0, limit.value.find(' ')));
        const auto known = checkDisks({*device}, disks ? *disks : std::vector<Disk>());
        return known ? error : known.error();
    }
    return error;
}

/// The limit's field, if the file is one of cpuset.
const char* cpusetField(const LimitFile& limit) {
    return limit.file == "cpuset.mems" ? "memoryNodes" : "cpus";
}

bool isPerDisk(const LimitFile& limit) {
    return limit.file == "io.max" || limit.file.starts_with("blkio.throttle.");
}

/// What brings `limit`'s file back to what it said: of a file with a line for each disk, that disk's.
LimitFile earlierOf(const LimitFile& limit, std::string content) {
    if (!isPerDisk(limit))
        return {limit.controller, limit.file, std::move(content)};
    const std::string device = limit.value.substr(0, limit.value.find(' '));
    for (const std::string_view line : split(content, "\n")) {
        if (line.starts_with(device + ' '))
            return {limit.controller, limit.file, std::string(line)};
    }
    const std::string none =
        limit.controller == "io" ? ioMaxLine({.device = *parseDevice(device)}) : device + " 0";
    return {limit.controller, limit.file, none};
}

} // namespace

/// cpuset only: what is there can be had, and nothing means all of it. v2 takes any number and lets it have
/// no effect, v1 says EACCES; both are told here by name. Of a group with processes neither lets the list
/// become empty again (ENOSPC, validate_change() in kernel/cgroup/cpuset.c): all that the group above has is
/// written then.
Result<std::string> FileCgroup::valueToWrite(const LimitFile& limit) const {
    if (limit.controller != "cpuset")
        return limit.value;
    const Group* group = groupOf("cpuset");
    const NumberList above =
        group == nullptr ? NumberList() : allowedAbove(group->directory.get(), limit.file);
    if (limit.value.empty()) {
        const std::string now = VITRINE_TRY(readControl(limit));
        return now.empty() ? std::string("\n") : textOf(above);
    }
    const char* field = cpusetField(limit);
    VITRINE_CHECK(checkAmong(field, VITRINE_TRY(parseNumberList(limit.value, field)), above));
    return limit.value;
}

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
    const std::string value = VITRINE_TRY(valueToWrite(limit));
    auto written = sys::writeKernelFile(file.get(), limit.file, value);
    if (!written) {
        Error error = explained(std::move(written).error(), limit);
        if (error.kind() == ErrorKind::InvalidArgument && isPerDisk(limit))
            return failure(std::move(error));
        return failure(std::move(error).within("set a limit in " + directoryOf(limit.controller)));
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
        if (const auto value = valueToWrite(limit))
            static_cast<void>(sys::writeKernelFileAt(group->directory.get(), limit.file, *value));
    }
}

Result<> FileCgroup::endOtherDisks(const ResourceLimits& limits, std::vector<LimitFile>& files) const {
    const std::vector<DiskLimit> now = VITRINE_TRY(readDiskLimits());
    for (const DiskLimit& limit : now) {
        if (std::ranges::contains(limits.ioMax, limit.device, &DiskLimit::device))
            continue;
        std::ranges::move(diskFiles(m_facts, {.device = limit.device}, UnsetLimits::Reset),
                          std::back_inserter(files));
    }
    return {};
}

Result<std::vector<LimitReadback>> FileCgroup::setLimits(const ResourceLimits& limits, UnsetLimits unset) {
    VITRINE_CHECK(validate(limits));
    const std::vector<LimitFile> asked = VITRINE_TRY(limitFiles(m_facts, limits, UnsetLimits::Skip));
    std::vector<LimitFile> files = VITRINE_TRY(limitFiles(m_facts, limits, unset));
    VITRINE_CHECK(orderForRaising(files));
    if (unset == UnsetLimits::Reset)
        VITRINE_CHECK(endOtherDisks(limits, files));
    std::vector<LimitFile> previous;
    std::vector<LimitReadback> readbacks;
    for (const LimitFile& file : files) {
        auto before = readControl(file);
        // A file that is not there limits nothing.
        if (!before && before.error().kind() == ErrorKind::NotSupported &&
            !std::ranges::contains(asked, file))
            continue;
        auto readback = before ? writeLimit(file) : Result<LimitReadback>(failure(before.error()));
        if (!readback) {
            putBack(previous);
            return failure(std::move(readback).error());
        }
        previous.push_back(earlierOf(file, *std::move(before)));
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
    limits.memoryOomGroup = VITRINE_TRY(readIfThere("memory", "memory.oom.group")) == "1";
    return {};
}

Result<std::string> FileCgroup::readIfThere(std::string_view controller, const std::string& file) const {
    auto text = readControl({std::string(controller), file, {}});
    if (!text && text.error().kind() == ErrorKind::NotSupported)
        return std::string();
    return text;
}

Result<> FileCgroup::readCpusetLimits(ResourceLimits& limits) const {
    const Group* group = groupOf("cpuset");
    for (const auto& [file, field] : {std::pair(std::string("cpuset.cpus"), &ResourceLimits::cpus),
                                      std::pair(std::string("cpuset.mems"), &ResourceLimits::memoryNodes)}) {
        const std::string text = VITRINE_TRY(readIfThere("cpuset", file));
        if (text.empty())
            continue;
        limits.*field = VITRINE_TRY(parseNumberList(text, file));
        // On v1 there are always numbers, and on v2 once there was a limit; those of the group above are
        // none.
        if (limits.*field == allowedAbove(group->directory.get(), file))
            (limits.*field).clear();
    }
    return {};
}

Result<std::vector<DiskLimit>> FileCgroup::readDiskLimits() const {
    if (m_facts.io != ControllerVersion::V1)
        return parseIoMax(VITRINE_TRY(readIfThere("io", "io.max")));
    // One number for each disk in each of four files: put into words as io.max has them.
    std::map<DeviceNumber, DiskLimit> found;
    for (const auto& [file, number] : {std::pair("blkio.throttle.read_bps_device", &DiskLimit::readBytes),
                                       std::pair("blkio.throttle.write_bps_device", &DiskLimit::writeBytes),
                                       std::pair("blkio.throttle.read_iops_device", &DiskLimit::readOps),
                                       std::pair("blkio.throttle.write_iops_device", &DiskLimit::writeOps)}) {
        const std::string text = VITRINE_TRY(readIfThere("blkio", file));
        for (const std::string_view line : split(text, "\n")) {
            const auto words = split(line, " ");
            const auto device = words.size() == 2 ? parseDevice(words[0]) : std::nullopt;
            const auto rate = device ? parseNumber(words[1]) : std::nullopt;
            if (!rate)
                continue;
            found[*device].device = *device;
            found[*device].*number = *rate;
        }
    }
    std::vector<DiskLimit> limits;
    std::ranges::copy(found | std::views::values, std::back_inserter(limits));
    return limits;
}

Result<> FileCgroup::readIoLimits(ResourceLimits& limits) const {
    constexpr std::uint64_t defaultWeight = 100;
    const std::string& file = m_facts.ioWeightFile;
    if (!file.empty()) {
        const std::string controller = file.substr(0, file.find('.'));
        const std::string text = VITRINE_TRY(readIfThere(controller, file));
        const auto lines = split(text, "\n"); // "default 100", or the number alone
        const auto words = lines.empty() ? lines : split(lines.front(), " ");
        const auto number = words.empty() ? std::nullopt : parseNumber(words.back());
        if (number && *number != defaultWeight)
            limits.ioWeight = weightFromFile(file, *number);
    }
    limits.ioMax = VITRINE_TRY(readDiskLimits());
    return {};
}

Result<ResourceLimits> FileCgroup::readLimits() const {
    ResourceLimits limits;
    VITRINE_CHECK(readCpuLimits(limits));
    VITRINE_CHECK(readMemoryLimits(limits));
    limits.pidsMax = VITRINE_TRY(readLimit("pids", "pids.max"));
    VITRINE_CHECK(readCpusetLimits(limits));
    VITRINE_CHECK(readIoLimits(limits));
    return limits;
}

} // namespace vitrine::cgroup
