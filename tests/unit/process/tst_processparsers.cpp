// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/details.h"
#include "core/process/statline.h"
#include "core/process/text.h"

#include <QTest>

#include <random>

using namespace vitrine::process;

namespace {

const std::string behindComm =
    " S 7 30426 30426 7612 -1 4194304 105 0 0 0 11 22 0 0 20 0 3 0 354743 3231744 419 18446744073709551615 "
    "94594345152512 94594345172393 140736826153248 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 94594345188400 "
    "94594345190016 94594936295424 140736826161608 140736826161628 140736826161628 140736826163179 0\n";

} // namespace

class TestProcessParsers : public QObject {
    Q_OBJECT

private slots:
    void stat() {
        const std::string text = "30434 (cat)" + behindComm;
        const auto line = parseStat(text);
        QVERIFY(line);
        QCOMPARE(line->pid, 30434);
        QCOMPARE(line->comm, std::string_view("cat"));
        QCOMPARE(line->state, 'S');
        QCOMPARE(line->parent, 7);
        QCOMPARE(line->threads, 3U);
        QCOMPARE(line->startTicks, std::uint64_t(354743));
        QCOMPARE(line->cpuTicks, std::uint64_t(33));
        QCOMPARE(line->residentPages, std::uint64_t(419));
        QVERIFY(line->execMark != 0);
    }

    void commMayHoldAnything_data() {
        QTest::addColumn<QByteArray>("comm");
        for (const char* comm :
             {"", " ", ")", "(", ") S 1 2 3 (", "a)\n5 (b) R 1", "((((", "\x01\xff\xfe", "1 (x) Z 0 0 0"})
            QTest::newRow(comm) << QByteArray(comm);
    }
    void commMayHoldAnything() {
        QFETCH(const QByteArray, comm);
        const std::string text = "5 (" + comm.toStdString() + ")" + behindComm;
        const auto line = parseStat(text);
        QVERIFY(line);
        QCOMPARE(line->pid, 5);
        QCOMPARE(std::string(line->comm), comm.toStdString());
        QCOMPARE(line->parent, 7);
    }

    void senselessStat() {
        const std::string good = "5 (a)" + behindComm;
        for (std::size_t length = 0; length < 100; ++length) {
            const auto line = parseStat(std::string_view(good).substr(0, length));
            QVERIFY(!line || line->startTicks == 354743);
        }
        for (const char* bad : {"", "()", ") (", " () ", "x (a) S 1", "-5 (a) S 1", "0 (a) S 1", "5 (a) S",
                                "5 (a) S 1 2 x 4", "5 (a)", "5 (a) "})
            QVERIFY2(!parseStat(bad), bad);
        QVERIFY(!parseStat("0 (a)" + behindComm));
        QVERIFY(!parseStat("99999999999 (a)" + behindComm));
    }

    void anyBytesAreSurvived() {
        std::mt19937 random(20260103); // NOLINT(cert-msc51-cpp): the same bytes in every run
        const std::string good = "5 (a)" + behindComm + "Uid:\t1\t2\t3\t4\nNSpid:\t9\t1\n0 100000 65536\n";
        for (int round = 0; round < 5000; ++round) {
            std::string bytes = good.substr(random() % 20, random() % good.size());
            for (int i = 0; i < 4 && !bytes.empty(); ++i)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            static_cast<void>(parseStat(bytes));
            static_cast<void>(parseStatus(bytes));
            static_cast<void>(mapUid(bytes, static_cast<std::uint32_t>(random())));
            static_cast<void>(parseNamespaceLink(bytes));
            const std::string shown = escapeCommandLine(bytes, 64);
            QVERIFY(shown.size() <= 64);
            QCOMPARE(QString::fromStdString(shown).toStdString(), shown); // valid UTF-8
        }
    }

    void status() {
        const auto lines = parseStatus("Name:\tx\nUid:\t1000\t1001\t1002\t1003\nGid:\t5\nNStgid:\t42\t7\t1\n"
                                       "NSpid:\t42\t7\t1\nThreads:\t1\n");
        QCOMPARE(lines->effectiveUid, 1001U);
        QCOMPARE(lines->nestedPids, (std::vector<pid_t>{7, 1}));
        QVERIFY(parseStatus("Uid:\t0\t0\t0\t0\n")->nestedPids.empty());
        for (const char* bad : {"", "Uid:", "Uid:\tx\ty\n", "Uid:\t1\n", "Uid:\t-1\t-2\n", "xUid:\t1\t2\n"})
            QVERIFY2(!parseStatus(bad), bad);
    }

    void uidMap() {
        constexpr std::string_view map =
            "         0     100000      65536\n     65536       1000          1\n";
        QCOMPARE(mapUid(map, 100000), std::optional<std::uint32_t>(0));
        QCOMPARE(mapUid(map, 165535), std::optional<std::uint32_t>(65535));
        QCOMPARE(mapUid(map, 1000), std::optional<std::uint32_t>(65536));
        for (const std::uint32_t outside : {0U, 999U, 1001U, 99999U, 165536U, 4294967295U})
            QVERIFY(!mapUid(map, outside));
        QCOMPARE(mapUid("0 0 4294967295\n", 4294967294U), std::optional<std::uint32_t>(4294967294U));
        QVERIFY(!mapUid("", 0));
        QVERIFY(!mapUid("0 0\n", 0));
    }

    void namespaceLinks() {
        QCOMPARE(parseNamespaceLink("pid:[4026531836]"), std::uint64_t(4026531836));
        for (const char* bad : {"", "pid:[]", "pid:[", "pid:[12", "pid:[-1]", "[12]", "pid:[12]x", ":[1 ]"})
            QCOMPARE(parseNamespaceLink(bad), std::uint64_t(0));
    }

    void escaping_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("bash -l") << "bash -l";
        QTest::newRow("letters") << QByteArray("größe 日本 😀") << QString("größe 日本 😀");
        QTest::newRow("control") << QByteArray("a\nb\tc\x1b[31m\x7f") << "a\\nb\\tc\\x1b[31m\\x7f";
        QTest::newRow("C1") << QByteArray("a\xc2\x9b") << "a\\x9b";
        QTest::newRow("direction") << QByteArray("a\xe2\x80\xae gnp") << "a\\u202e gnp";
        QTest::newRow("no UTF-8") << QByteArray("\xff\xc0\xaf\xed\xa0\x80\xf5")
                                  << "\\xff\\xc0\\xaf\\xed\\xa0\\x80\\xf5";
        QTest::newRow("cut") << QByteArray("\xe2\x82") << "\\xe2\\x82";
    }
    void escaping() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, shown);
        QCOMPARE(QString::fromStdString(escape(bytes.toStdString(), 1000)), shown);
    }

    void lengthIsBoundedBetweenCharacters() {
        QCOMPARE(escape("abcdef", 4), std::string("abcd"));
        QCOMPARE(escape("ab\x01", 5), std::string("ab"));
        QCOMPARE(escape("a€", 3), std::string("a"));
        QCOMPARE(escape("", 0), std::string());
    }

    void commandLines() {
        using namespace std::string_literals;
        QCOMPARE(escapeCommandLine("sh\0-c\0echo  x\0"s, 100), "sh -c echo  x"s);
        QCOMPARE(escapeCommandLine("\0\0"s, 100), ""s);
        QCOMPARE(escapeCommandLine("title"s, 100), "title"s);
        QCOMPARE(escapeCommandLine("a\0\0b\0"s, 100), "a  b"s);
    }
};

QTEST_APPLESS_MAIN(TestProcessParsers)
#include "tst_processparsers.moc"
