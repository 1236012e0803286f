// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerstate.h"
#include "core/model/ociconfig.h"

#include <QtTest>

#include <csignal>

using namespace vitrine;

namespace {

/// The default configuration with these annotations.
Result<ContainerSpec> readWith(const std::string& annotations) {
    std::string config = writeConfig(defaultSpec("life", {"/bin/true"}));
    const std::string name = R"("org.vitrine.name")";
    config.insert(config.find(name), annotations + ", ");
    return parseConfig(config);
}

} // namespace

/// How a container is stopped and started again, and how that is written down.
class TestLifeSpec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signalsHaveNames_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("number");
        QTest::newRow("name") << "SIGQUIT" << SIGQUIT;
        QTest::newRow("short") << "TERM" << SIGTERM;
        QTest::newRow("number") << "15" << 15;
        QTest::newRow("last") << "64" << 64;
        QTest::newRow("real time") << "SIGRTMIN+3" << 37;
        QTest::newRow("first real time") << "RTMIN" << 34;
        QTest::newRow("second name") << "SIGPOLL" << SIGIO;
        QTest::newRow("from the end") << "SIGRTMAX-1" << 63;
        for (const char* bad : {"", "0", "65", "-1", "SIG", "SIGNONE", "SIGRTMIN-1", "SIGRTMIN+31",
                                "SIGRTMIN+", "SIGRTMAX+1", "sigterm", "15 ", "1e1", "SIGTERM\n"})
            QTest::addRow("bad %s", bad) << bad << 0;
    }
    void signalsHaveNames() {
        QFETCH(const QString, text);
        QFETCH(const int, number);
        const auto found = signalFrom(text.toStdString());
        QCOMPARE(found.value_or(0), number);
        if (found)
            QCOMPARE(signalFrom(signalName(*found)), found);
    }
    void restartsComeLaterEachTime() {
        QCOMPARE(restartDelay(1).count(), 100);
        QCOMPARE(restartDelay(2).count(), 200);
        QCOMPARE(restartDelay(10).count(), 51'200);
        for (const std::uint32_t number : {11U, 12U, 31U, 32U, 33U, 1000U, ~0U})
            QCOMPARE(restartDelay(number).count(), 60'000);
        QCOMPARE(restartDelay(0), restartDelay(1));
    }
    void initIsWrittenDown() {
        QVERIFY(readWith(R"("org.vitrine.init": "true")")->life.init == Init::Yes);
        QVERIFY(readWith(R"("org.vitrine.init": "false")")->life.init == Init::No);
        const auto bad = readWith(R"("org.vitrine.init": "yes")");
        QVERIFY(!bad);
        QCOMPARE(QString::fromStdString(bad.error().subject()),
                 QStringLiteral("$.annotations[\"org.vitrine.init\"]"));
        QVERIFY(!readWith(R"("org.vitrine.init": true)"));
        ContainerSpec spec = defaultSpec("life", {"/bin/true"});
        QVERIFY(!writeConfig(spec).contains("org.vitrine.init"));
        spec.life.init = Init::Yes;
        QVERIFY(parseConfig(writeConfig(spec))->life == spec.life);
    }
    void policiesHaveWords_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("good");
        for (const char* good : {"no", "always", "on-failure", "on-failure:1", "on-failure:1000"})
            QTest::addRow("%s", good) << good << true;
        for (const char* bad : {"", "yes", "on-failure:", "on-failure:0", "on-failure:1001", "on-failure:-1",
                                "on-failure:1 ", "on-failure1", "always:3", "unless-stopped"})
            QTest::addRow("bad %s", bad) << bad << false;
    }
    void policiesHaveWords() {
        QFETCH(const QString, words);
        QFETCH(const bool, good);
        LifeSpec life;
        life.stopSignal = 2;
        life.restart = RestartPolicy::Always;
        const LifeSpec before = life;
        QCOMPARE(restartFrom(words.toStdString(), life), good);
        if (good)
            QCOMPARE(QString::fromStdString(restartWords(life)), words);
        else
            QVERIFY(life == before);
        QVERIFY(validateLife(life).has_value());
    }
    void annotationsAreKept() {
        const auto spec = readWith(R"("org.opencontainers.image.stopSignal": "SIGRTMIN+3",
            "org.vitrine.stop-timeout-ms": "2500", "org.vitrine.restart": "on-failure:5", "com.example": "x")");
        QVERIFY2(spec.has_value(), spec ? "" : spec.error().message().c_str());
        QCOMPARE(spec->life.stopSignal, std::optional(37));
        QCOMPARE(spec->life.stopTimeoutMs, std::optional<std::uint32_t>(2500));
        QVERIFY(spec->life.restart == RestartPolicy::OnFailure);
        QCOMPARE(spec->life.restartMaximum, 5U);
        const std::string written = writeConfig(*spec);
        QVERIFY(parseConfig(written)->life == spec->life);
        QVERIFY(written.find("com.example") != std::string::npos);
        // What is not said any more goes, and nothing else.
        ContainerSpec plain = *spec;
        plain.life = {};
        const std::string rest = writeConfig(plain);
        QVERIFY(rest.find("stopSignal") == std::string::npos && rest.find("restart") == std::string::npos &&
                rest.find("stop-timeout") == std::string::npos);
        QVERIFY(rest.find("com.example") != std::string::npos);
        // Signals that have no name are numbers.
        plain.life.stopSignal = 32;
        QCOMPARE(parseConfig(writeConfig(plain))->life.stopSignal, std::optional(32));
    }
    void badAnnotationsAreNamed_data() {
        QTest::addColumn<QString>("annotation");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* name, const char* annotation, const char* field) {
            QTest::newRow(name) << QString::fromLatin1(annotation) << QString::fromLatin1(field);
        };
        row("signal", R"("org.opencontainers.image.stopSignal": "SIGNONE")", "stopSignal");
        row("signal of a number", R"("org.opencontainers.image.stopSignal": 15)", "stopSignal");
        row("no time", R"("org.vitrine.stop-timeout-ms": "")", "stop-timeout-ms");
        row("time 0", R"("org.vitrine.stop-timeout-ms": "0")", "stop-timeout-ms");
        row("long time", R"("org.vitrine.stop-timeout-ms": "600001")", "stop-timeout-ms");
        row("endless time", R"("org.vitrine.stop-timeout-ms": "99999999999")", "stop-timeout-ms");
        row("negative time", R"("org.vitrine.stop-timeout-ms": "-1")", "stop-timeout-ms");
        row("policy", R"("org.vitrine.restart": "often")", "restart");
        row("policy of a list", R"("org.vitrine.restart": ["always"])", "restart");
    }
    void badAnnotationsAreNamed() {
        QFETCH(const QString, annotation);
        QFETCH(const QString, field);
        const auto spec = readWith(annotation.toStdString());
        QVERIFY(!spec.has_value());
        QVERIFY2(QString::fromStdString(spec.error().subject()).contains(field),
                 spec.error().message().c_str());
    }
    void endsAreTold_data() {
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("words");
        QTest::newRow("memory") << "memory"
                                << "was killed by SIGKILL: it reached its memory limit of 80 MiB";
        QTest::newRow("odd memory") << "odd"
                                    << "was killed by SIGKILL: it reached its memory limit of 1.5 MiB";
        QTest::newRow("gave up")
            << "gave up"
            << "exited with 1; it is not started again, after 5 restarts in a row, which "
               "is the most it may have";
        QTest::newRow("one") << "one"
                             << "exited with 1; it is not started again, after 1 restart in a row, which is "
                                "the most it may have";
        QTest::newRow("asked") << "asked" << "exited with 1; it is not started again, as asked";
        QTest::newRow("seccomp") << "seccomp"
                                 << "was killed by SIGSYS: it made a system call that its filter forbids";
    }
    void endsAreTold() {
        QFETCH(const QString, end);
        QFETCH(const QString, words);
        ExitRecord record;
        if (end == QLatin1String("memory") || end == QLatin1String("odd")) {
            record.signal = SIGKILL;
            record.outOfMemory = true;
            record.memoryLimit = end == QLatin1String("odd") ? 3ULL << 19U : 80ULL << 20U;
        } else if (end == QLatin1String("seccomp")) {
            record.signal = SIGSYS;
        } else {
            record.exitCode = 1;
            record.restarts = end == QLatin1String("one") ? 1 : 5;
            record.restartEnd = end == QLatin1String("asked") ? RestartEnd::Asked : RestartEnd::GaveUp;
        }
        QCOMPARE(QString::fromStdString(describe(record)), words);
    }
};

QTEST_APPLESS_MAIN(TestLifeSpec)
#include "tst_lifespec.moc"
