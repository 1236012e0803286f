// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerstate.h"
#include "core/model/health.h"
#include "core/model/ociconfig.h"

#include <QtTest>

#include <csignal>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

HealthResult good() {
    HealthResult result;
    result.exitCode = 0;
    return result;
}

HealthResult bad() {
    HealthResult result;
    result.exitCode = 1;
    return result;
}

} // namespace

/// The health command: how it is written down, when it is run, and what its answers mean.
class TestHealth : public QObject {
    Q_OBJECT

    const HealthWatch::Time m_start = HealthWatch::Time(1000s);

    static HealthSpec spec() {
        HealthSpec health;
        health.command = {"check", "--all", "a \"b\"\n"};
        health.interval = 10;
        health.timeout = 3;
        return health;
    }

private Q_SLOTS:
    void isWrittenDown() {
        ContainerSpec container = defaultSpec("life", {"/bin/true"});
        QVERIFY(!writeConfig(container).contains("org.vitrine.health"));
        container.life.health = spec();
        container.life.health->startPeriod = 86'400;
        container.life.health->onUnhealthy = OnUnhealthy::Stop;
        const auto read = parseConfig(writeConfig(container));
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QVERIFY(read->life == container.life);
        container.life.health.reset();
        QVERIFY(!writeConfig(container).contains("org.vitrine.health"));
    }
    void whatIsLeftOutHasADefault() {
        const auto health = healthFrom(R"({"command": ["true"]})");
        QVERIFY(health.has_value());
        HealthSpec expected;
        expected.command = {"true"};
        QVERIFY(*health == expected);
        QVERIFY(validateHealth(*health).has_value());
    }
    void badOnesAreNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* name, const char* text, const char* field) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(field);
        };
        row("empty", "", "");
        row("no JSON", "{", "");
        row("no object", "[]", "");
        row("no command", R"({"interval": 5})", ".command");
        row("empty command", R"({"command": []})", ".command");
        row("no program", R"({"command": [""]})", ".command");
        row("command as text", R"({"command": "true"})", ".command");
        row("NUL", R"({"command": ["a\u0000b"]})", ".command");
        row("interval 0", R"({"command": ["a"], "interval": 0})", ".interval");
        row("interval too long", R"({"command": ["a"], "interval": 86401})", ".interval");
        row("interval negative", R"({"command": ["a"], "interval": -1})", ".interval");
        row("interval as text", R"({"command": ["a"], "interval": "5"})", ".interval");
        row("interval endless", R"({"command": ["a"], "interval": 99999999999})", ".interval");
        row("timeout 0", R"({"command": ["a"], "timeout": 0})", ".timeout");
        row("timeout too long", R"({"command": ["a"], "timeout": 3601})", ".timeout");
        row("retries 0", R"({"command": ["a"], "retries": 0})", ".retries");
        row("too many retries", R"({"command": ["a"], "retries": 101})", ".retries");
        row("start too long", R"({"command": ["a"], "startPeriod": 86401})", ".startPeriod");
        row("action", R"({"command": ["a"], "onUnhealthy": "reboot"})", ".onUnhealthy");
        row("unknown key", R"({"command": ["a"], "intervall": 5})", ".intervall");
        row("twice", R"({"command": ["a"], "command": ["b"]})", ".command");
    }
    void badOnesAreNamed() {
        QFETCH(const QString, text);
        QFETCH(const QString, field);
        const auto checked = healthFrom(text.toStdString()).and_then(validateHealth);
        QVERIFY(!checked.has_value());
        QCOMPARE(QString::fromStdString(checked.error().subject()),
                 QStringLiteral("$.annotations[\"org.vitrine.health\"]") + field);
    }
    void longCommandsAreRefused() {
        HealthSpec health = spec();
        health.command = {"a", std::string(maximumHealthCommand, 'x')};
        QVERIFY(!validateHealth(health).has_value());
        health.command = std::vector<std::string>(maximumHealthWords + 1, "x");
        QVERIFY(!validateHealth(health).has_value());
        health.command = std::vector<std::string>(maximumHealthWords, "x");
        QVERIFY(validateHealth(health).has_value());
    }
    /// A restart is the policy's business, so there must be one.
    void aRestartNeedsAPolicy() {
        LifeSpec life;
        life.health = spec();
        life.health->onUnhealthy = OnUnhealthy::Restart;
        const auto refused = validateLife(life);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().subject().contains("org.vitrine.health"));
        life.restart = RestartPolicy::OnFailure;
        QVERIFY(validateLife(life).has_value());
    }

    void firstComesAfterAnInterval() {
        HealthWatch watch(spec(), m_start);
        QCOMPARE(watch.report().status, HealthStatus::Starting);
        QVERIFY(watch.due() == m_start + 10s);
        watch.begin();
        QVERIFY(!watch.due());
        QVERIFY(!watch.finish(m_start + 12s, good()));
        QCOMPARE(watch.report().status, HealthStatus::Healthy);
        QVERIFY(watch.due() == m_start + 22s); // from its end
        QVERIFY(watch.report().last == good());
    }
    void failuresInARowCount() {
        HealthWatch watch(spec(), m_start);
        QVERIFY(!watch.finish(m_start + 10s, bad()));
        QVERIFY(!watch.finish(m_start + 20s, bad()));
        QCOMPARE(watch.report().status, HealthStatus::Starting);
        QCOMPARE(watch.report().failures, 2U);
        QVERIFY(!watch.finish(m_start + 30s, good())); // the row ends
        QCOMPARE(watch.report().failures, 0U);
        QVERIFY(!watch.finish(m_start + 40s, bad()));
        QVERIFY(!watch.finish(m_start + 50s, bad()));
        QCOMPARE(watch.report().status, HealthStatus::Healthy);
        QVERIFY(watch.finish(m_start + 60s, bad())); // now, and only now
        QCOMPARE(watch.report().status, HealthStatus::Unhealthy);
        QVERIFY(!watch.finish(m_start + 70s, bad()));
        QCOMPARE(watch.report().failures, 4U);
        QVERIFY(!watch.finish(m_start + 80s, good()));
        QCOMPARE(watch.report().status, HealthStatus::Healthy);
    }
    void failuresAtTheStartDoNotCount() {
        HealthSpec health = spec();
        health.startPeriod = 60;
        health.retries = 1;
        HealthWatch watch(health, m_start);
        QVERIFY(!watch.finish(m_start + 10s, bad()));
        QVERIFY(!watch.finish(m_start + 59s, bad()));
        QCOMPARE(watch.report().failures, 0U);
        QCOMPARE(watch.report().status, HealthStatus::Starting);
        QVERIFY(watch.report().last == bad()); // but are shown
        QVERIFY(watch.finish(m_start + 60s, bad()));
    }
    void whoeverWasHealthyHasStarted() {
        HealthSpec health = spec();
        health.startPeriod = 60;
        health.retries = 1;
        HealthWatch watch(health, m_start);
        QVERIFY(!watch.finish(m_start + 10s, good()));
        QVERIFY(watch.finish(m_start + 20s, bad()));
    }
    void aPauseCountsNothing() {
        HealthWatch watch(spec(), m_start);
        watch.begin();
        watch.suspend();
        QVERIFY(!watch.due());
        QCOMPARE(watch.report().failures, 0U);
        watch.resume(m_start + 1000s);
        QVERIFY(watch.due() == m_start + 1010s);
    }
    void onlyZeroIsGood() {
        QVERIFY(good().isGood() && !bad().isGood() && !HealthResult().isGood());
        HealthResult late = good(); // it ended well, but only when it was killed
        late.timedOut = true;
        QVERIFY(!late.isGood());
        HealthResult killed;
        killed.signal = SIGKILL;
        QVERIFY(!killed.isGood());
        HealthResult missing;
        missing.problem = "execute x: No such file or directory";
        QVERIFY(!missing.isGood());
        QCOMPARE(QString::fromStdString(describe(killed)), QStringLiteral("was killed by SIGKILL"));
        QCOMPARE(QString::fromStdString(describe(late)), QStringLiteral("took too long, and was killed"));
        QCOMPARE(QString::fromStdString(describe(bad())), QStringLiteral("exited with 1"));
    }
    void statesHaveWords() {
        for (const HealthStatus status :
             {HealthStatus::Starting, HealthStatus::Healthy, HealthStatus::Unhealthy})
            QVERIFY(healthStatusFrom(nameOf(status)) == status);
        QVERIFY(!healthStatusFrom("ill"));
    }
    void outputIsPlain() {
        QCOMPARE(plainOutput(std::string("a\0b\x1b[31m\tc\nd\x7f", 13)), std::string("a b [31m\tc\nd "));
        QCOMPARE(plainOutput("gr\xc3\xbcn"), std::string("gr\xc3\xbcn"));
    }
    void whyItEndedIsSaid() {
        ExitRecord record;
        record.signal = SIGTERM;
        record.healthFailures = 3;
        QCOMPARE(QString::fromStdString(describe(record)),
                 QStringLiteral("was ended, because its health command failed 3 times in a row"));
        record.stop = StopRequest::Late;
        QVERIFY(describe(record).ends_with("it did not end in time, and was killed"));
        record.healthFailures = 1;
        record.stop = StopRequest::Heeded;
        QCOMPARE(QString::fromStdString(describe(record)),
                 QStringLiteral("was ended, because its health command failed"));
    }
};

QTEST_APPLESS_MAIN(TestHealth)
#include "tst_health.moc"
