// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/bytespinbox.h"
#include "gui/limits/limitslider.h"
#include "gui/limits/limitspage.h"
#include "gui/limits/limitwords.h"
#include "tests/models/pages/pagefixture.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTest>
#include <QToolButton>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::CpuMax;
using vitrine::ErrorKind;
using vitrine::ResourceLimits;

namespace {

template <typename Widget>
Widget* find(QWidget& page, const char* name) {
    auto* widget = page.findChild<Widget*>(QLatin1String(name));
    Q_ASSERT(widget);
    return widget;
}

void type(QDoubleSpinBox* box, const QString& text) {
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return);
}

} // namespace

class TstLimits : public QObject {
    Q_OBJECT
private slots:
    void bytesAreParsed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qulonglong>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("mib") << "40 MiB" << 40ULL * mebibyte << true;
        QTest::newRow("short") << "40m" << 40ULL * mebibyte << true;
        QTest::newRow("bare") << "40" << 40ULL * mebibyte << true;
        QTest::newRow("fraction") << "1.5 GiB" << 1536ULL * mebibyte << true;
        QTest::newRow("kb") << "640KB" << 640ULL * 1024 << true;
        QTest::newRow("bytes") << "524288 B" << 524288ULL << true;
        QTest::newRow("zero") << "0" << 0ULL << true;
        QTest::newRow("letter") << "12q" << 0ULL << false;
        QTest::newRow("negative") << "-1" << 0ULL << false;
        QTest::newRow("huge") << "99999999999 TiB" << 0ULL << false;
        QTest::newRow("empty") << "" << 0ULL << false;
        QTest::newRow("unit alone") << "MiB" << 0ULL << false;
        QTest::newRow("two numbers") << "1 2" << 0ULL << false;
    }
    void bytesAreParsed() {
        QFETCH(const QString, text);
        QFETCH(const qulonglong, bytes);
        QFETCH(const bool, valid);
        const auto parsed = ByteSpinBox::parse(text);
        QCOMPARE(parsed.has_value(), valid);
        QCOMPARE(parsed.value_or(0), bytes);
    }
    void bytesAreShownExactly() {
        QCOMPARE(ByteSpinBox::format(40 * mebibyte), "40 MiB");
        QCOMPARE(ByteSpinBox::format(1536 * mebibyte), "1.5 GiB");
        for (const std::uint64_t bytes :
             {0ULL, 1ULL, 1023ULL, 524288ULL, 524289ULL, 41943041ULL, 1ULL << 40U}) {
            QCOMPARE(ByteSpinBox::parse(ByteSpinBox::format(bytes)), std::optional<std::uint64_t>(bytes));
        }
    }
    void sliderAndValueAgree() {
        HelperInfo helper;
        helper.cpuCount = 4;
        helper.memoryTotal = 8ULL << 30U;
        for (const LimitKind kind : numberLimitKinds) {
            const LimitRange range = rangeOf(kind, helper);
            std::uint64_t last = 0;
            for (int position = 0; position <= sliderSteps; ++position) {
                const std::uint64_t value = sliderValue(kind, range, position);
                QVERIFY(value >= last && value >= range.least && value <= range.most);
                last = value;
            }
            QCOMPARE(sliderPosition(kind, range, range.sliderLeast), 0);
            QCOMPARE(sliderPosition(kind, range, range.sliderMost), sliderSteps);
            QCOMPARE(sliderValue(kind, range, sliderSteps), range.sliderMost);
        }
        const LimitRange cpu = rangeOf(LimitKind::Cpu, helper);
        QCOMPARE(sliderValue(LimitKind::Cpu, cpu, sliderPosition(LimitKind::Cpu, cpu, 2000)), 2000U);
    }
    void cpuKeepsItsPeriod() {
        ResourceLimits limits;
        limits.cpuMax = CpuMax{.quotaUs = 25'000, .periodUs = 50'000};
        QCOMPARE(valueOf(LimitKind::Cpu, limits), std::optional<std::uint64_t>(500));
        setValue(LimitKind::Cpu, limits, 250);
        QCOMPARE(limits.cpuMax->quotaUs, 12'500U);
        QCOMPARE(limits.cpuMax->periodUs, 50'000U);
        setValue(LimitKind::Cpu, limits, std::nullopt);
        QVERIFY(!limits.cpuMax);
    }

    void typingSetsALimit() {
        PageFixture fixture;
        fixture.service.kernel = {{QStringLiteral("memoryMax"), QStringLiteral("/sys/fs/cgroup/v/memory.max"),
                                   QStringLiteral("41943040")}};
        LimitsPage page(fixture.context());
        page.resize(800, 600);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* box = find<QDoubleSpinBox>(page, "limit-memoryMax-spin");
        QVERIFY(!box->isEnabled()); // there is no limit yet
        QTest::mouseClick(find<QCheckBox>(page, "limit-memoryMax-none"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_COMPARE(fixture.count("setLimits"), 1);
        QCOMPARE(fixture.service.lastLimits.memoryMax, std::optional<std::uint64_t>(256 * mebibyte));
        type(box, QStringLiteral("40 MiB"));
        QTRY_COMPARE(fixture.count("setLimits"), 2);
        QCOMPARE(fixture.service.lastLimits.memoryMax, std::optional<std::uint64_t>(40 * mebibyte));
        const auto says = [&] { return page.editor(LimitKind::MemoryMax)->readback(); };
        QTRY_VERIFY(says().contains("41943040"));
        QVERIFY(says().contains("memory.max") && says().contains("40.0 MiB"));
        QTest::mouseClick(find<QToolButton>(page, "limit-memoryMax-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), "/sys/fs/cgroup/v/memory.max");
        QTest::mouseClick(find<QCheckBox>(page, "limit-memoryMax-none"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_COMPARE(fixture.count("setLimits"), 3);
        QVERIFY(!fixture.service.lastLimits.memoryMax);
        QVERIFY(!box->isEnabled());
    }
    void movingTheSliderAsksForALimit() {
        PageFixture fixture;
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* slider = find<QSlider>(page, "limit-memoryMax-slider");
        auto* none = find<QCheckBox>(page, "limit-memoryMax-none");
        QCOMPARE(slider->value(), sliderSteps);
        QVERIFY(none->isChecked());
        QTest::keyClick(slider, Qt::Key_PageDown);
        QVERIFY(!none->isChecked());
        QVERIFY(find<QDoubleSpinBox>(page, "limit-memoryMax-spin")->isEnabled());
        QTRY_COMPARE(fixture.count("setLimits"), 1);
        QVERIFY(fixture.service.lastLimits.memoryMax);
    }

    void aWeightHasADefault() {
        PageFixture fixture;
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QCOMPARE(find<QCheckBox>(page, "limit-cpuWeight-none")->text(), QStringLiteral("Default"));
        QCOMPARE(find<QCheckBox>(page, "limit-memoryMax-none")->text(), QStringLiteral("No limit"));
        auto* slider = find<QSlider>(page, "limit-cpuWeight-slider");
        QVERIFY(slider->value() > 0 && slider->value() < sliderSteps);
        QVERIFY(page.editor(LimitKind::CpuWeight)->readback().contains(QStringLiteral("default")));
    }

    void nonsenseCannotBeTyped() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.pidsMax = 64; });
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* box = find<QDoubleSpinBox>(page, "limit-pidsMax-spin");
        QCOMPARE(box->value(), 64.0);
        type(box, QStringLiteral("-12q"));
        QTRY_COMPARE(fixture.service.lastLimits.pidsMax, std::optional<std::uint64_t>(12));
        type(box, QStringLiteral("99999999999999999999"));
        QTest::qWait(600);
        const auto pids = fixture.service.known.value(fixture.id).limits.pidsMax;
        QVERIFY(pids && *pids <= 4'194'304);
        type(box, QStringLiteral("0"));
        QTest::qWait(600);
        QVERIFY(fixture.service.known.value(fixture.id).limits.pidsMax.value_or(0) >= 1);
    }
    void sliderSetsWhenItIsLetGo() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.cpuMax = CpuMax{50'000, 100'000}; });
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* slider = find<QSlider>(page, "limit-cpuMax-slider");
        QStyleOptionSlider option;
        option.initFrom(slider);
        option.minimum = 0;
        option.maximum = sliderSteps;
        option.sliderPosition = option.sliderValue = slider->value();
        option.orientation = Qt::Horizontal;
        const QPoint handle =
            slider->style()
                ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider)
                .center();
        QTest::mousePress(slider, Qt::LeftButton, {}, handle);
        QTest::mouseMove(slider, handle + QPoint(30, 0));
        QTest::mouseMove(slider, handle + QPoint(60, 0));
        QTest::qWait(500);
        QCOMPARE(fixture.count("setLimits"), 0);
        QTest::mouseRelease(slider, Qt::LeftButton, {}, handle + QPoint(60, 0));
        QTRY_COMPARE(fixture.count("setLimits"), 1);
        QVERIFY(fixture.service.lastLimits.cpuMax->quotaUs > 50'000);
        QCOMPARE(find<QDoubleSpinBox>(page, "limit-cpuMax-spin")->value() * 1000,
                 static_cast<double>(fixture.service.lastLimits.cpuMax->quotaUs));
    }
    void stepsAreSentTogether() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.cpuMax = CpuMax{50'000, 100'000}; });
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* box = find<QDoubleSpinBox>(page, "limit-cpuMax-spin");
        box->setFocus();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(box, Qt::Key_Up);
        QTRY_COMPARE(fixture.count("setLimits"), 1);
        QCOMPARE(fixture.service.lastLimits.cpuMax, std::optional(CpuMax{75'000, 100'000}));
    }
    void refusedValuesComeBack() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) {
            info.limits.memoryMax = 64 * mebibyte;
            info.limits.pidsMax = 10;
        });
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        fixture.service.nextError = ServiceError{ErrorKind::Busy,
                                                 QStringLiteral("it uses more than that"),
                                                 QStringLiteral("Choose a higher limit."),
                                                 {}};
        auto* box = find<QDoubleSpinBox>(page, "limit-memoryMax-spin");
        type(box, QStringLiteral("1 MiB"));
        auto* error = find<QLabel>(page, "limit-memoryMax-error");
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->text().contains("it uses more than that") &&
                error->text().contains("Choose a higher"));
        QCOMPARE(box->value(), 64.0 * mebibyte);
        QVERIFY(!find<QLabel>(page, "limit-pidsMax-error")->isVisible());
        type(box, QStringLiteral("80 MiB"));
        QTRY_COMPARE(fixture.service.known.value(fixture.id).limits.memoryMax,
                     std::optional<std::uint64_t>(80 * mebibyte));
        QVERIFY(!error->isVisible());
    }
    void changesMeanwhileAreSentAfterTheAnswer() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.pidsMax = 10; });
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        emit page.editor(LimitKind::Pids)->valueWanted(LimitKind::Pids, 20);
        emit page.editor(LimitKind::CpuWeight)->valueWanted(LimitKind::CpuWeight, 300);
        QCOMPARE(fixture.count("setLimits"), 1);
        QVERIFY(page.editor(LimitKind::Pids)->readback().contains("being set"));
        QTRY_COMPARE(fixture.count("setLimits"), 2);
        QCOMPARE(fixture.service.lastLimits.cpuWeight, std::optional<std::uint64_t>(300));
        QCOMPARE(fixture.service.lastLimits.pidsMax, std::optional<std::uint64_t>(20));
    }
    void twoFilesOfCgroupV1AreOne() {
        PageFixture fixture;
        const QString path = QStringLiteral("/sys/fs/cgroup/cpu/v/");
        fixture.service.kernel = {
            {QStringLiteral("cpuPeriodUs"), path + "cpu.cfs_period_us", QStringLiteral("100000")},
            {QStringLiteral("cpuQuotaUs"), path + "cpu.cfs_quota_us", QStringLiteral("50000")}};
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QTRY_VERIFY(page.editor(LimitKind::Cpu)->readback().contains("50000 / 100000"));
        QVERIFY(page.editor(LimitKind::Cpu)->readback().contains("cpu.cfs_quota_us"));
    }
    void cpusAreChosenByNumber() {
        PageFixture fixture;
        fixture.service.info.cpus = QStringLiteral("0-3");
        fixture.service.kernel = {
            {QStringLiteral("cpus"), QStringLiteral("/sys/fs/cgroup/v/cpuset.cpus"), {}}};
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* edit = find<QLineEdit>(page, "limit-cpus-list");
        auto* error = find<QLabel>(page, "limit-cpus-error");
        QVERIFY(!edit->isEnabled());
        QCOMPARE(edit->placeholderText(), "0-3");
        QTRY_VERIFY(page.row(LimitKind::Cpus)->readback().contains("nothing (all of them)"));
        // It begins with all, to take away from; that alone changes nothing that anybody would notice.
        QTest::mouseClick(find<QCheckBox>(page, "limit-cpus-none"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_COMPARE(fixture.service.lastLimits.cpus, (vitrine::NumberList{0, 1, 2, 3}));
        QVERIFY(edit->hasFocus());
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("1,7"));
        QVERIFY(error->isVisible());
        QVERIFY2(error->text().contains("CPUs among 0-3"), qPrintable(error->text()));
        const int sent = fixture.count("setLimits");
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(fixture.count("setLimits"), sent);
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("3,1"));
        QVERIFY(!error->isVisible());
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(fixture.service.lastLimits.cpus, (vitrine::NumberList{1, 3}));
        QTRY_VERIFY(page.row(LimitKind::Cpus)->readback().contains("<b>1,3</b>"));
        QVERIFY(page.row(LimitKind::Cpus)->readback().contains("cpuset.cpus"));
        QTest::mouseClick(find<QCheckBox>(page, "limit-cpus-none"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_VERIFY(fixture.service.lastLimits.cpus.empty());
        QVERIFY(!edit->isEnabled());
        // One memory node is no choice.
        QVERIFY(!page.row(LimitKind::MemoryNodes)->isVisible());
    }
    void severalMemoryNodesAreOffered() {
        PageFixture fixture;
        fixture.service.info.memoryNodes = QStringLiteral("0-1");
        fixture.change([](ContainerInfo& info) { info.limits.memoryNodes = {1}; });
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QVERIFY(page.row(LimitKind::MemoryNodes)->isVisible());
        QCOMPARE(find<QLineEdit>(page, "limit-memoryNodes-list")->text(), "1");
    }
    void allCanBeStoppedTogether() {
        PageFixture fixture;
        fixture.service.kernel = {{QStringLiteral("memoryOomGroup"),
                                   QStringLiteral("/sys/fs/cgroup/v/memory.oom.group"), QStringLiteral("1")}};
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* box = find<QCheckBox>(page, "limit-memoryOomGroup-switch");
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QTRY_VERIFY(fixture.service.lastLimits.memoryOomGroup);
        QTRY_VERIFY(page.row(LimitKind::OomGroup)->readback().contains("memory.oom.group"));
        QVERIFY(page.row(LimitKind::OomGroup)->readback().contains("stop all"));
        fixture.service.nextError = ServiceError{ErrorKind::NotSupported, QStringLiteral("not here"), {}, {}};
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, 8));
        auto* error = find<QLabel>(page, "limit-memoryOomGroup-error");
        QTRY_VERIFY(error->isVisible() && error->text().contains("not here"));
        QVERIFY(box->isChecked());
    }
    void disksAreAddedAndTakenAway() {
        PageFixture fixture;
        fixture.service.disks = {{{254, 0}, "vda", 1ULL << 38U}, {{254, 16}, "vdb", 1ULL << 30U}};
        fixture.service.kernel = {
            {QStringLiteral("ioMax"), QStringLiteral("/sys/fs/cgroup/v/io.max"),
             QStringLiteral("254:0 rbps=max wbps=3145728 riops=max wiops=max\n254:16 rbps=1 wbps=1")}};
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* choice = find<QComboBox>(page, "limit-ioMax-disk");
        auto* add = find<QPushButton>(page, "limit-ioMax-add");
        QTRY_COMPARE(choice->count(), 2);
        QVERIFY(choice->itemText(0).startsWith("vda (254:0)"));
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_COMPARE(fixture.service.lastLimits.ioMax.size(), 1U);
        QCOMPARE(choice->count(), 1);
        auto* read = find<ByteSpinBox>(page, "limit-ioMax-read-254:0");
        QVERIFY(read->hasFocus());
        type(read, QStringLiteral("0"));
        QTRY_COMPARE(fixture.service.lastLimits.ioMax.front().readBytes, 0U);
        QCOMPARE(read->text(), "no limit");
        auto* write = find<ByteSpinBox>(page, "limit-ioMax-write-254:0");
        QCOMPARE(write->accessibleName(), "Written to vda per second");
        type(write, QStringLiteral("3 MiB"));
        QTRY_VERIFY(fixture.service.lastLimits.ioMax ==
                    (std::vector<vitrine::DiskLimit>{{.device = {254, 0}, .writeBytes = 3 * mebibyte}}));
        const auto says = [&] { return page.row(LimitKind::IoMax)->readback(); };
        QTRY_VERIFY2(says().contains("vda: writes 3.0 MiB/s"), qPrintable(says()));
        QVERIFY2(says().contains("wiops=max; 254:16"), qPrintable(says()));
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_COMPARE(fixture.service.lastLimits.ioMax.size(), 2U);
        QVERIFY(!add->isEnabled()); // there are no more
        QTest::mouseClick(find<QToolButton>(page, "limit-ioMax-remove-254:0"), Qt::LeftButton);
        QTRY_COMPARE(fixture.service.lastLimits.ioMax.size(), 1U);
        QCOMPARE(fixture.service.lastLimits.ioMax.front().device.minor, 16U);
        QCOMPARE(choice->count(), 1);
    }
    void limitsOfOperationsAreKept() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.ioMax = {{{8, 0}, 0, 2 * mebibyte, 100, 0}}; });
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        type(find<ByteSpinBox>(page, "limit-ioMax-write-8:0"), QStringLiteral("5 MiB"));
        QTRY_VERIFY(fixture.service.lastLimits.ioMax ==
                    (std::vector<vitrine::DiskLimit>{{{8, 0}, 0, 5 * mebibyte, 100, 0}}));
    }
    void fourFilesOfCgroupV1AreOne() {
        PageFixture fixture;
        const QString path = QStringLiteral("/sys/fs/cgroup/blkio/v/blkio.throttle.");
        fixture.service.kernel = {
            {QStringLiteral("ioReadBytes"), path + "read_bps_device", {}},
            {QStringLiteral("ioWriteBytes"), path + "write_bps_device", QStringLiteral("254:0 1048576")},
            {QStringLiteral("ioReadOps"), path + "read_iops_device", QStringLiteral("254:0 90")},
            {QStringLiteral("ioWriteOps"), path + "write_iops_device", {}}};
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        const auto says = [&] { return page.row(LimitKind::IoMax)->readback(); };
        QTRY_VERIFY2(says().contains("write_bps_device 254:0 1048576; read_iops_device 254:0 90"),
                     qPrintable(says()));
        QVERIFY(says().contains("blkio.throttle.write_bps_device</tt>"));
    }
    void whatIsNotThereSaysWhy() {
        PageFixture fixture;
        fixture.service.info.unavailable = {{QStringLiteral("oom-group"), QStringLiteral("No group here.")},
                                            {QStringLiteral("cpuset-limit"), QStringLiteral("No cpuset.")},
                                            {QStringLiteral("io-weight"), QStringLiteral("No weight.")},
                                            {QStringLiteral("io-limit"), QString()}};
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QVERIFY(!find<QCheckBox>(page, "limit-memoryOomGroup-switch")->isEnabled());
        QVERIFY(!find<QCheckBox>(page, "limit-cpus-none")->isEnabled());
        QVERIFY(!find<QCheckBox>(page, "limit-ioWeight-none")->isEnabled());
        QVERIFY(find<QCheckBox>(page, "limit-memoryMax-none")->isEnabled());
        QCOMPARE(page.row(LimitKind::OomGroup)->readback(), "Not available: No group here.");
        QCOMPARE(page.row(LimitKind::Cpus)->readback(), "Not available: No cpuset.");
        QCOMPARE(page.row(LimitKind::IoWeight)->readback(), "Not available: No weight.");
    }

    void noLimitIsAWord_data() {
        QTest::addColumn<LimitKind>("kind");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("words");
        QTest::newRow("v1 memory") << LimitKind::MemoryMax << "9223372036854771712" << "no limit";
        QTest::newRow("v1 memory, 64 KiB pages") << LimitKind::Swap << "9223372036854710272" << "no limit";
        QTest::newRow("v2 memory") << LimitKind::MemoryMax << "max" << "max (no limit)";
        QTest::newRow("v2 cpu") << LimitKind::Cpu << "max 100000" << "max 100000 (no limit)";
        QTest::newRow("v1 cpu") << LimitKind::Cpu << "-1 / 100000" << "-1 / 100000 (no limit)";
        QTest::newRow("a limit") << LimitKind::MemoryMax << "41943040" << "41943040";
        QTest::newRow("a quota") << LimitKind::Cpu << "50000 / 100000" << "50000 / 100000";
        QTest::newRow("pids") << LimitKind::Pids << "max" << "max (no limit)";
    }
    void noLimitIsAWord() {
        QFETCH(const LimitKind, kind);
        QFETCH(const QString, content);
        QTEST(kernelWords(kind, content), "words");
    }
    void thePeriodCanBeChanged() {
        PageFixture fixture;
        fixture.change([](ContainerInfo& info) { info.limits.cpuMax = CpuMax{50'000, 100'000}; });
        LimitsPage page(fixture.context());
        page.resize(900, 700);
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* box = find<QDoubleSpinBox>(page, "limit-cpuPeriod-spin");
        QVERIFY(!box->isVisible());
        QTest::mouseClick(find<QToolButton>(page, "limit-cpuPeriod-more"), Qt::LeftButton);
        QVERIFY(box->isVisible());
        QCOMPARE(box->value(), 100.0);
        type(box, QStringLiteral("20"));
        QTRY_COMPARE(fixture.service.lastLimits.cpuMax, std::optional(CpuMax{10'000, 20'000}));
        QCOMPARE(find<QDoubleSpinBox>(page, "limit-cpuMax-spin")->value(), 50.0);
        // A share of a period so short that the kernel would not take it.
        type(find<QDoubleSpinBox>(page, "limit-cpuMax-spin"), QStringLiteral("10"));
        QTRY_COMPARE(fixture.service.lastLimits.cpuMax, std::optional(CpuMax{2'000, 20'000}));
        QTRY_VERIFY(!page.editor(LimitKind::Cpu)->readback().contains("being set"));
        type(box, QStringLiteral("1"));
        auto* error = find<QLabel>(page, "limit-cpuMax-error");
        QTRY_VERIFY(error->isVisible());
        QVERIFY2(error->text().contains("1,000"), qPrintable(error->text()));
        QCOMPARE(box->value(), 20.0);
        QCOMPARE(fixture.service.lastLimits.cpuMax, std::optional(CpuMax{2'000, 20'000}));
        QTest::mouseClick(find<QCheckBox>(page, "limit-cpuMax-none"), Qt::LeftButton, {}, QPoint(8, 8));
        QTRY_VERIFY(!fixture.service.lastLimits.cpuMax);
        QTRY_VERIFY(!box->isEnabled());
    }
    void theKeyboardGoesFromAboveToBelow() {
        PageFixture fixture;
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        int last = -1;
        int seen = 0;
        for (QWidget* widget = page.nextInFocusChain(); widget != &page;
             widget = widget->nextInFocusChain()) {
            const bool isRow = qobject_cast<LimitRow*>(widget->parentWidget()) ||
                               widget->objectName() == QLatin1String("limit-cpuPeriod-more");
            if (!isRow || !widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            QWidget* row = widget->parentWidget();
            const int top = row->mapTo(&page, QPoint()).y();
            QVERIFY2(top >= last, qPrintable(widget->objectName()));
            last = top;
            ++seen;
        }
        QVERIFY2(seen > 10, qPrintable(QString::number(seen)));
    }
    void swapAloneIsRefusedOnCgroupV1() {
        PageFixture fixture;
        fixture.service.info.cgroupLayout = QStringLiteral("hybrid");
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        emit page.editor(LimitKind::Swap)->valueWanted(LimitKind::Swap, 0);
        QVERIFY2(page.editor(LimitKind::Swap)->error().contains("limit of memory"),
                 qPrintable(page.editor(LimitKind::Swap)->error()));
        QCOMPARE(fixture.count("setLimits"), 0);
        emit page.editor(LimitKind::MemoryMax)->valueWanted(LimitKind::MemoryMax, 64 * mebibyte);
        QTRY_COMPARE(fixture.count("setLimits"), 1);
        emit page.editor(LimitKind::Swap)->valueWanted(LimitKind::Swap, 0);
        QTRY_COMPARE(fixture.service.lastLimits.swapMax, std::optional<std::uint64_t>(0));
        // Nor can the limit that it rests on go.
        QTRY_VERIFY(!page.editor(LimitKind::Swap)->readback().contains("being set"));
        emit page.editor(LimitKind::MemoryMax)->valueWanted(LimitKind::MemoryMax, std::nullopt);
        QVERIFY(page.editor(LimitKind::MemoryMax)->error().contains("Swap"));
        QCOMPARE(page.editor(LimitKind::MemoryMax)->value(), std::optional<std::uint64_t>(64 * mebibyte));
        QCOMPARE(fixture.count("setLimits"), 2);
        fixture.service.info.cgroupLayout = QStringLiteral("v2");
        emit page.editor(LimitKind::MemoryMax)->valueWanted(LimitKind::MemoryMax, std::nullopt);
        QTRY_COMPARE(fixture.count("setLimits"), 3);
    }
    void unavailableIsSaidWithTheReason() {
        PageFixture fixture;
        fixture.service.info.unavailable.insert(QStringLiteral("swap-limit"),
                                                QStringLiteral("No swap accounting."));
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        page.show();
        QVERIFY(!find<QCheckBox>(page, "limit-swapMax-none")->isEnabled());
        QVERIFY(page.editor(LimitKind::Swap)->readback().contains("No swap accounting."));
        QVERIFY(find<QCheckBox>(page, "limit-memoryMax-none")->isEnabled());
    }
    void hiddenPagesAskNothing() {
        PageFixture fixture;
        LimitsPage page(fixture.context());
        page.setContainer(fixture.id);
        fixture.change([](ContainerInfo& info) { info.state = ContainerState::Stopped; });
        QTest::qWait(50);
        QCOMPARE(fixture.service.calls, QStringList());
        page.show();
        QTest::qWait(50);
        QCOMPARE(fixture.count("readLimits"), 0); // stopped: there is no file
        fixture.change([](ContainerInfo& info) { info.state = ContainerState::Running; });
        QTRY_VERIFY(fixture.count("readLimits") >= 1);
    }
};

QTEST_MAIN(TstLimits)
#include "tst_limitspage.moc"
