// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitsform.h"
#include "gui/limits/limitwords.h"
#include "tests/models/pages/pagefixture.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine::gui;
using vitrine::ContainerSpec;
using vitrine::CpuMax;
using vitrine::ResourceLimits;

namespace {

struct Form {
    PageFixture fixture;
    LimitsForm form{fixture.service.helper()};

    Form() {
        form.setSpec({});
        form.show();
    }
    template <typename Widget>
    [[nodiscard]] Widget* child(const char* name) const {
        return form.findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] ResourceLimits limits() const {
        ContainerSpec spec;
        form.apply(spec);
        return spec.limits;
    }
    /// With the keyboard, from the first one on.
    void pick(int preset) const {
        auto* box = child<QComboBox>("limitPresets");
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < preset; ++i)
            QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentIndex(), preset);
    }
    void type(const char* kind, const char* text) const {
        const QString name = QStringLiteral("limit-%1-").arg(QLatin1String(kind));
        form.findChild<QAbstractButton*>(name + QStringLiteral("none"))->setChecked(false);
        auto* spin = form.findChild<QDoubleSpinBox*>(name + QStringLiteral("spin"));
        spin->selectAll();
        QTest::keyClicks(spin, QLatin1String(text));
        QTest::keyClick(spin, Qt::Key_Return);
    }
    [[nodiscard]] QString replaced() const {
        const auto* text = child<QLabel>("limitsReplaced");
        return text->isVisible() ? text->text() : QString();
    }
};

} // namespace

/// The limits of a container, or a group, that is about to be made: what a preset does to them.
class TstLimitsForm : public QObject {
    Q_OBJECT
private slots:
    void aPresetFillsTheFieldsIn_data() {
        QTest::addColumn<int>("preset");
        QTest::addColumn<std::uint64_t>("cpu"); // µs of 100 ms; 0: no limit
        QTest::addColumn<std::uint64_t>("memory");
        QTest::addColumn<std::uint64_t>("processes");
        const auto row = [](const char* name, int preset, std::uint64_t cpu, std::uint64_t memory,
                            std::uint64_t processes) {
            QTest::newRow(name) << preset << cpu << memory << processes;
        };
        row("small", 1, 50'000, 256 * mebibyte, 128);
        row("medium", 2, 100'000, 1024 * mebibyte, 1024);
        row("whole machine", 3, 0, 0, 4096);
    }
    void aPresetFillsTheFieldsIn() {
        QFETCH(const int, preset);
        QFETCH(const std::uint64_t, cpu);
        QFETCH(const std::uint64_t, memory);
        QFETCH(const std::uint64_t, processes);
        const Form f;
        QCOMPARE(f.child<QComboBox>("limitPresets")->count(), 4);
        QSignalSpy changed(&f.form, &LimitsForm::changed);
        f.pick(preset);
        QVERIFY(changed.size() >= 1);
        ResourceLimits expected;
        if (cpu != 0)
            expected.cpuMax = CpuMax{.quotaUs = cpu, .periodUs = 100'000};
        if (memory != 0)
            expected.memoryMax = memory;
        expected.pidsMax = processes;
        QVERIFY(f.limits() == expected);
        // It is what the fields show, and the name of the preset says the same.
        QCOMPARE(f.child<QAbstractButton>("limit-cpuMax-none")->isChecked(), cpu == 0);
        QCOMPARE(f.child<QAbstractButton>("limit-memoryMax-none")->isChecked(), memory == 0);
        QCOMPARE(f.child<QDoubleSpinBox>("limit-pidsMax-spin")->value(), static_cast<double>(processes));
        const QString name = f.child<QComboBox>("limitPresets")->currentText();
        QVERIFY2(name.contains(QString::number(processes)), qPrintable(name));
        QCOMPARE(f.replaced(), QString()); // there was nothing
    }
    void whatWasTypedIsNamedAndComesBack() {
        const Form f;
        f.type("memoryMax", "300 MiB");
        f.type("cpuMax", "30");
        f.child<QAbstractButton>("limit-cpus-none")->setChecked(false);
        auto* cpus = f.child<QLineEdit>("limit-cpus-list");
        cpus->selectAll();
        QTest::keyClicks(cpus, QStringLiteral("1"));
        const ResourceLimits typed = f.limits();
        QCOMPARE(typed.memoryMax, std::optional<std::uint64_t>(300 * mebibyte));
        QCOMPARE(typed.cpuMax->quotaUs, 30'000U);
        f.pick(1);
        QCOMPARE(f.limits().memoryMax, std::optional<std::uint64_t>(256 * mebibyte));
        QCOMPARE(f.limits().cpus, vitrine::NumberList{1}); // no preset says anything of those
        QVERIFY2(f.replaced().contains(QStringLiteral("30 %")) &&
                     f.replaced().contains(QStringLiteral("300")) &&
                     !f.replaced().contains(titleOf(LimitKind::Pids)),
                 qPrintable(f.replaced()));
        // Nor of what cannot be read yet.
        QTest::keyClicks(cpus, QStringLiteral(","));
        f.pick(1);
        QCOMPARE(cpus->text(), QStringLiteral("1,"));
        QTest::keyClick(cpus, Qt::Key_Backspace);
        // Of several presets in a row it is still what was typed.
        f.pick(3);
        QVERIFY(!f.limits().memoryMax);
        QVERIFY2(f.replaced().contains(QStringLiteral("300")), qPrintable(f.replaced()));
        QSignalSpy changed(&f.form, &LimitsForm::changed);
        QTest::mouseClick(f.child<QAbstractButton>("limitsPutBack"), Qt::LeftButton);
        QVERIFY(f.limits() == typed);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(f.replaced(), QString());
        QCOMPARE(f.child<QComboBox>("limitPresets")->currentIndex(), 0);
    }
    void whatIsTypedAfterwardsStays() {
        const Form f;
        f.type("memoryMax", "300 MiB");
        f.pick(1);
        QVERIFY(!f.replaced().isEmpty());
        f.type("swapMax", "20 MiB"); // of no preset: what was before can still be had
        QVERIFY(!f.replaced().isEmpty());
        QCOMPARE(f.child<QComboBox>("limitPresets")->currentIndex(), 0);
        f.type("memoryMax", "400 MiB");
        QCOMPARE(f.replaced(), QString());
        QCOMPARE(f.limits().memoryMax, std::optional<std::uint64_t>(400 * mebibyte));
        QCOMPARE(f.limits().swapMax, std::optional<std::uint64_t>(20 * mebibyte));
        f.pick(2);
        QVERIFY2(f.replaced().contains(QStringLiteral("400")), qPrintable(f.replaced()));
    }
    void anotherSpecificationForgetsIt() {
        Form f;
        f.type("memoryMax", "300 MiB");
        f.pick(1);
        f.form.setSpec({});
        QCOMPARE(f.replaced(), QString());
        QVERIFY(f.limits() == ResourceLimits());
    }
    /// The same form is a container's and a group's.
    void itsWordsSayNothingOfAContainer() {
        const Form f;
        for (const QLabel* label : f.form.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("container")), qPrintable(label->text()));
    }
};

QTEST_MAIN(TstLimitsForm)
#include "tst_limitsform.moc"
