// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/containers/lifecycle.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::helper {

/// Starts the containers that are marked for it, once in each run of the machine (the kernel's boot id,
/// random(4)), whichever helper is the first or the next in it: <state>/boot says which are still to come.
/// Main thread only.
class BootStart : public QObject {
public:
    /// `connection`: the helper's own unique name on the bus, in whose name the jobs are.
    BootStart(ContainerStore& store, Lifecycle& lifecycle, Jobs& jobs, Tasks& tasks, const HostFacts& facts);

    /// After Lifecycle::reconcile(). Returns at once.
    void begin(const QString& connection);

private:
    struct Active {
        ContainerStore::Pointer container;
        std::shared_ptr<Job> job;
    };
    void next();
    /// False while there are too many jobs.
    [[nodiscard]] bool launch(const ContainerStore::Pointer& container);
    [[nodiscard]] bool isAfterAnother(const Container& container) const;
    [[nodiscard]] Result<> checkJoined(const Container& container) const;
    void vet(const ContainerStore::Pointer& container, const std::shared_ptr<Job>& job);
    [[nodiscard]] std::vector<std::string> marked() const;
    void forget(const std::string& id);
    [[nodiscard]] Result<> record() const;

    ContainerStore& m_store;
    Lifecycle& m_lifecycle;
    Jobs& m_jobs;
    Tasks& m_tasks;
    const HostFacts& m_facts;
    QString m_connection;
    std::vector<std::string> m_pending; ///< ids, the oldest container first
    std::vector<Active> m_active;
    QTimer m_soon;
};

/// What <state>/boot holds: a boot id, and the ids that are still to come in it, a line each.
struct BootRecord {
    std::string bootId;
    std::vector<std::string> pending;
};
[[nodiscard]] BootRecord parseBootRecord(std::string_view text);
[[nodiscard]] std::string writeBootRecord(const BootRecord& record);

/// Is the mark good for what the container is now? In a thread: reads its bundle and asks for its owner.
[[nodiscard]] Result<> checkBootMark(int containers, const monitor::BundleRecord& record,
                                     const ContainerSpec& spec);

} // namespace vitrine::helper
