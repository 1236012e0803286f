// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QSignalSpy>

#include <csignal>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// The helper dies at once, while a container runs: the window keeps what it shows, and goes on with the next
/// helper.
class TstHelperKilled : public QObject {
    Q_OBJECT
private slots:
    void duringEachVerb_data() {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<int>("afterMs");
        for (const char* verb : {"create", "start", "stop", "delete"})
            for (const int afterMs : {0, 3, 15, 60})
                QTest::addRow("%s, %d ms", verb, afterMs) << verb << afterMs;
    }
    /// Whatever was under way: the window says when it does not know, finds the next helper, and the
    /// container is whole or was never there.
    void duringEachVerb() {
        QFETCH(const QString, verb);
        QFETCH(const int, afterMs);
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        if (verb != QLatin1String("create"))
            make(real);
        if (verb == QLatin1String("stop"))
            start(real);
        QSignalSpy failures(real.application.context().actions, &ContainerActions::failed);
        begin(real, verb);
        QTest::qWait(afterMs);
        killHelper(real);
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        // Nothing stays half done, in the window or in the helper.
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(real), RealWindow::patienceMs);
        if (!failures.isEmpty())
            QVERIFY2(real.error().contains(QStringLiteral("helper")) &&
                         !real.child<QLabel>("errorHint")->text().isEmpty(),
                     qPrintable(real.error()));
        // What was not done can be done now.
        real.child<ErrorBar>("errorBar")->dismiss();
        if (!real.container("shop"))
            make(real);
        if (real.isInState("shop", ContainerState::Stopped))
            start(real);
        real.trigger("actionKill");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY2_WITH_TIMEOUT(!real.container("shop"), qPrintable(real.error()), RealWindow::patienceMs);
        QVERIFY2(!real.child<ErrorBar>("errorBar")->isVisible(), qPrintable(real.error()));
    }
    void theContainerRunsOn() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), RealWindow::patienceMs);
        real.trigger("actionStart");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        const std::uint32_t leader = real.container("shop")->info.leader;
        const SampleStore* samples = real.application.context().samples;
        const ContainerId id = real.container("shop")->info.id;

        killHelper(real);
        QVERIFY(real.container("shop"));
        QVERIFY(!real.child<QWidget>("helperPage")->isVisible());

        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), RealWindow::patienceMs);
        QCOMPARE(real.container("shop")->info.leader, leader);
        const std::int64_t before = samples->samples(id)->isEmpty() ? 0 : samples->samples(id)->last().timeNs;
        QTRY_VERIFY_WITH_TIMEOUT(!samples->samples(id)->isEmpty() &&
                                     samples->samples(id)->last().timeNs > before,
                                 RealWindow::patienceMs); // subscribed again

        real.trigger("actionStop");
        QTRY_VERIFY_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), RealWindow::patienceMs);
        real.remove();
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("shop"), RealWindow::patienceMs);
    }

private:
    /// Until the window has seen it: a call that was on its way may have started the next one by then.
    static void killHelper(RealWindow& real) {
        const ContainerService* service = real.application.context().service;
        bool isSeen = false;
        const auto watch = connect(service, &ContainerService::statusChanged, service, [&] {
            isSeen = isSeen || service->status().availability == Availability::Vanished;
        });
        const uint pid = QDBusConnection::systemBus()
                             .interface()
                             ->servicePid(QStringLiteral("org.vitrine.Manager1"))
                             .value();
        QVERIFY(pid > 1);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen, RealWindow::patienceMs);
        disconnect(watch);
    }
    static void make(RealWindow& real) {
        real.create("shop");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        real.window().selectContainerNamed(QStringLiteral("shop"));
    }
    static void start(RealWindow& real) {
        real.trigger("actionStart");
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Running), qPrintable(real.error()),
                                  RealWindow::patienceMs);
    }
    static void begin(RealWindow& real, const QString& verb) {
        if (verb == QLatin1String("create"))
            return real.create("shop");
        if (verb == QLatin1String("delete"))
            return real.remove();
        real.trigger(verb == QLatin1String("start") ? "actionStart" : "actionStop");
    }
    static bool isSettled(RealWindow& real) {
        return !real.container("shop") || real.isInState("shop", ContainerState::Stopped) ||
               real.isInState("shop", ContainerState::Running);
    }
};

QTEST_MAIN(TstHelperKilled)
#include "tst_helperkilled.moc"
