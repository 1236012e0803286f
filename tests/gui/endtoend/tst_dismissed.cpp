// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusVirtualObject>
#include <QFile>

#include <unistd.h>

using namespace vitrine::gui;

namespace {

/// polkit's subject: (sa{sv}).
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

/// An authentication agent whose person closes every prompt.
class ClosingAgent : public QDBusVirtualObject {
public:
    int prompts = 0;
    QString message;

    [[nodiscard]] QString introspect(const QString& /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage& call, const QDBusConnection& connection) override {
        if (call.member() != QLatin1String("BeginAuthentication"))
            return false;
        ++prompts;
        message = call.arguments().value(1).toString();
        return connection.send(call.createErrorReply(
            QStringLiteral("org.freedesktop.PolicyKit1.Error.Cancelled"), QStringLiteral("closed")));
    }
};

qulonglong startTimeOfThisProcess() {
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = stat.readAll();
    return text.sliced(text.lastIndexOf(')') + 2)
        .split(' ')
        .value(19)
        .toULongLong(); // field 22, proc_pid_stat(5)
}

} // namespace

Q_DECLARE_METATYPE(Subject)

/// The prompt is closed: another error than "not authorized", and nothing was made.
class TstDismissed : public QObject {
    Q_OBJECT
private slots:
    void closingThePromptChangesNothing() {
        qDBusRegisterMetaType<Subject>();
        QDBusConnection bus = QDBusConnection::systemBus();
        ClosingAgent agent;
        const QString path = QStringLiteral("/org/vitrine/test/Agent");
        QVERIFY(bus.registerVirtualObject(path, &agent));
        QDBusMessage call =
            QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.PolicyKit1"),
                                           QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
                                           QStringLiteral("org.freedesktop.PolicyKit1.Authority"),
                                           QStringLiteral("RegisterAuthenticationAgent"));
        const Subject self{QStringLiteral("unix-process"),
                           {{QStringLiteral("pid"), static_cast<uint>(::getpid())},
                            {QStringLiteral("start-time"), startTimeOfThisProcess()}}};
        call.setArguments({QVariant::fromValue(self), QStringLiteral("C"), path});
        const QDBusMessage registered = bus.call(call);
        QVERIFY2(registered.type() == QDBusMessage::ReplyMessage, qPrintable(registered.errorMessage()));

        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        QCOMPARE(agent.prompts, 0); // looking asks nobody
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<ErrorBar>("errorBar")->isVisible(), RealWindow::patienceMs);
        QCOMPARE(agent.prompts, 1); // one gesture, one question
        QVERIFY2(agent.message.contains(QStringLiteral("shop")), qPrintable(agent.message));
        QVERIFY2(real.error().startsWith(QStringLiteral("Could not create shop: ")),
                 qPrintable(real.error()));
        QVERIFY(real.child<QLabel>("errorHint")->isVisible());
        QVERIFY(!real.container("shop"));
    }
};

QTEST_MAIN(TstDismissed)
#include "tst_dismissed.moc"
