// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/processespage.h"
#include "tests/models/pages/pagefixture.h"

#include <QLabel>
#include <QTest>
#include <QTreeWidget>

#include <cerrno>

using namespace vitrine::gui;
using vitrine::ContainerState;

namespace {

constexpr std::uint64_t moment = 1'795'000'000'000'000;

struct Bed {
    PageFixture fixture;
    ProcessesPage page{fixture.context()};
    QLabel* text = page.findChild<QLabel*>("refusedText");
    QTreeWidget* table = page.findChild<QTreeWidget*>("refusedTable");

    Bed() {
        put(ContainerState::Running, -1);
        page.setContainer(fixture.id);
        page.resize(900, 600);
        page.show();
    }
    void put(ContainerState state, std::int64_t refused) {
        ContainerInfo container = fixture.service.known.value(fixture.id);
        container.state = state;
        container.refusedCalls = refused;
        fixture.service.put(container);
    }
};

} // namespace

class TstRefusedCallsBox : public QObject {
    Q_OBJECT
private slots:
    void whatIsNotNotedIsSaid() {
        Bed bed;
        QTRY_VERIFY(bed.text->isVisible());
        QVERIFY(bed.text->text().contains("not noted"));
        QVERIFY(!bed.table->isVisible());
        bed.put(ContainerState::Running, 0);
        QTRY_VERIFY(bed.text->text().contains("none since"));
        QCOMPARE(bed.fixture.count("readRefusedCalls"), 0);
        bed.put(ContainerState::Stopped, -1);
        QTRY_VERIFY(!bed.text->isVisible());
    }

    void callsAreListed() {
        Bed bed;
        bed.fixture.service.refused = {
            {{"mount", "x86_64", 165, 1200, moment, moment + 5, "sh", EPERM, "CAP_SYS_ADMIN"},
             {"clone3", "x86_64", 435, 1, moment, moment + 9, "bash", ENOSYS, {}},
             {{}, "i386", 999, 1, moment, moment, "x", EPERM, {}}},
            7};
        bed.put(ContainerState::Running, 1209);
        QTRY_COMPARE(bed.table->topLevelItemCount(), 3);
        QVERIFY(bed.table->isVisible());
        QVERIFY(bed.text->text().contains(QLocale().toString(1209)));
        QVERIFY(bed.text->text().contains("7"));
        const QTreeWidgetItem* last = bed.table->topLevelItem(0); // the latest first
        QCOMPARE(last->text(0), QStringLiteral("clone3"));
        QCOMPARE(last->text(3), QStringLiteral("ENOSYS"));
        const QTreeWidgetItem* mount = bed.table->topLevelItem(1);
        QCOMPARE(mount->text(1), QLocale().toString(1200));
        QCOMPARE(mount->text(2), QStringLiteral("sh"));
        QVERIFY(mount->text(4).contains("CAP_SYS_ADMIN"));
        QCOMPARE(bed.table->topLevelItem(2)->text(0), QStringLiteral("number 999 (i386)"));
        if (const QString picture = qEnvironmentVariable("VITRINE_PICTURES"); !picture.isEmpty())
            QVERIFY(bed.page.grab().save(picture + QStringLiteral("/refused.png")));
    }

    /// It asks when there is something new, and only while it is seen.
    void itAsksNoMoreThanItMust() {
        Bed bed;
        bed.put(ContainerState::Running, 3);
        QTRY_COMPARE(bed.fixture.count("readRefusedCalls"), 1);
        bed.put(ContainerState::Running, 3);
        QTest::qWait(50);
        QCOMPARE(bed.fixture.count("readRefusedCalls"), 1);
        bed.put(ContainerState::Running, 4);
        QTRY_COMPARE(bed.fixture.count("readRefusedCalls"), 2);
        bed.page.hide();
        bed.put(ContainerState::Running, 5);
        QTest::qWait(50);
        QCOMPARE(bed.fixture.count("readRefusedCalls"), 2);
        bed.page.show();
        QTRY_COMPARE(bed.fixture.count("readRefusedCalls"), 3);
        bed.fixture.service.nextError = ServiceError{vitrine::ErrorKind::Failed, "no answer", {}, {}};
        bed.put(ContainerState::Running, 6);
        QTRY_VERIFY(bed.text->text().contains("no answer"));
    }
};

QTEST_MAIN(TstRefusedCallsBox)
#include "tst_refusedcallsbox.moc"
