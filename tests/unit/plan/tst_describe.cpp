// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/quoting.h"
#include "planfixtures.h"

#include <QProcess>
#include <QSet>
#include <QTest>

#include <sys/mount.h>

using namespace vitrine;
using fixtures::contextOf;
using fixtures::mappedSpec;

namespace {

/// A plan with every kind of step in it, and hostile words in it.
Plan everyKind(const PlanContext& context) {
    ContainerSpec spec = mappedSpec();
    spec.rootAccess = RootAccess::ReadOnly;
    spec.process.args = {"/bin/echo", "it's; $(rm -rf /)", "\"`a`\"\n", ""};
    spec.process.env.emplace_back("A='b c'");
    spec.process.user = {.uid = 5, .gid = 6, .additionalGids = {7, 8}, .umask = 022};
    spec.process.rlimits.push_back({"RLIMIT_CORE", 0, ~std::uint64_t{0}});
    spec.mounts.push_back({"/a dir/$HOME", "bind", "/home/o'brien", {"rbind", "ro", "rslave"}});
    spec.uidMappings.push_back({65536, 165536, 1});
    spec.timeOffsets.monotonic.seconds = 5;
    spec.life.init = Init::Yes;
    Plan plan = *makePlan(spec, context);
    plan.steps.insert(plan.steps.end() - 1, step::StartSession{});
    plan.steps.insert(plan.steps.end() - 1, step::SetLabel{step::LabelSystem::AppArmor, "it's $(a) profile"});
    plan.steps.insert(plan.steps.end() - 1, step::SetLabel{step::LabelSystem::SeLinux, "u:r:t:s0:c1,c2"});
    plan.steps.insert(plan.steps.end() - 1, step::ChangeRoot{context.rootDirectory});
    plan.steps.insert(plan.steps.end() - 1, step::CreateGroup{"vitrine/group-1"});
    plan.steps.insert(plan.steps.end() - 1, step::LimitGroup{"vitrine/group-1", {"pids", "pids.max", "7"}});
    plan.steps.insert(plan.steps.end() - 1, step::DelegateCgroup{context.cgroupPath, 100000, 100000});
    plan.steps.insert(plan.steps.end() - 1,
                      step::JoinNamespaces{"web", 0, {NamespaceKind::User, NamespaceKind::Network}, {}, {}});
    plan.steps.insert(plan.steps.end() - 1, step::EnterNamespaces{4711, {NamespaceKind::Network}});
    plan.steps.insert(plan.steps.end() - 1,
                      step::InjectVolume{{.mount = {"/a dir", "bind", "/home/o'brien", {}},
                                          .flags = std::uint64_t{MS_BIND} | MS_RDONLY,
                                          .propagation = 0,
                                          .data = {}}});
    plan.steps.insert(plan.steps.end() - 1, step::RemoveVolume{"/a dir"});
    plan.steps.insert(plan.steps.end() - 1,
                      step::MakeDevice{{"/dev/o'dd", DeviceType::Block, 7, 3, 0640U, 1U, 2U}});
    plan.steps.insert(plan.steps.end() - 1,
                      step::RestrictDevices{context.cgroupPath, {{}, {true, 'c', 10U, 229U}}});
    return plan;
}

std::string onlyByHand(const Step& step, const PlanContext& context) {
    return describe(step, context).byHand;
}

} // namespace

class TestDescribe : public QObject {
    Q_OBJECT

private slots:
    void everyStepIsDescribedWholly() {
        const auto context = contextOf(CgroupLayout::Hybrid);
        const Plan plan = everyKind(context);
        QSet<std::size_t> kinds;
        for (const Step& step : plan.steps)
            kinds.insert(step.index());
        QCOMPARE(static_cast<std::size_t>(kinds.size()), std::variant_size_v<Step>);
        QSet<QString> ids;
        for (const StepDescription& one : describe(plan, context)) {
            const QString id = QString::fromStdString(one.id);
            QVERIFY2(!ids.contains(id), one.id.c_str());
            ids.insert(id);
            for (const std::string& text :
                 {one.id, one.title, one.systemCall, one.byHand, one.explanation, one.undo})
                QVERIFY2(!text.empty(), one.id.c_str());
            QVERIFY2(!one.title.contains("%1") && !one.title.contains("%2"), one.title.c_str());
            QVERIFY2(one.explanation.ends_with('.') && one.undo.ends_with('.'), one.id.c_str());
        }
    }

    void everyCommandByHandIsGoodShell_data() {
        QTest::addColumn<QString>("command");
        for (const auto layout : {CgroupLayout::V1, CgroupLayout::V2}) {
            auto context = contextOf(layout);
            context.rootDirectory = "/var/lib/a dir/it's";
            for (const StepDescription& one : describe(everyKind(context), context))
                QTest::addRow("%s %s", nameOf(layout).data(), one.id.c_str())
                    << QString::fromStdString(one.byHand);
        }
    }
    void everyCommandByHandIsGoodShell() {
        QFETCH(QString, command);
        QProcess shell;
        shell.start("/bin/sh", {"-n", "-c", command});
        QVERIFY(shell.waitForFinished(10000));
        QCOMPARE(shell.readAllStandardError(), QByteArray());
        QCOMPARE(shell.exitCode(), 0);
    }

    void quotingIsWhatAShellUndoes_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"plain", "", "two words", "it's", "$HOME", "`id`", "a\nb", "\"", "\\", "*",
                                 "~", "-n", "ünïcode", "'", "''", "a;b&c|d>e<f(g)", "!x", "#x", "{a,b}"})
            QTest::newRow(text) << QByteArray(text);
    }
    void quotingIsWhatAShellUndoes() {
        QFETCH(QByteArray, text);
        QProcess shell;
        const std::string quoted = shellQuote(text.toStdString());
        shell.start("/bin/sh", {"-c", QString::fromStdString("printf '%s.' " + quoted)});
        QVERIFY(shell.waitForFinished(10000));
        QCOMPARE(shell.readAllStandardOutput(), text + ".");
    }

    void descriptionsSayExactlyWhatIsDone_data();
    void descriptionsSayExactlyWhatIsDone();

    void withoutARootTheCommandsSayRoot() {
        const PlanContext context;
        const step::BindDevice device{"null", 1, 3};
        QCOMPARE(onlyByHand(device, context),
                 std::string("touch \"$ROOT\"/dev/null && mount --bind /dev/null \"$ROOT\"/dev/null"));
        for (const Step& step : {Step(step::PivotRoot{}), Step(step::MountRoot{}), Step(step::ChangeRoot{})})
            QVERIFY(onlyByHand(step, context).contains("\"$ROOT\""));
    }

    void aBindMountIsATreeThatIsMoved() {
        step::MountFilesystem bind{.mount = {"/data", "bind", "/srv/data", {}},
                                   .flags = MS_BIND | MS_REC | MS_RDONLY | MS_NOSUID,
                                   .propagation = MS_PRIVATE | MS_REC,
                                   .data = {}};
        QCOMPARE(
            describe(bind, {}).systemCall,
            std::string(R"(tree = open_tree(AT_FDCWD, "/srv/data", )"
                        R"(OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE); mount_setattr(tree, "", )"
                        R"(AT_EMPTY_PATH|AT_RECURSIVE, {.attr_set = MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID, )"
                        R"(.propagation = MS_PRIVATE}, MOUNT_ATTR_SIZE_VER0); move_mount(tree, "", )"
                        R"(AT_FDCWD, "/data", MOVE_MOUNT_F_EMPTY_PATH))"));
        bind.flags = MS_BIND;
        bind.propagation = 0;
        QVERIFY(!describe(bind, {}).systemCall.contains("mount_setattr"));
    }

    void aNewCpusetTakesWhatIsAbove() {
        PlanContext context = contextOf(CgroupLayout::V1);
        context.facts.cgroup.cpuset = context.facts.cgroup.io = ControllerVersion::V1;
        const std::string byHand = onlyByHand(step::CreateCgroup{"vitrine/0123"}, context);
        QVERIFY2(byHand.contains("/sys/fs/cgroup/cpuset/vitrine/0123 /sys/fs/cgroup/blkio/vitrine/0123 && "),
                 byHand.c_str());
        QVERIFY2(byHand.ends_with(" && cat /sys/fs/cgroup/cpuset/cpuset.mems | tee "
                                  "/sys/fs/cgroup/cpuset/vitrine/cpuset.mems "
                                  "/sys/fs/cgroup/cpuset/vitrine/0123/cpuset.mems"),
                 byHand.c_str());
        context.facts.cgroup.cpuset = context.facts.cgroup.io = ControllerVersion::V2;
        context.facts.cgroup.cpu = context.facts.cgroup.memory = context.facts.cgroup.pids =
            context.facts.cgroup.freezer = ControllerVersion::V2;
        QVERIFY(onlyByHand(step::CreateCgroup{"vitrine/0123"}, context)
                    .contains("echo '+cpu +memory +pids +cpuset +io' | tee "));
    }

    void aGroupIsMadeWhereTheContainersAre() {
        PlanContext context = contextOf(CgroupLayout::V2);
        const step::CreateGroup made{"vitrine/group-1"};
        QVERIFY2(onlyByHand(made, context).ends_with("mkdir -p /sys/fs/cgroup/vitrine/group-1"),
                 onlyByHand(made, context).c_str());
        QCOMPARE(onlyByHand(step::LimitGroup{"vitrine/group-1", {"pids", "pids.max", "7"}}, context),
                 std::string("echo 7 > /sys/fs/cgroup/vitrine/group-1/pids.max"));
        // Of the old cpuset hierarchy what is in the group takes what the group has, and the group keeps it.
        context = contextOf(CgroupLayout::V1);
        context.facts.cgroup.cpuset = ControllerVersion::V1;
        context.group = {"shop", "vitrine/group-1", {}};
        const std::string byHand = onlyByHand(step::CreateCgroup{"vitrine/group-1/0123"}, context);
        QVERIFY2(byHand.ends_with(" && cat /sys/fs/cgroup/cpuset/vitrine/group-1/cpuset.mems | tee "
                                  "/sys/fs/cgroup/cpuset/vitrine/group-1/0123/cpuset.mems"),
                 byHand.c_str());
    }

    void limitsOfDisksAreLinesOfTheirFile() {
        PlanContext context = contextOf(CgroupLayout::V2);
        context.facts.cgroup.io = ControllerVersion::V2;
        const step::WriteLimit limit{{"io", "io.max", "254:0 rbps=1 wbps=max riops=max wiops=max"}};
        QCOMPARE(onlyByHand(limit, context), std::string("echo '254:0 rbps=1 wbps=max riops=max wiops=max' > "
                                                         "/sys/fs/cgroup/vitrine/0123/io.max"));
        context.facts.cgroup.io = ControllerVersion::V1;
        const step::WriteLimit old{{"blkio", "blkio.throttle.read_bps_device", "254:0 1"}};
        QVERIFY(onlyByHand(old, context)
                    .contains("/sys/fs/cgroup/blkio/vitrine/0123/blkio.throttle.read_bps_device"));
    }

    void theRootIsAttachedWhereItsModeWantsIt() {
        ContainerSpec spec = mappedSpec();
        const auto context = contextOf(CgroupLayout::V2);
        const auto placeOf = [&](RootMode mode) {
            spec.rootMode = mode;
            const Plan plan = makePlan(spec, context).value();
            for (const Step& step : plan.steps) {
                if (const auto* root = std::get_if<step::MountRoot>(&step))
                    return root->place;
            }
            return std::string();
        };
        QCOMPARE(placeOf(RootMode::PivotRoot), std::string("/"));
        QCOMPARE(placeOf(RootMode::Chroot), context.rootDirectory);
    }

    void equalStepsGetDifferentIds() {
        Plan plan;
        for (int i = 0; i < 3; ++i)
            plan.steps.emplace_back(step::MaskPath{"/x"});
        const auto descriptions = describe(plan, {});
        QCOMPARE(descriptions.at(0).id, std::string("mask:/x"));
        QCOMPARE(descriptions.at(1).id, std::string("mask:/x#2"));
        QCOMPARE(descriptions.at(2).id, std::string("mask:/x#3"));
    }
};

void TestDescribe::descriptionsSayExactlyWhatIsDone_data() {
    QTest::addColumn<int>("layout");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("byHand");
    const auto row = [](CgroupLayout layout, const char* id, const char* title, const char* call,
                        const char* byHand) {
        QTest::addRow("%s %s", nameOf(layout).data(), id)
            << static_cast<int>(layout) << id << title << call << byHand;
    };
    using enum CgroupLayout;
    row(V2, "create-cgroup", "Create the control group vitrine/0123",
        R"(mkdir("/sys/fs/cgroup/vitrine/0123", 0755))",
        "mkdir -p /sys/fs/cgroup/vitrine && echo '+cpu +memory +pids' | tee "
        "/sys/fs/cgroup/cgroup.subtree_control /sys/fs/cgroup/vitrine/cgroup.subtree_control && mkdir "
        "/sys/fs/cgroup/vitrine/0123");
    row(V1, "create-cgroup", "Create the control group vitrine/0123",
        R"(mkdir("/sys/fs/cgroup/{cpu,memory,pids,freezer}/vitrine/0123", 0755))",
        "mkdir -p /sys/fs/cgroup/cpu/vitrine/0123 /sys/fs/cgroup/memory/vitrine/0123 "
        "/sys/fs/cgroup/pids/vitrine/0123 /sys/fs/cgroup/freezer/vitrine/0123");
    row(V2, "delegate-cgroup", "Hand the control group vitrine/0123 to the container's root",
        R"(write(open("/sys/fs/cgroup/vitrine/0123/cgroup.max.descendants", O_WRONLY), "1000", 4); )"
        R"(write(open("/sys/fs/cgroup/vitrine/0123/cgroup.max.depth", O_WRONLY), "32", 2); )"
        R"(chown("/sys/fs/cgroup/vitrine/0123", 100000, 100000); )"
        R"(chown("/sys/fs/cgroup/vitrine/0123/cgroup.procs", 100000, 100000); )"
        R"(chown("/sys/fs/cgroup/vitrine/0123/cgroup.threads", 100000, 100000); )"
        R"(chown("/sys/fs/cgroup/vitrine/0123/cgroup.subtree_control", 100000, 100000))",
        "echo 1000 > /sys/fs/cgroup/vitrine/0123/cgroup.max.descendants && echo 32 > "
        "/sys/fs/cgroup/vitrine/0123/cgroup.max.depth && chown 100000:100000 /sys/fs/cgroup/vitrine/0123 "
        "/sys/fs/cgroup/vitrine/0123/cgroup.procs /sys/fs/cgroup/vitrine/0123/cgroup.threads "
        "/sys/fs/cgroup/vitrine/0123/cgroup.subtree_control");
    row(V2, "limit:pids.max", "Set pids.max to 4096",
        R"(write(open("/sys/fs/cgroup/vitrine/0123/pids.max", O_WRONLY), "4096", 4))",
        "echo 4096 > /sys/fs/cgroup/vitrine/0123/pids.max");
    row(V1, "limit:pids.max", "Set pids.max to 4096",
        R"(write(open("/sys/fs/cgroup/pids/vitrine/0123/pids.max", O_WRONLY), "4096", 4))",
        "echo 4096 > /sys/fs/cgroup/pids/vitrine/0123/pids.max");
    row(V2, "clone", "Clone a process with new namespaces: pid, mnt, net, uts, ipc, user, time",
        "clone3({.flags = "
        "CLONE_PIDFD|CLONE_NEWPID|CLONE_NEWNS|CLONE_NEWNET|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWUSER|"
        "CLONE_NEWTIME|CLONE_INTO_CGROUP, .exit_signal = SIGCHLD}, CLONE_ARGS_SIZE_VER2)",
        "unshare --fork --pid --mount --net --uts --ipc --user --time sh");
    row(V2, "uid-map", "Map the user ids: 0 100000 65536",
        R"(write(open("/proc/$PID/uid_map", O_WRONLY), "0 100000 65536", 14))",
        "echo '0 100000 65536' > /proc/$PID/uid_map");
    row(V2, "mount:/proc", "Mount proc on /proc",
        R"(mount("proc", "/proc", "proc", MS_NOSUID|MS_NODEV|MS_NOEXEC, NULL))",
        "mkdir -p /var/lib/vitrine/containers/0123/rootfs/proc && mount -t proc -o nosuid,nodev,noexec proc "
        "/var/lib/vitrine/containers/0123/rootfs/proc");
    row(V2, "mount:/dev/shm", "Mount tmpfs on /dev/shm",
        R"(mount("shm", "/dev/shm", "tmpfs", MS_NOSUID|MS_NODEV|MS_NOEXEC, "mode=1777,size=65536k"))",
        "mkdir -p /var/lib/vitrine/containers/0123/rootfs/dev/shm && mount -t tmpfs -o "
        "nosuid,nodev,noexec,mode=1777,size=65536k shm /var/lib/vitrine/containers/0123/rootfs/dev/shm");
    row(V2, "private-mounts", "Make all mounts private", R"(mount(NULL, "/", NULL, MS_REC|MS_PRIVATE, NULL))",
        "mount --make-rprivate /");
    row(V2, "pivot-root", "Make the container's root the root",
        R"(fchdir(root); pivot_root(".", "."); mount(NULL, ".", NULL, MS_REC|MS_SLAVE, NULL); umount2(".", MNT_DETACH); chdir("/"))",
        "cd /var/lib/vitrine/containers/0123/rootfs && pivot_root . . && umount -l . && cd /");
    row(V2, "device:null", "Provide the device /dev/null",
        R"(mknod("/dev/null", S_IFREG|0644, 0); mount("/dev/null", "/dev/null", NULL, MS_BIND, NULL))",
        "touch /var/lib/vitrine/containers/0123/rootfs/dev/null && mount --bind /dev/null "
        "/var/lib/vitrine/containers/0123/rootfs/dev/null");
    row(V2, "hostname", "Set the host name to bob", R"(sethostname("bob", 3))", "hostname bob");
    row(V2, "rlimit:RLIMIT_NOFILE", "Limit RLIMIT_NOFILE to 1024 (at most 4096)",
        "prlimit(0, RLIMIT_NOFILE, {.rlim_cur = 1024, .rlim_max = 4096}, NULL)",
        "prlimit --pid $$ --nofile=1024:4096");
    row(V2, "user", "Become user 0, group 0", "setgroups(0, NULL); setresgid(0, 0, 0); setresuid(0, 0, 0)",
        "exec setpriv --reuid=0 --regid=0 --clear-groups sh");
    row(V2, "execute", "Run /bin/sh",
        R"(execve("/bin/sh", {"/bin/sh", NULL}, {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm-256color", "HOME=/root", NULL}))",
        "exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=xterm-256color "
        "HOME=/root /bin/sh");
}

void TestDescribe::descriptionsSayExactlyWhatIsDone() {
    QFETCH(int, layout);
    QFETCH(QString, id);
    QFETCH(QString, title);
    QFETCH(QString, call);
    QFETCH(QString, byHand);
    const auto context = contextOf(static_cast<CgroupLayout>(layout));
    ContainerSpec spec = mappedSpec();
    spec.mounts.push_back({"/sys/fs/cgroup", "cgroup", "cgroup", {}}); // its group is handed over, on v2
    bool found = false;
    for (const StepDescription& one : describe(*makePlan(spec, context), context)) {
        if (QString::fromStdString(one.id) != id)
            continue;
        found = true;
        QCOMPARE(QString::fromStdString(one.title), title);
        QCOMPARE(QString::fromStdString(one.systemCall), call);
        QCOMPARE(QString::fromStdString(one.byHand), byHand);
    }
    QVERIFY(found);
}

QTEST_GUILESS_MAIN(TestDescribe)
#include "tst_describe.moc"
