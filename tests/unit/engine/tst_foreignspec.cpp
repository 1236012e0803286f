// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/foreign.h"
#include "core/engine/idmap.h"

#include <QTest>

#include <unistd.h>

#include <algorithm>

using namespace vitrine;

/// What /proc says about processes of others.
class TestForeignSpec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idMaps() {
        const auto two =
            engine::parseIdMap("         0       1000          1\n         1     100000      65536\n");
        QCOMPARE(two.size(), std::size_t{2});
        QCOMPARE(two[1].inside, 1U);
        QCOMPARE(two[1].outside, 100'000U);
        QCOMPARE(two[1].count, 65'536U);
        QCOMPARE(engine::parseIdMap("         0          0 4294967295\n").size(), std::size_t{1});
        for (const char* none : {"", "\n", "0 0", "0 0 x", "-1 0 1", "0 0 4294967296", "0 0 1 1", "a b c"})
            QVERIFY2(engine::parseIdMap(none).empty(), none);
    }
    void privileges() {
        const auto some = engine::parsePrivileges("Name:\tsh\nCapEff:\t000001ffffffffff\n"
                                                  "CapBnd:\t0000000000000021\nNoNewPrivs:\t0\n");
        QCOMPARE(some.bounding, (std::vector<std::string>{"CAP_CHOWN", "CAP_KILL"}));
        QCOMPARE(some.noNewPrivileges, NoNewPrivileges::No);
        const auto all = engine::parsePrivileges("CapBnd:\tffffffffffffffff\nNoNewPrivs:\t1\n");
        QCOMPARE(all.bounding.size(), std::size_t{41}); // later ones have no name yet
        QCOMPARE(all.noNewPrivileges, NoNewPrivileges::Yes);
    }
    void profiles() {
        QCOMPARE(engine::profileOf("unconfined"), std::string());
        QCOMPARE(engine::profileOf(""), std::string());
        QCOMPARE(engine::profileOf("docker-default (enforce)"), std::string("docker-default"));
        QCOMPARE(engine::profileOf("a (b) (complain)"), std::string("a (b)"));
        QCOMPARE(engine::profileOf("a//&:ns:b (enforce)"), std::string("a//&:ns:b"));
        QCOMPARE(engine::profileOf("plain"), std::string("plain"));
    }
    /// What cannot be read gives nothing.
    void whatIsNotThereIsNotGiven() {
        for (const char* text : {"", "CapBnd:", "CapBnd:\t\n", "CapBnd:\tx\n", "XCapBnd:\t1\n",
                                 "CapBnd:\t1g\n", "CapBnd:\t10000000000000000\n", "NoNewPrivs:\t2\n"}) {
            const auto none = engine::parsePrivileges(text);
            QVERIFY2(none.bounding.empty(), text);
            QCOMPARE(none.noNewPrivileges, NoNewPrivileges::Yes);
        }
    }
    void oneWithoutNamespacesOfItsOwnIsNone() {
        const auto own = process::keyOf(::getpid()).value();
        const auto refused = engine::specOfForeign(own);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::NotSupported);
        const auto later = engine::specOfForeign({own.pid, own.startTicks + 1});
        QVERIFY(!later);
        QCOMPARE(later.error().kind(), ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestForeignSpec)
#include "tst_foreignspec.moc"
