// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// When the bar of long operations comes and goes. Times are those of the bar's own events, so that they hold
// on a machine of any speed.

#include "gui/views/elidedlabel.h"
#include "gui/views/jobbar.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QProgressBar>
#include <QTest>
#include <QToolButton>

using namespace vitrine::gui;
using vitrine::ContainerState;

namespace {

/// When a widget was shown and hidden, ms.
class Watch : public QObject {
public:
    explicit Watch(QWidget* widget) {
        m_since.start();
        widget->installEventFilter(this);
    }
    bool eventFilter(QObject* /*watched*/, QEvent* event) override {
        if (event->type() == QEvent::Show)
            shown.push_back(m_since.elapsed());
        if (event->type() == QEvent::Hide)
            hidden.push_back(m_since.elapsed());
        return false;
    }
    std::vector<qint64> shown;
    std::vector<qint64> hidden;

private:
    QElapsedTimer m_since;
};

struct Bar : WindowFixture {
    Bar() {
        window->show();
        service.putAll({bob});
        bar = child<JobBar>("jobBar");
        text = bar->findChild<ElidedLabel*>();
        progress = bar->findChild<QProgressBar*>();
        cancel = bar->findChild<QToolButton*>();
    }
    void begin(const char* id, const char* operation) {
        JobInfo job;
        job.id = QLatin1String(id);
        job.operation = QLatin1String(operation);
        job.container = bob.id;
        job.cancelable = true;
        emit service.jobChanged(job);
    }
    void end(const char* id) { emit service.jobRemoved(QLatin1String(id)); }

    ContainerInfo bob = container(1, QStringLiteral("bob"), ContainerState::Running);
    JobBar* bar;
    ElidedLabel* text;
    QProgressBar* progress;
    QToolButton* cancel;
};

} // namespace

class TstJobBar : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void whatIsOverInAMomentIsNotShown() {
        Bar fixture;
        Watch watch(fixture.text);
        for (int i = 0; i < 5; ++i) {
            fixture.begin("/job", "start");
            QCoreApplication::processEvents();
            fixture.end("/job");
        }
        QTest::qWait(JobBar::Patience{}.appear + 100);
        QVERIFY(watch.shown.empty());
    }
    void whatIsShownStaysForAWhile() {
        Bar fixture;
        Watch watch(fixture.text);
        fixture.begin("/job", "start");
        QVERIFY(!fixture.text->isVisible());
        QTRY_VERIFY(fixture.text->isVisible());
        QCOMPARE(fixture.text->fullText(), QStringLiteral("Starting bob"));
        QVERIFY(fixture.progress->isVisible());
        QVERIFY(fixture.cancel->isVisible() && fixture.cancel->isEnabled());
        fixture.end("/job");
        QVERIFY(!fixture.cancel->isEnabled()); // there is nothing to end any more
        QTRY_VERIFY(!fixture.text->isVisible());
        QCOMPARE(watch.shown.size(), 1U);
        QCOMPARE(watch.hidden.size(), 1U);
        // Timers may be off by some milliseconds (Qt::CoarseTimer: 5 %).
        const auto about = [](int ms) { return ms * 9 / 10; };
        QVERIFY(watch.shown[0] >= about(JobBar::Patience{}.appear));
        QVERIFY(watch.hidden[0] - watch.shown[0] >= about(JobBar::Patience{}.stay));
    }
    void anotherJobGoesOnInTheSameBar() {
        Bar fixture;
        Watch watch(fixture.text);
        fixture.bar->setPatience({.appear = 0, .stay = 60'000});
        fixture.begin("/one", "stop");
        QVERIFY(fixture.text->isVisible());
        fixture.end("/one");
        QVERIFY(fixture.text->isVisible());
        fixture.begin("/two", "start");
        QCOMPARE(fixture.text->fullText(), QStringLiteral("Starting bob"));
        QVERIFY(fixture.cancel->isEnabled());
        QTest::mouseClick(fixture.cancel, Qt::LeftButton);
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("cancel /two")));
        QCOMPARE(watch.shown.size(), 1U);
        QVERIFY(watch.hidden.empty());
    }
};

QTEST_MAIN(TstJobBar)
#include "tst_jobbar.moc"
