// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "core/plan/execplan.h"
#include "helper/bus/wiretypes.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/verbs/common.h"
#include "helper/verbs/started.h"
#include "helper/verbs/verbs.h"

#include <algorithm>
#include <utility>

namespace vitrine::helper {

namespace {

/// What is in `wanted` and not in `allowed`, or null.
const std::string* firstBeyond(const std::vector<std::string>& wanted,
                               const std::vector<std::string>& allowed) {
    const auto beyond = std::ranges::find_if(
        wanted, [&](const std::string& name) { return !std::ranges::contains(allowed, name); });
    return beyond == wanted.end() ? nullptr : &*beyond;
}

/// What of a container's own process limits further ones.
struct Privileges {
    std::vector<std::string> bounding;
    NoNewPrivileges noNewPrivileges = NoNewPrivileges::Yes;
    std::string appArmorProfile;
    std::string selinuxLabel;
};

/// The arguments, copied.
struct Wanted {
    std::string json;
    std::uint16_t rows = 0;
    std::uint16_t columns = 0;
    std::vector<NamespaceKind> outside{}; ///< kinds in which the process stays in the host's namespace
};

/// A further process gets at most what the container has.
Result<> checkPrivileges(const ProcessSpec& process, const Privileges& container) {
    const CapabilitySets& sets = process.capabilities;
    const std::pair<const char*, const std::vector<std::string>*> all[] = {{"bounding", &sets.bounding},
                                                                           {"effective", &sets.effective},
                                                                           {"permitted", &sets.permitted},
                                                                           {"inheritable", &sets.inheritable},
                                                                           {"ambient", &sets.ambient}};
    for (const auto& [word, set] : all)
        if (const std::string* name = firstBeyond(*set, container.bounding))
            return failure(
                Error::invalid(std::string("$.capabilities.") + word,
                               "must not contain " + *name + ", which the container does not have"));
    if (container.noNewPrivileges == NoNewPrivileges::Yes && process.noNewPrivileges == NoNewPrivileges::No)
        return failure(Error::invalid("$.noNewPrivileges", "must be true, as it is for the container"));
    // Nobody can tell by its name what another profile or label allows.
    if (!process.appArmorProfile.empty() && process.appArmorProfile != container.appArmorProfile)
        return failure(Error::invalid("$.apparmorProfile", "must be absent, or that of the container"));
    if (!process.selinuxLabel.empty() && process.selinuxLabel != container.selinuxLabel)
        return failure(Error::invalid("$.selinuxLabel", "must be absent, or that of the container"));
    return {};
}

void exec(const Granted& granted, const monitor::ExecProcess& request) {
    if (auto running = checkNotPaused(*granted.container); !running)
        return granted.reply->fail(running.error());
    granted.container->link->request(request, [reply = granted.reply](Result<MonitorAnswer> answer) {
        sendStarted(*reply, std::move(answer));
    });
}

/// What is wrong with the arguments is said first, in whatever state the container is.
Result<Intent> prepareProcess(const Container& container, Wanted wanted) {
    // The request travels to the monitor in one packet.
    if (wanted.json.size() > monitor::maximumMessage / 4)
        return failure(Error::invalid("process", "must be at most 32 KiB"));
    VITRINE_CHECK(checkTerminalSize(wanted.rows, wanted.columns));
    const ProcessSpec& own = container.spec.process;
    const Privileges privileges{own.capabilities.bounding, own.noNewPrivileges, own.appArmorProfile,
                                own.selinuxLabel};
    return Intent{.vet = [wanted = std::move(wanted), privileges,
                          state = checkNotPaused(container)]() -> Result<Intent> {
        const ProcessSpec process = VITRINE_TRY(parseProcess(wanted.json));
        VITRINE_CHECK(checkPrivileges(process, privileges));
        VITRINE_CHECK(state);
        const monitor::ExecProcess request{writeProcess(process), wanted.rows, wanted.columns,
                                           wanted.outside};
        return Intent{.act = [request](const Granted& granted) { exec(granted, request); },
                      .further = wanted.outside.empty() ? std::vector<Action>{}
                                                        : std::vector<Action>{Action::Widen}};
    }};
}

} // namespace

// Safe because: the process object is checked by the same code as a whole configuration, may ask for nothing
// that the container does not have, and is executed by the monitor inside the container's namespaces.
Result<Intent> prepareExec(Context&, const Call& call) {
    return prepareProcess(*call.container, {argument<QString>(call, 0).toStdString(),
                                            argument<ushort>(call, 1), argument<ushort>(call, 2)});
}

// Safe because: as for Exec; and a process that stays in a namespace of the host, which root inside can take
// over with what it reaches, is what whoever may widen the container is asked about, each time. Its
// capabilities, its filter and its control group are the container's all the same.
Result<Intent> prepareEnter(Context&, const Call& call) {
    std::vector<std::string> entered;
    for (const QString& name : argument<QStringList>(call, 1))
        entered.push_back(name.toStdString());
    auto outside = VITRINE_TRY(outsideOf(call.container->spec.namespaces, entered));
    return prepareProcess(*call.container,
                          {argument<QString>(call, 0).toStdString(), argument<ushort>(call, 2),
                           argument<ushort>(call, 3), std::move(outside)});
}

// Safe because: the socket leads to the monitor's copy of the console; the terminal itself is never given
// away.
Result<Intent> prepareAttachConsole(Context&, const Call& call) {
    VITRINE_CHECK(checkRunning(*call.container));
    return Intent{.act = [](const Granted& granted) {
        if (auto running = checkRunning(*granted.container); !running)
            return granted.reply->fail(running.error());
        granted.container->link->request(
            monitor::AttachConsole{}, [reply = granted.reply](Result<MonitorAnswer> answer) {
                if (!answer)
                    return reply->fail(answer.error());
                if (answer->fds.empty())
                    return reply->fail(
                        Error(ErrorKind::Failed, "attach to", "the console", "the monitor gave none"));
                reply->send({QVariant::fromValue(handOver(answer->fds.front()))});
            });
    }};
}

// Safe because: it sets two numbers of the container's own terminal.
Result<Intent> prepareResizeConsole(Context&, const Call& call) {
    const auto rows = argument<ushort>(call, 0);
    const auto columns = argument<ushort>(call, 1);
    VITRINE_CHECK(checkTerminalSize(rows, columns));
    VITRINE_CHECK(checkRunning(*call.container));
    return Intent{.act = [rows, columns](const Granted& granted) {
        granted.container->link->request(monitor::ResizeConsole{rows, columns},
                                         [reply = granted.reply](const Result<MonitorAnswer>& answer) {
                                             if (!answer)
                                                 return reply->fail(answer.error());
                                             reply->send();
                                         });
    }};
}

} // namespace vitrine::helper
