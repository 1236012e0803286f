// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

using namespace vitrine::gui;

/// A machine without the helper: the window says what to do.
class TstNoHelper : public QObject {
    Q_OBJECT
private slots:
    void thePageNamesTheCommand() {
        RealWindow real;
        QTRY_COMPARE_WITH_TIMEOUT(real.child<QLabel>("helperTitle")->text(),
                                  QStringLiteral("The helper is not installed"), RealWindow::patienceMs);
        QVERIFY(real.child<QWidget>("helperPage")->isVisible());
        QCOMPARE(real.child<QLineEdit>("helperCommand")->text(), QStringLiteral("sudo packaging/run.sh"));
        QVERIFY(real.child<QPushButton>("rootlessButton")->isVisible());
        QVERIFY(!real.action("actionNew")->isEnabled());
        QTest::mouseClick(real.child<QPushButton>("retryButton"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(real.child<QLabel>("helperTitle")->text(),
                                  QStringLiteral("The helper is not installed"), RealWindow::patienceMs);
    }
};

QTEST_MAIN(TstNoHelper)
#include "tst_nohelper.moc"
