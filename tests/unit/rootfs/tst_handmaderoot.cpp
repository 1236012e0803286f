// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/handmaderoot.h"

#include "core/rootfs/copy.h"
#include "core/rootfs/rootwriter.h"
#include "resolver.h"
#include "tree.h"

#include <QTest>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

namespace {

sys::UniqueFd openRoot(const Tree& tree) {
    return sys::openDirectory(AT_FDCWD, tree.path()).value();
}

const Progress silent;

unsigned modeOf(const std::string& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace

class TestHandMadeRoot : public QObject {
    Q_OBJECT

private slots:
    void init() { m_before = openDescriptors(); }
    void cleanup() { QCOMPARE(openDescriptors(), m_before); }

    void offersTheProgramsOfTheSystem() {
        const auto offered = offeredPrograms().value();
        QVERIFY(std::ranges::is_sorted(offered, {}, &OfferedProgram::name));
        QVERIFY(std::ranges::adjacent_find(offered, {}, &OfferedProgram::name) == offered.end());
        const auto bash = std::ranges::find(offered, "bash", &OfferedProgram::name);
        QVERIFY(bash != offered.end());
        QCOMPARE(bash->size, std::filesystem::file_size(bash->hostPath));
        const auto starter = starterPrograms(offered);
        QCOMPARE(starter.front(), std::string("bash"));
        for (const char* name : {"ls", "cat", "id", "whoami", "sleep", "[", "stty", "sha256sum"})
            QVERIFY2(std::ranges::find(starter, name) != starter.end(), name);
    }

    void offersOnlyWhatRootAloneCanChange() {
        const Tree tree;
        for (const char* name : {"good", "writable", "group", "secret", "plain"})
            tree.write(std::string("/usr/bin/") + name, "#!/bin/sh\n");
        tree.mode("/usr/bin/writable", 0757);
        tree.mode("/usr/bin/group", 0775);
        tree.mode("/usr/bin/secret", 0750);
        tree.mode("/usr/bin/plain", 0644);
        tree.write("/usr/local/bin/staff", "#!/bin/sh\n");
        tree.mode("/usr/local/bin", 0775);
        tree.write("/hidden/prog", "#!/bin/sh\n");
        tree.mode("/hidden", 0700);
        tree.link("/hidden/prog", "/usr/bin/tohidden");
        tree.link("usr/bin", "/bin");
        const auto offered = offeredPrograms(tree.path()).value();
        if (::geteuid() == 0) {
            QCOMPARE(offered.size(), std::size_t(1));
            QCOMPARE(offered.front().hostPath, std::string("/usr/bin/good"));
        } else {
            QVERIFY(offered.empty()); // the files belong to whoever runs the test
        }
    }

    void buildsARootThatHoldsAll() {
        const Tree tree;
        const auto root = openRoot(tree);
        std::vector<std::uint64_t> done;
        std::uint64_t total = 0;
        const auto result = buildRoot(root.get(), {{"bash", "ls", "cat", "id"}, {}},
                                      [&](std::uint64_t bytes, std::uint64_t all, const std::string&) {
                                          done.push_back(bytes);
                                          total = all;
                                          return true;
                                      });
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QVERIFY(result->missing.empty());
        QVERIFY(std::ranges::is_sorted(done));
        QCOMPARE(done.front(), std::uint64_t(0));
        QCOMPARE(done.back(), total);
        // Resolved again inside the new root, everything is there.
        const auto inside =
            DependencyResolver(tree.path()).resolve({"/bin/bash", "/bin/ls", "/bin/id"}).value();
        QVERIFY(inside.missing.empty());
        QCOMPARE(contentOf(tree.at("/usr/bin/bash")), contentOf("/bin/bash"));
        QCOMPARE(std::filesystem::read_symlink(tree.at("/bin")).string(), std::string("usr/bin"));
        QCOMPARE(modeOf(tree.at("/tmp")), 01777U);
        QCOMPARE(modeOf(tree.at("/var/tmp")), 01777U);
        QCOMPARE(modeOf(tree.at("/root")), 0700U);
        QCOMPARE(modeOf(tree.at("/usr/bin/ls")), 0755U);
        QVERIFY(contentOf(tree.at("/etc/passwd")).starts_with("root:x:0:0:root:/root:/bin/bash\n"));
        for (const char* path :
             {"dev", "proc", "sys", "run", "home", "mnt", "opt", "var", "lib64", "sbin", "etc/group",
              "etc/hosts", "etc/nsswitch.conf", "etc/profile", "root/.bashrc"})
            QVERIFY2(std::filesystem::exists(tree.at("/") + path), path);
    }

    void modesDoNotDependOnTheUmask() {
        const Tree tree;
        const auto root = openRoot(tree);
        ::umask(077);
        const auto result = buildRoot(root.get(), {{"bash"}, {}}, silent);
        ::umask(022);
        QVERIFY(result);
        QCOMPARE(modeOf(tree.at("/usr")), 0755U);
        QCOMPARE(modeOf(tree.at("/usr/bin")), 0755U);
        QCOMPARE(modeOf(tree.at("/etc/passwd")), 0644U);
        QCOMPARE(modeOf(tree.at("/usr/bin/bash")), 0755U);
    }

    void linksOfProgramsStayLinks() {
        const Tree tree;
        const auto root = openRoot(tree);
        QVERIFY(buildRoot(root.get(), {{"sh", "bash"}, {}}, silent));
        QVERIFY(std::filesystem::exists(tree.at("/usr/bin/sh")));
        const auto target = std::filesystem::canonical("/bin/sh").filename();
        if (std::filesystem::is_symlink("/bin/sh"))
            QCOMPARE(std::filesystem::read_symlink(tree.at("/usr/bin/sh")), target);
        QCOMPARE(contentOf(tree.at("/usr/bin/sh")), contentOf("/bin/sh"));
    }

    void bashStandsInForSh() {
        const Tree tree;
        const auto root = openRoot(tree);
        QVERIFY(buildRoot(root.get(), {{"bash"}, {}}, silent));
        QCOMPARE(std::filesystem::read_symlink(tree.at("/usr/bin/sh")).string(), std::string("bash"));
    }

    void givenProgramsAreCopiedFromTheirDescriptors() {
        const Tree tree;
        const auto root = openRoot(tree);
        const auto program = sys::openAt(AT_FDCWD, fixtures + "/fixture_static", O_RDONLY).value();
        ::lseek(program.get(), 100, SEEK_SET); // the position does not count
        const auto result = buildRoot(root.get(), {{}, {{"my tool", program.get()}}}, silent);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(contentOf(tree.at("/usr/local/bin/my tool")), contentOf(fixtures + "/fixture_static"));
        QCOMPARE(result->roots.front().name, std::string("my tool"));
        QCOMPARE(result->roots.front().rootPath, std::string("/usr/local/bin/my tool"));
    }

    void badRequestsAreNamed() {
        const auto attempt = [](const BuildRequest& request) {
            const Tree tree;
            const auto root = openRoot(tree);
            auto result = buildRoot(root.get(), request, silent);
            return result ? std::string("built")
                          : std::string(nameOf(result.error().kind())) + ' ' + result.error().message();
        };
        const auto program = sys::openAt(AT_FDCWD, fixtures + "/fixture_static", O_RDONLY).value();
        const auto path = sys::openAt(AT_FDCWD, fixtures + "/fixture_static", O_PATH).value();
        const auto folder = sys::openDirectory(AT_FDCWD, "/").value();
        const sys::UniqueFd text(::memfd_create("text", MFD_CLOEXEC));
        QVERIFY(sys::writeAll(text.get(), "hello\n"));
        QVERIFY(attempt({{"nosuchprogram"}, {}}).starts_with("InvalidArgument program nosuchprogram"));
        QVERIFY(attempt({{"../../etc/passwd"}, {}}).starts_with("InvalidArgument"));
        QVERIFY(attempt({{std::string("ba\0sh", 5)}, {}}).starts_with("InvalidArgument"));
        for (const std::string name : {"", ".", "..", "a/b", "a\nb"})
            QVERIFY(attempt({{}, {{name, program.get()}}}).starts_with("InvalidArgument name of a program"));
        QVERIFY(attempt({{}, {{std::string(256, 'a'), program.get()}}}).starts_with("InvalidArgument"));
        QVERIFY(attempt({{}, {{"p", path.get()}}}).starts_with("InvalidArgument program p"));
        QVERIFY(attempt({{}, {{"p", folder.get()}}}).starts_with("InvalidArgument program p"));
        QVERIFY(attempt({{}, {{"p", -1}}}).starts_with("Failed"));
        QVERIFY(attempt({{}, {{"p", text.get()}}}).starts_with("InvalidArgument use the program p"));
        QVERIFY(attempt({{}, {{"p", program.get()}, {"p", program.get()}}})
                    .starts_with("InvalidArgument program p: each name once"));
    }

    void cancellingStopsBetweenFiles() {
        const Tree tree;
        const auto root = openRoot(tree);
        int calls = 0;
        const auto result =
            buildRoot(root.get(), {{"bash", "ls"}, {}},
                      [&](std::uint64_t, std::uint64_t, const std::string&) { return ++calls < 3; });
        QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
        QCOMPARE(calls, 3);
        QVERIFY(std::filesystem::exists(tree.at("/usr/bin/bash"))); // left for the caller to remove
        QVERIFY(!std::filesystem::exists(tree.at("/usr/bin/ls")));
    }

    void onlyAnEmptyDirectoryIsFilled() {
        const Tree tree;
        const Tree canary;
        tree.link(canary.path(), "/etc");
        const auto root = openRoot(tree);
        QCOMPARE(buildRoot(root.get(), {{"bash"}, {}}, silent).error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(std::filesystem::is_empty(canary.path()));
        QVERIFY(!std::filesystem::exists(tree.at("/usr")));
    }

    void theWriterStaysInside() {
        // The root lies deep in the canary, so that whatever gets out is seen and does no harm.
        const Tree canary;
        canary.write("/kept", "kept", 0644);
        canary.write("/a/b/root/first", "", 0644);
        const std::string inside = "/a/b/root";
        canary.link(canary.path(), inside + "/absolute");
        canary.link("../../..", inside + "/relative");
        canary.link(canary.path() + "/kept", inside + "/file");
        canary.link("/proc/self/cwd", inside + "/magic");
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(canary.path());
        const auto root = sys::openDirectory(AT_FDCWD, canary.at(inside)).value();
        const RootWriter writer(root.get());
        for (const std::string parent : {"/absolute", "/relative", "/magic", "/absolute/..", "/../../.."}) {
            static_cast<void>(writer.file(parent + "/new", "x", 0644));
            static_cast<void>(writer.file(parent + "/kept", "x", 0644));
            static_cast<void>(writer.directory(parent + "/folder", 0755));
            static_cast<void>(writer.link(parent + "/link", "x"));
        }
        std::filesystem::current_path(before);
        QCOMPARE(writer.file("/file", "x", 0644).error().kind(), ErrorKind::AlreadyExists);
        QCOMPARE(contentOf(canary.at("/kept")), std::string("kept"));
        for (const char* directory : {"", "/a", "/a/b"})
            QCOMPARE(std::distance(std::filesystem::directory_iterator(canary.at(directory)), {}),
                     *directory == '\0' ? 2 : 1);
    }

    void theWriterFollowsLinksThatStayInside() {
        const Tree tree;
        const auto root = openRoot(tree);
        const RootWriter writer(root.get());
        QVERIFY(writer.directory("/inner/deep", 0755));
        tree.link("/inner", "/inside");
        QVERIFY(writer.file("/inside/deep/new", "x", 0644));
        QCOMPARE(contentOf(tree.at("/inner/deep/new")), std::string("x"));
        QVERIFY(writer.file("/inner/none/../beside", "x", 0644)); // makes "none", as the loader will want it
        QVERIFY(std::filesystem::exists(tree.at("/inner/none")));
        QCOMPARE(contentOf(tree.at("/inner/beside")), std::string("x"));
    }

    void anEmptyRootHasTheMountPoints() {
        const Tree tree;
        const auto root = openRoot(tree);
        QVERIFY(buildEmptyRoot(root.get()));
        QVERIFY(buildEmptyRoot(root.get())); // what exists is fine
        QCOMPARE(sys::listDirectory(root.get()).value(),
                 (std::vector<std::string>{"dev", "proc", "run", "sys", "tmp"}));
    }

    void holesStayHoles() {
        const Tree tree;
        tree.write("/from", "begin");
        const auto directory = openRoot(tree);
        const auto from = sys::openAt(directory.get(), "from", O_RDWR).value();
        constexpr off_t size = off_t{64} << 20U;
        constexpr off_t middle = size / 2;
        QCOMPARE(::pwrite(from.get(), "middle", 6, middle), ssize_t{6});
        QCOMPARE(::ftruncate(from.get(), size), 0); // the last half is a hole, to its end
        const auto to = sys::openAt(directory.get(), "to", O_RDWR | O_CREAT, 0600).value();
        const auto copied = copyContent(from.get(), to.get(), size, "x");
        QVERIFY2(copied, copied ? "" : copied.error().message().c_str());
        struct stat status{};
        QCOMPARE(::fstat(to.get(), &status), 0);
        QCOMPARE(status.st_size, size);
        QVERIFY(status.st_blocks * 512 < size / 8);
        char text[7] = {};
        QCOMPARE(::pread(to.get(), text, 5, 0), ssize_t{5});
        QCOMPARE(std::string(text), std::string("begin"));
        QCOMPARE(::pread(to.get(), text, 6, middle), ssize_t{6});
        QCOMPARE(std::string(text), std::string("middle"));
        QCOMPARE(::pread(to.get(), text, 1, middle + 6), ssize_t{1});
        QCOMPARE(text[0], '\0');
    }

    void copiesFallBack() {
        // From procfs neither copy_file_range nor a size is to be had; a shorter file is noticed.
        const Tree tree;
        tree.write("/to", "", 0644);
        const auto to = sys::openAt(AT_FDCWD, tree.at("/to"), O_WRONLY).value();
        const auto from = sys::openAt(AT_FDCWD, "/proc/version", O_RDONLY).value();
        const std::string version = contentOf("/proc/version");
        QVERIFY(copyContent(from.get(), to.get(), version.size(), "version"));
        QCOMPARE(contentOf(tree.at("/to")), version);
        const auto tooMuch = copyContent(from.get(), to.get(), version.size() + 1, "version");
        QVERIFY(!tooMuch);
        QVERIFY(tooMuch.error().message().find("version") != std::string::npos);
        const sys::UniqueFd memory(::memfd_create("x", MFD_CLOEXEC)); // another file system: EXDEV
        QVERIFY(sys::writeAll(memory.get(), std::string(200000, 'x')));
        tree.write("/second", "", 0644);
        const auto second = sys::openAt(AT_FDCWD, tree.at("/second"), O_WRONLY).value();
        QVERIFY(copyContent(memory.get(), second.get(), 200000, "x"));
        QCOMPARE(contentOf(tree.at("/second")), std::string(200000, 'x'));
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestHandMadeRoot)
#include "tst_handmaderoot.moc"
