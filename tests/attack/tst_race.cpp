// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "canary.h"
#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

using namespace vitrine;

namespace fs = std::filesystem;

/// CVE-2021-30465 and its kin: the root belongs to a user who exchanges its directories for links while it is
/// mounted into.
class TestRace : public QObject {
    Q_OBJECT

private slots:
    void linksThatComeAndGoLeadNowhere_data();
    void linksThatComeAndGoLeadNowhere();
};

namespace {

/// Exchanges a directory for a link as fast as it can, until it is killed.
class Racer {
public:
    Racer(const std::string& directory, const std::string& target)
        : m_link(directory + "-link")
        , m_rounds(static_cast<volatile unsigned*>(
              ::mmap(nullptr, sizeof(unsigned), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
        fs::create_directories(directory);
        fs::create_directory_symlink(target, m_link);
        m_pid = ::fork();
        if (m_pid == 0) {
            for (;;) {
                if (::renameat2(AT_FDCWD, directory.c_str(), AT_FDCWD, m_link.c_str(), RENAME_EXCHANGE) == 0)
                    *m_rounds = *m_rounds + 1;
            }
        }
    }
    ~Racer() {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        ::munmap(const_cast<unsigned*>(m_rounds), sizeof(unsigned));
    }
    Racer(const Racer&) = delete;
    Racer& operator=(const Racer&) = delete;
    [[nodiscard]] unsigned rounds() const { return *m_rounds; }

private:
    std::string m_link;
    volatile unsigned* m_rounds;
    int m_pid = -1;
};

/// Every entry below, with what it is and holds.
std::vector<std::string> listing(const std::string& directory) {
    std::vector<std::string> lines;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        struct stat status{};
        ::lstat(entry.path().c_str(), &status);
        lines.push_back(entry.path().string() + ' ' + std::to_string(status.st_mode) + ' ' +
                        std::to_string(status.st_uid) + ' ' + std::to_string(status.st_dev) + ' ' +
                        (S_ISREG(status.st_mode) ? readText(entry.path()) : ""));
    }
    std::ranges::sort(lines);
    return lines;
}

/// What is mounted in the container: its own procfs once, with its covers, wherever the race has carried it
/// meanwhile.
std::string problemOf(const std::string& mountInfo) {
    std::istringstream lines(mountInfo);
    std::string procfs;
    std::vector<std::string> places;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string root;
        std::string place;
        words >> root >> root >> root >> root >> place;
        // The names change while the kernel writes this.
        if (place.starts_with("/proc-link"))
            place.erase(5, 5);
        places.push_back(place);
        if (line.contains(" - proc ") && root == "/")
            procfs = procfs.empty() ? place : "two";
    }
    if (procfs != "/proc")
        return "its procfs is at " + procfs + "\n" + mountInfo;
    for (const char* below : {"/sys", "/bus", "/irq", "/interrupts", "/kallsyms", "/timer_list"}) {
        if (fs::exists(std::string("/proc") + below) && !std::ranges::contains(places, procfs + below))
            return std::string(below) + " is not covered\n" + mountInfo;
    }
    return {};
}

} // namespace

void TestRace::linksThatComeAndGoLeadNowhere_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("mount");
    for (const char* name : {"/proc", "/dev", "/sys"})
        QTest::newRow(name) << name << "";
    QTest::newRow("parent of a mount point") << "/a/b" << "/a/b/c/d";
    QTest::newRow("mount point") << "/a/b" << "/a/b";
}

void TestRace::linksThatComeAndGoLeadNowhere() {
    QFETCH(QString, place);
    QFETCH(QString, mount);
    TestBed bed;
    const Canary canary(bed.directory());
    const std::string outside = bed.directory() + "/outside";
    for (const char* name : {"pts", "shm", "mqueue", "c/d", "kernel"})
        fs::create_directories(outside + '/' + name);
    std::ofstream(outside + "/null") << "kept";
    ContainerSpec spec = bed.spec({"wait"});
    if (!mount.isEmpty())
        spec.mounts.push_back({mount.toStdString(), "tmpfs", "tmpfs", {"mode=755"}});
    const auto before = listing(outside);
    int started = 0;
    int refused = 0;
    unsigned rounds = 0;
    {
        const Racer racer(bed.root() + place.toStdString(), outside);
        const HostState hostBefore = readHostState(bed.cgroupName(), outside);
        // Until both have happened: it was mounted into the directory, and a link was there in the midst of
        // it.
        for (int attempt = 0; attempt < 400 && (attempt < 40 || started == 0 || refused == 0); ++attempt) {
            TestContainer container(bed, spec);
            if (!container.started()) {
                ++refused;
                continue;
            }
            ++started;
            const std::string problem =
                problemOf(readText("/proc/" + std::to_string(container.pid()) + "/mountinfo"));
            QVERIFY2(problem.empty(), problem.c_str());
            QVERIFY(container.finish());
        }
        rounds = racer.rounds();
        const HostState hostAfter = readHostState(bed.cgroupName(), outside);
        QVERIFY2(hostAfter == hostBefore, difference(hostBefore, hostAfter).c_str());
    }
    qInfo("%d started, %d refused, %u exchanges", started, refused, rounds);
    QVERIFY(rounds > 100);
    QVERIFY(started > 0);
    QCOMPARE(listing(outside), before);
    QVERIFY2(canary.harm().empty(), canary.harm().c_str());
}

QTEST_GUILESS_MAIN(TestRace)
#include "tst_race.moc"
