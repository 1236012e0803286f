// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "core/model/containerstate.h"
#include "core/model/health.h"
#include "core/model/stepview.h"
#include "core/process/processtree.h"
#include "core/sys/uniquefd.h"
#include "helper/monitor/refusedreport.h"
#include "helper/monitor/volumes.h"

#include <sys/un.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What helper and monitor say to each other over an AF_UNIX SOCK_SEQPACKET socket, /run/vitrine/<id>/control
/// (root only). One message a packet, a JSON object of at most maximumMessage bytes, descriptors by
/// SCM_RIGHTS. The helper sends requests with a serial; the monitor answers each with the same serial, and
/// sends events (serial 0) to every connected helper. A monitor outlives helpers: both sides ignore keys they
/// do not know.
namespace vitrine::monitor {

inline constexpr std::size_t maximumMessage = 128 * 1024;
inline constexpr int protocolVersion = 1;

/// A run has ended, all of it is taken back, and the container is started again: what is left to wait for
/// is the time, and the container that it joins.
struct Restarting {
    ExitRecord record;        ///< of the run that ended
    std::uint64_t dueUs = 0;  ///< CLOCK_REALTIME µs
    std::uint32_t number = 0; ///< of the start that comes, in its row: 1 = first
    std::string awaited{};    ///< name of the one that it joins, which did not run at the last try; or empty
};

/// A volume that was attached while the container ran.
struct LiveVolume {
    VolumeRecord volume;
    std::vector<std::string> options; ///< wordsOf(VolumeOptions)
    friend bool operator==(const LiveVolume&, const LiveVolume&) = default;
};

/// First message after connecting, by the monitor: where the container is now.
struct Hello {
    int version = protocolVersion;
    std::string id;
    std::string bootId;
    ContainerState state = ContainerState::Starting;
    process::ProcessKey leader; ///< pid 0 while there is none
    /// The container's control group, relative to the hierarchies' mount points; empty = it has none. Not
    /// from the first monitors.
    std::optional<std::string> cgroup;
    std::optional<Restarting> restarting;   ///< in that state
    std::vector<LiveVolume> volumes;        ///< not of its start
    std::optional<HealthReport> health{};   ///< with a health command
    std::optional<std::uint64_t> refused{}; ///< calls since its start; empty: they are not noted
};

/// The container's first process was executed.
struct Started {
    process::ProcessKey leader;
    std::uint64_t startedUs = 0; ///< CLOCK_REALTIME µs
    std::uint64_t totalNs = 0;   ///< duration of the plan
    std::uint32_t restarts = 0;  ///< how often in a row it was started again; 0 = it was asked for
};

/// The plan failed; everything is undone and the monitor exits after this message.
struct StartFailed {
    std::string message;
    std::string hint;
    std::string step; ///< id of the failing step, empty if before the first
    int errnum = 0;
    /// execve(2) of the container's program said ENOENT, of whatever file it needs.
    bool programMissing = false;
};

/// The first process ended; its record is already on disk. The monitor removes the cgroup and exits after
/// this.
struct Ended {
    ExitRecord record;
};

struct StateChanged {
    ContainerState state = ContainerState::Running;
};

/// The health command was run, or a run began that it watches over.
struct HealthChanged {
    HealthReport report;
};

/// Further calls were refused. At most one of these a second. 0 at the start of a run that notes them.
struct RefusedChanged {
    std::uint64_t total = 0; ///< since its start
};

using Event =
    std::variant<Hello, Started, StartFailed, Ended, StateChanged, Restarting, HealthChanged, RefusedChanged>;

struct ExecProcess {
    std::string processJson; ///< OCI "process" object
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
    /// Kinds in which it stays in the host's namespace. With any this is another request on the wire,
    /// "enter": a monitor that does not know it refuses, and does not do something else.
    std::vector<NamespaceKind> outside{};
};
struct AttachConsole {}; ///< answer carries one stream socket: container's console output, and its input
struct ResizeConsole {
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
};
struct SignalLeader {
    int signal = 0;
};
/// The container's own stop signal to the first process, or SIGTERM, and SIGHUP if it has a terminal; after
/// `timeoutMs` (0: at once, and instead) kill of the whole cgroup. Between two runs: it is not started again.
struct StopContainer {
    std::uint32_t timeoutMs = 10000;
};
struct Freeze {};
struct Thaw {};
/// Shows a directory in the running container. The monitor opens it by its path, and refuses when it is
/// another one by then.
struct AttachVolume {
    LiveVolume live;
    bool isMapped = false; ///< its owner appears as the container's root; else owners are as they are
};
/// Takes one away again, of the start or attached since. NotFound when none of Vitrine's is there.
struct DetachVolume {
    std::string destination;
};

/// The refused calls since the start of this run. WrongState where they are not noted.
struct ReadRefused {};

struct Request {
    std::uint64_t serial = 0;
    std::variant<ExecProcess, AttachConsole, ResizeConsole, SignalLeader, StopContainer, Freeze, Thaw,
                 AttachVolume, DetachVolume, ReadRefused>
        verb;
};

/// Answer to a request. Exec: fds[0] is the pty master (terminal) or stdin, stdout, stderr pipes; `started`
/// the process.
struct Answer {
    std::uint64_t serial = 0;
    std::optional<Error> error;
    std::optional<process::ProcessKey> started;
    std::optional<RefusedReport> refused{};
};

using Message = std::variant<Event, Request, Answer>;

struct Packet {
    Message message;
    std::vector<sys::UniqueFd> fds;
};

[[nodiscard]] std::string encode(const Message& message);
[[nodiscard]] Result<Message> decode(std::string_view text);

/// One packet, non-blocking. Receive: an error of kind Busy when there is none yet, NotFound when the other
/// side closed.
[[nodiscard]] Result<> send(int socket, const Message& message, const std::vector<int>& fds = {});
[[nodiscard]] Result<Packet> receive(int socket);

/// Names in a container's run directory: the socket, and the engine's journal while something of a run is to
/// be taken back.
inline constexpr const char* controlName = "control";
inline constexpr const char* journalName = "journal";

/// Address of the socket in an open directory. It goes through /proc/self/fd, so that it fits however long
/// the directory's path is.
[[nodiscard]] sockaddr_un controlAddress(int runDirectory);

/// Connects to the monitor whose run directory (/run/vitrine/<id>) this is; the first message to receive is
/// Hello. NotFound when none listens. The socket is non-blocking.
[[nodiscard]] Result<sys::UniqueFd> connectTo(int runDirectory);

} // namespace vitrine::monitor
