// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/bundle.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace vitrine;
using namespace vitrine::runtime;

namespace {

QJsonObject plainConfig() {
    return QJsonDocument::fromJson(R"({
        "ociVersion": "1.0.2",
        "root": {"path": "rootfs"},
        "process": {"cwd": "/", "args": ["true"], "user": {"uid": 0, "gid": 0}},
        "mounts": [{"destination": "/tmp", "type": "tmpfs"}],
        "linux": {"namespaces": [{"type": "mount"}, {"type": "uts"}, {"type": "ipc"}, {"type": "network"}]}
    })")
        .object();
}

/// Sets the member at "a.b.0.c".
QJsonValue with(const QJsonValue& value, QStringList path, const QJsonValue& member) {
    if (path.isEmpty())
        return member;
    const QString key = path.takeFirst();
    bool isIndex = false;
    const int index = key.toInt(&isIndex);
    if (isIndex) {
        QJsonArray array = value.toArray();
        if (index == array.size())
            array.append(QJsonValue());
        array[index] = with(array[index], path, member);
        return array;
    }
    QJsonObject object = value.toObject();
    object[key] = with(object[key], path, member);
    return object;
}

Result<BundleConfig> parsed(const char* path, const char* json) {
    const QByteArray wrapped = "[" + QByteArray(json) + "]";
    const QJsonValue member = QJsonDocument::fromJson(wrapped).array().at(0);
    const QJsonValue config = with(plainConfig(), QString::fromLatin1(path).split('.'), member);
    return parseBundleConfig(QJsonDocument(config.toObject()).toJson().toStdString());
}

} // namespace

class TestRuntimeConfig : public QObject {
    Q_OBJECT

private slots:
    void readsAPlainOne() {
        const auto config = parseBundleConfig(QJsonDocument(plainConfig()).toJson().toStdString());
        QVERIFY2(config.has_value(), config ? "" : config.error().message().c_str());
        QCOMPARE(config->spec.seccomp, SeccompProfile::Unconfined); // nothing is asked for
        QVERIFY(config->hooks.empty());
    }

    void refusesByName_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("subject");
        const auto row = [](const char* path, const char* json, const char* subject = nullptr) {
            const QByteArray usual = QByteArray("$.") + path;
            QTest::newRow((QByteArray(path) + ' ' + json).constData())
                << QByteArray(path) << QByteArray(json) << (subject != nullptr ? QByteArray(subject) : usual);
        };
        for (const char* other : {"vm", "solaris", "windows", "zos", "freebsd"})
            row(other, R"({"a": 1})");
        row("process.commandLine", R"("x")");
        row("process.user.username", R"("x")");
        row("process.selinuxLabel", R"("x")"); // no label
        row("process.apparmorProfile", R"(" x")");
        row("process.scheduler", R"({"policy": "SCHED_FIFO"})");
        row("process.ioPriority", R"({"class": "IOPRIO_CLASS_IDLE"})");
        row("process.execCPUAffinity", R"({"initial": "0"})");
        row("process.oomScoreAdj", "2000");
        row("mounts.0.uidMappings", R"([{"containerID": 0}])", "$.mounts[0].uidMappings");
        row("mounts.0.gidMappings", R"([{"containerID": 0}])", "$.mounts[0].gidMappings");
        row("mounts.0.options", R"(["ro", "idmap"])", "$.mounts[0].options[1]");
        row("mounts.0.options", R"(["rro"])", "$.mounts[0].options[0]");
        row("mounts.1",
            R"({"destination": "/x", "type": "bind", "source": "/y", "options": ["rbind", "rslave"]})",
            "$.mounts[1].options[1]");
        row("mounts.1", R"({"destination": "/x", "source": "/y", "options": ["bind", "shared"]})",
            "$.mounts[1].options[1]");
        row("linux.mountLabel", R"("x")");
        row("linux.intelRdt", R"({"closID": "x"})");
        row("linux.memoryPolicy", R"({"mode": "x"})");
        row("linux.netDevices", R"({"eth0": {}})");
        row("linux.personality", R"({"domain": "LINUX", "flags": ["X"]})", "$.linux.personality.flags");
        row("linux.personality", R"({"domain": "BSD"})", "$.linux.personality.domain");
        row("linux.rootfsPropagation", R"("shared")");
        row("linux.rootfsPropagation", R"("slave")");
        row("linux.seccomp", R"({"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "/x"})",
            "$.linux.seccomp.listenerPath");
        row("linux.seccomp", R"({"defaultAction": "SCMP_ACT_NOTIFY"})", "$.linux.seccomp.defaultAction");
        row("linux.seccomp", R"({"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_Z80"]})",
            "$.linux.seccomp.architectures");
        row("linux.seccomp",
            R"({"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]})",
            "$.linux.seccomp.flags");
        row("linux.resources.network", R"({"classID": 1})");
        row("linux.resources.rdma", R"({"x": {}})");
        row("linux.resources.hugepageLimits", R"([{"pageSize": "2MB", "limit": 1}])");
        for (const char* key : {"kernel", "kernelTCP", "swappiness"})
            row((QByteArray("linux.resources.memory.") + key).constData(), "5");
        row("linux.resources.memory.disableOOMKiller", "true");
        row("linux.resources.memory.checkBeforeUpdate", "true");
        for (const char* key : {"realtimeRuntime", "realtimePeriod", "burst", "idle"})
            row((QByteArray("linux.resources.cpu.") + key).constData(), "1");
        row("linux.resources.blockIO.leafWeight", "10");
        row("linux.resources.blockIO.weightDevice", R"([{"major": 8, "minor": 0, "weight": 10}])");
        row("linux.resources.unified", R"({"memory.zswap.max": "1"})",
            R"($.linux.resources.unified["memory.zswap.max"])");
        row("linux.resources.devices", R"([{"allow": true, "type": "x"}])",
            "$.linux.resources.devices[0].type");
        row("linux.resources.devices", R"([{"allow": true, "access": "rx"}])",
            "$.linux.resources.devices[0].access");
        row("linux.devices", R"([{"path": "/etc/nothing", "type": "c", "major": 1, "minor": 200}])",
            "$.linux.devices[0].path");
        row("linux.devices", R"([{"path": "/dev/null2", "type": "p"}])", "$.linux.devices[0].type");
        row("linux.namespaces.4", R"({"type": "user", "path": "/proc/1/ns/user"})",
            "$.linux.namespaces[].path");
        row("linux.namespaces.4", R"({"type": "pid", "path": "relative"})", "$.linux.namespaces[].path");
        row("linux.sysctl", R"({"kernel.core_pattern": "|/x"})", R"($.linux.sysctl["kernel.core_pattern"])");
        row("linux.sysctl", R"({"net/../kernel/core_pattern": "|/x"})",
            R"($.linux.sysctl["net/../kernel/core_pattern"])");
        row("linux.sysctl", R"({"vm.swappiness": "1"})", R"($.linux.sysctl["vm.swappiness"])");
        row("hooks.prestart", R"([{"path": "relative"}])", "$.hooks.prestart[0].path");
        row("hooks.poststop", R"([{"path": "/x", "timeout": 0}])", "$.hooks.poststop[0].timeout");
        row("hooks.createRuntime", R"([{}])", "$.hooks.createRuntime[0].path");
    }
    void refusesByName() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, subject);
        const auto config = parsed(path.constData(), json.constData());
        QVERIFY2(!config, "it is taken");
        QCOMPARE(QByteArray::fromStdString(config.error().subject()), subject);
        QVERIFY(!config.error().reason().empty());
    }

    void takesWhatAsksForNothing() {
        for (const char* path : {"process.selinuxLabel", "linux.mountLabel"})
            QVERIFY2(parsed(path, R"("")"), path);
        for (const char* path : {"vm", "linux.intelRdt", "process.scheduler", "linux.netDevices"})
            QVERIFY2(parsed(path, "{}") && parsed(path, "null"), path);
        QVERIFY(parsed("linux.resources.memory.disableOOMKiller", "false"));
        QVERIFY(parsed("linux.rootfsPropagation", R"("rprivate")"));
    }

    /// config.md, "Extensibility".
    void takesWhatTheSpecificationDoesNotKnow() {
        QVERIFY(parsed("linux.invented", "1"));
        QVERIFY(parsed("invented", R"({"a": [1]})"));
    }

    void namesNeedANamespace() {
        QJsonObject config = plainConfig();
        config["linux"] = QJsonObject{{"namespaces", QJsonArray{QJsonObject{{"type", "mount"}}}}};
        for (const char* key : {"hostname", "domainname"}) {
            QJsonObject named = config;
            named[key] = "x";
            const auto refused = parseBundleConfig(QJsonDocument(named).toJson().toStdString());
            QVERIFY(!refused);
            QCOMPARE(refused.error().subject(), std::string("$.") + key);
        }
        config["linux"] = with(config["linux"], {"sysctl"}, QJsonObject{{"net.ipv4.ip_forward", "1"}});
        const auto refused = parseBundleConfig(QJsonDocument(config).toJson().toStdString());
        QVERIFY(!refused);
        QVERIFY(refused.error().reason().contains("needs a namespace"));
    }

    void readsWhatBelongsToTheProcess() {
        const auto config =
            parsed("process", R"({"cwd": "/", "args": ["a"], "terminal": true, "oomScoreAdj": -5,
            "consoleSize": {"height": 30, "width": 100}, "apparmorProfile": "p"})");
        QVERIFY(config.has_value());
        QCOMPARE(config->rows, 30);
        QCOMPARE(config->columns, 100);
        QCOMPARE(config->extras.oomScoreAdjustment, -5);
        QCOMPARE(config->spec.process.appArmorProfile, "p");
    }

    void readsLabels() {
        const auto config =
            parsed("process", R"({"cwd": "/", "args": ["a"], "selinuxLabel": "u:r:t:s0:c1,c2"})");
        QVERIFY(config.has_value());
        QCOMPARE(config->spec.process.selinuxLabel, "u:r:t:s0:c1,c2");
        QCOMPARE(parsed("linux.mountLabel", R"("u:object_r:f:s0")")->spec.mountLabel, "u:object_r:f:s0");
    }

    void readsHooks() {
        const auto config = parsed(
            "hooks", R"({"prestart": [{"path": "/p", "args": ["p", "q"], "env": ["A=1"], "timeout": 3}],
            "startContainer": [{"path": "/s"}]})");
        QVERIFY(config.has_value());
        QCOMPARE(config->hooks.prestart.size(), 1U);
        QCOMPARE(config->hooks.prestart[0].args.size(), 2U);
        QCOMPARE(config->hooks.prestart[0].patience, std::chrono::seconds(3));
        QCOMPARE(config->extras.startContainer.size(), 1U);
    }

    void takesJoinedNamespacesOut() {
        const auto config = parsed("linux.namespaces.3", R"({"type": "network", "path": "/proc/1/ns/net"})");
        QVERIFY(config.has_value());
        QCOMPARE(config->joined.size(), 1U);
        QCOMPARE(config->joined[0].path, "/proc/1/ns/net");
        QVERIFY(!config->spec.namespaces.isNew(NamespaceKind::Network));
        QVERIFY(config->spec.namespaces.isNew(NamespaceKind::Ipc));
    }

    /// Only the helper knows which container that is, and whose.
    void joinsNoContainerByItsId() {
        QJsonObject config = plainConfig();
        QJsonArray namespaces = config["linux"].toObject()["namespaces"].toArray();
        namespaces.append(QJsonObject{{"type", "user"}});
        config["linux"] = QJsonObject{{"namespaces", namespaces}};
        config["annotations"] =
            QJsonObject{{"org.vitrine.joins", "0123456789abcdef0123456789abcdef network"}};
        const auto unknown = parseBundleConfig(QJsonDocument(config).toJson().toStdString());
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().kind(), ErrorKind::InvalidArgument); // it is "net"
        config["annotations"] = QJsonObject{{"org.vitrine.joins", "0123456789abcdef0123456789abcdef net"}};
        const auto refused = parseBundleConfig(QJsonDocument(config).toJson().toStdString());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::NotSupported);
        QCOMPARE(refused.error().subject(), std::string(R"($.annotations["org.vitrine.joins"])"));
    }

    void compilesTheFilter() {
        const auto config =
            parsed("linux.seccomp", R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
            "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
            "syscalls": [{"names": ["read", "no_such_call"], "action": "SCMP_ACT_ALLOW"},
                {"names": ["personality"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 8, "op": "SCMP_CMP_EQ"}]}]})");
        QVERIFY2(config.has_value(), config ? "" : config.error().message().c_str());
        QVERIFY(config->extras.filter && !config->extras.filter->program.empty());
        QCOMPARE(config->spec.seccomp, SeccompProfile::Default);
    }

    void devicesAreThoseOfThePlan() {
        const auto none = parsed("linux.resources", "{}");
        QVERIFY(none && none->spec.deviceRules.empty());
        const auto some = parsed("linux.resources.devices", R"([{"allow": false, "access": "rwm"}])");
        QVERIFY(some.has_value());
        QVERIFY(some->spec.deviceRules == std::vector<DeviceRule>(1));
        const auto device =
            parsed("linux.devices",
                   R"([{"path": "/dev/fuse", "type": "u", "major": 10, "minor": 229, "fileMode": 8630}])");
        QVERIFY2(device, device ? "" : device.error().message().c_str());
        QCOMPARE(device->spec.devices.at(0).mode, std::optional(0666U));
    }
};

QTEST_GUILESS_MAIN(TestRuntimeConfig)
#include "tst_runtimeconfig.moc"
