// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/model/volume.h"
#include "helper/bus/paths.h"
#include "tests/dbus/helper/testclient.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

using namespace vitrine;
using namespace vitrine::helper;
using namespace vitrine::test;

/// Directories that users show to their containers. The test is root, and connects as others.
class TestVolumes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aDirectoryIsShown();
    void whatIsWrittenBelongsToItsOwner();
    void othersDirectoriesAreRefused_data();
    void othersDirectoriesAreRefused();
    void placesAreChecked_data();
    void placesAreChecked();
    void optionsAreChecked_data();
    void optionsAreChecked();
    void descriptorsAndMountsBelongTogether();
    void thereAreNotTooMany();
    void rootIsWarnedToo_data();
    void rootIsWarnedToo();
    void whatWasExchangedIsNotStarted();
    void whatIsGoneIsNotStarted();
    void aRunningContainerIsGivenOne();
    void whatIsKeptComesWithEveryStart();
    void aStoppedOneIsGivenOneForItsStarts();
    void badAttachmentsAreRefused();
    void othersContainersAreNoneOfBobs();
    void aNewHelperKnowsThem();
    void aKilledMonitorLeavesNothing();
    void aRestartKnowsWhatIsKept();

private:
    static constexpr uid_t alice = 65534;

    static QString config(const QString& script, const QString& place, const QStringList& options);
    static QVariant volume(const QString& place, const QString& path, int flags = O_PATH);
    /// Path of the container, or empty.
    QString create(const QString& place, const QString& path,
                   const QStringList& options = {QStringLiteral("ro")},
                   const QString& script = QStringLiteral("true"));
    void makeOwn(const QString& path, uid_t owner = alice);
    QDBusMessage attach(Client& client, const QString& container, const QString& place,
                        const QVariantMap& options = {});
    QString sleeper(const QString& name);
    QString mountedAt(const QString& container, const QString& place);
    QList<VolumeRow> volumesOf(const QString& container);

    std::unique_ptr<Client> m_alice;
    QString m_given;
};

QString TestVolumes::config(const QString& script, const QString& place, const QStringList& options) {
    ContainerSpec spec = defaultSpec("given", {"bash", "-c", script.toStdString()});
    spec.process.terminal = Terminal::No;
    std::vector<std::string> words{"bind"};
    for (const QString& option : options)
        words.push_back(option.toStdString());
    // The source is for showing: what the descriptor is of counts.
    spec.mounts.push_back({place.toStdString(), "bind", "/etc", words});
    return QString::fromStdString(writeConfig(spec));
}

QVariant TestVolumes::volume(const QString& place, const QString& path, int flags) {
    const int fd = ::open(qPrintable(path), flags | O_CLOEXEC);
    const QVariant given = Client::given(place, fd);
    ::close(fd);
    return given;
}

QString TestVolumes::create(const QString& place, const QString& path, const QStringList& options,
                            const QString& script) {
    m_alice->lastError.clear();
    m_alice->lastMessage.clear();
    return m_alice->create(QStringLiteral("given"), config(script, place, options), QStringLiteral("starter"),
                           {}, Client::emptyGiven(), {}, volume(place, path));
}

void TestVolumes::makeOwn(const QString& path, uid_t owner) {
    QVERIFY(QDir().mkpath(path));
    QCOMPARE(::chown(qPrintable(path), owner, ::getegid()), 0);
    QCOMPARE(::chmod(qPrintable(path), 0700), 0);
}

void TestVolumes::initTestCase() {
    m_alice = std::make_unique<Client>(alice);
    m_given = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/given");
}

void TestVolumes::init() {
    makeOwn(m_given);
    QFile file(m_given + QStringLiteral("/file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("of alice\n");
    file.close();
    QCOMPARE(::chown(qPrintable(file.fileName()), alice, ::getegid()), 0);
    QCOMPARE(::chmod(qPrintable(file.fileName()), 0600), 0);
}

void TestVolumes::cleanup() {
    for (const QDBusObjectPath& object : m_alice->objects().keys()) {
        const QString path = object.path();
        m_alice->stop(path, 0); // one that has ended refuses it
        QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
        const JobResult removed = m_alice->remove(path);
        QVERIFY2(removed.success, qPrintable(removed.message));
    }
    QDir(m_given).removeRecursively();
}

void TestVolumes::aDirectoryIsShown() {
    const QString path =
        create(QStringLiteral("/mnt//data/"), m_given, {QStringLiteral("ro")},
               QStringLiteral("cat /mnt/data/file; ls -n /mnt/data/file; cat /proc/self/mountinfo; "
                              "echo no >/mnt/data/new || echo refused"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString stored = m_alice->container(path, "GetConfig").arguments().value(0).toString();
    const ContainerSpec spec = parseConfig(stored.toStdString()).value();
    const MountSpec& mount = spec.mounts.back();
    QCOMPARE(mount.destination, std::string("/mnt/data"));
    QCOMPARE(QString::fromStdString(mount.source), QDir(m_given).canonicalPath());
    QCOMPARE(mount.options,
             wordsOf({VolumeAccess::ReadOnly, VolumePrograms::Allowed, VolumePropagation::Private}));
    QCOMPARE(mount.uidMappings.size(), std::size_t{1});
    QCOMPARE(mount.uidMappings.front().inside, alice);
    QCOMPARE(mount.uidMappings.front().outside, spec.uidMappings.front().outside);
    const QStringList widenings = m_alice->property(path, containerInterface, "Widenings").toStringList();
    QVERIFY2(widenings.join(u' ').contains(m_given), qPrintable(widenings.join(u' ')));
    const JobResult started = m_alice->start(path);
    QVERIFY2(started.success, qPrintable(started.message));
    QVERIFY(m_alice->waitForLog(path, "refused"));
    const QByteArray log = m_alice->log(path);
    QVERIFY2(log.contains("of alice\n") && log.contains(" 0 0 "), log.constData());
    const auto lines = log.split('\n');
    const auto line =
        std::ranges::find_if(lines, [](const QByteArray& one) { return one.contains(" /mnt/data "); });
    QVERIFY(line != lines.end());
    for (const char* option : {"ro", "nosuid", "nodev", "idmapped"})
        QVERIFY2(line->contains(option), line->constData());
    QVERIFY(!QFile::exists(m_given + QStringLiteral("/new")));
    // Its place in the plan, with the command by hand.
    const QDBusMessage trace = m_alice->container(path, "GetTrace");
    QVERIFY(trace.type() == QDBusMessage::ReplyMessage);
}

void TestVolumes::whatIsWrittenBelongsToItsOwner() {
    const QString path =
        create(QStringLiteral("/data"), m_given, {QStringLiteral("rw"), QStringLiteral("noexec")},
               QStringLiteral("echo hello >/data/new; chmod 6755 /data/new; echo done"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(m_alice->start(path).success);
    QVERIFY(m_alice->waitForLog(path, "done"));
    struct stat status{};
    QCOMPARE(::stat(qPrintable(m_given + QStringLiteral("/new")), &status), 0);
    QCOMPARE(status.st_uid, alice);
    QCOMPARE(status.st_gid, ::getegid());
    QCOMPARE(status.st_size, off_t{6});
}

void TestVolumes::othersDirectoriesAreRefused_data() {
    QTest::addColumn<QString>("directory");
    for (const char* path :
         {"/", "/etc", "/proc", "/sys", "/dev", "/tmp", "/root", "/etc/passwd", "/dev/null"})
        QTest::newRow(path) << QString::fromLatin1(path);
    QTest::newRow("private, of another")
        << QStringLiteral("%1/of-root").arg(qEnvironmentVariable("VITRINE_TEST_DIR"));
    QTest::newRow("where containers are kept") << qEnvironmentVariable("VITRINE_STATE_DIR");
    QTest::newRow("deleted") << QStringLiteral("deleted");
    QTest::newRow("foreign group") << QStringLiteral("group");
}

void TestVolumes::othersDirectoriesAreRefused() {
    QFETCH(QString, directory);
    const QString own = qEnvironmentVariable("VITRINE_TEST_DIR") + QStringLiteral("/of-root");
    makeOwn(own, 0);
    int fd = ::open(qPrintable(directory), O_PATH | O_CLOEXEC);
    if (directory == QLatin1String("deleted")) {
        fd = ::open(qPrintable(m_given), O_PATH | O_CLOEXEC);
        QVERIFY(QDir(m_given).removeRecursively());
    } else if (directory == QLatin1String("group")) {
        fd = ::open(qPrintable(m_given), O_PATH | O_CLOEXEC);
        QCOMPARE(::chown(qPrintable(m_given), alice, 42), 0);
    }
    QVERIFY(fd >= 0);
    const QString place = QStringLiteral("/mnt/data");
    const QVariant given = Client::given(place, fd);
    ::close(fd);
    const QString path = m_alice->create(QStringLiteral("given"),
                                         config(QStringLiteral("true"), place, {QStringLiteral("ro")}),
                                         QStringLiteral("empty"), {}, Client::emptyGiven(), {}, given);
    QVERIFY(path.isEmpty());
    QCOMPARE(m_alice->lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY2(m_alice->lastMessage.startsWith(QStringLiteral("volumes")), qPrintable(m_alice->lastMessage));
    QVERIFY(m_alice->objects().isEmpty());
    QVERIFY(QDir().rmdir(own));
}

void TestVolumes::placesAreChecked_data() {
    QTest::addColumn<QString>("place");
    for (const char* place : {"/", "//", "/proc", "/proc/sys", "/sys/fs/cgroup", "/dev", "/dev/shm",
                              "/mnt/../proc", "mnt", "", "/mnt/a\nb", "/./sys/"})
        QTest::newRow(place) << QString::fromLatin1(place);
}

void TestVolumes::placesAreChecked() {
    QFETCH(QString, place);
    QVERIFY(create(place, m_given).isEmpty());
    QCOMPARE(m_alice->lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY2(m_alice->lastMessage.startsWith(QStringLiteral("volumes")), qPrintable(m_alice->lastMessage));
}

void TestVolumes::optionsAreChecked_data() {
    QTest::addColumn<QString>("option");
    for (const char* option : {"suid", "dev", "rbind", "shared", "rshared", "remount", "idmap", "uid=0"})
        QTest::newRow(option) << QString::fromLatin1(option);
}

void TestVolumes::optionsAreChecked() {
    QFETCH(QString, option);
    QVERIFY(create(QStringLiteral("/mnt/data"), m_given, {option}).isEmpty());
    QCOMPARE(m_alice->lastError, QStringLiteral("org.vitrine.Error.InvalidArgument"));
}

void TestVolumes::descriptorsAndMountsBelongTogether() {
    const QString place = QStringLiteral("/mnt/data");
    const QString good = config(QStringLiteral("true"), place, {QStringLiteral("ro")});
    const auto make = [&](const QString& text, const QVariant& volumes) {
        return m_alice->create(QStringLiteral("given"), text, QStringLiteral("empty"), {},
                               Client::emptyGiven(), {}, volumes);
    };
    // A mount without a descriptor: a path that root would open.
    QVERIFY(make(good, Client::emptyGiven()).isEmpty());
    QVERIFY2(m_alice->lastMessage.startsWith(QStringLiteral("$.mounts")), qPrintable(m_alice->lastMessage));
    // A descriptor without a mount.
    QVERIFY(make(good, volume(QStringLiteral("/other"), m_given)).isEmpty());
    QVERIFY(make(configFor({QStringLiteral("true")}), volume(place, m_given)).isEmpty());
    QVERIFY2(m_alice->lastMessage.startsWith(QStringLiteral("volumes")), qPrintable(m_alice->lastMessage));
}

void TestVolumes::thereAreNotTooMany() {
    QDBusArgument many;
    const int fd = ::open(qPrintable(m_given), O_PATH | O_CLOEXEC);
    many.beginArray(QMetaType::fromType<GivenForTest>());
    for (int i = 0; i < 16; ++i)
        many << GivenForTest{QStringLiteral("/mnt/%1").arg(i), QDBusUnixFileDescriptor(fd)};
    many.endArray();
    ::close(fd);
    QVERIFY(m_alice
                ->create(QStringLiteral("given"), configFor({QStringLiteral("true")}),
                         QStringLiteral("empty"), {}, Client::emptyGiven(), {}, QVariant::fromValue(many))
                .isEmpty());
    QVERIFY2(m_alice->lastMessage.startsWith(QStringLiteral("volumes")), qPrintable(m_alice->lastMessage));
}

void TestVolumes::rootIsWarnedToo_data() {
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("good");
    QTest::newRow("etc, to read") << "/etc" << "ro" << true;
    QTest::newRow("etc, to write") << "/etc" << "rw" << false;
    QTest::newRow("usr, to write") << "/usr/share" << "rw" << false;
    QTest::newRow("everything") << "/" << "ro" << false;
    QTest::newRow("devices") << "/dev" << "ro" << false;
    QTest::newRow("what holds the containers") << qEnvironmentVariable("VITRINE_TEST_DIR") << "ro" << false;
}

void TestVolumes::rootIsWarnedToo() {
    QFETCH(QString, directory);
    QFETCH(QString, option);
    QFETCH(bool, good);
    Client root;
    const QString place = QStringLiteral("/mnt/data");
    const QString path =
        root.create(QStringLiteral("given"), config(QStringLiteral("true"), place, {option}),
                    QStringLiteral("empty"), {}, Client::emptyGiven(), {}, volume(place, directory));
    QVERIFY2(path.isEmpty() != good, qPrintable(root.lastMessage));
    if (good)
        QVERIFY(root.remove(path).success);
    else
        QVERIFY2(root.lastMessage.startsWith(QStringLiteral("volumes")), qPrintable(root.lastMessage));
}

/// Between permission and start its owner can put anything at the path.
void TestVolumes::whatWasExchangedIsNotStarted() {
    const QString away = m_given + QStringLiteral(".away");
    const QString path = create(QStringLiteral("/mnt/data"), m_given, {QStringLiteral("ro")},
                                QStringLiteral("cat /mnt/data/*; echo done"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(QDir().rename(m_given, away));
    QVERIFY(QFile::link(QStringLiteral("/etc"), m_given));
    const JobResult link = m_alice->start(path);
    QVERIFY(!link.success);
    QVERIFY2(link.message.contains(m_given), qPrintable(link.message));
    QVERIFY(QFile::remove(m_given));
    makeOwn(m_given);
    QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
    const JobResult other = m_alice->start(path);
    QVERIFY(!other.success);
    QVERIFY2(other.message.contains(QStringLiteral("another directory")), qPrintable(other.message));
    QVERIFY(QDir().rmdir(m_given));
    QVERIFY(QDir().rename(away, m_given));
    QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
    QCOMPARE(::chown(qPrintable(m_given), 1, ::getegid()), 0); // it is bob's now
    QVERIFY(!m_alice->start(path).success);
    QCOMPARE(::chown(qPrintable(m_given), alice, ::getegid()), 0);
    QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
    const JobResult back = m_alice->start(path);
    QVERIFY2(back.success, qPrintable(back.message));
    QVERIFY(m_alice->waitForLog(path, "of alice"));
}

void TestVolumes::whatIsGoneIsNotStarted() {
    const QString path = create(QStringLiteral("/mnt/data"), m_given);
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(QDir(m_given).removeRecursively());
    const JobResult gone = m_alice->start(path);
    QVERIFY(!gone.success);
    QVERIFY2(gone.message.contains(m_given), qPrintable(gone.message));
}

QDBusMessage TestVolumes::attach(Client& client, const QString& container, const QString& place,
                                 const QVariantMap& options) {
    const int fd = ::open(qPrintable(m_given), O_PATH | O_CLOEXEC);
    const QDBusUnixFileDescriptor directory(fd);
    ::close(fd);
    return client.container(container, "AttachVolume", {QVariant::fromValue(directory), place, options});
}

QString TestVolumes::sleeper(const QString& name) {
    const QString path = m_alice->create(
        name,
        configFor({QStringLiteral("bash"), QStringLiteral("-c"),
                   QStringLiteral("echo ready; while read -r line; do eval \"$line\"; done; sleep 1000")}));
    if (!path.isEmpty() && m_alice->start(path).success && m_alice->waitForLog(path, "ready"))
        return path;
    return {};
}

/// What is mounted at the place inside, as the kernel says.
QString TestVolumes::mountedAt(const QString& container, const QString& place) {
    const uint leader = m_alice->property(container, containerInterface, "Leader").toUInt();
    QFile file(QStringLiteral("/proc/%1/mountinfo").arg(leader));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.contains(' ' + place.toUtf8() + ' '))
            return QString::fromUtf8(line);
    }
    return {};
}

QList<VolumeRow> TestVolumes::volumesOf(const QString& container) {
    return qdbus_cast<QList<VolumeRow>>(m_alice->property(container, containerInterface, "Volumes"));
}

void TestVolumes::aRunningContainerIsGivenOne() {
    const QString path = sleeper(QStringLiteral("live"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString place = QStringLiteral("/mnt/live");
    const QDBusMessage reply = attach(*m_alice, path, place);
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const QString mount = mountedAt(path, place);
    for (const char* option : {"ro", "nosuid", "nodev", "noexec", "idmapped"})
        QVERIFY2(mount.contains(QLatin1String(option)), qPrintable(mount));
    QList<VolumeRow> volumes = volumesOf(path);
    QCOMPARE(volumes.size(), 1);
    QCOMPARE(volumes.first().destination, place);
    QVERIFY(volumes.first().attached && !volumes.first().kept);
    // Its step is in the trace, after those of the start.
    const QDBusMessage trace = m_alice->container(path, "GetTrace");
    const auto steps = qdbus_cast<QList<TraceRow>>(trace.arguments().value(0));
    QVERIFY2(steps.last().id.startsWith(QStringLiteral("attach:/mnt/live")), qPrintable(steps.last().id));
    QCOMPARE(steps.last().state, QStringLiteral("done"));
    QVERIFY(steps.last().systemCall.contains(QStringLiteral("move_mount")));
    QCOMPARE(attach(*m_alice, path, place).errorName(), QStringLiteral("org.vitrine.Error.AlreadyExists"));
    const QDBusMessage gone = m_alice->container(path, "DetachVolume", {place});
    QVERIFY2(gone.type() == QDBusMessage::ReplyMessage, qPrintable(gone.errorMessage()));
    QVERIFY(mountedAt(path, place).isEmpty());
    QVERIFY(volumesOf(path).isEmpty());
    QCOMPARE(m_alice->container(path, "DetachVolume", {place}).errorName(),
             QStringLiteral("org.vitrine.Error.NotFound"));
}

void TestVolumes::whatIsKeptComesWithEveryStart() {
    const QString path = sleeper(QStringLiteral("kept"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString place = QStringLiteral("/mnt/kept");
    const QDBusMessage reply =
        attach(*m_alice, path, place, {{QStringLiteral("keep"), true}, {QStringLiteral("readOnly"), false}});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    QVERIFY(volumesOf(path).first().kept && volumesOf(path).first().attached);
    QVERIFY(m_alice->stop(path, 0).success);
    QVERIFY(volumesOf(path).first().kept && !volumesOf(path).first().attached);
    QVERIFY(m_alice->start(path).success);
    QVERIFY2(mountedAt(path, place).contains(QStringLiteral(" rw,nosuid")),
             qPrintable(mountedAt(path, place)));
    QVERIFY(m_alice->container(path, "DetachVolume", {place}).type() == QDBusMessage::ReplyMessage);
    QVERIFY(mountedAt(path, place).isEmpty());
    QVERIFY(m_alice->stop(path, 0).success);
    QVERIFY(m_alice->start(path).success);
    QVERIFY(mountedAt(path, place).isEmpty());
    const QString config = m_alice->container(path, "GetConfig").arguments().value(0).toString();
    QVERIFY(!config.contains(place));
}

void TestVolumes::aStoppedOneIsGivenOneForItsStarts() {
    const QString path = m_alice->create(QStringLiteral("stopped"),
                                         configFor({QStringLiteral("sleep"), QStringLiteral("1000")}));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString place = QStringLiteral("/mnt/later");
    QCOMPARE(attach(*m_alice, path, place).errorName(), QStringLiteral("org.vitrine.Error.WrongState"));
    const QDBusMessage reply = attach(*m_alice, path, place, {{QStringLiteral("keep"), true}});
    QVERIFY2(reply.type() == QDBusMessage::ReplyMessage, qPrintable(reply.errorMessage()));
    const JobResult started = m_alice->start(path);
    QVERIFY2(started.success, qPrintable(started.message));
    QVERIFY(mountedAt(path, place).contains(QStringLiteral("idmapped")));
}

void TestVolumes::badAttachmentsAreRefused() {
    const QString path = sleeper(QStringLiteral("bad"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString invalid = QStringLiteral("org.vitrine.Error.InvalidArgument");
    struct Bad {
        const char* place;
        QVariantMap options{};
    };
    const Bad all[] = {{"/"},
                       {"/proc"},
                       {"/proc/self"},
                       {"/sys/firmware"},
                       {"/dev/shm"},
                       {"mnt"},
                       {"/a/../proc"},
                       {""},
                       {"/mnt/x", {{QStringLiteral("suid"), true}}},
                       {"/mnt/x", {{QStringLiteral("keep"), 1}}}};
    for (const Bad& bad : all) {
        const QString error = attach(*m_alice, path, QString::fromLatin1(bad.place), bad.options).errorName();
        QVERIFY2(error == invalid, qPrintable(QLatin1String(bad.place) + u' ' + error));
    }
    QCOMPARE(attach(*m_alice, path, QStringLiteral("/run")).errorName(),
             QStringLiteral("org.vitrine.Error.AlreadyExists")); // another mount
    QVERIFY(volumesOf(path).isEmpty());
}

void TestVolumes::othersContainersAreNoneOfBobs() {
    const QString path = sleeper(QStringLiteral("alices"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    Client bob(1);
    QCOMPARE(attach(bob, path, QStringLiteral("/mnt/x")).errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    QCOMPARE(bob.container(path, "DetachVolume", {QStringLiteral("/mnt/x")}).errorName(),
             QStringLiteral("org.vitrine.Error.NoSuchContainer"));
    // And in his own he is not shown alice's directory, even with a descriptor of it.
    const QString own =
        bob.create(QStringLiteral("bobs"), configFor({QStringLiteral("true")}), QStringLiteral("empty"));
    QVERIFY(!own.isEmpty());
    QCOMPARE(attach(bob, own, QStringLiteral("/mnt/x"), {{QStringLiteral("keep"), true}}).errorName(),
             QStringLiteral("org.vitrine.Error.InvalidArgument"));
    QVERIFY(bob.remove(own).success);
}

/// What was attached lives with the container: a helper that is killed finds it again.
void TestVolumes::aNewHelperKnowsThem() {
    const QString path = sleeper(QStringLiteral("survivor"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    const QString place = QStringLiteral("/mnt/live");
    QVERIFY(attach(*m_alice, path, place).type() == QDBusMessage::ReplyMessage);
    QVERIFY(m_alice->killHelper());
    QVERIFY(m_alice->waitForState(path, QStringLiteral("running")));
    QCOMPARE(volumesOf(path).size(), 1);
    QVERIFY(volumesOf(path).first().attached && !volumesOf(path).first().kept);
    QVERIFY(!mountedAt(path, place).isEmpty());
    const QDBusMessage gone = m_alice->container(path, "DetachVolume", {place});
    QVERIFY2(gone.type() == QDBusMessage::ReplyMessage, qPrintable(gone.errorMessage()));
    QVERIFY(mountedAt(path, place).isEmpty());
}

/// The harness looks for mounts that are left.
void TestVolumes::aKilledMonitorLeavesNothing() {
    const QString path = sleeper(QStringLiteral("orphan"));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(attach(*m_alice, path, QStringLiteral("/mnt/live")).type() == QDBusMessage::ReplyMessage);
    const uint leader = m_alice->property(path, containerInterface, "Leader").toUInt();
    QFile status(QStringLiteral("/proc/%1/status").arg(leader));
    QVERIFY(status.open(QIODevice::ReadOnly));
    pid_t monitor = 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("PPid:"))
            monitor = line.mid(5).trimmed().toInt();
    QVERIFY(monitor > 1);
    QCOMPARE(::kill(monitor, SIGKILL), 0);
    QVERIFY(m_alice->waitForState(path, QStringLiteral("stopped")));
    QVERIFY(volumesOf(path).isEmpty());
    QFile mounts(QStringLiteral("/proc/self/mountinfo"));
    QVERIFY(mounts.open(QIODevice::ReadOnly));
    QVERIFY(!mounts.readAll().contains("/mnt/live"));
}

/// A container that its monitor starts again has what is kept, and no more.
void TestVolumes::aRestartKnowsWhatIsKept() {
    ContainerSpec spec = defaultSpec("given", {"bash", "-c", "echo ready; sleep 1000"});
    spec.process.terminal = Terminal::No;
    spec.life.restart = RestartPolicy::Always;
    const QString path = m_alice->create(QStringLiteral("again"), QString::fromStdString(writeConfig(spec)));
    QVERIFY2(!path.isEmpty(), qPrintable(m_alice->lastMessage));
    QVERIFY(m_alice->start(path).success);
    const QString kept = QStringLiteral("/mnt/kept");
    const QString passing = QStringLiteral("/mnt/passing");
    QVERIFY(attach(*m_alice, path, kept, {{QStringLiteral("keep"), true}}).type() ==
            QDBusMessage::ReplyMessage);
    QVERIFY(attach(*m_alice, path, passing).type() == QDBusMessage::ReplyMessage);
    for (uint restarts = 1; restarts <= 2; ++restarts) {
        const uint leader = m_alice->property(path, containerInterface, "Leader").toUInt();
        QVERIFY(leader > 1);
        QCOMPARE(::kill(static_cast<pid_t>(leader), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_alice->property(path, containerInterface, "Restarts").toUInt(), restarts,
                                  20'000);
        QVERIFY2(m_alice->waitForState(path, QStringLiteral("running")),
                 qPrintable(m_alice->property(path, containerInterface, "StateReason").toString()));
        QVERIFY(!mountedAt(path, kept).isEmpty());
        QVERIFY(mountedAt(path, passing).isEmpty());
        QCOMPARE(volumesOf(path).size(), 1);
        QVERIFY(volumesOf(path).first().kept && volumesOf(path).first().attached);
    }
    QVERIFY(m_alice->container(path, "DetachVolume", {kept}).type() == QDBusMessage::ReplyMessage);
    QVERIFY(mountedAt(path, kept).isEmpty());
}

QTEST_GUILESS_MAIN(TestVolumes)
#include "tst_volumes.moc"
