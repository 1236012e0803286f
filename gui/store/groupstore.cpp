// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/groupstore.h"

#include <algorithm>
#include <utility>

namespace vitrine::gui {

GroupStore::GroupStore(ContainerService* service, QObject* parent)
    : QObject(parent)
    , m_service(service) {
    connect(service, &ContainerService::groupsChanged, this, &GroupStore::refresh);
    connect(service, &ContainerService::containersReset, this, &GroupStore::refresh);
    connect(service, &ContainerService::statusChanged, this, [this] {
        if (!isConnected(m_service->status().availability))
            clear();
    });
    if (isConnected(service->status().availability))
        refresh();
}

void GroupStore::clear() {
    ++m_number;
    m_stopping.clear();
    if (std::exchange(m_groups, {}).empty())
        return;
    emit changed();
}

void GroupStore::refresh() {
    const int number = ++m_number;
    m_service->listGroups(this, [this, number](const Reply<std::vector<GroupInfo>>& reply) {
        // An older helper has none.
        if (number != m_number || !reply)
            return;
        std::vector<GroupInfo> groups = *reply;
        std::ranges::sort(groups, [](const GroupInfo& a, const GroupInfo& b) {
            return std::pair(a.name, a.id) < std::pair(b.name, b.id);
        });
        if (std::exchange(m_groups, std::move(groups)) != m_groups)
            emit changed();
    });
}

const GroupInfo* GroupStore::find(const QString& id) const {
    const auto found = std::ranges::find(m_groups, id, &GroupInfo::id);
    return found == m_groups.end() ? nullptr : &*found;
}

QString GroupStore::nameOf(const QString& id) const {
    const GroupInfo* group = find(id);
    return group ? group->name : QString();
}

Callback<> GroupStore::finish(const QString& what, std::function<void()> then) {
    return [this, what, then = std::move(then)](const Reply<>& reply) {
        if (then)
            then();
        if (reply)
            emit succeeded(what);
        else
            emit failed(what, reply.error());
    };
}

void GroupStore::create(const QString& name, const ResourceLimits& limits) {
    const QString what = tr("make the group %1").arg(name);
    m_service->createGroup(name, limits, this, [this, what](const Reply<QString>& reply) {
        if (!reply) {
            emit failed(what, reply.error());
            return;
        }
        emit succeeded(what);
        emit created(*reply);
    });
}

void GroupStore::setLimits(const QString& id, const ResourceLimits& limits) {
    const QString what = tr("set the limits of the group %1").arg(nameOf(id));
    m_service->setGroupLimits(id, limits, this,
                              [this, what](const Reply<std::vector<EffectiveLimit>>& reply) {
                                  if (reply)
                                      emit succeeded(what);
                                  else
                                      emit failed(what, reply.error());
                              });
}

void GroupStore::rename(const QString& id, const QString& name) {
    m_service->renameGroup(id, name, this, finish(tr("rename the group %1").arg(nameOf(id))));
}

void GroupStore::remove(const QString& id) {
    m_service->deleteGroup(id, this, finish(tr("delete the group %1").arg(nameOf(id))));
}

void GroupStore::stopAll(const QString& id) {
    if (isStopping(id))
        return;
    m_stopping.append(id);
    emit changed();
    m_service->stopGroup(id, this, finish(tr("stop the group %1 at once").arg(nameOf(id)), [this, id] {
                             m_stopping.removeAll(id);
                             emit changed();
                         }));
}

} // namespace vitrine::gui
