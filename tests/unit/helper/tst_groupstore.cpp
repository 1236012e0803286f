// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>

using namespace vitrine;
using namespace vitrine::helper;

namespace {

constexpr const char* firstId = "00000000000000000000000000000001";
constexpr const char* secondId = "00000000000000000000000000000002";

GroupSpec specOf(const char* id, const char* name, std::uint32_t owner) {
    GroupSpec spec{id, name, owner, 5, {}};
    spec.limits.pidsMax = 40;
    return spec;
}

} // namespace

/// The list of groups, and its files.
class TestGroupStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_directory = sys::openDirectory(AT_FDCWD, m_folder->path().toStdString()).value();
    }

    void outlivesTheHelper() {
        const GroupSpec first = specOf(firstId, "shop", 1000);
        QVERIFY(writeGroupFile(m_directory.get(), first));
        QVERIFY(writeGroupFile(m_directory.get(), specOf(secondId, "shop", 1001)));
        GroupStore store(m_directory.get());
        QVERIFY(store.load());
        QCOMPARE(store.all().size(), 2U);
        QVERIFY(store.find(firstId)->spec == first);
        QCOMPARE(store.findByName(1001, "shop")->spec.id, std::string(secondId));
        QVERIFY(!store.findByName(1002, "shop"));
        QCOMPARE(store.countOf(1000), 1U);
        // Nobody but root reads it.
        const QFile file(m_folder->filePath(QString::fromLatin1(firstId) + QStringLiteral(".json")));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(removeGroupFile(m_directory.get(), firstId));
        QVERIFY(removeGroupFile(m_directory.get(), firstId)); // gone already is what was wanted
        GroupStore later(m_directory.get());
        QVERIFY(later.load());
        QCOMPARE(later.all().size(), 1U);
    }

    void damagedFilesHideNoOthers() {
        QVERIFY(writeGroupFile(m_directory.get(), specOf(firstId, "good", 1000)));
        const std::map<QString, QByteArray> damaged{
            {QString::fromLatin1(secondId) + QStringLiteral(".json"), "{\"id\":"},
            {QStringLiteral("00000000000000000000000000000003.json"),
             QByteArray::fromStdString(writeGroup(specOf(firstId, "another", 0)))}, // says it is the first
            {QStringLiteral("notes.txt"), "x"},
            {QStringLiteral("..json"), "{}"}};
        for (const auto& [name, text] : damaged) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        GroupStore store(m_directory.get());
        QVERIFY(store.load());
        QCOMPARE(store.all().size(), 1U);
        QCOMPARE(store.all().front()->spec.name, std::string("good"));
        for (const auto& [name, text] : damaged)
            QVERIFY(QFile::exists(m_folder->filePath(name))); // what somebody may want to put right
    }

    void listenersHearOfTheirOwner() {
        GroupStore store(m_directory.get());
        QSignalSpy spy(&store, &GroupStore::changed);
        const auto group = std::make_shared<Group>();
        group->spec = specOf(firstId, "shop", 1000);
        store.touch(*group); // not in the list
        QCOMPARE(spy.count(), 0);
        store.add(group);
        store.touch(*group);
        store.remove(firstId);
        store.remove(firstId);
        QCOMPARE(spy.count(), 3);
        QCOMPARE(spy.front().front().toUInt(), 1000U);
    }

    void onlyOnesOwnGroupsCount() {
        GroupStore store(m_directory.get());
        for (const auto& [id, owner] : {std::pair(firstId, 1000U), std::pair(secondId, 1001U)}) {
            const auto group = std::make_shared<Group>();
            group->spec = specOf(id, "shop", owner);
            store.add(group);
        }
        QVERIFY(checkMembership(groupsFor(store, 1000), {}));
        QVERIFY(checkMembership(groupsFor(store, 1000), firstId));
        const auto others = checkMembership(groupsFor(store, 1000), secondId);
        const auto nobodys = checkMembership(groupsFor(store, 1000), "00000000000000000000000000000009");
        QVERIFY(!others && !nobodys);
        QCOMPARE(others.error().message(), nobodys.error().message());
    }

    void whatIsBeingStoppedDoesNotStart() {
        GroupStore store(m_directory.get());
        const auto group = std::make_shared<Group>();
        group->spec = specOf(firstId, "shop", 1000);
        store.add(group);
        Container container;
        container.record.ownerUid = 1000;
        QVERIFY(groupToStartIn(store, container).value() == nullptr);
        container.spec.groupId = firstId;
        QVERIFY(groupToStartIn(store, container).value() == group);
        group->isStopping = true;
        QCOMPARE(groupToStartIn(store, container).error().kind(), ErrorKind::Busy);
        group->isStopping = false;
        container.record.ownerUid = 1001;
        QCOMPARE(groupToStartIn(store, container).error().kind(), ErrorKind::WrongState);
        container.record.ownerUid = 1000;
        container.spec.groupId = secondId;
        QCOMPARE(groupToStartIn(store, container).error().kind(), ErrorKind::WrongState);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    sys::UniqueFd m_directory;
};

QTEST_GUILESS_MAIN(TestGroupStore)
#include "tst_groupstore.moc"
