// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/arguments.h"
#include "helper/runtime/runtime.h"

#include <QTest>

#include <signal.h>

using namespace vitrine;
using namespace vitrine::runtime;

namespace {

using Words = std::vector<std::string_view>;

std::string messageOf(const Words& words) {
    const auto request = parseArguments(words);
    return request ? std::string() : request.error().message();
}

} // namespace

class TestRuntimeArguments : public QObject {
    Q_OBJECT

private slots:
    void readsWhatConmonGives() {
        const auto request =
            parseArguments({"--log-format=json", "--log", "/l", "create", "--bundle", "/b", "--pid-file",
                            "/p", "--console-socket", "/s", "--preserve-fds", "2", "abc"});
        QVERIFY(request.has_value());
        QCOMPARE(request->verb, Verb::Create);
        QCOMPARE(request->id, "abc");
        QCOMPARE(request->globals.logFormat, LogFormat::Json);
        QCOMPARE(request->globals.logFile, "/l");
        QCOMPARE(request->bundle, "/b");
        QCOMPARE(request->pidFile, "/p");
        QCOMPARE(request->consoleSocket, "/s");
        QCOMPARE(request->preservedFds, 2);
    }

    void readsExecAndItsCommand() {
        const auto request = parseArguments({"exec", "-t", "-u", "1:2", "--cwd=/tmp", "-eA=1", "--env", "B=2",
                                             "--cap", "CAP_CHOWN", "-d", "abc", "ls", "-l", "--", "-d"});
        QVERIFY(request.has_value());
        QVERIFY(request->tty && request->detach);
        QCOMPARE(request->user, "1:2");
        QCOMPARE(request->cwd, "/tmp");
        QCOMPARE(request->env, (std::vector<std::string>{"A=1", "B=2"}));
        QCOMPARE(request->capabilities, (std::vector<std::string>{"CAP_CHOWN"}));
        QCOMPARE(request->operands, (std::vector<std::string>{"ls", "-l", "--", "-d"}));
    }

    void readsOptionsBehindTheId() {
        const auto request = parseArguments({"delete", "abc", "--force"});
        QVERIFY(request && request->force);
        const auto update = parseArguments({"update", "--memory", "1", "--cpu-share=5", "abc"});
        QVERIFY(update.has_value());
        QCOMPARE(update->resources.size(), 2U);
        QCOMPARE(update->resources[1].group + '.' + update->resources[1].key, "cpu.shares");
    }

    void refusesWithAReason_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* words, const char* message) {
            QTest::newRow(words) << QString::fromLatin1(words).split(' ') << QString::fromLatin1(message);
        };
        row("create --no-pivot a",
            "--no-pivot: without pivot_root(2) the host's files stay within reach of the "
            "container");
        row("--systemd-cgroup create a",
            "--systemd-cgroup: control groups are made as directories, without asking systemd for a scope");
        row("--cgroup-manager=systemd create a",
            "--systemd-cgroup: control groups are made as directories, without asking systemd for a scope");
        row("--cgroup-manager=x list", "--cgroup-manager: must be cgroupfs or disabled");
        row("--root rel list", "--root: must be an absolute path");
        row("--log journald:x list", "--log: only a file can be written to");
        row("--log-format xml list", "--log-format: must be text or json");
        row("--bundle /b create a", "--bundle: there is no such option here; see --help");
        row("create --force a", "--force: there is no such option here; see --help");
        row("create --bundle", "--bundle: needs a value");
        row("create --preserve-fds -1 a", "--preserve-fds: must be a number from 0 to 1000");
        row("create --preserve-fds 1x a", "--preserve-fds: must be a number from 0 to 1000");
        row("exec --tty=maybe a b", "--tty: must be true or false");
        row("exec a", "COMMAND: must be given, or --process, and not both");
        row("exec --process f a b", "COMMAND: must be given, or --process, and not both");
        row("exec -td a b", "-td: there is no such option here; see --help");
        row("list --format xml", "--format: must be table or json");
        row("start", "CONTAINER: its id must be given");
        row("start a b", "b: is one argument too many");
        row("kill a KILL x", "x: is one argument too many");
        row("list a", "a: is one argument too many");
        row("checkpoint a", "checkpoint: there is no such command; see --help");
    }
    void refusesWithAReason() {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        std::vector<std::string> texts;
        for (const QString& word : words)
            texts.push_back(word.toStdString());
        QCOMPARE(QString::fromStdString(messageOf(Words(texts.begin(), texts.end()))), message);
    }

    void refusesHostileIds() {
        const std::string longest(255, 'a');
        for (const std::string& id : {std::string("a"), std::string("A0_+.-"), longest})
            QVERIFY2(validateContainerId(id), id.c_str());
        const std::vector<std::string> hostile{"",   ".",    "..",  "../x",    "a/b",         "-rf",
                                               "_a", "a\nb", "a b", "\x1b[0m", longest + 'a', "\u202eb",
                                               "a*", "é"};
        for (const std::string& id : hostile) {
            QVERIFY2(!validateContainerId(id), id.c_str());
            QVERIFY(!parseArguments({"state", "--", id}));
        }
        QVERIFY(!validateContainerId({"a\0b", 3}));
    }

    void readsSignals() {
        QCOMPARE(parseSignal("KILL").value(), SIGKILL);
        QCOMPARE(parseSignal("SIGTERM").value(), SIGTERM);
        QCOMPARE(parseSignal("9").value(), 9);
        QCOMPARE(parseSignal("64").value(), 64);
        QCOMPARE(parseSignal("SIGRTMIN+3").value(), SIGRTMIN + 3);
        QCOMPARE(parseSignal("RTMAX-1").value(), SIGRTMAX - 1);
        for (const char* wrong :
             {"", "0", "65", "-9", "SIG", "TERMINATE", "RTMIN-1", "RTMIN+99", "9x", "kill"})
            QVERIFY2(!parseSignal(wrong), wrong);
    }

    void knowsWhoseCommandLineItIs() {
        QVERIFY(!isForRuntime({"run", "--state-dir", "/s", "--run-dir", "/r", "--id", "1"}));
        QVERIFY(!isForRuntime({"recover", "--run-dir", "/r", "--id", "1"}));
        QVERIFY(isForRuntime({"run", "--bundle", "/b", "a"}));
        QVERIFY(isForRuntime({"--root", "/x", "run", "a"}));
        QVERIFY(isForRuntime({}));
        QVERIFY(!isForRuntime({"--help"})); // the helper's part belongs to it too
    }

    void keepsTheLogOfACommandLineThatIsWrong() {
        QCOMPARE(globalsOf({"--log", "/l", "create", "--wrong"}).logFile, "/l");
        QCOMPARE(globalsOf({"--log=/l", "--wrong"}).logFile, "/l");
    }
};

QTEST_GUILESS_MAIN(TestRuntimeArguments)
#include "tst_runtimearguments.moc"
