// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Helpers that are ill, each in its own way: the test takes the helper's name, or puts a program that fails
// in its place.

#include "gui/service/busquestions.h"

#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::gui;
using diagnosis::HelperAnswer;

namespace {

constexpr auto helperName = "org.vitrine.Manager1";

/// Answers as it is told to, or not at all.
class StrangeHelper : public QDBusVirtualObject {
public:
    enum class Manner { OldVersion, NoProperties, UnknownMethod, Refuses, Dies };
    explicit StrangeHelper(Manner manner)
        : m_manner(manner)
        , m_bus(QDBusConnection::connectToBus(QDBusConnection::SystemBus, QStringLiteral("strange"))) {
        m_isThere = m_bus.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath) &&
                    m_bus.registerService(QLatin1String(helperName));
    }
    ~StrangeHelper() override { leave(); }
    [[nodiscard]] bool isThere() const { return m_isThere; }

    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
        if (message.member() != QLatin1String("GetAll"))
            return false;
        switch (m_manner) {
        case Manner::OldVersion:
            return connection.send(
                message.createReply(QVariantMap{{QStringLiteral("Version"), QStringLiteral("0.0.9")},
                                                {QStringLiteral("Mode"), QStringLiteral("system")}}));
        case Manner::NoProperties:
            return connection.send(message.createReply(QStringLiteral("something else")));
        case Manner::UnknownMethod:
            return false;
        case Manner::Refuses:
            return connection.send(
                message.createErrorReply(QDBusError::AccessDenied, QStringLiteral("by the bus")));
        case Manner::Dies:
            break;
        }
        QMetaObject::invokeMethod(this, &StrangeHelper::leave, Qt::QueuedConnection);
        message.setDelayedReply(true);
        return true;
    }

private:
    // The connection is closed when its last user lets go of it.
    void leave() {
        m_bus = QDBusConnection(QString());
        QDBusConnection::disconnectFromBus(QStringLiteral("strange"));
    }

    Manner m_manner;
    QDBusConnection m_bus;
    bool m_isThere = false;
};

} // namespace

class TstDoctorHelpers : public QObject {
    Q_OBJECT

    static QString servicePath() {
        return qEnvironmentVariable("VITRINE_TEST_DIR") +
               QStringLiteral("/services/org.vitrine.Manager1.service");
    }
    static void reloadBus() {
        QDBusConnection::systemBus().call(QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
            QStringLiteral("org.freedesktop.DBus"), QStringLiteral("ReloadConfig")));
    }
    static diagnosis::HelperFacts ask() {
        BusQuestions questions(QDBusConnection::systemBus(), Privilege::Root);
        QSignalSpy answered(&questions, &BusQuestions::answered);
        questions.start();
        // Longer than the questions themselves give up after.
        if (answered.isEmpty() && !answered.wait(60'000))
            return {};
        return questions.helper();
    }

private slots:
    void initTestCase() { qunsetenv("XDG_SESSION_ID"); }

    void strangeAnswers_data() {
        using enum StrangeHelper::Manner;
        QTest::addColumn<StrangeHelper::Manner>("manner");
        QTest::addColumn<HelperAnswer>("answer");
        QTest::addColumn<QString>("version");
        QTest::newRow("old version") << OldVersion << HelperAnswer::Answers << QStringLiteral("0.0.9");
        QTest::newRow("no properties") << NoProperties << HelperAnswer::AnotherProtocol << QString();
        QTest::newRow("unknown method") << UnknownMethod << HelperAnswer::AnotherProtocol << QString();
        QTest::newRow("refuses") << Refuses << HelperAnswer::NotAllowed << QString();
        QTest::newRow("dies") << Dies << HelperAnswer::Silent << QString();
    }
    void strangeAnswers() {
        QFETCH(const StrangeHelper::Manner, manner);
        QFETCH(const HelperAnswer, answer);
        QFETCH(const QString, version);
        const StrangeHelper helper(manner);
        QVERIFY(helper.isThere());
        const diagnosis::HelperFacts facts = ask();
        QCOMPARE(facts.answer, answer);
        QCOMPARE(QString::fromStdString(facts.version), version);
        QCOMPARE(facts.details.empty(),
                 answer == HelperAnswer::Answers || manner == StrangeHelper::Manner::NoProperties);
    }
    void aProgramThatFails() {
        QCOMPARE(ask().answer, HelperAnswer::NotInstalled);
        QFile service(servicePath());
        QVERIFY(service.open(QIODevice::WriteOnly));
        service.write("[D-BUS Service]\nName=org.vitrine.Manager1\nExec=/bin/false\nUser=root\n");
        service.close();
        reloadBus();
        const diagnosis::HelperFacts facts = ask();
        QCOMPARE(facts.answer, HelperAnswer::StartFailed);
        QVERIFY2(facts.details.contains("org.freedesktop.DBus.Error.Spawn"), facts.details.c_str());
        QVERIFY(!facts.details.ends_with('.') && !facts.details.contains('\n'));
        QVERIFY(service.remove());
        reloadBus();
    }
    void aBusThatIsNotThere() {
        const QDBusConnection bus = QDBusConnection::connectToBus(
            QStringLiteral("unix:path=/nonexistent/bus"), QStringLiteral("nowhere"));
        BusQuestions questions(bus, Privilege::Root);
        QSignalSpy answered(&questions, &BusQuestions::answered);
        questions.start();
        QVERIFY(answered.isEmpty()); // never from within start()
        QVERIFY(answered.wait());
        QCOMPARE(questions.helper().answer, HelperAnswer::NoBus);
        QVERIFY(!questions.helper().details.empty());
    }
};

QTEST_GUILESS_MAIN(TstDoctorHelpers)
#include "tst_doctorhelpers.moc"
