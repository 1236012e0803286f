// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/model/volume.h"

#include <QTest>

using namespace vitrine;

/// Directories of the host and memory at places inside.
class TestVolume : public QObject {
    Q_OBJECT

private slots:
    void places_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("good");
        for (const char* good :
             {"/mnt", "/mnt/a b", "/home/alice", "/etc", "/devices", "/system", "//mnt//x/"})
            QTest::newRow(good) << good << true;
        for (const char* bad :
             {"", "/", "//", "/.", "mnt", "./mnt", "/mnt/../proc", "/..", "/proc", "/proc/self/attr", "/sys",
              "/sys/fs/cgroup", "/dev", "/dev/shm", "//proc//", "/./proc", "/mnt\n/x"})
            QTest::newRow(bad) << bad << false;
        QTest::newRow("long") << "/" + QString(5000, u'a') << false;
        QTest::newRow("long, fits") << "/" + QString(4000, u'a') << true;
    }
    void places() {
        QFETCH(QString, place);
        QFETCH(bool, good);
        const auto valid = validateVolumePlace(place.toStdString(), "volumes");
        QCOMPARE(valid.has_value(), good);
        if (!good)
            QCOMPARE(valid.error().subject(), std::string("volumes"));
    }

    void optionsAreReadAsTheyAreWritten() {
        for (const auto access : {VolumeAccess::ReadOnly, VolumeAccess::ReadWrite}) {
            for (const auto programs : {VolumePrograms::Refused, VolumePrograms::Allowed}) {
                for (const auto propagation : {VolumePropagation::Private, VolumePropagation::Follow}) {
                    const VolumeOptions options{access, programs, propagation};
                    const auto words = wordsOf(options);
                    QVERIFY(std::ranges::contains(words, "nosuid") && std::ranges::contains(words, "nodev"));
                    QVERIFY(volumeOptionsFrom(words, "x").value() == options);
                }
            }
        }
    }
    void otherOptionsAreRefused() {
        for (const char* word :
             {"rbind", "suid", "dev", "shared", "rshared", "rslave", "remount", "idmap", "size=1", ""}) {
            const auto options = volumeOptionsFrom({"bind", word}, "field");
            QVERIFY2(!options, word);
            QCOMPARE(options.error().subject(), std::string("field"));
        }
    }

    void mappingsAreKept() {
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        spec.uidMappings = spec.gidMappings = {{0, 100000, 65536}};
        spec.mounts.push_back(
            {"/mnt", "bind", "/home/alice", {"bind", "ro"}, {{1000, 100000, 1}}, {{100, 100000, 1}}});
        const ContainerSpec read = parseConfig(writeConfig(spec)).value();
        QVERIFY(read.mounts == spec.mounts);
        // And taken away again, although the text had them.
        ContainerSpec without = read;
        without.mounts.back().uidMappings.clear();
        without.mounts.back().gidMappings.clear();
        QVERIFY(parseConfig(writeConfig(without))->mounts == without.mounts);
    }

    void badMounts_data() {
        QTest::addColumn<MountSpec>("mount");
        QTest::addColumn<QString>("subject");
        const std::vector<IdMapping> one{{1000, 100000, 1}};
        const auto row = [](const char* name, const MountSpec& mount, const char* end) {
            QTest::newRow(name) << mount << QStringLiteral("$.mounts[0]%1").arg(QLatin1String(end));
        };
        row("idmap without ids", {"/mnt", "bind", "/x", {"bind", "idmap"}}, ".options");
        row("empty range", {"/mnt", "bind", "/x", {"bind"}, {{1000, 100000, 0}}, one},
            ".uidMappings[0].size");
        row("twice", {"/mnt", "bind", "/x", {"bind"}, one, {{1, 2, 1}, {1, 3, 1}}},
            ".gidMappings[1].containerID");
        row("of memory", {"/mnt", "tmpfs", "tmpfs", {}, one, one}, ".uidMappings");
        row("size", {"/mnt", "tmpfs", "tmpfs", {"size=lots"}}, ".options[0]");
        row("no size", {"/mnt", "tmpfs", "tmpfs", {"size="}}, ".options[0]");
        row("mode", {"/mnt", "tmpfs", "tmpfs", {"size=1m", "mode=0888"}}, ".options[1]");
    }
    void badMounts() {
        QFETCH(MountSpec, mount);
        QFETCH(QString, subject);
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        spec.mounts = {mount};
        const auto valid = validate(spec);
        QVERIFY(!valid);
        QCOMPARE(QString::fromStdString(valid.error().subject()), subject);
    }
};

QTEST_GUILESS_MAIN(TestVolume)
#include "tst_volume.moc"
