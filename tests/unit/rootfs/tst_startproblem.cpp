// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/dependencytree.h"

#include "core/rootfs/handmaderoot.h"
#include "tree.h"

#include <QTest>

#include <sys/stat.h>

#include <algorithm>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

namespace {

/// The sentence, "" if nothing is wrong, "error: …" if the question failed.
std::string problemOf(const Tree& tree, const std::string& command,
                      const std::string& path = "/usr/bin:/bin") {
    const auto root = sys::openDirectory(AT_FDCWD, tree.path()).value();
    const auto result = findStartProblem(root.get(), command, path);
    if (!result)
        return "error: " + result.error().message();
    return *result ? (*result)->sentence : "";
}

void buildInto(const Tree& tree, const std::vector<std::string>& programs) {
    const auto root = sys::openDirectory(AT_FDCWD, tree.path()).value();
    QVERIFY(buildRoot(root.get(), {programs, {}}, {}));
}

} // namespace

class TestStartProblem : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = openDescriptors(); }
    void cleanup() { QCOMPARE(openDescriptors(), m_before); }

    void aWholeRootHasNone() {
        const Tree tree;
        buildInto(tree, {"bash", "ls"});
        QCOMPARE(problemOf(tree, "bash"), std::string());
        QCOMPARE(problemOf(tree, "/bin/ls"), std::string());
        QCOMPARE(problemOf(tree, "sh"), std::string());
    }

    void namesTheMissingLoader() {
        const Tree tree;
        buildInto(tree, {"bash"});
        const std::string loader = elfOf("/bin/bash").interpreter;
        std::filesystem::remove(tree.at(loader));
        QCOMPARE(problemOf(tree, "bash"), "bash needs the loader " + loader + ", which is not in its root.");
    }

    void namesTheMissingLibraries() {
        const Tree tree;
        buildInto(tree, {"bash"});
        const auto find = [&](const std::string& name) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(tree.at("/usr")))
                if (entry.path().filename() == name)
                    return entry.path();
            return std::filesystem::path();
        };
        QVERIFY(std::filesystem::remove(find("libtinfo.so.6")));
        QCOMPARE(problemOf(tree, "bash"),
                 std::string("bash needs the library libtinfo.so.6, which is not in its root."));
        QVERIFY(std::filesystem::remove(find("libc.so.6")));
        QCOMPARE(problemOf(tree, "/bin/bash"), std::string("/bin/bash needs the libraries libtinfo.so.6 and "
                                                           "libc.so.6, which are not in its root."));
    }

    void librariesOnlyAConfigurationKnowsAreMissing() {
        // ld.so reads the cache and its own directories, never ld.so.conf.
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_plain", "/bin/prog");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/odd/libfixture_leaf.so");
        tree.write("/etc/ld.so.conf", "/opt/odd\n", 0644);
        QCOMPARE(problemOf(tree, "prog"),
                 std::string("prog needs the library libfixture_leaf.so, which is not in its root."));
    }

    void namesMissingCommands() {
        const Tree tree;
        tree.copy(fixtures + "/fixture_static", "/bin/here");
        tree.link("/nowhere", "/bin/dangling");
        tree.write("/bin/plain", "#!/bin/here\n", 0644);
        std::filesystem::create_directories(tree.at("/bin/folder"));
        QCOMPARE(problemOf(tree, "here"), std::string());
        QCOMPARE(problemOf(tree, "bash"),
                 std::string("bash is not in its root: there is no such program in /usr/bin and /bin."));
        QCOMPARE(problemOf(tree, "/bin/bash"), std::string("/bin/bash is not in its root."));
        QCOMPARE(problemOf(tree, "/bin/dangling"),
                 std::string("/bin/dangling is a link to a file that is not in its root."));
        QVERIFY(problemOf(tree, "/bin/plain").find("chmod +x") != std::string::npos);
        QVERIFY(problemOf(tree, "plain").find("chmod +x") != std::string::npos);
        QVERIFY(problemOf(tree, "/bin/folder").find("is not a file") != std::string::npos);
        QVERIFY(problemOf(tree, "").starts_with("error: command"));
    }

    void anExecutableFurtherOnInThePathWins() {
        const Tree tree;
        tree.copy(fixtures + "/fixture_static", "/bin/prog");
        tree.write("/usr/bin/prog", "text", 0644);
        QCOMPARE(problemOf(tree, "prog"), std::string());
    }

    void explainsScripts() {
        const Tree tree;
        tree.copy(fixtures + "/fixture_static", "/usr/bin/env");
        tree.copy(fixtures + "/fixture_plain", "/bin/prog");
        tree.write("/bin/lost", "#!/usr/bin/python9\n");
        tree.write("/bin/envlost", "#!/usr/bin/env -S python9 -u\n");
        tree.write("/bin/windows", "#!/usr/bin/env\r\n");
        tree.write("/bin/chain", "#!/bin/prog\n");
        tree.write("/bin/loop", "#!/bin/loop\n");
        tree.write("/bin/empty", "");
        tree.write("/bin/text", "echo hello\n");
        QCOMPARE(problemOf(tree, "lost"),
                 std::string("lost is a script for /usr/bin/python9, which is not in its root."));
        QCOMPARE(problemOf(tree, "envlost"),
                 std::string("envlost is a script for python9, which is not in its root."));
        QVERIFY(problemOf(tree, "windows").find("Windows") != std::string::npos);
        QVERIFY(problemOf(tree, "chain").starts_with("/bin/prog needs the loader "));
        QVERIFY(problemOf(tree, "loop").find("more than 4 scripts") != std::string::npos);
        QVERIFY(problemOf(tree, "empty").find("empty") != std::string::npos);
        QVERIFY(problemOf(tree, "text").find("#! line") != std::string::npos);
    }

    void explainsOtherMachines() {
        const Tree tree;
        std::string foreign = contentOf(fixtures + "/fixture_static");
        foreign[18] = 8; // MIPS
        foreign[19] = 0;
        tree.write("/bin/prog", foreign);
        if (!std::filesystem::exists("/proc/sys/fs/binfmt_misc/qemu-mips"))
            QVERIFY(problemOf(tree, "prog").find("another kind of machine") != std::string::npos);
        tree.write("/bin/broken", foreign.substr(0, 100));
        QVERIFY(problemOf(tree, "broken").starts_with("broken cannot be started: "));
    }

    void doesNotLeaveTheRoot() {
        const Tree tree;
        tree.link("../../../../../../../../../bin/bash", "/bin/bash");
        QVERIFY(problemOf(tree, "bash") != std::string());
        QCOMPARE(::mkfifo(tree.at("/bin/fifo").c_str(), 0755), 0);
        QVERIFY(problemOf(tree, "/bin/fifo").find("is not a file") != std::string::npos); // and does not hang
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestStartProblem)
#include "tst_startproblem.moc"
