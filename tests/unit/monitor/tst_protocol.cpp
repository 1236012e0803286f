// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sys/file.h"
#include "helper/monitor/protocol.h"

#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <random>

using namespace vitrine;
using namespace vitrine::monitor;

namespace {

template <typename T>
T eventOf(const Result<Message>& message) {
    return std::get<T>(std::get<Event>(message.value()));
}

template <typename T>
T verbOf(const Result<Message>& message) {
    return std::get<T>(std::get<Request>(message.value()).verb);
}

Result<Message> there(const Message& message) {
    return decode(encode(message));
}

HealthReport healthReport() {
    HealthResult last;
    last.finishedUs = 5;
    last.exitCode = 1;
    last.output = "gr\xc3\xbcn\tand\nmore";
    return {HealthStatus::Unhealthy, 3, last};
}

std::vector<Message> samples() {
    ExitRecord record{.startedUs = 1,
                      .finishedUs = 2,
                      .exitCode = 3,
                      .signal = std::nullopt,
                      .outOfMemory = true,
                      .memoryLimit = 80ULL << 20U,
                      .restarts = 4,
                      .restartEnd = RestartEnd::GaveUp,
                      .stop = StopRequest::Late,
                      .healthFailures = 3,
                      .endedWith = "web",
                      .failure = "it \"never\" ran",
                      .failureHint = "try\nagain"};
    return {
        Event(Hello{
            protocolVersion, "0123", "boot", ContainerState::Running, {77, 88}, "vitrine/0123", {}, {}}),
        Event(Started{{1, 2}, 3, 4}),
        Event(StartFailed{"message", "hint", "mount:/proc", EPERM, false}),
        Event(Ended{record}),
        Event(StateChanged{ContainerState::Paused}),
        Event(RefusedChanged{9}),
        Request{11, ReadRefused{}},
        Answer{11,
               {},
               {},
               RefusedReport{{{"mount", "x86_64", 165, EPERM, 3, 1, 2, "sh", "CAP_SYS_ADMIN"},
                              {"", "i386", 4'000'000'000U, ENOSYS, 1, 5, 5, "", ""}},
                             8}},
        Event(Restarting{record, 123'456, 7}),
        Event(Restarting{record, 123'456, 8, "web"}),
        Event(HealthChanged{{HealthStatus::Starting, 0, {}}}),
        Event(HealthChanged{healthReport()}),
        Event(Hello{protocolVersion,
                    "0123",
                    "boot",
                    ContainerState::Running,
                    {77, 88},
                    "vitrine/0123",
                    {},
                    {},
                    healthReport()}),
        Event(Hello{protocolVersion,
                    "0123",
                    "boot",
                    ContainerState::Restarting,
                    {},
                    "vitrine/0123",
                    Restarting{record, 5, 1},
                    {{{"/mnt/disk", "/srv/disk.img", 1, 2, 3, 1000, 1000, "ext4"}, {"ro", "nodev"}}}}),
        Event(Started{{1, 2}, 3, 4, 5}),
        Request{1, ExecProcess{R"({"args":["/bin/sh"]})", 25, 132}},
        Request{1, ExecProcess{"{}", 25, 132, {NamespaceKind::Network, NamespaceKind::Pid}}},
        Request{2, AttachConsole{}},
        Request{3, ResizeConsole{30, 90}},
        Request{4, SignalLeader{15}},
        Request{5, StopContainer{2500}},
        Request{6, Freeze{}},
        Request{7, Thaw{}},
        Answer{8, std::nullopt, process::ProcessKey{9, 10}},
        Answer{9, Error::fromErrno("open", "/x", ENOENT).within("exec"), std::nullopt},
    };
}

struct SocketPair {
    sys::UniqueFd left;
    sys::UniqueFd right;
    SocketPair() {
        int fds[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0) {
            left = sys::UniqueFd(fds[0]);
            right = sys::UniqueFd(fds[1]);
        }
    }
};

std::size_t openDescriptors() {
    const auto directory = sys::openDirectory(AT_FDCWD, "/proc/self/fd");
    return sys::listDirectory(directory->get())->size();
}

void sendRaw(int socket, std::string_view text, int fdCount) {
    std::vector<int> fds(static_cast<std::size_t>(fdCount), 0);
    std::vector<char> control(CMSG_SPACE(sizeof(int) * fds.size()), 0);
    iovec part{const_cast<char*>(text.data()), text.size()};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    if (fdCount > 0) {
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        cmsghdr* rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int) * fds.size());
        std::memcpy(CMSG_DATA(rights), fds.data(), sizeof(int) * fds.size());
    }
    QCOMPARE(::sendmsg(socket, &header, MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}

} // namespace

class TestProtocol : public QObject {
    Q_OBJECT

private slots:
    void healthArrivesAsItWas() {
        QVERIFY(eventOf<HealthChanged>(there(Event(HealthChanged{healthReport()}))).report == healthReport());
        Hello hello;
        hello.health = healthReport();
        QVERIFY(eventOf<Hello>(there(Event(hello))).health == healthReport());
        HealthResult hung;
        hung.signal = 9;
        hung.timedOut = true;
        hung.problem = "why";
        const HealthReport report{HealthStatus::Starting, 0, hung};
        QVERIFY(eventOf<HealthChanged>(there(Event(HealthChanged{report}))).report == report);
        // Whatever the command wrote.
        hung.output = std::string("\0\x1b\xff", 3) + std::string(maximumHealthOutput - 3, '\xfe');
        const auto odd =
            eventOf<HealthChanged>(there(Event(HealthChanged{{HealthStatus::Starting, 0, hung}})))
                .report.last->output;
        QVERIFY(odd.starts_with("  \xef\xbf\xbd"));
        QVERIFY(!decode(R"({"event":"health","report":{"status":"ill","failures":0}})"));
        QVERIFY(!decode(R"({"event":"health"})"));
    }

    void eventsArriveAsTheyWere() {
        const auto hello = eventOf<Hello>(
            there(Event(Hello{3, "0123", "b-o-o-t", ContainerState::Stopping, {77, 88}, "", {}, {}})));
        QCOMPARE(hello.version, 3);
        QCOMPARE(hello.id, std::string("0123"));
        QCOMPARE(hello.bootId, std::string("b-o-o-t"));
        QCOMPARE(hello.state, ContainerState::Stopping);
        QVERIFY((hello.leader == process::ProcessKey{77, 88}));
        QCOMPARE(hello.cgroup, std::optional<std::string>(""));
        QVERIFY(!eventOf<Hello>(there(Event(Hello{}))).cgroup); // of an old monitor

        const auto started = eventOf<Started>(there(Event(Started{{1, UINT64_MAX}, 3, 4})));
        QVERIFY((started.leader == process::ProcessKey{1, UINT64_MAX}));
        QCOMPARE(started.startedUs, 3U);
        QCOMPARE(started.totalNs, 4U);

        const auto failed = eventOf<StartFailed>(there(Event(StartFailed{"m", "h", "s", EPERM, true})));
        QCOMPARE(failed.message, std::string("m"));
        QCOMPARE(failed.hint, std::string("h"));
        QCOMPARE(failed.step, std::string("s"));
        QCOMPARE(failed.errnum, EPERM);
        QVERIFY(failed.programMissing);
        const auto older = eventOf<StartFailed>(
            decode(R"({"event":"startFailed","message":"m","hint":"h","step":"s","errno":1})"));
        QVERIFY(!older.programMissing);

        QCOMPARE(eventOf<StateChanged>(there(Event(StateChanged{ContainerState::Paused}))).state,
                 ContainerState::Paused);
    }

    void everyEndArrivesAsItWas() {
        ExitRecord code;
        code.startedUs = 1;
        code.finishedUs = 2;
        code.exitCode = 0;
        ExitRecord signal;
        signal.signal = 9;
        signal.outOfMemory = true;
        ExitRecord never;
        never.failure = "no \xff loader";
        never.failureHint = "copy it";
        QCOMPARE(eventOf<Ended>(there(Event(Ended{code}))).record, code);
        QCOMPARE(eventOf<Ended>(there(Event(Ended{signal}))).record, signal);
        // What is no UTF-8 is replaced, never a reason to lose the message.
        QCOMPARE(eventOf<Ended>(there(Event(Ended{never}))).record.failure,
                 std::string("no \xef\xbf\xbd loader"));
    }

    void requestsArriveAsTheyWere() {
        const auto exec = verbOf<ExecProcess>(there(Request{1, ExecProcess{"{\"a\":1}", 25, 132}}));
        QCOMPARE(exec.processJson, std::string("{\"a\":1}"));
        QCOMPARE(exec.rows, 25);
        QCOMPARE(exec.columns, 132);
        QVERIFY(exec.outside.empty());
        const std::vector<NamespaceKind> left{NamespaceKind::Pid, NamespaceKind::Time};
        QCOMPARE(verbOf<ExecProcess>(there(Request{1, ExecProcess{"{}", 25, 132, left}})).outside, left);
        const auto resize = verbOf<ResizeConsole>(there(Request{1, ResizeConsole{30, 90}}));
        QCOMPARE(resize.rows, 30);
        QCOMPARE(resize.columns, 90);
        QCOMPARE(verbOf<SignalLeader>(there(Request{1, SignalLeader{15}})).signal, 15);
        QCOMPARE(verbOf<StopContainer>(there(Request{1, StopContainer{2500}})).timeoutMs, 2500U);
        verbOf<AttachConsole>(there(Request{1, AttachConsole{}}));
        verbOf<Freeze>(there(Request{1, Freeze{}}));
        verbOf<Thaw>(there(Request{1, Thaw{}}));
        QCOMPARE(std::get<Request>(*there(Request{UINT64_MAX, Thaw{}})).serial, UINT64_MAX);
    }

    void leavingNamespacesOutIsAnotherRequest() {
        // A monitor of an earlier version does not know it, and so does not enter them all.
        const Request request{1, ExecProcess{"{}", 24, 80, {NamespaceKind::Network}}};
        QVERIFY(encode(request).contains(R"("request":"enter")"));
        QVERIFY(encode(Request{1, ExecProcess{"{}", 24, 80}}).contains(R"("request":"exec")"));
        const std::string start = R"({"serial":1,"request":"enter","process":"{}","rows":24,"columns":80)";
        QVERIFY(decode(start + R"(,"outside":"net,user"})"));
        for (const char* bad : {"", R"(,"outside":"")", R"(,"outside":"net,net")", R"(,"outside":"net,")",
                                R"(,"outside":"nets")", R"(,"outside":["net"])"})
            QCOMPARE(decode(start + bad + "}").error().kind(), ErrorKind::InvalidArgument);
    }

    void answersKeepTheWholeError() {
        const Error original =
            Error::fromErrno("open", "/etc/x", EACCES).within("read it").within("start bob").withHint("Ask.");
        const auto answer = std::get<Answer>(there(Answer{5, original, std::nullopt}).value());
        QCOMPARE(answer.serial, 5U);
        QVERIFY(answer.error.has_value());
        QCOMPARE(answer.error->message(), original.message());
        QCOMPARE(answer.error->kind(), ErrorKind::NotAuthorized);
        QCOMPARE(answer.error->errnum(), EACCES);
        QCOMPARE(answer.error->subject(), std::string("/etc/x"));
        QCOMPARE(answer.error->hint(), std::string("Ask."));

        const Error input = Error::invalid("rows", "1 to 65,535");
        const auto second = std::get<Answer>(there(Answer{6, input, process::ProcessKey{3, 4}}).value());
        QCOMPARE(second.error->message(), input.message());
        QCOMPARE(second.error->kind(), ErrorKind::InvalidArgument);
        QVERIFY((second.started == process::ProcessKey{3, 4}));
        QVERIFY(!std::get<Answer>(there(Answer{7, std::nullopt, std::nullopt}).value()).error);
    }

    void everyKindOfErrorArrives() {
        int kinds = 0;
        for (int number = 0;; ++number, ++kinds) {
            const auto kind = static_cast<ErrorKind>(number);
            if (number > 0 && nameOf(kind) == nameOf(ErrorKind::Failed)) // past the last
                break;
            const Error error(kind, "do", "it", "no");
            const auto answer = std::get<Answer>(there(Answer{1, error, std::nullopt}).value());
            QCOMPARE(answer.error->kind(), kind);
        }
        QCOMPARE(kinds, 13);
    }

    void unknownKeysAreIgnored() {
        const auto message =
            decode(R"({"event":"state","state":"running","colour":"blue","more":{"a":[1]}})");
        QCOMPARE(eventOf<StateChanged>(message).state, ContainerState::Running);
    }

    void malformedTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("cut off") << QByteArray(R"({"event":"state","state":"running")");
        QTest::newRow("no UTF-8") << QByteArray("{\"event\":\"\xff\"}");
        QTest::newRow("nothing known") << QByteArray("{}");
        QTest::newRow("event unknown") << QByteArray(R"({"event":"party"})");
        QTest::newRow("event no string") << QByteArray(R"({"event":1})");
        QTest::newRow("state unknown") << QByteArray(R"({"event":"state","state":"asleep"})");
        QTest::newRow("verb unknown") << QByteArray(R"({"request":"shell","serial":1})");
        QTest::newRow("serial missing") << QByteArray(R"({"request":"freeze"})");
        QTest::newRow("serial 0") << QByteArray(R"({"request":"freeze","serial":0})");
        QTest::newRow("serial negative") << QByteArray(R"({"request":"freeze","serial":-1})");
        QTest::newRow("serial a fraction") << QByteArray(R"({"request":"freeze","serial":1.5})");
        QTest::newRow("serial a word") << QByteArray(R"({"request":"freeze","serial":"1"})");
        QTest::newRow("serial too big")
            << QByteArray(R"({"request":"freeze","serial":18446744073709551616})");
        QTest::newRow("signal 0") << QByteArray(R"({"request":"signal","serial":1,"signal":0})");
        QTest::newRow("signal 65") << QByteArray(R"({"request":"signal","serial":1,"signal":65})");
        QTest::newRow("rows 0") << QByteArray(R"({"request":"resize","serial":1,"rows":0,"columns":1})");
        QTest::newRow("rows 65536") << QByteArray(
            R"({"request":"resize","serial":1,"rows":65536,"columns":1})");
        QTest::newRow("timeout") << QByteArray(R"({"request":"stop","serial":1,"timeoutMs":4294967296})");
        QTest::newRow("pid negative") << QByteArray(R"({"answer":1,"started":{"pid":-1,"startTicks":0}})");
        QTest::newRow("pid too big") << QByteArray(
            R"({"answer":1,"started":{"pid":2147483648,"startTicks":0}})");
        QTest::newRow("error no object") << QByteArray(R"({"answer":1,"error":"bad"})");
        QTest::newRow("exit 256") << QByteArray(
            R"({"event":"ended","record":{"startedUs":1,"finishedUs":1,"outOfMemory":false,"exitCode":256}})");
        QTest::newRow("deep") << QByteArray("{\"a\":") + QByteArray(100000, '[');
        QTest::newRow("large") << QByteArray("{\"a\":\"") + QByteArray(maximumMessage, 'x') + "\"}";
    }

    void malformedTextIsRefused() {
        QFETCH(QByteArray, text);
        const auto message =
            decode(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        QVERIFY(!message);
        QVERIFY(!message.error().message().empty());
    }

    void theErrorNamesTheKey() {
        const auto message = decode(R"({"request":"signal","serial":1,"signal":99})");
        QCOMPARE(message.error().message(),
                 std::string("read a message: $.signal: must be a whole number from 1 to 64"));
    }

    /// Whatever bytes arrive: an error, or a message that is one (its text decodes to the same text).
    void mutationsNeverBreakIt() {
        std::mt19937 random(20260101); // NOLINT(bugprone-random-generator-seed): a failure must repeat
        std::size_t accepted = 0;
        for (const Message& sample : samples()) {
            const std::string good = encode(sample);
            QCOMPARE(encode(*decode(good)), good);
            for (int round = 0; round < 4000; ++round) {
                std::string text = good;
                for (unsigned i = random() % 4 + 1; i > 0; --i)
                    mutate(text, random);
                if (const auto message = decode(text)) {
                    ++accepted;
                    const std::string again = encode(*message);
                    QCOMPARE(encode(*decode(again)), again);
                }
            }
        }
        QVERIFY(accepted > 0);
    }

    void packetsCarryDescriptors() {
        const std::size_t before = openDescriptors();
        {
            SocketPair pair;
            int fds[2] = {-1, -1};
            QCOMPARE(::pipe2(fds, O_CLOEXEC), 0);
            const sys::UniqueFd readEnd(fds[0]);
            const sys::UniqueFd writeEnd(fds[1]);
            QVERIFY(monitor::send(pair.left.get(), Answer{1, {}, {}}, {readEnd.get(), writeEnd.get()}));
            auto packet = receive(pair.right.get());
            QVERIFY(packet.has_value());
            QCOMPARE(packet->fds.size(), 2U);
            QVERIFY((::fcntl(packet->fds[0].get(), F_GETFD) & FD_CLOEXEC) != 0);
            QVERIFY(sys::writeAll(packet->fds[1].get(), "through"));
            char buffer[16] = {};
            QCOMPARE(::read(readEnd.get(), buffer, sizeof buffer), 7);
            QCOMPARE(std::string(buffer), std::string("through"));
        }
        QCOMPARE(openDescriptors(), before);
    }

    void receivingTellsEmptyFromClosed() {
        SocketPair pair;
        QCOMPARE(receive(pair.right.get()).error().kind(), ErrorKind::Busy);
        pair.left.reset();
        QCOMPARE(receive(pair.right.get()).error().kind(), ErrorKind::NotFound);
        QCOMPARE(monitor::send(pair.right.get(), Request{1, Freeze{}}).error().kind(), ErrorKind::NotFound);
    }

    void sendingNeverBlocks() {
        SocketPair pair;
        Result<> result;
        const Message message = Request{1, ExecProcess{std::string(32 * 1024, 'x'), 24, 80}};
        for (int i = 0; i < 1000 && result; ++i)
            result = monitor::send(pair.left.get(), message);
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::Busy);
    }

    void largestMessagePassesAndLargerDoesNot() {
        SocketPair pair;
        const std::size_t frame = encode(Request{1, ExecProcess{"", 24, 80}}).size();
        const std::string exact(maximumMessage - frame, 'x');
        QVERIFY(monitor::send(pair.left.get(), Request{1, ExecProcess{exact, 24, 80}}));
        QCOMPARE(
            std::get<ExecProcess>(std::get<Request>(receive(pair.right.get())->message).verb).processJson,
            exact);
        QCOMPARE(monitor::send(pair.left.get(), Request{1, ExecProcess{exact + 'x', 24, 80}}).error().kind(),
                 ErrorKind::LimitExceeded);
    }

    /// Whatever is refused, its descriptors are closed and the next packet is read.
    void refusedPacketsLeaveNothing() {
        SocketPair pair;
        const std::size_t before = openDescriptors();
        sendRaw(pair.left.get(), "no JSON", 3);
        sendRaw(pair.left.get(), std::string(maximumMessage + 1, 'x'), 2);
        sendRaw(pair.left.get(), encode(Request{1, Freeze{}}), 40);
        sendRaw(pair.left.get(), encode(Request{2, Freeze{}}), 0);
        QCOMPARE(receive(pair.right.get()).error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(receive(pair.right.get()).error().kind(), ErrorKind::LimitExceeded);
        QCOMPARE(receive(pair.right.get()).error().kind(), ErrorKind::LimitExceeded);
        QCOMPARE(std::get<Request>(receive(pair.right.get())->message).serial, 2U);
        QCOMPARE(openDescriptors(), before);
    }

private:
    static void mutate(std::string& text, std::mt19937& random) {
        const auto at = [&] { return text.empty() ? 0 : random() % text.size(); };
        switch (random() % 5) {
        case 0:
            if (!text.empty())
                text[at()] = static_cast<char>(random());
            break;
        case 1:
            text.erase(at(), random() % 8);
            break;
        case 2:
            text.insert(at(), 1, "{}[]\",:0-9.e\\u"[random() % 14]);
            break;
        case 3:
            text.resize(at());
            break;
        default:
            text.insert(at(), text.substr(at(), random() % 16));
        }
    }
};

QTEST_APPLESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
