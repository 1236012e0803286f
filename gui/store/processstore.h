// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace vitrine::gui {

struct ProcessEntry {
    ProcessRow row;
    /// Of one CPU, between the last two messages: 100 = one whole CPU. Empty until it can be said.
    std::optional<float> cpuPercent;
    friend bool operator==(const ProcessEntry&, const ProcessEntry&) = default;
};

/// A process as it was told last. Store and model share it, for there can be ten thousand: it is never
/// changed but given up for another, so that the model can compare what it shows with what is so now.
using SharedProcess = std::shared_ptr<const ProcessEntry>;

/// What one message changed, for the model.
struct ProcessDelta {
    bool reset = false;
    std::vector<ProcessKey> upserted; ///< sorted: new, or changed in any field or in CPU %
    std::vector<ProcessKey> gone;     ///< sorted
};

/// The processes of the container that is shown, sorted by key (which is by age). Fed while a page is
/// subscribed.
class ProcessStore : public QObject {
    Q_OBJECT
public:
    explicit ProcessStore(ContainerService* service, QObject* parent = nullptr);

    /// Forgets what it has, and from now on keeps the processes of this container.
    void setContainer(const ContainerId& id);
    [[nodiscard]] const ContainerId& container() const { return m_container; }
    [[nodiscard]] const std::vector<SharedProcess>& processes() const { return m_processes; }
    /// Null when there is none.
    [[nodiscard]] SharedProcess find(ProcessKey key) const;

    /// Also called by tests and benchmarks.
    void apply(const ProcessUpdate& update);

signals:
    void changed(const vitrine::gui::ProcessDelta& delta);

private:
    void insertNew(std::vector<SharedProcess>& fresh);
    [[nodiscard]] std::vector<SharedProcess>::iterator place(ProcessKey key);
    void calmDown(std::vector<ProcessKey>& changedKeys, std::int64_t timeNs);
    void onQuiet();

    ContainerId m_container;
    std::vector<SharedProcess> m_processes;
    std::vector<ProcessKey> m_busy; ///< those whose CPU % is not 0, sorted
    std::int64_t m_lastTimeNs = 0;
    QTimer m_quiet; ///< a helper that has nothing to say sends nothing: then nobody used CPU time
};

} // namespace vitrine::gui
