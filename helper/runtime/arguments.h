// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The command line of an OCI runtime, as crun(1) and runc(8) have it.
namespace vitrine::runtime {

enum class Verb {
    Create,
    Start,
    State,
    Kill,
    Delete,
    Run,
    Exec,
    Ps,
    List,
    Pause,
    Resume,
    Update,
    Spec,
    Features,
    Help,
    Version
};

enum class LogFormat { Text, Json };
enum class CgroupManager { Cgroupfs, Disabled };

/// What is before the command.
struct Globals {
    std::string root;    ///< holds <id>/ of every container
    std::string logFile; ///< empty: only standard error
    LogFormat logFormat = LogFormat::Text;
    CgroupManager cgroupManager = CgroupManager::Cgroupfs;
};

/// A number that "update" was given, with the place in "linux.resources" that it belongs to.
struct ResourceValue {
    std::string group; ///< "memory"
    std::string key;   ///< "limit"
    std::string text;
};

struct Request {
    Globals globals;
    /// Called before this process becomes one of a container with this specification, which might then write
    /// to this program's file (CVE-2019-5736).
    std::function<Result<>(const ContainerSpec& spec)> keepOutOfReach;
    Verb verb = Verb::Help;
    std::string id;
    std::vector<std::string> operands; ///< after the id: a signal, or a command

    // create, run, spec
    std::string bundle = ".";
    std::string config = "config.json";
    bool keepsKeyring = false;
    // create, run, exec
    std::string pidFile;
    std::string consoleSocket;
    int preservedFds = 0;
    bool detach = false;
    bool keep = false;
    // exec
    std::string processFile;
    bool tty = false;
    bool noNewPrivileges = false;
    std::string user;
    std::string cwd;
    std::string appArmorProfile;
    std::vector<std::string> env;
    std::vector<std::string> capabilities;
    // kill, delete
    bool all = false;
    bool force = false;
    // list, ps
    std::string format = "table";
    bool quiet = false;
    // spec
    bool rootless = false;
    // update
    std::string resourcesFile;
    std::vector<ResourceValue> resources;
};

/// The text of --help.
[[nodiscard]] std::string_view usage();

/// What an OCI runtime does not do here, or there is no such thing: the error names the option and says why.
[[nodiscard]] Result<Request> parseArguments(const std::vector<std::string_view>& arguments);

/// The globals alone, as far as they can be read: where a command line that is wrong is complained about.
[[nodiscard]] Globals globalsOf(const std::vector<std::string_view>& arguments);

/// Letters, digits and "_+.-", up to 255, with a letter or digit first: it becomes the name of a directory
/// and of a control group.
[[nodiscard]] Result<> validateContainerId(std::string_view id);

/// "KILL", "SIGKILL", "9", "RTMIN+3" (signal(7)).
[[nodiscard]] Result<int> parseSignal(std::string_view text);

} // namespace vitrine::runtime
