// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/commandline.h"

#include "helper/monitor/bundle.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vitrine::monitor {

namespace {

constexpr std::string_view usageText =
    "Usage: vitrine-monitor run --state-dir DIR --run-dir DIR --id ID [--cgroup PATH] [--rootless]\n"
    "                           [--control-fd N]\n"
    "       vitrine-monitor recover --run-dir DIR --id ID [--state-dir DIR] [--rootless]\n"
    "       vitrine-monitor enter --pid N --start TICKS --control-fd N\n"
    "       vitrine-monitor --help | --version\n"
    "\n"
    "Stays with one container of Vitrine from its start to its end. vitrine-helper starts it.\n"
    "\n"
    "run       builds the container, keeps its console and log, records its end\n"
    "recover   takes back what a killed monitor left behind: processes, control group, run directory\n"
    "enter     runs one process in the namespaces of another that is not Vitrine's, until it ends\n"
    "\n"
    "  --state-dir DIR   holds containers/ID, for example /var/lib/vitrine\n"
    "  --run-dir DIR     holds ID/ with lock, socket and journal, for example /run/vitrine\n"
    "  --id ID           of the container, 32 hexadecimal digits\n"
    "  --cgroup PATH     control group, relative to where the hierarchies are mounted\n"
    "  --rootless        without root's rights\n"
    "  --pid N           of the process that is joined, and\n"
    "  --start TICKS     its start time, in clock ticks since boot: proc_pid_stat(5), field 22\n"
    "  --control-fd N    inherited SOCK_SEQPACKET socket of the helper that starts it; 0, as systemd\n"
    "                    gives it, or 3 and more\n";

Result<int> descriptorFrom(std::string_view text) {
    int fd = -1;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), fd);
    if (status != std::errc() || end != text.data() + text.size() || fd < 0 || fd == 1 || fd == 2)
        return failure(Error::invalid("--control-fd", "must be the number of a descriptor, 0 or 3 or more"));
    return fd;
}

Result<> checkDirectory(const char* option, const std::string& path) {
    if (!path.starts_with('/'))
        return failure(Error::invalid(option, "must be given, as an absolute path"));
    return {};
}

Result<> checkCgroup(std::string_view path) {
    const std::string slashed = '/' + std::string(path) + '/';
    if (path.starts_with('/') || slashed.find("/../") != std::string::npos ||
        slashed.find("/./") != std::string::npos)
        return failure(Error::invalid("--cgroup", "must be a relative path without . and .."));
    return {};
}

template <typename Number>
Result<Number> numberFrom(const char* option, std::string_view text) {
    Number number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc() || end != text.data() + text.size() || number <= 0)
        return failure(Error::invalid(option, "must be a number above 0"));
    return number;
}

constexpr std::array<std::string_view, 7> valueOptions{"--state-dir", "--run-dir",    "--id",   "--cgroup",
                                                       "--pid",       "--control-fd", "--start"};

Result<> setOption(CommandLine& line, std::string_view option, std::string_view value) {
    if (option == "--state-dir")
        line.stateDir = value;
    else if (option == "--run-dir")
        line.runDir = value;
    else if (option == "--id")
        line.id = value;
    else if (option == "--cgroup")
        line.cgroup = value;
    else if (option == "--pid")
        line.target.pid = VITRINE_TRY(numberFrom<pid_t>("--pid", value));
    else if (option == "--start")
        line.target.startTicks = VITRINE_TRY(numberFrom<std::uint64_t>("--start", value));
    else
        line.controlFd = VITRINE_TRY(descriptorFrom(value));
    return {};
}

Result<> check(const CommandLine& line) {
    if (line.command == Command::Enter) {
        if (line.target.pid == 0 || line.target.startTicks == 0 || line.controlFd < 0)
            return failure(Error::invalid("enter", "needs --pid, --start and --control-fd"));
        return {};
    }
    VITRINE_CHECK(checkDirectory("--run-dir", line.runDir));
    if (line.command == Command::Run || !line.stateDir.empty())
        VITRINE_CHECK(checkDirectory("--state-dir", line.stateDir));
    if (!validateId(line.id))
        return failure(Error::invalid("--id", "must be 32 hexadecimal digits, 0-9 and a-f"));
    return checkCgroup(line.cgroup);
}

} // namespace

std::string_view usage() {
    return usageText;
}

Result<CommandLine> parseCommandLine(const std::vector<std::string_view>& arguments) {
    CommandLine line;
    const std::string_view first = arguments.empty() ? "" : arguments.front();
    if (first == "--help" || first == "--version") {
        line.command = first == "--help" ? Command::Help : Command::Version;
        return line;
    }
    if (first != "run" && first != "recover" && first != "enter")
        return failure(Error::invalid(first.empty() ? "command" : std::string(first),
                                      "must be run or recover, or enter; see --help"));
    line.command = first == "run" ? Command::Run : first == "enter" ? Command::Enter : Command::Recover;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == "--rootless") {
            line.privilege = Privilege::Rootless;
            continue;
        }
        if (!std::ranges::contains(valueOptions, arguments[i]))
            return failure(Error::invalid(std::string(arguments[i]), "there is no such option; see --help"));
        if (i + 1 == arguments.size())
            return failure(Error::invalid(std::string(arguments[i]), "needs a value"));
        VITRINE_CHECK(setOption(line, arguments[i], arguments[i + 1]));
        ++i;
    }
    VITRINE_CHECK(check(line));
    return line;
}

} // namespace vitrine::monitor
