// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/plans.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::helper;

/// What the helper makes of a container's plan for others to read.
class TestPlans : public QObject {
    Q_OBJECT

    static PlanContext contextOf(Privilege privilege) {
        PlanContext context;
        context.facts.privilege = privilege;
        context.facts.cgroup.layout = CgroupLayout::V2;
        context.facts.cgroup.memory = context.facts.cgroup.pids = ControllerVersion::V2;
        context.facts.idMappedMounts = true;
        context.rootDirectory = "/srv/root";
        context.cgroupPath = scriptGroup("0123");
        return context;
    }
    static ContainerSpec specOf(Privilege privilege) {
        ContainerSpec spec = defaultSpec("bob", {"/bin/sh"});
        spec.uidMappings = {{0, 100'000, privilege == Privilege::Root ? 65'536U : 1U}};
        spec.gidMappings = spec.uidMappings;
        return spec;
    }

private Q_SLOTS:
    void aScriptHasAGroupOfItsOwn() {
        const auto script = scriptOf(specOf(Privilege::Root), contextOf(Privilege::Root));
        QVERIFY(script);
        QVERIFY(
            script->contains(QStringLiteral("\necho 4096 >/sys/fs/cgroup/vitrine-by-hand/0123/pids.max\n")));
        QVERIFY(script->contains(QStringLiteral("base64 --decode >\"$work/filter\" <<'END'\n")));
    }

    void withoutRootTheLimitsAreMissingAndSaid() {
        const QString words = QStringLiteral("The limits of all its processes together");
        ContainerSpec spec = specOf(Privilege::Rootless);
        auto script = scriptOf(spec, contextOf(Privilege::Rootless));
        QVERIFY2(script, script ? "" : script.error().message().c_str());
        QVERIFY(script->contains(words) && !script->contains(QStringLiteral("pids.max")));
        spec.limits = {};
        script = scriptOf(spec, contextOf(Privilege::Rootless));
        QVERIFY(script && !script->contains(words));
    }

    void aScriptHasAnEnd() {
        ContainerSpec spec = specOf(Privilege::Root);
        for (int i = 0; i < 20; ++i)
            spec.process.args.emplace_back(100'000, '\'');
        const auto script = scriptOf(spec, contextOf(Privilege::Root));
        QVERIFY(!script);
        QCOMPARE(script.error().kind(), ErrorKind::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(TestPlans)
#include "tst_plans.moc"
