// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/enterforeign.h"

#include "core/engine/executor.h"
#include "core/engine/foreign.h"
#include "core/model/ociconfig.h"
#include "core/sys/pidfd.h"
#include "core/sys/process.h"
#include "helper/monitor/protocol.h"
#include "helper/monitor/streamsof.h"

#include <poll.h>
#include <sys/wait.h>

#include <cerrno>
#include <utility>

namespace vitrine::monitor {

namespace {

/// The helper asks as soon as there is somebody to ask.
constexpr int patienceMs = 30'000;

Result<Request> receiveRequest(int socket) {
    pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
    int ready = 0;
    do {
        ready = ::poll(&waiting, 1, patienceMs);
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0)
        return failure(Error(ErrorKind::Failed, "wait for the request", "", "none came"));
    Packet packet = VITRINE_TRY(receive(socket));
    auto* request = std::get_if<Request>(&packet.message);
    if (request == nullptr || !std::holds_alternative<ExecProcess>(request->verb))
        return failure(
            Error(ErrorKind::NotSupported, "read the request", "", "it is none to start a process"));
    return std::move(*request);
}

/// It gets what the process that it joins could at most have, and its profile or label; what it asks for
/// itself does not matter.
void takePrivileges(ProcessSpec& process, const ContainerSpec& spec) {
    process.appArmorProfile.clear();
    process.selinuxLabel.clear();
    const auto& bounding = spec.process.capabilities.bounding;
    process.capabilities = {
        .bounding = bounding, .effective = bounding, .permitted = bounding, .inheritable = {}, .ambient = {}};
}

Result<engine::StartedProcess> start(const process::ProcessKey& target, const ExecProcess& verb) {
    engine::ExecRequest request{.process = VITRINE_TRY(parseProcess(verb.processJson)),
                                .outside = verb.outside,
                                .rows = verb.rows,
                                .columns = verb.columns};
    const ContainerSpec spec = VITRINE_TRY(engine::specOfForeign(target));
    takePrivileges(request.process, spec);
    engine::StartedContainer container;
    container.init.key = target;
    container.init.pidfd = VITRINE_TRY(process::openPidfd(target));
    return engine::exec(container, spec, request);
}

} // namespace

int enterForeign(const CommandLine& line) {
    sys::UniqueFd control(line.controlFd);
    const auto request = receiveRequest(control.get());
    if (!request)
        return 1;
    auto process = start(line.target, std::get<ExecProcess>(request->verb));
    Answer answer;
    answer.serial = request->serial;
    std::vector<sys::UniqueFd> streams;
    if (process) {
        answer.started = process->key;
        streams = streamsOf(*process);
    } else {
        answer.error = process.error();
    }
    std::vector<int> fds;
    for (const sys::UniqueFd& stream : streams)
        fds.push_back(stream.get());
    // A helper that does not listen any more holds no stream: the process ends by itself, of a closed
    // terminal.
    static_cast<void>(send(control.get(), answer, fds));
    streams.clear();
    control.reset();
    if (!process)
        return 1;
    static_cast<void>(sys::waitPidfd(process->pidfd.get(), WEXITED));
    return 0;
}

} // namespace vitrine::monitor
