// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/bootstart.h"

#include "core/model/ociconfig.h"
#include "core/sys/file.h"
#include "helper/bus/paths.h"
#include "helper/containers/joining.h"

#include <pwd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

namespace vitrine::helper {

namespace {

constexpr const char* recordFile = "boot";
constexpr std::size_t maximumRecord = 1024UL * 1024;
/// A machine that starts has other things to do.
constexpr std::size_t maximumAtOnce = 4;
/// After that the next one's turn comes: a start can wait for ever, for a disk that does not answer.
constexpr auto patience = std::chrono::seconds(10);

/// What may not change between the mark and the start.
std::string essenceOf(ContainerSpec spec) {
    spec.name = "any";
    spec.limits = {};
    spec.original.clear();
    return writeConfig(spec);
}

bool isUser(uid_t uid) {
    std::vector<char> buffer(1024);
    passwd entry{};
    passwd* found = nullptr;
    int error = 0;
    while ((error = ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found)) == ERANGE)
        buffer.resize(buffer.size() * 2);
    return error == 0 && found != nullptr;
}

Error refusal(std::string reason, std::string hint) {
    return Error(ErrorKind::NotAuthorized, "start it with the machine", "", std::move(reason))
        .withHint(std::move(hint));
}

/// Somebody is at it: it will be at rest, run, or be gone.
bool isOccupied(const Container& container) {
    return container.occupation.operation != Operation::None || container.state == ContainerState::Starting;
}

} // namespace

BootRecord parseBootRecord(std::string_view text) {
    BootRecord record;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (record.bootId.empty())
            record.bootId = line;
        else if (monitor::validateId(line))
            record.pending.push_back(line);
    }
    return record;
}

std::string writeBootRecord(const BootRecord& record) {
    std::string text = record.bootId + '\n';
    for (const std::string& id : record.pending)
        text += id + '\n';
    return text;
}

Result<> checkBootMark(int containers, const monitor::BundleRecord& record, const ContainerSpec& spec) {
    const std::string again = "Start it by hand, or mark it again.";
    if (!isUser(record.ownerUid))
        return failure(
            refusal("its owner (user id " + std::to_string(record.ownerUid) + ") is no user of this computer",
                    "An administrator can start or delete it."));
    const auto bundle = VITRINE_TRY(monitor::Bundle::open(containers, record.id));
    const auto permitted = bundle.readBootMark();
    if (!permitted)
        return failure(refusal("its mark is damaged: " + permitted.error().message(), again));
    if (!*permitted)
        return failure(refusal("its mark was taken away", again));
    if (!widenings(spec).empty() && essenceOf(**permitted) != essenceOf(spec))
        return failure(
            refusal("it isolates less than the default, and was changed after it was marked", again));
    return {};
}

BootStart::BootStart(ContainerStore& store, Lifecycle& lifecycle, Jobs& jobs, Tasks& tasks,
                     const HostFacts& facts)
    : m_store(store)
    , m_lifecycle(lifecycle)
    , m_jobs(jobs)
    , m_tasks(tasks)
    , m_facts(facts) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &BootStart::next);
}

void BootStart::begin(const QString& connection) {
    // Without root nobody runs this when the machine starts, and without a boot id nobody knows that it did.
    if (m_facts.privilege == Privilege::Rootless || m_facts.bootId.empty())
        return;
    m_connection = connection;
    const auto text = sys::readFileAt(m_store.directories().state.get(), recordFile, maximumRecord);
    BootRecord last = parseBootRecord(text.value_or(std::string()));
    const bool isFirst = last.bootId != m_facts.bootId;
    m_pending = isFirst ? marked() : std::move(last.pending);
    const Result<> recorded = isFirst ? record() : Result<>();
    // What cannot be noted would be done again by every helper to come.
    if (!recorded)
        for (const std::string& id : std::exchange(m_pending, {}))
            m_lifecycle.refuseStart(m_store.find(id), nullptr,
                                    Error(recorded.error()).within("start it with the machine"));
    if (m_pending.empty())
        return;
    const auto look = [this] { m_soon.start(); };
    connect(&m_jobs, &Jobs::runningChanged, this, look);
    connect(&m_store, &ContainerStore::changed, this, look);
    connect(&m_store, &ContainerStore::removed, this, look);
    m_soon.start();
}

std::vector<std::string> BootStart::marked() const {
    std::vector<ContainerStore::Pointer> containers = m_store.all();
    std::erase_if(containers, [](const auto& container) { return !container->startAtBoot; });
    std::ranges::stable_sort(containers, {},
                             [](const auto& container) { return container->record.createdUs; });
    std::vector<std::string> ids;
    for (const auto& container : containers)
        ids.push_back(container->id());
    return ids;
}

Result<> BootStart::record() const {
    // A power cut ends this run of the machine, and what it leaves of the file is none of the next one.
    return sys::replaceFileAt(m_store.directories().state.get(), recordFile,
                              writeBootRecord({m_facts.bootId, m_pending}), 0600, sys::Durability::Cached);
}

void BootStart::forget(const std::string& id) {
    std::erase(m_pending, id);
    // The next helper would try it again: it finds it running, or stopped by whoever was quicker.
    static_cast<void>(record());
}

void BootStart::next() {
    std::erase_if(m_active, [](const Active& active) { return active.job->finished; });
    for (const std::string& id : std::vector(m_pending)) {
        const auto container = m_store.find(id);
        if (container && (isOccupied(*container) || isAfterAnother(*container)))
            continue; // its end is a change
        const bool isWanted = container && container->startAtBoot && !container->isHalted &&
                              container->state == ContainerState::Stopped;
        if (isWanted && (m_active.size() >= maximumAtOnce || !launch(container)))
            return; // the end of a job is a change
        if (!isWanted)
            forget(id);
    }
}

/// The one that it joins comes first.
bool BootStart::isAfterAnother(const Container& container) const {
    const auto joined = m_store.find(container.spec.joinedId);
    return joined && joined->spec.joinedId.empty() &&
           (std::ranges::contains(m_pending, joined->id()) || isOccupied(*joined));
}

bool BootStart::launch(const ContainerStore::Pointer& container) {
    const auto job = m_jobs.start({m_connection, 0, Interactive::No},
                                  QStringLiteral("boot_") + QString::fromStdString(container->id()),
                                  QStringLiteral("start"), containerPath(container->id()));
    if (!job)
        return false;
    (*job)->cancel = [this, container] { m_lifecycle.cancelStart(container); };
    m_jobs.announce(**job);
    m_active.push_back({container, *job});
    QTimer::singleShot(patience, this, [this, job = *job] {
        std::erase_if(m_active, [&](const Active& active) { return active.job == job; });
        m_soon.start();
    });
    vet(container, *job);
    return true;
}

/// Nobody is asked now about what another container isolates less.
Result<> BootStart::checkJoined(const Container& container) const {
    const auto joined = VITRINE_TRY(runningJoined(m_store, container));
    if (!joined || widenings(joined->spec).empty())
        return {};
    return failure(refusal("it joins " + joined->spec.name + ", which isolates less than the default",
                           "Start it by hand."));
}

void BootStart::vet(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job) {
    m_tasks.run<Result<>>(
        container->record.ownerUid,
        [containers = m_store.directories().containers.get(), record = container->record,
         spec = container->spec] { return checkBootMark(containers, record, spec); },
        [this, container, job,
         guard = OperationGuard(container, Operation::Start)](const Result<>& good) mutable {
            guard.end();
            forget(container->id()); // first: one that ends the helper is not tried again by the next
            Result<> ready = good ? checkJoined(*container) : good;
            if (container->isHalted)
                ready = failure(refusal("its group was stopped meanwhile", "Start it by hand."));
            if (ready)
                m_lifecycle.start(container, job);
            else
                m_lifecycle.refuseStart(container, job, ready.error());
        });
}

} // namespace vitrine::helper
