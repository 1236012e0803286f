// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/ociconfig.h"
#include "core/model/validation.h"
#include "core/model/wider.h"

#include <QTest>

#include <algorithm>

using namespace vitrine;

/// What is a disk image, and what is not.
class TestDiskImage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fileSystemsAreKnownByTheirNumbers_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("ext4") << "ext4" << 1080 << QByteArray("\x53\xef");
        QTest::newRow("xfs") << "xfs" << 0 << QByteArray("XFSB");
        QTest::newRow("squashfs") << "squashfs" << 0 << QByteArray("hsqs");
        QTest::newRow("erofs") << "erofs" << 1024 << QByteArray("\xe2\xe1\xf5\xe0");
        QTest::newRow("iso9660") << "iso9660" << 32769 << QByteArray("CD001");
        QTest::newRow("btrfs") << "btrfs" << 65600 << QByteArray("_BHRfS_M");
        QTest::newRow("FAT32") << "vfat" << 82 << QByteArray("FAT32   ");
        QTest::newRow("FAT16") << "vfat" << 54 << QByteArray("FAT1");
        QTest::newRow("ntfs") << "" << 3 << QByteArray("NTFS    ");
        QTest::newRow("swap") << "" << 4086 << QByteArray("SWAPSPACE2");
        QTest::newRow("zeros") << "" << 0 << QByteArray();
        QTest::newRow("a script") << "" << 0 << QByteArray("#!/bin/sh\n");
    }
    void fileSystemsAreKnownByTheirNumbers() {
        QFETCH(QString, type);
        QFETCH(int, offset);
        QFETCH(QByteArray, bytes);
        std::string head(imageHeadSize, '\0');
        std::ranges::copy(bytes, head.begin() + offset);
        const auto found = fileSystemOf(head);
        QCOMPARE(found.has_value(), !type.isEmpty());
        if (!found)
            return;
        QCOMPARE(std::string(*found), type.toStdString());
        // Cut off in the middle of it, it is none; and nothing is read beyond the end.
        const std::string_view all = head;
        for (int length : {0, offset, offset + static_cast<int>(bytes.size()) - 1})
            QVERIFY(!fileSystemOf(all.substr(0, static_cast<std::size_t>(length))));
    }
    void aMountOfOneIsAWidening() {
        const ContainerSpec usual = defaultSpec("x", {"/bin/true"});
        ContainerSpec spec = usual;
        spec.mounts.push_back({"/mnt/disk", "ext4", "/home/alice/disk.img", imageWordsOf({})});
        QVERIFY(isImage(spec.mounts.back()) && isOfHost(spec.mounts.back()) && !isBind(spec.mounts.back()));
        QVERIFY(validate(spec));
        QCOMPARE(widenings(spec), std::vector{Widening::HostDirectory});
        QVERIFY(describe(Widening::HostDirectory, spec).contains("the disk image /home/alice/disk.img"));
        QCOMPARE(bindsAdded(usual, spec).size(), std::size_t{1});
        QCOMPARE(widerIn(usual, spec), std::vector{Widening::HostDirectory});
        QVERIFY(widerIn(spec, spec).empty());
        const ContainerSpec read = parseConfig(writeConfig(spec)).value();
        QVERIFY(read.mounts == spec.mounts);
    }
    void badOnesAreRefused_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("place");
        QTest::newRow("unknown type") << "ntfs3" << "/a.img" << "/mnt/x";
        QTest::newRow("fuse") << "fuse" << "/a.img" << "/mnt/x";
        QTest::newRow("no path") << "ext4" << "a.img" << "/mnt/x";
        QTest::newRow("a way up") << "ext4" << "/tmp/../../a.img" << "/mnt/x";
        QTest::newRow("nothing") << "ext4" << "" << "/mnt/x";
        QTest::newRow("root") << "ext4" << "/a.img" << "/";
        QTest::newRow("proc") << "ext4" << "/a.img" << "/proc";
        QTest::newRow("below proc") << "squashfs" << "/a.img" << "/proc/self";
    }
    void badOnesAreRefused() {
        QFETCH(QString, type);
        QFETCH(QString, source);
        QFETCH(QString, place);
        ContainerSpec spec = defaultSpec("x", {"/bin/true"});
        spec.mounts.push_back({place.toStdString(), type.toStdString(), source.toStdString(), {"ro"}});
        QVERIFY(!validate(spec));
    }
};

QTEST_GUILESS_MAIN(TestDiskImage)
#include "tst_diskimage.moc"
