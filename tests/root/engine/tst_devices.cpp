// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/devices.h"
#include "testcontainer.h"

#include <QTest>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace vitrine;

namespace {

// The kernel's messages: writing to them harms nobody, and no container has them by itself.
constexpr std::uint32_t messagesMajor = 1;
constexpr std::uint32_t messagesMinor = 11;
const DeviceSpec messages{"/dev/kmsg", DeviceType::Character, messagesMajor, messagesMinor};
const std::vector<std::string> tries{"node",      "/messages", "1",         "11",    "write",
                                     "/messages", "write",     "/dev/zero", "write", "/dev/null"};

/// Root of this machine, who may make nodes.
ContainerSpec unmapped(const TestBed& bed, std::vector<std::string> words) {
    ContainerSpec spec = bed.spec(std::move(words));
    spec.namespaces[NamespaceKind::User] = Isolation::Host;
    spec.uidMappings.clear();
    spec.gidMappings.clear();
    for (auto* set : {&spec.process.capabilities.bounding, &spec.process.capabilities.effective,
                      &spec.process.capabilities.permitted})
        set->emplace_back("CAP_MKNOD");
    return spec;
}

bool says(const View& view, const std::string& line) {
    return view.text().contains(line + '\n');
}

} // namespace

/// Devices in real containers.
class TestDevices : public QObject {
    Q_OBJECT

private slots:
    void withoutAListANodeIsEnough() {
        const TestBed bed;
        TestContainer container(bed, unmapped(bed, tries));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY2(says(view, "node /messages ok") && says(view, "write /messages ok"), view.text().c_str());
        QVERIFY(container.finish());
    }

    void whatIsNotOnTheListIsRefused() {
        const TestBed bed;
        ContainerSpec spec = unmapped(bed, tries);
        spec.deviceRules = {{}};
        TestContainer container(bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY2(says(view, "node /messages ok") && says(view, "write /messages Operation not permitted"),
                 view.text().c_str());
        QVERIFY2(says(view, "write /dev/zero ok") && says(view, "write /dev/null ok"), view.text().c_str());
        QVERIFY(container.finish());
    }

    void whatIsOnTheListWorks() {
        const TestBed bed;
        ContainerSpec spec = unmapped(bed, tries);
        spec.deviceRules = {{}, ruleFor(messages)};
        TestContainer container(bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY2(says(view, "write /messages ok"), view.text().c_str());
        QVERIFY(container.finish());
    }

    /// The same by the files of cgroup v1.
    void theOldHierarchyRefusesToo() {
        const TestBed bed;
        ContainerSpec spec = unmapped(bed, tries);
        spec.deviceRules = {{}};
        PlanContext context = bed.context(spec);
        CgroupFacts& facts = context.facts.cgroup;
        const bool isMounted =
            std::ranges::any_of(facts.mounts, [](const CgroupMount& mount) { return mount.has("devices"); });
        if (!isMounted)
            QSKIP("The controller for devices is in no v1 hierarchy here.");
        facts.layout = CgroupLayout::V1;
        facts.freezer = ControllerVersion::V1;
        std::erase_if(facts.mounts,
                      [](const CgroupMount& mount) { return mount.version == ControllerVersion::V2; });
        {
            TestContainer container(bed, spec, context, bed.options());
            QVERIFY2(container.started(), container.error().c_str());
            const View view = container.view();
            QVERIFY2(says(view, "write /messages Operation not permitted") &&
                         says(view, "write /dev/null ok"),
                     view.text().c_str());
            QVERIFY(container.finish());
        }
        spec.deviceRules.push_back(ruleFor(messages));
        const TestBed another;
        PlanContext again = another.context(spec);
        again.facts.cgroup = facts;
        TestContainer container(another, spec, again, another.options());
        QVERIFY2(container.started(), container.error().c_str());
        QVERIFY(says(container.view(), "write /messages ok"));
        QVERIFY(container.finish());
    }

    void nodesAreMadeAsAskedFor() {
        const TestBed bed;
        ContainerSpec spec = unmapped(bed, {"wait"});
        DeviceSpec device = messages;
        device.path = "/dev/log/messages";
        device.mode = 0640;
        device.uid = 12;
        device.gid = 34;
        spec.devices = {device};
        TestContainer container(bed, spec);
        QVERIFY2(container.started(), container.error().c_str());
        const std::string path = "/proc/" + std::to_string(container.pid()) + "/root/dev/log/messages";
        struct stat status{};
        QCOMPARE(::lstat(path.c_str(), &status), 0);
        QVERIFY(S_ISCHR(status.st_mode));
        QVERIFY(status.st_rdev == makedev(messagesMajor, messagesMinor));
        QCOMPARE(status.st_mode & 0777, 0640U);
        QCOMPARE(status.st_uid, 12U);
        QCOMPARE(status.st_gid, 34U);
        QVERIFY(container.finish());
    }

    /// In a user namespace it is the host's node, and must be that very device.
    void inAUserNamespaceTheHostsNodeIsBound() {
        const TestBed bed;
        ContainerSpec spec = bed.spec({"wait"});
        spec.devices = {messages};
        {
            TestContainer container(bed, spec);
            QVERIFY2(container.started(), container.error().c_str());
            struct stat host{};
            struct stat inside{};
            const std::string path = "/proc/" + std::to_string(container.pid()) + "/root/dev/kmsg";
            QVERIFY(::stat("/dev/kmsg", &host) == 0 && ::stat(path.c_str(), &inside) == 0);
            QVERIFY(host.st_ino == inside.st_ino && host.st_dev == inside.st_dev);
            QVERIFY(container.finish());
        }
        const TestBed another;
        ContainerSpec wrong = another.spec({"wait"});
        wrong.devices = {messages};
        wrong.devices[0].minor = 1; // memory
        TestContainer container(another, wrong);
        QVERIFY(!container.started());
        QVERIFY2(container.error().contains("not character device 1:1"), container.error().c_str());
    }

    void linesAreTheKernels() {
        using Lines = std::vector<std::string>;
        QVERIFY(cgroup::linesOf({}) == Lines{"a"});
        QVERIFY(cgroup::linesOf(ruleFor(messages)) == Lines{"c 1:11 rwm"});
        // To the kernel an "a" with numbers is everything.
        QVERIFY(cgroup::linesOf({true, 'a', 1U, 11U, deviceRead}) == (Lines{"c 1:11 r", "b 1:11 r"}));
    }
};

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
