// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/jobs/job.h"

#include <QDBusConnection>
#include <QElapsedTimer>
#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace vitrine::helper {

/// All jobs. A job is seen by the connection that started it and by uid 0; its signals go to that connection,
/// InterfacesAdded and InterfacesRemoved included. A finished job stays for 10 seconds. The operation goes on
/// when its caller leaves.
class Jobs : public QObject {
    Q_OBJECT
public:
    explicit Jobs(const QDBusConnection& bus);

    /// 1 to 64 of [A-Za-z0-9_].
    [[nodiscard]] static Result<> validateToken(const QString& token);

    /// AlreadyExists if the caller uses the token for another job that is still there; LimitExceeded beyond
    /// 100 running jobs of a uid (not for uid 0) or 512 in all. announce() tells the caller's connection.
    [[nodiscard]] Result<std::shared_ptr<Job>> start(const Caller& caller, const QString& token,
                                                     const QString& operation, const QString& containerPath);

    /// Sends InterfacesAdded, when the job's container is known to the caller and its cancel function is set.
    void announce(const Job& job);
    void progress(const std::shared_ptr<Job>& job, double done, const QString& stage);
    /// Sends Completed. Does nothing for a null or finished job.
    void finish(const std::shared_ptr<Job>& job, const Result<>& result);

    [[nodiscard]] std::shared_ptr<Job> find(const QString& path) const;
    [[nodiscard]] static bool sees(const Caller& caller, const Job& job);
    /// What this connection has started, finished ones included.
    [[nodiscard]] std::vector<std::shared_ptr<Job>> of(const QString& connection) const;
    [[nodiscard]] std::size_t running() const;

Q_SIGNALS:
    void runningChanged();

private:
    void send(const Job& job, const QString& path, const char* interface, const char* member,
              const QVariantList& arguments);
    void forget(const QString& path);
    void forgetOldest(uid_t uid);
    void sendChanged(const Job& job, const QVariantMap& changed);

    QDBusConnection m_bus;
    std::map<QString, std::shared_ptr<Job>> m_jobs;
    std::uint64_t m_finished = 0; ///< how many so far
};

} // namespace vitrine::helper
