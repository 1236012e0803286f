// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The window in the situations it must look well in: light, dark, empty, five containers, five hundred, long
// names. With VITRINE_PICTURES=DIR pictures are saved there, to be looked at; what can be measured is checked
// here.

#include "core/plan/script.h"
#include "gui/agent/passworddialog.h"
#include "gui/views/boxstyle.h"
#include "gui/views/colours.h"
#include "gui/views/jobbar.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/scriptdialog.h"
#include "gui/views/windowactions.h"
#include "gui/volumes/attachdialog.h"
#include "gui/volumes/volumesform.h"
#include "tests/support/cputimer.h"
#include "tests/support/pictures.h"
#include "tests/support/windowfixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStyle>
#include <QStyleOptionButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

#include <unistd.h>

#include <chrono>
#include <cmath>

using namespace vitrine::gui;
using vitrine::allNamespaceKinds;
using vitrine::CgroupLayout;
using vitrine::ContainerSpec;
using vitrine::ContainerState;
using vitrine::ControllerVersion;
using vitrine::CpuMax;
using vitrine::ErrorKind;
using vitrine::Isolation;
using vitrine::NamespaceKind;
using vitrine::PlanContext;
using vitrine::StepState;

namespace {

std::vector<ContainerInfo> five() {
    auto alice = WindowFixture::container(1, QStringLiteral("alice"), ContainerState::Running);
    auto bob = WindowFixture::container(2, QStringLiteral("bobs-shop"), ContainerState::Running);
    alice.owner = ::getuid();
    bob.joinedContainer = alice.id;
    for (const NamespaceKind kind : {NamespaceKind::Network, NamespaceKind::Ipc, NamespaceKind::User})
        bob.sharing[kind] = Isolation::Joined;
    bob.limits.cpuMax = CpuMax{.quotaUs = 50'000, .periodUs = 100'000};
    bob.limits.memoryMax = 64 << 20;
    bob.volumes = {{QStringLiteral("/mnt/photographs"),
                    QStringLiteral("/home/alice/photographs"),
                    {QStringLiteral("ro"), QStringLiteral("noexec")},
                    true,
                    true},
                   {QStringLiteral("/mnt/exchange"),
                    QStringLiteral("/home/alice/exchange"),
                    {QStringLiteral("rw"), QStringLiteral("noexec")},
                    true,
                    false}};
    auto eve = WindowFixture::container(3, QStringLiteral("eve"), ContainerState::Paused);
    eve.sharing[NamespaceKind::Network] = Isolation::Host;
    eve.sharing[NamespaceKind::User] = Isolation::Host;
    eve.widenings = {QStringLiteral("It shares the host's network."),
                     QStringLiteral("Root inside is root of the host.")};
    auto longName = WindowFixture::container(
        4, QStringLiteral("the-container-with-the-longest-name-that-is-allowed-here-63-cha"),
        ContainerState::Stopped);
    auto broken = WindowFixture::container(5, QStringLiteral("damaged"), ContainerState::Broken);
    broken.stateReason = QStringLiteral("config.json is damaged: $.process.args is missing");
    broken.stateHint = QStringLiteral("Delete it, or put an earlier config.json back.");
    alice.group = bob.group = eve.group = QStringLiteral("1");
    longName.group = QStringLiteral("2");
    return {alice, bob, eve, longName, broken};
}

std::vector<GroupInfo> twoGroups() {
    GroupInfo shop;
    shop.id = QStringLiteral("1");
    shop.name = QStringLiteral("shop");
    shop.owner = ::getuid();
    shop.limits.memoryMax = 512 << 20;
    GroupInfo longName = shop;
    longName.id = QStringLiteral("2");
    longName.name = QStringLiteral("the-group-with-the-longest-name-that-is-allowed-here-63-charact");
    longName.limits.cpuMax = CpuMax{.quotaUs = 150'000, .periodUs = 100'000};
    longName.limits.pidsMax = 4096;
    longName.limits.cpus = {0, 1};
    return {shop, longName};
}

/// The last 70 seconds: waves, for bob with throttling and one OOM kill.
void feed(WindowFixture& fixture, const std::vector<ContainerInfo>& containers) {
    const std::int64_t begin =
        std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1) - 70'000'000'000LL;
    std::vector<std::int64_t> cpu(containers.size());
    for (int second = 0; second < 70; ++second) {
        std::vector<ContainerSample> message;
        for (std::size_t i = 0; i < containers.size(); ++i) {
            if (!isAlive(containers[i].state))
                continue;
            cpu[i] += static_cast<std::int64_t>(200'000 *
                                                (1 + std::sin(second / 6.0 + static_cast<double>(i) * 2)));
            Sample sample;
            sample.timeNs = begin + second * 1'000'000'000LL;
            sample.throttledUs = i == 1 ? std::max(0, second - 40) * 400'000LL : 0;
            sample.oomKills = i == 1 && second > 66 ? 1 : 0;
            sample.cpuUs = cpu[i];
            sample.memoryBytes = static_cast<std::int64_t>(
                (20 + 12 * std::sin(second / 9.0 + static_cast<double>(i))) * 1048576);
            sample.pids = 4;
            message.push_back({containers[i].id, sample});
        }
        emit fixture.service.statisticsReceived(message);
    }
}

ProcessUpdate processes(const ContainerId& id, int count) {
    ProcessUpdate update{.container = id, .timeNs = 1'000'000'000, .reset = true, .rows = {}, .gone = {}};
    for (int i = 0; i < count; ++i) {
        ProcessRow row;
        row.key = {4312 + i, 100ULL + static_cast<std::uint64_t>(i)};
        row.parent = i == 0 ? 1 : i < 4 ? 4312 : 4312 + 1 + i % 3;
        row.nestedPids = {i + 1};
        row.uidOutside = i % 4 == 3 ? 165'569 : 165'536;
        row.uidInside = i % 4 == 3 ? 33 : 0;
        row.state = i == 5 ? 'Z' : i % 3 == 1 ? 'R' : 'S';
        row.threads = 1 + static_cast<std::uint32_t>(i % 3);
        row.cpuTimeUs = 1000;
        row.residentBytes = 3'500'000 + static_cast<std::uint64_t>(i) * 120'000;
        row.name = i == 0       ? QStringLiteral("bash")
                   : i % 3 == 1 ? QStringLiteral("yes")
                                : QStringLiteral("worker");
        row.commandLine =
            i == 0 ? QStringLiteral("/bin/bash") : row.name + QStringLiteral(" --number=%1").arg(i);
        update.rows.push_back(row);
    }
    return update;
}

std::vector<StepRow> trace() {
    const auto step = [](const char* title, const char* call, const char* hand, const char* isolates,
                         StepState state) {
        StepRow row;
        row.description = {.id = title,
                           .title = title,
                           .systemCall = call,
                           .byHand = hand,
                           .explanation =
                               "The kernel makes a new place for the container; what happens there does not "
                               "show outside.",
                           .isolates = isolates,
                           .undo = "It goes with the process."};
        row.record.state = state;
        row.record.durationNs = 48'300;
        if (state == StepState::Failed)
            row.record.error = "No such file or directory";
        return row;
    };
    return {
        step("Make the control group", "mkdir(\"/sys/fs/cgroup/vitrine/…\", 0755)",
             "mkdir /sys/fs/cgroup/vitrine/…", "", StepState::Done),
        step("Start the process in new namespaces",
             "clone3({CLONE_NEWPID|CLONE_NEWNS|CLONE_NEWNET|CLONE_NEWUSER, …})",
             "unshare --pid --mount --net --user --fork", "pid", StepState::Done),
        step("Make mounts private", "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)",
             "mount --make-rprivate /", "mnt", StepState::Done),
        step("Change the root", "pivot_root(\".\", \".\")", "pivot_root . .", "mnt", StepState::Done),
        step("Execute /bin/bash", "execveat(…, \"/bin/bash\", …)", "exec /bin/bash", "", StepState::Failed)};
}

} // namespace

class TstLook : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QApplication::setOrganizationName(QStringLiteral("vitrine-test"));
        QApplication::setStyle(new BoxStyle);
        m_light = QApplication::style()->standardPalette();
        QApplication::setPalette(m_light);
    }
    void cleanup() { QApplication::setPalette(m_light); }

    void emptyBoxesAreSeenInTheDark() {
        QApplication::setPalette(darkPalette());
        QCheckBox box;
        QRadioButton button;
        for (QAbstractButton* empty : std::initializer_list<QAbstractButton*>{&box, &button}) {
            empty->resize(40, 30);
            QStyleOptionButton option;
            option.initFrom(empty);
            const bool isBox = empty == &box;
            const QRect place = QApplication::style()->subElementRect(
                isBox ? QStyle::SE_CheckBoxIndicator : QStyle::SE_RadioButtonIndicator, &option, empty);
            const QImage picture = empty->grab().toImage();
            const QPointF edgeAt = QPointF(place.left(), place.center().y()) * picture.devicePixelRatio();
            const QColor edge = picture.pixelColor(edgeAt.toPoint());
            // WCAG 2.1, 1.4.11: 3:1 for what must be seen of a control.
            QVERIFY2(contrast(edge, empty->palette().color(QPalette::Window)) >= 3, qPrintable(edge.name()));
        }
    }
    void emptyWindow() {
        WindowFixture fixture;
        fixture.window->show();
        fixture.service.putAll({});
        QVERIFY(fixture.child<QWidget>("emptyState")->isVisible());
        save(fixture.window.get(), "empty");
    }
    void helperMissing() {
        WindowFixture fixture;
        fixture.service.setStatus(
            Availability::NotInstalled,
            QStringLiteral("org.freedesktop.DBus.Error.ServiceUnknown\nThe name is not activatable"));
        fixture.window->show();
        QVERIFY(fixture.child<QWidget>("helperPage")->isVisible());
        save(fixture.window.get(), "helper-missing");
    }
    void fiveContainers_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << false << QSize(1180, 740);
        QTest::newRow("dark") << true << QSize(1180, 740);
        QTest::newRow("small") << false << QSize(1024, 640);
        QTest::newRow("wide") << false << QSize(1900, 1000); // 4K at 200 %: with QT_SCALE_FACTOR=2
    }
    void fiveContainers() {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        if (dark)
            QApplication::setPalette(darkPalette());
        WindowFixture fixture;
        const auto containers = five();
        fixture.service.traced = trace();
        for (const auto& step : trace())
            fixture.service.planned.push_back(step.description);
        fixture.window->resize(size);
        fixture.window->show();
        fixture.service.groups = twoGroups();
        emit fixture.service.groupsChanged();
        fixture.service.putAll(containers);
        feed(fixture, containers);
        const QByteArray tag(QTest::currentDataTag());
        const auto shot = [&](const char* name) {
            save(fixture.window.get(), (tag + '-' + name).constData());
        };
        QTRY_COMPARE(fixture.window->selectedContainer().size(), 32);
        fixture.window->selectContainer(containers[1].id);
        shot("overview");
        // Beside the scroll bar as well no line of a text is cut.
        for (const auto* label : fixture.window->findChildren<QLabel*>())
            if (label->isVisible() && label->wordWrap())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        fixture.window->showPage(QStringLiteral("processes"));
        emit fixture.service.processesReceived(processes(containers[1].id, 14));
        ProcessUpdate second = processes(containers[1].id, 14);
        second.reset = false;
        second.timeNs += 1'000'000'000;
        for (ProcessRow& row : second.rows)
            row.cpuTimeUs += row.state == 'R' ? 240'000 : 0;
        emit fixture.service.processesReceived(second);
        QVERIFY(fixture.child<QTreeView>("processTree")->isVisible());
        shot("processes");
        fixture.window->showPage(QStringLiteral("charts"));
        shot("charts");
        fixture.window->showPage(QStringLiteral("limits"));
        shot("limits");
        fixture.window->showPage(QStringLiteral("steps"));
        // The table with its explanation fills the page.
        const QWidget* steps = fixture.child<QTableView>("stepTable")->parentWidget();
        QTRY_COMPARE(steps->height(), steps->parentWidget()->height());
        shot("steps");
        fixture.window->selectContainer(containers[2].id);
        fixture.window->showPage(QStringLiteral("overview"));
        shot("widened");
        fixture.window->selectContainer(containers[4].id);
        shot("broken");
        fixture.window->selectContainer(containers[3].id);
        fixture.actions.reportFailure(
            {}, QStringLiteral("start bob"),
            {ErrorKind::Failed,
             QStringLiteral("bash needs the loader /lib64/ld-linux-x86-64.so.2, which is not in its root"),
             QStringLiteral("Add the missing libraries to its root."),
             QStringLiteral("org.vitrine.Error.Failed\nexecve: ENOENT")});
        JobInfo job;
        job.id = QStringLiteral("/job");
        job.operation = QStringLiteral("create");
        job.container = containers[3].id;
        job.progressValid = true;
        job.progress = 0.62;
        job.stage = QStringLiteral("copying /usr/lib/x86_64-linux-gnu/libc.so.6");
        job.cancelable = true;
        fixture.child<JobBar>("jobBar")->setPatience({.appear = 0, .stay = 0});
        emit fixture.service.jobChanged(job);
        shot("error");
        fixture.service.programs = {{QStringLiteral("bash"), QStringLiteral("/usr/bin/bash"), 1'265'648},
                                    {QStringLiteral("ls"), QStringLiteral("/usr/bin/ls"), 151'344},
                                    {QStringLiteral("vim"), QStringLiteral("/usr/bin/vim"), 3'000'000}};
        fixture.service.inspected = {.tree = {{0,
                                               QStringLiteral("program"),
                                               QStringLiteral("bash"),
                                               QStringLiteral("/usr/bin/bash"),
                                               QStringLiteral("/usr/bin/bash"),
                                               {}},
                                              {1,
                                               QStringLiteral("interpreter"),
                                               QStringLiteral("ld-linux-x86-64.so.2"),
                                               QStringLiteral("/lib64/ld-linux-x86-64.so.2"),
                                               QStringLiteral("/lib64/ld-linux-x86-64.so.2"),
                                               {}},
                                              {1,
                                               QStringLiteral("library"),
                                               QStringLiteral("libtinfo.so.6"),
                                               QStringLiteral("/usr/lib/libtinfo.so.6"),
                                               QStringLiteral("/usr/lib/libtinfo.so.6"),
                                               {}},
                                              {1,
                                               QStringLiteral("library"),
                                               QStringLiteral("libgone.so.1"),
                                               {},
                                               {},
                                               {QStringLiteral("/usr/lib")}}},
                                     .missing = {QStringLiteral("libgone.so.1")},
                                     .totalBytes = 3'400'000};
        fixture.window->actionSet()->create->trigger();
        auto* dialog = fixture.child<NewContainerDialog>("newContainerDialog");
        QVERIFY(dialog);
        QTest::qWait(400);
        QVERIFY2(dialog->minimumSizeHint().width() <= 1000 && dialog->minimumSizeHint().height() <= 580,
                 qPrintable(QStringLiteral("%1x%2")
                                .arg(dialog->minimumSizeHint().width())
                                .arg(dialog->minimumSizeHint().height())));
        save(dialog, (tag + "-new").constData());
        dialog->findChild<QAbstractButton*>(QStringLiteral("root_programs"))->click();
        QTest::qWait(500);
        save(dialog, (tag + "-new-programs").constData());
        auto* tabs = dialog->findChild<QTabWidget*>(QStringLiteral("newTabs"));
        tabs->setCurrentIndex(1);
        dialog->findChild<QAbstractButton*>(QStringLiteral("ns_net"))->click();
        save(dialog, (tag + "-new-isolation").constData());
        auto* join = dialog->findChild<QComboBox*>(QStringLiteral("joinContainer"));
        QCOMPARE(join->count(), 2);
        join->setCurrentIndex(1);
        save(dialog, (tag + "-new-joined").constData());
        tabs->setCurrentIndex(2);
        save(dialog, (tag + "-new-limits").constData());
        tabs->setCurrentIndex(3);
        auto* capabilities = dialog->findChild<QTreeWidget*>(QStringLiteral("capabilityList"));
        capabilities->topLevelItem(2)->setCheckState(0, Qt::Checked);
        save(dialog, (tag + "-new-privileges").constData());
        const auto* life = dialog->findChild<QWidget*>(QStringLiteral("lifeForm"));
        tabs->setCurrentWidget(life->parentWidget()->parentWidget()); // viewport and its area
        QVERIFY(life->isVisible());
        save(dialog, (tag + "-new-life").constData());
        auto* volumes = dialog->findChild<VolumesForm*>(QStringLiteral("volumesForm"));
        tabs->setCurrentWidget(volumes->parentWidget()->parentWidget());
        save(dialog, (tag + "-new-volumes").constData());
        volumes->addMemory();
        volumes->addDirectory(QStringLiteral("/home/alice/photographs"));
        dialog->findChild<QComboBox*>(QStringLiteral("volumeAccess"))->setCurrentIndex(1);
        save(dialog, (tag + "-new-volumes-two").constData());
        QTemporaryDir images;
        QFile image(images.filePath(QStringLiteral("archive.squashfs")));
        QVERIFY(image.open(QIODevice::WriteOnly) && image.write("hsqs") == 4 && image.flush());
        volumes->addImage(image.fileName());
        save(dialog, (tag + "-new-volumes-image").constData());
        QVERIFY2(dialog->minimumSizeHint().width() <= 1000 && dialog->minimumSizeHint().height() <= 580,
                 qPrintable(QStringLiteral("%1x%2")
                                .arg(dialog->minimumSizeHint().width())
                                .arg(dialog->minimumSizeHint().height())));
        dialog->reject();
        AttachDialog attach(containers[1], fixture.window.get());
        attach.show();
        save(&attach, (tag + "-attach").constData());
        attach.setDirectory(QStringLiteral("/home/alice/photographs"));
        save(&attach, (tag + "-attach-directory").constData());
        attach.setImage(image.fileName());
        save(&attach, (tag + "-attach-image").constData());
    }
    void scriptByHand_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void scriptByHand() {
        QFETCH(bool, dark);
        if (dark)
            QApplication::setPalette(darkPalette());
        WindowFixture fixture;
        PlanContext plan;
        plan.rootDirectory = "/var/lib/vitrine/containers/0123/rootfs";
        plan.cgroupPath = "vitrine-by-hand/0123";
        plan.facts.cgroup.layout = CgroupLayout::V2;
        plan.facts.cgroup.memory = plan.facts.cgroup.pids = ControllerVersion::V2;
        plan.facts.idMappedMounts = true;
        ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/bash"});
        spec.uidMappings = spec.gidMappings = plan.rootMappings = {{0, 100'000, 65'536}};
        fixture.service.script =
            QString::fromStdString(vitrine::makeScript(vitrine::makePlan(spec, plan).value(), plan, "bob"));
        const auto containers = five();
        fixture.window->show();
        fixture.service.putAll(containers);
        fixture.window->selectContainer(containers[1].id);
        fixture.window->showPage(QStringLiteral("steps"));
        QTRY_VERIFY(fixture.window->actionSet()->exportScript->isEnabled());
        fixture.window->actionSet()->exportScript->trigger();
        auto* dialog = fixture.child<ScriptDialog>("scriptDialog");
        QVERIFY(dialog);
        auto* text = dialog->findChild<QPlainTextEdit*>(QStringLiteral("scriptText"));
        QTRY_VERIFY(!text->toPlainText().isEmpty());
        QVERIFY(dialog->minimumSizeHint().width() <= 1000 && dialog->minimumSizeHint().height() <= 580);
        const char* tag = dark ? "dark-script" : "light-script";
        save(dialog, tag);
        text->find(QStringLiteral("PART 2"));
        text->centerCursor();
        dialog->findChild<QPushButton*>(QStringLiteral("scriptCopy"))->click();
        save(dialog, qPrintable(QLatin1String(tag) + QStringLiteral("-middle")));
        dialog->reject();
        save(fixture.window.get(), qPrintable(QLatin1String(tag) + QStringLiteral("-page")));
    }
    void fiveHundredContainers() {
        WindowFixture fixture;
        std::vector<ContainerInfo> containers;
        for (int i = 0; i < 500; ++i)
            containers.push_back(WindowFixture::container(
                i + 1, QStringLiteral("one-of-many-containers-with-a-long-name-%1").arg(i + 1),
                i % 5 == 4 ? ContainerState::Stopped : ContainerState::Running));
        fixture.window->show();
        QElapsedTimer timer;
        timer.start();
        fixture.service.putAll(containers);
        QTRY_COMPARE(fixture.child<QListView>("containerList")->model()->rowCount(), 500);
        qInfo("500 containers in the list after %lld ms", timer.elapsed());
        const CpuTimer busy;
        feed(fixture, containers);
        QCoreApplication::processEvents();
        const double tick = busy.elapsed() / 70;
        qInfo("500 containers: %.2f ms a tick", tick);
        QVERIFY(tick < 50 * sanitizerSlowdown);
        save(fixture.window.get(), "five-hundred");
    }
    void passwordDialog() {
        PasswordDialog dialog(
            QStringLiteral(
                "Authentication is needed to create the container the-shop-of-bob and to let it use "
                "the host's network"),
            QStringLiteral("org.vitrine.widen"), {QStringLiteral("root"), QStringLiteral("alice")});
        dialog.show();
        dialog.ask(QStringLiteral("Password: "), PasswordDialog::Echo::Hidden);
        dialog.setProblem(QStringLiteral("That was not the right password. Try again."));
        save(&dialog, "password");
    }
    void chipsCanBeRead() {
        for (const NamespaceKind kind : allNamespaceKinds)
            QVERIFY(contrast(colourOf(kind), textOn(colourOf(kind))) >= 4.5);
        for (const QPalette& palette : {m_light, darkPalette()})
            for (const QColor& ground : {palette.color(QPalette::Base), palette.color(QPalette::Window)})
                for (const QColor& text : {dangerColour(palette), quietColour(palette)})
                    QVERIFY2(contrast(ground, text) >= 4.5, qPrintable(ground.name() + text.name()));
    }
    /// Everything in the tool bar stays reachable in the smallest window, in a language a third longer.
    void smallestWindowCutsNothing() {
        WindowFixture fixture;
        fixture.window->resize(1024, 640);
        fixture.window->show();
        fixture.service.putAll(five());
        QCoreApplication::processEvents();
        auto* bar = fixture.child<QToolBar>("toolBar");
        for (const auto* button : bar->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) {
            if (button->objectName() == QLatin1String("qt_toolbar_ext_button"))
                QVERIFY(!button->isVisible());
            else
                QVERIFY(button->width() >= button->sizeHint().width());
        }
    }

private:
    QPalette m_light;
};

QTEST_MAIN(TstLook)
#include "tst_look.moc"
