// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/agentoffer.h"
#include "gui/agent/passworddialog.h"
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

/// polkit's (sa{sv}).
struct Subject {
    QString kind;
    QVariantMap details;
};
QDBusArgument& operator<<(QDBusArgument& argument, const Subject& subject) {
    argument.beginStructure();
    argument << subject.kind << subject.details;
    argument.endStructure();
    return argument;
}
const QDBusArgument& operator>>(const QDBusArgument& argument, Subject& subject) {
    argument.beginStructure();
    argument >> subject.kind >> subject.details;
    argument.endStructure();
    return argument;
}
using Details = QMap<QString, QString>;

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
Q_DECLARE_METATYPE(Subject)

/// Against the real polkitd on a bus of the test's own, as an ordinary user without a login session.
class TstAgent : public QObject {
    Q_OBJECT
    /// As the helper asks: may this caller manage containers? A person may be asked.
    static QDBusPendingCall check() {
        const QDBusConnection bus = QDBusConnection::systemBus();
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.PolicyKit1"),
            QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
            QStringLiteral("org.freedesktop.PolicyKit1.Authority"), QStringLiteral("CheckAuthorization"));
        const Subject subject{QStringLiteral("system-bus-name"),
                              {{QStringLiteral("name"), bus.baseService()}}};
        call << QVariant::fromValue(subject) << QStringLiteral("org.vitrine.manage")
             << QVariant::fromValue(Details()) << 1U << QString();
        return bus.asyncCall(call, 60'000);
    }
    static bool isAuthorized(const QDBusMessage& reply) {
        const auto argument = reply.arguments().value(0).value<QDBusArgument>();
        bool authorized = true;
        bool challenge = false;
        Details details;
        argument.beginStructure();
        argument >> authorized >> challenge >> details;
        argument.endStructure();
        return authorized;
    }

    QWidget m_window;
    std::unique_ptr<AuthenticationAgent> m_agent;

private slots:
    void initTestCase() {
        qDBusRegisterMetaType<Subject>();
        qDBusRegisterMetaType<Details>();
        m_window.resize(400, 300);
        m_window.show();
    }
    void nobodyIsAskedWithoutAnAgent() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 15'000);
        QVERIFY2(!watcher.isError(), qPrintable(watcher.error().message()));
        QVERIFY(!isAuthorized(watcher.reply()));
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
        actions.reportFailure({}, QStringLiteral("start bob"),
                              {ErrorKind::NotAuthorized, QStringLiteral("not allowed"), {}, {}});
        QTRY_VERIFY(shown<QMessageBox>("agentOffer"));
        QTest::mouseClick(shown<QPushButton>("agentAccept"), Qt::LeftButton);
        QTRY_VERIFY(offer->agent().isRunning());
        delete offer;
        m_agent = std::make_unique<AuthenticationAgent>(&m_window);
        QTRY_VERIFY(m_agent->start()); // the first one has gone
        AuthenticationAgent second(&m_window);
        QVERIFY(!second.start());
    }
    void closingTheDialogIsNo() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QCOMPARE(shown<QComboBox>("passwordIdentity")->itemText(0), "root");
        QTRY_VERIFY(shown<QLineEdit>("passwordAnswer")->isEnabled());
        QCOMPARE(shown<QLineEdit>("passwordAnswer")->echoMode(), QLineEdit::Password);
        QTest::mouseClick(shown<QPushButton>("passwordCancel"), Qt::LeftButton);
        QTRY_COMPARE(answered.count(), 1);
        QVERIFY(!isAuthorized(watcher.reply()));
        QTRY_VERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
    void aWrongPasswordCanBeTriedAgain() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        QTRY_VERIFY(shown<QLineEdit>("passwordAnswer")->isEnabled());
        QTest::keyClicks(shown<QLineEdit>("passwordAnswer"), "certainly not it");
        QTest::keyClick(shown<QLineEdit>("passwordAnswer"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog")->problem().contains("not the right"),
                                 15'000);
        QTRY_VERIFY_WITH_TIMEOUT(shown<QLineEdit>("passwordAnswer")->isEnabled(), 15'000);
        QCOMPARE(shown<QLineEdit>("passwordAnswer")->text(), "");
        QCOMPARE(answered.count(), 0);
        QTest::keyClick(shown<PasswordDialog>("passwordDialog"), Qt::Key_Escape);
        QTRY_COMPARE(answered.count(), 1);
        QVERIFY(!isAuthorized(watcher.reply()));
    }
    void threeWrongPasswordsAreNo() {
        QDBusPendingCallWatcher watcher(check());
        QSignalSpy answered(&watcher, &QDBusPendingCallWatcher::finished);
        QTRY_VERIFY_WITH_TIMEOUT(shown<PasswordDialog>("passwordDialog"), 10'000);
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(shown<QLineEdit>("passwordAnswer")->isEnabled(), 15'000);
            QTest::keyClicks(shown<QLineEdit>("passwordAnswer"), "wrong");
            QTest::keyClick(shown<QLineEdit>("passwordAnswer"), Qt::Key_Return);
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered.count(), 1, 20'000);
        QVERIFY(!isAuthorized(watcher.reply()));
        QTRY_VERIFY(!shown<PasswordDialog>("passwordDialog"));
    }
};

QTEST_MAIN(TstAgent)
#include "tst_agent.moc"
