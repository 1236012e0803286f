// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

using namespace vitrine::gui;

/// A machine without polkit, as an ordinary user: the window works, says what is missing, and nothing can be
/// changed.
class TstNoPolkit : public QObject {
    Q_OBJECT
private slots:
    void theBannerNamesWhatIsMissing() {
        RealWindow real;
        QTRY_COMPARE_WITH_TIMEOUT(real.application.context().service->status().availability,
                                  Availability::NoPolkit, RealWindow::patienceMs);
        QTRY_VERIFY(real.child<ErrorBar>("errorBar")->isVisible());
        QVERIFY2(real.error().contains(QStringLiteral("polkit is not installed")), qPrintable(real.error()));
        QVERIFY(real.child<QLabel>("errorHint")->text().contains(QStringLiteral("polkitd")));
        QVERIFY(!real.child<QWidget>("helperPage")->isVisible());
        QVERIFY(real.child<QWidget>("emptyState")->isVisible());

        real.child<ErrorBar>("errorBar")->dismiss();
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<ErrorBar>("errorBar")->isVisible(), RealWindow::patienceMs);
        QVERIFY2(real.error().startsWith(QStringLiteral("Could not create shop: ")),
                 qPrintable(real.error()));
        QVERIFY(!real.container("shop"));
    }
};

QTEST_MAIN(TstNoPolkit)
#include "tst_nopolkit.moc"
