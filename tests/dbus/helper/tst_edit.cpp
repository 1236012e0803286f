// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Changing a stopped container, and making another one like it. The test is root, and connects as others.
class TestEdit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void editedOneRunsAsItSaysNow();
    void whatIsUnknownStays();
    void onlyWhatWasSeenIsChanged();
    void onlyStoppedOnesAreChanged();
    void nameRootAndIdsAreTheHelpers();
    void foldersAreNotAddedByPath();
    void userNamespaceComesAndGoes();
    void othersChangeNothing();
    void killedHelperLeavesOldOrNew();
    void cloneHasTheFiles();
    void cloneIsOneOfTheOwners();
    void cloneOfAFolderSharesIt();
    void cancelledCloneLeavesNothing();
    void refusedClones();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;

    QString configOf(const QString& path) {
        return m_client.container(path, "GetConfig").arguments().value(0).toString();
    }
    [[nodiscard]] ContainerSpec specOf(const QString& path) {
        return parseConfig(configOf(path).toStdString()).value();
    }
    QDBusMessage edit(const QString& path, const std::function<void(ContainerSpec&)>& change) {
        const QString seen = configOf(path);
        ContainerSpec spec = parseConfig(seen.toStdString()).value();
        change(spec);
        return m_client.container(path, "SetConfig", {QString::fromStdString(writeConfig(spec)), seen});
    }
    QDBusMessage clone(const QString& path, const QString& name) {
        return m_client.container(path, "Clone", {name, m_client.nextToken()});
    }
    JobResult jobOf(const QDBusMessage& reply) {
        return m_client.waitForJob(reply.arguments().value(1).value<QDBusObjectPath>().path());
    }
    static QString pathOf(const QDBusMessage& reply) {
        return reply.arguments().value(0).value<QDBusObjectPath>().path();
    }

    Client m_client{alice};
};

#define VERIFY_REPLY(reply)                                                                                  \
    do {                                                                                                     \
        const QDBusMessage message = (reply);                                                                \
        QVERIFY2(message.type() == QDBusMessage::ReplyMessage, qPrintable(message.errorMessage()));          \
    } while (false)

#define REFUSED(reply, word)                                                                                 \
    QCOMPARE((reply).errorName(), QStringLiteral("org.vitrine.Error.") + QLatin1String(word))

void TestEdit::editedOneRunsAsItSaysNow() {
    const QString path = m_client.create(QStringLiteral("edited"), configFor({QStringLiteral("false")}));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    VERIFY_REPLY(edit(path, [](ContainerSpec& spec) {
        spec.process.args = {"bash", "-c", "echo $TOLD; exit 4"};
        spec.process.env.emplace_back("TOLD=changed");
        spec.limits.pidsMax = 77;
        spec.life.stopTimeoutMs = 2500;
    }));
    QCOMPARE(m_client.property(path, containerInterface, "Command").toStringList().value(0),
             QStringLiteral("bash"));
    QCOMPARE(m_client.property(path, containerInterface, "StopTimeout").toUInt(), 2500U);
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(m_client.property(path, containerInterface, "ExitCode").toInt(), 4);
    QVERIFY(m_client.log(path).contains("changed"));
}

void TestEdit::whatIsUnknownStays() {
    QString config = configFor({QStringLiteral("true")});
    config.insert(config.indexOf(u'{') + 1,
                  QStringLiteral(R"("hooks": {"prestart": []}, "com.example": 7,)"));
    const QString path = m_client.create(QStringLiteral("unknown"), config, QStringLiteral("empty"));
    VERIFY_REPLY(edit(path, [](ContainerSpec& spec) { spec.process.args = {"false"}; }));
    const QString after = configOf(path);
    QVERIFY(after.contains(QStringLiteral("com.example")));
    QVERIFY(after.contains(QStringLiteral("prestart")));
    QVERIFY(after.contains(QStringLiteral("false")));
}

void TestEdit::onlyWhatWasSeenIsChanged() {
    const QString path = m_client.create(QStringLiteral("stale"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    const QString seen = configOf(path);
    ContainerSpec spec = parseConfig(seen.toStdString()).value();
    spec.process.args = {"false"};
    const QString wanted = QString::fromStdString(writeConfig(spec));
    VERIFY_REPLY(m_client.container(
        path, "SetLimits", {QVariantMap{{QStringLiteral("pidsMax"), QVariant::fromValue(qulonglong{5})}}}));
    const QString between = configOf(path);
    REFUSED(m_client.container(path, "SetConfig", {wanted, seen}), "Stale");
    QCOMPARE(configOf(path), between);
    QCOMPARE(m_client.property(path, containerInterface, "Command").toStringList(),
             QStringList{QStringLiteral("true")});
    VERIFY_REPLY(m_client.container(path, "SetConfig", {wanted, between}));
    REFUSED(m_client.container(path, "SetConfig", {wanted, QString()}), "Stale");
}

void TestEdit::onlyStoppedOnesAreChanged() {
    const QString path = m_client.create(QStringLiteral("running"),
                                         configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY(m_client.start(path).success);
    const QString seen = configOf(path);
    REFUSED(edit(path, [](ContainerSpec& spec) { spec.process.args = {"false"}; }), "WrongState");
    REFUSED(clone(path, QStringLiteral("another")), "WrongState");
    QCOMPARE(configOf(path), seen);
    QVERIFY(m_client.stop(path, 0).success);
}

/// Also while polkit says yes to everything.
void TestEdit::nameRootAndIdsAreTheHelpers() {
    const QString path =
        m_client.create(QStringLiteral("own"), configFor({QStringLiteral("true")}), QStringLiteral("empty"));
    const ContainerSpec before = specOf(path);
    VERIFY_REPLY(edit(path, [](ContainerSpec& spec) {
        spec.name = "other";
        spec.rootPath = "/etc";
        spec.uidMappings = {{0, 0, 1}};
        spec.gidMappings = {{0, 0, 1}};
    }));
    const ContainerSpec after = specOf(path);
    QCOMPARE(after.name, before.name);
    QCOMPARE(after.rootPath, before.rootPath);
    QCOMPARE(after.uidMappings.front().outside, before.uidMappings.front().outside);
    QCOMPARE(after.gidMappings.front().outside, before.gidMappings.front().outside);
    QCOMPARE(m_client.property(path, containerInterface, "Name").toString(), QStringLiteral("own"));
}

void TestEdit::foldersAreNotAddedByPath() {
    const QString path = m_client.create(QStringLiteral("folders"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    const QString before = configOf(path);
    for (const char* type : {"bind", "none"})
        REFUSED(edit(path,
                     [type](ContainerSpec& spec) {
                         spec.mounts.push_back({"/mnt", type, "/etc", {"rbind", "ro"}});
                     }),
                "InvalidArgument");
    QCOMPARE(configOf(path), before);
}

void TestEdit::userNamespaceComesAndGoes() {
    const auto userNamespace = [](Isolation isolation) {
        return [isolation](ContainerSpec& changed) {
            changed.namespaces[NamespaceKind::User] = isolation;
            changed.uidMappings.clear();
            changed.gidMappings.clear();
        };
    };
    ContainerSpec spec = defaultSpec("given", {"true"});
    spec.namespaces[NamespaceKind::User] = Isolation::Host;
    const QString path = m_client.create(QStringLiteral("ids"), QString::fromStdString(writeConfig(spec)),
                                         QStringLiteral("empty"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(specOf(path).uidMappings.empty());
    VERIFY_REPLY(edit(path, userNamespace(Isolation::New)));
    const auto mappings = specOf(path).uidMappings;
    QCOMPARE(mappings.size(), std::size_t{1});
    QVERIFY(mappings.front().outside >= 0x20000000U);
    QVERIFY(m_client.property(path, containerInterface, "Widenings").toStringList().isEmpty());
    // Known to the next helper too.
    QVERIFY(m_client.killHelper());
    VERIFY_REPLY(edit(path, userNamespace(Isolation::Host)));
    VERIFY_REPLY(edit(path, userNamespace(Isolation::New)));
    QVERIFY(specOf(path).uidMappings == mappings);
}

void TestEdit::othersChangeNothing() {
    const QString path = m_client.create(QStringLiteral("alices"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    const QString seen = configOf(path);
    Client other(bob);
    REFUSED(other.container(path, "SetConfig", {seen, seen}), "NoSuchContainer");
    REFUSED(other.container(path, "Clone", {QStringLiteral("mine"), QStringLiteral("t")}), "NoSuchContainer");
    QCOMPARE(other.objects().size(), 0);
}

void TestEdit::killedHelperLeavesOldOrNew() {
    const QString path = m_client.create(QStringLiteral("killed"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    for (int round = 0; round < 8; ++round) {
        const QString before = configOf(path);
        ContainerSpec spec = parseConfig(before.toStdString()).value();
        spec.process.args = {"round", std::to_string(round)};
        const auto sent = m_client.send(path, containerInterface, "SetConfig",
                                        {QString::fromStdString(writeConfig(spec)), before});
        QTest::qWait(round / 2);
        QVERIFY(m_client.killHelper());
        const QString after = configOf(path);
        QVERIFY2(!after.isEmpty(), "config.json is gone");
        QVERIFY(after == before || specOf(path).process.args == spec.process.args);
        QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    }
}

void TestEdit::cloneHasTheFiles() {
    const QString script =
        QStringLiteral("mkdir -p /srv/deep && echo kept >/srv/deep/file && ln -s /etc /srv/out && "
                       "ln /srv/deep/file /srv/again && chmod 4755 /srv/deep/file");
    ContainerSpec wanted = defaultSpec("any", {"bash", "-c", "cat /srv/deep/file; " + script.toStdString()});
    wanted.process.terminal = Terminal::No;
    wanted.hostname.clear(); // then it is the name
    const QString config = QString::fromStdString(writeConfig(wanted));
    const QString path = m_client.create(QStringLiteral("first"), config);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QVERIFY(m_client.start(path).success);
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
    const QDBusMessage reply = clone(path, QStringLiteral("second"));
    VERIFY_REPLY(reply);
    const JobResult job = jobOf(reply);
    QVERIFY2(job.success, qPrintable(job.message));
    const QString made = pathOf(reply);
    QCOMPARE(m_client.state(made), QStringLiteral("stopped"));
    QCOMPARE(m_client.property(made, containerInterface, "Name").toString(), QStringLiteral("second"));
    QCOMPARE(m_client.property(made, containerInterface, "Started").toULongLong(), 0ULL);
    // Its own name inside, and its own ids; the rest is the same.
    const ContainerSpec old = specOf(path);
    const ContainerSpec spec = specOf(made);
    QCOMPARE(spec.hostname, std::string("second"));
    QVERIFY(spec.uidMappings.front().outside != old.uidMappings.front().outside);
    QVERIFY(spec.process == old.process && spec.mounts == old.mounts && spec.limits == old.limits);
    const QByteArray from = (bundleOf(path) + QStringLiteral("/rootfs/srv/")).toLocal8Bit();
    const QByteArray to = (bundleOf(made) + QStringLiteral("/rootfs/srv/")).toLocal8Bit();
    struct stat a{};
    struct stat b{};
    QCOMPARE(::lstat(from + "deep/file", &a), 0);
    QCOMPARE(::lstat(to + "deep/file", &b), 0);
    QVERIFY(a.st_ino != b.st_ino);
    QCOMPARE(b.st_mode, a.st_mode);
    QCOMPARE(b.st_uid, a.st_uid);
    QCOMPARE(b.st_nlink, nlink_t{2});
    QCOMPARE(::lstat(to + "out", &b), 0);
    QVERIFY(S_ISLNK(b.st_mode));
    // It runs, and finds what the first one has left.
    QVERIFY(m_client.start(made).success);
    QVERIFY(m_client.waitForState(made, QStringLiteral("stopped")));
    QVERIFY(m_client.log(made).contains("kept"));
    // The first one can go.
    QVERIFY(m_client.remove(path).success);
    QVERIFY(m_client.start(made).success);
    QVERIFY(m_client.waitForState(made, QStringLiteral("stopped")));
}

/// Whoever clones another's container, with permission, takes nothing away from its owner.
void TestEdit::cloneIsOneOfTheOwners() {
    const QString path = m_client.create(QStringLiteral("alices"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    Client other(bob);
    VERIFY_REPLY(other.manager("ShowOthers", {true}));
    const QDBusMessage reply = other.container(path, "Clone", {QStringLiteral("copy"), other.nextToken()});
    VERIFY_REPLY(reply);
    QVERIFY(other.waitForJob(reply.arguments().value(1).value<QDBusObjectPath>().path()).success);
    QCOMPARE(m_client.property(pathOf(reply), containerInterface, "Owner").toUInt(), uint{alice});
}

void TestEdit::cloneOfAFolderSharesIt() {
    const QString folder = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/shared-root");
    QVERIFY(QDir().mkpath(folder));
    QCOMPARE(::chown(folder.toLocal8Bit(), alice, ::getegid()), 0);
    const int fd = ::open(folder.toLocal8Bit(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const QString path =
        m_client.create(QStringLiteral("folder"), configFor({QStringLiteral("true")}),
                        QStringLiteral("folder"), {}, Client::emptyGiven(), {QDBusUnixFileDescriptor(fd)});
    ::close(fd);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    const QDBusMessage reply = clone(path, QStringLiteral("folder2"));
    VERIFY_REPLY(reply);
    QVERIFY(jobOf(reply).success);
    QCOMPARE(m_client.property(pathOf(reply), containerInterface, "RootPath").toString(), folder);
    QVERIFY(m_client.remove(pathOf(reply)).success);
    QVERIFY(QDir(folder).exists());
}

void TestEdit::cancelledCloneLeavesNothing() {
    const QString path = m_client.create(QStringLiteral("big"), configFor({QStringLiteral("true")}));
    const QDBusMessage reply = clone(path, QStringLiteral("never"));
    VERIFY_REPLY(reply);
    const QString job = reply.arguments().value(1).value<QDBusObjectPath>().path();
    m_client.call(job, jobInterface, "Cancel");
    const JobResult result = m_client.waitForJob(job);
    QVERIFY(result.finished);
    // A machine that is quick enough has finished before.
    QVERIFY2(result.success || result.error == QLatin1String("org.vitrine.Error.Cancelled"),
             qPrintable(result.error));
    QCOMPARE(m_client.objects().size(), result.success ? 2 : 1);
    const QDir containers(stateDir() + QStringLiteral("/containers"));
    QTRY_COMPARE(containers.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), result.success ? 2 : 1);
    QVERIFY(m_client.start(path).success); // it is not busy any more
    QVERIFY(m_client.waitForState(path, QStringLiteral("stopped")));
}

void TestEdit::refusedClones() {
    const QString path = m_client.create(QStringLiteral("taken"), configFor({QStringLiteral("true")}),
                                         QStringLiteral("empty"));
    REFUSED(clone(path, QStringLiteral("taken")), "AlreadyExists");
    REFUSED(clone(path, QStringLiteral("a/b")), "InvalidArgument");
    QCOMPARE(m_client.objects().size(), 1);
}

void TestEdit::cleanup() {
    for (const QDBusObjectPath& path : m_client.objects().keys()) {
        if (m_client.state(path.path()) == QLatin1String("running"))
            QVERIFY(m_client.stop(path.path(), 0).success);
        QVERIFY2(m_client.remove(path.path()).success, qPrintable(m_client.lastMessage));
    }
}

QTEST_GUILESS_MAIN(TestEdit)
#include "tst_edit.moc"
