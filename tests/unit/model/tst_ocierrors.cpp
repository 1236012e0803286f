// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace vitrine;

namespace {

/// The default configuration with the value at a place (keys and indexes with "/" between) replaced by JSON
/// text; no text takes it away.
class Edited {
public:
    Edited() { m_json = QJsonDocument::fromJson(QByteArray::fromStdString(base())).object(); }

    static std::string base() {
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        spec.uidMappings = {{0, 100000, 65536}};
        spec.gidMappings = {{0, 100000, 65536}};
        return writeConfig(spec);
    }

    void set(const QString& place, const QByteArray& text) {
        QStringList keys = place.split('/');
        m_json = setIn(m_json, keys).toObject();
        m_text = text;
    }
    [[nodiscard]] std::string json() const {
        // Raw text, so that numbers that no QJsonValue holds get through.
        QByteArray text = QJsonDocument(m_json).toJson();
        text.replace("\"@@\"", m_text);
        return text.toStdString();
    }

private:
    static QJsonValue setIn(const QJsonValue& value, QStringList keys) {
        if (keys.isEmpty())
            return QStringLiteral("@@");
        const QString key = keys.takeFirst();
        bool isIndex = false;
        const int index = key.toInt(&isIndex);
        if (isIndex && value.isArray()) {
            QJsonArray array = value.toArray();
            if (index >= array.size())
                array.append(setIn({}, keys));
            else
                array[index] = setIn(array[index], keys);
            return array;
        }
        QJsonObject object = value.toObject();
        object[key] = setIn(object[key], keys);
        return object;
    }

    QJsonObject m_json;
    QByteArray m_text;
};

} // namespace

class TestOciErrors : public QObject {
    Q_OBJECT

private slots:
    void theEditedBaseIsGood() {
        Edited edited;
        edited.set("hostname", "\"alice\"");
        const auto spec = parseConfig(edited.json());
        QVERIFY2(spec, spec ? "" : spec.error().message().c_str());
        QCOMPARE(spec->hostname, std::string("alice"));
    }

    void badValuesAreRefusedWithTheirPath_data();
    void badValuesAreRefusedWithTheirPath() {
        QFETCH(QString, place);
        QFETCH(QByteArray, value);
        QFETCH(QString, subject);
        Edited edited;
        edited.set(place, value);
        const auto spec = parseConfig(edited.json());
        QVERIFY(!spec);
        QCOMPARE(QString::fromStdString(spec.error().subject()), subject);
        QVERIFY(!spec.error().reason().empty());
        QVERIFY(spec.error().kind() == ErrorKind::InvalidArgument ||
                spec.error().kind() == ErrorKind::NotSupported);
    }

    void missingKeysAreNamed_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("subject");
        QTest::newRow("nothing") << QByteArray("") << "$";
        QTest::newRow("array") << QByteArray("[]") << "$";
        QTest::newRow("word") << QByteArray("null") << "$";
        QTest::newRow("empty") << QByteArray("{}") << "$.ociVersion";
        QTest::newRow("no root") << QByteArray(R"({"ociVersion":"1.0.0"})") << "$.root";
        QTest::newRow("no path") << QByteArray(R"({"ociVersion":"1.0.0","root":{}})") << "$.root.path";
        QTest::newRow("no process") << QByteArray(R"({"ociVersion":"1.0.0","root":{"path":"r"}})")
                                    << "$.process";
        QTest::newRow("no args") << QByteArray(
                                        R"({"ociVersion":"1.0.0","root":{"path":"r"},"process":{"cwd":"/"}})")
                                 << "$.process.args";
        QTest::newRow("no cwd")
            << QByteArray(R"({"ociVersion":"1.0.0","root":{"path":"r"},"process":{"args":["a"]}})")
            << "$.process.cwd";
    }
    void missingKeysAreNamed() {
        QFETCH(QByteArray, json);
        QFETCH(QString, subject);
        const auto spec = parseConfig(json.toStdString());
        QVERIFY(!spec);
        QCOMPARE(QString::fromStdString(spec.error().subject()), subject);
    }
};

void TestOciErrors::badValuesAreRefusedWithTheirPath_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("subject");
    const auto row = [](const char* place, const QByteArray& value, const char* subject) {
        QTest::addRow("%s = %s", place, value.left(60).constData()) << QString(place) << value << subject;
    };
    const char* name = R"($.annotations["org.vitrine.name"])";

    row("ociVersion", "2", "$.ociVersion");
    row("ociVersion", "\"2.0.0\"", "$.ociVersion");
    row("ociVersion", "\"1.0\"", "$.ociVersion");
    row("ociVersion", "\"1.0.0\\n\"", "$.ociVersion");
    row("hostname", "[]", "$.hostname");
    row("hostname", "\"a b\"", "$.hostname");
    row("hostname", "\"\\u0000\"", "$.hostname");
    row("hostname", "\"" + QByteArray(65, 'h') + "\"", "$.hostname");
    row("annotations/org.vitrine.name", "\"../x\"", name);
    row("annotations/org.vitrine.name", "7", name);
    row("annotations/org.vitrine.root-mode", "\"none\"", R"($.annotations["org.vitrine.root-mode"])");
    row("annotations/org.vitrine.seccomp", "\"\"", R"($.annotations["org.vitrine.seccomp"])");
    row("annotations/org.vitrine.seccomp.log", "true", R"($.annotations["org.vitrine.seccomp.log"])");
    row("annotations/org.vitrine.seccomp.log", "\"yes\"", R"($.annotations["org.vitrine.seccomp.log"])");
    row("annotations", "[]", "$.annotations");
    row("root", "\"rootfs\"", "$.root");
    row("root/path", "\"\"", "$.root.path");
    row("root/path", "\"a/../../etc\"", "$.root.path");
    row("root/path", "\"a\\u001b[2J\"", "$.root.path");
    row("root/readonly", "\"yes\"", "$.root.readonly");

    row("process", "[]", "$.process");
    row("process/terminal", "1", "$.process.terminal");
    row("process/noNewPrivileges", "\"true\"", "$.process.noNewPrivileges");
    row("process/args", "\"sh\"", "$.process.args");
    row("process/args", "[]", "$.process.args");
    row("process/args", "[\"\"]", "$.process.args[0]");
    row("process/args", "[\"a\", 7]", "$.process.args[1]");
    row("process/args", "[\"a\", \"b\\u0000c\"]", "$.process.args[1]");
    row("process/args", "[\"a\\nb\"]", "$.process.args[0]");
    row("process/args", "[\"a\", \"" + QByteArray(131072, 'x') + "\"]", "$.process.args[1]");
    row("process/env/1", "\"NOEQUALS\"", "$.process.env[1]");
    row("process/env/1", "\"=value\"", "$.process.env[1]");
    row("process/env/2", "\"A=\\u0000\"", "$.process.env[2]");
    row("process/env", "{}", "$.process.env");
    row("process/cwd", "\"tmp\"", "$.process.cwd");
    row("process/cwd", "\"/a/..\"", "$.process.cwd");
    row("process/cwd", "\"/proc/self/fd/7\\u007f\"", "$.process.cwd");
    row("process/cwd", "\"/" + QByteArray(4095, 'x') + "\"", "$.process.cwd");
    row("process/user", "0", "$.process.user");
    row("process/user/uid", "-1", "$.process.user.uid");
    row("process/user/uid", "\"0\"", "$.process.user.uid");
    row("process/user/uid", "1.5", "$.process.user.uid");
    row("process/user/uid", "1e30", "$.process.user.uid");
    row("process/user/uid", "1.0", "$.process.user.uid");
    row("process/user/uid", "4294967295", "$.process.user.uid");
    row("process/user/uid", "4294967296", "$.process.user.uid");
    row("process/user/uid", "18446744073709551616", "$.process.user.uid");
    row("process/user/uid", "65536", "$.process.user.uid");
    row("process/user/gid", "65536", "$.process.user.gid");
    row("process/user/additionalGids", "[5, 99999]", "$.process.user.additionalGids[1]");
    row("process/user/umask", "512", "$.process.user.umask");
    row("process/rlimits/0/type", "\"NOFILE\"", "$.process.rlimits[0].type");
    row("process/rlimits/0/soft", "5000", "$.process.rlimits[0].soft");
    row("process/rlimits/0/hard", "-1", "$.process.rlimits[0].hard");
    row("process/rlimits/0", "{\"type\": \"RLIMIT_CORE\"}", "$.process.rlimits[0].soft");
    row("process/rlimits/1", R"({"type": "RLIMIT_NOFILE", "soft": 1, "hard": 1})",
        "$.process.rlimits[1].type");
    row("process/capabilities", "[\"CAP_CHOWN\"]", "$.process.capabilities");
    row("process/capabilities/bounding/11", "\"CAP_EVERYTHING\"", "$.process.capabilities.bounding[11]");
    row("process/capabilities/bounding/11", "\"cap_chown\"", "$.process.capabilities.bounding[11]");
    row("process/capabilities/bounding/11", "\"CAP_CHOWN\"", "$.process.capabilities.bounding[11]");
    row("process/capabilities/effective/11", "\"CAP_NET_RAW\"", "$.process.capabilities.effective[11]");
    row("process/capabilities/inheritable", "[\"CAP_NET_RAW\"]", "$.process.capabilities.inheritable[0]");

    row("mounts", "{}", "$.mounts");
    row("mounts/1", "7", "$.mounts[1]");
    row("mounts/1", "{\"type\": \"tmpfs\"}", "$.mounts[1].destination");
    row("mounts/1/destination", "\"dev\"", "$.mounts[1].destination");
    row("mounts/1/destination", "\"/a/../../b\"", "$.mounts[1].destination");
    row("mounts/1/destination", "\"/./\"", "$.mounts[1].destination");
    row("mounts/1/destination", "\"/proc/self/attr\"", "$.mounts[1].destination");
    row("mounts/1/destination", "\"//proc/.\"", "$.mounts[1].destination");
    row("mounts/1/type", "\"ext4\"", "$.mounts[1].source"); // an image, and its path is missing
    row("mounts/1/type", "\"nfs\"", "$.mounts[1].type");
    row("mounts/1/type", "\"overlay\"", "$.mounts[1].type");
    row("mounts/1/options", "[\"ro\"]", "$.mounts[1].options");
    row("mounts/1/options/1", "\"ro,suid\"", "$.mounts[1].options[1]");
    row("mounts/1/options/1", "\"\"", "$.mounts[1].options[1]");
    row("mounts/1/options/1", "\"a\\nb\"", "$.mounts[1].options[1]");
    row("mounts/1/options", "\"ro\"", "$.mounts[1].options");
    row("mounts/7", R"({"destination": "/p", "type": "proc"})", "$.mounts[7].destination");
    row("mounts/7", R"({"destination": "/p", "type": "bind", "source": "relative"})", "$.mounts[7].source");
    row("mounts/7", R"({"destination": "/p", "type": "bind", "source": "/."})", "$.mounts[7].source");
    row("mounts/7", R"({"destination": "/p", "type": "none", "source": "/x"})", "$.mounts[7].type");

    row("linux", "7", "$.linux");
    row("linux/namespaces", "{}", "$.linux.namespaces");
    row("linux/namespaces/0/type", "\"network2\"", "$.linux.namespaces[0].type");
    row("linux/namespaces/1/type", "\"pid\"", "$.linux.namespaces[1].type");
    row("linux/namespaces/0/path", "\"/proc/1/ns/pid\"", "$.linux.namespaces[0].path");
    row("linux/uidMappings/0/size", "0", "$.linux.uidMappings[0].size");
    row("linux/uidMappings/0/hostID", "4294967000", "$.linux.uidMappings[0].hostID");
    row("linux/uidMappings/0/containerID", "1", "$.linux.uidMappings");
    row("linux/uidMappings/0", "{\"containerID\": 0, \"hostID\": 1}", "$.linux.uidMappings[0].size");
    row("linux/uidMappings/1", R"({"containerID": 9, "hostID": 1, "size": 1})",
        "$.linux.uidMappings[1].containerID");
    row("linux/gidMappings/1", R"({"containerID": 99999, "hostID": 100001, "size": 1})",
        "$.linux.gidMappings[1].hostID");
    row("linux/gidMappings", "[]", "$.linux.gidMappings");
    row("linux/namespaces", R"([{"type": "mount"}])", "$.linux.uidMappings");
    row("linux/maskedPaths/0", "\"proc\"", "$.linux.maskedPaths[0]");
    row("linux/readonlyPaths/0", "\"/..\"", "$.linux.readonlyPaths[0]");
    row("linux/readonlyPaths", "[\"//\"]", "$.linux.readonlyPaths[0]");

    const char* limit = "$.linux.resources.memory.limit";
    for (const char* bad : {"\"12q\"", "1.5", "1e30", "-2", "0", "1", "524287", "9223372036854775807",
                            "9223372036854775808", "18446744073709551616", "true", "[]"})
        row("linux/resources/memory/limit", bad, limit);
    row("linux/resources/memory/swap", "5", "$.linux.resources.memory.swap");
    row("linux/resources/memory", R"({"swap": 5000000})", "$.linux.resources.memory.swap");
    row("linux/resources/memory/reservation", "0", "$.linux.resources.memory.reservation");
    row("linux/resources/pids/limit", "0", "$.linux.resources.pids.limit");
    row("linux/resources/pids/limit", "4194305", "$.linux.resources.pids.limit");
    row("linux/resources/cpu/quota", "0", "$.linux.resources.cpu.quota");
    row("linux/resources/cpu/quota", "999", "$.linux.resources.cpu.quota");
    row("linux/resources/cpu", R"({"quota": 1000, "period": 10})", "$.linux.resources.cpu.quota");
    row("linux/resources/cpu/shares", "1", "$.linux.resources.cpu.shares");
    row("linux/resources/cpu/shares", "262145", "$.linux.resources.cpu.shares");
    row("linux/resources/unified", R"({"memory.max": 5})", R"($.linux.resources.unified["memory.max"])");
    row("linux/resources/unified", R"({"pids.max": "12q"})", R"($.linux.resources.unified["pids.max"])");
    row("linux/resources/unified", R"({"cpu.max": "1000 max"})", R"($.linux.resources.unified["cpu.max"])");
}

QTEST_APPLESS_MAIN(TestOciErrors)
#include "tst_ocierrors.moc"
