// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/groupspec.h"
#include "core/model/ociconfig.h"

#include <QTest>

using namespace vitrine;

namespace {

constexpr const char* id = "0123456789abcdef0123456789abcdef";

GroupSpec fullGroup() {
    GroupSpec group{id, "shop", 1000, 1'700'000'000'000'000, {}};
    group.limits.cpuMax = CpuMax{150'000, 100'000};
    group.limits.cpuWeight = 300;
    group.limits.memoryMax = 1ULL << 30U;
    group.limits.memoryHigh = 900ULL << 20U;
    group.limits.swapMax = 0;
    group.limits.pidsMax = 77;
    group.limits.cpus = {0, 2, 3};
    group.limits.memoryNodes = {0};
    group.limits.memoryOomGroup = true;
    group.limits.ioWeight = 250;
    group.limits.ioMax = {{{254, 0}, 1'048'576, 0, 0, 500}};
    return group;
}

} // namespace

/// Groups of containers as values, and as text.
class TestGroupSpec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsItWas() {
        for (const GroupSpec& group : {GroupSpec{id, "bare", 0, 0, {}}, fullGroup()}) {
            const auto back = parseGroup(writeGroup(group));
            QVERIFY2(back, back ? "" : back.error().message().c_str());
            QVERIFY(*back == group);
        }
    }

    void damageIsNamed_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("subject");
        QTest::newRow("id") << QByteArray(id) << QByteArray("../../etc/passwd") << QStringLiteral("$.id");
        QTest::newRow("name") << QByteArray("shop") << QByteArray("a/b") << QStringLiteral("$.name");
        QTest::newRow("owner") << QByteArray("1000,") << QByteArray("-1,") << QStringLiteral("$.ownerUid");
        QTest::newRow("no limits") << QByteArray("resources") << QByteArray("resource")
                                   << QStringLiteral("$.resources");
        QTest::newRow("limit") << QByteArray(": 77") << QByteArray(": \"x\"") << QString();
    }
    void damageIsNamed() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, subject);
        QByteArray text = QByteArray::fromStdString(writeGroup(fullGroup()));
        QVERIFY2(text.contains(from), text.constData());
        text.replace(from, to);
        const auto read = parseGroup(text.toStdString());
        QVERIFY(!read);
        if (!subject.isEmpty())
            QCOMPARE(QString::fromStdString(read.error().subject()), subject);
        QVERIFY(read.error().subject().starts_with('$'));
    }

    void limitsOutOfRangeAreRefused() {
        GroupSpec group = fullGroup();
        group.limits.pidsMax = 0;
        QVERIFY(!parseGroup(writeGroup(group)));
        QVERIFY(!parseGroup(std::string(maximumGroupSize + 1, ' ')));
        QVERIFY(!parseGroup("[]"));
    }

    void placeIsFoundInTheContainers() {
        const std::string slice = "vitrine.slice/vitrine-" + std::string(id) + ".slice";
        const std::string folder = "vitrine/group-" + std::string(id);
        QCOMPARE(groupPathIn(folder + "/aa", id), folder);
        QCOMPARE(groupPathIn("group-" + std::string(id) + "/aa", id), "group-" + std::string(id));
        QCOMPARE(groupPathIn(slice + "/vitrine-aa.service/payload", id), slice);
        for (const std::string& other :
             {std::string("vitrine/aa"), folder, "vitrine/xgroup-" + std::string(id) + "/aa", std::string()})
            QVERIFY2(groupPathIn(other, id).empty(), other.c_str());
        QVERIFY(groupPathIn(folder + "/aa", {}).empty());
    }

    void aContainerNamesItsGroup() {
        ContainerSpec spec = defaultSpec("one", {"sh"});
        spec.groupId = id;
        const std::string written = writeConfig(spec);
        auto back = parseConfig(written);
        QVERIFY2(back, back ? "" : back.error().message().c_str());
        QCOMPARE(back->groupId, std::string(id));
        back->groupId.clear();
        QVERIFY(!writeConfig(*back).contains("org.vitrine.group"));
        for (const char* wrong : {"../..", "shop", "0123456789ABCDEF0123456789ABCDEF"}) {
            spec.groupId = wrong;
            const auto refused = parseConfig(writeConfig(spec));
            QVERIFY2(!refused, wrong);
            QCOMPARE(refused.error().subject(), std::string(R"($.annotations["org.vitrine.group"])"));
        }
    }
};

QTEST_GUILESS_MAIN(TestGroupSpec)
#include "tst_groupspec.moc"
