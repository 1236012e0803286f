// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/dependencytree.h"

#include "core/rootfs/searchpath.h"
#include "resolver.h"
#include "tree.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <map>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

namespace {

void collect(const DependencyNode& node, std::map<std::string, std::string>& found) {
    for (const DependencyNode& child : node.children) {
        found[child.name] = child.hostPath;
        collect(child, found);
    }
}

/// name -> path as ldd prints it, for programs of the system only; the loader under its path.
std::map<std::string, std::string> lddOf(const std::string& program) {
    QProcess ldd;
    ldd.start(QStringLiteral("ldd"), {QString::fromStdString(program)});
    if (!ldd.waitForFinished() || ldd.exitCode() != 0)
        return {};
    std::map<std::string, std::string> found;
    for (const QByteArray& line : ldd.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() >= 4 && words[1] == "=>")
            found[words[0].toStdString()] = cleanPath(words[2].toStdString());
        else if (words.size() == 2 && words[0].startsWith('/'))
            found[words[0].toStdString()] = cleanPath(words[0].toStdString());
    }
    return found;
}

const DependencyNode* childNamed(const DependencyNode& node, const std::string& name) {
    const auto found = std::ranges::find(node.children, name, &DependencyNode::name);
    return found == node.children.end() ? nullptr : &*found;
}

std::vector<std::string> rootPaths(const Dependencies& dependencies) {
    std::vector<std::string> paths;
    for (const auto& file : dependencies.files)
        paths.push_back(cleanPath(file.rootPath));
    return paths;
}

/// A shared library of this machine that consists of its dynamic section: DT_RPATH and one DT_NEEDED each.
std::string elfThatNeeds(const std::vector<std::string>& libraries, const std::string& rpath) {
    struct {
        Elf64_Ehdr header;
        Elf64_Phdr segments[2];
    } file{};
    std::vector<Elf64_Dyn> entries(libraries.size() + 4); // the last one is DT_NULL
    const std::size_t dynamicSize = entries.size() * sizeof(Elf64_Dyn);
    std::string names(1, '\0');
    entries[0] = {DT_STRTAB, {sizeof file + dynamicSize}};
    entries[1] = {DT_RPATH, {names.size()}};
    names += rpath + '\0';
    for (std::size_t i = 0; i < libraries.size(); ++i) {
        entries[i + 2] = {DT_NEEDED, {names.size()}};
        names += libraries[i] + '\0';
    }
    entries[libraries.size() + 2] = {DT_STRSZ, {names.size()}};
    std::memcpy(file.header.e_ident, ELFMAG, SELFMAG);
    file.header.e_ident[EI_CLASS] = ELFCLASS64;
    file.header.e_ident[EI_DATA] = ELFDATA2LSB;
    file.header.e_type = ET_DYN;
    file.header.e_machine = EM_X86_64;
    file.header.e_phentsize = sizeof(Elf64_Phdr);
    file.header.e_phnum = 2;
    file.header.e_phoff = offsetof(decltype(file), segments);
    file.segments[0].p_type = PT_LOAD;
    file.segments[0].p_filesz = sizeof file + dynamicSize + names.size();
    file.segments[1].p_type = PT_DYNAMIC;
    file.segments[1].p_offset = sizeof file;
    file.segments[1].p_filesz = dynamicSize;
    return std::string(reinterpret_cast<const char*>(&file), sizeof file) +
           std::string(reinterpret_cast<const char*>(entries.data()), dynamicSize) + names;
}

bool contains(const std::vector<std::string>& list, const std::string& element) {
    return std::ranges::find(list, element) != list.end();
}

} // namespace

class TestDependencyTree : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = openDescriptors(); }
    void cleanup() { QCOMPARE(openDescriptors(), m_before); }

    void agreesWithTheLoaderOfThisMachine() {
        int compared = 0;
        for (const char* program :
             {"/bin/bash",    "/bin/ls",        "/usr/bin/cp",      "/usr/bin/env",    "/usr/bin/id",
              "/usr/bin/ps",  "/usr/bin/mount", "/usr/bin/grep",    "/usr/bin/sed",    "/usr/bin/perl",
              "/usr/bin/git", "/usr/bin/cmake", "/usr/bin/openssl", "/usr/bin/ssh",    "/usr/bin/Xvfb",
              "/usr/bin/gdb", "/usr/sbin/ip",   "/usr/bin/tar",     "/usr/bin/g++-14", "/usr/bin/curl"}) {
            if (!std::filesystem::exists(program))
                continue;
            const auto expected = lddOf(program);
            if (expected.empty())
                continue; // a script or a static program
            const auto result = DependencyResolver().resolve({program});
            QVERIFY2(result.has_value(), program);
            std::map<std::string, std::string> found;
            collect(result->roots.front(), found);
            QVERIFY2(result->missing.empty(), program);
            QCOMPARE(found, expected);
            ++compared;
        }
        QVERIFY(compared >= 8);
    }

    void everyFileOnceAndProgramsFirst() {
        const auto result = DependencyResolver().resolve({"/bin/bash", "/bin/ls", "/bin/cat"}).value();
        QCOMPARE(result.roots.size(), std::size_t(3));
        QCOMPARE(result.roots[1].name, std::string("ls"));
        QCOMPARE(baseOf(result.files[0].rootPath), std::string("bash"));
        QCOMPARE(baseOf(result.files[2].rootPath), std::string("cat"));
        auto paths = rootPaths(result);
        for (std::string& path : paths)
            path = mergedPath(path);
        std::ranges::sort(paths);
        QVERIFY(std::ranges::adjacent_find(paths) == paths.end());
        QCOMPARE(std::ranges::count_if(paths, [](const auto& path) { return path.ends_with("/libc.so.6"); }),
                 1);
        QVERIFY(contains(rootPaths(result), elfOf("/bin/bash").interpreter));
    }

    void hostileSearchPathsComeToAnEnd() {
        // Each library needs the next one and has a search path of its own, which all that follow inherit.
        const Tree tree;
        constexpr int libraries = 400;
        constexpr int directories = 250;
        for (int number = 0; number < libraries; ++number) {
            std::string path;
            for (int directory = 0; directory < directories; ++directory)
                path += "/" + std::to_string(number) + "/" + std::to_string(directory) + ":";
            const std::string name = "lib" + std::to_string(number) + ".so";
            tree.write("/lib/" + name,
                       elfThatNeeds({"lib" + std::to_string(number + 1) + ".so"}, path + "/lib"));
        }
        QElapsedTimer timer;
        timer.start();
        const auto result = DependencyResolver(tree.path()).resolve({"/lib/lib0.so"});
        // It took hours; a loaded machine with sanitizers needs a few seconds.
        QVERIFY2(timer.elapsed() < 60'000, std::to_string(timer.elapsed()).c_str());
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::LimitExceeded);
    }

    void hostileNamesAreNotPiledUp() {
        // Each of many libraries that are not there was looked for in each of many directories of long names.
        const Tree tree;
        std::vector<std::string> libraries;
        for (int number = 0; number < 300; ++number)
            libraries.push_back("lib" + std::to_string(number) + ".so");
        std::string path;
        for (int number = 0; number < 60; ++number)
            path += "/" + std::to_string(number) + "/" + std::string(200, 'a') + "/" + std::string(200, 'b') +
                    "/" + std::string(200, 'c') + "/" + std::string(200, 'd') + "/" + std::string(200, 'e') +
                    ":";
        tree.write("/bin/hostile", elfThatNeeds(libraries, path));
        const auto result = DependencyResolver(tree.path()).resolve({"/bin/hostile"});
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::LimitExceeded);
        QVERIFY2(result.error().message().contains("8 MiB"), result.error().message().c_str());
    }

    void runpathServesOnlyTheProgramItself() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_runpath", "/opt/app/bin/prog");
        tree.copy(fixtures + "/libfixture_middle.so", "/opt/app/private/libfixture_middle.so");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/libfixture_leaf.so");
        const auto result = DependencyResolver(tree.path()).resolve({"/opt/app/bin/prog"}).value();
        QVERIFY(contains(rootPaths(result), "/opt/app/private/libfixture_middle.so"));
        QCOMPARE(result.missing,
                 std::vector<std::string>{"libfixture_leaf.so (needed by libfixture_middle.so)"});
        const DependencyNode* middle = childNamed(result.roots.front(), "libfixture_middle.so");
        QVERIFY(middle != nullptr);
        const DependencyNode* leaf = childNamed(*middle, "libfixture_leaf.so");
        QVERIFY(leaf != nullptr);
        QVERIFY(leaf->hostPath.empty());
        QVERIFY(!leaf->searched.empty());
        QVERIFY(!contains(leaf->searched, "/opt/app/private"));
    }

    void rpathServesItsLibrariesToo() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_rpath", "/opt/app/bin/prog");
        tree.copy(fixtures + "/libfixture_middle.so", "/opt/app/private/libfixture_middle.so");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/libfixture_leaf.so");
        const auto result = DependencyResolver(tree.path()).resolve({"/opt/app/bin/prog"}).value();
        QVERIFY(result.missing.empty());
        QVERIFY(contains(rootPaths(result), "/opt/app/private/libfixture_leaf.so"));
    }

    void aRunpathCutsTheInheritedRpathOff() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_rpath_cut", "/opt/app/bin/prog");
        tree.copy(fixtures + "/libfixture_runmiddle.so", "/opt/app/private/libfixture_runmiddle.so");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/libfixture_leaf.so");
        const DependencyResolver resolver(tree.path());
        QCOMPARE(resolver.resolve({"/opt/app/bin/prog"}).value().missing.size(), std::size_t(1));
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/elsewhere/libfixture_leaf.so");
        const auto result = resolver.resolve({"/opt/app/bin/prog"}).value();
        QVERIFY(result.missing.empty());
        QVERIFY(contains(rootPaths(result), "/opt/app/private/elsewhere/libfixture_leaf.so"));
    }

    void expandsLibAndPlatform() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_lib_token", "/bin/prog");
        const auto before = DependencyResolver(tree.path()).resolve({"/bin/prog"}).value();
        QCOMPARE(before.missing, std::vector<std::string>{"libfixture_leaf.so (needed by prog)"});
        const std::string directory =
            childNamed(before.roots.front(), "libfixture_leaf.so")->searched.front();
        QVERIFY(directory.starts_with("/opt/lib"));
        QVERIFY(directory.find('$') == std::string::npos);
        tree.copy(fixtures + "/libfixture_leaf.so", directory + "/libfixture_leaf.so");
        QVERIFY(DependencyResolver(tree.path()).resolve({"/bin/prog"}).value().missing.empty());
    }

    void originFollowsTheRealProgramAndTheLinkStays() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_rpath", "/opt/app/bin/prog");
        tree.copy(fixtures + "/libfixture_middle.so", "/opt/app/private/libfixture_middle.so");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/libfixture_leaf.so");
        tree.link("/etc/alternatives/prog", "/usr/bin/prog");
        tree.link("/opt/app/bin/prog", "/etc/alternatives/prog");
        const auto result = DependencyResolver(tree.path()).resolve({"/usr/bin/prog"}).value();
        QVERIFY(result.missing.empty());
        QCOMPARE(result.links, (std::vector<Dependencies::Link>{{"/usr/bin/prog", "/opt/app/bin/prog"}}));
        QCOMPARE(result.files.front().rootPath, std::string("/opt/app/bin/prog"));
    }

    void aConfiguredLibraryGoesWhereTheLoaderLooks() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_plain", "/usr/bin/prog");
        tree.copy(fixtures + "/libfixture_leaf.so", "/opt/odd/libfixture_leaf.so");
        tree.write("/etc/ld.so.conf", "/opt/odd\n", 0644);
        const auto result = DependencyResolver(tree.path()).resolve({"/usr/bin/prog"}).value();
        QVERIFY(result.missing.empty());
        const auto file =
            std::ranges::find(result.files, "/opt/odd/libfixture_leaf.so", &Dependencies::File::hostPath);
        QVERIFY(file != result.files.end());
        QVERIFY(file->rootPath.starts_with("/lib"));
        QVERIFY(file->rootPath.ends_with("/libfixture_leaf.so"));
    }

    void librariesOfAnotherMachineArePassedOver() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_rpath", "/opt/app/bin/prog");
        tree.copy(fixtures + "/libfixture_middle.so", "/opt/app/private/libfixture_middle.so");
        std::string foreign = contentOf(fixtures + "/libfixture_leaf.so");
        foreign[18] = foreign[18] == 8 ? 2 : 8; // e_machine: MIPS, or SPARC there
        tree.write("/opt/app/private/libfixture_leaf.so", foreign);
        QCOMPARE(DependencyResolver(tree.path()).resolve({"/opt/app/bin/prog"}).value().missing.size(),
                 std::size_t(1));
    }

    void aMissingLoaderIsMissing() {
        const Tree tree;
        tree.copy(fixtures + "/fixture_plain", "/bin/prog");
        const auto result = DependencyResolver(tree.path()).resolve({"/bin/prog"}).value();
        const std::string loader = elfOf(fixtures + "/fixture_plain").interpreter;
        QVERIFY(contains(result.missing, loader + " (needed by prog)"));
        const DependencyNode* node = childNamed(result.roots.front(), loader);
        QVERIFY(node != nullptr);
        QCOMPARE(node->kind, FileKind::Interpreter);
        QVERIFY(node->hostPath.empty());
    }

    void scriptsBringTheirInterpreters() {
        const Tree tree;
        tree.addSystem();
        tree.copy(fixtures + "/fixture_static", "/usr/bin/env");
        tree.copy(fixtures + "/fixture_static", "/usr/local/bin/interp");
        tree.write("/bin/one", "#!/bin/two -x\n");
        tree.write("/bin/two", "#!/usr/bin/env -S A=b interp -e\n");
        tree.write("/bin/lost", "#!/usr/bin/env python9\n");
        const auto result = DependencyResolver(tree.path()).resolve({"/bin/one", "/bin/lost"}).value();
        QCOMPARE(result.roots[0].kind, FileKind::Script);
        const DependencyNode* two = childNamed(result.roots[0], "/bin/two");
        QVERIFY(two != nullptr);
        QCOMPARE(two->kind, FileKind::Script);
        QCOMPARE(childNamed(*two, "interp")->hostPath, std::string("/usr/local/bin/interp"));
        QCOMPARE(result.missing, std::vector<std::string>{"python9 (needed by lost)"});
        for (const char* path :
             {"/bin/one", "/bin/two", "/usr/bin/env", "/usr/local/bin/interp", "/bin/lost"})
            QVERIFY2(contains(rootPaths(result), path), path);
    }

    void scriptLoopsEnd() {
        const Tree tree;
        tree.write("/bin/a", "#!/bin/b\n");
        tree.write("/bin/b", "#!/bin/a\n");
        const auto result = DependencyResolver(tree.path()).resolve({"/bin/a"});
        QCOMPARE(result.error().kind(), ErrorKind::InvalidArgument);
    }

    void fourScriptsAreFineFiveAreNot() {
        const Tree tree;
        tree.copy(fixtures + "/fixture_static", "/bin/s0");
        for (int i = 1; i <= 5; ++i)
            tree.write("/bin/s" + std::to_string(i), "#!/bin/s" + std::to_string(i - 1) + "\n");
        QVERIFY(DependencyResolver(tree.path()).resolve({"/bin/s4"}));
        QVERIFY(!DependencyResolver(tree.path()).resolve({"/bin/s5"}));
    }

    void badProgramsAreNamed() {
        const Tree tree;
        tree.write("/bin/text", "hello\n");
        tree.write("/bin/empty", "");
        std::filesystem::create_directories(tree.at("/bin/folder"));
        const DependencyResolver resolver(tree.path());
        const auto missing = resolver.resolve({"/bin/nothing"});
        QCOMPARE(missing.error().kind(), ErrorKind::NotFound);
        QVERIFY(missing.error().message().find("/bin/nothing") != std::string::npos);
        for (const char* name : {"text", "empty", "folder"}) {
            const auto result = resolver.resolve({std::string("/bin/") + name});
            QCOMPARE(result.error().kind(), ErrorKind::InvalidArgument);
            QVERIFY(result.error().message().find(name) != std::string::npos);
        }
        QCOMPARE(resolver.resolve({"bin/text"}).error().kind(), ErrorKind::InvalidArgument);
    }

    void linksStayInsideTheSysroot() {
        const Tree tree;
        tree.link("../../../../../../../../bin/bash", "/bin/escape");
        QCOMPARE(DependencyResolver(tree.path()).resolve({"/bin/escape"}).error().kind(),
                 ErrorKind::NotFound);
    }

private:
    int m_before = 0;
};

QTEST_GUILESS_MAIN(TestDependencyTree)
#include "tst_dependencytree.moc"
