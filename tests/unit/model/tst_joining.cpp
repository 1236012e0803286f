// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/model/wider.h"

#include "randomspec.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace vitrine;

namespace {

constexpr const char* web = "0123456789abcdef0123456789abcdef";

ContainerSpec joining(const std::vector<NamespaceKind>& kinds) {
    ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
    spec.joinedId = web;
    for (const NamespaceKind kind : kinds)
        spec.namespaces[kind] = Isolation::Joined;
    return spec;
}

/// The default with this as its annotation.
std::string configWith(const QString& annotation) {
    QJsonObject document =
        QJsonDocument::fromJson(QByteArray::fromStdString(writeConfig(defaultSpec("bob", {"/bin/sh"}))))
            .object();
    QJsonObject annotations = document[QStringLiteral("annotations")].toObject();
    annotations[QStringLiteral("org.vitrine.joins")] = annotation;
    document[QStringLiteral("annotations")] = annotations;
    return QJsonDocument(document).toJson().toStdString();
}

} // namespace

/// Containers that join the namespaces of another one, as they are written down.
class TestJoining : public QObject {
    Q_OBJECT

private slots:
    void isReadBackUnchanged() {
        const ContainerSpec spec = joining({NamespaceKind::User, NamespaceKind::Network, NamespaceKind::Pid});
        const std::string json = writeConfig(spec);
        const std::string annotation = std::string("\"org.vitrine.joins\": \"") + web + " pid,net\"";
        QVERIFY(json.contains(annotation));
        const auto back = parseConfig(json);
        QVERIFY2(back, back ? "" : back.error().message().c_str());
        QVERIFY(fixtures::same(spec, *back));
        QCOMPARE(back->joinedId, std::string(web));
        // To who does not know the annotation they are new ones, and never the host's.
        QCOMPARE(json.find("\"path\": \"/proc"), std::string::npos);
        for (const char* kind : {"pid", "network", "user", "uts"})
            QVERIFY2(json.contains("\"type\": \"" + std::string(kind) + "\""), kind);
        // Without them nothing of it stays in the file that it was read from.
        ContainerSpec alone = *back;
        alone.namespaces = {};
        alone.joinedId.clear();
        QVERIFY(!writeConfig(alone).contains("org.vitrine.joins"));
    }

    void nonsenseIsRefused_data() {
        QTest::addColumn<QString>("annotation");
        const QString id = QString::fromLatin1(web);
        QTest::newRow("empty") << QString();
        QTest::newRow("no kinds") << id;
        QTest::newRow("no kind") << id + QStringLiteral(" ");
        QTest::newRow("mount") << id + QStringLiteral(" mnt");
        QTest::newRow("user by itself") << id + QStringLiteral(" user");
        QTest::newRow("twice") << id + QStringLiteral(" net,net");
        QTest::newRow("a path") << QStringLiteral("../../etc net");
        QTest::newRow("capitals") << id.toUpper() + QStringLiteral(" net");
        QTest::newRow("short") << id.left(31) + QStringLiteral(" net");
        QTest::newRow("two blanks") << id + QStringLiteral("  net");
        QTest::newRow("pid of a process") << QStringLiteral("1 net");
    }
    void nonsenseIsRefused() {
        QFETCH(const QString, annotation);
        const auto spec = parseConfig(configWith(annotation));
        QVERIFY(!spec);
        QCOMPARE(spec.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(spec.error().subject(), std::string(R"($.annotations["org.vitrine.joins"])"));
    }

    void joinsGoTogether() {
        QVERIFY(validate(joining({NamespaceKind::User, NamespaceKind::Uts})));
        QVERIFY(!validate(joining({NamespaceKind::Uts})));                    // without the users
        QVERIFY(!validate(joining({NamespaceKind::User})));                   // of nothing else
        QVERIFY(!validate(joining({})));                                      // an id, and nothing joined
        QVERIFY(!validate(joining({NamespaceKind::User, NamespaceKind::Mount, //
                                   NamespaceKind::Ipc})));                    // what cannot be
        ContainerSpec nobodys = joining({NamespaceKind::User, NamespaceKind::Ipc});
        nobodys.joinedId.clear();
        QVERIFY(!validate(nobodys));
    }

    void isNotTheHosts() {
        const ContainerSpec alone = defaultSpec("bob", {"/bin/sh"});
        const ContainerSpec spec = joining({NamespaceKind::User, NamespaceKind::Network});
        QVERIFY(widenings(spec).empty());
        QVERIFY(widerIn(alone, spec).empty());
        ContainerSpec hosts = alone;
        hosts.namespaces[NamespaceKind::Network] = Isolation::Host;
        QCOMPARE(widerIn(spec, hosts), std::vector{Widening::HostNamespace});
        hosts = spec;
        hosts.namespaces[NamespaceKind::Uts] = Isolation::Host;
        QCOMPARE(widenings(hosts), std::vector{Widening::HostNamespace});
    }

    void notEveryContainerCanBeJoined() {
        const NamespaceSet joiner = joining({NamespaceKind::User, NamespaceKind::Network}).namespaces;
        QVERIFY(checkJoinable(joiner, {}, "web"));
        NamespaceSet other;
        other[NamespaceKind::Pid] = Isolation::Host; // which is not asked for
        QVERIFY(checkJoinable(joiner, other, "web"));
        for (const NamespaceKind kind : {NamespaceKind::Network, NamespaceKind::User}) {
            other = {};
            other[kind] = Isolation::Host;
            const auto refused = checkJoinable(joiner, other, "web");
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind(), ErrorKind::NotSupported);
            QCOMPARE(refused.error().subject(), std::string("web"));
            QVERIFY(!refused.error().hint().empty());
        }
        QVERIFY(!checkJoinable(joiner, joiner, "web")); // a chain: whose ids would it be?
    }
};

QTEST_APPLESS_MAIN(TestJoining)
#include "tst_joining.moc"
