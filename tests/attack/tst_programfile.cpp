// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitored.h"

#include "core/model/ociconfig.h"

#include <QFile>
#include <QTest>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

using namespace vitrine;
using namespace vitrine::monitor;

/// CVE-2019-5736: until execve(2) a process of a container has the host's program, and "#!/proc/self/exe"
/// makes it execute that again. Root inside keeps the file, and writes to it when nobody executes it any
/// more: the next start would run that, as root, outside.
class TestProgramFile : public QObject {
    Q_OBJECT

private slots:
    void rootInsideCannotWriteToTheHostsProgram_data();
    void rootInsideCannotWriteToTheHostsProgram();
};

namespace {

std::string readAll(int fd, int timeoutMs) {
    std::string text;
    char buffer[4096];
    pollfd ready{fd, POLLIN, 0};
    while (!text.ends_with("\nend\n") && ::poll(&ready, 1, timeoutMs) > 0) {
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        if (count <= 0)
            break;
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
}

void makeHostile(Monitored& container) {
    container.spec.process.terminal = Terminal::No;
    container.spec.process.args = {"/attacker", "watch-programs", "2"};
    const std::string root = container.path("state/containers/" + container.record.id + "/rootfs");
    QFile::copy(QStringLiteral(ATTACKER), QString::fromStdString(root + "/attacker"));
    std::ofstream(root + "/script") << "#!/proc/self/exe\n";
    ::chmod((root + "/attacker").c_str(), 0755);
    ::chmod((root + "/script").c_str(), 0755);
}

} // namespace

void TestProgramFile::rootInsideCannotWriteToTheHostsProgram_data() {
    QTest::addColumn<bool>("users");
    QTest::newRow("the host's users") << false;
    QTest::newRow("users of its own") << true;
}

void TestProgramFile::rootInsideCannotWriteToTheHostsProgram() {
    QFETCH(bool, users);
    Monitored container;
    makeHostile(container);
    if (!users) {
        container.spec.namespaces[NamespaceKind::User] = Isolation::Host;
        container.spec.uidMappings.clear();
        container.spec.gidMappings.clear();
        container.record.idBase = 0;
    }
    container.store();
    struct stat before{};
    QCOMPARE(::stat(MONITOR, &before), 0);
    const auto socket = container.start();
    QVERIFY(socket);
    auto console = ask(socket.get(), AttachConsole{});
    QVERIFY(!console.fds.empty());
    QVERIFY(sees(console.fds.front().get(), "watching"));
    ProcessSpec process = container.spec.process;
    int executed = 0;
    for (int round = 0; round < 100; ++round) {
        process.args = {round % 2 == 0 ? "/script" : "/proc/self/exe"};
        executed += ask(socket.get(), ExecProcess{writeProcess(process), 24, 80}).error ? 0 : 1;
    }
    const std::string seen = readAll(console.fds.front().get(), 10'000);
    QVERIFY2(executed == 0 || seen.contains("handle"), seen.c_str());
    QVERIFY2(!seen.contains("broke"), seen.c_str());
    struct stat after{};
    QCOMPARE(::stat(MONITOR, &after), 0);
    QCOMPARE(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
    QCOMPARE(after.st_size, before.st_size);
}

QTEST_GUILESS_MAIN(TestProgramFile)
#include "tst_programfile.moc"
