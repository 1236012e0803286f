// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"

#include <QTest>

#include <functional>
#include <set>

using namespace vitrine;

namespace {

ContainerSpec plain() {
    return defaultSpec("bob", {"/bin/sh"});
}

} // namespace

class TestContainerSpec : public QObject {
    Q_OBJECT

private slots:
    void namesFollowTheRule_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        for (const char* name : {"a", "Bob", "7", "a_b.c-d", "web.example.org"})
            QTest::newRow(name) << QByteArray(name) << true;
        QTest::newRow("63") << QByteArray(63, 'x') << true;
        QTest::newRow("64") << QByteArray(64, 'x') << false;
        for (const char* name : {"", ".", "..", ".a", "-rf", "_a", "a/b", "a b", "a\n[Service]", "\x1b[2J",
                                 "b\xc3\xb6", "a\xe2\x80\xae", "\xff", "a:b", "a*"})
            QTest::newRow(name) << QByteArray(name) << false;
        QTest::newRow("nul") << QByteArray("a\0b", 3) << false;
        QTest::newRow("4 KiB") << QByteArray(4096, 'a') << false;
    }
    void namesFollowTheRule() {
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        const auto result = validateName(name.toStdString());
        QCOMPARE(result.has_value(), good);
        if (!good)
            QCOMPARE(result.error().subject(), std::string("name"));
    }

    void everyKindHasItsNames() {
        std::set<std::string_view> names;
        for (const auto kind : allNamespaceKinds)
            names.insert(procName(kind));
        QCOMPARE(names.size(), 8U);
        QCOMPARE(procName(NamespaceKind::Mount), std::string_view("mnt"));
        QCOMPARE(ociName(NamespaceKind::Mount), std::string_view("mount"));
        QCOMPARE(procName(NamespaceKind::Network), std::string_view("net"));
        QCOMPARE(ociName(NamespaceKind::Network), std::string_view("network"));
    }

    void theDefaultIsValidAndWidensNothing() {
        const ContainerSpec spec = plain();
        QVERIFY(validate(spec));
        QVERIFY(widenings(spec).empty());
        QCOMPARE(spec.process.capabilities.bounding.size(), 11U);
        QVERIFY(spec.process.capabilities.ambient.empty());
        QVERIFY(spec.process.capabilities.inheritable.empty());
        QVERIFY(spec.limits.pidsMax.has_value());
        QVERIFY(spec.limits.memoryMax.has_value());
    }

    void everyWideningIsFoundAndDescribed_data() {
        QTest::addColumn<int>("widening");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("change");
        const auto row = [](const char* name, Widening widening, const char* text, int change) {
            QTest::newRow(name) << static_cast<int>(widening) << text << change;
        };
        row("network", Widening::HostNamespace, "It shares the host's network.", 0);
        row("pid and name", Widening::HostNamespace, "It shares the host's processes and the host's name.",
            1);
        row("user", Widening::NoUserNamespace,
            "Root inside is the host's root: it has no user namespace of its own.", 2);
        row("chroot", Widening::ChrootOnly,
            "Its root is changed with chroot alone, which root inside can leave.", 3);
        row("capability", Widening::ExtraCapability,
            "It gets more privileges than usual: CAP_SYS_ADMIN and CAP_NET_RAW.", 4);
        row("privileges", Widening::NewPrivileges,
            "Its programs can gain privileges, for instance through setuid files.", 5);
        row("seccomp", Widening::NoSeccomp, "Its system calls are not filtered.", 6);
        const char* unmasked =
            "It can see or change kernel files of the host that are usually hidden or read-only.";
        row("unmasked", Widening::Unmasked, unmasked, 7);
        row("writable", Widening::Unmasked, unmasked, 8);
        row("sysfs", Widening::Unmasked, unmasked, 9);
        row("bind", Widening::HostDirectory, "It sees /home and /srv of the host.", 10);
        row("sysfs, last word", Widening::Unmasked, unmasked, 11);
        row("ambient", Widening::ExtraCapability, "It gets more privileges than usual: CAP_CHOWN.", 12);
        const char* raised =
            "It may take more of the host's CPU time or memory than its limits say: real-time "
            "priority, a priority above the usual one, or locked memory.";
        row("real time", Widening::RaisedLimit, raised, 13);
        row("nice", Widening::RaisedLimit, raised, 14);
        row("locked memory", Widening::RaisedLimit, raised, 15);
        row("filter of its own", Widening::CustomSeccomp,
            "Its system calls are filtered by a profile of its own, which may allow more than the usual one.",
            16);
        row("unconfined", Widening::NoConfinement, "AppArmor does not confine it.", 17);
        row("label", Widening::ChosenLabel,
            "It gets a chosen label of SELinux, which may allow more than the usual one: u:r:spc_t:s0 and "
            "u:object_r:usr_t:s0.",
            18);
    }
    void everyWideningIsFoundAndDescribed() {
        QFETCH(int, widening);
        QFETCH(QString, text);
        QFETCH(int, change);
        const std::vector<std::function<void(ContainerSpec&)>> changes{
            [](auto& s) { s.namespaces[NamespaceKind::Network] = Isolation::Host; },
            [](auto& s) {
                s.namespaces[NamespaceKind::Pid] = Isolation::Host;
                s.namespaces[NamespaceKind::Uts] = Isolation::Host;
            },
            [](auto& s) { s.namespaces[NamespaceKind::User] = Isolation::Host; },
            [](auto& s) { s.rootMode = RootMode::Chroot; },
            [](auto& s) {
                s.process.capabilities.bounding.push_back("CAP_SYS_ADMIN");
                s.process.capabilities.permitted.push_back("CAP_NET_RAW");
            },
            [](auto& s) { s.process.noNewPrivileges = NoNewPrivileges::No; },
            [](auto& s) { s.seccomp = SeccompProfile::Unconfined; },
            [](auto& s) { s.maskedPaths.pop_back(); },
            [](auto& s) { s.readonlyPaths.erase(s.readonlyPaths.begin()); },
            [](auto& s) { s.mounts.at(5).options = {"nosuid"}; },
            [](auto& s) {
                s.mounts.push_back({"/home", "bind", "/home", {}});
                s.mounts.push_back({"/srv", "none", "/srv", {"rbind", "ro"}});
            },
            [](auto& s) { s.mounts.at(5).options = {"nosuid", "ro", "rw"}; },
            [](auto& s) {
                s.process.capabilities.inheritable.push_back("CAP_CHOWN");
                s.process.capabilities.ambient.push_back("CAP_CHOWN");
            },
            [](auto& s) { s.process.rlimits.push_back({"RLIMIT_RTPRIO", 0, 1}); },
            [](auto& s) { s.process.rlimits.push_back({"RLIMIT_NICE", 0, 21}); },
            [](auto& s) { s.process.rlimits.push_back({"RLIMIT_MEMLOCK", 0, ~std::uint64_t{0}}); },
            [](auto& s) {
                s.seccomp = SeccompProfile::Custom;
                s.seccompRules = SeccompRules{"SCMP_ACT_ERRNO", {}, {}, {}, {}};
            },
            [](auto& s) { s.process.appArmorProfile = "unconfined"; },
            [](auto& s) {
                s.process.selinuxLabel = "u:r:spc_t:s0";
                s.mountLabel = "u:object_r:usr_t:s0";
            },
        };
        ContainerSpec spec = plain();
        changes.at(static_cast<std::size_t>(change))(spec);
        QVERIFY(validate(spec));
        const auto found = widenings(spec);
        QCOMPARE(found, std::vector{static_cast<Widening>(widening)});
        QCOMPARE(QString::fromStdString(describe(found.front(), spec)), text);
    }

    void aNamedProfileIsNoWidening() {
        ContainerSpec spec = plain();
        for (const char* name : {"docker-default", "my profile", "/usr/bin/app", ":inner://web",
                                 "unconfinedx", "a//&unconfined", ":unconfined"}) {
            spec.process.appArmorProfile = name;
            QVERIFY2(widenings(spec).empty(), name);
        }
        for (const char* name : {"unconfined", ":inner:unconfined", ":inner://unconfined"}) {
            spec.process.appArmorProfile = name;
            QVERIFY2(widenings(spec) == std::vector{Widening::NoConfinement}, name);
        }
    }

    void labelsAreChecked_data() {
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<bool>("profile"); // good as a profile of AppArmor
        QTest::addColumn<bool>("context"); // good as a label of SELinux
        const auto row = [](const char* label, bool profile, bool context) {
            QTest::newRow(label) << QByteArray(label) << profile << context;
        };
        row("", true, true);
        row("docker-default", true, false);
        row("a profile", true, false);
        row("pröfil", true, false);
        row(" x", false, false);
        row("x ", false, false);
        row("x\ny", false, false);
        row("x\x7f", false, false);
        row("\xff", false, false);
        row("system_u:system_r:container_t:s0:c1,c2", true, true);
        row("u:r:t", true, true);
        row("u:r", true, false);
        row("u::t", true, false);
        row(":r:t", true, false);
        row("u:r:t:", true, false);
        row("u:r:t\"", true, false);
        row("u:r:t,x=y", true, false);
        QTest::newRow("1,024") << QByteArray(1020, 'x') + ":r:t" << true << true;
        QTest::newRow("1,025") << QByteArray(1021, 'x') + ":r:t" << false << false;
        QTest::newRow("nul") << QByteArray("u:r:t\0x", 7) << false << false;
    }
    void labelsAreChecked() {
        QFETCH(QByteArray, label);
        QFETCH(bool, profile);
        QFETCH(bool, context);
        const auto check = [](const ContainerSpec& spec, const char* subject) {
            const auto valid = validate(spec);
            return valid || valid.error().subject() != subject;
        };
        ContainerSpec spec = plain();
        spec.process.appArmorProfile = label.toStdString();
        QCOMPARE(check(spec, "$.process.apparmorProfile"), profile);
        spec = plain();
        spec.process.selinuxLabel = label.toStdString();
        QCOMPARE(check(spec, "$.process.selinuxLabel"), context);
        spec = plain();
        spec.mountLabel = label.toStdString();
        QCOMPARE(check(spec, "$.linux.mountLabel"), context);
    }
    /// It would be neither marked nor asked about.
    void noMountChoosesALabelByItself() {
        for (const char* option :
             {"context=u:r:t", "fscontext=u:r:t", "defcontext=u:r:t", "rootcontext=u:r:t"}) {
            ContainerSpec spec = plain();
            spec.mounts.back().options.emplace_back(option);
            const auto valid = validate(spec);
            QVERIFY2(!valid, option);
            QVERIFY2(valid.error().reason().contains("$.linux.mountLabel"), option);
        }
    }

    void usualLimitsAreNoWidening() {
        ContainerSpec spec = plain();
        spec.process.rlimits = {{"RLIMIT_RTPRIO", 0, 0},
                                {"RLIMIT_NICE", 20, 20},
                                {"RLIMIT_MEMLOCK", 65536, 8U << 20U},
                                {"RLIMIT_NOFILE", 1024, 1U << 20U}};
        QVERIFY(widenings(spec).empty());
    }

    void maskingMoreIsNoWidening() {
        ContainerSpec spec = plain();
        spec.readonlyPaths.clear();
        spec.maskedPaths.push_back("/proc/asound");
        for (const char* path : {"/proc/bus", "/proc/fs", "/proc/irq/", "/proc/sys", "/proc//sysrq-trigger"})
            spec.maskedPaths.emplace_back(path);
        QVERIFY(widenings(spec).empty());
    }

    void chrootInTheHostsMountsIsAllowedWithoutMounts() {
        ContainerSpec spec = plain();
        spec.namespaces[NamespaceKind::Mount] = Isolation::Host;
        spec.rootMode = RootMode::Chroot;
        QCOMPARE(validate(spec).error().subject(), std::string("$.mounts"));
        spec.mounts.clear();
        QCOMPARE(validate(spec).error().subject(), std::string("$.linux.maskedPaths"));
        spec.maskedPaths.clear();
        QCOMPARE(validate(spec).error().subject(), std::string("$.linux.readonlyPaths"));
        spec.readonlyPaths.clear();
        QVERIFY(validate(spec));
        spec.rootAccess = RootAccess::ReadOnly;
        QCOMPARE(validate(spec).error().subject(), std::string("$.root.readonly"));
        spec.rootAccess = RootAccess::ReadWrite;
        spec.rootMode = RootMode::PivotRoot;
        QCOMPARE(validate(spec).error().subject(), std::string(R"($.annotations["org.vitrine.root-mode"])"));
    }
};

QTEST_APPLESS_MAIN(TestContainerSpec)
#include "tst_containerspec.moc"
