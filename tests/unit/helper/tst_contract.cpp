// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/features.h"
#include "helper/bus/introspection.h"
#include "helper/bus/method.h"
#include "helper/bus/paths.h"
#include "helper/bus/properties.h"

#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDomDocument>
#include <QtTest>

using namespace vitrine;
using namespace vitrine::helper;

/// The table of methods, the properties and the XML must say the same.
class TestContract : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { registerWireTypes(); }
    void methodsAreThoseOfTheContract_data() { interfaces(); }
    void methodsAreThoseOfTheContract();
    void propertiesAreThoseOfTheContract();
    void introspectionIsXml();
    void featuresAndErrorsAreListed();

private:
    static void interfaces();
    static QDomElement interfaceElement(const QString& name);
    static QStringList methodsOfXml(const QString& interface);
    static QStringList methodsOfTable(const QString& interface);
    static QStringList propertiesOfXml(const QString& interface);
    static QStringList propertiesOf(const QVariantMap& map);
};

void TestContract::interfaces() {
    QTest::addColumn<QString>("interface");
    for (const char* name : {managerInterface, containerInterface, jobInterface})
        QTest::newRow(name) << QString::fromLatin1(name);
}

QDomElement TestContract::interfaceElement(const QString& name) {
    QDomDocument document;
    const auto parsed = document.setContent(contractXml(name));
    return parsed ? document.documentElement().firstChildElement(QStringLiteral("interface")) : QDomElement();
}

QStringList TestContract::methodsOfXml(const QString& interface) {
    QStringList list;
    const QDomElement element = interfaceElement(interface);
    for (auto method = element.firstChildElement(QStringLiteral("method")); !method.isNull();
         method = method.nextSiblingElement(QStringLiteral("method"))) {
        QString in;
        QString out;
        for (auto arg = method.firstChildElement(QStringLiteral("arg")); !arg.isNull();
             arg = arg.nextSiblingElement(QStringLiteral("arg")))
            (arg.attribute(QStringLiteral("direction")) == QLatin1String("out") ? out : in) +=
                arg.attribute(QStringLiteral("type"));
        list.append(method.attribute(QStringLiteral("name")) + u'(' + in + u')' + out);
    }
    list.sort();
    return list;
}

QStringList TestContract::methodsOfTable(const QString& interface) {
    QStringList list;
    for (const Method& method : methods())
        if (interface == QLatin1String(method.interface))
            list.append(QLatin1String(method.member) + QStringLiteral("(") + QLatin1String(method.in) +
                        QStringLiteral(")") + QLatin1String(method.out));
    list.sort();
    return list;
}

void TestContract::methodsAreThoseOfTheContract() {
    QFETCH(const QString, interface);
    QVERIFY(!methodsOfXml(interface).isEmpty());
    QCOMPARE(methodsOfTable(interface), methodsOfXml(interface));
}

QStringList TestContract::propertiesOfXml(const QString& interface) {
    QStringList list;
    const QDomElement element = interfaceElement(interface);
    for (auto property = element.firstChildElement(QStringLiteral("property")); !property.isNull();
         property = property.nextSiblingElement(QStringLiteral("property")))
        list.append(property.attribute(QStringLiteral("name")) + u' ' +
                    property.attribute(QStringLiteral("type")));
    list.sort();
    return list;
}

QStringList TestContract::propertiesOf(const QVariantMap& map) {
    QStringList list;
    for (const auto& [name, value] : map.asKeyValueRange())
        list.append(name + u' ' + QLatin1String(QDBusMetaType::typeToSignature(value.metaType())));
    list.sort();
    return list;
}

void TestContract::propertiesAreThoseOfTheContract() {
    QCOMPARE(propertiesOf(containerProperties(Container())),
             propertiesOfXml(QString::fromLatin1(containerInterface)));
    QCOMPARE(propertiesOf(jobProperties(Job())), propertiesOfXml(QString::fromLatin1(jobInterface)));
    // The manager's need a whole helper: tst_containerlife reads them over the bus.
    QCOMPARE(propertiesOfXml(QString::fromLatin1(managerInterface)).size(), 9);
}

void TestContract::introspectionIsXml() {
    for (const char* name : {managerInterface, containerInterface, jobInterface}) {
        QDomDocument document;
        const QString text = introspectionText(name, {QStringLiteral("child")});
        QVERIFY2(bool(document.setContent(text)), name);
        QVERIFY(text.contains(QStringLiteral("interface name=\"%1\"").arg(QLatin1String(name))));
        QVERIFY(!text.contains(QStringLiteral("<!--")));
        // By name, wherever the characters are.
        const QByteArray copy(name);
        QCOMPARE(introspectionText(copy.constData(), {}).contains(QStringLiteral("GetManagedObjects")),
                 copy == managerInterface);
    }
}

void TestContract::featuresAndErrorsAreListed() {
    const QString text = contractXml(QString::fromLatin1(managerInterface));
    for (const char* word :
         {feature::userNamespace, feature::timeNamespace, feature::idMappedMounts, feature::idRange,
          feature::network, feature::limits, feature::cpuLimit, feature::memoryLimit, feature::pidsLimit,
          feature::swapLimit, feature::cpusetLimit, feature::oomGroup, feature::ioLimit, feature::ioWeight,
          feature::pressure, feature::startAtBoot, feature::deviceList, feature::appArmor, feature::seLinux})
        QVERIFY2(text.contains(u'"' + QLatin1String(word) + u'"'), word);
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::Corrupt); ++kind) {
        const QString name = QString::fromStdString(std::string(nameOf(static_cast<ErrorKind>(kind))));
        QVERIFY2(text.contains(QStringLiteral("\n    %1 ").arg(name)) ||
                     text.contains(QStringLiteral("\n    %1\n").arg(name)),
                 qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
