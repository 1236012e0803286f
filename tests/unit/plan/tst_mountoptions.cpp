// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/mountoptions.h"

#include <QTest>

#include <sys/mount.h>

using namespace vitrine;

class TestMountOptions : public QObject {
    Q_OBJECT

private slots:
    void wordsBecomeFlagsPropagationAndData_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<qulonglong>("flags");
        QTest::addColumn<qulonglong>("propagation");
        QTest::addColumn<QString>("data");
        const auto row = [](const char* words, qulonglong flags, qulonglong propagation, const char* data) {
            QTest::newRow(words) << words << flags << propagation << data;
        };
        row("", 0, 0, "");
        row("defaults", 0, 0, "");
        row("ro", MS_RDONLY, 0, "");
        row("ro rw", 0, 0, "");
        row("rw ro", MS_RDONLY, 0, "");
        row("nosuid noexec nodev", MS_NOSUID | MS_NOEXEC | MS_NODEV, 0, "");
        row("nosuid suid dev exec", 0, 0, "");
        row("bind ro", MS_BIND | MS_RDONLY, 0, "");
        row("rbind", MS_BIND | MS_REC, 0, "");
        row("rslave", 0, MS_SLAVE | MS_REC, "");
        row("private shared", 0, MS_SHARED, "");
        row("relatime strictatime", MS_STRICTATIME, 0, "");
        row("strictatime noatime", MS_NOATIME, 0, "");
        row("mode=755 ro size=65536k", MS_RDONLY, 0, "mode=755 size=65536k");
        row("newinstance gid=5", 0, 0, "newinstance gid=5");
        row("RO remount move", 0, 0, "RO remount move");
    }
    void wordsBecomeFlagsPropagationAndData() {
        QFETCH(QString, words);
        QFETCH(qulonglong, flags);
        QFETCH(qulonglong, propagation);
        QFETCH(QString, data);
        std::vector<std::string> options;
        for (const QString& word : words.split(' ', Qt::SkipEmptyParts))
            options.push_back(word.toStdString());
        const MountOptions parsed = parseMountOptions(options);
        QCOMPARE(parsed.flags, flags);
        QCOMPARE(parsed.propagation, propagation);
        QStringList left;
        for (const std::string& word : parsed.data)
            left.append(QString::fromStdString(word));
        QCOMPARE(left.join(' '), data);
    }

    void flagsAreNamed() {
        QCOMPARE(flagNames(0), std::string("0"));
        QCOMPARE(flagNames(MS_NOEXEC | MS_BIND | MS_REC), std::string("MS_BIND|MS_REC|MS_NOEXEC"));
        const std::vector<std::string> words{"ro", "nosuid", "nodev", "noexec"};
        QCOMPARE(flagWords(MS_BIND | MS_REC | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC), words);
        QCOMPARE(parseMountOptions(words).flags, std::uint64_t{MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC});
        QCOMPARE(propagationWord(MS_SLAVE | MS_REC), std::string("rslave"));
        QCOMPARE(propagationWord(0), std::string());
    }
};

QTEST_APPLESS_MAIN(TestMountOptions)
#include "tst_mountoptions.moc"
