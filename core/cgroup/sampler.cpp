// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cgroup.h"
#include "core/cgroup/controlfile.h"
#include "core/cgroup/group.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <ctime>
#include <functional>
#include <utility>

namespace vitrine::cgroup {

namespace {

/// How often sample() reads the counters that seldom matter in a list: each pread costs close to 1 µs, and
/// three of them in every sample would double its price.
constexpr unsigned slowEvery = 8;

constexpr std::uint64_t nsPerUs = 1000;

std::uint64_t monotonicNs() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

/// Text of a counter file, valid until the next read into the same buffer.
template <std::size_t Size>
class Buffer {
public:
    /// Empty when the file is not open or cannot be read; ENODEV, which means that the group was removed, is
    /// remembered.
    std::string_view read(const sys::UniqueFd& fd) {
        if (!fd)
            return {};
        ssize_t count = -1;
        do {
            count = ::pread(fd.get(), m_bytes.data(), m_bytes.size(), 0);
        } while (count < 0 && errno == EINTR);
        if (count < 0) {
            m_removed = m_removed || errno == ENODEV;
            return {};
        }
        std::string_view text(m_bytes.data(), static_cast<std::size_t>(count));
        if (text.ends_with('\n'))
            text.remove_suffix(1);
        return text;
    }
    [[nodiscard]] bool sawRemoval() const { return m_removed; }

private:
    std::array<char, Size> m_bytes;
    bool m_removed = false;
};

std::optional<std::uint64_t> dividedBy(std::optional<std::uint64_t> value, std::uint64_t divisor) {
    if (value)
        *value /= divisor;
    return value;
}

/// "some avg10=1.25 avg60=… avg300=… total=123": the two numbers that are shown
/// (Documentation/accounting/psi).
void parsePressureLine(std::string_view line, double& average, std::uint64_t& total) {
    for (const std::string_view part : split(line, " ")) {
        constexpr std::string_view averageKey = "avg10=";
        constexpr std::string_view totalKey = "total=";
        if (part.starts_with(averageKey))
            std::from_chars(part.data() + averageKey.size(), part.data() + part.size(), average);
        else if (part.starts_with(totalKey))
            total = parseNumber(part.substr(totalKey.size())).value_or(0);
    }
}

std::optional<DetailedSample::Pressure> parsePressure(std::string_view text) {
    if (!text.starts_with("some "))
        return std::nullopt;
    DetailedSample::Pressure pressure;
    for (const std::string_view line : split(text, "\n")) {
        if (line.starts_with("some "))
            parsePressureLine(line, pressure.someAvg10, pressure.someTotalUs);
        else if (line.starts_with("full "))
            parsePressureLine(line, pressure.fullAvg10, pressure.fullTotalUs);
    }
    return pressure;
}

Error removed(const std::string& path) {
    return {ErrorKind::NotFound, "read the counters of", path, "the cgroup was removed"};
}

} // namespace

/// The kept descriptors. One that is invalid: there is no such file here.
struct Sampler::Files {
    std::string path;
    CgroupFacts facts;

    sys::UniqueFd cpuacctUsage; ///< v1
    sys::UniqueFd unifiedCpuStat;
    sys::UniqueFd legacyCpuStat; ///< v1: only throttling
    sys::UniqueFd memoryUsage;
    sys::UniqueFd swapUsage; ///< v1: memory and swap together
    sys::UniqueFd oomKills;  ///< memory.events or memory.oom_control
    sys::UniqueFd pids;

    sys::UniqueFd memoryDirectory;
    sys::UniqueFd unifiedDirectory;
    bool detailsOpened = false;
    sys::UniqueFd cpuPressure;
    sys::UniqueFd memoryPressure;
    sys::UniqueFd ioPressure;
    sys::UniqueFd memoryStat;
    sys::UniqueFd memoryEvents;     ///< v1: memory.failcnt
    sys::UniqueFd memorySwapEvents; ///< v1: memory.memsw.failcnt
    sys::UniqueFd kernelMemory;     ///< v1

    unsigned turn = 0;
    std::optional<std::uint64_t> usageAtSlow; ///< CPU usage when the slow counters were read last
    Sample slow;                              ///< only the slow counters are used

    Result<> openBasic(const std::vector<Hierarchy>& hierarchies);
    void openDetails();
    void readUnifiedCpu(Buffer<1024>& buffer, Sample& sample) const;
    void readFast(Buffer<1024>& buffer, Sample& sample) const;
    void readSlow(Buffer<1024>& buffer, const Sample& fast);
    void copySlow(Sample& sample) const;
    void readMemoryDetails(DetailedSample& sample, Buffer<8192>& buffer) const;
};

namespace {

/// A missing file is no failure: older kernels and groups without the controller do not have it.
sys::UniqueFd openCounter(const sys::UniqueFd& directory, const char* file) {
    if (!directory)
        return {};
    auto fd = sys::openAt(directory.get(), file, O_RDONLY | O_NOFOLLOW);
    return fd ? *std::move(fd) : sys::UniqueFd();
}

} // namespace

Result<> Sampler::Files::openBasic(const std::vector<Hierarchy>& hierarchies) {
    bool found = false;
    for (const Hierarchy& hierarchy : hierarchies) {
        const bool v2 = hierarchy.version == ControllerVersion::V2;
        auto directory = VITRINE_TRY(openGroupDirectory(hierarchy, path));
        if (!directory)
            continue;
        found = true;
        if (hierarchy.has("cpuacct"))
            cpuacctUsage = openCounter(*directory, "cpuacct.usage");
        if (v2)
            unifiedCpuStat = openCounter(*directory, "cpu.stat");
        else if (hierarchy.has("cpu"))
            legacyCpuStat = openCounter(*directory, "cpu.stat");
        if (hierarchy.has("pids"))
            pids = openCounter(*directory, "pids.current");
        if (hierarchy.has("memory")) {
            memoryUsage = openCounter(*directory, v2 ? "memory.current" : "memory.usage_in_bytes");
            swapUsage = openCounter(*directory, v2 ? "memory.swap.current" : "memory.memsw.usage_in_bytes");
            oomKills = openCounter(*directory, v2 ? "memory.events" : "memory.oom_control");
            memoryDirectory = VITRINE_TRY(sys::openAt(directory->get(), ".", O_PATH | O_DIRECTORY));
        }
        if (v2)
            unifiedDirectory = *std::move(directory);
    }
    if (!found)
        return failure(Error(ErrorKind::NotFound, "read the counters of", path, "there is no such cgroup"));
    if (cpuacctUsage) // the same number, and on v2 it costs a flush of all statistics
        unifiedCpuStat.reset();
    return {};
}

void Sampler::Files::openDetails() {
    if (std::exchange(detailsOpened, true))
        return;
    const bool v2 = facts.memory == ControllerVersion::V2;
    cpuPressure = openCounter(unifiedDirectory, "cpu.pressure");
    memoryPressure = openCounter(unifiedDirectory, "memory.pressure");
    ioPressure = openCounter(unifiedDirectory, "io.pressure");
    memoryStat = openCounter(memoryDirectory, "memory.stat");
    memoryEvents = openCounter(memoryDirectory, v2 ? "memory.events" : "memory.failcnt");
    if (v2)
        return;
    memorySwapEvents = openCounter(memoryDirectory, "memory.memsw.failcnt");
    kernelMemory = openCounter(memoryDirectory, "memory.kmem.usage_in_bytes");
}

void Sampler::Files::readUnifiedCpu(Buffer<1024>& buffer, Sample& sample) const {
    const std::string_view text = buffer.read(unifiedCpuStat);
    sample.cpuUsageUs = valueOf(text, "usage_usec");
    sample.throttledUs = valueOf(text, "throttled_usec");
    sample.throttledPeriods = valueOf(text, "nr_throttled");
}

void Sampler::Files::readFast(Buffer<1024>& buffer, Sample& sample) const {
    sample.timeNs = monotonicNs();
    if (cpuacctUsage)
        sample.cpuUsageUs = dividedBy(parseNumber(buffer.read(cpuacctUsage)), nsPerUs);
    else
        readUnifiedCpu(buffer, sample);
    sample.memoryBytes = parseNumber(buffer.read(memoryUsage));
    sample.pids = parseNumber(buffer.read(pids));
}

void Sampler::Files::readSlow(Buffer<1024>& buffer, const Sample& fast) {
    usageAtSlow = fast.cpuUsageUs;
    if (legacyCpuStat) {
        const std::string_view text = buffer.read(legacyCpuStat);
        slow.throttledUs = dividedBy(valueOf(text, "throttled_time"), nsPerUs);
        slow.throttledPeriods = valueOf(text, "nr_throttled");
    }
    slow.swapBytes = parseNumber(buffer.read(swapUsage));
    if (facts.memory == ControllerVersion::V1 && slow.swapBytes) {
        // Two files, two moments: the difference can be below zero by a few pages.
        const std::uint64_t memory = fast.memoryBytes.value_or(0);
        *slow.swapBytes -= std::min(*slow.swapBytes, memory);
    }
    slow.oomKills = valueOf(buffer.read(oomKills), "oom_kill");
}

void Sampler::Files::copySlow(Sample& sample) const {
    if (legacyCpuStat) {
        sample.throttledUs = slow.throttledUs;
        sample.throttledPeriods = slow.throttledPeriods;
    }
    sample.swapBytes = slow.swapBytes;
    sample.oomKills = slow.oomKills;
}

void Sampler::Files::readMemoryDetails(DetailedSample& sample, Buffer<8192>& buffer) const {
    const bool v2 = facts.memory == ControllerVersion::V2;
    const std::string_view stat = buffer.read(memoryStat);
    sample.anonBytes = valueOf(stat, v2 ? "anon" : "total_rss");
    sample.fileBytes = valueOf(stat, v2 ? "file" : "total_cache");
    if (v2) {
        sample.kernelBytes = valueOf(stat, "kernel");
        const std::string_view events = buffer.read(memoryEvents);
        sample.memoryHighEvents = valueOf(events, "high");
        sample.memoryMaxEvents = valueOf(events, "max");
    } else {
        sample.kernelBytes = parseNumber(buffer.read(kernelMemory));
        sample.memoryMaxEvents = parseNumber(buffer.read(memoryEvents));
        // A charge that fails is counted either here or, when the sum with swap is the tighter limit, there.
        if (const auto swapEvents = parseNumber(buffer.read(memorySwapEvents)))
            sample.memoryMaxEvents = sample.memoryMaxEvents.value_or(0) + *swapEvents;
    }
}

Sampler::Sampler(std::unique_ptr<Files> files)
    : m_files(std::move(files)) {
}
Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;
Sampler::~Sampler() = default;

Result<Sampler> Sampler::open(const CgroupFacts& facts, const std::string& path, const std::string& root) {
    VITRINE_CHECK(validatePath(path));
    auto files = std::make_unique<Files>();
    files->path = path;
    files->facts = facts;
    // Not all containers read their slow counters in the same tick.
    files->turn = static_cast<unsigned>(std::hash<std::string>()(path) % slowEvery);
    VITRINE_CHECK(files->openBasic(facts.mounts.empty() ? VITRINE_TRY(readHierarchies(root)) : facts.mounts));
    return Sampler(std::move(files));
}

Result<Sample> Sampler::sample() {
    Buffer<1024> buffer;
    Sample sample;
    m_files->readFast(buffer, sample);
    const bool never = m_files->slow.timeNs == 0;
    const bool used = !sample.cpuUsageUs || sample.cpuUsageUs != m_files->usageAtSlow;
    if (never || (++m_files->turn % slowEvery == 0 && used)) {
        m_files->readSlow(buffer, sample);
        m_files->slow.timeNs = sample.timeNs;
    }
    m_files->copySlow(sample);
    if (buffer.sawRemoval())
        return failure(removed(m_files->path));
    return sample;
}

Result<DetailedSample> Sampler::sampleDetailed() {
    m_files->openDetails();
    Buffer<1024> buffer;
    Buffer<8192> largeBuffer;
    DetailedSample sample;
    m_files->readFast(buffer, sample.basic);
    m_files->readSlow(buffer, sample.basic);
    m_files->slow.timeNs = sample.basic.timeNs;
    m_files->copySlow(sample.basic);
    sample.cpuPressure = parsePressure(buffer.read(m_files->cpuPressure));
    sample.memoryPressure = parsePressure(buffer.read(m_files->memoryPressure));
    sample.ioPressure = parsePressure(buffer.read(m_files->ioPressure));
    m_files->readMemoryDetails(sample, largeBuffer);
    if (buffer.sawRemoval() || largeBuffer.sawRemoval())
        return failure(removed(m_files->path));
    return sample;
}

} // namespace vitrine::cgroup
