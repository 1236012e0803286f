// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitored.h"

#include "core/sys/file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace vitrine;
using namespace vitrine::monitor;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::uint32_t idBase = 0x22000000;
constexpr uid_t folderUid = 1234;
constexpr gid_t folderGid = 2345;

pid_t spawnProgram(const std::vector<std::string>& arguments, int inherited) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (inherited >= 0)
        posix_spawn_file_actions_adddup2(&actions, inherited, 17);
    std::vector<char*> words;
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    pid_t pid = -1;
    if (::posix_spawn(&pid, words.front(), &actions, nullptr, words.data(), environ) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

std::vector<QString> hierarchies() {
    std::vector<QString> list;
    QFile mounts(QStringLiteral("/proc/self/mountinfo"));
    if (!mounts.open(QIODevice::ReadOnly))
        return list;
    for (const QByteArray& line : mounts.readAll().split('\n')) {
        if (line.contains(" - cgroup"))
            list.push_back(QString::fromUtf8(line.split(' ').value(4)));
    }
    return list;
}

} // namespace

Monitored::Monitored(const std::vector<std::string>& arguments, Root root)
    : m_group("vitrine-test-" + std::to_string(::getpid())) {
    std::vector<std::string> args{"/guest"};
    args.insert(args.end(), arguments.begin(), arguments.end());
    spec = defaultSpec("guest", args);
    spec.uidMappings = {{0, idBase, 65536}};
    spec.gidMappings = {{0, idBase, 65536}};
    record.id = "0123456789abcdef0123456789abcdef";
    record.stage = Stage::Ready;
    record.idBase = idBase;
    QDir().mkpath(m_directory.filePath(QStringLiteral("state/containers")));
    QDir().mkpath(m_directory.filePath(QStringLiteral("run")));
    QString rootPath = QString::fromStdString(path("state/containers/" + record.id + "/rootfs"));
    if (root == Root::Folder) {
        rootPath = QString::fromStdString(folder());
        QDir().mkpath(rootPath);
        struct stat status{};
        ::stat(folder().c_str(), &status);
        record.root = {
            RootRecord::Kind::Folder, folder(), status.st_dev, status.st_ino, folderUid, folderGid};
    }
    const auto containers = sys::openDirectory(AT_FDCWD, path("state/containers"));
    static_cast<void>(Bundle::create(containers->get(), record, spec));
    QFile::copy(QStringLiteral(GUEST), rootPath + QStringLiteral("/guest"));
    ::chmod((rootPath.toStdString() + "/guest").c_str(), 0755);
    if (root == Root::Folder) {
        static_cast<void>(::chown((folder() + "/guest").c_str(), folderUid, folderGid));
        static_cast<void>(::chown(folder().c_str(), folderUid, folderGid));
    }
}

Monitored::~Monitored() {
    if (m_pid > 0)
        ::kill(m_pid, SIGKILL);
    static_cast<void>(waitForMonitor());
    static_cast<void>(recover()); // nothing to do, unless the test failed half-way
    for (const QString& hierarchy : hierarchies())
        ::rmdir((hierarchy.toStdString() + '/' + m_group).c_str());
}

void Monitored::store() const {
    const Bundle stored = bundle();
    static_cast<void>(stored.writeRecord(record));
    static_cast<void>(stored.writeSpec(spec));
}

Bundle Monitored::bundle() const {
    const auto containers = sys::openDirectory(AT_FDCWD, path("state/containers"));
    return Bundle::open(containers->get(), record.id).value();
}

std::string Monitored::path(const std::string& name) const {
    return m_directory.path().toStdString() + '/' + name;
}

std::vector<std::string> Monitored::arguments(const char* command) const {
    return {MONITOR, command, "--state-dir", path("state"), "--run-dir", path("run"), "--id", record.id};
}

sys::UniqueFd Monitored::spawn() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return {};
    const sys::UniqueFd theirs(ends[1]);
    sys::UniqueFd mine(ends[0]);
    execute(theirs.get());
    return mine;
}

void Monitored::spawnForTheDead() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    const sys::UniqueFd theirs(ends[1]);
    sys::UniqueFd(ends[0]).reset();
    execute(theirs.get());
}

void Monitored::execute(int controlFd) {
    auto words = arguments("run");
    for (const std::string& word :
         {std::string("--cgroup"), m_group + '/' + record.id, std::string("--control-fd"), std::string("17")})
        words.push_back(word);
    m_pid = spawnProgram(words, controlFd);
}

sys::UniqueFd Monitored::start() {
    sys::UniqueFd socket = spawn();
    const auto hello = nextPacket(socket.get());
    const bool greeted = hello && std::holds_alternative<Event>(hello->message) &&
                         std::holds_alternative<Hello>(std::get<Event>(hello->message));
    if (!greeted)
        return {};
    const auto next = nextPacket(socket.get());
    const Event* event = next ? std::get_if<Event>(&next->message) : nullptr;
    if (event != nullptr && std::holds_alternative<Started>(*event))
        return socket;
    if (const auto* failed = event != nullptr ? std::get_if<StartFailed>(event) : nullptr)
        qWarning("start failed: %s", failed->message.c_str());
    return {};
}

sys::UniqueFd Monitored::connect() const {
    const auto directory = sys::openDirectory(AT_FDCWD, path("run/" + record.id));
    if (!directory)
        return {};
    auto socket = connectTo(directory->get());
    return socket ? std::move(*socket) : sys::UniqueFd();
}

std::optional<int> Monitored::waitForMonitor(std::chrono::milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (m_pid > 0 && Clock::now() < deadline) {
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) == m_pid) {
            m_pid = -1;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return std::nullopt;
}

int Monitored::recover() const {
    int status = 0;
    ::waitpid(spawnProgram(arguments("recover"), -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::vector<std::string> Monitored::remains() const {
    std::vector<std::string> found;
    for (const QString& entry : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        const std::string program = QFile::symLinkTarget("/proc/" + entry + "/exe").toStdString();
        if (program.ends_with("/guest") || (m_pid > 0 && entry.toInt() == m_pid))
            found.push_back("process " + entry.toStdString() + ' ' + program);
    }
    for (const QString& hierarchy : hierarchies()) {
        const QString group = hierarchy + '/' + QString::fromStdString(m_group + '/' + record.id);
        if (QDir(group).exists())
            found.push_back("cgroup " + group.toStdString());
    }
    QFile mounts(QStringLiteral("/proc/self/mountinfo"));
    if (mounts.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : mounts.readAll().split('\n')) {
            if (line.contains(m_directory.path().toUtf8()))
                found.push_back("mount " + line.toStdString());
        }
    }
    for (const QString& entry : QDir(QString::fromStdString(path("run")))
                                    .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        found.push_back("run/" + entry.toStdString());
    if (QFile::exists(QString::fromStdString(path("state/containers/" + record.id + "/running"))))
        found.push_back("running");
    return found;
}

std::optional<Packet> nextPacket(int socket, std::chrono::milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    for (;;) {
        auto packet = receive(socket);
        if (packet)
            return std::move(*packet);
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (packet.error().kind() != ErrorKind::Busy || left.count() <= 0)
            return std::nullopt;
        pollfd ready{socket, POLLIN, 0};
        ::poll(&ready, 1, static_cast<int>(left.count()));
    }
}

Answered ask(int socket, decltype(Request::verb) verb) {
    static std::uint64_t serial = 0;
    Answered answered;
    if (!monitor::send(socket, Request{++serial, std::move(verb)}))
        return answered;
    while (auto packet = nextPacket(socket)) {
        auto* answer = std::get_if<Answer>(&packet->message);
        if (answer == nullptr || answer->serial != serial)
            continue;
        answered = {std::move(answer->error), answer->started, std::move(packet->fds), true,
                    std::move(answer->refused)};
        break;
    }
    return answered;
}

bool sees(int console, const std::string& expected) {
    const auto deadline = Clock::now() + std::chrono::seconds(10);
    std::string seen;
    while (seen.find(expected) == std::string::npos) {
        pollfd ready{console, POLLIN, 0};
        char buffer[4096];
        const ssize_t count = ::poll(&ready, 1, 100) > 0 ? ::read(console, buffer, sizeof buffer) : -1;
        if (count > 0)
            seen.append(buffer, static_cast<std::size_t>(count));
        if (count == 0 || Clock::now() > deadline) {
            qWarning("saw only: %s", seen.c_str());
            return false;
        }
    }
    return true;
}

void type(int console, const std::string& text) {
    static_cast<void>(sys::writeAll(console, text));
}
