// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/dependencytree.h"
#include "core/rootfs/handmaderoot.h"

#include "core/rootfs/searchpath.h"
#include "tree.h"

#include <QElapsedTimer>
#include <QTest>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <thread>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

namespace {

struct Outcome {
    int status = -1; ///< exit status, or -1
    std::string output;
};

/// Runs `work` in a child whose stdout and stderr are collected; its result is the exit status.
Outcome inChild(const std::function<int()>& work) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        const int status = work();
        static_cast<void>(std::fflush(nullptr));
        ::_exit(status);
    }
    ::close(ends[1]);
    const sys::UniqueFd reading(ends[0]);
    Outcome outcome;
    std::array<char, 4096> buffer;
    for (ssize_t count = 0; (count = ::read(reading.get(), buffer.data(), buffer.size())) > 0;)
        outcome.output.append(buffer.data(), static_cast<std::size_t>(count));
    int status = 0;
    if (child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status))
        outcome.status = WEXITSTATUS(status);
    return outcome;
}

/// Starts a program with nothing but the tree and a /proc, without which the loader does not know $ORIGIN.
Outcome runInside(const Tree& tree, std::vector<std::string> arguments) {
    return inChild([&] {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("proc", tree.at("/proc").c_str(), "proc", 0, nullptr) != 0 ||
            ::chroot(tree.path().c_str()) != 0 || ::chdir("/") != 0)
            return 120;
        std::vector<char*> vector;
        for (std::string& argument : arguments)
            vector.push_back(argument.data());
        vector.push_back(nullptr);
        std::string path = "PATH=/usr/local/bin:/usr/sbin:/usr/bin";
        std::string home = "HOME=/root";
        std::string terminal = "TERM=xterm-256color";
        const std::array<char*, 4> environment{path.data(), home.data(), terminal.data(), nullptr};
        ::execve(vector.front(), vector.data(), environment.data());
        return 121;
    });
}

sys::UniqueFd openRoot(const Tree& tree) {
    return sys::openDirectory(AT_FDCWD, tree.path()).value();
}

Result<Dependencies> build(const Tree& tree, const std::vector<std::string>& programs,
                           const std::string& sysroot = "/") {
    const auto root = openRoot(tree);
    return buildRoot(root.get(), {programs, {}}, {}, sysroot);
}

std::vector<std::string> starter() {
    return starterPrograms(offeredPrograms().value());
}

/// Path, mode, owner and content of all below a directory.
std::string fingerprint(const std::string& path) {
    std::string text;
    std::vector<std::string> lines;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        struct stat status{};
        ::lstat(entry.path().c_str(), &status);
        lines.push_back(entry.path().string() + ' ' + std::to_string(status.st_mode) + ' ' +
                        std::to_string(status.st_uid) + ' ' +
                        (S_ISREG(status.st_mode) ? contentOf(entry.path()) : ""));
    }
    std::ranges::sort(lines);
    for (const std::string& line : lines)
        text += line + '\n';
    return text;
}

} // namespace

class TestStarterRoot : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCOMPARE(::geteuid(), 0U); }
    void init() {
        m_descriptors = openDescriptors();
        m_mounts = contentOf("/proc/self/mountinfo");
    }
    void cleanup() {
        QCOMPARE(openDescriptors(), m_descriptors);
        QCOMPARE(contentOf("/proc/self/mountinfo"), m_mounts);
    }

    void bashAndTheCoreutilsRun() {
        const Tree tree;
        QElapsedTimer timer;
        timer.start();
        const auto result = build(tree, starter());
        const qint64 milliseconds = timer.elapsed();
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QVERIFY2(result->missing.empty(), result->missing.empty() ? "" : result->missing.front().c_str());
        std::uintmax_t bytes = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tree.path()))
            if (entry.is_regular_file() && !entry.is_symlink())
                bytes += entry.file_size();
        qInfo("starter root: %lld ms, %.1f MB, %zu files", milliseconds, static_cast<double>(bytes) / 1e6,
              result->files.size());
        const Outcome outcome = runInside(tree, {"/bin/bash", "-c", "ls / && id && whoami && echo ok"});
        QVERIFY2(outcome.status == 0, outcome.output.c_str());
        QVERIFY(outcome.output.find("usr\nvar\n") != std::string::npos);
        QVERIFY(outcome.output.find("uid=0(root) gid=0(root)") != std::string::npos);
        QVERIFY(outcome.output.ends_with("root\nok\n"));
    }

    void everyStarterProgramLoads() {
        const Tree tree;
        QVERIFY(build(tree, starter()));
        // The loader lists what it would load; it says "not found" and fails where something is missing.
        const std::string loader = elfOf("/bin/bash").interpreter;
        int listed = 0;
        for (const std::string& name : starter()) {
            std::string path = "/usr/bin/" + name;
            if (!std::filesystem::exists(tree.at(path)))
                path = "/usr/sbin/" + name;
            QVERIFY2(std::filesystem::exists(tree.at(path)), name.c_str());
            if (contentOf(tree.at(path)).starts_with("#!"))
                continue;
            const Outcome outcome = runInside(tree, {loader, "--list", path});
            QVERIFY2(outcome.status == 0 && outcome.output.find("not found") == std::string::npos,
                     (path + ": " + outcome.output).c_str());
            ++listed;
        }
        QVERIFY(listed > 60);
    }

    void thePromptShowsWhereItIs() {
        const Tree tree;
        QVERIFY(build(tree, {"bash"}));
        const Outcome outcome =
            runInside(tree, {"/bin/bash", "--noediting", "-i", "-c", "echo \"prompt ${PS1}\"; alias ls"});
        QVERIFY2(outcome.output.find("prompt \\[\\e[1;32m\\]\\u@\\h") != std::string::npos,
                 outcome.output.c_str());
        QVERIFY(outcome.output.find("alias ls=") != std::string::npos);
        const Outcome sh = runInside(tree, {"/bin/sh", "-c", ". /etc/profile && echo fine"});
        QVERIFY2(sh.output == "fine\n", sh.output.c_str());
    }

    void allBelongsToRootAndNothingIsSetuid() {
        const Tree tree;
        std::vector<std::string> programs{"bash"};
        const auto offered = offeredPrograms().value();
        for (const OfferedProgram& program : offered) {
            struct stat status{};
            if (::stat(program.hostPath.c_str(), &status) == 0 &&
                (status.st_mode & (S_ISUID | S_ISGID)) != 0 && !contentOf(program.hostPath).starts_with("#!"))
                programs.push_back(program.name);
        }
        QVERIFY(programs.size() > 1);
        QVERIFY(build(tree, programs));
        for (const auto& entry : std::filesystem::recursive_directory_iterator(tree.path())) {
            struct stat status{};
            QCOMPARE(::lstat(entry.path().c_str(), &status), 0);
            QCOMPARE(status.st_uid, 0U);
            QCOMPARE(status.st_gid, 0U);
            QVERIFY2((status.st_mode & (S_ISUID | S_ISGID)) == 0, entry.path().c_str());
            if (S_ISREG(status.st_mode))
                QVERIFY2((status.st_mode & (S_IWGRP | S_IWOTH)) == 0, entry.path().c_str());
        }
    }

    void librariesOfOddDirectoriesAreFoundWithoutACache() {
        const Tree source;
        source.addSystem();
        source.copy(fixtures + "/fixture_plain", "/usr/bin/plain");
        source.copy(fixtures + "/libfixture_leaf.so", "/opt/odd/libfixture_leaf.so");
        source.write("/etc/ld.so.conf", "/opt/odd\n", 0644);
        source.copy(fixtures + "/fixture_rpath", "/opt/app/bin/own");
        source.copy(fixtures + "/libfixture_middle.so", "/opt/app/private/libfixture_middle.so");
        source.copy(fixtures + "/libfixture_leaf.so", "/opt/app/private/libfixture_leaf.so");
        source.link("/opt/app/bin/own", "/usr/bin/own");
        const Tree tree;
        const auto result = build(tree, {"plain", "own"}, source.path());
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QVERIFY(!std::filesystem::exists(tree.at("/etc/ld.so.cache")));
        const Outcome plain = runInside(tree, {"/usr/bin/plain"});
        QVERIFY2(plain.status == 0, plain.output.c_str());
        const Outcome own = runInside(tree, {"/bin/own"});
        QVERIFY2(own.status == 0, own.output.c_str());
    }

    void theKernelAgreesWithTheSentence() {
        const Tree tree;
        QVERIFY(build(tree, {"bash"}));
        const auto root = openRoot(tree);
        const std::string loader = elfOf("/bin/bash").interpreter;
        QVERIFY(!findStartProblem(root.get(), "bash", "").value());
        std::filesystem::rename(tree.at(loader), tree.at("/tmp/loader"));
        QCOMPARE(runInside(tree, {"/bin/bash", "-c", "exit 7"}).status, 121);
        const auto problem = findStartProblem(root.get(), "bash", "").value();
        QVERIFY(problem);
        QCOMPARE(problem->sentence, "bash needs the loader " + loader + ", which is not in its root.");
        QCOMPARE(problem->missing, std::vector<std::string>{loader});
        std::filesystem::rename(tree.at("/tmp/loader"), tree.at(loader));
        QCOMPARE(runInside(tree, {"/bin/bash", "-c", "exit 7"}).status, 7);
    }

    void aUsersProgramCannotFetchFilesOfRoot() {
        // Its RUNPATH leads into a directory that only root can enter, and to a library only root can read.
        const Tree source;
        source.addSystem();
        source.write("/usr/local/bin/other", "");
        source.copy(fixtures + "/libfixture_middle.so", "/usr/local/private/libfixture_middle.so");
        source.copy(fixtures + "/libfixture_leaf.so", "/usr/local/private/libfixture_leaf.so");
        source.mode("/usr/local/private/libfixture_leaf.so", 0600);
        const auto program = sys::openAt(AT_FDCWD, fixtures + "/fixture_rpath", O_RDONLY).value();
        const auto missing = [&] {
            const Tree tree;
            const auto root = openRoot(tree);
            return buildRoot(root.get(), {{}, {{"prog", program.get()}}}, {}, source.path()).value().missing;
        };
        QCOMPARE(missing(), std::vector<std::string>{"libfixture_leaf.so (needed by libfixture_middle.so)"});
        source.mode("/usr/local/private", 0700);
        QCOMPARE(missing(), std::vector<std::string>{"libfixture_middle.so (needed by prog)"});
    }

    void aFullDiskIsNamed() {
        const Tree tree;
        const Outcome outcome = inChild([&] {
            if (::unshare(CLONE_NEWNS) != 0 || ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount("tmpfs", tree.path().c_str(), "tmpfs", 0, "size=1m") != 0)
                return 2;
            const auto result = build(tree, {"bash", "ls"});
            if (result)
                return 3;
            std::puts(result.error().message().c_str());
            std::puts(result.error().hint().c_str());
            return result.error().errnum() == ENOSPC ? 0 : 4;
        });
        QVERIFY2(outcome.status == 0, outcome.output.c_str());
        QVERIFY2(outcome.output.starts_with("write /usr/bin/bash: No space left on device\n"),
                 outcome.output.c_str());
        QVERIFY(outcome.output.find("Free some space") != std::string::npos);
    }

    void racingLinksNeverLeadOutside() {
        const Tree canary;
        canary.write("/passwd", "root of the host\n", 0644);
        canary.write("/bin/bash", "bash of the host\n", 0755);
        const std::string before = fingerprint(canary.path());
        const Tree base;
        std::atomic<bool> stop = false;
        std::atomic<int> exchanges = 0;
        // Exchanges directories of the new root with links to the canary, all the time. Only at the top: the
        // racer's own path through such a link would reach into the canary.
        std::thread racer([&] {
            while (!stop) {
                for (const std::string name : {"etc", "usr", "root", "var"}) {
                    const std::string place = base.at("/root/" + name);
                    const std::string link = base.at("/root/evil");
                    if (::symlink(canary.path().c_str(), link.c_str()) == 0 || errno == EEXIST)
                        exchanges += ::renameat2(AT_FDCWD, place.c_str(), AT_FDCWD, link.c_str(),
                                                 RENAME_EXCHANGE) == 0;
                    ::renameat2(AT_FDCWD, place.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
                }
            }
        });
        int failed = 0;
        QElapsedTimer timer;
        timer.start();
        const auto isMet = [&] { return failed > 0 && exchanges > 100; };
        for (int round = 0; timer.elapsed() < (isMet() ? 4000 : 60'000); ++round) {
            QVERIFY(std::filesystem::create_directory(base.at("/root")));
            const auto root = sys::openDirectory(AT_FDCWD, base.at("/root")).value();
            failed += !buildRoot(root.get(), {{"bash", "ls"}, {}}, {});
            std::filesystem::rename(base.at("/root"), base.at("/old" + std::to_string(round)));
        }
        stop = true;
        racer.join();
        QCOMPARE(fingerprint(canary.path()), before);
        QVERIFY(exchanges > 100);
        QVERIFY(failed > 0); // the race was met
    }

private:
    int m_descriptors = 0;
    std::string m_mounts;
};

QTEST_APPLESS_MAIN(TestStarterRoot)
#include "tst_starterroot.moc"
