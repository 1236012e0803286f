// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hoststate.h"
#include "testcontainer.h"

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace vitrine;

namespace fs = std::filesystem;

/// Roots made to lead a mount out of the container: each must fail or stay inside, and leave what its links
/// point to alone.
class TestHostileRoot : public QObject {
    Q_OBJECT

    [[nodiscard]] std::string canary() const { return m_bed->directory() + "/canary"; }

    void makeEntry(const std::string& kind, const std::string& path) const {
        if (kind == "symlink")
            fs::create_directory_symlink(canary(), path);
        else if (kind == "relative symlink")
            fs::create_directory_symlink("../../../../../../../.." + canary(), path);
        else if (kind == "inner symlink")
            fs::create_directory_symlink("/elsewhere", path);
        else if (kind == "file")
            std::ofstream(path) << "x";
        else if (kind == "fifo")
            QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        else if (kind == "socket")
            QCOMPARE(::mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
    }

private slots:
    void init() {
        m_bed = std::make_unique<TestBed>();
        fs::create_directories(canary() + "/pts");
        fs::create_directory(m_bed->root() + "/elsewhere");
        std::ofstream(canary() + "/null") << "kept";
    }

    void cleanup() { m_bed.reset(); }

    void whatIsNoDirectoryIsRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("kind");
        for (const char* name : {"dev", "proc", "sys"}) {
            for (const char* kind :
                 {"symlink", "relative symlink", "inner symlink", "file", "fifo", "socket"})
                QTest::addRow("%s %s", name, kind) << name << kind;
        }
    }
    void whatIsNoDirectoryIsRefused() {
        QFETCH(QString, name);
        QFETCH(QString, kind);
        makeEntry(kind.toStdString(), m_bed->root() + "/" + name.toStdString());
        const HostState before = readHostState(m_bed->cgroupName(), m_bed->directory());
        {
            TestContainer container(*m_bed, m_bed->spec({"wait"}));
            QVERIFY(!container.started());
            QVERIFY2(container.error().contains("/" + name.toStdString()), container.error().c_str());
            if (kind.contains("symlink"))
                QVERIFY2(container.hint().contains("symbolic link"), container.hint().c_str());
        }
        const HostState after = readHostState(m_bed->cgroupName(), m_bed->directory());
        QVERIFY2(after == before, difference(before, after).c_str());
        QCOMPARE(readText(canary() + "/null"), std::string("kept"));
    }

    void otherLinksAreResolvedInside() {
        // /run -> <canary>: the mount must land in <root>/<canary>, never on the host's.
        fs::create_directory_symlink(canary(), m_bed->root() + "/run");
        fs::create_directories(m_bed->root() + canary());
        TestContainer container(*m_bed, m_bed->spec({"view", "write", "/run/file"}));
        QVERIFY2(container.started(), container.error().c_str());
        const View view = container.view();
        QVERIFY(view.mountAt(canary()).contains(" - tmpfs "));
        QCOMPARE(view.value("write"), std::string("/run/file ok"));
        QVERIFY(!fs::exists(canary() + "/file"));
        QVERIFY(container.finish());
    }

    void noLinkLeadsAMountIntoKernelFiles_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("destination");
        QTest::newRow("proc") << "/proc" << "/x";
        QTest::newRow("below proc") << "/proc" << "/x/sys";
        QTest::newRow("attributes") << "/proc/self" << "/x/attr";
        QTest::newRow("sysfs") << "../../sys/kernel" << "/x";
    }
    void noLinkLeadsAMountIntoKernelFiles() {
        QFETCH(QString, target);
        QFETCH(QString, destination);
        fs::create_directory_symlink(target.toStdString(), m_bed->root() + "/x");
        ContainerSpec spec = m_bed->spec({"wait"});
        spec.mounts.push_back({destination.toStdString(), "tmpfs", "tmpfs", {}});
        TestContainer container(*m_bed, spec);
        QVERIFY(!container.started());
        QVERIFY2(container.error().contains("leads it into /proc or /sys"), container.error().c_str());
    }

    void aDanglingLinkAsMountPointIsNotFollowedOut() {
        fs::create_symlink(canary() + "/new", m_bed->root() + "/run");
        TestContainer container(*m_bed, m_bed->spec({"wait"}));
        QVERIFY(!fs::exists(canary() + "/new"));
        QVERIFY(container.finish());
    }

    void devicesOfTheImageAreNotUsed() {
        // The container's /dev is a file system of its own: a node of the image's is never seen.
        fs::create_directory(m_bed->root() + "/dev");
        std::ofstream(m_bed->root() + "/dev/null") << "image";
        TestContainer container(*m_bed, m_bed->spec({"write", "/dev/null", "read", "/dev/null"}));
        QVERIFY2(container.started(), container.error().c_str());
        QCOMPARE(container.view().value("read"), std::string("/dev/null 0"));
        QCOMPARE(readText(m_bed->root() + "/dev/null"), std::string("image"));
        QVERIFY(container.finish());
    }

    void aRootThatIsALinkIsRefused() {
        const std::string link = m_bed->directory() + "/link";
        fs::create_directory_symlink(m_bed->root(), link);
        const ContainerSpec spec = m_bed->spec({"wait"});
        PlanContext context = m_bed->context(spec);
        context.rootDirectory = link;
        TestContainer container(*m_bed, spec, context, m_bed->options());
        QVERIFY(!container.started());
    }

    void anOpenedRootIsUsedWhateverItsPathSaysNow() {
        const std::string other = m_bed->directory() + "/other";
        fs::create_directory(other);
        const int root = ::open(m_bed->root().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        QVERIFY(root >= 0);
        const ContainerSpec spec = m_bed->spec({"view"});
        PlanContext context = m_bed->context(spec);
        context.rootDirectory = other; // as if swapped after the check
        engine::StartOptions options = m_bed->options();
        options.rootFd = root;
        TestContainer container(*m_bed, spec, context, options);
        ::close(root);
        QVERIFY2(container.started(), container.error().c_str());
        QCOMPARE(container.view().value("hostname"), std::string("bob"));
        QVERIFY(container.finish());
    }

private:
    std::unique_ptr<TestBed> m_bed;
};

QTEST_APPLESS_MAIN(TestHostileRoot)
#include "tst_hostileroot.moc"
