// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/bundle.h"
#include "helper/monitor/protocol.h"

#include <QTemporaryDir>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// A container in directories of its own and the real vitrine-monitor that runs it.
class Monitored {
public:
    enum class Root { Owned, Folder };

    /// Makes the directories and the bundle, with the guest as /guest; `arguments` follow that. On a
    /// terminal.
    explicit Monitored(const std::vector<std::string>& arguments = {}, Root root = Root::Owned);
    ~Monitored();
    Monitored(const Monitored&) = delete;
    Monitored& operator=(const Monitored&) = delete;

    vitrine::ContainerSpec spec;
    vitrine::monitor::BundleRecord record;
    /// Writes spec and record (again).
    void store() const;
    [[nodiscard]] vitrine::monitor::Bundle bundle() const;
    [[nodiscard]] std::string path(const std::string& name) const;
    [[nodiscard]] std::string folder() const { return path("folder"); }

    /// Its control group, relative to where the hierarchies are mounted.
    [[nodiscard]] const std::string& group() const { return m_group; }

    /// Executes the monitor; the socket is the helper's end of --control-fd.
    [[nodiscard]] vitrine::sys::UniqueFd spawn();
    /// The same for a helper that is dead when the monitor begins.
    void spawnForTheDead();
    /// spawn(), and waits for Hello and Started. Empty if something else came.
    [[nodiscard]] vitrine::sys::UniqueFd start();
    /// Another helper.
    [[nodiscard]] vitrine::sys::UniqueFd connect() const;
    [[nodiscard]] pid_t monitorPid() const { return m_pid; }
    /// Exit code of the monitor, -signal if killed, or empty if it did not end in time.
    [[nodiscard]] std::optional<int>
    waitForMonitor(std::chrono::milliseconds limit = std::chrono::seconds(10));
    /// vitrine-monitor recover …; its exit code.
    [[nodiscard]] int recover() const;

    /// Everything of the container that still exists: processes, cgroups, mounts, run directory. Empty after
    /// an end.
    [[nodiscard]] std::vector<std::string> remains() const;

private:
    [[nodiscard]] std::vector<std::string> arguments(const char* command) const;
    void execute(int controlFd);

    QTemporaryDir m_directory;
    std::string m_group;
    pid_t m_pid = -1;
};

/// The next message, within `limit`.
[[nodiscard]] std::optional<vitrine::monitor::Packet>
nextPacket(int socket, std::chrono::milliseconds limit = std::chrono::seconds(10));

/// The next event of type T; others, and answers, are passed over.
template <typename T>
[[nodiscard]] std::optional<T> nextEvent(int socket,
                                         std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    while (const auto packet = nextPacket(socket, limit)) {
        if (const auto* event = std::get_if<vitrine::monitor::Event>(&packet->message)) {
            if (const T* wanted = std::get_if<T>(event))
                return *wanted;
        }
    }
    return std::nullopt;
}

/// Sends a request and returns the answer with its descriptors; events in between are passed over.
struct Answered {
    std::optional<vitrine::Error> error;
    std::optional<vitrine::process::ProcessKey> started;
    std::vector<vitrine::sys::UniqueFd> fds;
    bool arrived = false;
    std::optional<vitrine::monitor::RefusedReport> refused{};
};
[[nodiscard]] Answered ask(int socket, decltype(vitrine::monitor::Request::verb) verb);

/// Reads from a console until `expected` has come, within 10 s.
[[nodiscard]] bool sees(int console, const std::string& expected);
void type(int console, const std::string& text);
