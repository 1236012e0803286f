// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/introspection.h"

#include "helper/bus/paths.h"

#include <QFile>
#include <QRegularExpression>

#include <string_view>

namespace vitrine::helper {

namespace {

constexpr const char* doctype =
    "<!DOCTYPE node PUBLIC \"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\"\n"
    "\"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd\">\n";

constexpr const char* standard = R"(  <interface name="org.freedesktop.DBus.Introspectable">
    <method name="Introspect"><arg name="xml" type="s" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.DBus.Peer">
    <method name="Ping"/>
    <method name="GetMachineId"><arg name="id" type="s" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.DBus.Properties">
    <method name="Get">
      <arg name="interface" type="s" direction="in"/>
      <arg name="property" type="s" direction="in"/>
      <arg name="value" type="v" direction="out"/>
    </method>
    <method name="GetAll">
      <arg name="interface" type="s" direction="in"/>
      <arg name="properties" type="a{sv}" direction="out"/>
    </method>
    <method name="Set">
      <arg name="interface" type="s" direction="in"/>
      <arg name="property" type="s" direction="in"/>
      <arg name="value" type="v" direction="in"/>
    </method>
    <signal name="PropertiesChanged">
      <arg name="interface" type="s"/>
      <arg name="changed" type="a{sv}"/>
      <arg name="invalidated" type="as"/>
    </signal>
  </interface>
)";

constexpr const char* objectManager = R"(  <interface name="org.freedesktop.DBus.ObjectManager">
    <method name="GetManagedObjects"><arg name="objects" type="a{oa{sa{sv}}}" direction="out"/></method>
    <signal name="InterfacesAdded">
      <arg name="object" type="o"/>
      <arg name="interfaces" type="a{sa{sv}}"/>
    </signal>
    <signal name="InterfacesRemoved">
      <arg name="object" type="o"/>
      <arg name="interfaces" type="as"/>
    </signal>
  </interface>
)";

/// From <interface to </interface>, comments left out.
QString interfaceElement(const QString& interface) {
    QString xml = contractXml(interface);
    static const QRegularExpression comment(QStringLiteral("\\s*<!--.*?-->"),
                                            QRegularExpression::DotMatchesEverythingOption);
    xml.remove(comment);
    const QString closing = QStringLiteral("</interface>");
    const qsizetype begin = xml.indexOf(QLatin1String("  <interface"));
    const qsizetype end = xml.lastIndexOf(closing);
    return begin < 0 || end < begin ? QString() : xml.mid(begin, end + closing.size() - begin) + u'\n';
}

} // namespace

QString contractXml(const QString& interface) {
    QFile file(QStringLiteral(":/dbus/%1.xml").arg(interface));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString introspectionText(const char* interface, const QStringList& children) {
    QString text = QString::fromLatin1(doctype) + QStringLiteral("<node>\n") + QString::fromLatin1(standard);
    if (interface != nullptr)
        text += interfaceElement(QString::fromLatin1(interface));
    if (interface != nullptr && std::string_view(interface) == managerInterface)
        text += QString::fromLatin1(objectManager);
    for (const QString& child : children)
        text += QStringLiteral("  <node name=\"%1\"/>\n").arg(child);
    return text + QStringLiteral("</node>\n");
}

} // namespace vitrine::helper
