// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"
#include "core/model/ociconfig.h"

#include <QTest>

#include <functional>

using namespace vitrine;

namespace {

const DeviceSpec fuse{"/dev/fuse", DeviceType::Character, 10, 229};

ContainerSpec withDevices(std::vector<DeviceSpec> devices, std::vector<DeviceRule> rules = {}) {
    ContainerSpec spec = defaultSpec("box", {"true"});
    spec.devices = std::move(devices);
    spec.deviceRules = std::move(rules);
    return spec;
}

} // namespace

class TestDeviceSpec : public QObject {
    Q_OBJECT

private slots:
    void placesAreBelowDev_data() {
        QTest::addColumn<QByteArray>("path");
        for (const char* path : {"", "/dev", "/dev/", "/etc/passwd", "/dev/../etc/passwd", "dev/fuse",
                                 "/dev//fuse", "/dev/fuse/", "/dev/null", "/dev/pts/3", "/dev/shm",
                                 "/dev/fd/0", "/dev/a b", "/dev/a\nb", "/dev/console"})
            QTest::newRow(path) << QByteArray(path);
        QTest::newRow("long") << "/dev/" + QByteArray(300, 'x');
    }
    void placesAreBelowDev() {
        QFETCH(const QByteArray, path);
        DeviceSpec device = fuse;
        device.path = path.toStdString();
        const auto valid = validateDevices({device}, {});
        QVERIFY(!valid);
        QCOMPARE(valid.error().subject(), std::string("$.linux.devices[0].path"));
        QVERIFY(validateDevices({fuse, {"/dev/snd/timer", DeviceType::Character, 116, 33}}, {}));
    }

    void numbersAreTheKernels() {
        const auto subjectOf = [](const std::function<void(DeviceSpec&)>& change) {
            DeviceSpec device = fuse;
            change(device);
            return validateDevices({device}, {}).error().subject();
        };
        QCOMPARE(subjectOf([](auto& d) { d.major = 4096; }), std::string("$.linux.devices[0].major"));
        QCOMPARE(subjectOf([](auto& d) { d.minor = 1'048'576; }), std::string("$.linux.devices[0].minor"));
        QCOMPARE(subjectOf([](auto& d) { d.mode = 04666; }), std::string("$.linux.devices[0].fileMode"));
        QCOMPARE(subjectOf([](auto& d) { d.uid = ~0U; }), std::string("$.linux.devices[0].uid"));
        QVERIFY(!validateDevices({fuse, fuse}, {}));
        QVERIFY(!validateDevices(std::vector<DeviceSpec>(65, fuse), {}));
        QVERIFY(!validateDevices({}, std::vector<DeviceRule>(257)));
        QVERIFY(!validateDevices({}, {{true, 'x'}}));
        QVERIFY(!validateDevices({}, {{true, 'c', {}, {}, 0}}));
    }

    void itIsKeptInTheConfig() {
        DeviceSpec disk{"/dev/loop7", DeviceType::Block, 7, 7, 0640U, 3U, 4U};
        const ContainerSpec spec =
            withDevices({fuse, disk}, {{}, ruleFor(fuse), {true, 'b', 7U, {}, deviceRead | deviceWrite}});
        const auto read = parseConfig(writeConfig(spec));
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(read->devices == spec.devices);
        QVERIFY(read->deviceRules == spec.deviceRules);
        ContainerSpec without = *read;
        without.devices.clear();
        without.deviceRules.clear();
        QVERIFY(!writeConfig(without).contains("devices\":"));
    }

    /// What every container has may be in the list, as other programs write it.
    void usualOnesAreNoDevices() {
        std::string json = writeConfig(withDevices({fuse}));
        json.replace(json.find("/dev/fuse"), 9, "/dev/zero");
        const auto read = parseConfig(json);
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(read->devices.empty() && widenings(*read).empty());
    }

    void rulesAreTheKernelsWords() {
        QCOMPARE(textOf(DeviceRule{}), std::string("a"));
        QCOMPARE(textOf(ruleFor(fuse)), std::string("c 10:229 rwm"));
        QCOMPARE(textOf(DeviceRule{true, 'b', {}, 3U, deviceRead}), std::string("b *:3 r"));
        QCOMPARE(rulesText({{}, ruleFor(fuse)}, ", "), std::string("-a, c 10:229 rwm"));
        QCOMPARE(accessFrom("mr", "x").value(), deviceMknod | deviceRead);
        QCOMPARE(accessFrom("", "x").value(), deviceAllAccess);
        QCOMPARE(accessFrom("rx", "x").error().subject(), std::string("x"));
    }

    void devicesWiden() {
        const ContainerSpec plain = withDevices({});
        QVERIFY(widenings(plain).empty());
        const ContainerSpec given = withDevices({fuse});
        QVERIFY(widenings(given) == std::vector{Widening::HostDevice});
        QCOMPARE(describe(Widening::HostDevice, given),
                 std::string("It can use devices of the host: /dev/fuse (c 10:229)."));
        QVERIFY(widenings(withDevices({}, {{}})).empty()); // a list that only refuses
        QVERIFY(widenings(withDevices({}, {{}, ruleFor(fuse)})) == std::vector{Widening::HostDevice});
    }
};

QTEST_APPLESS_MAIN(TestDeviceSpec)
#include "tst_devicespec.moc"
