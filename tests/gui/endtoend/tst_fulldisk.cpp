// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include <QDir>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// The disk with the containers is full before the root is copied: a sentence that says so, and nothing
/// stays.
class TstFullDisk : public QObject {
    Q_OBJECT
private slots:
    void createSaysSoAndLeavesNothing() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        const QString state = qEnvironmentVariable("VITRINE_STATE_DIR");
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<ErrorBar>("errorBar")->isVisible(), RealWindow::patienceMs);
        QVERIFY2(real.error().startsWith(QStringLiteral("Could not create shop: ")),
                 qPrintable(real.error()));
        QVERIFY2(real.error().contains(QStringLiteral("No space left")), qPrintable(real.error()));
        const auto* hint = real.child<QLabel>("errorHint");
        QVERIFY2(hint->text().contains(QStringLiteral("space")), qPrintable(hint->text()));
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("shop"), RealWindow::patienceMs);
        for (const char* folder : {"containers", "trash"}) {
            const QDir left(state + QLatin1Char('/') + QLatin1String(folder));
            QTRY_VERIFY2_WITH_TIMEOUT(
                left.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty(),
                qPrintable(left.entryList().join(QLatin1Char(' '))), RealWindow::patienceMs);
        }
        // The helper goes on.
        real.child<ErrorBar>("errorBar")->dismiss();
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<ErrorBar>("errorBar")->isVisible(), RealWindow::patienceMs);
        QVERIFY2(real.error().contains(QStringLiteral("No space left")), qPrintable(real.error()));
    }
};

QTEST_MAIN(TstFullDisk)
#include "tst_fulldisk.moc"
