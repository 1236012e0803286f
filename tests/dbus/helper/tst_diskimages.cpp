// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/ociconfig.h"
#include "helper/bus/paths.h"
#include "helper/bus/wiretypes.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Disk images over the bus: an ordinary user's, at creation and while the container runs.
class TestDiskImages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void oneIsShownAtEveryStart();
    void aRunningContainerIsGivenOne();
    void badOnesAreRefused();
    void noneIsNamedByPath();
    void theTypeIsWhatIsInIt();
    void whatWasExchangedIsNotStarted();

private:
    static constexpr uid_t alice = 65534;
    static QString config(const char* type, const QString& script, const VolumeOptions& options = {});
    static int open(const QString& path, int flags) { return ::open(qPrintable(path), flags | O_CLOEXEC); }
    QString create(const char* type, int fd, const VolumeOptions& options = {}, const QString& script = {});
    QDBusMessage attach(const QString& container, int fd, const QVariantMap& options = {});
    QString sleeper();
    void makeImage(const QString& path);

    std::unique_ptr<Client> m_alice;
    QString m_folder;
    QString m_image;
};

QString TestDiskImages::config(const char* type, const QString& script, const VolumeOptions& options) {
    ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
    spec.process.terminal = Terminal::No;
    // The source is for showing: what the descriptor is of counts.
    spec.mounts.push_back({"/mnt/disk", type, "/etc/passwd", imageWordsOf(options)});
    return QString::fromStdString(writeConfig(spec));
}

QString TestDiskImages::create(const char* type, int fd, const VolumeOptions& options,
                               const QString& script) {
    m_alice->lastError.clear();
    const QVariant given = Client::given(QStringLiteral("/mnt/disk"), fd);
    ::close(fd);
    return m_alice->create(QStringLiteral("imaged"), config(type, script, options), QStringLiteral("starter"),
                           {}, Client::emptyGiven(), {}, given);
}

QDBusMessage TestDiskImages::attach(const QString& container, int fd, const QVariantMap& options) {
    const QDBusUnixFileDescriptor file(fd);
    ::close(fd);
    return m_alice->container(container, "AttachVolume",
                              {QVariant::fromValue(file), QStringLiteral("/mnt/disk"), options});
}

QString TestDiskImages::sleeper() {
    const QString path = m_alice->create(QStringLiteral("sleeper"),
                                         configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    return !path.isEmpty() && m_alice->start(path).success ? path : QString();
}

void TestDiskImages::makeImage(const QString& path) {
    QProcess program;
    program.start(QStringLiteral("/usr/sbin/mke2fs"),
                  {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ext4"), QStringLiteral("-d"),
                   m_folder + QStringLiteral("/content"), path, QStringLiteral("4M")});
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    QCOMPARE(::chown(qPrintable(path), alice, ::getegid()), 0);
    QCOMPARE(::chmod(qPrintable(path), 0600), 0);
}

void TestDiskImages::initTestCase() {
    m_alice = std::make_unique<Client>(alice);
    m_folder = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/images");
    m_image = m_folder + QStringLiteral("/disk.img");
}

void TestDiskImages::init() {
    QVERIFY(QDir().mkpath(m_folder + QStringLiteral("/content")));
    QFile file(m_folder + QStringLiteral("/content/file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("in the image\n");
    file.close();
    makeImage(m_image);
}

void TestDiskImages::cleanup() {
    for (const QDBusObjectPath& object : m_alice->objects().keys()) {
        m_alice->stop(object.path(), 0);
        QVERIFY(m_alice->remove(object.path()).success);
    }
    QDir(m_folder).removeRecursively();
}

void TestDiskImages::oneIsShownAtEveryStart() {
    const QString path =
        create("ext4", open(m_image, O_RDWR),
               {VolumeAccess::ReadWrite, VolumePrograms::Refused, VolumePropagation::Private},
               QStringLiteral("cat /mnt/disk/file; cat /mnt/disk/count; echo again >>/mnt/disk/count"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QStringList widenings = m_alice->property(path, containerInterface, "Widenings").toStringList();
    QVERIFY2(widenings.join(u' ').contains(QStringLiteral("disk image")), qPrintable(widenings.join(u' ')));
    for (int start = 0; start < 2; ++start) {
        const JobResult started = m_alice->start(path);
        QVERIFY2(started.success, qPrintable(started.message));
        QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
    }
    QCOMPARE(m_alice->log(path).count("in the image"), 2);
    QCOMPARE(m_alice->log(path).count("again"), 1);
}

void TestDiskImages::aRunningContainerIsGivenOne() {
    const QString path = sleeper();
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QDBusMessage reply = attach(path, open(m_image, O_RDONLY));
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const uint leader = m_alice->property(path, containerInterface, "Leader").toUInt();
    QFile mounts(QStringLiteral("/proc/%1/mountinfo").arg(leader));
    QVERIFY(mounts.open(QIODevice::ReadOnly));
    QVERIFY(mounts.readAll().contains(" /mnt/disk ro,nosuid,nodev,noexec"));
    const QStringList widenings = m_alice->property(path, containerInterface, "Widenings").toStringList();
    QVERIFY(widenings.join(u' ').contains(QStringLiteral("disk image")));
    const QDBusMessage gone = m_alice->container(path, "DetachVolume", {QStringLiteral("/mnt/disk")});
    QVERIFY2(gone.type() == QDBusMessage::ReplyMessage, qPrintable(gone.errorMessage()));
    // Kept, it is there at the next start.
    QVERIFY(attach(path, open(m_image, O_RDONLY), {{QStringLiteral("keep"), true}}).type() ==
            QDBusMessage::ReplyMessage);
    QVERIFY(m_alice->stop(path, 0).success);
    const JobResult started = m_alice->start(path);
    QVERIFY2(started.success, qPrintable(started.message));
    QFile again(QStringLiteral("/proc/%1/mountinfo")
                    .arg(m_alice->property(path, containerInterface, "Leader").toUInt()));
    QVERIFY(again.open(QIODevice::ReadOnly));
    QVERIFY(again.readAll().contains(" /mnt/disk ro,nosuid,nodev,noexec"));
}

/// Root could do more with each than the one who gave it.
void TestDiskImages::badOnesAreRefused() {
    const QString path = sleeper();
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString text = m_folder + QStringLiteral("/text");
    QVERIFY(QFile::copy(QStringLiteral("/etc/passwd"), text));
    const QString empty = m_folder + QStringLiteral("/empty");
    QVERIFY(QFile(empty).open(QIODevice::WriteOnly));
    const QString fifo = m_folder + QStringLiteral("/fifo");
    QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0);
    const QString deleted = m_folder + QStringLiteral("/deleted.img");
    makeImage(deleted);
    for (const QString& file : {text, empty, fifo})
        QCOMPARE(::chown(qPrintable(file), alice, 0), 0);
    const QString ofRoot = m_folder + QStringLiteral("/root.img");
    makeImage(ofRoot);
    QCOMPARE(::chown(qPrintable(ofRoot), 0, 0), 0);
    struct Bad {
        QString file;
        int flags = O_RDONLY;
        QVariantMap options{};
    };
    const QVariantMap written{{QStringLiteral("readOnly"), false}};
    const Bad all[] = {{ofRoot},
                       {m_image, O_PATH},
                       {m_image, O_RDONLY, written},
                       {m_image, O_WRONLY},
                       {m_image, O_RDONLY, {{QStringLiteral("follow"), true}}},
                       {text},
                       {empty},
                       {fifo, O_RDWR},
                       {QStringLiteral("/dev/zero")},
                       {deleted}};
    for (const Bad& bad : all) {
        const int fd = open(bad.file, bad.flags);
        QVERIFY2(fd >= 0, qPrintable(bad.file));
        if (bad.file == deleted)
            QVERIFY(QFile::remove(deleted));
        const QDBusMessage reply = attach(path, fd, bad.options);
        QVERIFY2(reply.errorName() == QLatin1String("org.vitrine.Error.InvalidArgument"),
                 qPrintable(bad.file + u' ' + reply.errorName()));
    }
    QVERIFY(qdbus_cast<QList<VolumeRow>>(m_alice->property(path, containerInterface, "Volumes")).isEmpty());
}

void TestDiskImages::noneIsNamedByPath() {
    for (const char* source : {"/dev/vda", "/etc/passwd"}) {
        ContainerSpec spec = defaultSpec("given", {"true"});
        spec.mounts.push_back({"/mnt/disk", "ext4", source, imageWordsOf({})});
        QVERIFY(
            m_alice->create(QStringLiteral("named"), QString::fromStdString(writeConfig(spec))).isEmpty());
        QCOMPARE(m_alice->lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    }
    QVERIFY(m_alice->objects().isEmpty());
}

void TestDiskImages::theTypeIsWhatIsInIt() {
    for (const char* type : {"xfs", "vfat", "btrfs"}) {
        QVERIFY(create(type, open(m_image, O_RDONLY)).isEmpty());
        QCOMPARE(m_alice->lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    }
    QVERIFY(create("ext4", open(m_folder, O_RDONLY | O_DIRECTORY)).isEmpty()); // of root, and no image
    QVERIFY(m_alice->objects().isEmpty());
}

void TestDiskImages::whatWasExchangedIsNotStarted() {
    const QString path = create("ext4", open(m_image, O_RDONLY));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(QFile::rename(m_image, m_image + QStringLiteral(".old")));
    makeImage(m_image);
    const JobResult exchanged = m_alice->start(path);
    QVERIFY(!exchanged.success);
    QVERIFY2(exchanged.message.contains(QStringLiteral("another file is there now")),
             qPrintable(exchanged.message));
    QVERIFY(QFile::remove(m_image));
    QCOMPARE(::symlink("/etc/shadow", qPrintable(m_image)), 0);
    QVERIFY(!m_alice->start(path).success);
}

QTEST_GUILESS_MAIN(TestDiskImages)
#include "tst_diskimages.moc"
