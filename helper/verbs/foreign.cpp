// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/foreign.h"
#include "core/model/ociconfig.h"
#include "core/plan/execplan.h"
#include "helper/bus/wiretypes.h"
#include "helper/containers/containerstore.h"
#include "helper/monitorlink/monitorlink.h"
#include "helper/monitorlink/monitorspawner.h"
#include "helper/verbs/common.h"
#include "helper/verbs/started.h"
#include "helper/verbs/verbs.h"

#include <QTimer>

#include <algorithm>
#include <memory>

namespace vitrine::helper {

namespace {

/// What one message holds well.
constexpr std::size_t mostForeign = 512;
constexpr std::size_t mostProcesses = 512; ///< of each

ForeignRow toRow(const process::Foreign& foreign) {
    ForeignRow row{.engine = toQString(wordOf(foreign.name.engine)),
                   .name = toQString(foreign.name.name),
                   .command = toQString(foreign.leader.name),
                   .leader = static_cast<uint>(foreign.leader.key.pid),
                   .startTicks = foreign.leader.key.startTicks,
                   .uid = foreign.leader.uidOutside,
                   .namespaces = {},
                   .processes = {}};
    for (const NamespaceKind kind : foreign.kinds)
        row.namespaces.append(toQString(procName(kind)));
    for (const process::ProcessInfo& process : foreign.processes) {
        if (row.processes.size() >= static_cast<qsizetype>(mostProcesses))
            break;
        row.processes.append({static_cast<uint>(process.key.pid), static_cast<uint>(process.parent),
                              process.uidOutside, toQString(process.name)});
    }
    return row;
}

process::OwnContainers ownOf(const ContainerStore& store) {
    process::OwnContainers own;
    for (const auto& container : store.all()) {
        if (!container->cgroup.empty())
            own.cgroups.push_back(container->cgroup);
        if (container->run.leader.pid != 0)
            own.namespaces.push_back(container->run.namespaces);
    }
    return own;
}

Result<process::Foreign> findForeign(const process::OwnContainers& own, std::uint32_t viewer,
                                     const process::ProcessKey& target) {
    const auto all = VITRINE_TRY(process::listForeign(own, viewer));
    const auto found =
        std::ranges::find(all, target, [](const process::Foreign& one) { return one.leader.key; });
    if (found == all.end())
        return failure(Error(ErrorKind::NotFound, {}, std::to_string(target.pid),
                             "is the first process of no container of another program"));
    return *found;
}

void enter(const Granted& granted, const process::ProcessKey& target, const monitor::ExecProcess& request) {
    granted.context.spawner.enter(target, [request, reply = granted.reply](Result<sys::UniqueFd> socket) {
        if (!socket)
            return reply->fail(socket.error());
        const auto link = std::make_shared<MonitorLink>(std::move(*socket));
        link->request(request, [link, reply](Result<MonitorAnswer> answer) {
            sendStarted(*reply, std::move(answer));
            // Not while it is in the middle of telling this.
            QTimer::singleShot(0, [link] { link->hangUp(); });
        });
    });
}

} // namespace

// Safe because: it tells what ps shows every user, names and numbers of processes, and nothing where /proc is
// mounted to hide them; no arguments, no environment. Of Vitrine's containers, whosever they are, it tells
// nothing.
Result<Intent> prepareListForeign(Context& context, const Call& call) {
    // Hundreds of processes are read, so it is done in one of the caller's threads.
    return Intent{.vet = [own = ownOf(context.store), uid = call.caller.uid]() -> Result<Intent> {
        QList<ForeignRow> rows;
        for (const process::Foreign& foreign : VITRINE_TRY(process::listForeign(own, uid))) {
            if (rows.size() >= static_cast<qsizetype>(mostForeign))
                break;
            rows.append(toRow(foreign));
        }
        return Intent{
            .act = [rows](const Granted& granted) { granted.reply->send({QVariant::fromValue(rows)}); }};
    }};
}

// Safe because: polkit was asked, each time, for what is as good as root. The container is known by pid and
// start time, and looked at again by the monitor that enters it; Vitrine's own are none, whosever they are,
// and neither is a process in no namespace of its own.
Result<Intent> prepareEnterForeign(Context& context, const Call& call) {
    const process::ProcessKey target{static_cast<pid_t>(argument<uint>(call, 0)),
                                     argument<qulonglong>(call, 1)};
    const std::string json = argument<QString>(call, 2).toStdString();
    std::vector<std::string> entered;
    for (const QString& name : argument<QStringList>(call, 3))
        entered.push_back(name.toStdString());
    const auto rows = argument<ushort>(call, 4);
    const auto columns = argument<ushort>(call, 5);
    if (json.size() > monitor::maximumMessage / 4)
        return failure(Error::invalid("process", "must be at most 32 KiB"));
    VITRINE_CHECK(checkTerminalSize(rows, columns));
    return Intent{.vet = [=, own = ownOf(context.store), uid = call.caller.uid]() -> Result<Intent> {
        const ProcessSpec process = VITRINE_TRY(parseProcess(json));
        const process::Foreign foreign = VITRINE_TRY(findForeign(own, uid, target));
        NamespaceSet kinds;
        for (const NamespaceKind kind : allNamespaceKinds)
            kinds[kind] = std::ranges::contains(foreign.kinds, kind) ? Isolation::New : Isolation::Host;
        std::vector<NamespaceKind> outside = VITRINE_TRY(outsideOf(kinds, entered));
        const monitor::ExecProcess request{writeProcess(process), rows, columns, std::move(outside)};
        return Intent{.act = [target, request](const Granted& granted) { enter(granted, target, request); },
                      .container = std::to_string(target.pid)};
    }};
}

} // namespace vitrine::helper
