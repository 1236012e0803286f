// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/publisher.h"

#include "helper/bus/paths.h"
#include "helper/bus/properties.h"

#include <QDBusMessage>

namespace vitrine::helper {

Publisher::Publisher(ContainerStore& store, GroupStore& groups, const Clients& clients,
                     const QDBusConnection& bus)
    : m_clients(clients)
    , m_bus(bus) {
    connect(&store, &ContainerStore::added, this, &Publisher::sendAdded);
    connect(&store, &ContainerStore::changed, this, &Publisher::sendChanged);
    connect(&store, &ContainerStore::removed, this, &Publisher::sendRemoved);
    connect(&groups, &GroupStore::changed, this, &Publisher::sendGroupsChanged);
}

void Publisher::sendAdded(const Container& container) {
    const QVariantMap properties = containerProperties(container);
    m_last[container.id()] = properties;
    const Interfaces interfaces{{QString::fromLatin1(containerInterface), properties}};
    send(container, QString::fromLatin1(managerPath), objectManagerInterface, "InterfacesAdded",
         {QVariant::fromValue(QDBusObjectPath(containerPath(container.id()))),
          QVariant::fromValue(interfaces)});
}

void Publisher::sendChanged(const Container& container) {
    const QVariantMap properties = containerProperties(container);
    QVariantMap& last = m_last[container.id()];
    QVariantMap changed;
    for (const auto& [name, value] : properties.asKeyValueRange())
        if (last.value(name) != value)
            changed.insert(name, value);
    last = properties;
    if (!changed.isEmpty())
        send(container, containerPath(container.id()), propertiesInterface, "PropertiesChanged",
             {QString::fromLatin1(containerInterface), changed, QStringList()});
}

void Publisher::sendRemoved(const Container& container) {
    m_last.erase(container.id());
    send(container, QString::fromLatin1(managerPath), objectManagerInterface, "InterfacesRemoved",
         {QVariant::fromValue(QDBusObjectPath(containerPath(container.id()))),
          QStringList{QString::fromLatin1(containerInterface)}});
}

void Publisher::sendGroupsChanged(std::uint32_t owner) {
    for (const QString& name : m_clients.listenersOf(owner))
        m_bus.send(QDBusMessage::createTargetedSignal(name, QString::fromLatin1(managerPath),
                                                      QString::fromLatin1(managerInterface),
                                                      QStringLiteral("GroupsChanged")));
}

void Publisher::send(const Container& container, const QString& path, const char* interface,
                     const char* member, const QVariantList& arguments) {
    const QStringList listeners = m_clients.listenersOf(container.record.ownerUid);
    for (const QString& name : listeners) {
        QDBusMessage signal = QDBusMessage::createTargetedSignal(name, path, QString::fromLatin1(interface),
                                                                 QString::fromLatin1(member));
        signal.setArguments(arguments);
        m_bus.send(signal);
    }
}

} // namespace vitrine::helper
