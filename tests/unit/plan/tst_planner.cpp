// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/execplan.h"
#include "planfixtures.h"

#include <QTest>

#include <algorithm>
#include <format>
#include <functional>

#include <sys/mount.h>

using namespace vitrine;
using fixtures::contextOf;
using fixtures::idsOf;
using fixtures::mappedSpec;
using fixtures::unmappedSpec;

namespace {

// The golden lists, put together from parts so that each part is written once.
const QStringList limitsV2{"create-cgroup", "limit:memory.max", "limit:pids.max"};
const QStringList limitsV1{"create-cgroup", "limit:memory.limit_in_bytes", "limit:pids.max"};
const QStringList maps{"clone", "uid-map", "gid-map"};
const QStringList mounts{"mount:/proc",       "mount:/dev", "mount:/dev/pts", "mount:/dev/shm",
                         "mount:/dev/mqueue", "mount:/sys", "mount:/run"};
const QStringList devices{"device:null",      "device:zero",      "device:full",   "device:random",
                          "device:urandom",   "device:tty",       "link:/dev/fd",  "link:/dev/stdin",
                          "link:/dev/stdout", "link:/dev/stderr", "link:/dev/ptmx"};
const QStringList protection{"mask:/proc/acpi",
                             "mask:/proc/interrupts",
                             "mask:/proc/kallsyms",
                             "mask:/proc/kcore",
                             "mask:/proc/keys",
                             "mask:/proc/latency_stats",
                             "mask:/proc/sched_debug",
                             "mask:/proc/scsi",
                             "mask:/proc/timer_list",
                             "mask:/proc/timer_stats",
                             "mask:/sys/devices/system/cpu/cpu0/thermal_throttle",
                             "mask:/sys/devices/system/cpu/cpu1/thermal_throttle",
                             "mask:/sys/devices/virtual/powercap",
                             "mask:/sys/firmware",
                             "mask:/sys/fs/selinux",
                             "read-only:/proc/asound",
                             "read-only:/proc/bus",
                             "read-only:/proc/fs",
                             "read-only:/proc/irq",
                             "read-only:/proc/sys",
                             "read-only:/proc/sysrq-trigger"};
const QStringList ending{"rlimit:RLIMIT_NOFILE", "working-directory", "user",   "capabilities",
                         "no-new-privileges",    "seccomp",           "execute"};
const QStringList identity{"hostname", "loopback"};

QStringList insideOf(const QStringList& names) {
    return QStringList({"private-mounts", "root"}) + mounts + devices + QStringList({"console"}) +
           protection + names;
}

template <typename S>
const S* find(const Plan& plan, const std::function<bool(const S&)>& is = [](const S&) { return true; }) {
    for (const Step& step : plan.steps) {
        if (const auto* one = std::get_if<S>(&step); one != nullptr && is(*one))
            return one;
    }
    return nullptr;
}

const step::MountFilesystem* mountAt(const Plan& plan, const std::string& place) {
    return find<step::MountFilesystem>(
        plan, [&](const step::MountFilesystem& one) { return one.mount.destination == place; });
}

} // namespace

class TestPlanner : public QObject {
    Q_OBJECT

private slots:
    void theDefaultOnTheUnifiedHierarchy() {
        const auto context = contextOf(CgroupLayout::V2);
        const auto plan = makePlan(mappedSpec(), context);
        QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
        QCOMPARE(idsOf(*plan, context), limitsV2 + maps +
                                            QStringList({"id-mapped-root", "become-root", "unshare-cgroup"}) +
                                            insideOf({"pivot-root"}) + identity + ending);
        QCOMPARE(find<step::CloneProcess>(*plan)->placement, step::Placement::CloneInto);
        QCOMPARE(find<step::MountRoot>(*plan)->source, step::RootSource::IdMappedMount);
        QCOMPARE(find<step::OpenConsole>(*plan)->source, step::ConsoleSource::ContainerDevpts);
    }

    void theDefaultOnV1AndHybrid() {
        for (const CgroupLayout layout : {CgroupLayout::V1, CgroupLayout::Hybrid}) {
            const auto context = contextOf(layout);
            const auto plan = makePlan(mappedSpec(), context);
            QVERIFY(plan);
            QCOMPARE(idsOf(*plan, context),
                     limitsV1 + maps +
                         QStringList({"id-mapped-root", "join-cgroup", "become-root", "unshare-cgroup"}) +
                         insideOf({"pivot-root"}) + identity + ending);
            QCOMPARE(find<step::CloneProcess>(*plan)->placement, step::Placement::JoinTasks);
        }
    }

    void rootless() {
        auto context = contextOf(CgroupLayout::None);
        context.facts.privilege = Privilege::Rootless;
        context.facts.idMappedMounts = false;
        context.rootMappings.clear();
        ContainerSpec spec = mappedSpec();
        spec.limits = {};
        spec.uidMappings = spec.gidMappings = {{0, 1000, 1}};
        const auto plan = makePlan(spec, context);
        QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
        QCOMPARE(idsOf(*plan, context), maps + QStringList({"become-root", "unshare-cgroup"}) +
                                            insideOf({"pivot-root"}) + identity + ending);
        QCOMPARE(find<step::CloneProcess>(*plan)->placement, step::Placement::None);
        QCOMPARE(find<step::MountRoot>(*plan)->source, step::RootSource::BindDirectory);
        // gid 5 is not mapped, and devpts would refuse it.
        QCOMPARE(mountAt(*plan, "/dev/pts")->data, std::string("newinstance,ptmxmode=0666,mode=0620"));

        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
        QCOMPARE(makePlan(spec, context).error().subject(), std::string("$.linux.namespaces"));
    }

    void withoutAUserNamespace() {
        const auto context = contextOf(CgroupLayout::V2);
        const auto plan = makePlan(unmappedSpec(), context);
        QVERIFY(plan);
        QCOMPARE(idsOf(*plan, context), limitsV2 + QStringList({"clone", "unshare-cgroup"}) +
                                            insideOf({"pivot-root"}) + identity + ending);
        QCOMPARE(mountAt(*plan, "/dev/pts")->data, std::string("newinstance,ptmxmode=0666,mode=0620,gid=5"));
    }

    void theHostsNetworkGivesTheHostsSysfs() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.namespaces[NamespaceKind::Network] = Isolation::Host;
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        QCOMPARE(idsOf(*plan, context), limitsV2 + maps +
                                            QStringList({"id-mapped-root", "become-root", "unshare-cgroup"}) +
                                            insideOf({"pivot-root"}) + QStringList({"hostname"}) + ending);
        const auto* sys = mountAt(*plan, "/sys");
        QCOMPARE(sys->mount.type, std::string("bind"));
        QCOMPARE(sys->mount.source, std::string("/sys"));
        QCOMPARE(sys->flags, std::uint64_t{MS_BIND | MS_REC | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC});
        // Root of the host may mount it.
        ContainerSpec unmapped = unmappedSpec();
        unmapped.namespaces[NamespaceKind::Network] = Isolation::Host;
        QCOMPARE(mountAt(*makePlan(unmapped, context), "/sys")->mount.type, std::string("sysfs"));
    }

    void otherHostNamespacesLeaveTheirStepsOut() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        for (const auto kind : {NamespaceKind::Pid, NamespaceKind::Uts, NamespaceKind::Ipc,
                                NamespaceKind::Cgroup, NamespaceKind::Time})
            spec.namespaces[kind] = Isolation::Host;
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        const QStringList ids = idsOf(*plan, context);
        for (const char* id : {"hostname", "unshare-cgroup", "mount:/dev/mqueue"})
            QVERIFY2(!ids.contains(id), id);
        QVERIFY(ids.contains("loopback"));
        QCOMPARE(mountAt(*plan, "/proc")->mount.type, std::string("bind"));
        QVERIFY((mountAt(*plan, "/proc")->flags & MS_RDONLY) == 0);
        QCOMPARE(find<step::CloneProcess>(*plan)->namespaces, spec.namespaces);
    }

    void theGroupComesBeforeWhatIsInIt() {
        for (const CgroupLayout layout : {CgroupLayout::V2, CgroupLayout::V1, CgroupLayout::Hybrid}) {
            auto context = contextOf(layout);
            context.group = {"shop", "vitrine/group-1", {}};
            context.group.limits.pidsMax = 12;
            context.cgroupPath = "vitrine/group-1/0123";
            const auto plan = makePlan(mappedSpec(), context);
            QVERIFY(plan);
            const QStringList ids = idsOf(*plan, context);
            QCOMPARE(ids.indexOf("create-group"), 0);
            QCOMPARE(ids.indexOf("group-limit:pids.max"), 1);
            QCOMPARE(ids.indexOf("create-cgroup"), 2);
            QCOMPARE(find<step::LimitGroup>(*plan)->path, std::string("vitrine/group-1"));
            QCOMPARE(find<step::LimitGroup>(*plan)->limit.value, std::string("12"));
        }
        // Without control groups there is nothing to hold it.
        auto context = contextOf(CgroupLayout::None);
        context.group = {"shop", {}, {}};
        ContainerSpec spec = mappedSpec();
        spec.limits = {};
        context.cgroupPath.clear();
        QVERIFY(makePlan(spec, context));
        context.group.limits.pidsMax = 12;
        const auto refused = makePlan(spec, context);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::NotSupported);
        QVERIFY2(refused.error().message().contains("of the group shop"), refused.error().message().c_str());
    }

    void anothersNamespacesAreJoinedBeforeTheBirth() {
        auto context = contextOf(CgroupLayout::V2);
        context.joined = {"web", 4711};
        ContainerSpec spec = mappedSpec();
        spec.joinedId = "0123456789abcdef0123456789abcdef";
        for (const auto kind :
             {NamespaceKind::User, NamespaceKind::Pid, NamespaceKind::Uts, NamespaceKind::Network})
            spec.namespaces[kind] = Isolation::Joined;
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        const QStringList ids = idsOf(*plan, context);
        QCOMPARE(ids.indexOf("join") + 1, ids.indexOf("clone"));
        const auto* join = find<step::JoinNamespaces>(*plan);
        QCOMPARE(join->container, std::string("web"));
        QCOMPARE(join->target, 4711);
        QCOMPARE(join->kinds, (std::vector{NamespaceKind::User, NamespaceKind::Pid, NamespaceKind::Network,
                                           NamespaceKind::Uts}));
        QVERIFY(join->uidMappings == spec.uidMappings);
        // What they have is the other's: neither its name nor its ids are set again.
        for (const char* id : {"uid-map", "gid-map", "hostname", "loopback"})
            QVERIFY2(!ids.contains(id), id);
        // But its file systems are made for these namespaces, and its files for these users.
        QVERIFY(ids.contains("become-root") && ids.contains("id-mapped-root"));
        QCOMPARE(mountAt(*plan, "/proc")->mount.type, std::string("proc"));
        QCOMPARE(mountAt(*plan, "/sys")->mount.type, std::string("sysfs"));
        context.cgroupPath.clear();
        spec.limits = {};
        const auto without = makePlan(spec, context);
        QVERIFY(!without && without.error().kind() == ErrorKind::NotSupported);
    }

    void chrootAlone() {
        auto context = contextOf(CgroupLayout::V1);
        ContainerSpec spec = unmappedSpec();
        spec.namespaces.isolation.fill(Isolation::Host);
        spec.rootMode = RootMode::Chroot;
        spec.mounts.clear();
        spec.maskedPaths.clear();
        spec.readonlyPaths.clear();
        const auto plan = makePlan(spec, context);
        QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
        QCOMPARE(idsOf(*plan, context),
                 limitsV1 + QStringList({"clone", "join-cgroup", "console", "chroot"}) + ending);
        QCOMPARE(find<step::OpenConsole>(*plan)->source, step::ConsoleSource::HostDevpts);
        QCOMPARE(find<step::ChangeRoot>(*plan)->path, context.rootDirectory);
    }

    void chrootWithMountsOfItsOwn() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.rootMode = RootMode::Chroot;
        spec.rootAccess = RootAccess::ReadOnly;
        spec.process.terminal = Terminal::No;
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        QStringList inside = insideOf({"chroot", "read-only-root"});
        inside.removeOne("console");
        QStringList last = ending;
        last.insert(1, "session");
        QCOMPARE(idsOf(*plan, context), limitsV2 + maps +
                                            QStringList({"id-mapped-root", "become-root", "unshare-cgroup"}) +
                                            inside + identity + last);
    }

    void withoutNoNewPrivilegesTheFilterComesFirst() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.process.noNewPrivileges = NoNewPrivileges::No;
        QStringList ids = idsOf(*makePlan(spec, context), context);
        QCOMPARE(ids.mid(ids.size() - 4), QStringList({"seccomp", "user", "capabilities", "execute"}));
        spec.seccomp = SeccompProfile::Unconfined;
        ids = idsOf(*makePlan(spec, context), context);
        QCOMPARE(ids.mid(ids.size() - 3), QStringList({"user", "capabilities", "execute"}));
    }

    void aFilterOfItsOwnIsHandedOn() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.seccomp = SeccompProfile::Custom;
        spec.seccompRules = SeccompRules{"SCMP_ACT_ALLOW", {}, {}, {}, {}};
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        QCOMPARE(find<step::LoadSeccomp>(*plan)->profile, SeccompProfile::Custom);
        QVERIFY(find<step::LoadSeccomp>(*plan)->rules == spec.seccompRules);
        const auto steps = describe(*plan, context);
        QCOMPARE(steps.at(steps.size() - 2).title,
                 std::string("Filter the system calls by a profile of its own"));
    }

    void theInitProgramComesLast() {
        ContainerSpec spec = mappedSpec();
        spec.life.init = Init::Yes;
        for (const auto noNew : {NoNewPrivileges::Yes, NoNewPrivileges::No}) {
            spec.process.noNewPrivileges = noNew;
            const auto plan = makePlan(spec, contextOf(CgroupLayout::V2));
            QVERIFY(plan);
            const auto& steps = plan->steps;
            QVERIFY(std::holds_alternative<step::ProvideInit>(steps[steps.size() - 2]));
            QVERIFY(sideOf(steps[steps.size() - 2]) == StepSide::Container);
        }
        spec.life.init = Init::No;
        QVERIFY(find<step::ProvideInit>(*makePlan(spec, contextOf(CgroupLayout::V2))) == nullptr);
    }

    void labelsAreChosenBeforeAnythingIsGivenUp() {
        auto context = contextOf(CgroupLayout::V2);
        context.facts.appArmor = context.facts.seLinux = true;
        ContainerSpec spec = mappedSpec();
        spec.process.appArmorProfile = "web";
        spec.process.selinuxLabel = "u:r:t:s0";
        for (const auto noNew : {NoNewPrivileges::Yes, NoNewPrivileges::No}) {
            spec.process.noNewPrivileges = noNew;
            const auto plan = makePlan(spec, context);
            QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
            const QStringList ids = idsOf(*plan, context);
            QVERIFY(ids.indexOf("apparmor") > ids.indexOf("pivot-root"));
            for (const char* later : {"user", "capabilities", "seccomp", "no-new-privileges", "execute"})
                QVERIFY2(!ids.contains(later) || ids.indexOf("selinux") < ids.indexOf(later), later);
            const auto* label = find<step::SetLabel>(*plan);
            QCOMPARE(label->label, std::string("web"));
            QVERIFY(sideOf(*label) == StepSide::Container);
        }
        QVERIFY(find<step::SetLabel>(*makePlan(mappedSpec(), context)) == nullptr);
    }

    void newFileSystemsGetTheLabelForFiles() {
        auto context = contextOf(CgroupLayout::V2);
        context.facts.seLinux = true;
        ContainerSpec spec = mappedSpec();
        spec.mountLabel = "u:object_r:f:s0:c1,c2";
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        const std::string option = "context=\"u:object_r:f:s0:c1,c2\"";
        for (const char* place : {"/dev", "/dev/pts", "/dev/shm", "/run"})
            QVERIFY2(mountAt(*plan, place)->data.ends_with(',' + option), place);
        for (const char* place : {"/proc", "/sys", "/dev/mqueue"})
            QVERIFY2(!mountAt(*plan, place)->data.contains("context"), place);
    }

    void furtherProcessesAreUnderTheSameLabels() {
        ContainerSpec spec = mappedSpec();
        spec.process.appArmorProfile = "web";
        spec.process.selinuxLabel = "u:r:t:s0";
        ProcessSpec process;
        process.args = {"/bin/sh"};
        const auto labelsOf = [&] {
            QStringList labels;
            for (const Step& step : makeExecPlan(spec, process, {4711, {}}).steps) {
                if (const auto* label = std::get_if<step::SetLabel>(&step))
                    labels.append(QString::fromStdString(label->label));
            }
            return labels;
        };
        QCOMPARE(labelsOf(), QStringList({"web", "u:r:t:s0"}));
        process.appArmorProfile = "other";
        QCOMPARE(labelsOf(), QStringList({"other", "u:r:t:s0"}));
        QVERIFY(execByHand(spec, process, {4711, {}}, {}).contains("no profile of AppArmor"));
        spec = mappedSpec();
        process.appArmorProfile.clear();
        QVERIFY(labelsOf().isEmpty());
        QVERIFY(!execByHand(spec, process, {4711, {}}, {}).contains("AppArmor"));
    }

    void clocksAreSetBeforeTheIdsChange() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.timeOffsets.boottime = {86400, 5};
        spec.timeOffsets.monotonic = {-7, 0};
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        // The one of clone3(2) could not be set any more.
        QVERIFY(!find<step::CloneProcess>(*plan)->namespaces.isNew(NamespaceKind::Time));
        const QStringList ids = idsOf(*plan, context);
        QVERIFY(ids.indexOf("clone") < ids.indexOf("time-offsets"));
        QCOMPARE(ids.indexOf("time-offsets") + 1, ids.indexOf("become-root"));
        const auto steps = describe(*plan, context);
        const auto& step = steps.at(static_cast<std::size_t>(ids.indexOf("time-offsets")));
        QCOMPARE(step.title,
                 std::string("Set the clocks of a time namespace: monotonic -7 0, boottime 86400 5"));
        QCOMPARE(step.byHand, std::string("exec unshare --time --monotonic=-7 --boottime=86400 sh"));
        QCOMPARE(step.isolates, std::string("time"));
        QVERIFY(step.systemCall.contains(R"("monotonic -7 0\nboottime 86400 5")"));
    }

    void ambientCapabilitiesAreThoseTheKernelCanHave() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.process.capabilities.inheritable = {"CAP_KILL"};
        spec.process.capabilities.ambient = {"CAP_CHOWN", "CAP_KILL"};
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        QCOMPARE(find<step::LimitCapabilities>(*plan)->sets.ambient, std::vector<std::string>{"CAP_KILL"});
    }

    void devicesOnlyInADevOfItsOwn() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        std::erase_if(spec.mounts, [](const MountSpec& one) { return one.destination.starts_with("/dev"); });
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        QVERIFY(find<step::BindDevice>(*plan) == nullptr);
        QVERIFY(find<step::MakeSymlink>(*plan) == nullptr);
        QCOMPARE(find<step::OpenConsole>(*plan)->source, step::ConsoleSource::HostDevpts);
    }

    void devicesAreMadeOrBound() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = unmappedSpec();
        spec.devices = {{"/dev/snd/timer", DeviceType::Character, 116, 33, 0660U, 0U, 29U}};
        const auto made = makePlan(spec, context);
        QVERIFY2(made, made ? "" : made.error().message().c_str());
        QVERIFY(find<step::MakeDevice>(*made)->device == spec.devices[0]);
        QVERIFY(idsOf(*made, context).contains("device:snd/timer"));
        ContainerSpec mapped = mappedSpec();
        mapped.devices = spec.devices;
        const auto bound = makePlan(mapped, context);
        QVERIFY(bound && find<step::MakeDevice>(*bound) == nullptr);
        QVERIFY(idsOf(*bound, context).contains("device:snd/timer"));
        std::erase_if(spec.mounts, [](const MountSpec& one) { return one.destination == "/dev"; });
        QCOMPARE(makePlan(spec, context).error().subject(), std::string("$.linux.devices"));
    }

    void listsOfDevicesAreRefusedWhereTheyCannotHold() {
        ContainerSpec spec = mappedSpec();
        const DeviceRule fuse{true, 'c', 10U, 229U};
        spec.deviceRules = {{}, fuse};
        const auto context = contextOf(CgroupLayout::V2);
        const auto plan = makePlan(spec, context);
        QVERIFY2(plan, plan ? "" : plan.error().message().c_str());
        const auto* restrict = find<step::RestrictDevices>(*plan);
        QVERIFY(restrict != nullptr&& restrict->path == context.cgroupPath);
        QVERIFY(!restrict->rules[0].allow&& restrict->rules[1] == fuse);
        QCOMPARE(restrict->rules.size(), 2 + usualDeviceRules().size());

        PlanContext v1 = contextOf(CgroupLayout::V1);
        v1.facts.cgroup.mounts = {{ControllerVersion::V1, {"memory"}, "/cg/memory"},
                                  {ControllerVersion::V1, {"pids"}, "/cg/pids"}};
        QCOMPARE(makePlan(spec, v1).error().subject(), std::string("$.linux.resources.devices"));
        v1.facts.cgroup.mounts.push_back({ControllerVersion::V1, {"devices"}, "/cg/devices"});
        const auto there = makePlan(spec, v1);
        QVERIFY2(there, there ? "" : there.error().message().c_str());
        QVERIFY(find<step::RestrictDevices>(*there) != nullptr);
        spec.deviceRules.push_back({false, 'c', 10U, 229U}); // v1 has no place for it
        QCOMPARE(makePlan(spec, v1).error().kind(), ErrorKind::NotSupported);
        QVERIFY(makePlan(spec, context));
        PlanContext rootless = context;
        rootless.facts.privilege = Privilege::Rootless;
        QCOMPARE(makePlan(spec, rootless).error().subject(), std::string("$.linux.resources.devices"));
    }

    void controlGroupsAreShownOnlyFromTheirOwnNamespace() {
        ContainerSpec spec = mappedSpec();
        spec.mounts.push_back({"/sys/fs/cgroup", "cgroup", "cgroup", {"nosuid"}});
        const auto at = [&](CgroupLayout layout) {
            return *mountAt(*makePlan(spec, contextOf(layout)), "/sys/fs/cgroup");
        };
        QCOMPARE(at(CgroupLayout::V2).mount.type, std::string("cgroup2"));
        QCOMPARE(at(CgroupLayout::V2).flags, std::uint64_t{MS_NOSUID});
        QCOMPARE(at(CgroupLayout::V1).mount.type, std::string("tmpfs"));
        QVERIFY((at(CgroupLayout::Hybrid).flags & MS_RDONLY) != 0);
        spec.namespaces[NamespaceKind::Cgroup] = Isolation::Host;
        QCOMPARE(at(CgroupLayout::V2).mount.type, std::string("tmpfs"));
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
        QCOMPARE(at(CgroupLayout::V2).mount.type, std::string("cgroup2"));
        QVERIFY((at(CgroupLayout::V2).flags & MS_RDONLY) != 0);
    }

    void controlGroupsAreHandedOverWhereTheyCanBeWritten() {
        ContainerSpec spec = mappedSpec();
        auto context = contextOf(CgroupLayout::V2);
        const auto handedOver = [&] {
            const auto plan = makePlan(spec, context);
            if (!plan)
                return plan.error().message();
            const auto* step = find<step::DelegateCgroup>(*plan);
            return step == nullptr ? std::string()
                                   : std::format("{} {}:{}", step->path, step->uid, step->gid);
        };
        QCOMPARE(handedOver(), std::string()); // nothing is mounted
        spec.mounts.push_back({"/sys/fs/cgroup", "cgroup", "cgroup", {"nosuid"}});
        spec.gidMappings = {{5, 7, 1}, {0, 200000, 1}};
        QCOMPARE(handedOver(), std::string("vitrine/0123 100000:200000"));
        for (const auto layout : {CgroupLayout::V1, CgroupLayout::Hybrid, CgroupLayout::None}) {
            context = contextOf(layout);
            spec.limits = {};
            QCOMPARE(handedOver(), std::string());
        }
        context = contextOf(CgroupLayout::V2);
        context.facts.privilege = Privilege::Rootless;
        QCOMPARE(handedOver(), std::string()); // the user's already
        context.facts.privilege = Privilege::Root;
        spec.mounts.back().options.emplace_back("ro");
        QCOMPARE(handedOver(), std::string());
        spec.mounts.back().options.pop_back();
        QVERIFY(!handedOver().empty());
        spec.namespaces[NamespaceKind::Cgroup] = Isolation::Host;
        QCOMPARE(handedOver(), std::string());
        spec.namespaces[NamespaceKind::Cgroup] = Isolation::New;
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
        spec.uidMappings.clear();
        spec.gidMappings.clear();
        QCOMPARE(handedOver(), std::string());
    }

    void bindsKeepTheirFlagsAndPathsAreClean() {
        const auto context = contextOf(CgroupLayout::V2);
        ContainerSpec spec = mappedSpec();
        spec.mounts.push_back({"//srv/./data/", "none", "/home//bob", {"rbind", "ro", "rslave"}});
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        const auto* mount = mountAt(*plan, "/srv/data");
        QVERIFY(mount != nullptr);
        QCOMPARE(mount->mount.source, std::string("/home/bob"));
        QCOMPARE(mount->flags, std::uint64_t{MS_BIND | MS_REC | MS_RDONLY});
        QCOMPARE(mount->propagation, std::uint64_t{MS_SLAVE | MS_REC});
        spec.mounts.back().options.emplace_back("size=1m");
        QCOMPARE(makePlan(spec, context).error().subject(), std::string("$.mounts[7].options"));
    }

    void whatTheMachineCannotDoNamesTheField_data();
    void whatTheMachineCannotDoNamesTheField();

    void theOrderIsWhatTheKernelNeeds() {
        for (const auto layout : {CgroupLayout::V1, CgroupLayout::Hybrid, CgroupLayout::V2}) {
            const auto context = contextOf(layout);
            const auto plan = makePlan(mappedSpec(), context);
            QVERIFY(plan);
            // Host steps first, then the container's, and never back.
            const auto isInside = [](const Step& step) { return sideOf(step) == StepSide::Container; };
            QVERIFY(std::ranges::is_partitioned(plan->steps, std::not_fn(isInside)));
            QVERIFY(std::ranges::any_of(plan->steps, isInside));
            const QStringList ids = idsOf(*plan, context);
            const auto before = [&](const char* first, const char* second) {
                return ids.contains(first) && ids.indexOf(first) < ids.indexOf(second);
            };
            QVERIFY(before("create-cgroup", "limit:pids.max"));
            QVERIFY(before("limit:pids.max", "clone"));
            QVERIFY(before("gid-map", "become-root"));
            QVERIFY(layout == CgroupLayout::V2 || before("join-cgroup", "become-root"));
            QVERIFY(before("private-mounts", "root"));
            QVERIFY(before("root", "mount:/proc"));
            QVERIFY(before("mount:/dev", "device:null"));
            QVERIFY(before("mount:/dev/pts", "console"));
            QVERIFY(before("mount:/sys", "mask:/sys/firmware"));
            QVERIFY(before("console", "pivot-root"));
            QVERIFY(before("read-only:/proc/sys", "pivot-root"));
            QVERIFY(before("user", "capabilities"));
            QVERIFY(before("no-new-privileges", "seccomp"));
            QVERIFY(std::holds_alternative<step::Execute>(plan->steps.back()));
        }
    }
};

void TestPlanner::whatTheMachineCannotDoNamesTheField_data() {
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("message");
    QTest::newRow("no control groups") << 0
                                       << "$.linux.resources.memory.limit: No control group file system is "
                                          "mounted";
    QTest::newRow("no pids controller")
        << 1 << "$.linux.resources.pids.limit: this machine has no cgroup controller \"pids\" mounted";
    QTest::newRow("no swap accounting")
        << 2 << "$.linux.resources.memory.swap: this kernel does not account swap by cgroup";
    QTest::newRow("no user namespaces")
        << 3 << "$.linux.namespaces: user namespaces cannot be made on this machine";
    QTest::newRow("no time namespaces") << 4 << "$.linux.namespaces: this kernel has no time namespaces";
    QTest::newRow("no mapped mounts")
        << 5 << "$.root.path: this kernel has no id-mapped mounts, which this root needs";
    QTest::newRow("no mappings") << 6 << "$.linux.uidMappings: must map ids for the new user namespace";
    QTest::newRow("mapped root on the host")
        << 7 << "$.linux.namespaces: a root whose owners are mapped needs a mount namespace of its own";
    QTest::newRow("no such CPU") << 8 << "$.linux.resources.cpu.cpus: must be CPUs among 0-1";
    QTest::newRow("no cpuset") << 9
                               << "$.linux.resources.cpu.mems: this machine has no cgroup "
                                  "controller \"cpuset\" mounted";
    QTest::newRow("no AppArmor") << 10 << "$.process.apparmorProfile: This kernel is built without AppArmor";
    QTest::newRow("no SELinux") << 11 << "$.process.selinuxLabel: SELinux is not in use on this machine";
    QTest::newRow("no SELinux for files")
        << 12 << "$.linux.mountLabel: SELinux is not in use on this machine";
}

void TestPlanner::whatTheMachineCannotDoNamesTheField() {
    QFETCH(int, change);
    QFETCH(QString, message);
    using Change = std::function<void(ContainerSpec&, PlanContext&)>;
    const std::vector<Change> changes{
        [](auto&, auto& context) {
            context.facts.cgroup = {};
            context.facts.unavailable = {{"limits", "No control group file system is mounted."}};
        },
        [](auto&, auto& context) { context.facts.cgroup.pids = ControllerVersion::Absent; },
        [](auto& spec, auto& context) {
            spec.limits.swapMax = 0;
            context.facts.cgroup.swapAccounting = false;
        },
        [](auto&, auto& context) { context.facts.userNamespaces = false; },
        [](auto&, auto& context) { context.facts.timeNamespaces = false; },
        [](auto&, auto& context) { context.facts.idMappedMounts = false; },
        [](auto& spec, auto&) {
            spec.uidMappings.clear();
            spec.gidMappings.clear();
        },
        [](auto& spec, auto&) {
            spec.namespaces[NamespaceKind::Mount] = Isolation::Host;
            spec.rootMode = RootMode::Chroot;
            spec.mounts.clear();
            spec.maskedPaths.clear();
            spec.readonlyPaths.clear();
        },
        [](auto& spec, auto& context) {
            context.facts.cgroup.cpuset = ControllerVersion::V2;
            context.facts.cgroup.cpus = {0, 1};
            spec.limits.cpus = {0, 2};
        },
        [](auto& spec, auto&) { spec.limits.memoryNodes = {0}; },
        [](auto& spec, auto& context) {
            spec.process.appArmorProfile = "web";
            context.facts.unavailable = {{"apparmor", "This kernel is built without AppArmor."}};
        },
        [](auto& spec, auto&) { spec.process.selinuxLabel = "u:r:t"; },
        [](auto& spec, auto&) { spec.mountLabel = "u:r:t"; },
    };
    ContainerSpec spec = mappedSpec();
    PlanContext context = contextOf(CgroupLayout::V2);
    changes.at(static_cast<std::size_t>(change))(spec, context);
    const auto plan = makePlan(spec, context);
    QVERIFY(!plan);
    QCOMPARE(QString::fromStdString(plan.error().message()), message);
}

QTEST_APPLESS_MAIN(TestPlanner)
#include "tst_planner.moc"
