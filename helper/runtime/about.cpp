// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/runtime/commands.h"

#include "core/model/capabilitynames.h"
#include "core/model/containerspec.h"
#include "core/model/ociconfig.h"
#include "core/model/strictjson.h"
#include "core/security/seccomprules.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace vitrine::runtime {

namespace {

using json::Value;

/// Those of core/plan/mountoptions.h that are no data of a file system.
constexpr std::array mountWords{
    "async",      "atime",         "bind",        "defaults",    "dev",         "diratime",   "dirsync",
    "exec",       "lazytime",      "loud",        "noatime",     "nodev",       "nodiratime", "noexec",
    "norelatime", "nostrictatime", "nosuid",      "nosymfollow", "private",     "rbind",      "relatime",
    "ro",         "rprivate",      "rshared",     "rslave",      "runbindable", "rw",         "shared",
    "silent",     "slave",         "strictatime", "suid",        "symfollow",   "sync",       "tmpcopyup",
    "unbindable"};

ContainerSpec exampleSpec(bool rootless) {
    ContainerSpec spec = defaultSpec("example", {"/bin/sh"});
    if (rootless) {
        spec.uidMappings = {{0, ::geteuid(), 1}};
        spec.gidMappings = {{0, ::getegid(), 1}};
        spec.limits = {}; // a user has no control group to limit
    } else {
        spec.namespaces[NamespaceKind::User] = Isolation::Host;
    }
    spec.namespaces[NamespaceKind::Time] = Isolation::Host;
    return spec;
}

Value namespaces() {
    Value names = Value::array();
    for (const NamespaceKind kind : allNamespaceKinds)
        names.push_back(ociName(kind));
    return names;
}

Value enabled(bool is) {
    return {{"enabled", is}};
}

Value seccomp() {
    return {{"enabled", true},
            {"actions", security::seccompActions()},
            {"operators", security::seccompOperators()},
            {"archs", security::seccompArchitectures()},
            {"knownFlags", security::seccompFlags()},
            {"supportedFlags", security::seccompFlags()}};
}

Value linuxFeatures() {
    Value cgroup{{"v1", true}, {"v2", true}, {"systemd", false}, {"systemdUser", false}, {"rdma", false}};
    return {{"namespaces", namespaces()},
            {"capabilities", capabilityNames},
            {"cgroup", std::move(cgroup)},
            {"seccomp", seccomp()},
            {"apparmor", enabled(true)},
            {"selinux", enabled(true)},
            {"intelRdt", enabled(false)},
            {"netDevices", enabled(false)},
            {"mountExtensions", {{"idmap", enabled(false)}}}};
}

} // namespace

Result<int> spec(const Request& request, const Log& /*log*/) {
    const auto directory = VITRINE_TRY(sys::openAt(AT_FDCWD, request.bundle, O_RDONLY | O_DIRECTORY));
    auto file = sys::openAt(directory.get(), "config.json", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
    if (!file && file.error().errnum() == EEXIST)
        return failure(Error(ErrorKind::AlreadyExists, "write", "config.json", "it is there already"));
    VITRINE_CHECK(
        sys::writeAll(VITRINE_TRY(std::move(file)).get(), writeConfig(exampleSpec(request.rootless))));
    return 0;
}

Result<int> features(const Request& /*request*/, const Log& /*log*/) {
    const Value hooks{"prestart",       "createRuntime", "createContainer",
                      "startContainer", "poststart",     "poststop"};
    const Value all{{"ociVersionMin", "1.0.0"},
                    {"ociVersionMax", "1.2.0"},
                    {"hooks", hooks},
                    {"mountOptions", mountWords},
                    {"linux", linuxFeatures()},
                    {"annotations", {{"org.vitrine.version", VITRINE_VERSION}}},
                    {"potentiallyUnsafeConfigAnnotations", {"org.vitrine.root-mode", "org.vitrine.seccomp"}}};
    VITRINE_CHECK(print(json::write(all)));
    return 0;
}

} // namespace vitrine::runtime
