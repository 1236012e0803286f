// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/agent/authenticationagent.h"
#include "gui/views/colours.h"
#include "tests/support/doctorcheck.h"

#include <QApplication>
#include <QClipboard>
#include <QFocusEvent>
#include <QScrollArea>
#include <QSignalSpy>

using namespace vitrine::gui;

/// The helper and polkit answer, and nobody asks for passwords yet: the check-up says so in the window and on
/// the terminal.
class TstDoctor : public QObject {
    Q_OBJECT
    std::unique_ptr<RealWindow> m_real;

    /// The dialog with its findings; null if it did not come.
    DoctorPage open() {
        m_real = std::make_unique<RealWindow>();
        if (!QTest::qWaitFor([this] { return m_real->isConnected(); }, RealWindow::patienceMs))
            return {nullptr};
        m_real->press(Qt::Key_F8);
        auto* dialog = m_real->child<DoctorDialog>("doctorDialog");
        const bool isDone =
            dialog && QTest::qWaitForWindowActive(dialog) &&
            QTest::qWaitFor([dialog] { return !dialog->isChecking(); }, RealWindow::patienceMs);
        return {isDone ? dialog : nullptr};
    }

private slots:
    void initTestCase() { qunsetenv("XDG_SESSION_ID"); } // there is no logind on this bus
    void cleanup() { m_real.reset(); }

    void theWindowShowsFindings() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        for (const char* id : {"kernel", "user-namespaces", "seccomp", "helper", "helper-version", "polkit",
                               "polkit-actions", "permissions"})
            QVERIFY2(page.state(id) == QStringLiteral("OK"), id);
        QVERIFY2(page.sentence("permissions").contains(QStringLiteral("after a password")),
                 qPrintable(page.sentence("permissions")));
        QCOMPARE(page.state("agent"), QStringLiteral("Note"));
        QVERIFY2(page.summary().startsWith(QStringLiteral("Containers can run on this computer.")),
                 qPrintable(page.summary()));
    }
    void anAgentIsSeenWhenThereIsOne() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        QCOMPARE(page.state("agent"), QStringLiteral("Note"));
        AuthenticationAgent agent(nullptr);
        QSignalSpy registered(&agent, &AuthenticationAgent::registered);
        agent.start();
        QVERIFY(registered.wait(RealWindow::patienceMs));
        QTest::keyClick(page.dialog, Qt::Key_A, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(page.state("agent"), QStringLiteral("OK"), RealWindow::patienceMs);
        QVERIFY(agent.isRunning()); // looking did not take its place away
    }
    void whatIsFoundCanBeCopied() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        QClipboard* clipboard = QGuiApplication::clipboard();
        QTest::mouseClick(page.dialog->findChild<QPushButton*>(QStringLiteral("doctorCopy")), Qt::LeftButton);
        const QString all = clipboard->text();
        QVERIFY(all.contains(page.summary()));
        for (const char* id : {"kernel", "helper", "agent", "subordinate-ids"})
            QVERIFY2(all.contains(page.sentence(id)), id);
        const QString command = page.text("subordinate-ids", "findingCommand");
        QVERIFY2(command.startsWith(QStringLiteral("sudo usermod ")), qPrintable(command));
        QVERIFY(all.contains(command));
        auto* copy = page.finding("subordinate-ids")->findChild<QPushButton*>(QStringLiteral("copyCommand"));
        copy->setFocus();
        QTest::keyClick(copy, Qt::Key_Space);
        QCOMPARE(clipboard->text(), command);
    }
    void theKeyboardReachesEverything() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        auto* area = page.dialog->findChild<QScrollArea*>(QStringLiteral("doctorFindings"));
        auto* again = page.dialog->findChild<QWidget*>(QStringLiteral("doctorAgain"));
        QStringList seen;
        again->setFocus(Qt::TabFocusReason);
        do {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const QWidget* widget = QApplication::focusWidget();
            QVERIFY(widget);
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
            if (area->isAncestorOf(widget)) {
                const QRect shown(widget->mapTo(area->viewport(), QPoint()), widget->size());
                QVERIFY2(area->viewport()->rect().intersects(shown), qPrintable(widget->objectName()));
            }
            seen << widget->objectName();
        } while (QApplication::focusWidget() != again && seen.size() < 200);
        for (const char* name : {"finding-kernel", "finding-helper", "finding-agent", "doctorCopy",
                                 "doctorClose", "doctorAgain"})
            QVERIFY2(seen.contains(QLatin1String(name)), name);
        const QString name = page.finding("agent")->accessibleName();
        QVERIFY2(name.startsWith(QStringLiteral("Note: Password prompt: No program")), qPrintable(name));
        const QPointer<DoctorDialog> dialog = page.dialog;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
        m_real->press(Qt::Key_F8); // and it opens again
        QVERIFY(m_real->child<DoctorDialog>("doctorDialog"));
    }
    void nothingIsCutOff() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        savePicture(page.dialog, "light");
        page.dialog->resize(560, 420);
        QTest::qWait(0);
        for (const QLabel* label : page.dialog->findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        savePicture(page.dialog, "small");
    }
    void theColoursFollowThePalette() {
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        QPalette dark(QColor(0x2a, 0x2c, 0x30), QColor(0x2a, 0x2c, 0x30));
        const QPalette light = QApplication::palette();
        QApplication::setPalette(dark);
        QTest::qWait(0);
        const auto* cause = page.finding("agent")->findChild<QLabel*>(QStringLiteral("findingCause"));
        const QColor ground = page.dialog->palette().color(QPalette::Window);
        QVERIFY(contrast(ground, cause->palette().color(QPalette::WindowText)) >= 4.5);
        savePicture(page.dialog, "dark");
        QApplication::setPalette(light);
    }
    void theTerminalSaysTheSame() {
        const DoctorOutput output;
        QCOMPARE(output.exitCode, 0);
        QVERIFY2(output.summary.startsWith(QStringLiteral("Vitrine " VITRINE_VERSION ": Containers can run")),
                 qPrintable(output.summary));
        QCOMPARE(output.states.value(QStringLiteral("Helper")), QStringLiteral("OK"));
        QCOMPARE(output.states.value(QStringLiteral("polkit")), QStringLiteral("OK"));
        QCOMPARE(output.states.value(QStringLiteral("Password prompt")), QStringLiteral("Note"));
        const DoctorPage page = open();
        QVERIFY(page.dialog);
        QCOMPARE(page.dialog->findChildren<QLabel*>(QStringLiteral("findingState")).size(),
                 output.states.size());
    }
    void aWrongCommandLineIsNoDiagnosis() {
        QCOMPARE(DoctorOutput({QStringLiteral("--no-such-option")}).exitCode, 2);
        QCOMPARE(DoctorOutput({QStringLiteral("word")}).exitCode, 2);
    }
};

QTEST_MAIN(TstDoctor)
#include "tst_doctor.moc"
