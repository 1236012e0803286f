// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/console.h"
#include "pump.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>

#include <cstdlib>
#include <ctime>
#include <thread>

using namespace vitrine;
using namespace vitrine::monitor;
using namespace std::chrono_literals;

namespace {

struct Pipe {
    sys::UniqueFd readEnd;
    sys::UniqueFd writeEnd;
    Pipe() {
        int fds[2] = {-1, -1};
        if (::pipe2(fds, O_CLOEXEC) == 0) {
            readEnd = sys::UniqueFd(fds[0]);
            writeEnd = sys::UniqueFd(fds[1]);
        }
    }
};

/// What the container has in its hands, and the console that serves it.
struct PipeFixture {
    Pipe input;
    Pipe output;
    Pipe error;
    Console::Streams streams() {
        return engine::PipeStreams{std::move(input.writeEnd), std::move(output.readEnd),
                                   std::move(error.readEnd)};
    }
};

std::string readNow(int fd) {
    std::string text;
    char buffer[65536];
    ssize_t count = 0;
    while ((count = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
        text.append(buffer, static_cast<std::size_t>(count));
    return text;
}

bool isClosed(int fd) {
    char byte = 0;
    return ::recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

std::uint64_t cpuTimeNs() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

} // namespace

class TestConsole : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_before = openDescriptors();
        m_temporary = std::make_unique<QTemporaryDir>();
        m_directory = sys::openDirectory(AT_FDCWD, m_temporary->path().toStdString()).value();
        m_loop.emplace(EventLoop::create().value());
        m_console = std::make_unique<Console>(*m_loop, OutputLog::open(m_directory.get()).value());
    }

    void cleanup() {
        m_console.reset();
        m_loop.reset();
        m_directory.reset();
        m_temporary.reset();
        QCOMPARE(openDescriptors(), m_before);
    }

    void bothOutputsReachLogAndClients() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        const auto client = m_console->attach().value();
        QVERIFY(sys::writeAll(container.output.writeEnd.get(), "out\n"));
        std::string seen;
        QVERIFY(pump(*m_loop, [&] { return (seen += readNow(client.get())) == "out\n"; }));
        QVERIFY(sys::writeAll(container.error.writeEnd.get(), "err\n"));
        QVERIFY(pump(*m_loop, [&] { return (seen += readNow(client.get())) == "out\nerr\n"; }));
        QCOMPARE(readLog(m_directory.get(), 0, 100)->data, std::string("out\nerr\n"));
        const auto late = m_console->attach().value();
        QCOMPARE(readNow(late.get()), std::string("out\nerr\n"));
    }

    void inputReachesTheContainer() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        auto client = m_console->attach().value();
        QVERIFY(sys::writeAll(container.output.writeEnd.get(), "output that it will not read"));
        QVERIFY(sys::writeAll(client.get(), "typed, then gone"));
        client.reset(); // the last words count all the same
        char buffer[64] = {};
        ::fcntl(container.input.readEnd.get(), F_SETFL, O_NONBLOCK);
        QVERIFY(pump(*m_loop, [&] { return ::read(container.input.readEnd.get(), buffer, 63) > 0; }));
        QCOMPARE(std::string(buffer), std::string("typed, then gone"));
        // Detaching is not the end of the input …
        QVERIFY(!pump(*m_loop, [&] { return ::read(container.input.readEnd.get(), buffer, 1) == 0; }, 50ms));
        // … but this is.
        const auto second = m_console->attach().value();
        ::shutdown(second.get(), SHUT_WR);
        QVERIFY(pump(*m_loop, [&] { return ::read(container.input.readEnd.get(), buffer, 1) == 0; }));
    }

    void aContainerThatDoesNotReadHoldsUpNobody() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        const auto client = m_console->attach().value();
        ::fcntl(client.get(), F_SETFL, O_NONBLOCK);
        const std::string block(65536, 'x');
        std::size_t sent = 0;
        pump(
            *m_loop,
            [&] {
                const ssize_t count = ::write(client.get(), block.data(), block.size());
                sent += count > 0 ? static_cast<std::size_t>(count) : 0;
                return false;
            },
            200ms);
        // Pipe, buffer and socket are full, and that is all: the memory of the monitor is bounded.
        QVERIFY2(sent < std::size_t{1024} * 1024, std::to_string(sent).c_str());
        QVERIFY(sys::writeAll(container.output.writeEnd.get(), "still there"));
        QVERIFY(pump(*m_loop, [&] { return readNow(client.get()) == "still there"; }));
        const std::uint64_t before = cpuTimeNs();
        pump(*m_loop, [] { return false; }, 300ms);
        QVERIFY2(cpuTimeNs() - before < 100'000'000, "it must not spin while it waits");
    }

    void closedStreamsAreNoBusyLoop() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        const auto client = m_console->attach().value();
        container = PipeFixture(); // the container has closed all three
        const std::uint64_t before = cpuTimeNs();
        pump(*m_loop, [] { return false; }, 300ms);
        QVERIFY2(cpuTimeNs() - before < 100'000'000, "it must not spin on a hang-up");
        QVERIFY(!isClosed(client.get()));
        QVERIFY(sys::writeAll(client.get(), "to nobody"));
        pump(*m_loop, [] { return false; }, 20ms);
    }

    void aSlowClientIsDisconnectedAndTheOthersGetAll() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        const auto slow = m_console->attach().value();
        const auto fast = m_console->attach().value();
        constexpr std::size_t total = std::size_t{3} * 1024 * 1024;
        std::thread writer([&] {
            const std::string block(8192, 'x');
            for (std::size_t done = 0; done < total; done += block.size())
                static_cast<void>(sys::writeAll(container.output.writeEnd.get(), block));
        });
        std::size_t seen = 0;
        const bool all = pump(*m_loop, [&] { return (seen += readNow(fast.get()).size()) == total; });
        writer.join();
        QVERIFY(all);
        const std::size_t kept = readNow(slow.get()).size();
        QVERIFY(kept > 0 && kept < total);
        QVERIFY(isClosed(slow.get()));
        QVERIFY(!isClosed(fast.get()));
    }

    void aTerminalKnowsItsSize() {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
        sys::UniqueFd slave(::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC));
        QVERIFY(m_console->open(sys::UniqueFd(master)));
        QVERIFY(m_console->resize(31, 97));
        winsize size{};
        QCOMPARE(::ioctl(slave.get(), TIOCGWINSZ, &size), 0);
        QCOMPARE(size.ws_row, 31);
        QCOMPARE(size.ws_col, 97);

        const auto client = m_console->attach().value();
        QVERIFY(sys::writeAll(client.get(), "ls\n"));
        std::string seen; // the line discipline echoes
        QVERIFY(pump(*m_loop, [&] { return (seen += readNow(client.get())) == "ls\r\n"; }));
        // Between two users of the terminal there is no hang-up.
        const std::string name = ::ptsname(master);
        slave.reset();
        pump(*m_loop, [] { return false; }, 20ms);
        slave = sys::UniqueFd(::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
        QVERIFY(sys::writeAll(slave.get(), "again\n"));
        seen.clear();
        QVERIFY(pump(*m_loop, [&] { return (seen += readNow(client.get())) == "again\r\n"; }));
        ::shutdown(client.get(), SHUT_WR); // no end of input for a terminal
        const auto second = m_console->attach().value();
        QVERIFY(sys::writeAll(second.get(), "x\n"));
        QVERIFY(pump(*m_loop, [&] { return readNow(second.get()).ends_with("x\r\n"); }));
    }

    void whatIsLeftIsDrained() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        const auto client = m_console->attach().value();
        QVERIFY(sys::writeAll(container.output.writeEnd.get(), "last words"));
        container = PipeFixture();
        m_console->drain();
        QCOMPARE(readNow(client.get()), std::string("last words"));
        QCOMPARE(readLog(m_directory.get(), 0, 100)->data, std::string("last words"));
    }

    void withoutTerminalThereIsNoSize() {
        PipeFixture container;
        QVERIFY(m_console->open(container.streams()));
        QCOMPARE(m_console->resize(1, 1).error().kind(), ErrorKind::WrongState);
    }

    void clientsAreCounted() {
        std::vector<sys::UniqueFd> clients;
        for (std::size_t i = 0; i < Console::maximumClients; ++i)
            clients.push_back(m_console->attach().value());
        QCOMPARE(m_console->attach().error().kind(), ErrorKind::LimitExceeded);
        clients.pop_back();
        QVERIFY(pump(*m_loop, [&] { return m_console->attach().has_value(); }));
    }

private:
    std::size_t m_before = 0;
    std::unique_ptr<QTemporaryDir> m_temporary;
    sys::UniqueFd m_directory;
    std::optional<EventLoop> m_loop;
    std::unique_ptr<Console> m_console;
};

QTEST_APPLESS_MAIN(TestConsole)
#include "tst_console.moc"
