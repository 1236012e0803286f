// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The verbs about namespaces that are there already, each one message, and its answer decoded.

#include "gui/service/dbusanswer.h"
#include "gui/service/dbuscontainerservice.h"
#include "gui/service/dbuserror.h"
#include "gui/service/dbusread.h"

namespace vitrine::gui {

namespace {

void answerStarted(const Reply<QDBusMessage>& reply, const Callback<ExecResult>& done) {
    if (!reply)
        return done(std::unexpected(reply.error()));
    auto streams = wire::descriptors(reply->arguments().value(0));
    if (!streams || streams->empty())
        return done(std::unexpected(badAnswer()));
    done(ExecResult{reply->arguments().value(1).toInt(), std::move(*streams)});
}

void readProcesses(const QDBusArgument& argument, std::vector<ForeignProcess>& processes) {
    argument.beginArray();
    while (!argument.atEnd()) {
        ForeignProcess& process = processes.emplace_back();
        argument.beginStructure();
        argument >> process.pid >> process.parent >> process.uid >> process.name;
        argument.endStructure();
    }
    argument.endArray();
}

std::optional<std::vector<ForeignContainer>> foreignFrom(const QVariant& value) {
    return wire::rows<ForeignContainer>(
        value, "a(sssutuasa(uuus))", [](const QDBusArgument& argument, ForeignContainer& row) {
            qulonglong start = 0;
            QStringList kinds;
            argument >> row.engine >> row.name >> row.command >> row.leader >> start >> row.uid >> kinds;
            row.leaderStart = start;
            for (const NamespaceKind kind : allNamespaceKinds) {
                if (kinds.contains(QString::fromStdString(std::string(procName(kind)))))
                    row.namespaces.push_back(kind);
            }
            readProcesses(argument, row.processes);
        });
}

} // namespace

void DbusContainerService::enter(const ContainerId& id, const QString& process, const QStringList& namespaces,
                                 int rows, int columns, QObject* context, Callback<ExecResult> done) {
    const QVariantList arguments{process, namespaces, QVariant::fromValue(static_cast<ushort>(rows)),
                                 QVariant::fromValue(static_cast<ushort>(columns))};
    send(containerCall(id, "Enter", arguments), Prompt::Allowed, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) { answerStarted(reply, done); });
}

void DbusContainerService::enterForeign(ProcessKey leader, const QString& process,
                                        const QStringList& namespaces, int rows, int columns,
                                        QObject* context, Callback<ExecResult> done) {
    const QVariantList arguments{static_cast<uint>(leader.pid),
                                 QVariant::fromValue(static_cast<qulonglong>(leader.startTicks)),
                                 process,
                                 namespaces,
                                 QVariant::fromValue(static_cast<ushort>(rows)),
                                 QVariant::fromValue(static_cast<ushort>(columns))};
    send(managerCall("EnterForeign", arguments), Prompt::Allowed, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) { answerStarted(reply, done); });
}

void DbusContainerService::listForeign(QObject* context, Callback<std::vector<ForeignContainer>> done) {
    send(managerCall("ListForeign"), Prompt::No, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             auto foreign = foreignFrom(reply->arguments().value(0));
             if (!foreign)
                 return done(std::unexpected(badAnswer()));
             done(std::move(*foreign));
         });
}

} // namespace vitrine::gui
