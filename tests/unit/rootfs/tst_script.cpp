// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/script.h"

#include <QTest>

using namespace vitrine::rootfs;

class TestScript : public QObject {
    Q_OBJECT

private slots:
    void readsTheLineAsTheKernelDoes_data() {
        QTest::addColumn<std::string>("head");
        QTest::addColumn<std::string>("interpreter");
        QTest::addColumn<std::string>("argument");
        QTest::newRow("plain") << std::string("#!/bin/sh\necho") << std::string("/bin/sh") << std::string();
        QTest::newRow("blanks") << std::string("#! \t/bin/sh\t -e  -x \n") << std::string("/bin/sh")
                                << std::string("-e  -x");
        QTest::newRow("no newline") << std::string("#!/bin/sh") << std::string("/bin/sh") << std::string();
        QTest::newRow("nul ends it") << std::string("#!/bin/sh\0x\n", 12) << std::string("/bin/sh")
                                     << std::string();
        QTest::newRow("windows") << std::string("#!/bin/sh\r\n") << std::string("/bin/sh\r") << std::string();
        QTest::newRow("too long") << "#!/" + std::string(400, 'a') << "/" + std::string(253, 'a')
                                  << std::string();
    }

    void readsTheLineAsTheKernelDoes() {
        QFETCH(const std::string, head);
        const auto line = parseScriptLine(head);
        QVERIFY(line.has_value());
        QTEST(line->interpreter, "interpreter");
        QTEST(line->argument, "argument");
    }

    void otherFilesAreNoScripts() {
        QVERIFY(!parseScriptLine(""));
        QVERIFY(!parseScriptLine("#"));
        QVERIFY(!parseScriptLine("#!"));
        QVERIFY(!parseScriptLine("#!  \n/bin/sh"));
        QVERIFY(!parseScriptLine(" #!/bin/sh"));
    }

    void findsTheProgramOfEnv_data() {
        QTest::addColumn<std::string>("argument");
        QTest::addColumn<std::string>("program");
        const auto row = [](const char* argument, const char* program) {
            QTest::newRow(argument) << std::string(argument) << std::string(program);
        };
        row("bash", "bash");
        row("-S bash -e", "bash");
        row("-Sbash -e", "bash");
        row("-S -i LANG=C PATH=/bin /opt/x/python3 -u", "/opt/x/python3");
        row("-vS -u HOME perl -w", "perl");
        row("--split-string=awk -f", "awk");
        row("bash -e", "bash -e"); // the kernel passes one word, which env then looks for
    }

    void findsTheProgramOfEnv() {
        QFETCH(const std::string, argument);
        const auto program = envProgram({"/usr/bin/env", argument});
        QVERIFY(program.has_value());
        QTEST(*program, "program");
    }

    void envWithoutAProgram() {
        QVERIFY(!envProgram({"/bin/bash", "x"}));
        QVERIFY(!envProgram({"/usr/bin/env", ""}));
        QVERIFY(!envProgram({"/usr/bin/env", "-S -u"}));
    }
};

QTEST_APPLESS_MAIN(TestScript)
#include "tst_script.moc"
