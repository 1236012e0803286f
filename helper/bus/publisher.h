// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/access/clients.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"

#include <QDBusConnection>
#include <QObject>
#include <QVariantMap>

#include <map>
#include <string>

namespace vitrine::helper {

/// Tells clients about containers and groups: InterfacesAdded, InterfacesRemoved, PropertiesChanged and
/// GroupsChanged, each sent to the
/// single connections that listen and may see the object. Sends only properties that differ from what was
/// last sent.
class Publisher : public QObject {
public:
    Publisher(ContainerStore& store, GroupStore& groups, const Clients& clients, const QDBusConnection& bus);

private:
    void sendAdded(const Container& container);
    void sendChanged(const Container& container);
    void sendRemoved(const Container& container);
    void sendGroupsChanged(std::uint32_t owner);
    void send(const Container& container, const QString& path, const char* interface, const char* member,
              const QVariantList& arguments);

    const Clients& m_clients;
    QDBusConnection m_bus;
    std::map<std::string, QVariantMap> m_last; ///< by container id
};

} // namespace vitrine::helper
