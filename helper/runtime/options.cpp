// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/options.h"

#include <array>
#include <charconv>

namespace vitrine::runtime {

namespace {

constexpr std::uint32_t only(Verb verb) {
    return 1U << static_cast<unsigned>(verb);
}

constexpr std::uint32_t starting = only(Verb::Create) | only(Verb::Run);
constexpr std::uint32_t running = starting | only(Verb::Exec);
constexpr std::uint32_t global = 0;

template <std::string Request::* Field>
Result<> text(Request& request, std::string_view value) {
    request.*Field = value;
    return {};
}

template <bool Request::* Field>
Result<> flag(Request& request, std::string_view /*value*/) {
    request.*Field = true;
    return {};
}

template <std::vector<std::string> Request::* Field>
Result<> append(Request& request, std::string_view value) {
    (request.*Field).emplace_back(value);
    return {};
}

Result<> ignore(Request& /*request*/, std::string_view /*value*/) {
    return {};
}

Result<> setPreservedFds(Request& request, std::string_view value) {
    const auto [end, problem] =
        std::from_chars(value.data(), value.data() + value.size(), request.preservedFds);
    if (problem != std::errc() || end != value.data() + value.size() || request.preservedFds < 0 ||
        request.preservedFds > 1000)
        return failure(Error::invalid("--preserve-fds", "must be a number from 0 to 1000"));
    return {};
}

Result<> setRoot(Request& request, std::string_view value) {
    if (!value.starts_with('/'))
        return failure(Error::invalid("--root", "must be an absolute path"));
    request.globals.root = value;
    return {};
}

Result<> setLog(Request& request, std::string_view value) {
    for (const std::string_view other : {"journald:", "syslog:"}) {
        if (value.starts_with(other))
            return failure(Error(ErrorKind::NotSupported, {}, "--log", "only a file can be written to"));
    }
    request.globals.logFile = value.starts_with("file:") ? value.substr(5) : value;
    return {};
}

Result<> setLogFormat(Request& request, std::string_view value) {
    if (value != "text" && value != "json")
        return failure(Error::invalid("--log-format", "must be text or json"));
    request.globals.logFormat = value == "json" ? LogFormat::Json : LogFormat::Text;
    return {};
}

Result<> refuseSystemd(Request& /*request*/, std::string_view /*value*/) {
    return failure(Error(ErrorKind::NotSupported, {}, "--systemd-cgroup",
                         "control groups are made as directories, without asking systemd for a scope")
                       .withHint("Use the cgroup manager \"cgroupfs\" (podman --cgroup-manager=cgroupfs)."));
}

Result<> setCgroupManager(Request& request, std::string_view value) {
    if (value == "systemd")
        return refuseSystemd(request, value);
    if (value != "cgroupfs" && value != "disabled")
        return failure(Error::invalid("--cgroup-manager", "must be cgroupfs or disabled"));
    request.globals.cgroupManager = value == "disabled" ? CgroupManager::Disabled : CgroupManager::Cgroupfs;
    return {};
}

Result<> refuseNoPivot(Request& /*request*/, std::string_view /*value*/) {
    return failure(
        Error(ErrorKind::NotSupported, {}, "--no-pivot",
              "without pivot_root(2) the host's files stay within reach of the container")
            .withHint("If the root is on a ramfs, which pivot_root cannot leave, put it on a tmpfs."));
}

Result<> setListFormat(Request& request, std::string_view value) {
    if (value != "table" && value != "json")
        return failure(Error::invalid("--format", "must be table or json"));
    request.format = value;
    return {};
}

Result<> setTty(Request& request, std::string_view value) {
    if (!value.empty() && value != "true" && value != "false")
        return failure(Error::invalid("--tty", "must be true or false"));
    request.tty = value != "false";
    return {};
}

template <const char* Group, const char* Key>
Result<> resource(Request& request, std::string_view value) {
    request.resources.push_back({Group, Key, std::string(value)});
    return {};
}

constexpr char cpu[] = "cpu";
constexpr char memory[] = "memory";
constexpr char pids[] = "pids";
constexpr char blockIo[] = "blockIO";
constexpr char limit[] = "limit";
constexpr char shares[] = "shares";
constexpr char quota[] = "quota";
constexpr char period[] = "period";
constexpr char cpus[] = "cpus";
constexpr char mems[] = "mems";
constexpr char reservation[] = "reservation";
constexpr char swapTotal[] = "swap";
constexpr char weight[] = "weight";

constexpr std::array options{
    Option{"root", 0, Takes::Value, global, setRoot},
    Option{"log", 0, Takes::Value, global, setLog},
    Option{"log-format", 0, Takes::Value, global, setLogFormat},
    Option{"log-level", 0, Takes::Value, global, ignore}, // there are only errors and warnings
    Option{"debug", 0, Takes::Nothing, global, ignore},
    Option{"systemd-cgroup", 's', Takes::Nothing, global, refuseSystemd},
    Option{"cgroup-manager", 0, Takes::Value, global, setCgroupManager},
    Option{"rootless", 0, Takes::Value, global, ignore}, // whoever is not root is

    Option{"bundle", 'b', Takes::Value, starting | only(Verb::Spec), text<&Request::bundle>},
    Option{"config", 'f', Takes::Value, starting, text<&Request::config>},
    Option{"no-pivot", 0, Takes::Nothing, starting, refuseNoPivot},
    Option{"no-new-keyring", 0, Takes::Nothing, starting, flag<&Request::keepsKeyring>},
    Option{"no-subreaper", 0, Takes::Nothing, starting, ignore}, // none is ever made
    Option{"pid-file", 0, Takes::Value, running, text<&Request::pidFile>},
    Option{"console-socket", 0, Takes::Value, running, text<&Request::consoleSocket>},
    Option{"preserve-fds", 0, Takes::Value, running, setPreservedFds},
    Option{"detach", 'd', Takes::Nothing, only(Verb::Run) | only(Verb::Exec), flag<&Request::detach>},
    Option{"keep", 0, Takes::Nothing, only(Verb::Run), flag<&Request::keep>},

    Option{"process", 'p', Takes::Value, only(Verb::Exec), text<&Request::processFile>},
    Option{"tty", 't', Takes::Nothing, only(Verb::Exec), setTty},
    Option{"user", 'u', Takes::Value, only(Verb::Exec), text<&Request::user>},
    Option{"cwd", 0, Takes::Value, only(Verb::Exec), text<&Request::cwd>},
    Option{"env", 'e', Takes::Value, only(Verb::Exec), append<&Request::env>},
    Option{"cap", 'c', Takes::Value, only(Verb::Exec), append<&Request::capabilities>},
    Option{"no-new-privs", 0, Takes::Nothing, only(Verb::Exec), flag<&Request::noNewPrivileges>},
    Option{"apparmor", 0, Takes::Value, only(Verb::Exec), text<&Request::appArmorProfile>},

    Option{"all", 'a', Takes::Nothing, only(Verb::Kill), flag<&Request::all>},
    Option{"force", 'f', Takes::Nothing, only(Verb::Delete), flag<&Request::force>},
    Option{"format", 'f', Takes::Value, only(Verb::List) | only(Verb::Ps), setListFormat},
    Option{"quiet", 'q', Takes::Nothing, only(Verb::List), flag<&Request::quiet>},
    Option{"rootless", 0, Takes::Nothing, only(Verb::Spec), flag<&Request::rootless>},

    Option{"resources", 'r', Takes::Value, only(Verb::Update), text<&Request::resourcesFile>},
    Option{"memory", 0, Takes::Value, only(Verb::Update), resource<memory, limit>},
    Option{"memory-reservation", 0, Takes::Value, only(Verb::Update), resource<memory, reservation>},
    Option{"memory-swap", 0, Takes::Value, only(Verb::Update), resource<memory, swapTotal>},
    Option{"pids-limit", 0, Takes::Value, only(Verb::Update), resource<pids, limit>},
    Option{"cpu-share", 0, Takes::Value, only(Verb::Update), resource<cpu, shares>},
    Option{"cpu-quota", 0, Takes::Value, only(Verb::Update), resource<cpu, quota>},
    Option{"cpu-period", 0, Takes::Value, only(Verb::Update), resource<cpu, period>},
    Option{"cpuset-cpus", 0, Takes::Value, only(Verb::Update), resource<cpu, cpus>},
    Option{"cpuset-mems", 0, Takes::Value, only(Verb::Update), resource<cpu, mems>},
    Option{"blkio-weight", 0, Takes::Value, only(Verb::Update), resource<blockIo, weight>},
};

} // namespace

std::span<const Option> allOptions() {
    return options;
}

bool applies(const Option& option, std::optional<Verb> verb) {
    return verb ? (option.verbs & only(*verb)) != 0 : option.verbs == global;
}

} // namespace vitrine::runtime
