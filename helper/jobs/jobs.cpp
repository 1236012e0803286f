// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/jobs/jobs.h"

#include "helper/bus/buserror.h"
#include "helper/bus/paths.h"
#include "helper/bus/wiretypes.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QTimer>

#include <algorithm>
#include <tuple>

namespace vitrine::helper {

namespace {

// A container has one operation at a time, and a user at most a hundred containers: all of them may be
// started at once. What an operation needs threads for waits in FairQueue.
constexpr std::size_t maximumPerUser = 100;
constexpr std::size_t maximumInAll = 512;
constexpr std::size_t maximumKept = 1024; ///< finished ones included; beyond it the oldest of them go early
constexpr auto keptFor = std::chrono::seconds(10);

} // namespace

QVariantMap jobProperties(const Job& job) {
    return {
        {QStringLiteral("Operation"), job.operation},
        {QStringLiteral("Container"), QVariant::fromValue(QDBusObjectPath(job.containerPath))},
        {QStringLiteral("Progress"), job.progress},
        {QStringLiteral("ProgressValid"), job.progressValid},
        {QStringLiteral("Stage"), job.stage},
        {QStringLiteral("StartedBy"), uint{job.startedBy.uid}},
        {QStringLiteral("Cancelable"), static_cast<bool>(job.cancel) && !job.finished},
        {QStringLiteral("Finished"), job.finished},
    };
}

Jobs::Jobs(const QDBusConnection& bus)
    : m_bus(bus) {
}

Result<> Jobs::validateToken(const QString& token) {
    const auto isAllowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    if (token.isEmpty() || token.size() > 64 || !std::ranges::all_of(token, isAllowed))
        return failure(Error::invalid("token", "must be 1 to 64 letters, digits and underscores"));
    return {};
}

Result<std::shared_ptr<Job>> Jobs::start(const Caller& caller, const QString& token, const QString& operation,
                                         const QString& containerPath) {
    VITRINE_CHECK(validateToken(token));
    const QString path = jobPath(caller.name, token);
    if (m_jobs.contains(path))
        return failure(
            Error(ErrorKind::AlreadyExists, {}, "token", "another job of this connection uses it"));
    const auto ofUser = std::ranges::count_if(m_jobs, [&](const auto& entry) {
        return !entry.second->finished && entry.second->startedBy.uid == caller.uid;
    });
    const bool userIsFull = caller.uid != 0 && static_cast<std::size_t>(ofUser) >= maximumPerUser;
    if (userIsFull || running() >= maximumInAll)
        return failure(Error(ErrorKind::LimitExceeded, {}, "too many operations are under way", "")
                           .withHint("Try again when some of them have finished."));
    if (m_jobs.size() >= maximumKept)
        forgetOldest(caller.uid);
    auto job = std::make_shared<Job>();
    job->path = path;
    job->token = token;
    job->startedBy = caller;
    job->operation = operation;
    job->containerPath = containerPath;
    m_jobs.emplace(path, job);
    Q_EMIT runningChanged();
    return job;
}

void Jobs::announce(const Job& job) {
    const Interfaces interfaces{{QString::fromLatin1(jobInterface), jobProperties(job)}};
    send(job, QString::fromLatin1(managerPath), objectManagerInterface, "InterfacesAdded",
         {QVariant::fromValue(QDBusObjectPath(job.path)), QVariant::fromValue(interfaces)});
}

void Jobs::progress(const std::shared_ptr<Job>& job, double done, const QString& stage) {
    if (!job || job->finished)
        return;
    job->progress = std::clamp(done, 0.0, 1.0);
    job->progressValid = true;
    job->stage = stage;
    sendChanged(*job, {{QStringLiteral("Progress"), job->progress},
                       {QStringLiteral("ProgressValid"), true},
                       {QStringLiteral("Stage"), stage}});
}

void Jobs::finish(const std::shared_ptr<Job>& job, const Result<>& result) {
    if (!job || job->finished)
        return;
    job->finished = true;
    job->finishedSerial = ++m_finished;
    job->success = result.has_value();
    job->cancel = nullptr;
    if (!result) {
        job->errorName = busErrorName(result.error());
        job->errorText = busErrorText(result.error());
    }
    sendChanged(*job, {{QStringLiteral("Finished"), true}, {QStringLiteral("Cancelable"), false}});
    send(*job, job->path, jobInterface, "Completed", {job->success, job->errorName, job->errorText});
    QTimer::singleShot(keptFor, this, [this, path = job->path, serial = job->finishedSerial] {
        const auto kept = find(path);
        if (kept && kept->finishedSerial == serial) // else it went early, and its token is used again
            forget(path);
    });
    Q_EMIT runningChanged();
}

void Jobs::forget(const QString& path) {
    const auto found = m_jobs.find(path);
    if (found == m_jobs.end())
        return;
    send(*found->second, QString::fromLatin1(managerPath), objectManagerInterface, "InterfacesRemoved",
         {QVariant::fromValue(QDBusObjectPath(path)), QStringList{QString::fromLatin1(jobInterface)}});
    m_jobs.erase(found);
}

/// One user's many jobs are not in the way of another's: who has finished ones loses his own.
void Jobs::forgetOldest(uid_t uid) {
    const auto order = [uid](const auto& entry) {
        const Job& job = *entry.second;
        return std::tuple(!job.finished, job.startedBy.uid != uid, job.finishedSerial);
    };
    const auto oldest = std::ranges::min_element(m_jobs, {}, order);
    if (oldest != m_jobs.end() && oldest->second->finished)
        forget(QString(oldest->first));
}

std::shared_ptr<Job> Jobs::find(const QString& path) const {
    const auto found = m_jobs.find(path);
    return found == m_jobs.end() ? nullptr : found->second;
}

bool Jobs::sees(const Caller& caller, const Job& job) {
    return caller.uid == 0 || caller.name == job.startedBy.name;
}

std::vector<std::shared_ptr<Job>> Jobs::of(const QString& connection) const {
    std::vector<std::shared_ptr<Job>> jobs;
    for (const auto& [path, job] : m_jobs)
        if (job->startedBy.name == connection)
            jobs.push_back(job);
    return jobs;
}

std::size_t Jobs::running() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_jobs, [](const auto& entry) { return !entry.second->finished; }));
}

void Jobs::sendChanged(const Job& job, const QVariantMap& changed) {
    send(job, job.path, propertiesInterface, "PropertiesChanged",
         {QString::fromLatin1(jobInterface), changed, QStringList()});
}

void Jobs::send(const Job& job, const QString& path, const char* interface, const char* member,
                const QVariantList& arguments) {
    QDBusMessage signal = QDBusMessage::createTargetedSignal(
        job.startedBy.name, path, QString::fromLatin1(interface), QString::fromLatin1(member));
    signal.setArguments(arguments);
    m_bus.send(signal);
}

} // namespace vitrine::helper
