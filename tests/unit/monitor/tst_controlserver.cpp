// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/controlserver.h"
#include "pump.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>

using namespace vitrine;
using namespace vitrine::monitor;

class TestControlServer : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_before = openDescriptors();
        m_temporary = std::make_unique<QTemporaryDir>();
        m_directory = sys::openDirectory(AT_FDCWD, m_temporary->path().toStdString()).value();
        m_loop.emplace(EventLoop::create().value());
        m_server = std::make_unique<ControlServer>(
            *m_loop,
            [] { return Hello{protocolVersion, "me", "boot", ContainerState::Paused, {5, 6}, "", {}, {}}; },
            [this](const Request& request) { return answer(request); });
        QVERIFY(m_server->listen(m_directory.get()));
    }

    void cleanup() {
        m_server.reset();
        m_loop.reset();
        m_directory.reset();
        m_temporary.reset();
        QCOMPARE(openDescriptors(), m_before);
    }

    void onlyTheOwnerMayConnect() {
        struct stat status{};
        QCOMPARE(::fstatat(m_directory.get(), "control", &status, AT_SYMLINK_NOFOLLOW), 0);
        QVERIFY(S_ISSOCK(status.st_mode));
        QCOMPARE(status.st_mode & 0777, 0600U);
    }

    void connectingToNobodyIsNotFound() {
        m_server.reset(); // the socket's file stays
        QCOMPARE(connectTo(m_directory.get()).error().kind(), ErrorKind::NotFound);
        QCOMPARE(::unlinkat(m_directory.get(), "control", 0), 0);
        QCOMPARE(connectTo(m_directory.get()).error().kind(), ErrorKind::NotFound);
    }

    void everyConnectionIsGreeted() {
        for (int i = 0; i < 3; ++i) {
            const auto helper = connectTo(m_directory.get()).value();
            const auto packet = next(helper.get());
            const auto& hello = std::get<Hello>(std::get<Event>(packet->message));
            QCOMPARE(hello.state, ContainerState::Paused);
            QCOMPARE(hello.leader.pid, 5);
        }
    }

    void requestsAreAnsweredWithTheirSerial() {
        const auto helper = connectTo(m_directory.get()).value();
        next(helper.get());
        QVERIFY(monitor::send(helper.get(), Request{41, AttachConsole{}}));
        QVERIFY(monitor::send(helper.get(), Request{42, Freeze{}}));
        const auto first = next(helper.get());
        QCOMPARE(std::get<Answer>(first->message).serial, 41U);
        QCOMPARE(first->fds.size(), 1U);
        const auto second = next(helper.get());
        QCOMPARE(std::get<Answer>(second->message).serial, 42U);
        QCOMPARE(std::get<Answer>(second->message).error->message(), std::string("not now"));
    }

    void eventsReachAllConnections() {
        const auto one = connectTo(m_directory.get()).value();
        const auto two = connectTo(m_directory.get()).value();
        next(one.get());
        next(two.get());
        m_server->broadcast(StateChanged{ContainerState::Running});
        QVERIFY(std::holds_alternative<StateChanged>(std::get<Event>(next(one.get())->message)));
        QVERIFY(std::holds_alternative<StateChanged>(std::get<Event>(next(two.get())->message)));
    }

    void whoTalksNonsenseIsDisconnected() {
        const auto bad = connectTo(m_directory.get()).value();
        const auto good = connectTo(m_directory.get()).value();
        next(bad.get());
        next(good.get());
        QCOMPARE(::send(bad.get(), "{}", 2, 0), 2);
        QVERIFY(isGone(bad.get()));
        // An answer or event is nothing a helper may send either.
        const auto other = connectTo(m_directory.get()).value();
        next(other.get());
        QVERIFY(monitor::send(other.get(), Answer{1, {}, {}}));
        QVERIFY(isGone(other.get()));
        QVERIFY(monitor::send(good.get(), Request{1, Thaw{}}));
        QCOMPARE(std::get<Answer>(next(good.get())->message).serial, 1U);
    }

    void whoDoesNotListenIsDisconnected() {
        const auto deaf = connectTo(m_directory.get()).value();
        next(deaf.get());
        for (int i = 0; i < 10'000; ++i)
            m_server->broadcast(StateChanged{ContainerState::Running});
        QVERIFY(isGone(deaf.get()));
    }

    void anInheritedConnectionIsOneAsWell() {
        int ends[2] = {-1, -1};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
        const sys::UniqueFd helper(ends[1]);
        m_server->adopt(sys::UniqueFd(ends[0]));
        QVERIFY(std::holds_alternative<Hello>(std::get<Event>(next(helper.get())->message)));
        QVERIFY(monitor::send(helper.get(), Request{7, Thaw{}}));
        QCOMPARE(std::get<Answer>(next(helper.get())->message).serial, 7U);
    }

private:
    Reply answer(const Request& request) {
        Reply reply;
        if (std::holds_alternative<AttachConsole>(request.verb))
            reply.fds.push_back(sys::openDirectory(AT_FDCWD, "/").value());
        if (std::holds_alternative<Freeze>(request.verb))
            reply.answer.error = Error(ErrorKind::Failed, "", "", "not now");
        return reply;
    }

    std::optional<Packet> next(int socket) {
        std::optional<Packet> packet;
        pump(*m_loop, [&] {
            if (auto received = receive(socket))
                packet = std::move(*received);
            return packet.has_value();
        });
        return packet;
    }

    bool isGone(int socket) {
        return pump(*m_loop, [&] {
            for (;;) {
                const auto received = receive(socket);
                if (!received)
                    return received.error().kind() == ErrorKind::NotFound;
            }
        });
    }

    std::size_t m_before = 0;
    std::unique_ptr<QTemporaryDir> m_temporary;
    sys::UniqueFd m_directory;
    std::optional<EventLoop> m_loop;
    std::unique_ptr<ControlServer> m_server;
};

QTEST_APPLESS_MAIN(TestControlServer)
#include "tst_controlserver.moc"
