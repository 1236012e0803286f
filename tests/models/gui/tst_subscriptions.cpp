// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/subscriptions.h"
#include "tests/support/fakecontainerservice.h"

#include <QTest>

using namespace vitrine::gui;

class TstSubscriptions : public QObject {
    Q_OBJECT
private slots:
    void init() { m_service.calls.clear(); }

    void shortestIntervalCounts() {
        Subscriptions hub(&m_service);
        Subscription list =
            hub.subscribe({QStringLiteral("a"), QStringLiteral("b")}, SampleKind::Statistics, 2000);
        QTRY_COMPARE(m_service.calls, QStringList{QStringLiteral("subscribe 1 a,b 2000")});
        Subscription charts = hub.subscribe({QStringLiteral("a")}, SampleKind::Statistics, 1000);
        QTRY_COMPARE(m_service.calls.size(), 2);
        QCOMPARE(m_service.calls.last(), QStringLiteral("subscribe 1 a 1000"));
        charts.end();
        QTRY_COMPARE(m_service.calls.size(), 3);
        QCOMPARE(m_service.calls.last(), QStringLiteral("subscribe 1 a 2000"));
        list.end();
        QTRY_COMPARE(m_service.calls.size(), 4);
        QCOMPARE(m_service.calls.last(), QStringLiteral("unsubscribe 1 a,b"));
    }
    void kindsAreApart() {
        Subscriptions hub(&m_service);
        const Subscription processes = hub.subscribe({QStringLiteral("a")}, SampleKind::Processes, 1000);
        {
            const Subscription detailed = hub.subscribe({QStringLiteral("a")}, SampleKind::Detailed, 1000);
            QTRY_COMPARE(m_service.calls.size(), 2);
        }
        QTRY_COMPARE(m_service.calls.size(), 3);
        QCOMPARE(m_service.calls.last(), QStringLiteral("unsubscribe 2 a"));
    }
    void givenBackAtOnceCostsNothing() {
        Subscriptions hub(&m_service);
        {
            const Subscription passing = hub.subscribe({QStringLiteral("a")}, SampleKind::Processes, 1000);
        }
        QTest::qWait(20);
        QCOMPARE(m_service.calls, QStringList());
    }
    void askedAgainOfANewHelper() {
        Subscriptions hub(&m_service);
        const Subscription wish = hub.subscribe({QStringLiteral("a")}, SampleKind::Statistics, 10);
        QTRY_COMPARE(m_service.calls, QStringList{QStringLiteral("subscribe 1 a 250")});
        m_service.setStatus(Availability::Vanished);
        m_service.setStatus(Availability::Connected);
        QTRY_COMPARE(m_service.calls.size(), 2);
        QCOMPARE(m_service.calls.last(), QStringLiteral("subscribe 1 a 250"));
    }
    void outlivesItsHub() {
        auto hub = std::make_unique<Subscriptions>(&m_service);
        Subscription wish = hub->subscribe({QStringLiteral("a")}, SampleKind::Statistics, 1000);
        hub.reset();
        wish.end();
        QVERIFY(!wish.isActive());
    }

private:
    FakeContainerService m_service;
};

QTEST_GUILESS_MAIN(TstSubscriptions)
#include "tst_subscriptions.moc"
