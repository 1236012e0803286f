// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

using namespace vitrine::gui;

/// polkit says no: the window says so, and nothing was made.
class TstRefused : public QObject {
    Q_OBJECT
private slots:
    void createIsRefused() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<ErrorBar>("errorBar")->isVisible(), RealWindow::patienceMs);
        QVERIFY2(real.error().startsWith(QStringLiteral("Could not create shop: ")),
                 qPrintable(real.error()));
        QVERIFY(!real.child<QLabel>("errorHint")->text().isEmpty());
        const auto* details = real.child<QWidget>("errorDetails");
        QVERIFY(details);
        QTest::qWait(200);
        QVERIFY(!real.container("shop"));
        QVERIFY(real.child<QWidget>("emptyState")->isVisible());
    }
};

QTEST_MAIN(TstRefused)
#include "tst_refused.moc"
