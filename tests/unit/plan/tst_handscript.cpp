// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planfixtures.h"

#include "core/plan/script.h"
#include "core/plan/scriptparts.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace vitrine;

/// The wording of scripts by hand; tests/root/byhand runs them.
class TestScript : public QObject {
    Q_OBJECT

    static QString scriptOf(const ContainerSpec& spec, const PlanContext& context,
                            std::string_view name = "bob") {
        const auto plan = makePlan(spec, context);
        if (!plan)
            return QString::fromStdString(plan.error().message());
        return QString::fromStdString(makeScript(*plan, context, name));
    }

    static QString scriptOf(const ContainerSpec& spec) {
        return scriptOf(spec, fixtures::contextOf(CgroupLayout::Hybrid));
    }

    /// The words of the list at the top, in one line.
    static QString notesOf(const QString& script) {
        const qsizetype begin = script.indexOf(QLatin1String("# What a shell cannot do"));
        QString notes = script.mid(begin, script.indexOf(QLatin1String("set -eu")) - begin);
        return notes.remove(QLatin1Char('#')).simplified();
    }

private slots:
    void everyStepIsThere_data() {
        QTest::addColumn<int>("layout");
        QTest::addColumn<bool>("chroot");
        for (const CgroupLayout layout :
             {CgroupLayout::None, CgroupLayout::V1, CgroupLayout::Hybrid, CgroupLayout::V2}) {
            for (const bool chroot : {false, true})
                QTest::addRow("%s %s", std::string(nameOf(layout)).c_str(), chroot ? "chroot" : "pivot_root")
                    << static_cast<int>(layout) << chroot;
        }
    }

    /// By its number and title, once.
    void everyStepIsThere() {
        QFETCH(const int, layout);
        QFETCH(const bool, chroot);
        ContainerSpec spec = fixtures::mappedSpec();
        spec.rootMode = chroot ? RootMode::Chroot : RootMode::PivotRoot;
        spec.rootAccess = RootAccess::ReadOnly;
        spec.life.init = Init::Yes;
        const PlanContext context = fixtures::contextOf(static_cast<CgroupLayout>(layout));
        if (context.cgroupPath.empty())
            spec.limits = {};
        const auto plan = makePlan(spec, context);
        QVERIFY(plan);
        const QString script = QString::fromStdString(makeScript(*plan, context, "bob"));
        const auto descriptions = describe(*plan, context);
        for (std::size_t index = 0; index < descriptions.size(); ++index) {
            const QString title = QString::fromStdString(descriptions[index].title).left(60);
            const QString heading = QStringLiteral("\n# %1. %2").arg(index + 1).arg(title);
            QCOMPARE(script.count(heading), 1);
        }
    }

    void whatIsMissingIsSaid() {
        ContainerSpec spec = fixtures::mappedSpec();
        QVERIFY(notesOf(scriptOf(spec)).contains(QLatin1String("seccomp")));
        QVERIFY(notesOf(scriptOf(spec)).contains(QLatin1String("keyring")));
        QVERIFY(notesOf(scriptOf(spec)).contains(QLatin1String("A terminal of the container's own")));
        spec.seccomp = SeccompProfile::Unconfined;
        spec.process.terminal = Terminal::No;
        QVERIFY(!notesOf(scriptOf(spec)).contains(QLatin1String("seccomp")));
        QVERIFY(!notesOf(scriptOf(spec)).contains(QLatin1String("A terminal of the container's own")));
        const PlanContext unified = fixtures::contextOf(CgroupLayout::V2);
        QVERIFY(notesOf(scriptOf(spec, unified)).contains(QLatin1String("CLONE_INTO_CGROUP")));
        spec.process.capabilities.permitted = {"CAP_CHOWN"};
        spec.process.capabilities.effective = {"CAP_CHOWN"};
        QVERIFY(notesOf(scriptOf(spec)).contains(QLatin1String("permitted and effective sets")));
        spec.rootMode = RootMode::Chroot;
        spec.process.capabilities = {};
        QVERIFY(notesOf(scriptOf(spec)).contains(QLatin1String("CAP_SYS_CHROOT stays")));
    }

    /// A shell that stays, and the command as its child.
    void aShellIsTheInitProgram() {
        ContainerSpec spec = fixtures::mappedSpec();
        QVERIFY(!scriptOf(spec).contains(QLatin1String("exit \"$?\"")));
        spec.life.init = Init::Yes;
        const QString script = scriptOf(spec);
        QVERIFY2(script.contains(QLatin1String(R"(sh -c '"$@"; exit "$?"' sh)")), qPrintable(script));
        QVERIFY(notesOf(script).contains(QLatin1String("hands no signals on")));
    }

    void aNoteIsSaidAtItsPlaceToo() {
        const QString script = scriptOf(fixtures::mappedSpec());
        QCOMPARE(script.count(QLatin1String("The filter of system calls (seccomp)")), 2);
        const qsizetype step = script.indexOf(QLatin1String(". Filter the system calls\n"));
        QVERIFY(script.indexOf(QLatin1String("(Not by hand: The filter of system calls"), step) > step);
    }

    void base64_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const int size : {0, 1, 2, 3, 4, 56, 57, 58, 114, 1000}) {
            QByteArray bytes(size, '\0');
            for (int i = 0; i < size; ++i)
                bytes[i] = static_cast<char>(i * 37 + 200);
            QTest::addRow("%d", size) << bytes;
        }
    }
    void base64() {
        QFETCH(const QByteArray, bytes);
        const QByteArray text = QByteArray::fromStdString(scripting::base64Lines(bytes.toStdString()));
        QVERIFY(text.endsWith('\n'));
        for (const QByteArray& line : text.split('\n'))
            QVERIFY(line.size() <= 76);
        QCOMPARE(QByteArray(text).replace('\n', ""), bytes.toBase64());
    }

    void theFilterIsLoadedWhereItCanBe() {
        ContainerSpec spec = fixtures::mappedSpec();
        const ScriptExtras extras{.missing = {"This is missing."}, .filter = "\1\2\3"};
        const auto scriptWith = [&] {
            const PlanContext context = fixtures::contextOf(CgroupLayout::Hybrid);
            return QString::fromStdString(
                makeScript(makePlan(spec, context).value(), context, "bob", extras));
        };
        const QLatin1String loads("\nAQID\nEND\n");
        QVERIFY(scriptWith().contains(loads));
        QVERIFY(notesOf(scriptWith()).contains(QLatin1String("* This is missing. *")));
        spec.process.noNewPrivileges = NoNewPrivileges::No;
        QVERIFY(!scriptWith().contains(loads) && notesOf(scriptWith()).contains(QLatin1String("(seccomp)")));
        spec.process.noNewPrivileges = NoNewPrivileges::Yes;
        spec.rootMode = RootMode::Chroot;
        QVERIFY(!scriptWith().contains(loads) && notesOf(scriptWith()).contains(QLatin1String("(seccomp)")));
        spec.rootMode = RootMode::PivotRoot;
        spec.seccomp = SeccompProfile::Unconfined;
        QVERIFY(!scriptWith().contains(loads));
    }

    void oddVariablesAreForTheContainersEnv() {
        ContainerSpec spec = fixtures::mappedSpec();
        spec.process.env = {"PLAIN=1", "my-var=2", "LD_PRELOAD=/x.so", "BASH_FUNC_cd%%=() { x; }", "UID=3"};
        QString script = scriptOf(spec);
        QVERIFY(script.contains(QLatin1String("set -- \"$@\" PLAIN=1\n")));
        QVERIFY(script.contains(QLatin1String("set -- \"$@\" LD_PRELOAD=/x.so\n")));
        QVERIFY(
            script.contains(QLatin1String("set -- \"$@\" env my-var=2 'BASH_FUNC_cd%%=() { x; }' UID=3\n")));
        // A program of the host's runs after the environment is set: it must not see what is for the loader.
        spec.rootMode = RootMode::Chroot;
        script = scriptOf(spec);
        QVERIFY(!script.contains(QLatin1String("set -- \"$@\" LD_PRELOAD=/x.so\n")));
        QVERIFY(script.contains(QLatin1String(" env my-var=2 LD_PRELOAD=/x.so ")));
        QVERIFY(notesOf(script).contains(QLatin1String("variables my-var, LD_PRELOAD, BASH_FUNC_cd%%, UID")));
    }

    void optionsOfTheProgramMountAreLeftOut() {
        ContainerSpec spec = fixtures::mappedSpec();
        spec.mounts.push_back(
            {"/data", "tmpfs", "tmpfs", {"size=1m", "X-mount.owner=root", "loop", "uhelper=x"}});
        const QString script = scriptOf(spec);
        QVERIFY(script.contains(QLatin1String("inside mount -t tmpfs -o size=1m -- tmpfs \"$spot\"\n")));
        for (const char* option : {"X-mount.owner=root", "loop", "uhelper=x"})
            QVERIFY(notesOf(script).contains(QLatin1String("The option ") + QLatin1String(option)));
    }

    void commentsStayComments_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("newline") << QByteArray("x\ntouch /evil\n");
        QTest::newRow("return") << QByteArray("x\rtouch /evil\r");
        QTest::newRow("escape") << QByteArray("x\033[2Ktouch /evil");
        QTest::newRow("C1") << QByteArray("x\xC2\x85touch /evil");
        QTest::newRow("line separator") << QByteArray("x\xE2\x80\xA8touch /evil");
        QTest::newRow("right to left") << QByteArray("x\xE2\x80\xAEtouch /evil");
        QTest::newRow("isolate") << QByteArray("x\xE2\x81\xA6touch /evil");
    }

    void commentsStayComments() {
        QFETCH(const QByteArray, value);
        const std::string harmless = scripting::harmless(value.toStdString(), 1000);
        QCOMPARE(QByteArray::fromStdString(harmless).left(2), QByteArray("x?"));
        ContainerSpec spec = fixtures::mappedSpec();
        spec.process.args = {"/bin/echo", value.toStdString()};
        const QString script = scriptOf(spec, fixtures::contextOf(CgroupLayout::Hybrid), value.toStdString());
        const QString raw = QString::fromUtf8(value);
        // Once, as a word in single quotes: not in the name at the top, nor in the title of the step.
        QCOMPARE(script.count(raw), 1);
        QVERIFY(script.contains(QLatin1String("/bin/echo '") + raw + QLatin1Char('\'')));
    }

    void longTitlesAreCutBetweenCharacters() {
        const std::string text = scripting::harmless(std::string(10, 'a') + "\xC3\xA4\xC3\xA4", 11);
        QCOMPARE(text, std::string("aaaaaaaaaa\xC3\xA4 ..."));
        QCOMPARE(scripting::harmless("\xC3\xA4", 2), std::string("\xC3\xA4"));
    }

    void commentsAreBroken() {
        const std::string lines = scripting::commentLines("* " + std::string(90, 'a') + " bbbb cccc dddd");
        QCOMPARE(lines, "# * " + std::string(90, 'a') + "\n#   bbbb cccc dddd\n");
        QCOMPARE(scripting::commentLines(""), std::string("#\n"));
        const std::string word(200, 'a');
        QCOMPARE(scripting::commentLines(word), "# " + word + "\n");
    }

    void noRootMeansNoRoot() {
        PlanContext context = fixtures::contextOf(CgroupLayout::None);
        context.facts.privilege = Privilege::Rootless;
        context.rootMappings.clear();
        ContainerSpec spec = fixtures::mappedSpec();
        spec.limits = {};
        QString script = scriptOf(spec, context);
        QVERIFY(script.contains(QLatin1String("\nnewuidmap \"$pid\" 0 100000 65536\n")));
        spec.uidMappings = spec.gidMappings = {{0, 1000, 1}};
        script = scriptOf(spec, context);
        QVERIFY(!script.contains(QLatin1String("newuidmap")));
        QVERIFY(script.contains(QLatin1String("\necho deny >\"/proc/$pid/setgroups\"\n")));
        QVERIFY(!script.contains(QLatin1String("id -u")) && !script.contains(QLatin1String("\noutside")));
    }

    void theUnifiedHierarchyHandsDown() {
        const QString script = scriptOf(fixtures::mappedSpec(), fixtures::contextOf(CgroupLayout::V2));
        QVERIFY(script.contains(QLatin1String("\nhand_down /sys/fs/cgroup memory\n")));
        QVERIFY(script.contains(QLatin1String("\nmake_group shared /sys/fs/cgroup/vitrine\n")));
        QVERIFY(script.contains(QLatin1String("\nhand_down /sys/fs/cgroup/vitrine pids\n")));
        QVERIFY(script.contains(QLatin1String("\nmake_group group /sys/fs/cgroup/vitrine/0123\n")));
        QVERIFY(script.contains(QLatin1String("\necho 4096 >/sys/fs/cgroup/vitrine/0123/pids.max\n")));
        QVERIFY(
            script.contains(QLatin1String("\necho \"$pid\" >/sys/fs/cgroup/vitrine/0123/cgroup.procs\n")));
    }
};

QTEST_GUILESS_MAIN(TestScript)
#include "tst_handscript.moc"
