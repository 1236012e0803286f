// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"

#include "ocifixtures.h"
#include "randomspec.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace vitrine;

namespace {

QJsonValue valueOf(const std::string& json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

/// Where the keys stand in the text, each as the first place of "key".
bool inOrder(const std::string& json, const std::vector<std::string>& keys) {
    std::size_t place = 0;
    for (const std::string& key : keys) {
        place = json.find('"' + key + '"', place);
        if (place == std::string::npos)
            return false;
    }
    return true;
}

} // namespace

class TestOciConfig : public QObject {
    Q_OBJECT

private slots:
    void theDefaultIsReadBackUnchanged() {
        const ContainerSpec spec = defaultSpec("bob", {"/bin/sh", "-c", "echo hello"});
        const std::string json = writeConfig(spec);
        const auto back = parseConfig(json);
        QVERIFY2(back, back ? "" : back.error().message().c_str());
        QVERIFY(fixtures::same(spec, *back));
        QCOMPARE(back->original, json);
        QCOMPARE(writeConfig(*back), json);
        QVERIFY(json.starts_with("{\n  \"ociVersion\": \"1.2.0\",\n  \"process\": {\n"));
        QVERIFY(inOrder(json, {"ociVersion", "process", "root", "hostname", "mounts", "annotations", "linux",
                               "resources", "namespaces", "maskedPaths", "readonlyPaths"}));
        const QJsonValue memory = valueOf(json)["linux"]["resources"]["memory"];
        QCOMPARE(memory["limit"].toInteger(), 1LL << 30);
    }

    void othersConfigurationsOpen_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("name");
        QTest::newRow("runc") << QByteArray(fixtures::runc) << "runc";
        QTest::newRow("runc rootless") << QByteArray(fixtures::runcRootless) << "runc";
        QTest::newRow("crun") << QByteArray(fixtures::crun) << "crun";
        QTest::newRow("foreign") << QByteArray(fixtures::foreign) << "web.example";
    }
    void othersConfigurationsOpen() {
        QFETCH(QByteArray, json);
        QFETCH(QString, name);
        const auto spec = parseConfig(json.toStdString());
        QVERIFY2(spec, spec ? "" : spec.error().message().c_str());
        QCOMPARE(QString::fromStdString(spec->name), name);
        const auto again = parseConfig(writeConfig(*spec));
        QVERIFY2(again, again ? "" : again.error().message().c_str());
        QVERIFY(fixtures::same(*spec, *again));
        QCOMPARE(writeConfig(*again), writeConfig(*spec));
    }

    void runcsConfigurationSaysWhatItSays() {
        const auto spec = parseConfig(fixtures::runc);
        QVERIFY(spec);
        QCOMPARE(spec->process.args, std::vector<std::string>{"sh"});
        QCOMPARE(spec->process.terminal, Terminal::Yes);
        QCOMPARE(spec->process.noNewPrivileges, NoNewPrivileges::Yes);
        QCOMPARE(spec->rootAccess, RootAccess::ReadOnly);
        QCOMPARE(spec->mounts.size(), 7U);
        QVERIFY(spec->namespaces.isNew(NamespaceKind::Network));
        QVERIFY(!spec->namespaces.isNew(NamespaceKind::User));
        QVERIFY(!spec->namespaces.isNew(NamespaceKind::Cgroup));
        QCOMPARE(spec->process.capabilities.ambient.size(), 3U);
        QVERIFY(spec->process.capabilities.inheritable.empty());
        QCOMPARE(spec->limits, ResourceLimits{});
    }

    void foreignValuesAreUnderstood() {
        const auto spec = parseConfig(fixtures::foreign);
        QVERIFY(spec);
        QCOMPARE(spec->process.args.at(3), std::string("ü€😀"));
        QCOMPARE(spec->process.user.umask, std::optional(18U));
        QCOMPARE(spec->process.rlimits.at(0).hard, ~std::uint64_t{0});
        QCOMPARE(spec->process.terminal, Terminal::No);
        QCOMPARE(spec->process.noNewPrivileges, NoNewPrivileges::No);
        QVERIFY(spec->process.capabilities.bounding.empty());
        QCOMPARE(spec->limits.memoryMax, std::optional<std::uint64_t>(104857600));
        QCOMPARE(spec->limits.swapMax, std::optional<std::uint64_t>(104857600));
        QCOMPARE(spec->limits.memoryHigh, std::optional<std::uint64_t>(90000000));
        QCOMPARE(spec->limits.cpuWeight, std::optional<std::uint64_t>(39));
        QVERIFY(!spec->limits.pidsMax);
    }

    void labelsAreReadAndWritten() {
        auto spec = parseConfig(fixtures::foreign);
        QVERIFY(spec);
        QCOMPARE(spec->process.appArmorProfile, std::string("unconfined"));
        QVERIFY(spec->process.selinuxLabel.empty() && spec->mountLabel.empty());
        spec->process.appArmorProfile = "web";
        spec->process.selinuxLabel = "u:r:t:s0:c1,c2";
        spec->mountLabel = "u:object_r:f:s0";
        const std::string json = writeConfig(*spec);
        const QJsonValue after = valueOf(json);
        QCOMPARE(after["process"]["apparmorProfile"].toString(), "web");
        QCOMPARE(after["process"]["selinuxLabel"].toString(), "u:r:t:s0:c1,c2");
        QCOMPARE(after["linux"]["mountLabel"].toString(), "u:object_r:f:s0");
        auto again = parseConfig(json);
        QVERIFY(again);
        QVERIFY(again->process == spec->process);
        QCOMPARE(again->mountLabel, spec->mountLabel);
        again->process.appArmorProfile.clear();
        again->process.selinuxLabel.clear();
        again->mountLabel.clear();
        const QJsonValue without = valueOf(writeConfig(*again));
        for (const char* key : {"apparmorProfile", "selinuxLabel"})
            QVERIFY2(!without["process"].toObject().contains(QLatin1String(key)), key);
        QVERIFY(!without["linux"].toObject().contains("mountLabel"));
    }

    void unknownKeysAndTheOrderSurvive() {
        auto spec = parseConfig(fixtures::foreign);
        QVERIFY(spec);
        spec->hostname = "changed";
        spec->limits.memoryMax = 1ULL << 28U;
        spec->limits.swapMax.reset();
        spec->process.rlimits.insert(spec->process.rlimits.begin(), {"RLIMIT_NPROC", 10, 20});
        spec->mounts.erase(spec->mounts.begin());
        spec->namespaces[NamespaceKind::Uts] = Isolation::New;
        const std::string json = writeConfig(*spec);
        const QJsonValue before = valueOf(fixtures::foreign);
        const QJsonValue after = valueOf(json);
        QCOMPARE(after["hostname"].toString(), "changed");
        for (const char* key : {"zebra", "hooks"})
            QCOMPARE(after[QLatin1String(key)], before[QLatin1String(key)]);
        for (const char* key : {"consoleSize", "apparmorProfile", "oomScoreAdj"})
            QCOMPARE(after["process"][QLatin1String(key)], before["process"][QLatin1String(key)]);
        QCOMPARE(after["process"]["user"]["username"].toString(), "five");
        for (const char* key : {"devices", "seccomp"})
            QCOMPARE(after["linux"][QLatin1String(key)], before["linux"][QLatin1String(key)]);
        const QJsonValue resources = after["linux"]["resources"];
        QCOMPARE(resources["devices"], before["linux"]["resources"]["devices"]);
        QCOMPARE(resources["memory"]["swappiness"].toInt(), 10);
        QVERIFY(!resources["memory"].toObject().contains("swap"));
        QCOMPARE(resources["cpu"]["cpus"].toString(), "0-3");
        QCOMPARE(resources["unified"].toObject(), QJsonObject({{"io.cost.model", "x"}}));
        QCOMPARE(after["process"]["rlimits"][1]["x-note"].toString(), "kept");
        QCOMPARE(after["mounts"].toArray().size(), 1);
        QCOMPARE(after["mounts"][0]["uidMappings"], before["mounts"][1]["uidMappings"]);
        QCOMPARE(after["root"]["x-root"].toInt(), 1);
        QCOMPARE(after["annotations"]["com.example.z"].toString(), "last");
        QVERIFY(inOrder(json, {"zebra", "ociVersion", "hooks", "hostname", "process", "consoleSize", "root",
                               "mounts", "annotations", "com.example.z", "com.example.a", "linux"}));
        QVERIFY(inOrder(json, {"namespaces", "mount", "user", "pid", "uts"}));
    }

    void everyWeightIsReadBackExactly() {
        ContainerSpec spec = defaultSpec("w", {"/bin/sh"});
        for (std::uint64_t weight = 1; weight <= 10'000; weight += weight < 200 ? 1 : 37) {
            spec.limits.cpuWeight = weight;
            const auto back = parseConfig(writeConfig(spec));
            QVERIFY(back);
            QCOMPARE(back->limits.cpuWeight, spec.limits.cpuWeight);
        }
        spec.limits.cpuWeight = 10'000;
        QCOMPARE(valueOf(writeConfig(spec))["linux"]["resources"]["cpu"]["shares"].toInt(), 262144);
    }

    void cpusAndDisksAreWhereOtherRuntimesHaveThem() {
        ContainerSpec spec = defaultSpec("d", {"/bin/sh"});
        spec.limits = {};
        spec.limits.cpus = {0, 1, 4};
        spec.limits.memoryNodes = {0};
        spec.limits.memoryOomGroup = true;
        spec.limits.ioWeight = 10'000;
        spec.limits.ioMax = {{{8, 0}, 1'000'000, 0, 0, 0}, {{254, 16}, 5, 6, 7, 8}};
        const QJsonValue resources = valueOf(writeConfig(spec))["linux"]["resources"];
        QCOMPARE(resources["cpu"].toObject(), QJsonObject({{"cpus", "0-1,4"}, {"mems", "0"}}));
        QCOMPARE(resources["unified"].toObject(), QJsonObject({{"memory.oom.group", "1"}}));
        const QJsonValue blockIo = resources["blockIO"];
        QCOMPARE(blockIo["weight"].toInt(), 1000);
        QCOMPARE(blockIo["throttleReadBpsDevice"].toArray(),
                 QJsonArray({QJsonObject({{"major", 8}, {"minor", 0}, {"rate", 1'000'000}}),
                             QJsonObject({{"major", 254}, {"minor", 16}, {"rate", 5}})}));
        QCOMPARE(blockIo["throttleWriteIOPSDevice"].toArray(),
                 QJsonArray({QJsonObject({{"major", 254}, {"minor", 16}, {"rate", 8}})}));
        QCOMPARE(parseConfig(writeConfig(spec))->limits, spec.limits);
        spec.limits.ioWeight = 100; // no weight of 10 to 1,000 says this
        const QJsonValue other = valueOf(writeConfig(spec))["linux"]["resources"];
        QVERIFY(!other["blockIO"].toObject().contains("weight"));
        QCOMPARE(other["unified"]["io.weight"].toString(), "100");
        spec.limits = {};
        QVERIFY(!valueOf(writeConfig(spec))["linux"].toObject().contains("resources"));
    }

    void filesByNameOverruleTheOthers() {
        const auto limits = [](const char* unified) {
            const std::string text =
                R"({"ociVersion":"1.2.0","process":{"args":["x"],"cwd":"/"},"root":{"path":"r"},"linux":)"
                R"({"namespaces":[{"type":"mount"}],"resources":{"cpu":{"cpus":"1"},"blockIO":{"weight":10,"throttleReadBpsDevice":)"
                R"([{"major":8,"minor":0,"rate":7},{"major":8,"minor":1,"rate":0}]},"unified":)" +
                std::string(unified) + "}}}";
            const auto spec = parseConfig(text);
            return spec ? spec->limits : ResourceLimits{{}, {}, {}, {}, {}, 99};
        };
        const ResourceLimits plain = limits("{}");
        QCOMPARE(plain.cpus, NumberList{1});
        QCOMPARE(plain.ioWeight, std::optional<std::uint64_t>(1));
        QCOMPARE(plain.ioMax, (std::vector<DiskLimit>{{.device = {8, 0}, .readBytes = 7}}));
        const ResourceLimits named =
            limits(R"({"cpuset.cpus":"0-2","cpuset.mems":"0","io.weight":"default 50",)"
                   R"("memory.oom.group":"1","io.max":"254:0 wbps=9"})");
        QCOMPARE(named.cpus, (NumberList{0, 1, 2}));
        QCOMPARE(named.memoryNodes, NumberList{0});
        QVERIFY(named.memoryOomGroup);
        QCOMPARE(named.ioWeight, std::optional<std::uint64_t>(50));
        QCOMPARE(named.ioMax, (std::vector<DiskLimit>{{.device = {254, 0}, .writeBytes = 9}}));
        for (const char* bad : {R"({"cpuset.cpus":"x"})", R"({"memory.oom.group":"2"})", R"({"io.max":"q"})",
                                R"({"io.weight":"8:0 50"})", R"({"memory.oom.group":1})"})
            QCOMPARE(limits(bad).pidsMax, std::optional<std::uint64_t>(99));
    }

    void swapIsWrittenAsItsSumOrByName() {
        ContainerSpec spec = defaultSpec("s", {"/bin/sh"});
        spec.limits.memoryMax = 1'000'000;
        spec.limits.swapMax = 500'000;
        QCOMPARE(valueOf(writeConfig(spec))["linux"]["resources"]["memory"]["swap"].toInteger(), 1'500'000);
        spec.limits.memoryMax.reset();
        const QJsonValue resources = valueOf(writeConfig(spec))["linux"]["resources"];
        QVERIFY(!resources.toObject().contains("memory"));
        QCOMPARE(resources["unified"]["memory.swap.max"].toString(), "500000");
        QCOMPARE(parseConfig(writeConfig(spec))->limits, spec.limits);
    }

    void specificationsByChanceAreReadBackUnchanged() {
        for (unsigned seed = 1; seed <= 400; ++seed) {
            const ContainerSpec spec = fixtures::RandomSpec(seed).next();
            const std::string json = writeConfig(spec);
            const auto back = parseConfig(json);
            QVERIFY2(back, back ? "" : (std::to_string(seed) + ": " + back.error().message()).c_str());
            QVERIFY2(fixtures::same(spec, *back), json.c_str());
            QCOMPARE(writeConfig(*back), json);
        }
    }

    void oneSpecificationOverwritesAnother() {
        // The new values must win over every old one, whatever the document held before.
        for (unsigned seed = 1; seed <= 200; ++seed) {
            ContainerSpec spec = fixtures::RandomSpec(seed).next();
            spec.original =
                seed % 4 == 0 ? fixtures::foreign : writeConfig(fixtures::RandomSpec(seed + 7000).next());
            const auto back = parseConfig(writeConfig(spec));
            QVERIFY2(back, back ? "" : (std::to_string(seed) + ": " + back.error().message()).c_str());
            QVERIFY2(fixtures::same(spec, *back), std::to_string(seed).c_str());
        }
    }

    void aDamagedOriginalIsReplaced() {
        for (const char* original :
             {"{", "[]", "3", R"({"linux": 3, "process": [], "mounts": {}, "root": null})",
              R"({"linux": {"namespaces": [3, {"type": 4}], "resources": "x"}})"}) {
            ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
            spec.original = original;
            const auto back = parseConfig(writeConfig(spec));
            QVERIFY(back);
            QVERIFY(fixtures::same(spec, *back));
        }
    }

    void aProcessAloneIsReadAndWritten() {
        const ProcessSpec process = defaultSpec("bob", {"/bin/ls", "-l"}).process;
        const auto back = parseProcess(writeProcess(process));
        QVERIFY(back);
        QCOMPARE(*back, process);
        QCOMPARE(parseProcess(R"({"args": [""], "cwd": "/"})").error().subject(), std::string("$.args[0]"));
        QCOMPARE(parseProcess(R"({"args": ["a"]})").error().subject(), std::string("$.cwd"));
        QCOMPARE(parseProcess("[]").error().subject(), std::string("$"));
        QVERIFY(parseProcess(R"({"args": ["a"], "cwd": "/", "x": {"y": 1}})"));
    }
};

QTEST_APPLESS_MAIN(TestOciConfig)
#include "tst_ociconfig.moc"
