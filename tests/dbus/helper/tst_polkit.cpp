// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/process/processtree.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDBusPendingCallWatcher>
#include <QDBusVirtualObject>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <iterator>
#include <list>
#include <pwd.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Stands in for polkitd: remembers every question exactly, and answers when and what it is told.
class MockPolkit : public QDBusVirtualObject {
    Q_OBJECT
public:
    struct Asked {
        QDBusMessage message;
        QString kind;
        QString subject;
        QString action;
        StringMap details;
        uint flags = 0;
        QString cancellationId;
        bool cancelled = false;
    };

    /// The bus lets only polkit's own user have the name: the connection is made as that one.
    [[nodiscard]] bool begin() {
        const passwd* user = ::getpwnam("polkitd");
        if (user == nullptr || ::seteuid(user->pw_uid) != 0)
            return false;
        m_bus = QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS"),
                                              QStringLiteral("polkit"));
        return ::seteuid(0) == 0 &&
               m_bus.registerVirtualObject(QStringLiteral("/org/freedesktop/PolicyKit1/Authority"), this);
    }
    [[nodiscard]] bool takeName() {
        return m_bus.registerService(QStringLiteral("org.freedesktop.PolicyKit1"));
    }

    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection&) override {
        if (message.member() == QLatin1String("CancelCheckAuthorization")) {
            for (Asked& question : asked)
                if (question.cancellationId == message.arguments().at(0).toString())
                    question.cancelled = true;
            return m_bus.send(message.createReply());
        }
        if (message.member() != QLatin1String("CheckAuthorization"))
            return false;
        message.setDelayedReply(true);
        Asked question;
        question.message = message;
        const auto subject = message.arguments().at(0).value<QDBusArgument>();
        const QDBusArgument& reader = subject;
        QVariantMap map;
        reader.beginStructure();
        reader >> question.kind >> map;
        reader.endStructure();
        question.subject = map.value(QStringLiteral("name")).toString();
        question.action = message.arguments().at(1).toString();
        question.details = qdbus_cast<StringMap>(message.arguments().at(2));
        question.flags = message.arguments().at(3).toUInt();
        question.cancellationId = message.arguments().at(4).toString();
        asked.append(question);
        return true;
    }

    void answer(int index, bool authorized, bool challenge = false, const StringMap& details = {}) {
        QDBusArgument result;
        result.beginStructure();
        result << authorized << challenge << details;
        result.endStructure();
        m_bus.send(asked.at(index).message.createReply(QVariant::fromValue(result)));
    }
    void answerOddly(int index, const QVariantList& values) {
        m_bus.send(asked.at(index).message.createReply(values));
    }
    void fail(int index) {
        m_bus.send(asked.at(index).message.createErrorReply(
            QStringLiteral("org.freedesktop.PolicyKit1.Error.Failed"), QStringLiteral("no")));
    }

    QList<Asked> asked;

private:
    QDBusConnection m_bus{QString()};
};

class TestPolkit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_polkit.asked.clear(); }
    void questionIsExact();
    void answersAreNotMixedUp();
    void oddAnswersAreRefusals_data();
    void oddAnswersAreRefusals();
    void dismissed();
    void wrongPasswordIsNoRule_data();
    void wrongPasswordIsNoRule();
    void changedMeanwhile();
    void deletedMeanwhile();
    void widerIsAskedInAddition_data();
    void widerIsAskedInAddition();
    void enteringLessIsAskedInAddition();
    void panicStopEndsOpenQuestions();
    void changesAreAskedAboutByWhatTheyAdd();
    void volumesAreAskedAboutByWhatTheyAre();
    void clonesAreAskedAboutAsNewOnes();
    void joiningIsAskedAboutAsTheOtherOne();
    void elsewhereHasAnActionOfItsOwn();
    void clientLeavesWhileAsked();
    void floodIsBounded();
    void permissionsOfOneUserDelayNobody();
    void questionsInAllAreBounded();
    void unknownPermissionsAreAnError();
    void cleanupTestCase();

private:
    static constexpr uid_t alice = 65534;
    static constexpr uid_t bob = 1;
    static QDBusPendingCall askPermissions(Client& client) {
        return client.send(QString::fromLatin1(managerPath), managerInterface, "Permissions");
    }
    static QString errorOf(const QDBusPendingCall& call) { return call.reply().errorName(); }

    MockPolkit m_polkit;
    Client m_root;
    QString m_config = configFor({QStringLiteral("true")});
};

void TestPolkit::initTestCase() {
    const pid_t real = m_root.pidOf(QStringLiteral("org.freedesktop.PolicyKit1"));
    QVERIFY(real > 1);
    QCOMPARE(::kill(real, SIGKILL), 0);
    QVERIFY(m_polkit.begin());
    QTRY_VERIFY(m_polkit.takeName());
}

void TestPolkit::questionIsExact() {
    Client a(alice);
    const QDBusPendingCall silent = a.sendCreate(QStringLiteral("exact"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    const MockPolkit::Asked first = m_polkit.asked.at(0);
    QCOMPARE(first.kind, QStringLiteral("system-bus-name"));
    QCOMPARE(first.subject, a.bus().baseService());
    QCOMPARE(first.action, QStringLiteral("org.vitrine.manage"));
    QCOMPARE(first.details, (StringMap{{QStringLiteral("container"), QStringLiteral("exact")}}));
    QCOMPARE(first.flags, 0U);
    m_polkit.answer(0, false);
    QTRY_VERIFY(silent.isFinished());
    QCOMPARE(errorOf(silent), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    const QDBusPendingCall loud =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true}, true);
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).flags, 1U);
    QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.manage-others"));
    QVERIFY(!m_polkit.asked.at(1).cancellationId.isEmpty());
    QVERIFY(m_polkit.asked.at(1).cancellationId != first.cancellationId);
    m_polkit.answer(1, false);
    QTRY_COMPARE(m_polkit.asked.size(), 3); // was it the rules?
    m_polkit.answer(2, false);
    QTRY_VERIFY(loud.isFinished());
    QVERIFY(loud.reply().errorMessage().contains(QStringLiteral("rules")));
    QCOMPARE(a.objects().size(), 0);
}

/// Two callers, answers in swapped order, many times: the yes of one is never the other's.
void TestPolkit::answersAreNotMixedUp() {
    Client a(alice);
    Client b(bob);
    for (int round = 0; round < 40; ++round) {
        m_polkit.asked.clear();
        const QDBusPendingCall first =
            a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
        const QDBusPendingCall second =
            b.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
        QTRY_COMPARE(m_polkit.asked.size(), 2);
        const int ofA = m_polkit.asked.at(0).subject == a.bus().baseService() ? 0 : 1;
        const bool allowA = round % 2 == 0;
        // The helper serves everybody while both hang.
        QCOMPARE(m_root.manager("Permissions").type(), QDBusMessage::ReplyMessage);
        const int lastFirst = round % 4 < 2 ? 1 : 0;
        for (const int index : {lastFirst, 1 - lastFirst})
            m_polkit.answer(index, index == ofA ? allowA : !allowA);
        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QCOMPARE(first.isError(), !allowA);
        QCOMPARE(second.isError(), allowA);
    }
}

void TestPolkit::oddAnswersAreRefusals_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("error") << 0;
    QTest::newRow("one bool") << 1;
    QTest::newRow("string") << 2;
    QTest::newRow("nothing") << 3;
    QTest::newRow("three bare values") << 4;
    QTest::newRow("challenge") << 5;
}

void TestPolkit::oddAnswersAreRefusals() {
    QFETCH(const int, kind);
    Client a(alice);
    const QDBusPendingCall call = a.sendCreate(QStringLiteral("odd"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    const QVariantList odd[] = {
        {}, {true}, {QStringLiteral("yes")}, {}, {true, true, QVariant::fromValue(StringMap())}};
    if (kind == 0)
        m_polkit.fail(0);
    else if (kind == 5)
        m_polkit.answer(0, false, true);
    else
        m_polkit.answerOddly(0, odd[kind]);
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QCOMPARE(a.objects().size(), 0);
}

void TestPolkit::dismissed() {
    Client a(alice);
    const QDBusPendingCall call = a.sendCreate(QStringLiteral("dismissed"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, false, false, {{QStringLiteral("polkit.dismissed"), QStringLiteral("true")}});
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.Dismissed"));
}

void TestPolkit::wrongPasswordIsNoRule_data() {
    QTest::addColumn<bool>("authorized");
    QTest::addColumn<bool>("challenge");
    QTest::addColumn<QString>("words");
    QTest::newRow("would ask again") << false << true << QStringLiteral("password was wrong");
    QTest::newRow("would not") << false << false << QStringLiteral("rules");
    QTest::newRow("too late") << true << false << QStringLiteral("rules");
}

/// polkitd says no, and no more, when the password was wrong. A second question tells; it never grants.
void TestPolkit::wrongPasswordIsNoRule() {
    QFETCH(const bool, authorized);
    QFETCH(const bool, challenge);
    QFETCH(const QString, words);
    Client a(alice);
    const QDBusPendingCall call =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true}, true);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_polkit.asked.at(0).flags, 1U);
    m_polkit.answer(0, false);
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).flags, 0U); // no second prompt
    QCOMPARE(m_polkit.asked.at(1).action, m_polkit.asked.at(0).action);
    QCOMPARE(m_polkit.asked.at(1).subject, m_polkit.asked.at(0).subject);
    m_polkit.answer(1, authorized, challenge);
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QVERIFY2(call.reply().errorMessage().contains(words), qPrintable(call.reply().errorMessage()));
}

void TestPolkit::changedMeanwhile() {
    const QString path = m_root.create(QStringLiteral("stale"), m_config, QStringLiteral("empty"));
    QVERIFY(!path.isEmpty());
    Client a(alice);
    const QDBusPendingCall show =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(show.isFinished());
    const QDBusPendingCall remove = a.send(path, containerInterface, "Delete", {QStringLiteral("t")});
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.manage-others"));
    QCOMPARE(m_root.container(path, "Rename", {QStringLiteral("another")}).type(),
             QDBusMessage::ReplyMessage);
    m_polkit.answer(1, true);
    QTRY_VERIFY(remove.isFinished());
    QCOMPARE(errorOf(remove), QStringLiteral("org.vitrine.Error.Stale"));
    QCOMPARE(m_root.state(path), QStringLiteral("stopped"));
    QVERIFY(m_root.remove(path).success);
}

void TestPolkit::deletedMeanwhile() {
    const QString path = m_root.create(QStringLiteral("gone"), m_config, QStringLiteral("empty"));
    Client a(alice);
    const QDBusPendingCall show =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(show.isFinished());
    const QDBusPendingCall rename = a.send(path, containerInterface, "Rename", {QStringLiteral("new")});
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QVERIFY(m_root.remove(path).success);
    m_polkit.answer(1, true);
    QTRY_VERIFY(rename.isFinished());
    QCOMPARE(errorOf(rename), QStringLiteral("org.vitrine.Error.NoSuchContainer"));
}

void TestPolkit::widerIsAskedInAddition_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("with");
    QTest::newRow("host's network") << R"(\{\s*"type":\s*"network"\s*\},?)" << "";
    // Which calls it refuses does not matter: this one refuses all.
    QTest::newRow("filter of its own") << R"x(("org.vitrine.seccomp":\s*)"default"([^$]*"linux":\s*\{))x"
                                       << R"x(\1"custom"\2"seccomp": {"defaultAction": "SCMP_ACT_ERRNO"},)x";
    QTest::newRow("no filter") << R"("org.vitrine.seccomp":\s*"default")"
                               << R"("org.vitrine.seccomp": "unconfined")";
    QTest::newRow("no_new_privs") << R"("noNewPrivileges":\s*true)" << R"("noNewPrivileges": false)";
    QTest::newRow("capability") << R"("bounding":\s*\[)" << R"("bounding": ["CAP_SYS_TIME",)";
    QTest::newRow("ambient") << R"("capabilities":\s*\{)"
                             << R"("capabilities": {"inheritable": ["CAP_KILL"], "ambient": ["CAP_KILL"],)";
    QTest::newRow("real time") << R"("rlimits":\s*\[)"
                               << R"("rlimits": [{"type": "RLIMIT_RTPRIO", "hard": 1, "soft": 0},)";
    QTest::newRow("kernel files") << R"("/proc/kcore",)" << "";
    QTest::newRow("disk of the host")
        << R"x(("linux":\s*\{))x"
        << R"x(\1"devices": [{"path": "/dev/sda", "type": "b", "major": 8, "minor": 0}],)x";
    QTest::newRow("device that is allowed")
        << R"x(("linux":\s*\{)\s*("resources":\s*\{))x"
        << R"x(\1\2"devices": [{"allow": false, "access": "rwm"}, {"allow": true, "type": "b", "major": 8}],)x";
}

/// A yes to the plain action is not a yes to the strong one.
void TestPolkit::widerIsAskedInAddition() {
    QFETCH(const QString, pattern);
    QFETCH(const QString, with);
    m_polkit.asked.clear();
    QString wide = m_config;
    wide.replace(QRegularExpression(pattern), with);
    QVERIFY(wide != m_config);
    Client a(alice);
    const QDBusPendingCall call = a.sendCreate(QStringLiteral("wide"), wide);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_polkit.asked.at(0).action, QStringLiteral("org.vitrine.manage"));
    m_polkit.answer(0, true);
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.widen"));
    m_polkit.answer(1, false);
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QCOMPARE(m_root.objects().size(), 0);
}

/// A start that somebody was being asked about when its group was stopped at once is none any more.
void TestPolkit::panicStopEndsOpenQuestions() {
    const QString group = m_root.manager("CreateGroup", {QStringLiteral("shop"), QVariantMap()})
                              .arguments()
                              .value(0)
                              .toString();
    ContainerSpec spec = defaultSpec("given", {"sleep", "1000"});
    spec.process.terminal = Terminal::No;
    spec.groupId = group.toStdString();
    const QString path = m_root.create(QStringLiteral("grouped"), QString::fromStdString(writeConfig(spec)));
    QVERIFY2(!path.isEmpty(), qPrintable(m_root.lastMessage));
    Client a(alice);
    const QDBusPendingCall show =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(show.isFinished());
    // Somebody else's group needs the strong action.
    m_polkit.asked.clear();
    const QDBusPendingCall foreign =
        a.send(QString::fromLatin1(managerPath), managerInterface, "StopGroup", {group});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_polkit.asked.at(0).action, QStringLiteral("org.vitrine.manage-others"));
    m_polkit.answer(0, false);
    QTRY_VERIFY(foreign.isFinished());
    QCOMPARE(errorOf(foreign), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    m_polkit.asked.clear();
    const QDBusPendingCall start = a.send(path, containerInterface, "Start", {a.nextToken()});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_root.manager("StopGroup", {group}).type(), QDBusMessage::ReplyMessage);
    m_polkit.answer(0, true);
    QTRY_VERIFY(start.isFinished());
    QCOMPARE(errorOf(start), QStringLiteral("org.vitrine.Error.Stale"));
    QCOMPARE(m_root.state(path), QStringLiteral("stopped"));
    // And what was asked about a group that has changed meanwhile is not done to it.
    m_polkit.asked.clear();
    const QDBusPendingCall limits =
        a.send(QString::fromLatin1(managerPath), managerInterface, "SetGroupLimits", {group, QVariantMap()});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_root.manager("RenameGroup", {group, QStringLiteral("store")}).type(),
             QDBusMessage::ReplyMessage);
    m_polkit.answer(0, true);
    QTRY_VERIFY(limits.isFinished());
    QCOMPARE(errorOf(limits), QStringLiteral("org.vitrine.Error.Stale"));
    QVERIFY(m_root.remove(path).success);
    QCOMPARE(m_root.manager("DeleteGroup", {group}).type(), QDBusMessage::ReplyMessage);
}

/// A yes to a command in the container is not a yes to one that stays in a namespace of the host; nobody is
/// asked more than once for what enters them all, and nothing runs when it is a no, or when the container was
/// stopped while the question was open.
void TestPolkit::enteringLessIsAskedInAddition() {
    const QString path = m_root.create(QStringLiteral("entered"),
                                       configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY(!path.isEmpty() && m_root.start(path).success);
    Client a(alice);
    const QDBusPendingCall show =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(show.isFinished());
    const QString process = QStringLiteral(
        R"({"args":["sleep","1000"],"cwd":"/","env":[],"user":{"uid":0,"gid":0},"noNewPrivileges":true})");
    const auto enter = [&](const char* namespaces) {
        m_polkit.asked.clear();
        return a.send(path, containerInterface, "Enter",
                      {process, QString::fromLatin1(namespaces).split(u' ', Qt::SkipEmptyParts),
                       QVariant::fromValue(ushort{24}), QVariant::fromValue(ushort{80})});
    };
    const QStringList asAll{QStringLiteral("org.vitrine.manage-others"), QStringLiteral("org.vitrine.exec")};
    const QDBusPendingCall whole = enter("time pid mnt net uts ipc user cgroup");
    for (const QString& action : asAll) {
        QTRY_COMPARE(m_polkit.asked.size(), asAll.indexOf(action) + 1);
        QCOMPARE(m_polkit.asked.last().action, action);
        m_polkit.answer(static_cast<int>(m_polkit.asked.size()) - 1, true);
    }
    QTRY_VERIFY(whole.isFinished());
    QVERIFY2(!whole.isError(), qPrintable(whole.reply().errorMessage()));
    QCOMPARE(m_polkit.asked.size(), asAll.size());
    for (const char* namespaces :
         {"pid mnt uts ipc user cgroup time", "pid mnt net uts ipc cgroup time", ""}) {
        const QDBusPendingCall less = enter(namespaces);
        for (int number = 0; number < 3; ++number) {
            QTRY_COMPARE(m_polkit.asked.size(), number + 1);
            QCOMPARE(m_polkit.asked.last().action,
                     (asAll + QStringList{QStringLiteral("org.vitrine.widen")}).at(number));
            m_polkit.answer(number, number < 2);
        }
        QTRY_VERIFY(less.isFinished());
        QCOMPARE(errorOf(less), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    }
    const QDBusPendingCall late = enter("pid mnt uts ipc user cgroup time");
    for (int number = 0; number < 3; ++number) {
        QTRY_COMPARE(m_polkit.asked.size(), number + 1);
        if (number == 2)
            QVERIFY(m_root.stop(path, 0).success);
        m_polkit.answer(number, true);
    }
    QTRY_VERIFY(late.isFinished());
    QVERIFY(late.isError());
    QVERIFY(m_root.remove(path).success);
}

/// Each answer is for one configuration: what a change adds to it is asked about, and what it had is not.
void TestPolkit::changesAreAskedAboutByWhatTheyAdd() {
    static const QRegularExpression network(QStringLiteral("\\{\\s*\"type\":\\s*\"network\"\\s*\\},?"));
    Client a(alice);
    const QDBusPendingCall create = a.sendCreate(QStringLiteral("edited"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(create.isFinished());
    const QString path = create.reply().arguments().value(0).value<QDBusObjectPath>().path();
    QVERIFY(a.waitForState(path, QStringLiteral("stopped")));
    const auto config = [&] { return a.container(path, "GetConfig").arguments().value(0).toString(); };
    const QString plain = config();
    const QString wide = QString(plain).remove(network);
    QVERIFY(wide != plain);
    const auto edit = [&](const QString& to, const QString& from) {
        m_polkit.asked.clear();
        return a.send(path, containerInterface, "SetConfig", {to, from});
    };
    for (const bool allowed : {false, true}) {
        const QDBusPendingCall widen = edit(wide, plain);
        QTRY_COMPARE(m_polkit.asked.size(), 1);
        QCOMPARE(m_polkit.asked.at(0).action, QStringLiteral("org.vitrine.manage"));
        m_polkit.answer(0, true);
        QTRY_COMPARE(m_polkit.asked.size(), 2);
        QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.widen"));
        QCOMPARE(config(), plain);
        m_polkit.answer(1, allowed);
        QTRY_VERIFY(widen.isFinished());
        QCOMPARE(widen.isError(), !allowed);
        QCOMPARE(config() == plain, !allowed);
    }
    // It has that now; another thing is another question.
    const QString now = config();
    const QDBusPendingCall same =
        edit(QString(now).replace(QStringLiteral("true"), QStringLiteral("true")), now);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(same.isFinished());
    QCOMPARE(m_polkit.asked.size(), 1);
    const QString seen = config();
    const QDBusPendingCall chroot =
        edit(QString(seen).replace(QStringLiteral("pivot_root"), QStringLiteral("chroot")), seen);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.widen"));
    // While that is open the container becomes another one.
    QCOMPARE(m_root.container(path, "Rename", {QStringLiteral("another")}).type(),
             QDBusMessage::ReplyMessage);
    m_polkit.answer(1, true);
    QTRY_VERIFY(chroot.isFinished());
    QCOMPARE(errorOf(chroot), QStringLiteral("org.vitrine.Error.Stale"));
    QVERIFY(!config().contains(QStringLiteral("chroot")));
    QVERIFY(m_root.remove(path).success);
}

/// Directories need one permission more, and disk images, which the kernel itself reads, two.
void TestPolkit::volumesAreAskedAboutByWhatTheyAre() {
    Client a(alice);
    m_polkit.asked.clear();
    const QDBusPendingCall create = a.sendCreate(QStringLiteral("shown"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(create.isFinished());
    const QString path = create.reply().arguments().value(0).value<QDBusObjectPath>().path();
    QVERIFY(a.waitForState(path, QStringLiteral("stopped")));
    const QString folder = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/shown");
    const QString image = folder + QStringLiteral("/disk.img");
    QVERIFY(QDir().mkpath(folder));
    QFile file(image);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("hsqs") == 4);
    file.close();
    for (const QString& given : {folder, image})
        QCOMPARE(::chown(qPrintable(given), alice, ::getegid()), 0);
    const auto asked = [&](const QString& given) {
        m_polkit.asked.clear();
        const int fd = ::open(qPrintable(given), O_RDONLY | O_CLOEXEC);
        const QDBusUnixFileDescriptor descriptor(fd);
        ::close(fd);
        const QDBusPendingCall call = a.send(path, containerInterface, "AttachVolume",
                                             {QVariant::fromValue(descriptor), QStringLiteral("/mnt/x"),
                                              QVariantMap{{QStringLiteral("keep"), true}}});
        QStringList actions;
        while (QTest::qWaitFor([&] { return call.isFinished() || m_polkit.asked.size() > actions.size(); }) &&
               !call.isFinished()) {
            actions << m_polkit.asked.last().action;
            m_polkit.answer(static_cast<int>(actions.size()) - 1,
                            actions.last() != QLatin1String("org.vitrine.host-directory"));
        }
        return actions << errorOf(call);
    };
    const QString refused = QStringLiteral("org.vitrine.Error.NotAuthorized");
    QCOMPARE(asked(folder), (QStringList{QStringLiteral("org.vitrine.manage"),
                                         QStringLiteral("org.vitrine.host-directory"), refused}));
    QCOMPARE(asked(image),
             (QStringList{QStringLiteral("org.vitrine.manage"), QStringLiteral("org.vitrine.widen"),
                          QStringLiteral("org.vitrine.host-directory"), refused}));
    QVERIFY(!m_root.container(path, "GetConfig").arguments().value(0).toString().contains(folder));
    QVERIFY(m_root.remove(path).success);
    QVERIFY(QDir(folder).removeRecursively());
}

void TestPolkit::clonesAreAskedAboutAsNewOnes() {
    QString wide = m_config;
    wide.remove(QRegularExpression(QStringLiteral("\\{\\s*\"type\":\\s*\"network\"\\s*\\},?")));
    Client a(alice);
    const QDBusPendingCall create = a.sendCreate(QStringLiteral("wide"), wide);
    for (int question = 0; question < 2; ++question) {
        QTRY_COMPARE(m_polkit.asked.size(), question + 1);
        m_polkit.answer(question, true);
    }
    QTRY_VERIFY(create.isFinished());
    const QString path = create.reply().arguments().value(0).value<QDBusObjectPath>().path();
    QVERIFY(a.waitForState(path, QStringLiteral("stopped")));
    m_polkit.asked.clear();
    const QDBusPendingCall clone =
        a.send(path, containerInterface, "Clone", {QStringLiteral("copy"), QStringLiteral("t")});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_polkit.asked.at(0).action, QStringLiteral("org.vitrine.manage"));
    m_polkit.answer(0, true);
    QTRY_COMPARE(m_polkit.asked.size(), 2);
    QCOMPARE(m_polkit.asked.at(1).action, QStringLiteral("org.vitrine.widen"));
    m_polkit.answer(1, false);
    QTRY_VERIFY(clone.isFinished());
    QCOMPARE(errorOf(clone), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QCOMPARE(m_root.objects().size(), 1);
    QVERIFY(m_root.remove(path).success);
}

/// What a container isolates less is within reach of one that joins it.
void TestPolkit::joiningIsAskedAboutAsTheOtherOne() {
    ContainerSpec spec = defaultSpec("given", {"sleep", "1000"});
    spec.process.terminal = Terminal::No;
    spec.process.noNewPrivileges = NoNewPrivileges::No;
    const QString web = m_root.create(QStringLiteral("web"), QString::fromStdString(writeConfig(spec)));
    QVERIFY(!web.isEmpty() && m_root.start(web).success);
    spec.process.noNewPrivileges = NoNewPrivileges::Yes;
    spec.joinedId = web.section(u'/', -1).toStdString();
    spec.namespaces[NamespaceKind::User] = spec.namespaces[NamespaceKind::Pid] = Isolation::Joined;
    const QString side = m_root.create(QStringLiteral("side"), QString::fromStdString(writeConfig(spec)));
    QVERIFY2(!side.isEmpty(), qPrintable(m_root.lastMessage));
    QVERIFY(m_root.property(side, containerInterface, "Widenings").toStringList().isEmpty());
    Client a(alice);
    m_polkit.asked.clear();
    const QDBusPendingCall show =
        a.send(QString::fromLatin1(managerPath), managerInterface, "ShowOthers", {true});
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    m_polkit.answer(0, true);
    QTRY_VERIFY(show.isFinished());
    m_polkit.asked.clear();
    const QDBusPendingCall start = a.send(side, containerInterface, "Start", {QStringLiteral("t")});
    const QStringList expected{QStringLiteral("org.vitrine.manage-others"),
                               QStringLiteral("org.vitrine.widen")};
    for (const QString& action : expected) {
        const auto number = expected.indexOf(action);
        QTRY_COMPARE(m_polkit.asked.size(), number + 1);
        QCOMPARE(m_polkit.asked.last().action, action);
        m_polkit.answer(static_cast<int>(number), action != expected.last());
    }
    QTRY_VERIFY(start.isFinished());
    QCOMPARE(errorOf(start), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    QCOMPARE(m_root.state(side), QStringLiteral("stopped"));
    QVERIFY(m_root.stop(web, 0).success);
    QVERIFY(m_root.remove(side).success && m_root.remove(web).success);
}

/// As good as root, so nothing that was permitted before is taken for it; and a container that ends while the
/// question is open is not entered, whoever has its number then.
void TestPolkit::elsewhereHasAnActionOfItsOwn() {
    QProcess other;
    other.start(QStringLiteral("unshare"),
                {QStringLiteral("--pid"), QStringLiteral("--fork"), QStringLiteral("--kill-child"),
                 QStringLiteral("sh"), QStringLiteral("-c"),
                 QStringLiteral("echo ready; sleep 1000 & wait")});
    QVERIFY(other.waitForReadyRead());
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(other.processId()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const auto key = process::keyOf(children.readAll().trimmed().toInt()).value();
    Client a(alice);
    const auto enter = [&] {
        m_polkit.asked.clear();
        return a.send(QString::fromLatin1(managerPath), managerInterface, "EnterForeign",
                      {static_cast<uint>(key.pid), QVariant::fromValue(qulonglong{key.startTicks}),
                       QStringLiteral(R"({"args":["true"],"cwd":"/","env":[],"user":{"uid":0,"gid":0}})"),
                       QStringList{QStringLiteral("pid")}, QVariant::fromValue(ushort{24}),
                       QVariant::fromValue(ushort{80})});
    };
    const QDBusPendingCall refused = enter();
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    QCOMPARE(m_polkit.asked.at(0).action, QStringLiteral("org.vitrine.enter-foreign"));
    QCOMPARE(m_polkit.asked.at(0).details,
             (StringMap{{QStringLiteral("container"), QString::number(key.pid)}}));
    m_polkit.answer(0, false);
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(errorOf(refused), QStringLiteral("org.vitrine.Error.NotAuthorized"));
    const QDBusPendingCall late = enter();
    QTRY_COMPARE(m_polkit.asked.size(), 1);
    other.kill();
    other.waitForFinished();
    QTRY_VERIFY(hasEnded(key.pid));
    m_polkit.answer(0, true);
    QTRY_VERIFY(late.isFinished());
    QCOMPARE(errorOf(late), QStringLiteral("org.vitrine.Error.NotFound"));
}

void TestPolkit::clientLeavesWhileAsked() {
    for (int round = 0; round < 20; ++round) {
        m_polkit.asked.clear();
        {
            Client a(alice);
            a.sendCreate(QStringLiteral("left"), m_config);
            QTRY_COMPARE(m_polkit.asked.size(), 1);
        }
        QTRY_VERIFY(m_polkit.asked.at(0).cancelled);
        m_polkit.answer(0, true);
        QCOMPARE(m_root.objects().size(), 0);
    }
    // At every moment between connecting and being asked.
    for (int delay = 0; delay < 40; ++delay) {
        m_polkit.asked.clear();
        auto a = std::make_unique<Client>(alice);
        a->sendCreate(QStringLiteral("left"), m_config);
        QTest::qSleep(delay / 4);
        a.reset();
        QTest::qWait(20);
        for (int i = 0; i < m_polkit.asked.size(); ++i)
            m_polkit.answer(i, true);
    }
    QTest::qWait(200);
    QCOMPARE(m_root.objects().size(), 0);
}

void TestPolkit::floodIsBounded() {
    Client a(alice);
    Client b(bob);
    QList<QDBusPendingCall> calls;
    for (int i = 0; i < 100; ++i)
        calls.append(a.sendCreate(QStringLiteral("flood%1").arg(i), m_config));
    QTRY_VERIFY(
        std::ranges::count_if(calls, [](const QDBusPendingCall& call) { return call.isFinished(); }) == 68);
    for (const QDBusPendingCall& call : std::as_const(calls))
        if (call.isFinished())
            QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.LimitExceeded"));
    QCOMPARE(m_polkit.asked.size(), 4);
    // Another user is served at once.
    const QDBusPendingCall other = b.sendCreate(QStringLiteral("other"), m_config);
    QTRY_COMPARE(m_polkit.asked.size(), 5);
    m_polkit.answer(4, false);
    QTRY_VERIFY(other.isFinished());
    // One after the other, the rest is asked too.
    QTRY_VERIFY([&] {
        for (int i = 0; i < m_polkit.asked.size(); ++i)
            m_polkit.answer(i, false);
        return std::ranges::all_of(calls, [](const QDBusPendingCall& call) { return call.isFinished(); });
    }());
    QCOMPARE(m_root.objects().size(), 0);
}

/// Equal queries of a connection are one question; what one user's connections ask is bounded, and delays
/// nobody.
void TestPolkit::permissionsOfOneUserDelayNobody() {
    std::list<Client> ofAlice;
    for (int i = 0; i < 5; ++i)
        ofAlice.emplace_back(alice);
    Client& a = ofAlice.front();
    Client b(bob);
    QList<QDBusPendingCall> calls;
    for (int i = 0; i < 10; ++i)
        calls.append(askPermissions(a));
    QTRY_COMPARE(m_polkit.asked.size(), 5); // one for each action
    for (auto other = std::next(ofAlice.begin()); other != ofAlice.end(); ++other)
        calls.append(askPermissions(*other));
    QTRY_COMPARE(std::ranges::count_if(calls, &QDBusPendingCall::isFinished), 1);
    const auto refused = std::ranges::find_if(calls, &QDBusPendingCall::isFinished);
    QCOMPARE(errorOf(*refused), QStringLiteral("org.vitrine.Error.LimitExceeded"));
    QTRY_COMPARE(m_polkit.asked.size(), 20);
    const QDBusPendingCall other = askPermissions(b);
    QTRY_COMPARE(m_polkit.asked.size(), 25);
    for (int i = 20; i < 25; ++i)
        m_polkit.answer(i, true);
    QTRY_VERIFY(other.isFinished());
    QVERIFY(!other.isError());
    for (int i = 0; i < 20; ++i)
        m_polkit.answer(i, false);
    QTRY_VERIFY(std::ranges::all_of(calls, &QDBusPendingCall::isFinished));
    QCOMPARE(std::ranges::count_if(calls, &QDBusPendingCall::isError), 1);
    QCOMPARE(m_polkit.asked.size(), 25);
    // All are answered: there is room again, and what was answered is asked anew.
    const QDBusPendingCall again = askPermissions(a);
    QTRY_COMPARE(m_polkit.asked.size(), 30);
    for (int i = 25; i < 30; ++i)
        m_polkit.answer(i, false);
    QTRY_VERIFY(again.isFinished());
    QVERIFY(!again.isError());
}

void TestPolkit::questionsInAllAreBounded() {
    std::list<Client> clients;
    QList<QDBusPendingCall> calls;
    for (uid_t uid = 1; uid <= 5; ++uid) // only users that exist may connect
        for (int i = 0; i < 4; ++i)
            calls.append(askPermissions(clients.emplace_back(uid)));
    QTRY_COMPARE(std::ranges::count_if(calls, &QDBusPendingCall::isFinished), 1); // 20 times 5 are 100
    const auto refused = std::ranges::find_if(calls, &QDBusPendingCall::isFinished);
    QCOMPARE(errorOf(*refused), QStringLiteral("org.vitrine.Error.LimitExceeded"));
    QTRY_COMPARE(m_polkit.asked.size(), 95);
    QCOMPARE(m_root.manager("Permissions").type(), QDBusMessage::ReplyMessage);
    for (int i = 0; i < 95; ++i)
        m_polkit.answer(i, false);
    QTRY_VERIFY(std::ranges::all_of(calls, &QDBusPendingCall::isFinished));
}

/// No answer is not a "no".
void TestPolkit::unknownPermissionsAreAnError() {
    Client a(alice);
    const QDBusPendingCall call = askPermissions(a);
    QTRY_COMPARE(m_polkit.asked.size(), 5);
    for (int i = 0; i < 4; ++i)
        m_polkit.answer(i, true);
    m_polkit.fail(4);
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(errorOf(call), QStringLiteral("org.vitrine.Error.Failed"));
    QVERIFY2(call.reply().errorMessage().contains(QStringLiteral("polkit")),
             qPrintable(call.reply().errorMessage()));
}

void TestPolkit::cleanupTestCase() {
    QCOMPARE(m_root.objects().size(), 0);
}

QTEST_GUILESS_MAIN(TestPolkit)
#include "tst_polkit.moc"
