// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDBusPendingCallWatcher>
#include <QDBusVirtualObject>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <list>
#include <pwd.h>

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
    QCOMPARE(m_polkit.asked.size(), 20);
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
