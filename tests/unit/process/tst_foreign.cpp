// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/foreign.h"

#include <QTest>

using namespace vitrine;
using namespace vitrine::process;

namespace {

const std::string hexId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Groups as the engines of these names really make them.
struct Sample {
    const char* name;
    std::string cgroups;
    ForeignName expected;
};

std::vector<Sample> samples() {
    return {
        {"docker, v2 and systemd",
         "0::/system.slice/docker-" + hexId + ".scope\n",
         {ForeignEngine::Docker, "0123456789ab"}},
        {"docker, v1",
         "12:memory:/docker/" + hexId + "\n1:name=systemd:/docker/" + hexId + "\n",
         {ForeignEngine::Docker, "0123456789ab"}},
        {"podman of root",
         "0::/machine.slice/libpod-" + hexId + ".scope/container\n",
         {ForeignEngine::Podman, "0123456789ab"}},
        {"podman of a user",
         "0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + hexId + ".scope/container\n",
         {ForeignEngine::Podman, "0123456789ab"}},
        {"podman, cgroupfs",
         "9:pids:/libpod_parent/libpod-" + hexId + "\n",
         {ForeignEngine::Podman, "0123456789ab"}},
        {"podman's helper", "0::/machine.slice/libpod-conmon-" + hexId + ".scope\n", {}},
        {"nspawn, template",
         "0::/machine.slice/systemd-nspawn@debian.service/payload/init.scope\n",
         {ForeignEngine::Nspawn, "debian"}},
        {"nspawn, by hand",
         "0::/machine.slice/machine-web\\x2d1.scope/payload\n",
         {ForeignEngine::Nspawn, "web\\x2d1"}},
        {"lxc 4 and incus", "0::/lxc.payload.mail/system.slice/cron.service\n", {ForeignEngine::Lxc, "mail"}},
        {"lxc, old", "4:cpu:/lxc/mail\n", {ForeignEngine::Lxc, "mail"}},
        {"lxc's monitor", "0::/lxc.monitor.mail\n", {}},
        {"flatpak",
         "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-flatpak-org.gnome.Maps-4312.scope\n",
         {ForeignEngine::Flatpak, "org.gnome.Maps"}},
        {"containerd",
         "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + hexId + ".scope\n",
         {ForeignEngine::Kubernetes, "0123456789ab"}},
        {"snap", "0::/user.slice/snap.firefox.firefox-3b7c.scope\n", {ForeignEngine::Snap, "firefox"}},
        {"a service", "0::/system.slice/cron.service\n", {}},
        {"short id", "0::/docker/0123456789ab\n", {}},
        {"no colons", "docker-" + hexId + ".scope", {}},
        {"nothing", "", {}},
        {"control characters", "0::/lxc.payload.\x1b[31mred\n", {ForeignEngine::Lxc, "\\x1b[31mred"}},
    };
}

NamespaceIds hostIds() {
    return {1, 2, 3, 4, 5, 6, 7, 8};
}

ProcessInfo made(pid_t pid, std::uint64_t start, const NamespaceIds& ids, std::string name = "p") {
    ProcessInfo info;
    info.key = {pid, start};
    info.namespaces = ids;
    info.name = std::move(name);
    return info;
}

NamespaceIds with(NamespaceIds ids, NamespaceKind kind, std::uint64_t number) {
    ids[static_cast<std::size_t>(kind)] = number;
    return ids;
}

} // namespace

class TestForeign : public QObject {
    Q_OBJECT

private slots:
    void enginesAreKnownByTheirGroups() {
        for (const auto& [name, cgroups, expected] : samples()) {
            const ForeignName found = foreignNameFrom(cgroups);
            QVERIFY2(found == expected, (name + (": " + found.name)).c_str());
        }
    }

    void longNamesAreCut() {
        const auto found = foreignNameFrom("0::/lxc/" + std::string(5000, 'x'));
        QCOMPARE(found.engine, ForeignEngine::Lxc);
        QCOMPARE(found.name.size(), 64U);
    }

    void theHostsProcessesAreNotForeign() {
        const std::vector all{made(1, 1, hostIds()), made(2, 2, {})}; // the second cannot be read
        QVERIFY(groupForeign(all, hostIds(), [](const auto&) { return std::string(); }).empty());
    }

    void processesAreTogetherBySharedNamespaces() {
        const auto inOne = with(hostIds(), NamespaceKind::Pid, 100);
        const auto inOther = with(hostIds(), NamespaceKind::Pid, 200);
        const auto onlyMounts = with(hostIds(), NamespaceKind::Mount, 300);
        const std::vector all{
            made(12, 7, with(inOne, NamespaceKind::Mount, 101)), // made a namespace of its own inside
            made(11, 5, inOne, "init"), made(13, 5, inOther), made(14, 9, onlyMounts),
            made(15, 8, onlyMounts)};
        const auto found = groupForeign(all, hostIds(), [](const auto&) { return std::string(); });
        QCOMPARE(found.size(), 3U);
        QCOMPARE(found[0].leader.key.pid, 11); // the oldest
        QCOMPARE(found[0].leader.name, std::string("init"));
        QCOMPARE(found[0].processes.size(), 2U);
        QCOMPARE(found[0].kinds, (std::vector<NamespaceKind>{NamespaceKind::Pid}));
        QCOMPARE(found[1].processes.size(), 1U);
        QCOMPARE(found[2].leader.key.pid, 15);
        QCOMPARE(found[2].kinds, (std::vector<NamespaceKind>{NamespaceKind::Mount}));
    }

    void whatAnEngineHasTogetherStaysTogether() {
        const auto one = with(hostIds(), NamespaceKind::Pid, 100);
        const auto two = with(hostIds(), NamespaceKind::Pid, 200);
        const std::vector all{made(11, 5, one), made(12, 6, two), made(13, 7, two)};
        const auto found = groupForeign(all, hostIds(), [](const ProcessInfo& info) {
            return info.key.pid == 13 ? std::string() : "0::/lxc.payload.web/x\n";
        });
        QCOMPARE(found.size(), 2U);
        QCOMPARE(found[0].name, (ForeignName{ForeignEngine::Lxc, "web"}));
        QCOMPARE(found[0].processes.size(), 2U);
        QCOMPARE(found[1].name, ForeignName{});
    }

    void hiddenProcessesAreRespected() {
        const std::string plain = "21 28 0:20 / /proc rw,nosuid - proc proc rw\n";
        QVERIFY(!hidesOthers(plain));
        QVERIFY(!hidesOthers(""));
        for (const char* value : {"1", "2", "4", "noaccess", "invisible", "ptraceable", "3,gid=10"})
            QVERIFY(hidesOthers("21 28 0:20 / /proc rw - proc proc rw,hidepid=" + std::string(value) + "\n"));
        for (const char* value : {"0", "off"})
            QVERIFY(
                !hidesOthers("21 28 0:20 / /proc rw - proc proc rw,hidepid=" + std::string(value) + "\n"));
        // What is mounted over it counts, and what is elsewhere does not.
        QVERIFY(hidesOthers(plain + "99 28 0:55 / /proc rw - proc proc rw,hidepid=2\n"));
        QVERIFY(!hidesOthers(plain + "99 28 0:55 / /srv/proc rw - proc proc rw,hidepid=2\n"));
    }
};

QTEST_APPLESS_MAIN(TestForeign)
#include "tst_foreign.moc"
