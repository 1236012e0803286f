// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimebed.h"

#include "hoststate.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

namespace {

QJsonValue with(const QJsonValue& value, QStringList path, const QJsonValue& member) {
    if (path.isEmpty())
        return member;
    QJsonObject object = value.toObject();
    const QString key = path.takeFirst();
    object[key] = with(object[key], path, member);
    return object;
}

void makeRoot(const QString& root) {
    for (const char* name : {"proc", "sys", "dev", "tmp", "run", "etc"})
        QDir().mkpath(root + '/' + name);
    QFile::copy(GUEST, root + "/guest");
    QFile::setPermissions(root + "/guest", QFile::Permissions::fromInt(0x7555));
}

} // namespace

RuntimeBed::RuntimeBed()
    : m_mounts(contentOf("/proc/self/mountinfo")) {
    makeRoot(bundle() + "/rootfs");
    ::chmod(qPrintable(m_directory.path()), 0755); // programs inside may be anybody
    QProcess spec;
    spec.start(MONITOR, {"spec", "--bundle", bundle()});
    spec.waitForFinished();
    config = QJsonDocument::fromJson(contentOf(bundle() + "/config.json")).object();
    set("process.terminal", false);
    setArguments({"exit", "0"});
}

RuntimeBed::~RuntimeBed() {
    for (const QString& id : QDir(root()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        static_cast<void>(run({"delete", "--force", id}));
}

void RuntimeBed::store() const {
    QFile file(bundle() + "/config.json");
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(QJsonDocument(config).toJson());
}

void RuntimeBed::set(const QString& place, const QJsonValue& value) {
    config = with(config, place.split('.'), value).toObject();
    store();
}

void RuntimeBed::setArguments(const QStringList& words) {
    set("process.args", QJsonArray::fromStringList(QStringList("/guest") + words));
}

QString RuntimeBed::id(const QString& suffix) const {
    return QString("vitrine-test-%1%2").arg(::getpid()).arg(suffix);
}

QStringList RuntimeBed::commandLine(const QStringList& words) const {
    return QStringList({MONITOR, "--root", root()}) + words;
}

// Files instead of pipes: what goes on after the command has ended must not be killed by its next output.
RuntimeBed::Ran RuntimeBed::run(const QStringList& words, const QByteArray& input) const {
    const QTemporaryDir streams;
    const QString out = streams.filePath("out");
    const QString err = streams.filePath("err");
    QStringList line = commandLine(words);
    QProcess process;
    process.setStandardOutputFile(out);
    process.setStandardErrorFile(err);
    process.start(line.takeFirst(), line);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished())
        return {};
    return {process.exitCode(), contentOf(out), contentOf(err)};
}

QJsonObject RuntimeBed::state(const QString& id) const {
    return QJsonDocument::fromJson(run({"state", id}).out).object();
}

QString RuntimeBed::waitForStatus(const QString& id, const QString& status) const {
    const QDeadlineTimer deadline(10'000);
    QString now = this->status(id);
    while (now != status && !deadline.hasExpired()) {
        QTest::qWait(10);
        now = this->status(id);
    }
    return now;
}

int RuntimeBed::create(const QString& id, const QStringList& options) const {
    QStringList line = commandLine(QStringList({"create", "--bundle", bundle()}) + options + QStringList(id));
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(path("output"));
    process.setStandardErrorFile(path("errors"));
    process.start(line.takeFirst(), line);
    return process.waitForFinished() ? process.exitCode() : -1;
}

QByteArray RuntimeBed::output() const {
    return contentOf(path("output"));
}

QString RuntimeBed::remains() const {
    QStringList found = QDir(root()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    const QString own = QString("vitrine-test-%1*").arg(::getpid());
    QStringList hierarchies = QDir("/sys/fs/cgroup").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& hierarchy : hierarchies << ".") {
        const QString top = "/sys/fs/cgroup/" + hierarchy;
        found += QDir(top).entryList({"vitrine-oci-" + own}, QDir::Dirs);
        found += QDir(top + "/vitrine-oci").entryList({own}, QDir::Dirs);
    }
    const HostState now = readHostState(id().toStdString(), m_directory.path().toStdString());
    for (const std::string& process : now.children)
        found += "process " + QString::fromStdString(process);
    if (contentOf("/proc/self/mountinfo") != m_mounts)
        found += "mounts";
    return found.join(", ");
}
