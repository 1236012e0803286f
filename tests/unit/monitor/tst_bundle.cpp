// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/sys/file.h"
#include "helper/monitor/bundle.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::monitor;

class TestBundle : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_descriptors = descriptors();
        m_temporary = std::make_unique<QTemporaryDir>();
        m_containers = sys::openDirectory(AT_FDCWD, path("")).value();
    }
    void cleanup() {
        m_containers.reset();
        m_temporary.reset();
        QCOMPARE(descriptors(), m_descriptors);
    }

    void whatIsWrittenIsRead() {
        BundleRecord record = sample();
        const ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        QVERIFY(Bundle::create(m_containers.get(), record, spec));
        const auto bundle = Bundle::open(m_containers.get(), m_id).value();
        same(bundle.readRecord().value(), record);
        QCOMPARE(bundle.readSpec()->name, std::string("bob"));
        QCOMPARE(bundle.readSpec()->process, spec.process);

        record.stage = Stage::Deleting;
        record.root = {RootRecord::Kind::Folder, "/home/x \"y\"", UINT64_MAX, 42, 1000, 100};
        QVERIFY(bundle.writeRecord(record));
        same(bundle.readRecord().value(), record);
    }

    void unknownKeysOutliveTheirText() {
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        std::string text = writeConfig(spec);
        text.insert(text.find('{') + 1, "\"hooks\": {\"poststop\": [7]},");
        spec = parseConfig(text).value();
        QVERIFY(Bundle::create(m_containers.get(), sample(), spec));
        const auto bundle = Bundle::open(m_containers.get(), m_id).value();
        spec.original.clear(); // who keeps many specifications keeps them without
        spec.name = "eve";
        QVERIFY(bundle.writeSpec(spec));
        const ContainerSpec read = bundle.readSpec().value();
        QCOMPARE(read.name, std::string("eve"));
        QVERIFY2(read.original.contains("poststop"), read.original.c_str());
    }

    void whatCouldNotBeReadAgainIsNotWritten() {
        // Short enough to be read, and with indents twenty times as long.
        std::string numbers = "[[[[[[[[[[[[[[[[[[[[1";
        while (numbers.size() < 100'000)
            numbers += ",1";
        numbers += "]]]]]]]]]]]]]]]]]]]]";
        std::string text = writeConfig(defaultSpec("bob", {"/bin/sh"}));
        text.insert(text.find('{') + 1, "\"x\": " + numbers + ",");
        const ContainerSpec spec = parseConfig(text).value();
        const auto refused = Bundle::create(m_containers.get(), sample(), spec);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::LimitExceeded);
        QVERIFY(sys::listDirectory(m_containers.get())->empty());
        // And what was there stays.
        QVERIFY(Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"/bin/sh"})));
        const auto bundle = Bundle::open(m_containers.get(), m_id).value();
        QVERIFY(!bundle.writeSpec(spec));
        QVERIFY(!bundle.writeBootMark(spec));
        QCOMPARE(bundle.readSpec()->name, std::string("bob"));
    }

    void modesKeepOthersOut() {
        QVERIFY(Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"/bin/sh"})));
        QCOMPARE(mode(m_id), 0700U);
        QCOMPARE(mode(m_id + "/vitrine.json"), 0600U);
        QCOMPARE(mode(m_id + "/config.json"), 0600U);
        QCOMPARE(mode(m_id + "/rootfs"), 0755U);
    }

    void aFolderRootGetsNoRootfs() {
        BundleRecord record = sample();
        record.root = folder();
        QVERIFY(Bundle::create(m_containers.get(), record, defaultSpec("bob", {"/bin/sh"})));
        QVERIFY(!QFile::exists(QString::fromStdString(path(m_id + "/rootfs"))));
    }

    void aTakenIdStaysAsItWas() {
        QVERIFY(Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"/bin/sh"})));
        const auto second = Bundle::create(m_containers.get(), sample(), defaultSpec("eve", {"/bin/sh"}));
        QCOMPARE(second.error().kind(), ErrorKind::AlreadyExists);
        QCOMPARE(Bundle::open(m_containers.get(), m_id)->readSpec()->name, std::string("bob"));
    }

    void itHasItsNameOnlyWhenItIsComplete() {
        QVERIFY(QDir().mkdir(QString::fromStdString(path(m_id + ".new"))));
        QVERIFY(!Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"/bin/sh"})));
        QVERIFY(!QFile::exists(QString::fromStdString(path(m_id))));
        QVERIFY(isUnfinished(m_id + ".new"));
        QVERIFY(!isUnfinished(m_id) && !isUnfinished(".new") && !isUnfinished("x.new"));
    }

    void idsArePlain() {
        for (const char* id : {"", ".", "..", "a", "0123456789ABCDEF0123456789ABCDEF",
                               "0123456789abcdef0123456789abcde/", "0123456789abcdef0123456789abcdef0"}) {
            QCOMPARE(Bundle::open(m_containers.get(), id).error().kind(), ErrorKind::InvalidArgument);
            BundleRecord record = sample();
            record.id = id;
            QVERIFY(!Bundle::create(m_containers.get(), record, ContainerSpec{}));
        }
        QCOMPARE(Bundle::open(m_containers.get(), m_id).error().kind(), ErrorKind::NotFound);
        QCOMPARE(::symlinkat("/etc", m_containers.get(), m_id.c_str()), 0);
        QVERIFY(!Bundle::open(m_containers.get(), m_id));
    }

    void theEndIsKept() {
        const Bundle bundle = fresh();
        QVERIFY(!bundle.readExit().value().has_value());
        ExitRecord record;
        record.startedUs = 5;
        record.finishedUs = 6;
        record.signal = 9;
        record.outOfMemory = true;
        record.stop = StopRequest::Heeded;
        QVERIFY(bundle.writeExit(record, sys::Durability::Synced));
        QCOMPARE(bundle.readExit().value(), std::optional(record));
        record = {};
        record.exitCode = 255;
        QVERIFY(bundle.writeExit(record, sys::Durability::Cached));
        bundle.syncExit();
        QCOMPARE(bundle.readExit().value(), std::optional(record));
    }

    void runningComesAndGoes() {
        const Bundle bundle = fresh();
        QVERIFY(!bundle.readRunning().value().has_value());
        QVERIFY(bundle.writeRunning(std::nullopt)); // nothing to remove
        QVERIFY(bundle.writeRunning("2f-boot"));
        QCOMPARE(bundle.readRunning().value(), std::optional<std::string>("2f-boot"));
        QVERIFY(bundle.writeRunning(std::nullopt));
        QVERIFY(!bundle.readRunning().value().has_value());
    }

    void whatWasInterruptedIsKnownUntilTheNextRun() {
        const Bundle bundle = Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"a"})).value();
        QVERIFY(bundle.noteInterrupted()); // nothing was running
        QVERIFY(!bundle.readInterrupted().value().has_value());
        for (const auto& next : {std::optional<std::string>("3f-boot"), std::optional<std::string>()}) {
            QVERIFY(bundle.writeRunning("2f-boot"));
            QVERIFY(bundle.noteInterrupted());
            QVERIFY(!bundle.readRunning().value().has_value());
            QCOMPARE(bundle.readInterrupted().value(), std::optional<std::string>("2f-boot"));
            QVERIFY(bundle.writeRunning(next));
            QVERIFY(!bundle.readInterrupted().value().has_value());
            QCOMPARE(bundle.readRunning().value(), next);
        }
    }

    void bootMarkSaysWhatWasPermitted() {
        const Bundle bundle = fresh();
        QVERIFY(!bundle.isMarkedForBoot());
        QVERIFY(!bundle.readBootMark().value().has_value());
        QVERIFY(bundle.writeBootMark(std::nullopt)); // nothing to remove
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        spec.namespaces[NamespaceKind::Network] = Isolation::Host;
        QVERIFY(bundle.writeBootMark(spec));
        QVERIFY(bundle.isMarkedForBoot());
        QCOMPARE(writeConfig(**bundle.readBootMark()), writeConfig(spec));
        QVERIFY(bundle.writeBootMark(std::nullopt));
        QVERIFY(!bundle.isMarkedForBoot());
    }

    void aTraceThatAPowerCutHasLeftEmptyIsNone() {
        const Bundle bundle = Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"a"})).value();
        QVERIFY(bundle.writeTrace(""));
        QCOMPARE(bundle.readTrace().value(), std::string("[]"));
    }

    void theTraceIsEmptyBeforeTheFirstRun() {
        const Bundle bundle = fresh();
        QCOMPARE(bundle.readTrace().value(), std::string("[]"));
        QVERIFY(bundle.writeTrace("[{}]"));
        QCOMPARE(bundle.readTrace().value(), std::string("[{}]"));
        QVERIFY(!bundle.writeTrace(std::string(2 * 1024 * 1024, ' ')));
    }

    void damagedFilesAreCorruptAndNamed_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        for (const char* file : {"vitrine.json", "config.json", "exit.json", "at-boot"}) {
            const QByteArray name(file);
            QTest::addRow("%s empty", file) << name << QByteArray();
            QTest::addRow("%s cut off", file) << name << QByteArray("{\"version\": 1, \"id\":");
            QTest::addRow("%s list", file) << name << QByteArray("[]");
            QTest::addRow("%s object", file) << name << QByteArray("{}");
            QTest::addRow("%s binary", file) << name << QByteArray(64, '\xff');
            QTest::addRow("%s deep", file) << name << QByteArray("{\"a\":") + QByteArray(50000, '[');
            QTest::addRow("%s huge", file) << name << QByteArray(1024 * 1024, ' ');
        }
        QTest::newRow("running empty") << QByteArray("running") << QByteArray();
        QTest::newRow("running binary") << QByteArray("running") << QByteArray("a\0b", 3);
        QTest::newRow("trace huge") << QByteArray("trace.json") << QByteArray(2 * 1024 * 1024, ' ');
        const QByteArray head =
            R"({"version":1,"id":"0123456789abcdef0123456789abcdef","ownerUid":1,"createdUs":1,)";
        const auto record = [&](const char* row, const QByteArray& rest) {
            QTest::newRow(row) << QByteArray("vitrine.json") << head + rest;
        };
        record("stage", R"("stage":"done","idBase":0,"root":{"kind":"owned","ownerUid":0,"ownerGid":0}})");
        record("id base",
               R"("stage":"ready","idBase":-1,"root":{"kind":"owned","ownerUid":0,"ownerGid":0}})");
        record("root", R"("stage":"ready","idBase":0,"root":"owned"})");
        record("relative", R"("stage":"ready","idBase":0,"root":{"kind":"folder","ownerUid":0,"ownerGid":0,)"
                           R"("path":"etc","device":1,"inode":1}})");
        record("NUL", R"("stage":"ready","idBase":0,"root":{"kind":"folder","ownerUid":0,"ownerGid":0,)"
                      R"("path":"/etc\u0000/x","device":1,"inode":1}})");
    }

    void damagedFilesAreCorruptAndNamed() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        const Bundle bundle = fresh();
        QVERIFY(sys::replaceFileAt(bundle.directory(), file.toStdString(), content.toStdString(), 0600,
                                   sys::Durability::Cached));
        isCorrupt(bundle, file.toStdString());
    }

    void onlyRegularFilesAreRead_data() {
        QTest::addColumn<QByteArray>("file");
        for (const char* file :
             {"vitrine.json", "config.json", "exit.json", "trace.json", "running", "at-boot"})
            QTest::newRow(file) << QByteArray(file);
    }

    void onlyRegularFilesAreRead() {
        QFETCH(QByteArray, file);
        const Bundle bundle = fresh();
        const std::string target = path("elsewhere");
        QVERIFY(sys::replaceFileAt(m_containers.get(), "elsewhere", "{}", 0600, sys::Durability::Cached));
        ::unlinkat(bundle.directory(), file.constData(), 0);
        QCOMPARE(::symlinkat(target.c_str(), bundle.directory(), file.constData()), 0);
        isCorrupt(bundle, file.toStdString());
        ::unlinkat(bundle.directory(), file.constData(), 0);
        QCOMPARE(::mkfifoat(bundle.directory(), file.constData(), 0600), 0);
        isCorrupt(bundle, file.toStdString()); // and does not wait for a writer
        ::unlinkat(bundle.directory(), file.constData(), 0);
        QCOMPARE(::mkdirat(bundle.directory(), file.constData(), 0700), 0);
        isCorrupt(bundle, file.toStdString());
    }

    void aNewerVersionIsRefusedInWords() {
        const Bundle bundle = fresh();
        QVERIFY(sys::replaceFileAt(bundle.directory(), "vitrine.json", R"({"version":2,"new":true})", 0600,
                                   sys::Durability::Cached));
        const auto record = bundle.readRecord();
        QCOMPARE(record.error().kind(), ErrorKind::NotSupported);
        QCOMPARE(record.error().message(),
                 std::string("vitrine.json: read $.version: a newer Vitrine wrote it (version 2; this one "
                             "reads up to version 1)"));
        QVERIFY(!record.error().hint().empty());
    }

    void missingFilesAreNotFound() {
        const Bundle bundle = fresh();
        ::unlinkat(bundle.directory(), "vitrine.json", 0);
        ::unlinkat(bundle.directory(), "config.json", 0);
        QCOMPARE(bundle.readRecord().error().kind(), ErrorKind::NotFound);
        QCOMPARE(bundle.readSpec().error().kind(), ErrorKind::NotFound);
    }

    void theRootIsTheOneThatWasChosen() {
        const Bundle bundle = fresh();
        QVERIFY(bundle.openRoot(sample()));

        BundleRecord record = sample();
        record.root = folder();
        QVERIFY(bundle.openRoot(record));
        // Another folder of the same name, a symlink to another one, a file, nothing.
        QVERIFY(
            QDir().rename(QString::fromStdString(record.root.path), QString::fromStdString(path("moved"))));
        wrongRoot(bundle, record);
        QVERIFY(QDir().mkdir(QString::fromStdString(record.root.path)));
        wrongRoot(bundle, record);
        QVERIFY(QDir().rmdir(QString::fromStdString(record.root.path)));
        QCOMPARE(::symlink("/etc", record.root.path.c_str()), 0);
        wrongRoot(bundle, record);
        ::unlink(record.root.path.c_str());
        QVERIFY(sys::replaceFileAt(m_containers.get(), "folder", "", 0600, sys::Durability::Cached));
        wrongRoot(bundle, record);
    }

    void anOwnedRootIsNoSymlink() {
        const Bundle bundle = fresh();
        QCOMPARE(::unlinkat(bundle.directory(), "rootfs", AT_REMOVEDIR), 0);
        QVERIFY(!bundle.openRoot(sample()));
        QCOMPARE(::symlinkat("/", bundle.directory(), "rootfs"), 0);
        QVERIFY(!bundle.openRoot(sample()));
    }

private:
    static std::size_t descriptors() {
        const auto directory = sys::openDirectory(AT_FDCWD, "/proc/self/fd");
        return sys::listDirectory(directory->get())->size();
    }
    std::string path(const std::string& name) const { return m_temporary->path().toStdString() + '/' + name; }
    unsigned mode(const std::string& name) const {
        struct stat status{};
        return ::stat(path(name).c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
    }
    BundleRecord sample() const {
        BundleRecord record;
        record.id = m_id;
        record.ownerUid = 1000;
        record.createdUs = 1'700'000'000'000'000;
        record.stage = Stage::Ready;
        record.idBase = 0x7fff0000;
        return record;
    }
    RootRecord folder() const {
        QDir().mkdir(QString::fromStdString(path("folder")));
        struct stat status{};
        ::stat(path("folder").c_str(), &status);
        return {RootRecord::Kind::Folder, path("folder"), status.st_dev, status.st_ino, 1000, 100};
    }
    Bundle fresh() const {
        return Bundle::create(m_containers.get(), sample(), defaultSpec("bob", {"/bin/sh"})).value();
    }
    static void same(const BundleRecord& left, const BundleRecord& right) {
        QCOMPARE(left.id, right.id);
        QCOMPARE(left.ownerUid, right.ownerUid);
        QCOMPARE(left.createdUs, right.createdUs);
        QCOMPARE(left.stage, right.stage);
        QCOMPARE(left.idBase, right.idBase);
        QCOMPARE(left.root.kind, right.root.kind);
        QCOMPARE(left.root.path, right.root.path);
        QCOMPARE(left.root.device, right.root.device);
        QCOMPARE(left.root.inode, right.root.inode);
        QCOMPARE(left.root.ownerUid, right.root.ownerUid);
        QCOMPARE(left.root.ownerGid, right.root.ownerGid);
    }
    static void isCorrupt(const Bundle& bundle, const std::string& file) {
        std::optional<Error> error;
        const auto keep = [&](auto&& result) {
            if (!result)
                error = result.error();
        };
        if (file == "vitrine.json")
            keep(bundle.readRecord());
        else if (file == "config.json")
            keep(bundle.readSpec());
        else if (file == "exit.json")
            keep(bundle.readExit());
        else if (file == "trace.json")
            keep(bundle.readTrace());
        else if (file == "at-boot")
            keep(bundle.readBootMark());
        else
            keep(bundle.readRunning());
        QVERIFY(error.has_value());
        QVERIFY2(error->kind() == ErrorKind::Corrupt, error->message().c_str());
        QCOMPARE(error->subject(), file);
    }
    static void wrongRoot(const Bundle& bundle, const BundleRecord& record) {
        const auto root = bundle.openRoot(record);
        QVERIFY(!root);
        QCOMPARE(root.error().kind(), ErrorKind::NotFound);
        QVERIFY(root.error().message().find(record.root.path) != std::string::npos);
        QVERIFY(!root.error().hint().empty());
    }

    const std::string m_id = "0123456789abcdef0123456789abcdef";
    std::size_t m_descriptors = 0;
    std::unique_ptr<QTemporaryDir> m_temporary;
    sys::UniqueFd m_containers;
};

QTEST_APPLESS_MAIN(TestBundle)
#include "tst_bundle.moc"
