// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// What was asked and is not answered yet: shown beside the state, which stays what the helper says.
enum class PendingAction {
    None,
    Creating,
    Starting,
    Stopping,
    Pausing,
    Resuming,
    Renaming,
    Deleting,
    Killing,
    Marking,
    Editing
};
/// "starting …" for people; empty for None.
[[nodiscard]] QString describe(PendingAction action);

struct ContainerEntry {
    ContainerInfo info;
    PendingAction pending = PendingAction::None;
    friend bool operator==(const ContainerEntry&, const ContainerEntry&) = default;
};

/// All containers, as the helper tells them, sorted by id. Kept while the helper is away.
class ContainerStore : public QObject {
    Q_OBJECT
public:
    explicit ContainerStore(ContainerService* service, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<ContainerEntry>& containers() const { return m_containers; }
    /// The container, or null. Valid until the next turn of the event loop.
    [[nodiscard]] const ContainerEntry* find(const ContainerId& id) const;
    [[nodiscard]] const ContainerEntry* findByName(const QString& name) const;

    void setPending(const ContainerId& id, PendingAction action);
    void clearPending(const ContainerId& id);

signals:
    /// containers() is another list than before: once per turn of the event loop, however much changed.
    void changed();
    /// Info or pending action of one that stays: for pages. Comes before changed().
    void containerChanged(const QString& id);
    void containerRemoved(const QString& id);

private:
    void reset(const std::vector<ContainerInfo>& containers);
    void apply(const ContainerInfo& info);
    void remove(const ContainerId& id);
    [[nodiscard]] std::vector<ContainerEntry>::iterator lowerBound(const ContainerId& id);
    void announce();

    std::vector<ContainerEntry> m_containers;
    bool m_announced = false;
};

} // namespace vitrine::gui
