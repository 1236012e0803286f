// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/doctorcheck.h"

using namespace vitrine::gui;

/// A computer without the helper: the page that says so leads to the check-up, which works without it.
class TstDoctorNoHelper : public QObject {
    Q_OBJECT
private slots:
    void thePageLeadsToTheFindings() {
        RealWindow real;
        QTRY_COMPARE_WITH_TIMEOUT(real.child<QLabel>("helperTitle")->text(),
                                  QStringLiteral("The helper is not installed"), RealWindow::patienceMs);
        savePicture(&real.window(), "helperpage");
        QTest::mouseClick(real.child<QPushButton>("doctorButton"), Qt::LeftButton);
        const DoctorPage page{real.child<DoctorDialog>("doctorDialog")};
        QVERIFY(page.dialog);
        QTRY_VERIFY_WITH_TIMEOUT(!page.dialog->isChecking(), RealWindow::patienceMs);
        QCOMPARE(page.state("helper"), QStringLiteral("Problem"));
        QCOMPARE(page.sentence("helper"), QStringLiteral("The helper is not installed."));
        QCOMPARE(page.text("helper", "findingCommand"), QStringLiteral("sudo packaging/run.sh"));
        QCOMPARE(page.state("kernel"), QStringLiteral("OK"));
        QCOMPARE(page.state("polkit"), QStringLiteral("OK"));
        savePicture(page.dialog, "nohelper");
        QVERIFY(!page.finding("permissions")); // nobody was there to ask
        QVERIFY2(page.summary().startsWith(QStringLiteral("One problem keeps")), qPrintable(page.summary()));
        // What has to be mended comes first.
        const auto states = page.dialog->findChildren<QLabel*>(QStringLiteral("findingState"));
        QCOMPARE(states.first()->text(), QStringLiteral("Problem"));
    }
    void theTerminalSaysTheSame() {
        const DoctorOutput output;
        QCOMPARE(output.exitCode, 1);
        QCOMPARE(output.states.value(QStringLiteral("Helper")), QStringLiteral("Problem"));
        QVERIFY2(output.text.contains(QStringLiteral("\n    Mend it with: sudo packaging/run.sh\n")),
                 qPrintable(output.text));
    }
    void withoutASessionBusTheRootlessModeIsNotThere() {
        const DoctorOutput output({QStringLiteral("--bus"), QStringLiteral("session")});
        QCOMPARE(output.exitCode, 1);
        QVERIFY2(output.text.contains(QStringLiteral("There is no session message bus.")),
                 qPrintable(output.text));
        QVERIFY(!output.states.contains(QStringLiteral("polkit")));
    }
    void anotherBusIsAskedToo() {
        const QString address = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS");
        const DoctorOutput output({QStringLiteral("--bus"), address});
        QCOMPARE(output.exitCode, 1);
        QCOMPARE(output.states.value(QStringLiteral("polkit")), QStringLiteral("OK"));
        const DoctorOutput nobody({QStringLiteral("--bus"), QStringLiteral("unix:path=/nonexistent/bus")});
        QCOMPARE(nobody.exitCode, 1);
        QVERIFY2(nobody.text.contains(QStringLiteral("/nonexistent/bus")), qPrintable(nobody.text));
    }
};

QTEST_MAIN(TstDoctorNoHelper)
#include "tst_doctornohelper.moc"
