// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The verbs of DbusContainerService about groups of containers.

#include "gui/service/dbusanswer.h"
#include "gui/service/dbusread.h"

namespace vitrine::gui {

namespace {

std::optional<std::vector<GroupInfo>> groupsFrom(const QVariant& value) {
    return wire::rows<GroupInfo>(value, "a(ssusa{sv})", [](const QDBusArgument& argument, GroupInfo& group) {
        uint owner = 0;
        QVariantMap limits;
        argument >> group.id >> group.name >> owner >> group.cgroup >> limits;
        group.owner = owner;
        group.limits = wire::limitsFrom(limits);
    });
}

std::optional<QString> textFrom(const QVariant& value) {
    if (value.metaType() != QMetaType::fromType<QString>())
        return std::nullopt;
    return value.toString();
}

} // namespace

void DbusContainerService::listGroups(QObject* context, Callback<std::vector<GroupInfo>> done) {
    send(managerCall("ListGroups"), Prompt::No, context, decoded(std::move(done), groupsFrom));
}

void DbusContainerService::createGroup(const QString& name, const ResourceLimits& limits, QObject* context,
                                       Callback<QString> done) {
    send(managerCall("CreateGroup", {name, wire::toMap(limits)}), Prompt::Allowed, context,
         decoded(std::move(done), textFrom));
}

void DbusContainerService::setGroupLimits(const QString& group, const ResourceLimits& limits,
                                          QObject* context, Callback<std::vector<EffectiveLimit>> done) {
    send(managerCall("SetGroupLimits", {group, wire::toMap(limits)}), Prompt::Allowed, context,
         decoded(std::move(done), wire::effectiveLimits));
}

void DbusContainerService::renameGroup(const QString& group, const QString& name, QObject* context,
                                       Callback<> done) {
    sendPlain(managerCall("RenameGroup", {group, name}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::deleteGroup(const QString& group, QObject* context, Callback<> done) {
    sendPlain(managerCall("DeleteGroup", {group}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::stopGroup(const QString& group, QObject* context, Callback<> done) {
    sendPlain(managerCall("StopGroup", {group}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::onGroupsChanged(const QDBusMessage& signal) {
    if (isFromHelper(signal))
        emit groupsChanged();
}

} // namespace vitrine::gui
