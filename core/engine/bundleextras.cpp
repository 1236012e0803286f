// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/bundleextras.h"

#include "core/engine/child.h"
#include "core/engine/copyup.h"
#include "core/engine/sharedtrace.h"
#include "core/sys/file.h"
#include "core/sys/socket.h"

#include <fcntl.h>
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace vitrine::engine {

namespace {

/// sysctl(8): dots separate, and a name with dots in it is written with slashes.
std::string pathOf(std::string name) {
    if (!name.contains('/'))
        std::ranges::replace(name, '.', '/');
    return "/proc/sys/" + name;
}

/// The kernel shows every process the values of its own namespaces there.
Result<> writeSysctls(const BundleExtras& extras) {
    for (const auto& [name, value] : extras.sysctls) {
        if (auto written = sys::writeKernelFileAt(AT_FDCWD, pathOf(name), value); !written)
            return failure(std::move(written).error().within("set the kernel parameter " + name));
    }
    return {};
}

Result<> setDomainname(const std::string& name) {
    if (!name.empty() && ::setdomainname(name.data(), name.size()) != 0)
        return failure(Error::fromErrno("set the domain name", name, errno));
    return {};
}

Result<> runAll(const std::vector<Program>& programs, const BundleExtras& extras, const SharedTrace& trace) {
    for (const Program& program : programs)
        VITRINE_CHECK(runProgram(program, extras.hookInput(static_cast<pid_t>(trace.number()))));
    return {};
}

/// The host's side runs its hooks meanwhile. It ends this process if one fails.
Result<> letHostRunHooks(const BundleExtras& extras, int socket) {
    if (!extras.beforePivot)
        return {};
    VITRINE_CHECK(sys::sendDescriptor(socket, hookMessage, -1));
    if (const auto answer = VITRINE_TRY(sys::receiveDescriptor(socket)); !answer)
        return failure(Error(ErrorKind::Cancelled, "run the hooks", "", "the runtime has ended"));
    return {};
}

Result<> passGate(const Gate& gate, int socket) {
    VITRINE_CHECK(sys::sendDescriptor(socket, readyMessage, -1));
    char byte = 0;
    ssize_t length = -1;
    do {
        length = ::read(gate.go, &byte, 1);
    } while (length < 0 && errno == EINTR);
    if (length < 0)
        return failure(Error::fromErrno("wait for the start", "", errno));
    return {};
}

} // namespace

Result<> applyBeforeEntering(const BundleExtras& extras) {
    if (!extras.oomScoreAdjustment)
        return {};
    return sys::writeKernelFileAt(AT_FDCWD, "/proc/self/oom_score_adj",
                                  std::to_string(*extras.oomScoreAdjustment));
}

Result<sys::UniqueFd> openBelow(const BundleExtras* extras, int root, const std::string& destination) {
    if (extras == nullptr || !std::ranges::contains(extras->copiedUp, destination))
        return sys::UniqueFd();
    auto below = sys::openInRoot(root, destination, O_RDONLY | O_DIRECTORY);
    if (!below && below.error().kind() == ErrorKind::NotFound)
        return sys::UniqueFd();
    return below;
}

Result<> copyFrom(const sys::UniqueFd& below, int root, const std::string& destination) {
    if (!below)
        return {};
    const auto top = VITRINE_TRY(sys::openInRoot(root, destination, O_RDONLY | O_DIRECTORY));
    return copyUp(below.get(), top.get());
}

Result<> applyBeforePivot(const BundleExtras& extras, const SharedTrace& trace, int socket) {
    VITRINE_CHECK(writeSysctls(extras));
    VITRINE_CHECK(setDomainname(extras.domainname));
    VITRINE_CHECK(letHostRunHooks(extras, socket));
    return runAll(extras.createContainer, extras, trace);
}

Result<> applyBeforeExecute(const BundleExtras& extras, const SharedTrace& trace, int socket) {
    if (extras.personality && ::personality(*extras.personality) < 0)
        return failure(Error::fromErrno("set the personality", "", errno));
    if (extras.gate)
        VITRINE_CHECK(passGate(*extras.gate, socket));
    return runAll(extras.startContainer, extras, trace);
}

void reportAtGate(const BundleExtras& extras, const Error& error) {
    if (extras.gate)
        static_cast<void>(sys::writeAll(extras.gate->report, error.message()));
}

} // namespace vitrine::engine
