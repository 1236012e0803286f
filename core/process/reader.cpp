// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/details.h"
#include "core/process/processtree.h"
#include "core/process/statline.h"
#include "core/process/text.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::process {

namespace {

constexpr std::size_t nameMaximum = 256;
using StatBuffer = std::array<char, 2048>;

/// The share of the processes whose details are read again in each refresh although nothing hints at a
/// change: a uid, a namespace or a title can change without a trace in stat.
constexpr std::size_t leastRotated = 8;
constexpr std::size_t rotationPeriod = 128;

/// Descriptors from this number on are not kept: the rest of the program needs some too.
int firstNumberNotKept() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > 1U << 30U)
        return 1 << 29;
    return static_cast<int>(limit.rlim_cur / 4 * 3);
}

std::optional<StatLine> readStat(int fd, StatBuffer& buffer) {
    ssize_t count = -1;
    do {
        count = ::pread(fd, buffer.data(), buffer.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count <= 0)
        return std::nullopt;
    return parseStat({buffer.data(), static_cast<std::size_t>(count)});
}

/// What is known of one process besides what is handed out.
struct Kept {
    sys::UniqueFd stat; ///< invalid: too many are open, it is opened each time
    std::uint64_t execMark = 0;
    std::string comm;     ///< raw
    bool isKnown = false; ///< the details belong to the key
};

} // namespace

/// Two vectors of equal length, sorted by pid.
struct ProcessReader::Cache {
    sys::UniqueFd proc;
    std::uint64_t ownUserNamespace = 0;
    std::uint64_t usPerTick = 0;
    std::uint64_t pageSize = 0;
    int keepBelow = 0;
    std::size_t rotation = 0;
    bool tableFull = false; ///< something could not be opened for want of descriptors
    StatBuffer buffer;
    std::vector<ProcessInfo> infos;
    std::vector<Kept> kept;
    std::vector<ProcessInfo> newInfos; ///< scratch, so that its memory is used again
    std::vector<Kept> newKept;

    void arrange(std::vector<pid_t> pids);
    bool visit(std::size_t index, bool rotated);
    bool visitKept(std::size_t index, bool rotated);
    bool visitByName(std::size_t index, bool rotated);
    Result<sys::UniqueFd> openProcess(pid_t pid);
    Result<sys::UniqueFd> openSparing(int directory, const std::string& name, int flags);
    void releaseSome();
    bool apply(std::size_t index, const StatLine& line);
    void removeEnded(const std::vector<bool>& alive);
};

/// Brings both vectors to exactly these pids: known ones keep their data.
void ProcessReader::Cache::arrange(std::vector<pid_t> pids) {
    std::ranges::sort(pids);
    const auto repeated = std::ranges::unique(pids);
    pids.erase(repeated.begin(), repeated.end());
    newInfos.clear();
    newKept.clear();
    std::size_t known = 0;
    for (const pid_t pid : pids) {
        if (pid <= 0)
            continue;
        while (known < infos.size() && infos[known].key.pid < pid)
            ++known;
        if (known < infos.size() && infos[known].key.pid == pid) {
            newInfos.push_back(std::move(infos[known]));
            newKept.push_back(std::move(kept[known]));
        } else {
            newInfos.emplace_back().key.pid = pid;
            newKept.emplace_back();
        }
    }
    infos.swap(newInfos);
    kept.swap(newKept);
    newInfos.clear();
    newKept.clear();
}

/// Puts the numbers of a stat line in place. True when the process may have executed another program.
bool ProcessReader::Cache::apply(std::size_t index, const StatLine& line) {
    ProcessInfo& info = infos[index];
    Kept& own = kept[index];
    info.state = line.state;
    info.parent = line.parent;
    info.threads = line.threads;
    info.cpuTimeUs = line.cpuTicks * usPerTick;
    info.residentBytes = line.residentPages * pageSize;
    const bool ended = line.state == 'Z' || line.state == 'X';
    const bool renamed = own.comm != line.comm;
    // A process that ends loses its memory, and with it where the arguments lay.
    const bool executed = renamed || (own.execMark != line.execMark && !ended);
    if (renamed) {
        own.comm = line.comm;
        info.name = escape(line.comm, nameMaximum);
    }
    if (!ended)
        own.execMark = line.execMark;
    return executed;
}

void ProcessReader::Cache::releaseSome() {
    constexpr int share = 64;
    int released = 0;
    for (auto own = kept.rbegin(); own != kept.rend() && released < share; ++own) {
        if (own->stat) {
            own->stat.reset();
            ++released;
        }
    }
}

/// Opens; when the table of descriptors is full, some kept ones are given up for it.
Result<sys::UniqueFd> ProcessReader::Cache::openSparing(int directory, const std::string& name, int flags) {
    auto opened = sys::openAt(directory, name, flags);
    if (!opened && (opened.error().errnum() == EMFILE || opened.error().errnum() == ENFILE)) {
        releaseSome();
        opened = sys::openAt(directory, name, flags);
        tableFull = tableFull || (!opened && opened.error().errnum() != ENOENT);
    }
    return opened;
}

Result<sys::UniqueFd> ProcessReader::Cache::openProcess(pid_t pid) {
    return openSparing(proc.get(), std::to_string(pid), O_PATH | O_DIRECTORY | O_NOFOLLOW);
}

/// By the kept descriptor, which stays with its process: reading it fails once that has been waited for.
bool ProcessReader::Cache::visitKept(std::size_t index, bool rotated) {
    sys::UniqueFd directory;
    const pid_t pid = infos[index].key.pid;
    if (rotated) {
        if (auto opened = openProcess(pid))
            directory = *std::move(opened);
    }
    // Reading stat after the directory was opened proves that both are of the same process.
    auto line = readStat(kept[index].stat.get(), buffer);
    if (!line)
        return false;
    if (apply(index, *line) && !directory) {
        if (auto opened = openProcess(pid); opened && kept[index].stat) {
            directory = *std::move(opened);
            if (!readStat(kept[index].stat.get(), buffer))
                return false;
        }
    }
    if (directory)
        readDetails(directory.get(), ownUserNamespace, infos[index]);
    return true;
}

/// By its pid: a process not yet known, or one whose descriptor is not kept.
bool ProcessReader::Cache::visitByName(std::size_t index, bool rotated) {
    const pid_t pid = infos[index].key.pid;
    auto directory = openProcess(pid);
    if (!directory)
        return false;
    auto stat = openSparing(directory->get(), "stat", O_RDONLY | O_NOFOLLOW);
    if (!stat)
        return false;
    const auto line = readStat(stat->get(), buffer);
    if (!line || line->pid != pid)
        return false;
    const ProcessKey key{pid, line->startTicks};
    const bool known = kept[index].isKnown && infos[index].key == key;
    if (!known) {
        infos[index] = ProcessInfo();
        infos[index].key = key;
        kept[index] = Kept();
        kept[index].isKnown = true;
    }
    const bool executed = apply(index, *line);
    if (!known || executed || rotated)
        readDetails(directory->get(), ownUserNamespace, infos[index]);
    if (stat->get() < keepBelow)
        kept[index].stat = *std::move(stat);
    return true;
}

bool ProcessReader::Cache::visit(std::size_t index, bool rotated) {
    if (kept[index].stat) {
        if (visitKept(index, rotated))
            return true;
        // Ended. Its pid can belong to another process already.
        kept[index] = Kept();
    }
    return visitByName(index, rotated);
}

void ProcessReader::Cache::removeEnded(const std::vector<bool>& alive) {
    std::size_t to = 0;
    for (std::size_t from = 0; from < infos.size(); ++from) {
        if (!alive[from])
            continue;
        if (to != from) {
            infos[to] = std::move(infos[from]);
            kept[to] = std::move(kept[from]);
        }
        ++to;
    }
    infos.resize(to);
    kept.resize(to);
}

ProcessReader::ProcessReader(std::unique_ptr<Cache> cache)
    : m_cache(std::move(cache)) {
}
ProcessReader::ProcessReader(ProcessReader&&) noexcept = default;
ProcessReader& ProcessReader::operator=(ProcessReader&&) noexcept = default;
ProcessReader::~ProcessReader() = default;

Result<ProcessReader> ProcessReader::open(const std::string& procPath) {
    auto cache = std::make_unique<Cache>();
    cache->proc = VITRINE_TRY(sys::openAt(AT_FDCWD, procPath, O_PATH | O_DIRECTORY));
    NamespaceIds own{};
    if (const auto self = sys::openAt(cache->proc.get(), "self", O_PATH | O_DIRECTORY))
        readNamespaces(self->get(), own);
    cache->ownUserNamespace = own[static_cast<std::size_t>(NamespaceKind::User)];
    cache->usPerTick = 1'000'000U / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    cache->pageSize = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return ProcessReader(std::move(cache));
}

Result<const std::vector<ProcessInfo>*> ProcessReader::refresh(std::span<const pid_t> pids) {
    Cache& cache = *m_cache;
    cache.keepBelow = firstNumberNotKept();
    cache.arrange({pids.begin(), pids.end()});
    const std::size_t count = cache.infos.size();
    const std::size_t share = std::max(leastRotated, count / rotationPeriod);
    const std::size_t first = count == 0 ? 0 : cache.rotation % count;
    cache.rotation = first + share;
    std::vector<bool> alive(count);
    for (std::size_t i = 0; i < count; ++i)
        alive[i] = cache.visit(i, (i + count - first) % count < share);
    if (std::exchange(cache.tableFull, false)) {
        return failure(Error(ErrorKind::LimitExceeded, "read the processes", "", "too many files are open")
                           .withHint("Raise LimitNOFILE of the service, or show fewer processes."));
    }
    cache.removeEnded(alive);
    return &cache.infos;
}

} // namespace vitrine::process
