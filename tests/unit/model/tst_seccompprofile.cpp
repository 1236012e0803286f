// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/containerspec.h"
#include "core/model/ociconfig.h"
#include "core/model/seccomprules.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace vitrine;

namespace {

const SeccompHost host{"5.10.0-8-amd64", {"CAP_SYS_ADMIN", "CAP_CHOWN"}};

std::vector<std::string> namesOf(const SeccompRules& rules) {
    std::vector<std::string> names;
    for (const SeccompRule& rule : rules.syscalls)
        names.insert(names.end(), rule.names.begin(), rule.names.end());
    return names;
}

/// A profile with one rule, of which this is the rest.
std::string profileWith(const char* rest) {
    return std::string(R"({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["mount"], )") +
           R"("action": "SCMP_ACT_ALLOW", )" + rest + "}]}";
}

ContainerSpec withRules() {
    ContainerSpec spec = defaultSpec("box", {"true"});
    spec.seccomp = SeccompProfile::Custom;
    spec.seccompRules = SeccompRules{
        .defaultAction = "SCMP_ACT_ALLOW",
        .defaultErrnoRet = 38,
        .architectures = {"SCMP_ARCH_X86"},
        .flags = {"SECCOMP_FILTER_FLAG_LOG"},
        .syscalls = {{{"clone", "mount"}, "SCMP_ACT_ERRNO", 13, {{0, "SCMP_CMP_MASKED_EQ", ~0ULL, 7}}}}};
    return spec;
}

} // namespace

/// Profiles of system calls: those that people have in files, and what is stored of them.
class TestSeccompProfile : public QObject {
    Q_OBJECT
private slots:
    void dockersConditionsAreDecided_data() {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char* rest, bool holds) {
            QTest::newRow(rest) << QByteArray(rest) << holds;
        };
        row(R"("includes": {})", true);
        row(R"("includes": {"caps": ["CAP_SYS_ADMIN"]})", true);
        row(R"("includes": {"caps": ["CAP_SYS_ADMIN", "CAP_BPF"]})", false);
        row(R"("excludes": {"caps": ["CAP_BPF"]})", true);
        row(R"("excludes": {"caps": ["CAP_BPF", "CAP_SYS_ADMIN"]})", false);
        row(R"("includes": {"minKernel": "4.8"})", true);
        row(R"("includes": {"minKernel": "5.10"})", true);
        row(R"("includes": {"minKernel": "5.11"})", false);
        row(R"("excludes": {"minKernel": "5.9"})", false);
        row(R"("includes": {"arches": ["vax"]})", false);
        row(R"("excludes": {"arches": ["vax"]})", true);
        row(R"("comment": "all of it", "includes": null, "excludes": null)", true);
    }
    void dockersConditionsAreDecided() {
        QFETCH(QByteArray, rest);
        QFETCH(bool, holds);
        const auto rules = importSeccompProfile(profileWith(rest), host);
        QVERIFY2(rules, rules ? "" : rules.error().message().c_str());
        QCOMPARE(namesOf(*rules), holds ? std::vector<std::string>{"mount"} : std::vector<std::string>{});
    }

    void thisMachinesArchitecturesAreTaken() {
        const auto rules = importSeccompProfile(
            R"({"defaultAction": "SCMP_ACT_ALLOW", "archMap": [
                {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]},
                {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]},
                {"architecture": "SCMP_ARCH_S390", "subArchitectures": null}]})",
            host);
        QVERIFY2(rules, rules ? "" : rules.error().message().c_str());
#if defined(__x86_64__)
        QCOMPARE(rules->architectures, (std::vector<std::string>{"SCMP_ARCH_X86_64", "SCMP_ARCH_X86"}));
#elif defined(__aarch64__)
        QCOMPARE(rules->architectures, (std::vector<std::string>{"SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"}));
#endif
    }

    void oldProfilesHaveOneNameEach() {
        const auto rules = importSeccompProfile(
            R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"name": "ptrace", "action": "SCMP_ACT_KILL"}]})",
            {});
        QVERIFY(rules);
        QCOMPARE(namesOf(*rules), std::vector<std::string>{"ptrace"});
    }

    void mistakesAreNamedByTheirPlace_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("path");
        const auto row = [](const QByteArray& json, const char* path) {
            QTest::addRow("%s", json.left(70).constData()) << json << QString::fromLatin1(path);
        };
        const auto with = [](const char* rest) { return QByteArray::fromStdString(profileWith(rest)); };
        row("[]", "$");
        row("{", "$");
        row(QByteArray(300 * 1024, ' '), "$");
        row("{}", "$.defaultAction");
        row(R"({"defaultAction": "ALLOW"})", "$.defaultAction");
        row(R"({"defaultAction": "SCMP_ACT_NOTIFY"})", "$.defaultAction");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "defaultErrnoRet": 65536})", "$.defaultErrnoRet");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["x86"]})", "$.architectures[0]");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "flags": ["X"]})", "$.flags[0]");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86"], "archMap": []})",
            "$.archMap");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": {}})", "$.syscalls");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"action": "SCMP_ACT_ALLOW"}]})",
            "$.syscalls[0]");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["a;b"], "action": "SCMP_ACT_LOG"}]})",
            "$.syscalls[0].names[0]");
        row(R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["a"], "action": "LOG"}]})",
            "$.syscalls[0].action");
        row(with(R"("args": [{"index": 6, "value": 0, "op": "SCMP_CMP_EQ"}])"),
            "$.syscalls[0].args[0].index");
        row(with(R"("args": [{"index": 0, "value": -1, "op": "SCMP_CMP_EQ"}])"),
            "$.syscalls[0].args[0].value");
        row(with(R"("args": [{"index": 0, "value": 0, "op": "EQ"}])"), "$.syscalls[0].args[0].op");
        row(with(R"("includes": {"minKernel": "new"})"), "$.syscalls[0].includes.minKernel");
        // Of a rule that does not hold here, too.
        row(with(R"("includes": {"arches": ["vax"]}, "errnoRet": "x")"), "$.syscalls[0].errnoRet");
        QByteArray many = R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [)";
        for (int i = 0; i < 5; ++i)
            many +=
                R"({"action": "SCMP_ACT_LOG", "names": ["a")" + QByteArray(R"(,"a")").repeated(900) + "]},";
        many.back() = ']';
        row(many + "}", "$.syscalls");
    }
    void mistakesAreNamedByTheirPlace() {
        QFETCH(QByteArray, json);
        QFETCH(QString, path);
        const auto rules = importSeccompProfile(json.toStdString(), host);
        QVERIFY(!rules);
        QCOMPARE(rules.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(QString::fromStdString(rules.error().subject()), path);
    }

    void aProfileIsKeptAsItIs() {
        const ContainerSpec spec = withRules();
        const std::string json = writeConfig(spec);
        const auto read = parseConfig(json);
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QCOMPARE(read->seccomp, SeccompProfile::Custom);
        QVERIFY(read->seccompRules == spec.seccompRules);
        QCOMPARE(writeConfig(*read), json);
    }

    void aProfileThatIsNotMeantIsNotUsed() {
        std::string json = writeConfig(withRules());
        const std::string word = R"("org.vitrine.seccomp": "custom")";
        json.replace(json.find(word), word.size(), R"("org.vitrine.seccomp": "default")");
        const auto read = parseConfig(json);
        QVERIFY(read);
        QCOMPARE(read->seccomp, SeccompProfile::Default);
        QVERIFY(!read->seccompRules);
        QVERIFY(widenings(*read).empty());
    }

    void refusedCallsAreNotedWithAFilterOnly() {
        ContainerSpec spec = defaultSpec("box", {"true"});
        QVERIFY(!writeConfig(spec).contains("org.vitrine.seccomp.log"));
        spec.refusedCalls = RefusedCalls::Noted;
        QVERIFY(parseConfig(writeConfig(spec))->refusedCalls == RefusedCalls::Noted);
        QVERIFY(widenings(spec) == widenings(defaultSpec("box", {"true"})));
        spec.seccomp = SeccompProfile::Unconfined;
        QCOMPARE(validate(spec).error().subject(),
                 std::string(R"($.annotations["org.vitrine.seccomp.log"])"));
    }

    /// The call by which the listener is handed over passes through the filter itself.
    void whatIsNotedLetsTheListenerOut() {
        ContainerSpec spec = defaultSpec("box", {"true"});
        spec.refusedCalls = RefusedCalls::Noted;
        spec.seccomp = SeccompProfile::Custom;
        const auto fits = [&](SeccompRules rules) {
            spec.seccompRules = std::move(rules);
            return validate(spec).has_value();
        };
        const SeccompRule lets{{"read", "sendmsg"}, "SCMP_ACT_ALLOW", {}, {}};
        const SeccompRule refuses{{"sendmsg"}, "SCMP_ACT_ERRNO", {}, {{0, "SCMP_CMP_EQ", 1, 0}}};
        SeccompRule sometimes = lets;
        sometimes.args = {{0, "SCMP_CMP_EQ", 1, 0}};
        QVERIFY(fits({"SCMP_ACT_ALLOW", {}, {}, {}, {}}));
        QVERIFY(fits({"SCMP_ACT_ERRNO", {}, {}, {}, {lets}}));
        QVERIFY(!fits({"SCMP_ACT_ERRNO", {}, {}, {}, {}}));
        QVERIFY(!fits({"SCMP_ACT_ERRNO", {}, {}, {}, {sometimes}}));
        QVERIFY(!fits({"SCMP_ACT_ALLOW", {}, {}, {}, {refuses}}));
    }

    void aProfileThatIsUsedNoLongerIsGone() {
        auto spec = parseConfig(writeConfig(withRules()));
        QVERIFY(spec);
        spec->seccomp = SeccompProfile::Default;
        spec->seccompRules.reset();
        const QByteArray json = QByteArray::fromStdString(writeConfig(*spec));
        QVERIFY(!QJsonDocument::fromJson(json)[u"linux"].toObject().contains(u"seccomp"));
    }

    void clocksAreKept() {
        ContainerSpec spec = defaultSpec("box", {"true"});
        spec.timeOffsets = {.monotonic = {-3, 999'999'999}, .boottime = {172'800, 0}};
        const auto read = parseConfig(writeConfig(spec));
        QVERIFY2(read, read ? "" : read.error().message().c_str());
        QVERIFY(read->timeOffsets == spec.timeOffsets);
        QVERIFY(widenings(*read).empty());
        ContainerSpec none = *read;
        none.timeOffsets = {};
        QVERIFY(!QByteArray::fromStdString(writeConfig(none)).contains("timeOffsets"));
    }

    void clocksNeedANamespaceAndARange() {
        ContainerSpec spec = defaultSpec("box", {"true"});
        spec.timeOffsets.boottime.seconds = 1;
        spec.namespaces[NamespaceKind::Time] = Isolation::Host;
        QCOMPARE(validate(spec).error().subject(), std::string("$.linux.timeOffsets"));
        spec.namespaces[NamespaceKind::Time] = Isolation::New;
        QVERIFY(validate(spec));
        spec.timeOffsets.boottime.seconds = 4'611'686'019;
        QCOMPARE(validate(spec).error().subject(), std::string("$.linux.timeOffsets.boottime.secs"));
        spec.timeOffsets = {.monotonic = {0, 1'000'000'000}, .boottime = {}};
        QCOMPARE(validate(spec).error().subject(), std::string("$.linux.timeOffsets.monotonic.nanosecs"));
    }
};

QTEST_APPLESS_MAIN(TestSeccompProfile)
#include "tst_seccompprofile.moc"
