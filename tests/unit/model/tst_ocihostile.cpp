// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"

#include "ocifixtures.h"
#include "randomspec.h"
#include "tests/support/cputimer.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace vitrine;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

/// One to four small damages to a text: what a mutational fuzzer does first.
std::string damage(std::string text, std::mt19937& engine) {
    static const std::vector<std::string> tokens{"{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "\"",
                                                 ":",
                                                 ",",
                                                 "null",
                                                 "true",
                                                 "-1",
                                                 "0",
                                                 "1e999",
                                                 "18446744073709551616",
                                                 "\\u0000",
                                                 "\\ud800",
                                                 "\xff",
                                                 "\xc3",
                                                 "/../",
                                                 "\"a\":1,",
                                                 "\"type\":\"pid\"",
                                                 "[[[[",
                                                 "\n"};
    for (unsigned i = 1 + engine() % 4; i > 0; --i) {
        const std::size_t at = engine() % text.size();
        switch (engine() % 5) {
        case 0:
            text[at] = static_cast<char>(engine() % 256);
            break;
        case 1:
            text.erase(at, 1 + engine() % 30);
            break;
        case 2:
            text.insert(at, tokens[engine() % tokens.size()]);
            break;
        case 3:
            text.insert(at, text.substr(engine() % text.size(), 1 + engine() % 60));
            break;
        default:
            text.replace(at, 1, tokens[engine() % tokens.size()]);
        }
        if (text.empty())
            text = "{";
    }
    return text;
}

} // namespace

class TestOciHostile : public QObject {
    Q_OBJECT

private slots:
    void hostileTextsAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char* name, const std::string& json, const QString& subject) {
            QTest::newRow(name) << QByteArray::fromStdString(json) << subject;
        };
        row("deep arrays", repeated("[", 100'000), "$" + QString("[0]").repeated(32));
        row("deep objects", repeated("{\"a\":", 40) + "1" + repeated("}", 40),
            "$" + QString(".a").repeated(32));
        row("33 levels", repeated("[", 33) + repeated("]", 33), "$" + QString("[0]").repeated(32));
        row("300 KiB", "\"" + std::string(300UL * 1024, 'x') + "\"", "$");
        row("duplicate", R"({"a": 1, "b": {"c": [0, {"d": 1, "d": 2}]}})", "$.b.c[1].d");
        row("duplicate, escaped", R"({"ociVersion": 1, "\u006fciVersion": 2})", "$.ociVersion");
        row(
            "keys",
            "{" +
                [] {
                    std::string keys;
                    for (int i = 0; i < 1001; ++i)
                        keys += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":0";
                    return keys;
                }() +
                "}",
            "$.k1000");
        row("comment", "{ /* */ }", "$");
        row("trailing", "{} {}", "$");
        row("comma", "{\"a\": [1,]}", "$.a[0]");
        row("single quotes", "{'a': 1}", "$");
        row("NaN", "{\"a\": NaN}", "$.a");
        row("hex", "{\"a\": 0x10}", "$.a");
        row("leading zero", "{\"a\": 010}", "$.a");
        row("plus", "{\"a\": +1}", "$.a");
        row("huge exponent", "{\"a\": 1e999}", "$.a");
        row("2^64", "{\"a\": 18446744073709551616}", "$.a");
        row("below 64 bits", "{\"a\": -9223372036854775809}", "$.a");
        row("invalid UTF-8", "{\"a\": \"\xff\"}", "$.a");
        row("overlong UTF-8", "{\"a\": \"\xc0\xaf\"}", "$.a");
        row("surrogate", R"({"a": "\ud800"})", "$.a");
        row("raw control", "{\"a\": \"\x01\"}", "$.a");
        row("escape in a key", "{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}", "$[\"\\u001b[2J\"]");
        row("UTF-16", std::string("{\0}\0", 4), "$");
        row("NUL", std::string("\0", 1), "$");
    }
    void hostileTextsAreRefused() {
        QFETCH(QByteArray, json);
        QFETCH(QString, subject);
        const CpuTimer timer;
        const auto spec = parseConfig(json.toStdString());
        QVERIFY(!spec);
        QCOMPARE(QString::fromStdString(spec.error().subject()), subject);
        QVERIFY2(timer.elapsed() < 1000 * sanitizerSlowdown, "a hostile text took a second");
    }

    void thirtyTwoLevelsAreAllowed() {
        auto spec = parseConfig(fixtures::runc);
        QVERIFY(spec);
        std::string json = spec->original;
        json.insert(1, "\"x\": " + repeated("[", 31) + repeated("]", 31) + ",");
        QVERIFY(parseConfig(json));
    }

    void manyKeysAreReadQuickly() {
        // As many keys as fit, each object below its limit.
        std::string objects;
        for (int o = 0; o < 30; ++o) {
            objects += (o > 0 ? ",\"" : "\"") + std::to_string(o) + "\":{";
            for (int i = 0; i < 900; ++i)
                objects += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":0";
            objects += "}";
        }
        std::string json = fixtures::runc;
        json.insert(1, "\"x\": {" + objects + "},");
        QVERIFY(json.size() < maximumConfigSize);
        const CpuTimer timer;
        const auto spec = parseConfig(json);
        QVERIFY2(spec, spec ? "" : spec.error().message().c_str());
        QVERIFY(timer.elapsed() < 2000 * sanitizerSlowdown);
    }

    void damagedTextsNeverCrashAndNeverPassWrongly() {
        std::vector<std::string> seeds{fixtures::runc, fixtures::runcRootless, fixtures::crun,
                                       fixtures::foreign, writeConfig(defaultSpec("bob", {"/bin/sh"}))};
        std::mt19937 engine(20260101);
        QElapsedTimer timer;
        timer.start();
        int accepted = 0;
        int refused = 0;
        // Enough rounds to mean something on a slow machine, and a second of them on a fast one.
        for (int round = 0; round < 2000 || timer.elapsed() < 1000; ++round) {
            const std::string text = damage(seeds[engine() % seeds.size()], engine);
            const auto spec = parseConfig(text);
            if (!spec) {
                ++refused;
                QVERIFY2(spec.error().subject().starts_with('$'), spec.error().message().c_str());
                QVERIFY(!spec.error().reason().empty());
                continue;
            }
            ++accepted;
            QVERIFY(validate(*spec));
            const auto again = parseConfig(writeConfig(*spec));
            QVERIFY2(again, again ? "" : (again.error().message() + "\n" + text).c_str());
            QVERIFY2(fixtures::same(*spec, *again), text.c_str());
        }
        QVERIFY(accepted > 50);
        QVERIFY(refused > 500);
    }
};

QTEST_APPLESS_MAIN(TestOciHostile)
#include "tst_ocihostile.moc"
