// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/lifeform.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/volumes/volumesform.h"
#include "tests/support/windowfixture.h"

#include "core/model/ociconfig.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

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
        return vitrine::parseConfig(fixture.service.lastConfig.toStdString())
            .value_or(vitrine::ContainerSpec{});
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
    void volumesAreAdded() {
        Dialog d;
        auto* form = d.child<VolumesForm>("volumesForm");
        auto* list = d.child<QTreeWidget>("volumeList");
        QTemporaryDir given;
        form->addDirectory(given.path());
        QCOMPARE(list->topLevelItemCount(), 1);
        const QString name = QFileInfo(given.path()).fileName();
        QCOMPARE(list->topLevelItem(0)->text(0), QStringLiteral("/mnt/") + name);
        QCOMPARE(list->topLevelItem(0)->text(2), QStringLiteral("read-only"));
        form->addMemory();
        QCOMPARE(list->topLevelItem(1)->text(2), QStringLiteral("64.0 MiB"));
        QVERIFY(d.canCreate());
        QTRY_COMPARE(d.previewed().mounts.size(), vitrine::defaultSpec("x", {"x"}).mounts.size() + 2);
        const auto mounts = d.previewed().mounts;
        QCOMPARE(mounts.at(mounts.size() - 2).source, given.path().toStdString());
        QCOMPARE(mounts.at(mounts.size() - 2).options, vitrine::wordsOf({}));
        QCOMPARE(mounts.back().type, std::string("tmpfs"));
        d.child<QPushButton>("createButton")->click();
        const CreateRequest request = d.dialog.takeRequest();
        QCOMPARE(request.volumes.size(), std::size_t{1});
        QCOMPARE(request.volumes.front().first, QStringLiteral("/mnt/") + name);
        struct stat opened{};
        struct stat directory{};
        QCOMPARE(::fstat(request.volumes.front().second.get(), &opened), 0);
        QCOMPARE(::stat(qPrintable(given.path()), &directory), 0);
        QCOMPARE(opened.st_ino, directory.st_ino);
    }
    void placesOfVolumesAreChecked_data() {
        QTest::addColumn<QString>("place");
        for (const char* place :
             {"", "/", "/proc", "/sys/fs/cgroup", "/dev/shm", "mnt", "/mnt/../proc", "/mnt/a"})
            QTest::newRow(place) << place; // the last one is taken
    }
    void placesOfVolumesAreChecked() {
        QFETCH(QString, place);
        Dialog d;
        auto* form = d.child<VolumesForm>("volumesForm");
        form->addDirectory(QStringLiteral("/tmp/a"));
        form->addMemory();
        QVERIFY(d.canCreate());
        d.child<QTabWidget>("newTabs")->setCurrentWidget(form->parentWidget()->parentWidget());
        d.type("volumePlace", place);
        QVERIFY(!d.canCreate());
        QVERIFY(d.child<QLabel>("newReason")->text().contains(QStringLiteral("volume")));
        d.type("volumePlace", QStringLiteral("/mnt/b"));
        QVERIFY(d.canCreate());
    }
    void volumesAreRemovedByTheKeyboard() {
        Dialog d;
        auto* form = d.child<VolumesForm>("volumesForm");
        form->addMemory();
        d.child<QTabWidget>("newTabs")->setCurrentWidget(form->parentWidget()->parentWidget());
        auto* list = d.child<QTreeWidget>("volumeList");
        QVERIFY(QTest::qWaitForWindowActive(&d.dialog));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->topLevelItemCount(), 0);
        QVERIFY(!d.child<QPushButton>("removeVolume")->isEnabled());
        QVERIFY(!d.child<QLineEdit>("volumePlace")->isVisible());
    }
    void whatVolumesCanDoIsChosen() {
        Dialog d;
        auto* form = d.child<VolumesForm>("volumesForm");
        form->addDirectory(QStringLiteral("/tmp/a"));
        d.child<QComboBox>("volumeAccess")->setCurrentIndex(1);
        d.child<QCheckBox>("volumePrograms")->setChecked(true);
        d.child<QCheckBox>("volumeFollow")->setChecked(true);
        vitrine::ContainerSpec spec = vitrine::defaultSpec("x", {"x"});
        form->apply(spec);
        const vitrine::VolumeOptions all{vitrine::VolumeAccess::ReadWrite, vitrine::VolumePrograms::Allowed,
                                         vitrine::VolumePropagation::Follow};
        QCOMPARE(spec.mounts.back().options, vitrine::wordsOf(all));
        // What is shown again is the same.
        VolumesForm other;
        other.setSpec(spec);
        vitrine::ContainerSpec same = spec;
        other.apply(same);
        QVERIFY(same.mounts == spec.mounts);
        QCOMPARE(other.findChild<QTreeWidget*>(QStringLiteral("volumeList"))->topLevelItemCount(), 1);
    }
    void diskImagesAreAdded() {
        Dialog d;
        auto* form = d.child<VolumesForm>("volumesForm");
        d.child<QTabWidget>("newTabs")->setCurrentWidget(form->parentWidget()->parentWidget());
        QTemporaryDir given;
        const auto write = [&](const char* name, qsizetype offset, const QByteArray& magic) {
            QByteArray bytes(66 * 1024, '\0');
            bytes.replace(offset, magic.size(), magic);
            QFile file(given.filePath(QLatin1String(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("disk.img", 1080, "\x53\xef") && write("cd.iso", 32769, "CD001") &&
                write("none.img", 0, ""));
        form->addImage(given.filePath(QStringLiteral("none.img")));
        auto* problem = d.child<QLabel>("volumeImageProblem");
        QVERIFY(problem->isVisible() && problem->text().contains(QStringLiteral("none.img")));
        auto* list = d.child<QTreeWidget>("volumeList");
        QCOMPARE(list->topLevelItemCount(), 0);
        form->addImage(given.filePath(QStringLiteral("cd.iso")));
        QVERIFY(!problem->isVisible());
        QVERIFY(!d.child<QComboBox>("volumeAccess")->isEnabled()); // nobody can write to it
        form->addImage(given.filePath(QStringLiteral("disk.img")));
        QCOMPARE(list->topLevelItem(1)->text(0), QStringLiteral("/mnt/disk"));
        QVERIFY(d.child<QLabel>("volumeImageWarning")->isVisible());
        QVERIFY(!d.child<QCheckBox>("volumeFollow")->isVisible());
        d.child<QComboBox>("volumeAccess")->setCurrentIndex(1);
        QVERIFY(d.canCreate());
        d.child<QPushButton>("createButton")->click();
        const CreateRequest request = d.dialog.takeRequest();
        QCOMPARE(request.volumes.size(), std::size_t{2});
        QCOMPARE(::fcntl(request.volumes[0].second.get(), F_GETFL) & O_ACCMODE, O_RDONLY);
        QCOMPARE(::fcntl(request.volumes[1].second.get(), F_GETFL) & O_ACCMODE, O_RDWR);
        const auto mounts = vitrine::parseConfig(request.config.toStdString()).value().mounts;
        QCOMPARE(mounts.at(mounts.size() - 2).type, std::string("iso9660"));
        QCOMPARE(mounts.back().type, std::string("ext4"));
        QCOMPARE(mounts.back().options, (std::vector<std::string>{"rw", "nosuid", "nodev", "noexec"}));
    }
    void aDirectoryThatIsGoneIsSaid() {
        Dialog d;
        d.child<VolumesForm>("volumesForm")->addDirectory(QStringLiteral("/nonexistent/directory"));
        QVERIFY(d.canCreate());
        d.child<QPushButton>("createButton")->click();
        QVERIFY(d.dialog.isVisible());
        QVERIFY(d.child<QLabel>("newReason")->text().contains(QStringLiteral("/nonexistent/directory")));
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
    void anotherContainerIsJoined() {
        Dialog d;
        auto* combo = d.child<QComboBox>("joinContainer");
        QCOMPARE(combo->count(), 1); // bob is somebody else's
        auto web = WindowFixture::container(2, QStringLiteral("web"), ContainerState::Running);
        auto open = WindowFixture::container(3, QStringLiteral("open"), ContainerState::Running);
        auto side = WindowFixture::container(4, QStringLiteral("side"), ContainerState::Running);
        web.owner = open.owner = side.owner = ::getuid();
        open.sharing[NamespaceKind::Network] = vitrine::Isolation::Host;
        side.joinedContainer = web.id;
        for (const ContainerInfo& info : {web, open, side})
            d.fixture.service.put(info);
        QTRY_COMPARE(combo->count(), 3);
        QCOMPARE(combo->findData(side.id), -1);
        d.child<QTabWidget>("newTabs")->setCurrentIndex(1);
        QVERIFY(!d.child<QAbstractButton>("join_net")->isVisible());
        combo->setCurrentIndex(combo->findData(open.id));
        QVERIFY(d.child<QAbstractButton>("join_net")->isVisible());
        QVERIFY(!d.child<QAbstractButton>("join_net")->isEnabled());
        combo->setCurrentIndex(combo->findData(web.id));
        d.child<QAbstractButton>("join_uts")->click();
        QVERIFY(!d.child<QAbstractButton>("ns_net")->isEnabled());
        QVERIFY(!d.child<QAbstractButton>("ns_user")->isEnabled());
        QVERIFY(d.child<QAbstractButton>("ns_uts")->isEnabled());
        QVERIFY(d.child<QAbstractButton>("ns_net")->accessibleDescription().contains(QLatin1String("web")));
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::ContainerSpec spec = d.previewed();
        QCOMPARE(spec.joinedId, web.id.toStdString());
        QCOMPARE(vitrine::joinedKinds(spec.namespaces),
                 (std::vector{NamespaceKind::Network, NamespaceKind::Ipc}));
        // Nothing of it: one or the other has to be chosen.
        d.child<QAbstractButton>("join_net")->click();
        d.child<QAbstractButton>("join_ipc")->click();
        QVERIFY(!d.canCreate());
        combo->setCurrentIndex(0);
        QVERIFY(d.canCreate());
        QVERIFY(d.child<QAbstractButton>("ns_net")->isEnabled());
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
        QCOMPARE(d.previewed().refusedCalls, vitrine::RefusedCalls::Forgotten);
        d.child<QCheckBox>("seccompNotes")->setChecked(true);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().refusedCalls, vitrine::RefusedCalls::Noted);
        // The capabilities that are chosen later count too.
        d.child<QTreeWidget>("capabilityList")->topLevelItem(21)->setCheckState(0, Qt::Checked);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QVERIFY(d.previewed().seccompRules->syscalls.empty());
    }
    void kernelFilesAreOpenedOneByOne() {
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(3);
        auto* list = d.child<QTreeWidget>("kernelFileList");
        auto* text = d.child<QLabel>("kernelFilesText");
        auto* path = d.child<QLineEdit>("kernelFilePath");
        const auto spec = [&] {
            d.fixture.service.lastConfig.clear();
            return QTest::qWaitFor([&] { return !d.fixture.service.lastConfig.isEmpty(); })
                       ? d.previewed()
                       : vitrine::ContainerSpec{};
        };
        const auto usual = vitrine::defaultSpec("usual", {"true"});
        QCOMPARE(list->topLevelItemCount(),
                 static_cast<int>(usual.maskedPaths.size() + usual.readonlyPaths.size()));
        QVERIFY(!text->text().contains(QStringLiteral("⚠")));
        list->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
        QVERIFY(list->topLevelItem(0)->text(2).startsWith(QStringLiteral("⚠")));
        QVERIFY(text->text().startsWith(QStringLiteral("⚠")));
        QVERIFY(d.child<QCheckBox>("kernelFiles")->isChecked());
        auto written = spec();
        QCOMPARE(written.maskedPaths.size(), usual.maskedPaths.size() - 1);
        QVERIFY(!std::ranges::contains(written.maskedPaths, usual.maskedPaths.front()));
        QVERIFY(written.readonlyPaths == usual.readonlyPaths);
        QVERIFY(std::ranges::contains(vitrine::widenings(written), vitrine::Widening::Unmasked));

        path->setText(QStringLiteral("/proc/../etc"));
        d.child<QPushButton>("kernelFileAdd")->click();
        QVERIFY(text->text().contains(QStringLiteral("..")));
        path->setText(QStringLiteral("/proc/cpuinfo/"));
        d.child<QComboBox>("kernelFileProtection")->setCurrentIndex(1);
        d.child<QPushButton>("kernelFileAdd")->click();
        list->topLevelItem(0)->setCheckState(0, Qt::Checked);
        written = spec();
        QVERIFY(written.maskedPaths.size() == usual.maskedPaths.size());
        QCOMPARE(written.readonlyPaths.back(), std::string("/proc/cpuinfo"));
        QVERIFY(vitrine::widenings(written).empty());

        d.child<QCheckBox>("kernelFiles")->click(); // all of them
        written = spec();
        QVERIFY(written.maskedPaths.empty() && written.readonlyPaths.empty());
        d.child<QCheckBox>("kernelFiles")->click(); // and those that are usual
        QVERIFY(spec().maskedPaths == usual.maskedPaths);
    }
    void labelsAreGreyWhereThereAreNone() {
        WindowFixture fixture;
        fixture.service.info.unavailable = {{QStringLiteral("apparmor"), QStringLiteral("No AppArmor.")},
                                            {QStringLiteral("selinux"), QStringLiteral("No SELinux.")}};
        NewContainerDialog dialog(fixture.context);
        dialog.show();
        for (const auto& [name, reason] :
             {std::pair("appArmorProfile", "No AppArmor."), std::pair("selinuxLabel", "No SELinux."),
              std::pair("mountLabel", "No SELinux.")}) {
            auto* edit = dialog.findChild<QLineEdit*>(QLatin1String(name));
            QVERIFY2(!edit->isEnabled(), name);
            QVERIFY2(edit->accessibleDescription().contains(QLatin1String(reason)), name);
            auto* text = dialog.findChild<QLabel*>(QLatin1String(name) + QStringLiteral("Text"));
            QVERIFY2(text->text().contains(QLatin1String(reason)), name);
        }
        // What a bundle made elsewhere has in it can be taken out.
        auto* profile = dialog.findChild<QLineEdit*>(QStringLiteral("appArmorProfile"));
        profile->setText(QStringLiteral("docker-default"));
        QVERIFY(profile->isEnabled());
        profile->clear();
        QVERIFY(!profile->isEnabled());
    }
    void labelsAreWrittenDown() {
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(3);
        auto* text = d.child<QLabel>("appArmorProfileText");
        QVERIFY(d.child<QLineEdit>("appArmorProfile")->isEnabled());
        d.type("appArmorProfile", QStringLiteral("unconfined"));
        QVERIFY(text->text().startsWith(QStringLiteral("⚠")));
        d.type("appArmorProfile", QStringLiteral(" web "));
        QVERIFY(!text->text().contains(QStringLiteral("⚠")));
        d.type("selinuxLabel", QStringLiteral("container_t"));
        QVERIFY(!d.canCreate());
        d.type("selinuxLabel", QStringLiteral("u:r:container_t:s0"));
        QVERIFY(d.child<QLabel>("selinuxLabelText")->text().startsWith(QStringLiteral("⚠")));
        d.type("mountLabel", QStringLiteral("u:object_r:f:s0:c1,c2"));
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().process.appArmorProfile, std::string("web"));
        QCOMPARE(d.previewed().process.selinuxLabel, std::string("u:r:container_t:s0"));
        QCOMPARE(d.previewed().mountLabel, std::string("u:object_r:f:s0:c1,c2"));
    }
    void otherDevicesAreLeftWhereTheyCannotBeRefused() {
        WindowFixture fixture;
        fixture.service.info.unavailable = {{QStringLiteral("device-list"), QStringLiteral("No root.")}};
        NewContainerDialog dialog(fixture.context);
        dialog.show();
        auto* only = dialog.findChild<QCheckBox*>(QStringLiteral("deviceOnly"));
        QVERIFY(!only->isEnabled());
        QCOMPARE(only->accessibleDescription(), QStringLiteral("No root."));
        dialog.findChild<QLineEdit*>(QStringLiteral("devicePath"))->setText(QStringLiteral("/dev/fuse"));
        dialog.findChild<QPushButton*>(QStringLiteral("deviceAdd"))->click();
        QTRY_COMPARE(dialog.findChild<QTreeWidget*>(QStringLiteral("devices"))->topLevelItemCount(), 1);
        QVERIFY(!only->isChecked());
    }
    void devicesAreAddedByTheirPath() {
        Dialog d;
        d.child<QTabWidget>("newTabs")->setCurrentIndex(3);
        auto* list = d.child<QTreeWidget>("devices");
        QVERIFY(list->isHidden());
        d.child<QLineEdit>("devicePath")->setText(QStringLiteral("/dev/fuse"));
        d.child<QPushButton>("deviceAdd")->click();
        QTRY_COMPARE(list->topLevelItemCount(), 1);
        QVERIFY(d.fixture.service.calls.contains(QStringLiteral("inspectDevice /dev/fuse")));
        QCOMPARE(list->topLevelItem(0)->text(2), QStringLiteral("10:229"));
        QVERIFY(d.child<QLabel>("devicesText")->text().startsWith(QStringLiteral("⚠")));
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QCOMPARE(d.previewed().devices.size(), std::size_t{1});
        QCOMPARE(d.previewed().deviceRules.size(), std::size_t{2}); // no others
        d.child<QLineEdit>("devicePath")->setText(QStringLiteral("/etc/passwd"));
        d.child<QPushButton>("deviceAdd")->click();
        QTRY_VERIFY(d.child<QLabel>("devicesText")->text().contains(QStringLiteral("/etc/passwd")));
        QCOMPARE(list->topLevelItemCount(), 1);
        list->setCurrentItem(list->topLevelItem(0));
        d.child<QPushButton>("deviceRemove")->click();
        d.child<QCheckBox>("deviceOnly")->setChecked(false);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QVERIFY(d.previewed().devices.empty() && d.previewed().deviceRules.empty());
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
    void lifeIsWrittenDown() {
        Dialog d;
        QVERIFY(!d.child<QSpinBox>("restartMaximum")->isEnabled());
        d.child<QAbstractButton>("restartOnFailure")->click();
        QVERIFY(d.child<QSpinBox>("restartMaximum")->isEnabled());
        d.child<QSpinBox>("restartMaximum")->setValue(5);
        auto* signal = d.child<QComboBox>("stopSignal");
        signal->setCurrentIndex(signal->findData(SIGQUIT));
        d.child<QDoubleSpinBox>("stopTimeout")->setValue(2.5);
        d.child<QAbstractButton>("init")->click();
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        const vitrine::LifeSpec life = d.previewed().life;
        QCOMPARE(life.restart, vitrine::RestartPolicy::OnFailure);
        QCOMPARE(life.restartMaximum, 5U);
        QCOMPARE(life.stopSignal, std::optional(SIGQUIT));
        QCOMPARE(life.stopTimeoutMs, std::optional<std::uint32_t>(2500));
        QVERIFY(life.init == vitrine::Init::Yes);
    }
    void healthIsWrittenDown() {
        Dialog d;
        auto* box = d.child<QGroupBox>("health");
        QVERIFY(!box->isChecked());
        QVERIFY(!d.child<QLineEdit>("healthCommand")->isEnabled());
        box->setChecked(true);
        QVERIFY(!d.canCreate()); // without a command
        d.type("healthCommand", QStringLiteral("curl \"a b\""));
        QVERIFY(d.canCreate());
        d.child<QSpinBox>("healthInterval")->setValue(7);
        d.child<QSpinBox>("healthRetries")->setValue(9);
        auto* action = d.child<QComboBox>("healthAction");
        action->setCurrentIndex(action->findData(static_cast<int>(vitrine::OnUnhealthy::Restart)));
        QVERIFY(!d.canCreate()); // there is no rule for restarts
        d.child<QAbstractButton>("restartAlways")->click();
        QVERIFY(d.canCreate());
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        vitrine::HealthSpec expected;
        expected.command = {"curl", "a b"};
        expected.interval = 7;
        expected.retries = 9;
        expected.onUnhealthy = vitrine::OnUnhealthy::Restart;
        QVERIFY(d.previewed().life.health == expected);
        box->setChecked(false);
        d.fixture.service.lastConfig.clear();
        QTRY_VERIFY(!d.fixture.service.lastConfig.isEmpty());
        QVERIFY(!d.previewed().life.health);
    }
    void healthThatNobodyTouchesStays() {
        vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/true"});
        vitrine::HealthSpec health;
        health.command = {"sh", "-c", "a\nb \"c\"", ""};
        health.interval = 86'400;
        health.timeout = 3'600;
        health.retries = 100;
        health.startPeriod = 86'400;
        health.onUnhealthy = vitrine::OnUnhealthy::Stop;
        spec.life.health = health;
        LifeForm form;
        form.setSpec(spec);
        vitrine::ContainerSpec after = spec;
        after.life = {};
        form.apply(after);
        QVERIFY(after.life == spec.life);
    }
    void whatNobodyTouchesStays_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<uint>("timeout");
        QTest::addColumn<QString>("restart");
        QTest::newRow("usual") << 0 << 0U << "no";
        QTest::newRow("odd") << SIGPWR << 12'345U << "on-failure:7";
        QTest::newRow("least") << 64 << 1U << "always";
        QTest::newRow("most") << 1 << 600'000U << "on-failure";
    }
    void whatNobodyTouchesStays() {
        QFETCH(const int, signal);
        QFETCH(const uint, timeout);
        QFETCH(const QString, restart);
        vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/true"});
        spec.life.stopSignal = signal == 0 ? std::nullopt : std::optional(signal);
        spec.life.stopTimeoutMs = timeout == 0 ? std::nullopt : std::optional<std::uint32_t>(timeout);
        QVERIFY(vitrine::restartFrom(restart.toStdString(), spec.life));
        spec.life.init = signal == 0 ? vitrine::Init::No : vitrine::Init::Yes;
        LifeForm form;
        form.setSpec(spec);
        vitrine::ContainerSpec after = spec;
        after.life = {};
        form.apply(after);
        QVERIFY(after.life == spec.life);
    }
    void editedOneKeepsNameAndFiles() {
        WindowFixture fixture;
        ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        bob.rootKind = QStringLiteral("folder");
        fixture.service.putAll({bob});
        vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/echo", "a \"b\""});
        spec.hostname = "elsewhere";
        spec.process.terminal = vitrine::Terminal::No;
        spec.namespaces[NamespaceKind::Ipc] = vitrine::Isolation::Host;
        NewContainerDialog dialog(fixture.context, {bob, spec});
        dialog.show();
        QVERIFY(dialog.findChild<QLineEdit*>(QStringLiteral("newName"))->isReadOnly());
        QVERIFY(!dialog.findChild<QAbstractButton*>(QStringLiteral("root_programs"))->isVisible());
        QVERIFY(!dialog.findChild<QCheckBox*>(QStringLiteral("newAtBoot"))->isVisible());
        QVERIFY(!dialog.findChild<QCheckBox*>(QStringLiteral("newTerminal"))->isChecked());
        QVERIFY(!dialog.findChild<QAbstractButton*>(QStringLiteral("ns_ipc"))->isChecked());
        auto* save = dialog.findChild<QPushButton*>(QStringLiteral("createButton"));
        QVERIFY2(save->isEnabled(), qPrintable(save->toolTip())); // its name is taken: by itself
        QCOMPARE(save->text(), QStringLiteral("Save"));
        QTRY_VERIFY(fixture.service.calls.contains(QStringLiteral("preview folder")));
        auto* command = dialog.findChild<QLineEdit*>(QStringLiteral("newCommand"));
        QCOMPARE(command->text(), QStringLiteral("/bin/echo \"a \"\"\"b\"\"\"\""));
        command->setText(command->text() + QStringLiteral(" c"));
        save->click();
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
        const auto after = vitrine::parseConfig(dialog.takeRequest().config.toStdString()).value();
        QCOMPARE(after.process.args, (std::vector<std::string>{"/bin/echo", "a \"b\"", "c"}));
        QCOMPARE(after.hostname, std::string("elsewhere"));
        QCOMPARE(after.name, std::string("bob"));
        QVERIFY(!after.namespaces.isNew(NamespaceKind::Ipc));
        QVERIFY(after.mounts == spec.mounts);
        QVERIFY(after.limits == spec.limits);
    }
    void editedOneGetsNoFurtherDirectories() {
        WindowFixture fixture;
        const ContainerInfo bob = WindowFixture::container(1, QStringLiteral("bob"), ContainerState::Stopped);
        fixture.service.putAll({bob});
        vitrine::ContainerSpec spec = vitrine::defaultSpec("bob", {"/bin/true"});
        const auto mounts = spec.mounts;
        spec.mounts.push_back({"/mnt/gone", "bind", "/nonexistent/gone", vitrine::wordsOf({})});
        NewContainerDialog dialog(fixture.context, {bob, spec});
        dialog.show();
        auto* form = dialog.findChild<VolumesForm*>(QStringLiteral("volumesForm"));
        dialog.findChild<QTabWidget*>(QStringLiteral("newTabs"))
            ->setCurrentWidget(form->parentWidget()->parentWidget());
        auto* add = dialog.findChild<QPushButton*>(QStringLiteral("addDirectory"));
        QVERIFY(add->isVisible() && !add->isEnabled());
        QVERIFY(add->toolTip().startsWith(QStringLiteral("Not available: ")));
        auto* list = dialog.findChild<QTreeWidget*>(QStringLiteral("volumeList"));
        QCOMPARE(list->topLevelItemCount(), 1);
        list->setCurrentItem(list->topLevelItem(0));
        QVERIFY(!dialog.findChild<QComboBox*>(QStringLiteral("volumeAccess"))->isEnabled());
        // It is taken away, and memory is added; nothing is opened for that.
        form->addMemory();
        QVERIFY(dialog.findChild<QLineEdit*>(QStringLiteral("volumePlace"))->isEnabled());
        list->setCurrentItem(list->topLevelItem(0));
        dialog.findChild<QPushButton*>(QStringLiteral("removeVolume"))->click();
        dialog.findChild<QPushButton*>(QStringLiteral("createButton"))->click();
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
        const CreateRequest request = dialog.takeRequest();
        QVERIFY(request.volumes.empty());
        const auto after = vitrine::parseConfig(request.config.toStdString()).value();
        QCOMPARE(after.mounts.size(), mounts.size() + 1);
        QCOMPARE(after.mounts.back().type, std::string("tmpfs"));
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
