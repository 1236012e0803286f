// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/newcontainerdialog.h"
#include "tests/support/windowfixture.h"

#include "core/model/ociconfig.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace vitrine::gui;
using vitrine::ContainerState;
using vitrine::NamespaceKind;
using vitrine::RootMode;

namespace {

struct Dialog {
    Dialog()
        : dialog((fixture.service.disks = {{{254, 0}, "vda", 1ULL << 38U}}, fixture.context)) {
        fixture.service.putAll({WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped)});
        dialog.show();
    }
    template <typename Widget>
    [[nodiscard]] Widget* child(const char* name) const {
        return dialog.findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] bool canCreate() const { return child<QPushButton>("createButton")->isEnabled(); }
    void type(const char* field, const QString& text) const {
        auto* edit = child<QLineEdit>(field);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClick(edit, Qt::Key_Delete);
        QTest::keyClicks(edit, text);
    }
    [[nodiscard]] vitrine::ContainerSpec previewed() const {
        return vitrine::parseConfig(fixture.service.lastConfig.toStdString()).value();
    }

    WindowFixture fixture;
    NewContainerDialog dialog;
};

} // namespace

class TstNewDialog : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QApplication::setOrganizationName(QStringLiteral("vitrine-test")); }

    void startsReady() {
        Dialog d;
        QVERIFY(d.canCreate());
        QCOMPARE(d.child<QLineEdit>("newName")->text(), QStringLiteral("box"));
        QTRY_VERIFY(d.fixture.service.calls.contains(QStringLiteral("preview starter")));
        QCOMPARE(d.previewed().process.args, std::vector<std::string>{"/bin/bash"});
        d.child<QPushButton>("createButton")->click();
        QCOMPARE(d.dialog.result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(d.dialog.takeRequest().name, QStringLiteral("box"));
    }
    void atBootIsAskedFor() {
        Dialog d;
        auto* box = d.child<QCheckBox>("newAtBoot");
        QVERIFY(box->isVisible() && box->isEnabled() && !box->isChecked());
        QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QVERIFY(box->isChecked());
        d.child<QPushButton>("createButton")->click();
        CreateRequest request = d.dialog.takeRequest();
        QCOMPARE(request.atBoot, AtBoot::Start);
        d.fixture.service.calls.clear();
        d.fixture.actions.create(std::move(request));
        const QString id = QStringLiteral("%1").arg(2, 32, 16, QLatin1Char('0'));
        QTRY_COMPARE(d.fixture.service.calls,
                     (QStringList{QStringLiteral("create box"), QStringLiteral("atBoot %1 1").arg(id)}));
    }
    void atBootCanBeUnavailable() {
        WindowFixture fixture;
        fixture.service.info.unavailable = {{QStringLiteral("start-at-boot"), QStringLiteral("No root.")}};
        NewContainerDialog dialog(fixture.context);
        dialog.show();
        auto* box = dialog.findChild<QCheckBox*>(QStringLiteral("newAtBoot"));
        QVERIFY(!box->isEnabled());
        QCOMPARE(box->toolTip(), QStringLiteral("Not available: No root."));
        dialog.findChild<QPushButton*>(QStringLiteral("createButton"))->click();
        QCOMPARE(dialog.takeRequest().atBoot, AtBoot::Leave);
    }
    void badNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("reason");
        QTest::newRow("blank") << "my box" << "letters";
        QTest::newRow("dot first") << ".box" << "letters";
        QTest::newRow("slash") << "a/b" << "letters";
        QTest::newRow("too long") << QString(64, QLatin1Char('a')) << "63";
        QTest::newRow("empty") << "" << "63";
        QTest::newRow("taken") << "bob" << "already a container";
    }
    void badNames() {
        QFETCH(QString, name);
        QFETCH(QString, reason);
        Dialog d;
        QCoreApplication::processEvents();
        d.type("newName", name);
        QVERIFY(!d.canCreate());
        auto* problem = d.child<QLabel>("nameProblem");
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(reason), qPrintable(problem->text()));
        QVERIFY(d.child<QLabel>("newReason")->text().startsWith(QStringLiteral("Not yet: name:")));
        QTest::keyClick(&d.dialog, Qt::Key_Return);
        QVERIFY(d.dialog.isVisible());
        d.type("newName", QStringLiteral("good"));
        QVERIFY(d.canCreate());
        QVERIFY(!problem->isVisible());
    }
    void commandIsSplitWithoutAShell() {
        Dialog d;
        d.type("newCommand", QStringLiteral("/bin/echo \"two words\" $HOME;ls"));
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().process.args,
                 (std::vector<std::string>{"/bin/echo", "two words", "$HOME;ls"}));
        d.type("newCommand", QString());
        QVERIFY(!d.canCreate());
        QVERIFY(d.child<QLabel>("commandProblem")->isVisible());
    }
    void isolationIsWrittenDown() {
        Dialog d;
        d.child<QAbstractButton>("ns_net")->setChecked(false);
        d.child<QAbstractButton>("pivotRoot")->setChecked(false);
        d.child<QComboBox>("seccompProfile")->setCurrentIndex(2);
        QVERIFY(d.canCreate());
        d.fixture.service.previewWarnings = {QStringLiteral("It shares the host's network.")};
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::ContainerSpec spec = d.previewed();
        QVERIFY(!spec.namespaces.isNew(NamespaceKind::Network));
        QVERIFY(spec.namespaces.isNew(NamespaceKind::Pid));
        QCOMPARE(spec.rootMode, RootMode::Chroot);
        QCOMPARE(spec.seccomp, vitrine::SeccompProfile::Unconfined);
        QTRY_COMPARE(d.child<QLabel>("newWarnings")->text(),
                     QStringLiteral("⚠ It shares the host's network."));
    }
    void privilegesAreWrittenDown() {
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(3);
        auto* list = d.child<QTreeWidget>("capabilityList");
        auto* preset = d.child<QComboBox>("capabilityPreset");
        QCOMPARE(list->topLevelItemCount(), 41);
        QCOMPARE(preset->currentIndex(), 0);
        QVERIFY(!d.child<QLabel>("capabilitySummary")->text().contains(QStringLiteral("⚠")));
        QTreeWidgetItem* admin = list->topLevelItem(21);
        QCOMPARE(admin->text(0), QStringLiteral("CAP_SYS_ADMIN"));
        list->setCurrentItem(admin);
        QVERIFY(
            d.child<QLabel>("capabilitySentence")->text().startsWith(QStringLiteral("CAP_SYS_ADMIN: Mount")));
        admin->setCheckState(0, Qt::Checked);
        QCOMPARE(preset->currentText(), QStringLiteral("An own choice"));
        QVERIFY(admin->text(1).startsWith(QStringLiteral("⚠")));
        QVERIFY(d.child<QLabel>("capabilitySummary")->text().contains(QStringLiteral("CAP_SYS_ADMIN")));
        // What the kernel cannot have is put right: ambient ones are permitted and inheritable.
        QVERIFY(list->isColumnHidden(6));
        d.child<QCheckBox>("fiveSets")->click();
        QVERIFY(!list->isColumnHidden(6));
        list->topLevelItem(13)->setCheckState(6, Qt::Checked);
        d.child<QCheckBox>("noNewPrivileges")->click();
        d.child<QCheckBox>("kernelFiles")->click();
        d.child<QCheckBox>("writable")->click();
        auto* limits = d.child<QTableWidget>("rlimits");
        limits->item(1, 2)->setText(QStringLiteral("many"));
        QVERIFY(!d.canCreate());
        limits->item(1, 2)->setText(QStringLiteral("100"));
        limits->item(8, 1)->setText(QStringLiteral("0"));
        limits->item(8, 2)->setText(QStringLiteral("unlimited"));
        QVERIFY2(d.canCreate(), qPrintable(d.child<QLabel>("newReason")->text()));
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::ContainerSpec spec = d.previewed();
        const vitrine::CapabilitySets& sets = spec.process.capabilities;
        for (const auto* set : {&sets.bounding, &sets.effective, &sets.permitted})
            QVERIFY(std::ranges::contains(*set, "CAP_SYS_ADMIN"));
        QCOMPARE(sets.ambient, std::vector<std::string>{"CAP_NET_RAW"});
        QCOMPARE(sets.inheritable, std::vector<std::string>{"CAP_NET_RAW"});
        QVERIFY(std::ranges::contains(sets.permitted, "CAP_NET_RAW"));
        QCOMPARE(spec.process.noNewPrivileges, vitrine::NoNewPrivileges::No);
        QCOMPARE(spec.rootAccess, vitrine::RootAccess::ReadOnly);
        QVERIFY(spec.maskedPaths.empty() && spec.readonlyPaths.empty());
        const std::vector<vitrine::RlimitSpec> wanted{
            {"RLIMIT_NOFILE", 1024, 4096}, {"RLIMIT_NPROC", 100, 100}, {"RLIMIT_CORE", 0, ~std::uint64_t{0}}};
        QVERIFY(spec.process.rlimits == wanted);
    }
    void presetsSetAllSets() {
        Dialog d;
        auto* preset = d.child<QComboBox>("capabilityPreset");
        const auto choose = [&](int index) {
            preset->setCurrentIndex(index);
            emit preset->activated(index);
            d.fixture.service.lastConfig.clear();
        };
        const std::array<std::size_t, 4> counts{11, 0, 14, 41};
        for (const int index : {1, 2, 3, 0}) {
            choose(index);
            QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
            const vitrine::CapabilitySets sets = d.previewed().process.capabilities;
            QCOMPARE(sets.bounding.size(), counts.at(static_cast<std::size_t>(index)));
            QCOMPARE(sets.effective, sets.bounding);
            QCOMPARE(sets.permitted, sets.bounding);
            QVERIFY(sets.ambient.empty() && sets.inheritable.empty());
        }
    }
    void aProfileOfSystemCallsIsRead() {
        QTemporaryDir folder;
        const auto write = [&](const char* text) {
            QFile file(folder.filePath(QStringLiteral("profile.json")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(3);
        d.child<QComboBox>("seccompProfile")->setCurrentIndex(1);
        QVERIFY(!d.canCreate()); // no file yet
        write(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount"], "action": "NO"}]})");
        d.child<QPushButton>("seccompFile")->click();
        emit d.child<QFileDialog>("seccompDialog")
            ->fileSelected(folder.filePath(QStringLiteral("profile.json")));
        QVERIFY(!d.canCreate());
        const QString problem = d.child<QLabel>("seccompText")->text();
        QVERIFY2(problem.contains(QStringLiteral("$.syscalls[0].action")), qPrintable(problem));
        write(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mount"],
                  "action": "SCMP_ACT_ERRNO", "excludes": {"caps": ["CAP_SYS_ADMIN"]}}]})");
        d.child<QPushButton>("seccompFile")->click();
        const auto dialogs = d.dialog.findChildren<QFileDialog*>(QStringLiteral("seccompDialog"));
        emit dialogs.back()->fileSelected(folder.filePath(QStringLiteral("profile.json")));
        QVERIFY2(d.canCreate(), qPrintable(d.child<QLabel>("newReason")->text()));
        QVERIFY(d.child<QLabel>("seccompText")->text().startsWith(QStringLiteral("⚠ profile.json")));
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().seccomp, vitrine::SeccompProfile::Custom);
        QCOMPARE(d.previewed().seccompRules->syscalls.size(), std::size_t{1});
        // The capabilities that are chosen later count too.
        d.child<QTreeWidget>("capabilityList")->topLevelItem(21)->setCheckState(0, Qt::Checked);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QVERIFY(d.previewed().seccompRules->syscalls.empty());
    }
    void clocksCanBeMoved() {
        Dialog d;
        auto* boottime = d.child<QDoubleSpinBox>("boottimeOffset");
        boottime->setValue(86400);
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().timeOffsets.boottime.seconds, 86400);
        d.child<QAbstractButton>("ns_time")->setChecked(false);
        QVERIFY(!boottime->isEnabled());
        QVERIFY(d.canCreate());
    }
    void idsInsideAreChosen() {
        Dialog d;
        auto* choice = d.child<QComboBox>("idMap");
        auto* lines = d.child<QLineEdit>("idLines");
        const auto mapped = [&] {
            d.fixture.service.lastConfig.clear();
            return QTest::qWaitFor([&] { return !d.fixture.service.lastConfig.isEmpty(); })
                       ? d.previewed().uidMappings
                       : std::vector<vitrine::IdMapping>{};
        };
        QVERIFY(lines->isHidden());
        choice->setCurrentIndex(1);
        QVERIFY(mapped() == (std::vector<vitrine::IdMapping>{{0, 0, 1}}));
        choice->setCurrentIndex(2);
        QVERIFY(!lines->isHidden());
        QVERIFY(mapped() == (std::vector<vitrine::IdMapping>{{0, 0, 1}, {1000, 1000, 1}}));
        for (const char* wrong : {"", "0", "0:0", "0:1,", "0:65537", "a:1", "1000:1"}) {
            lines->setText(QLatin1String(wrong));
            QVERIFY2(!d.canCreate(), wrong);
        }
        lines->setText(QStringLiteral("0:1000"));
        QVERIFY(d.canCreate());
        d.child<QAbstractButton>("ns_user")->setChecked(false);
        QVERIFY(!choice->isEnabled());
        QVERIFY2(d.canCreate(), qPrintable(d.child<QLabel>("newReason")->text()));
    }
    void hostMountsNeedNoMountsOfItsOwn() {
        Dialog d;
        d.child<QAbstractButton>("ns_mnt")->setChecked(false);
        QVERIFY2(d.canCreate(), qPrintable(d.child<QLabel>("newReason")->text()));
    }
    void limitsAreRealOrNone() {
        Dialog d;
        d.child<QAbstractButton>("limit-memoryMax-none")->setChecked(true);
        d.child<QAbstractButton>("limit-cpuMax-none")->setChecked(false);
        d.child<QDoubleSpinBox>("limit-cpuMax-spin")->setValue(50);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::ResourceLimits limits = d.previewed().limits;
        QVERIFY(!limits.memoryMax);
        QCOMPARE(limits.cpuMax->quotaUs, 50'000U);
        // The editors offer what can be: 0 of either becomes the least there is.
        d.child<QDoubleSpinBox>("limit-cpuMax-spin")->setValue(0);
        d.child<QAbstractButton>("limit-memoryMax-none")->setChecked(false);
        d.child<QDoubleSpinBox>("limit-memoryMax-spin")->setValue(0);
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().limits.cpuMax->quotaUs, 1'000U);
        QCOMPARE(d.previewed().limits.memoryMax, std::optional<std::uint64_t>(512 * 1024));
    }
    void cpusAndDisksAreLimits() {
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(2);
        d.child<QAbstractButton>("limit-cpus-none")->setChecked(false);
        auto* cpus = d.child<QLineEdit>("limit-cpus-list");
        cpus->selectAll();
        QTest::keyClicks(cpus, QStringLiteral("0-5"));
        QVERIFY(!d.canCreate());
        auto* error = d.child<QLabel>("limit-cpus-error");
        QVERIFY2(error->isVisible() && error->text().contains(QStringLiteral("CPUs among 0-1")),
                 qPrintable(error->text()));
        cpus->selectAll();
        QTest::keyClicks(cpus, QStringLiteral("1"));
        QVERIFY(d.canCreate());
        QVERIFY(!error->isVisible());
        d.child<QAbstractButton>("limit-memoryOomGroup-switch")->click();
        d.child<QAbstractButton>("limit-ioWeight-none")->setChecked(false);
        d.child<QDoubleSpinBox>("limit-ioWeight-spin")->setValue(300);
        QTRY_COMPARE(d.child<QComboBox>("limit-ioMax-disk")->count(), 1);
        d.child<QPushButton>("limit-ioMax-add")->click();
        d.child<QDoubleSpinBox>("limit-ioMax-read-254:0")->setValue(1 << 20);
        d.child<QDoubleSpinBox>("limit-ioMax-write-254:0")->setValue(0);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::ResourceLimits limits = d.previewed().limits;
        QCOMPARE(limits.cpus, vitrine::NumberList{1});
        QVERIFY(limits.memoryOomGroup);
        QCOMPARE(limits.ioWeight, std::optional<std::uint64_t>(300));
        QVERIFY(limits.ioMax ==
                (std::vector<vitrine::DiskLimit>{{.device = {254, 0}, .readBytes = 1 << 20}}));
    }
    void programsWithWhatTheyNeed() {
        Dialog d;
        d.fixture.service.programs = {{QStringLiteral("bash"), QStringLiteral("/usr/bin/bash"), 1000},
                                      {QStringLiteral("ls"), QStringLiteral("/usr/bin/ls"), 1000}};
        d.fixture.service.inspected = {.tree = {{0,
                                                 QStringLiteral("program"),
                                                 QStringLiteral("bash"),
                                                 QStringLiteral("/usr/bin/bash"),
                                                 QStringLiteral("/usr/bin/bash"),
                                                 {}},
                                                {1,
                                                 QStringLiteral("library"),
                                                 QStringLiteral("libgone.so"),
                                                 {},
                                                 {},
                                                 {QStringLiteral("/usr/lib")}}},
                                       .missing = {QStringLiteral("libgone.so")},
                                       .totalBytes = 2048};
        d.child<QAbstractButton>("root_programs")->click();
        auto* list = d.child<QListWidget>("programList");
        QTRY_COMPARE(list->count(), 2);
        QTRY_VERIFY(d.fixture.service.calls.contains(QStringLiteral("inspect bash")));
        auto* tree = d.child<QTreeWidget>("dependencyTree");
        QTRY_COMPARE(tree->topLevelItemCount(), 1);
        QCOMPARE(tree->topLevelItem(0)->child(0)->text(1), QStringLiteral("⚠ missing"));
        QVERIFY(d.child<QLabel>("dependencySummary")->text().contains(QStringLiteral("libgone.so")));
        QTest::keyClicks(d.child<QLineEdit>("programFilter"), QStringLiteral("ls"));
        QVERIFY(list->item(0)->isHidden());
        list->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(!d.canCreate());
        QVERIFY(d.child<QLabel>("rootProblem")->isVisible());
        list->item(1)->setCheckState(Qt::Checked);
        QVERIFY(d.canCreate());
        d.child<QPushButton>("createButton")->click();
        QCOMPARE(d.dialog.takeRequest().programs, QStringList{QStringLiteral("ls")});
    }
    void ownProgramsCanBeTakenOutAgain() {
        Dialog d;
        d.fixture.service.programs = {{QStringLiteral("bash"), QStringLiteral("/usr/bin/bash"), 1000}};
        d.child<QAbstractButton>("root_programs")->click();
        auto* list = d.child<QListWidget>("programList");
        auto* remove = d.child<QPushButton>("removeOwnProgram");
        QTRY_COMPARE(list->count(), 1);
        QVERIFY(!remove->isEnabled());
        const QStringList files{QStringLiteral("/usr/bin/true"), QStringLiteral("/usr/bin/false")};
        d.child<QPushButton>("ownProgram")->click();
        emit d.child<QFileDialog>("ownProgramDialog")->filesSelected(files);
        QCOMPARE(list->count(), 3);
        QCOMPARE(list->item(0)->text(), QStringLiteral("false (mine)"));
        // The one just added is selected: by button, then by key.
        QVERIFY(remove->isEnabled());
        QTest::mouseClick(remove, Qt::LeftButton);
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->text(), QStringLiteral("true (mine)"));
        list->setCurrentRow(0);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->count(), 1);
        // The computer's programs stay.
        list->setCurrentRow(0);
        QVERIFY(!remove->isEnabled());
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->count(), 1);
        d.child<QPushButton>("createButton")->click();
        const CreateRequest request = d.dialog.takeRequest();
        QCOMPARE(request.programs, QStringList{QStringLiteral("bash")});
        QVERIFY(request.given.empty());
    }
    void folderMustBeChosen() {
        Dialog d;
        d.child<QAbstractButton>("root_folder")->click();
        QVERIFY(!d.canCreate());
        QVERIFY(d.child<QLabel>("rootProblem")->text().contains(QStringLiteral("Choose the folder")));
    }
};

QTEST_MAIN(TstNewDialog)
#include "tst_newdialog.moc"
