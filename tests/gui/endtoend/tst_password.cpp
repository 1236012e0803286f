// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include "gui/agent/agentoffer.h"
#include "gui/agent/passworddialog.h"

#include <QMessageBox>
#include <QPlainTextEdit>

using namespace vitrine::gui;
using vitrine::ContainerState;

/// A desktop without an authentication agent: the window offers its own, and PAM itself says whether the
/// password is right.
class TstPassword : public QObject {
    Q_OBJECT
private slots:
    void aPersonWithThePasswordMakesAContainer() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        real.create("shop");
        QTRY_VERIFY_WITH_TIMEOUT(real.child<QMessageBox>("agentOffer"), RealWindow::patienceMs);
        QVERIFY2(errorName(real).endsWith(QStringLiteral("NotAuthorized")), qPrintable(errorName(real)));
        QTest::mouseClick(real.child<QPushButton>("agentAccept"), Qt::LeftButton);
        QTRY_VERIFY(!real.child<QMessageBox>("agentOffer"));
        QTRY_VERIFY_WITH_TIMEOUT(real.window().findChild<AgentOffer*>()->agent().isRunning(),
                                 RealWindow::patienceMs);

        closeThePrompt(real);
        giveThePassword(real);
        real.remove();
        // Each change is asked for: this user has no login session, so polkit keeps no answer.
        typeInto(real, qEnvironmentVariable("VITRINE_ROOT_PASSWORD"));
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("shop"), RealWindow::patienceMs);
    }

private:
    static QString errorName(RealWindow& real) {
        const auto* details = real.child<QPlainTextEdit>("errorDetails");
        return details->toPlainText().section(QLatin1Char('\n'), 0, 0);
    }
    static void typeInto(RealWindow& real, const QString& password) {
        QTRY_VERIFY_WITH_TIMEOUT(real.child<PasswordDialog>("passwordDialog"), RealWindow::patienceMs);
        auto* dialog = real.child<PasswordDialog>("passwordDialog");
        auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("passwordAnswer"));
        QTRY_VERIFY_WITH_TIMEOUT(!field->isReadOnly(), RealWindow::patienceMs);
        QTest::keyClicks(field, password);
        QTest::keyClick(field, Qt::Key_Return);
    }
    /// What was refused is asked again by itself. Then another word than "not allowed", and nothing was made.
    static void closeThePrompt(RealWindow& real) {
        QTRY_VERIFY_WITH_TIMEOUT(real.child<PasswordDialog>("passwordDialog"), RealWindow::patienceMs);
        QTest::keyClick(real.child<PasswordDialog>("passwordDialog"), Qt::Key_Escape);
        QTRY_VERIFY2_WITH_TIMEOUT(errorName(real).endsWith(QStringLiteral("Dismissed")),
                                  qPrintable(errorName(real)), RealWindow::patienceMs);
        QVERIFY(real.child<QLabel>("errorHint")->isVisible());
        QVERIFY(!real.container("shop"));
        QTRY_VERIFY(!real.child<PasswordDialog>("passwordDialog"));
    }
    static void giveThePassword(RealWindow& real) {
        real.child<ErrorBar>("errorBar")->dismiss();
        real.create("shop");
        typeInto(real, QStringLiteral("certainly not it"));
        auto* dialog = real.child<PasswordDialog>("passwordDialog");
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->problem().contains(QStringLiteral("not the right password")),
                                 RealWindow::patienceMs);
        typeInto(real, qEnvironmentVariable("VITRINE_ROOT_PASSWORD"));
        QTRY_VERIFY2_WITH_TIMEOUT(real.isInState("shop", ContainerState::Stopped), qPrintable(real.error()),
                                  RealWindow::patienceMs);
        QVERIFY(!real.child<ErrorBar>("errorBar")->isVisible());
        QTRY_VERIFY(!real.child<PasswordDialog>("passwordDialog"));
    }
};

QTEST_MAIN(TstPassword)
#include "tst_password.moc"
