// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/start/contestants.h"

#include "helper/bus/paths.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace vitrine::bench {

namespace {

constexpr uid_t caller = 65534; // not root, so that polkit is asked
constexpr const char* monitorCgroup = "vitrine-bench-monitor";
constexpr const char* stayName = "vitrine-bench-stay";

std::string fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

} // namespace

Stage::Stage(const V1Runner& v1)
    : m_v1(v1)
    , m_directory(fromEnvironment("VITRINE_TEST_DIR") + "/bench")
    , m_root(m_directory + "/root")
    , m_client(caller) {
    std::filesystem::create_directories(m_root);
    ::chmod(m_directory.c_str(), 0755);
    for (const char* name : {"", "/proc", "/sys", "/dev", "/run"}) {
        ::mkdir((m_root + name).c_str(), 0755);
        if (::chown((m_root + name).c_str(), caller, ::getegid()) != 0)
            return;
    }
    std::filesystem::copy_file(PAYLOAD_PATH, m_root + "/payload");
    m_stamps = std::make_unique<Stamps>(m_root + "/stamp", caller);
    m_container = create(QStringLiteral("bench"), {QStringLiteral("/payload")});
    if (m_container.isEmpty())
        std::fprintf(stderr, "%s: %s\n", qPrintable(m_client.lastError), qPrintable(m_client.lastMessage));
}

QString Stage::create(const QString& name, const QStringList& args) {
    const int root = ::open(m_root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const QString path = m_client.create(name, test::configFor(args), QStringLiteral("folder"), {},
                                         test::Client::emptyGiven(), {QDBusUnixFileDescriptor(root)});
    ::close(root);
    return path;
}

QString Stage::makeSleeper(const QString& name) {
    return create(name, {QStringLiteral("/payload"), QStringLiteral("wait")});
}

std::string Stage::id() const {
    return m_container.section(QLatin1Char('/'), -1).toStdString();
}

/// As the window does it: the message is sent, and what comes back arrives in the event loop.
std::optional<Times> Stage::startThroughBus() {
    const QString token = m_client.nextToken();
    const std::int64_t begin = nowNs();
    const QDBusPendingCall call =
        m_client.send(m_container, helper::containerInterface, "Start", {token}, true);
    QDBusPendingCallWatcher watcher(call);
    QEventLoop loop;
    QObject::connect(&watcher, &QDBusPendingCallWatcher::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const QVariantList reply = call.reply().arguments();
    if (call.isError())
        return std::nullopt;
    const QString job = reply.at(0).value<QDBusObjectPath>().path();
    std::int64_t end = 0;
    while (end == 0 && nowNs() - begin < 10'000'000'000) {
        loop.processEvents(QEventLoop::WaitForMoreEvents);
        for (const QDBusMessage& seen : std::as_const(m_client.signalsSeen)) {
            if (seen.path() == job && seen.member() == QLatin1String("Completed"))
                end = nowNs();
        }
    }
    m_client.signalsSeen.clear();
    const bool stopped = m_client.waitForState(m_container, QStringLiteral("stopped"));
    const auto stamp = m_stamps->take();
    if (!stopped || !stamp || end == 0)
        return std::nullopt;
    return Times{static_cast<double>(*stamp - begin) / 1000, static_cast<double>(end - begin) / 1000};
}

std::vector<std::string> Stage::monitorCommand() const {
    ::mkdir((m_directory + "/run").c_str(), 0700);
    return {fromEnvironment("VITRINE_MONITOR"),
            "run",
            "--state-dir",
            fromEnvironment("VITRINE_STATE_DIR"),
            "--run-dir",
            m_directory + "/run",
            "--id",
            id(),
            "--cgroup",
            std::string(monitorCgroup) + "/" + id()};
}

/// The configuration that the helper wrote, with the root's path, and without what only a cgroup manager
/// could do.
std::string Stage::makeBundle(const std::string& name) const {
    const std::string directory = m_directory + "/" + name;
    std::filesystem::create_directories(directory);
    std::ifstream written(fromEnvironment("VITRINE_STATE_DIR") + "/containers/" + id() + "/config.json");
    auto config = nlohmann::json::parse(written, nullptr, false);
    if (config.is_discarded())
        return {};
    config["root"] = {{"path", m_root}};
    config["linux"].erase("cgroupsPath");
    if (name.ends_with("-stay"))
        config["process"]["args"] = {"/payload", "wait"};
    if (name == "crun-disabled")
        config["linux"].erase("resources");
    auto& namespaces = config["linux"]["namespaces"];
    for (auto one = namespaces.begin(); name.starts_with("runc") && one != namespaces.end();)
        one = (*one)["type"] == "time" ? namespaces.erase(one) : std::next(one);
    std::ofstream(directory + "/config.json") << config.dump(1);
    return directory;
}

/// A container of this runtime that runs until it is deleted.
bool Stage::makeStay(const std::string& program) const {
    const std::string name = std::filesystem::path(program).filename().string() + "-stay";
    const Run run = m_v1.run({program, "run", "--detach", "--bundle", makeBundle(name), stayName});
    return run.code == 0 && QTest::qWaitFor([this] { return m_stamps->take().has_value(); });
}

std::vector<Contestant> Stage::enterings() {
    std::vector<Contestant> all;
    for (const std::string& program :
         {fromEnvironment("VITRINE_MONITOR"), std::string("crun"), std::string("runc")}) {
        if (!makeStay(program))
            continue;
        m_staying.push_back(program);
        const std::string name = std::filesystem::path(program).filename().string() + " exec";
        all.push_back({name,
                       [this, program] {
                           return timesOf(m_v1.run({program, "exec", stayName, "/payload"}), *m_stamps);
                       },
                       {},
                       {}});
    }
    return all;
}

std::vector<Contestant> Stage::contestants() {
    const auto command = [this](std::vector<std::string> words) {
        return [this, words = std::move(words)] { return timesOf(runCommand(words), *m_stamps); };
    };
    const auto runtime = [&](std::vector<std::string> words, const char* bundle) {
        words.insert(words.end(), {"run", "--bundle", makeBundle(bundle), "vitrine-bench"});
        return [this, words = std::move(words)] { return timesOf(m_v1.run(words), *m_stamps); };
    };
    std::vector<std::string> floor{FLOOR_PATH, m_root, "/payload"};
    for (const char* controller : {"memory", "pids"}) {
        const std::string hierarchy = std::string("/sys/fs/cgroup/") + controller;
        if (::access((hierarchy + "/tasks").c_str(), F_OK) == 0)
            floor.push_back(hierarchy);
    }
    std::vector<Contestant> all;
    all.push_back({"floor (clone3, pivot_root, proc, execve)", command(floor), {}, {}});
    all.push_back({"Vitrine, Start over D-Bus and polkit", [this] { return startThroughBus(); }, {}, {}});
    all.push_back({"vitrine-monitor run", command(monitorCommand()), {}, {}});
    all.push_back({"vitrine-monitor run, as an OCI runtime",
                   runtime({fromEnvironment("VITRINE_MONITOR")}, "monitor"),
                   {},
                   {}});
    all.push_back({"crun run", runtime({"crun"}, "crun"), {}, {}});
    all.push_back({"crun --cgroup-manager=disabled run",
                   runtime({"crun", "--cgroup-manager=disabled"}, "crun-disabled"),
                   {},
                   {}});
    all.push_back({"runc run, without a time namespace", runtime({"runc"}, "runc"), {}, {}});
    all.push_back({"bwrap",
                   command({"bwrap", "--bind", m_root, "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs",
                            "/run", "--unshare-all", "--cap-drop", "ALL", "--hostname", "bench", "/payload"}),
                   {},
                   {}});
    all.push_back({"unshare … chroot",
                   command({"unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--fork",
                            "chroot", m_root, "/payload"}),
                   {},
                   {}});
    std::erase_if(all, [](Contestant& contestant) {
        const bool works = contestant.start().has_value();
        if (!works)
            std::printf("left out, because it is not installed or refuses this machine: %s\n",
                        contestant.name.c_str());
        return !works;
    });
    return all;
}

bool Stage::cleanUp() {
    bool clean = m_client.remove(m_container).success;
    for (const std::string& program : m_staying)
        clean &= m_v1.run({program, "delete", "--force", stayName}).code == 0;
    for (const auto& hierarchy : std::filesystem::directory_iterator("/sys/fs/cgroup"))
        clean &= !std::filesystem::exists(hierarchy.path() / monitorCgroup);
    return clean;
}

} // namespace vitrine::bench
