// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The window in another language than its sources'.

#include "core/diagnosis/diagnose.h"
#include "gui/app/translations.h"
#include "gui/doctor/doctorreport.h"
#include "gui/limits/limitwords.h"
#include "gui/models/containermodel.h"
#include "gui/models/format.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/windowactions.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QLabel>
#include <QTabWidget>
#include <QTest>
#include <QTranslator>

using namespace vitrine::gui;
using vitrine::ContainerState;

class TstTranslation : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }
    /// The translators are children of the application; each test begins in English.
    void init() {
        qDeleteAll(qApp->findChildren<QTranslator*>());
        QCOMPARE(stateWord(ContainerState::Running), QStringLiteral("running"));
    }
    void cleanupTestCase() { qDeleteAll(qApp->findChildren<QTranslator*>()); }

    void theWindowSpeaksGerman() {
        installTranslations(*qApp, QLocale(QLocale::German, QLocale::Austria));
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Running)});
        const auto* tabs = fixture.child<QTabWidget>("pages");
        QStringList titles;
        for (int i = 0; i < tabs->count(); ++i)
            titles << tabs->tabText(i);
        QCOMPARE(titles, (QStringList{QStringLiteral("Übersicht"), QStringLiteral("Prozesse"),
                                      QStringLiteral("Diagramme"), QStringLiteral("Konsole"),
                                      QStringLiteral("Grenzen"), QStringLiteral("Schritte"),
                                      QStringLiteral("Protokoll")}));
        QCOMPARE(fixture.window->actionSet()->start->text(), QStringLiteral("&Starten"));
        QTRY_VERIFY(fixture.child<QLabel>("headerState")->text().startsWith(QStringLiteral("läuft")));
        QTRY_COMPARE(fixture.window->actionSet()->pause->toolTip(),
                     QStringLiteral("Friert alle Prozesse von bob ein (F6)"));
        NewContainerDialog dialog(fixture.context);
        QCOMPARE(dialog.windowTitle(), QStringLiteral("Neuer Container"));
    }
    void wordsOutsideOfClassesToo() {
        installTranslations(*qApp, QLocale(QLocale::German));
        QCOMPARE(stateWord(ContainerState::Stopped), QStringLiteral("beendet"));
        QCOMPARE(describe(PendingAction::Starting), QStringLiteral("Start angefordert …"));
        QCOMPARE(titleOf(LimitKind::MemoryMax), QStringLiteral("Speicher, harte Grenze"));
        QCOMPARE(describe(LimitKind::Pids, std::nullopt), QStringLiteral("keine Grenze"));
        QCOMPARE(formatMoment(0), QStringLiteral("nie"));
    }
    /// Its words are in core, which has no Qt. Nearly all that can be wrong is wrong with no facts at all.
    void theDoctorToo() {
        installTranslations(*qApp, QLocale(QLocale::German));
        vitrine::diagnosis::Facts facts;
        facts.computer.missingCalls = {"openat2"};
        facts.computer.missingNamespaces = {"time"};
        facts.computer.userId = 1000;
        const auto findings = diagnose(facts);
        QVERIFY(findings.size() >= 9);
        for (const auto& finding : findings) {
            QVERIFY2(!translated(finding.title).isEmpty(), finding.id);
            const QString sentence = translated(finding.sentence);
            QVERIFY2(sentence != QString::fromStdString(filled(finding.sentence)), qPrintable(sentence));
            const QString cause = translated(finding.cause);
            QVERIFY2(cause.isEmpty() || cause != QString::fromStdString(filled(finding.cause)),
                     qPrintable(cause));
        }
        QCOMPARE(translated(findings.front().sentence),
                 QStringLiteral("Linux  kennt diese Systemaufrufe nicht: openat2."));
        QVERIFY(reportOf(findings).contains(QStringLiteral("\n[Problem] Kernel: ")));
    }
    void otherLanguagesStayEnglish() {
        installTranslations(*qApp, QLocale(QLocale::Icelandic));
        QCOMPARE(stateWord(ContainerState::Running), QStringLiteral("running"));
        QVERIFY(qApp->findChildren<QTranslator*>().isEmpty()); // not half of it: neither Qt's
    }
};

QTEST_MAIN(TstTranslation)
#include "tst_translation.moc"
