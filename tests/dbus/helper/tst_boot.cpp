// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/sys/uniquefd.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/bundlefiles.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/fanotify.h>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// What is marked starts with the machine, once, and nothing else does. The machine's restart is another boot
/// id in the helper's record. The test is root, and connects as others.
class TestBoot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void markedOnesStart();
    void onlyABootIsOne();
    void whatWasNotTriedYetIsTried();
    void markIsKeptAndToldAndTakenAway();
    void oneThatFailsKeepsNoOther();
    void someThatHangKeepNoOther();
    void renamedAndLimitedOnesStart();
    void deletedOnesAreGone();
    void whatBecameWiderIsNotStarted_data();
    void whatBecameWiderIsNotStarted();
    void joinedOnesComeAfterTheOthers();
    void markingIsPermittedAsStarting();
    void othersMarkNothing();
    void whoLosesThePermissionKeepsTheMark();
    void ownerWhoIsNoUserAnyMore();
    void damagedMark_data();
    void damagedMark();
    void cleanup();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;
    static constexpr const char* earlierBoot = "00000000-0000-0000-0000-000000000000";

    /// The machine went down: with what ran, of which it left the mark.
    void reboot(const QStringList& ran = {}) {
        static_cast<void>(m_client.objects()); // there is one to kill
        QVERIFY(m_client.killHelper());
        writeFile(stateDir() + QStringLiteral("/boot"), QByteArray(earlierBoot) + '\n');
        for (const QString& path : ran)
            writeFile(bundleOf(path) + QStringLiteral("/running"), QByteArray(earlierBoot) + '\n');
    }
    QString sleeper(const QString& name) { return sleeper(m_client, name); }
    static QString sleeper(Client& client, const QString& name, const ContainerSpec* spec = nullptr) {
        const QString config = spec ? QString::fromStdString(writeConfig(*spec))
                                    : configFor({QStringLiteral("sleep"), QStringLiteral("1000")});
        return client.create(name, config);
    }
    /// Less isolation than the default.
    static ContainerSpec wideSpec() {
        ContainerSpec spec = defaultSpec("wide", {"sleep", "1000"});
        spec.process.terminal = Terminal::No;
        spec.namespaces[NamespaceKind::Uts] = Isolation::Host;
        spec.hostname.clear();
        return spec;
    }
    QDBusMessage mark(const QString& path, bool enabled = true) {
        return m_client.container(path, "SetStartAtBoot", {enabled});
    }
    [[nodiscard]] bool isMarked(const QString& path) {
        return m_client.property(path, containerInterface, "StartAtBoot").toBool();
    }
    [[nodiscard]] QString reasonOf(const QString& path) {
        return m_client.property(path, containerInterface, "StateReason").toString();
    }
    /// No job is under way any more.
    [[nodiscard]] bool settles() {
        return QTest::qWaitFor(
            [&] {
                const QByteArray record = readFile(stateDir() + QStringLiteral("/boot"));
                const bool isDone = record.count('\n') == 1 && !record.startsWith(earlierBoot);
                const ManagedObjects objects = m_client.objects();
                return isDone && std::ranges::all_of(objects, [](const Interfaces& interfaces) {
                           const QString state = interfaces.first().value(QStringLiteral("State")).toString();
                           return state == QLatin1String("stopped") || state == QLatin1String("running");
                       });
            },
            20000);
    }
    /// An administrator's rule for Vitrine's actions; `action` then is `answer` ("yes", "no") for bob.
    void setRules(const QByteArray& script, const QString& action, const QString& answer);
    void allowAll() { setRules("return polkit.Result.YES;", QStringLiteral("widen"), QStringLiteral("yes")); }

    Client m_client;
};

void TestBoot::setRules(const QByteArray& script, const QString& action, const QString& answer) {
    const QString path = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/rules/05-now.rules");
    writeFile(
        path,
        "polkit.addRule(function(action, subject) { if (action.id.indexOf('org.vitrine.') !== 0) return; " +
            script + " });\n");
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    Client probe(bob);
    QTRY_COMPARE_WITH_TIMEOUT(
        qdbus_cast<StringMap>(probe.manager("Permissions").arguments().value(0)).value(action), answer,
        15000);
}

void TestBoot::cleanup() {
    for (const QDBusObjectPath& object : m_client.objects().keys()) {
        if (m_client.state(object.path()) == QLatin1String("running"))
            QVERIFY(m_client.stop(object.path(), 0).success);
        const JobResult removed = m_client.remove(object.path());
        QVERIFY2(removed.success, qPrintable(removed.message));
    }
}

void TestBoot::markedOnesStart() {
    const QString marked = sleeper(QStringLiteral("marked"));
    const QString unmarked = sleeper(QStringLiteral("unmarked"));
    QVERIFY(!isMarked(marked));
    QCOMPARE(mark(marked).type(), QDBusMessage::ReplyMessage);
    QVERIFY(isMarked(marked) && !isMarked(unmarked));
    QCOMPARE(m_client.state(marked), QStringLiteral("stopped")); // now nothing happens
    reboot({marked, unmarked});
    QVERIFY(m_client.waitForState(marked, QStringLiteral("running")));
    QVERIFY(settles());
    QCOMPARE(m_client.state(unmarked), QStringLiteral("stopped"));
    QCOMPARE(reasonOf(unmarked), QStringLiteral("the machine was restarted"));
    QVERIFY(isMarked(marked)); // for the next time, too
    QVERIFY(m_client.stop(marked, 0).success);
    reboot();
    QVERIFY(m_client.waitForState(marked, QStringLiteral("running")));
}

/// Not the end of a helper, in whatever way, nor a mark that is set later.
void TestBoot::onlyABootIsOne() {
    const QString path = sleeper(QStringLiteral("once"));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.killHelper());
    QVERIFY(settles());
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    reboot();
    QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
    QVERIFY(settles());
    QVERIFY(m_client.stop(path, 0).success);
    for (int helpers = 0; helpers < 3; ++helpers) {
        QVERIFY(m_client.killHelper());
        QVERIFY(settles());
        QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
        QCOMPARE(reasonOf(path), QStringLiteral("was killed as asked"));
    }
}

/// A helper that ended in the midst of it: the next one goes on where it was.
void TestBoot::whatWasNotTriedYetIsTried() {
    const QString tried = sleeper(QStringLiteral("tried"));
    const QString next = sleeper(QStringLiteral("next"));
    for (const QString& path : {tried, next})
        QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    const QString file = stateDir() + QStringLiteral("/boot");
    const QByteArray now = readFile(file);
    QVERIFY(now.count('\n') == 1);
    QVERIFY(m_client.killHelper());
    writeFile(file, now + "no id\n" + QByteArray(32, 'f') + '\n' + next.section(u'/', -1).toLatin1() + '\n');
    QVERIFY(m_client.waitForState(next, QStringLiteral("running")));
    QVERIFY(settles());
    QCOMPARE(m_client.state(tried), QStringLiteral("stopped"));
}

void TestBoot::markIsKeptAndToldAndTakenAway() {
    const QString path = sleeper(QStringLiteral("kept"));
    Client other; // root, too
    const auto isTold = [&](bool value) {
        return QTest::qWaitFor([&] {
            return std::ranges::any_of(other.signalsSeen, [&](const QDBusMessage& signal) {
                const auto changed = qdbus_cast<QVariantMap>(signal.arguments().value(1));
                return signal.member() == QLatin1String("PropertiesChanged") && signal.path() == path &&
                       changed.value(QStringLiteral("StartAtBoot")) == QVariant(value);
            });
        });
    };
    for (const bool value : {true, false}) {
        QCOMPARE(other.objects().size(), 1);    // who asks is told
        for (int times = 0; times < 2; ++times) // it may be said twice
            QCOMPARE(mark(path, value).type(), QDBusMessage::ReplyMessage);
        QVERIFY(isTold(value));
        QVERIFY(m_client.killHelper());
        QCOMPARE(isMarked(path), value);
        QCOMPARE(QFile::exists(bundleOf(path) + QStringLiteral("/at-boot")), value);
    }
    reboot();
    QVERIFY(settles());
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    // A power cut while it was set: the old state.
    QVERIFY(m_client.killHelper());
    writeFile(bundleOf(path) + QStringLiteral("/.at-boot.new"), "{");
    QVERIFY(!isMarked(path));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QVERIFY(isMarked(path));
}

void TestBoot::oneThatFailsKeepsNoOther() {
    const QString wrong =
        m_client.create(QStringLiteral("wrong"), configFor({QStringLiteral("/no/such/program")}));
    QStringList good;
    for (int i = 0; i < 6; ++i) // more than are started at a time
        good.append(sleeper(QStringLiteral("good%1").arg(i)));
    for (const QString& path : QStringList{wrong} + good)
        QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    reboot(QStringList{wrong} + good);
    for (const QString& path : good)
        QVERIFY2(m_client.waitForState(path, QStringLiteral("running")),
                 qPrintable(m_client.state(path) + QStringLiteral(": ") + reasonOf(path)));
    QVERIFY(m_client.waitForState(wrong, QStringLiteral("stopped")));
    for (int helpers = 0; helpers < 2; ++helpers) { // also who looks later is told
        QTRY_VERIFY2(reasonOf(wrong).contains(QStringLiteral("/no/such/program")),
                     qPrintable(reasonOf(wrong)));
        QVERIFY(m_client.killHelper());
        QVERIFY(settles());
    }
}

/// As many as are started at a time wait for a disk that does not answer (fanotify(7) keeps who opens their
/// logs).
void TestBoot::someThatHangKeepNoOther() {
    QStringList hanging;
    for (int i = 0; i < 4; ++i) {
        hanging.append(sleeper(QStringLiteral("hanging%1").arg(i)));
        QVERIFY(m_client.start(hanging.last()).success); // it has a log now
        QVERIFY(m_client.stop(hanging.last(), 0).success);
    }
    const QString last = sleeper(QStringLiteral("last"));
    for (const QString& path : hanging + QStringList{last})
        QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    sys::UniqueFd group(::fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_CLOEXEC));
    for (const QString& path : hanging) {
        const QByteArray log = (bundleOf(path) + QStringLiteral("/log")).toLocal8Bit();
        QCOMPARE(::fanotify_mark(group.get(), FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, log), 0);
    }
    reboot();
    QVERIFY(m_client.waitForState(last, QStringLiteral("running"), 60000));
    for (const QString& path : hanging)
        QCOMPARE(m_client.state(path), QStringLiteral("starting"));
    group.reset();
    for (const QString& path : hanging)
        QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
}

void TestBoot::renamedAndLimitedOnesStart() {
    allowAll();
    const ContainerSpec wide = wideSpec();
    const QString path = sleeper(m_client, QStringLiteral("before"), &wide);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(m_client.container(path, "Rename", {QStringLiteral("after")}).type(),
             QDBusMessage::ReplyMessage);
    QCOMPARE(m_client.container(path, "SetLimits", {QVariantMap{{QStringLiteral("pidsMax"), 77ULL}}}).type(),
             QDBusMessage::ReplyMessage);
    QVERIFY(isMarked(path));
    reboot();
    QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
    QCOMPARE(m_client.property(path, containerInterface, "Name").toString(), QStringLiteral("after"));
}

void TestBoot::deletedOnesAreGone() {
    const QString path = sleeper(QStringLiteral("deleted"));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.remove(path).success);
    QVERIFY(m_client.killHelper());
    // The record may name it still.
    writeFile(stateDir() + QStringLiteral("/boot"),
              QByteArray(earlierBoot) + '\n' + path.section(u'/', -1).toLatin1() + '\n');
    QVERIFY(settles());
    QCOMPARE(m_client.objects().size(), 0);
    QVERIFY(!QFile::exists(bundleOf(path)));
}

void TestBoot::whatBecameWiderIsNotStarted_data() {
    QTest::addColumn<bool>("wasWide");
    QTest::newRow("isolated as the default") << false;
    QTest::newRow("wide already") << true;
}

/// Root's own editor is the only way there; still nobody has been asked about it.
void TestBoot::whatBecameWiderIsNotStarted() {
    QFETCH(const bool, wasWide);
    allowAll();
    const ContainerSpec wide = wideSpec();
    const QString path = sleeper(m_client, QStringLiteral("grown"), wasWide ? &wide : nullptr);
    QVERIFY2(!path.isEmpty(), qPrintable(m_client.lastMessage));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.killHelper());
    const QString config = bundleOf(path) + QStringLiteral("/config.json");
    ContainerSpec spec = parseConfig(readFile(config).toStdString()).value();
    spec.process.noNewPrivileges = NoNewPrivileges::No;
    spec.namespaces[NamespaceKind::Ipc] = Isolation::Host;
    writeFile(config, QByteArray::fromStdString(writeConfig(spec)));
    reboot();
    QVERIFY(settles());
    for (int helpers = 0; helpers < 2; ++helpers) {
        QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
        QVERIFY2(reasonOf(path).contains(QStringLiteral("changed after it was marked")),
                 qPrintable(reasonOf(path)));
        QVERIFY(isMarked(path));
        QVERIFY(m_client.killHelper());
    }
    // Asked about and permitted, it is.
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    reboot();
    QVERIFY2(m_client.waitForState(path, QStringLiteral("running")), qPrintable(reasonOf(path)));
}

/// Whoever joins another container comes after it, and not at all where somebody would have to be asked.
void TestBoot::joinedOnesComeAfterTheOthers() {
    allowAll();
    const QString side = sleeper(QStringLiteral("side"));
    const QString web = sleeper(QStringLiteral("web"));
    QVERIFY2(!side.isEmpty() && !web.isEmpty(), qPrintable(m_client.lastMessage));
    const auto change = [this](const QString& path, const auto& edit) {
        const QString seen = m_client.container(path, "GetConfig").arguments().value(0).toString();
        ContainerSpec spec = parseConfig(seen.toStdString()).value();
        edit(spec);
        return m_client.container(path, "SetConfig", {QString::fromStdString(writeConfig(spec)), seen})
            .type();
    };
    const auto joinWeb = [&web](ContainerSpec& spec) {
        spec.joinedId = web.section(u'/', -1).toStdString();
        spec.namespaces[NamespaceKind::User] = spec.namespaces[NamespaceKind::Ipc] = Isolation::Joined;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
    };
    QCOMPARE(change(side, joinWeb), QDBusMessage::ReplyMessage);
    for (const QString& path : {side, web})
        QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    reboot();
    QVERIFY2(m_client.waitForState(side, QStringLiteral("running")), qPrintable(reasonOf(side)));
    QCOMPARE(m_client.state(web), QStringLiteral("running"));
    QVERIFY(m_client.stop(side, 0).success && m_client.stop(web, 0).success);
    QCOMPARE(change(web, [](ContainerSpec& spec) { spec.process.noNewPrivileges = NoNewPrivileges::No; }),
             QDBusMessage::ReplyMessage);
    QCOMPARE(mark(web).type(), QDBusMessage::ReplyMessage);
    reboot();
    QVERIFY2(m_client.waitForState(web, QStringLiteral("running")), qPrintable(reasonOf(web)));
    QTRY_VERIFY2(reasonOf(side).contains(QStringLiteral("isolates less than the default")),
                 qPrintable(reasonOf(side)));
    QCOMPARE(m_client.state(side), QStringLiteral("stopped"));
}

void TestBoot::markingIsPermittedAsStarting() {
    const QString refused = QStringLiteral("org.vitrine.Error.NotAuthorized");
    allowAll();
    Client a(alice);
    const ContainerSpec wideOne = wideSpec();
    const QString wide = sleeper(a, QStringLiteral("wide"), &wideOne);
    const QString narrow = sleeper(a, QStringLiteral("narrow"));
    QVERIFY2(!wide.isEmpty() && !narrow.isEmpty(), qPrintable(a.lastMessage));
    setRules("return action.id === 'org.vitrine.widen' ? polkit.Result.NO : polkit.Result.YES;",
             QStringLiteral("widen"), QStringLiteral("no"));
    const QDBusMessage answer = a.container(wide, "SetStartAtBoot", {true});
    QCOMPARE(answer.errorName(), refused);
    QVERIFY2(answer.errorMessage().contains(QStringLiteral("widen")), qPrintable(answer.errorMessage()));
    QVERIFY(!isMarked(wide));
    QCOMPARE(a.container(narrow, "SetStartAtBoot", {true}).type(), QDBusMessage::ReplyMessage);
    allowAll();
    QCOMPARE(a.container(wide, "SetStartAtBoot", {true}).type(), QDBusMessage::ReplyMessage);
    setRules("return action.id === 'org.vitrine.manage' ? polkit.Result.YES : polkit.Result.NO;",
             QStringLiteral("widen"), QStringLiteral("no"));
    QCOMPARE(a.container(wide, "SetStartAtBoot", {false}).type(), QDBusMessage::ReplyMessage); // to do less
    QVERIFY(!isMarked(wide));
    allowAll();
}

void TestBoot::othersMarkNothing() {
    allowAll();
    Client a(alice);
    Client b(bob);
    const QString path = sleeper(a, QStringLiteral("hers"));
    QVERIFY(!path.isEmpty());
    const QString nowhere = path.chopped(32) + QString(32, u'0');
    QCOMPARE(b.container(path, "SetStartAtBoot", {true}).errorName(),
             b.container(nowhere, "SetStartAtBoot", {true}).errorName());
    QVERIFY(!isMarked(path));
    // Who may see it may not yet change it.
    QCOMPARE(b.manager("ShowOthers", {true}).type(), QDBusMessage::ReplyMessage);
    setRules("return action.id === 'org.vitrine.manage-others' ? polkit.Result.NO : polkit.Result.YES;",
             QStringLiteral("manage-others"), QStringLiteral("no"));
    QCOMPARE(b.container(path, "SetStartAtBoot", {true}).errorName(),
             QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QVERIFY(!isMarked(path));
    allowAll();
}

void TestBoot::whoLosesThePermissionKeepsTheMark() {
    allowAll();
    Client a(alice);
    const QString path = sleeper(a, QStringLiteral("hers"));
    QCOMPARE(a.container(path, "SetStartAtBoot", {true}).type(), QDBusMessage::ReplyMessage);
    setRules("return polkit.Result.NO;", QStringLiteral("manage"), QStringLiteral("no"));
    reboot();
    QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
    for (const bool value : {true, false})
        QCOMPARE(a.container(path, "SetStartAtBoot", {value}).errorName(),
                 QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QVERIFY(isMarked(path));
    QCOMPARE(mark(path, false).type(), QDBusMessage::ReplyMessage); // the administrator
    QVERIFY(m_client.stop(path, 0).success);
    reboot();
    QVERIFY(settles());
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    allowAll();
}

void TestBoot::ownerWhoIsNoUserAnyMore() {
    const QString path = sleeper(QStringLiteral("left"));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    QVERIFY(m_client.killHelper());
    const QString file = bundleOf(path) + QStringLiteral("/vitrine.json");
    QByteArray record = readFile(file);
    const QByteArray owner = "\"ownerUid\": 0,\n";
    QVERIFY(record.contains(owner));
    const qsizetype at = record.contains("\"root\"") && record.indexOf(owner) < record.indexOf("\"root\"")
                             ? record.indexOf(owner)
                             : record.lastIndexOf(owner);
    writeFile(file, record.replace(at, owner.size(), "\"ownerUid\": 3999999999,\n"));
    reboot();
    QVERIFY(settles());
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    QVERIFY2(reasonOf(path).contains(QStringLiteral("no user of this computer")), qPrintable(reasonOf(path)));
}

void TestBoot::damagedMark_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"ociVersion\":");
    QTest::newRow("something else") << QByteArray("[]");
}

void TestBoot::damagedMark() {
    QFETCH(const QByteArray, content);
    const QString path = sleeper(QStringLiteral("damaged"));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    writeFile(bundleOf(path) + QStringLiteral("/at-boot"), content);
    reboot();
    QVERIFY(settles());
    QCOMPARE(m_client.state(path), QStringLiteral("stopped"));
    QVERIFY2(reasonOf(path).contains(QStringLiteral("at-boot")), qPrintable(reasonOf(path)));
    QVERIFY(isMarked(path));
    QCOMPARE(mark(path).type(), QDBusMessage::ReplyMessage);
    reboot();
    QVERIFY(m_client.waitForState(path, QStringLiteral("running")));
}

QTEST_GUILESS_MAIN(TestBoot)
#include "tst_boot.moc"
