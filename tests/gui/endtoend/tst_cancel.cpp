// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/realwindow.h"

#include "core/model/ociconfig.h"
#include "gui/views/elidedlabel.h"
#include "gui/views/jobbar.h"

#include <QProgressBar>
#include <QToolButton>

#include <utility>

using namespace vitrine::gui;

/// The bar of the window shows what the real helper is doing, and its button ends it.
class TstCancel : public QObject {
    Q_OBJECT
private slots:
    void cancelEndsACreate() {
        RealWindow real;
        QTRY_VERIFY_WITH_TIMEOUT(real.isConnected(), RealWindow::patienceMs);
        auto* bar = real.child<JobBar>("jobBar");
        QVERIFY(bar);
        bar->setPatience({.appear = 0, .stay = 0}); // however fast this machine is
        auto* cancel = bar->findChild<QToolButton*>();
        auto* progress = bar->findChild<QProgressBar*>();
        auto* text = bar->findChild<ElidedLabel*>();
        QVERIFY(!cancel->isVisible());
        const PageContext& context = real.application.context();

        // Clicked in the very moment in which the bar first says how far it is.
        QStringList texts;
        bool wasClicked = false;
        connect(context.service, &ContainerService::jobChanged, bar, [&] {
            if (!bar->isVisible() || !cancel->isVisible())
                return;
            texts.append(text->fullText());
            if (progress->maximum() != 100 || std::exchange(wasClicked, true))
                return;
            QTest::mouseClick(cancel, Qt::LeftButton);
        });
        QStringList programs;
        context.service->listPrograms(this, [&](const Reply<std::vector<ProgramInfo>>& offered) {
            for (const ProgramInfo& program : offered.value_or(std::vector<ProgramInfo>()))
                if (program.bytes > 100'000 && programs.size() < 2000)
                    programs.append(program.name);
        });
        QTRY_VERIFY_WITH_TIMEOUT(!programs.isEmpty(), RealWindow::patienceMs);
        context.actions->create(requestFor("huge", programs));

        QTRY_VERIFY2_WITH_TIMEOUT(wasClicked, qPrintable(real.error()), RealWindow::patienceMs);
        QVERIFY2(texts.first().startsWith(QStringLiteral("Creating huge")), qPrintable(texts.first()));
        QVERIFY2(texts.last().contains(QStringLiteral("Creating huge: /")), qPrintable(texts.last()));
        QTRY_VERIFY_WITH_TIMEOUT(!real.container("huge") && !text->isVisible(), RealWindow::patienceMs);
        QVERIFY(!cancel->isVisible());
        QVERIFY(real.child<QWidget>("emptyState")->isVisible());
    }

private:
    static CreateRequest requestFor(const char* name, const QStringList& programs) {
        CreateRequest request;
        request.name = QLatin1String(name);
        request.config = QString::fromStdString(vitrine::writeConfig(vitrine::defaultSpec(name, {"true"})));
        request.rootKind = QStringLiteral("programs");
        request.programs = programs;
        return request;
    }
};

QTEST_MAIN(TstCancel)
#include "tst_cancel.moc"
