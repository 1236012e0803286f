// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/agentoffer.h"
#include "gui/agent/passworddialog.h"
#include "gui/agent/polkittypes.h"
#include "tests/support/fakecontainerservice.h"

#include <QApplication>
#include <QComboBox>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine::gui;
using vitrine::ErrorKind;

namespace {

template <typename Widget>
Widget* shown(const char* name) {
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (!top->isVisible())
            continue;
        if (auto* self = qobject_cast<Widget*>(top); self && top->objectName() == QLatin1String(name))
            return self;
        if (auto* child = top->findChild<Widget*>(QLatin1String(name)))
            return child;
    }
    return nullptr;
}

} // namespace

/// Against the real polkitd on a bus of the test's own, as an ordinary user without a login session.
class TstAgent : public QObject {
    Q_OBJECT
    /// As the helper asks: may this caller manage containers? A person may be asked.
    static QDBusPendingCall check(const QString& cancellation = {}) {
        const QDBusConnection bus = QDBusConnection::systemBus();
        QDBusMessage call = authorityCall("CheckAuthorization");
        const PolkitEntity subject{QStringLiteral("system-bus-name"),
                                   {{QStringLiteral("name"), bus.baseService()}}};
        // An action that is asked anew each time.
        call << QVariant::fromValue(subject) << QStringLiteral("org.vitrine.widen")
             << QVariant::fromValue(PolkitDetails()) << 1U << cancellation;
        return bus.asyncCall(call, 60'000);
    }
    static QDBusMessage authorityCall(const char* method) {
        return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.PolicyKit1"),
                                              QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
                                              QStringLiteral("org.freedesktop.PolicyKit1.Authority"),
                                              QLatin1String(method));
    }
    /// polkit's answer: (bba{ss}).
    struct Verdict {
        bool isAuthorized = true;
        bool isChallenge = false;
        PolkitDetails details;
        [[nodiscard]] bool isDismissed() const {
            return details.contains(QStringLiteral("polkit.dismissed"));
        }
    };
    static Verdict verdict(const QDBusMessage& reply) {
        const auto argument = reply.arguments().value(0).value<QDBusArgument>();
        Verdict verdict;
        argument.beginStructure();
        argument >> verdict.isAuthorized >> verdict.isChallenge >> verdict.details;
        argument.endStructure();
        return verdict;
    }

    QWidget m_window;
    std::unique_ptr<AuthenticationAgent> m_agent;

private slots:
    void initTestCase() {
        registerPolkitTypes();
        m_window.resize(400, 300);
        m_window.show();
    }
    void nobodyIsAskedWithoutAnAgent() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 15'000);
        QVERIFY2(!watcher.isError(), qPrintable(watcher.error().message()));
        QVERIFY(!verdict(watcher.reply()).isAuthorized);
    }
    void offerStartsTheAgent() {
        FakeContainerService service;
        ContainerStore store(&service);
        ContainerActions actions(&service, &store);
        auto* offer = new AgentOffer(&service, &actions, &m_window);
        actions.reportFailure({}, QStringLiteral("start bob"),
                              {ErrorKind::Busy, QStringLiteral("busy"), {}, {}});
        service.permitted = {{QStringLiteral("manage"), QStringLiteral("auth")}};
        QTest::qWait(20);
        QVERIFY(!shown<QMessageBox>("agentOffer"));
        const ServiceError refused{ErrorKind::NotAuthorized, QStringLiteral("not allowed"), {}, {}};
        service.nextError = refused;
        actions.start(QStringLiteral("bob"));
        QTRY_VERIFY(shown<QMessageBox>("agentOffer"));
        QTest::mouseClick(shown<QPushButton>("agentAccept"), Qt::LeftButton);
        QTRY_VERIFY(offer->agent().isRunning());
        QCOMPARE(service.calls.count(QStringLiteral("start bob")), 2);
        // Registered again, because polkitd was started again: nothing is done that nobody asks for now.
        service.nextError = refused;
        actions.remove(QStringLiteral("bob"));
        QSignalSpy failed(&actions, &ContainerActions::failed);
        QTRY_COMPARE(failed.count(), 1);
        emit offer->agent().registered();
        QCOMPARE(service.calls.filter(QStringLiteral("bob")).size(), 3);
        delete offer;
        m_agent = std::make_unique<AuthenticationAgent>(&m_window);
        m_agent->start(); // the first one has gone
        QTRY_VERIFY(m_agent->isRunning());
    }
    void aSecondAgentIsRefused() {
        AuthenticationAgent second(&m_window);
        QSignalSpy refused(&second, &AuthenticationAgent::refused);
        second.start();
        QTRY_COMPARE(refused.count(), 1);
        QVERIFY(!second.isRunning());
    }
    void onlyPolkitIsAnswered() {
        QDBusMessage call = QDBusMessage::createMethodCall(
            QDBusConnection::systemBus().baseService(), QStringLiteral("/org/vitrine/AuthenticationAgent"),
            QStringLiteral("org.freedesktop.PolicyKit1.AuthenticationAgent"),
            QStringLiteral("BeginAuthentication"));
        const PolkitEntities people{{QStringLiteral("unix-user"), {{QStringLiteral("uid"), 0U}}}};
        call.setArguments({QStringLiteral("org.vitrine.manage"), QStringLiteral("give me the password"),
                           QString(), QVariant::fromValue(PolkitDetails()), QStringLiteral("1-abc"),
                           QVariant::fromValue(people)});
        QDBusPendingCallWatcher watcher(QDBusConnection::systemBus().asyncCall(call));
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_COMPARE(answered.count(), 1);
        QVERIFY(watcher.isError());
        QVERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
    void closingTheDialogIsDismissing() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QCOMPARE(shown<QComboBox>("passwordIdentity")->itemText(0), "root");
        QTRY_VERIFY_WITH_TIMEOUT(!shown<QLineEdit>("passwordAnswer")->isReadOnly(), 10'000);
        QCOMPARE(shown<QLineEdit>("passwordAnswer")->echoMode(), QLineEdit::Password);
        QTest::mouseClick(shown<QPushButton>("passwordCancel"), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 1);
        QVERIFY(!verdict(watcher.reply()).isAuthorized);
        QVERIFY(verdict(watcher.reply()).isDismissed());
        QTRY_VERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
    void twoQuestionsAreAskedOneAfterTheOther() {
        QDBusPendingCallWatcher first(check());
        QSignalSpy firstAnswered(&first, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        const QPointer<PasswordDialog> dialog = shown<PasswordDialog>("passwordDialog");
        QDBusPendingCallWatcher second(check());
        QSignalSpy secondAnswered(&second, &QDBusPendingCallWatcher::finished);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_COMPARE(firstAnswered.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QCOMPARE(secondAnswered.count(), 0);
        QTest::keyClick(shown<PasswordDialog>("passwordDialog"), Qt::Key_Escape);
        QTRY_COMPARE(secondAnswered.count(), 1);
        QVERIFY(verdict(second.reply()).isDismissed());
    }
    void polkitCanTakeItsQuestionBack() {
        const QString name = QStringLiteral("tst-agent");
        QDBusPendingCallWatcher watcher(check(name));
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QDBusMessage cancel = authorityCall("CancelCheckAuthorization");
        cancel << name;
        QDBusConnection::systemBus().asyncCall(cancel);
        QTRY_VERIFY_WITH_TIMEOUT(!shown<PasswordDialog>("passwordDialog"), 10'000);
        QTRY_COMPARE(answered.count(), 1);
    }
    void theRightPasswordIsYes() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(!shown<QLineEdit>("passwordAnswer")->isReadOnly(), 10'000);
        QTest::keyClicks(shown<QLineEdit>("passwordAnswer"), qEnvironmentVariable("VITRINE_ROOT_PASSWORD"));
        QTest::mouseClick(shown<QPushButton>("passwordAllow"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 15'000);
        QVERIFY(verdict(watcher.reply()).isAuthorized);
        QTRY_VERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
    void aWrongPasswordCanBeTriedAgain() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QTRY_VERIFY(!shown<QLineEdit>("passwordAnswer")->isReadOnly());
        QTest::keyClicks(shown<QLineEdit>("passwordAnswer"), "certainly not it");
        QTest::keyClick(shown<QLineEdit>("passwordAnswer"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog")->problem().contains("not the right"),
                                 15'000);
        QTRY_VERIFY_WITH_TIMEOUT(!shown<QLineEdit>("passwordAnswer")->isReadOnly(), 15'000);
        QCOMPARE(shown<QLineEdit>("passwordAnswer")->text(), "");
        QCOMPARE(answered.count(), 0);
        QTest::keyClick(shown<PasswordDialog>("passwordDialog"), Qt::Key_Escape);
        QTRY_COMPARE(answered.count(), 1);
        QVERIFY(!verdict(watcher.reply()).isAuthorized);
    }
    void threeWrongPasswordsAreNo() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(!shown<QLineEdit>("passwordAnswer")->isReadOnly(), 15'000);
            QTest::keyClicks(shown<QLineEdit>("passwordAnswer"), "wrong");
            QTest::keyClick(shown<QLineEdit>("passwordAnswer"), Qt::Key_Return);
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 20'000);
        QVERIFY(!verdict(watcher.reply()).isAuthorized);
        QTRY_VERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
};

QTEST_MAIN(TstAgent)
#include "tst_agent.moc"
