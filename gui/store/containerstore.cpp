// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/containerstore.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>

namespace vitrine::gui {

namespace {

/// Where lupdate finds whose words these are.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(PendingAction)
};

} // namespace

QString describe(PendingAction action) {
    switch (action) {
    case PendingAction::None:
        break;
    case PendingAction::Creating:
        return Words::tr("create requested…");
    case PendingAction::Starting:
        return Words::tr("start requested…");
    case PendingAction::Stopping:
        return Words::tr("stop requested…");
    case PendingAction::Pausing:
        return Words::tr("pause requested…");
    case PendingAction::Resuming:
        return Words::tr("resume requested…");
    case PendingAction::Renaming:
        return Words::tr("rename requested…");
    case PendingAction::Deleting:
        return Words::tr("delete requested…");
    case PendingAction::Killing:
        return Words::tr("signal requested…");
    case PendingAction::Marking:
    case PendingAction::Editing:
        return Words::tr("change requested…");
    }
    return {};
}

ContainerStore::ContainerStore(ContainerService* service, QObject* parent)
    : QObject(parent) {
    connect(service, &ContainerService::containersReset, this, &ContainerStore::reset);
    connect(service, &ContainerService::containerChanged, this, &ContainerStore::apply);
    connect(service, &ContainerService::containerRemoved, this, &ContainerStore::remove);
}

std::vector<ContainerEntry>::iterator ContainerStore::lowerBound(const ContainerId& id) {
    return std::ranges::lower_bound(m_containers, id, {},
                                    [](const ContainerEntry& entry) { return entry.info.id; });
}

const ContainerEntry* ContainerStore::find(const ContainerId& id) const {
    const auto it = std::ranges::lower_bound(
        m_containers, id, {}, [](const ContainerEntry& entry) -> const QString& { return entry.info.id; });
    return it != m_containers.end() && it->info.id == id ? &*it : nullptr;
}

const ContainerEntry* ContainerStore::findByName(const QString& name) const {
    const auto it = std::ranges::find(
        m_containers, name, [](const ContainerEntry& entry) -> const QString& { return entry.info.name; });
    return it != m_containers.end() ? &*it : nullptr;
}

void ContainerStore::setPending(const ContainerId& id, PendingAction action) {
    const auto it = lowerBound(id);
    if (it == m_containers.end() || it->info.id != id || it->pending == action)
        return;
    it->pending = action;
    emit containerChanged(id);
    announce();
}

void ContainerStore::clearPending(const ContainerId& id) {
    setPending(id, PendingAction::None);
}

void ContainerStore::reset(const std::vector<ContainerInfo>& containers) {
    QSet<ContainerId> present;
    for (const ContainerInfo& info : containers)
        present.insert(info.id);
    QStringList gone;
    for (const ContainerEntry& entry : m_containers)
        if (!present.contains(entry.info.id))
            gone.append(entry.info.id);
    for (const ContainerId& id : gone)
        remove(id);
    for (const ContainerInfo& info : containers)
        apply(info);
    announce();
}

void ContainerStore::apply(const ContainerInfo& info) {
    const auto it = lowerBound(info.id);
    if (it == m_containers.end() || it->info.id != info.id) {
        m_containers.insert(it, ContainerEntry{info, PendingAction::None});
    } else if (it->info == info) {
        return;
    } else {
        it->info = info;
        emit containerChanged(info.id);
    }
    announce();
}

void ContainerStore::remove(const ContainerId& id) {
    const auto it = lowerBound(id);
    if (it == m_containers.end() || it->info.id != id)
        return;
    m_containers.erase(it);
    emit containerRemoved(id);
    announce();
}

void ContainerStore::announce() {
    if (std::exchange(m_announced, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_announced = false;
        emit changed();
    });
}

} // namespace vitrine::gui
