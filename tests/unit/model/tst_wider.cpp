// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/wider.h"

#include <QtTest>

#include <algorithm>

using namespace vitrine;

namespace {

const MountSpec folder{"/data", "bind", "/srv/data", {"rbind", "ro"}};

/// Each is a way of isolating less, alone.
const std::vector<std::pair<const char*, void (*)(ContainerSpec&)>> steps{
    {"network", [](ContainerSpec& spec) { spec.namespaces[NamespaceKind::Network] = Isolation::Host; }},
    {"pids", [](ContainerSpec& spec) { spec.namespaces[NamespaceKind::Pid] = Isolation::Host; }},
    {"user", [](ContainerSpec& spec) { spec.namespaces[NamespaceKind::User] = Isolation::Host; }},
    {"chroot", [](ContainerSpec& spec) { spec.rootMode = RootMode::Chroot; }},
    {"capability",
     [](ContainerSpec& spec) { spec.process.capabilities.effective.emplace_back("CAP_SYS_ADMIN"); }},
    {"another capability",
     [](ContainerSpec& spec) { spec.process.capabilities.bounding.emplace_back("CAP_NET_ADMIN"); }},
    {"ambient", [](ContainerSpec& spec) { spec.process.capabilities.ambient.emplace_back("CAP_KILL"); }},
    {"privileges", [](ContainerSpec& spec) { spec.process.noNewPrivileges = NoNewPrivileges::No; }},
    {"seccomp", [](ContainerSpec& spec) { spec.seccomp = SeccompProfile::Unconfined; }},
    {"own filter",
     [](ContainerSpec& spec) {
         spec.seccomp = SeccompProfile::Custom;
         spec.seccompRules.emplace();
     }},
    {"masks", [](ContainerSpec& spec) { spec.maskedPaths.erase(spec.maskedPaths.begin()); }},
    {"more masks", [](ContainerSpec& spec) { spec.readonlyPaths.pop_back(); }},
    {"limit", [](ContainerSpec& spec) { spec.process.rlimits.push_back({"RLIMIT_RTPRIO", 1, 1}); }},
    {"higher limit", [](ContainerSpec& spec) { spec.process.rlimits.push_back({"RLIMIT_RTPRIO", 9, 9}); }},
    {"device",
     [](ContainerSpec& spec) { spec.devices.push_back({"/dev/fuse", DeviceType::Character, 10, 229}); }},
    {"another device",
     [](ContainerSpec& spec) { spec.devices.push_back({"/dev/sda", DeviceType::Block, 8, 0}); }},
    {"unconfined", [](ContainerSpec& spec) { spec.process.appArmorProfile = "unconfined"; }},
    {"label", [](ContainerSpec& spec) { spec.process.selinuxLabel = "u:r:spc_t:s0"; }},
    {"another label", [](ContainerSpec& spec) { spec.mountLabel = "u:object_r:usr_t:s0"; }},
    {"folder", [](ContainerSpec& spec) { spec.mounts.push_back(folder); }},
};

} // namespace

/// A change of a container asks about what it adds, and about nothing else.
class TestWider : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachStepIsWider_data() {
        QTest::addColumn<int>("step");
        for (std::size_t i = 0; i < steps.size(); ++i)
            QTest::newRow(steps[i].first) << static_cast<int>(i);
    }
    void eachStepIsWider() {
        QFETCH(const int, step);
        const ContainerSpec plain = defaultSpec("plain", {"/bin/true"});
        ContainerSpec wide = plain;
        steps[static_cast<std::size_t>(step)].second(wide);
        QCOMPARE(widerIn(plain, wide).size(), std::size_t{1});
        QVERIFY(widerIn(plain, wide) == widenings(wide));
        QVERIFY(widerIn(wide, wide).empty());
        QVERIFY(widerIn(wide, plain).empty());
    }
    /// Every pair of steps: whoever has one of them is asked about the other.
    void whatIsThereHidesNothingThatComes() {
        for (const auto& [had, make] : steps) {
            for (const auto& [added, add] : steps) {
                if (had == added)
                    continue;
                ContainerSpec before = defaultSpec("before", {"/bin/true"});
                make(before);
                ContainerSpec after = before;
                add(after);
                QVERIFY2(
                    !widerIn(before, after).empty(),
                    qPrintable(QStringLiteral("%1, then %2").arg(QLatin1String(had), QLatin1String(added))));
            }
        }
    }
    void lessIsNotAskedAbout() {
        ContainerSpec before = defaultSpec("before", {"/bin/true"});
        for (const auto& [name, make] : steps)
            make(before);
        ContainerSpec after = before;
        after.process.capabilities.effective.pop_back();
        after.process.args = {"/bin/false"};
        after.limits = {};
        after.life.restart = RestartPolicy::Always;
        QVERIFY(widerIn(before, after).empty());
    }
    void ownFiltersAreComparedWhole() {
        ContainerSpec before = defaultSpec("before", {"/bin/true"});
        before.seccomp = SeccompProfile::Custom;
        before.seccompRules.emplace();
        ContainerSpec after = before;
        QVERIFY(widerIn(before, after).empty());
        after.seccompRules->syscalls.emplace_back();
        QVERIFY(widerIn(before, after) == std::vector{Widening::CustomSeccomp});
    }
    void bindsAreComparedWhole() {
        ContainerSpec before = defaultSpec("before", {"/bin/true"});
        before.mounts.push_back(folder);
        ContainerSpec after = before;
        QVERIFY(bindsAdded(before, after).empty());
        after.mounts.back().options = {"rbind", "rw"};
        QCOMPARE(bindsAdded(before, after).size(), std::size_t{1});
        QVERIFY(std::ranges::contains(widerIn(before, after), Widening::HostDirectory));
        after = before;
        after.mounts.back().source = "/srv";
        QCOMPARE(bindsAdded(before, after).size(), std::size_t{1});
        after.mounts.pop_back();
        QVERIFY(bindsAdded(before, after).empty());
    }
};

QTEST_APPLESS_MAIN(TestWider)
#include "tst_wider.moc"
