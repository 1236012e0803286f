// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/doctorcheck.h"

using namespace vitrine::gui;

/// A computer without polkit: the helper is there, and an ordinary user may do nothing with it.
class TstDoctorNoPolkit : public QObject {
    Q_OBJECT
private slots:
    void theWindowSaysWhatIsMissing() {
        RealWindow real;
        QTRY_COMPARE_WITH_TIMEOUT(real.application.context().service->status().availability,
                                  Availability::NoPolkit, RealWindow::patienceMs);
        real.press(Qt::Key_F8);
        const DoctorPage page{real.child<DoctorDialog>("doctorDialog")};
        QVERIFY(page.dialog);
        QTRY_VERIFY_WITH_TIMEOUT(!page.dialog->isChecking(), RealWindow::patienceMs);
        QCOMPARE(page.state("helper"), QStringLiteral("OK"));
        QCOMPARE(page.state("polkit"), QStringLiteral("Problem"));
        QCOMPARE(page.sentence("polkit"), QStringLiteral("polkit is not installed."));
        QVERIFY(page.text("polkit", "findingCause").contains(QStringLiteral("only root may")));
        QVERIFY(!page.finding("agent"));
        QVERIFY(!page.finding("permissions"));
        QVERIFY2(page.summary().startsWith(QStringLiteral("One problem keeps")), qPrintable(page.summary()));
    }
    void theTerminalSaysTheSame() {
        const DoctorOutput output;
        QCOMPARE(output.exitCode, 1);
        QCOMPARE(output.states.value(QStringLiteral("Helper")), QStringLiteral("OK"));
        QCOMPARE(output.states.value(QStringLiteral("polkit")), QStringLiteral("Problem"));
    }
};

QTEST_MAIN(TstDoctorNoPolkit)
#include "tst_doctornopolkit.moc"
