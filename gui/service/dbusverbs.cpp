// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The verbs of DbusContainerService: each one message, and its answer decoded.

#include "gui/service/dbusanswer.h"
#include "gui/service/dbuscontainerservice.h"
#include "gui/service/dbuserror.h"

namespace vitrine::gui {

namespace {

QList<QDBusObjectPath> pathsOf(const QList<ContainerId>& containers) {
    QList<QDBusObjectPath> paths;
    for (const ContainerId& id : containers)
        paths.append(QDBusObjectPath(wire::pathOf(id)));
    return paths;
}

QList<wire::GivenFile> filesFrom(const std::vector<std::pair<QString, OwnedFd>>& given) {
    QList<wire::GivenFile> files;
    for (const auto& [name, fd] : given)
        files.append({name, QDBusUnixFileDescriptor(fd.get())});
    return files;
}

} // namespace

QDBusMessage DbusContainerService::managerCall(const char* method, const QVariantList& arguments) const {
    QDBusMessage message =
        QDBusMessage::createMethodCall(QLatin1String(wire::busName), QLatin1String(wire::managerPath),
                                       QLatin1String(wire::managerInterface), QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

QDBusMessage DbusContainerService::containerCall(const ContainerId& id, const char* method,
                                                 const QVariantList& arguments) const {
    QDBusMessage message =
        QDBusMessage::createMethodCall(QLatin1String(wire::busName), wire::pathOf(id),
                                       QLatin1String(wire::containerInterface), QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

void DbusContainerService::sendPlain(const QDBusMessage& message, Prompt prompt, QObject* context,
                                     Callback<> done) {
    send(message, prompt, context, [done = std::move(done)](const Reply<QDBusMessage>& reply) {
        if (reply)
            done({});
        else
            done(std::unexpected(reply.error()));
    });
}

// The job's path is known before the call, so that its end cannot be missed.
void DbusContainerService::sendLong(const QDBusMessage& call, const ContainerId& container, QObject* context,
                                    std::function<void(Reply<ContainerId>)> done) {
    // One count for the whole program: a finished job keeps its token for ten seconds, and the bus connection
    // is shared.
    static quint64 lastToken = 0;
    const QString token = QStringLiteral("w%1").arg(++lastToken);
    QString sender = m_connection.baseService();
    sender.remove(QLatin1Char(':')).replace(QLatin1Char('.'), QLatin1Char('_'));
    const JobId job = QStringLiteral("%1/jobs/%2/%3").arg(QLatin1String(wire::managerPath), sender, token);
    m_longCalls.insert(job, LongCall{context, std::move(done), container});
    QDBusMessage message = call;
    message.setArguments(call.arguments() << token);
    const bool creates = container.isEmpty();
    send(message, Prompt::Allowed, this, [this, job, creates](const Reply<QDBusMessage>& reply) {
        if (!reply)
            finishLong(job, std::unexpected(reply.error()));
        else if (const auto it = m_longCalls.find(job); creates && it != m_longCalls.end())
            it->container = wire::idOf(reply->arguments().value(0).value<QDBusObjectPath>().path());
    });
}

void DbusContainerService::finishLong(const JobId& job, Reply<ContainerId> result) {
    if (!m_longCalls.contains(job))
        return;
    const LongCall call = m_longCalls.take(job);
    if (call.context)
        call.done(std::move(result));
}

void DbusContainerService::failAllLong() {
    const ServiceError error{
        ErrorKind::Failed,
        tr("The helper ended while this was being done, so it is not known how far it came."),
        tr("It is started again; the container's state will say."),
        {}};
    for (const JobId& job : m_longCalls.keys())
        finishLong(job, std::unexpected(error));
}

void DbusContainerService::create(const CreateRequest& request, QObject* context,
                                  Callback<ContainerId> done) {
    QList<QDBusUnixFileDescriptor> folder;
    if (request.folder.isValid())
        folder.append(QDBusUnixFileDescriptor(request.folder.get()));
    sendLong(
        managerCall("Create", {request.name, request.config, request.rootKind, request.programs,
                               QVariant::fromValue(filesFrom(request.given)), QVariant::fromValue(folder),
                               QVariant::fromValue(filesFrom(request.volumes))}),
        {}, context, std::move(done));
}

void DbusContainerService::preview(const QString& config, const QString& rootKind, QObject* context,
                                   Callback<PreviewResult> done) {
    send(managerCall("Preview", {config, rootKind}), Prompt::No, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             auto steps = wire::plan(reply->arguments().value(0));
             if (!steps)
                 return done(std::unexpected(badAnswer()));
             done(PreviewResult{std::move(*steps), reply->arguments().value(1).toStringList()});
         });
}

void DbusContainerService::listPrograms(QObject* context, Callback<std::vector<ProgramInfo>> done) {
    send(managerCall("ListPrograms"), Prompt::No, context, decoded(std::move(done), wire::programs));
}

void DbusContainerService::listDisks(QObject* context, Callback<std::vector<Disk>> done) {
    send(managerCall("ListDisks"), Prompt::No, context, decoded(std::move(done), wire::disks));
}

void DbusContainerService::inspectPrograms(const QStringList& programs,
                                           std::vector<std::pair<QString, OwnedFd>> given, QObject* context,
                                           Callback<InspectResult> done) {
    send(managerCall("InspectPrograms", {programs, QVariant::fromValue(filesFrom(given))}), Prompt::No,
         context, [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             auto tree = wire::dependencies(reply->arguments().value(0));
             if (!tree)
                 return done(std::unexpected(badAnswer()));
             done(InspectResult{std::move(*tree), reply->arguments().value(1).toStringList(),
                                reply->arguments().value(2).toULongLong()});
         });
}

void DbusContainerService::permissions(QObject* context, Callback<QMap<QString, QString>> done) {
    send(managerCall("Permissions"), Prompt::No, context, decoded(std::move(done), wire::stringMap));
}

void DbusContainerService::showOthers(Others others, QObject* context, Callback<> done) {
    sendPlain(managerCall("ShowOthers", {others == Others::Show}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::subscribe(const QList<ContainerId>& containers, SampleKind kind, int intervalMs) {
    sendPlain(managerCall("Subscribe", {QVariant::fromValue(pathsOf(containers)), static_cast<uint>(kind),
                                        static_cast<uint>(intervalMs)}),
              Prompt::No, this, [](const Reply<>&) {});
}

void DbusContainerService::unsubscribe(const QList<ContainerId>& containers, SampleKind kind) {
    sendPlain(managerCall("Unsubscribe", {QVariant::fromValue(pathsOf(containers)), static_cast<uint>(kind)}),
              Prompt::No, this, [](const Reply<>&) {});
}

void DbusContainerService::start(const ContainerId& id, QObject* context, Callback<> done) {
    sendLong(containerCall(id, "Start"), id, context,
             [done = std::move(done)](const Reply<ContainerId>& reply) {
                 done(reply ? Reply<>() : std::unexpected(reply.error()));
             });
}

void DbusContainerService::stop(const ContainerId& id, int timeoutMs, QObject* context, Callback<> done) {
    sendLong(containerCall(id, "Stop", {static_cast<uint>(timeoutMs)}), id, context,
             [done = std::move(done)](const Reply<ContainerId>& reply) {
                 done(reply ? Reply<>() : std::unexpected(reply.error()));
             });
}

void DbusContainerService::kill(const ContainerId& id, int signal, QObject* context, Callback<> done) {
    sendPlain(containerCall(id, "Kill", {signal}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::signalProcess(const ContainerId& id, ProcessKey process, int signal,
                                         QObject* context, Callback<> done) {
    sendPlain(containerCall(id, "SignalProcess",
                            {process.pid, static_cast<qulonglong>(process.startTicks), signal}),
              Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::pause(const ContainerId& id, QObject* context, Callback<> done) {
    sendPlain(containerCall(id, "Pause"), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::resume(const ContainerId& id, QObject* context, Callback<> done) {
    sendPlain(containerCall(id, "Resume"), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::exec(const ContainerId& id, const QString& process, int rows, int columns,
                                QObject* context, Callback<ExecResult> done) {
    const QVariantList arguments{process, QVariant::fromValue(static_cast<ushort>(rows)),
                                 QVariant::fromValue(static_cast<ushort>(columns))};
    send(containerCall(id, "Exec", arguments), Prompt::Allowed, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             auto streams = wire::descriptors(reply->arguments().value(0));
             if (!streams || streams->empty())
                 return done(std::unexpected(badAnswer()));
             done(ExecResult{reply->arguments().value(1).toInt(), std::move(*streams)});
         });
}

void DbusContainerService::attachConsole(const ContainerId& id, Prompt prompt, QObject* context,
                                         Callback<OwnedFd> done) {
    send(containerCall(id, "AttachConsole"), prompt, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             OwnedFd console = wire::duplicate(reply->arguments().value(0).value<QDBusUnixFileDescriptor>());
             if (!console.isValid())
                 return done(std::unexpected(badAnswer()));
             done(std::move(console));
         });
}

void DbusContainerService::resizeConsole(const ContainerId& id, int rows, int columns) {
    const QVariantList arguments{QVariant::fromValue(static_cast<ushort>(rows)),
                                 QVariant::fromValue(static_cast<ushort>(columns))};
    sendPlain(containerCall(id, "ResizeConsole", arguments), Prompt::No, this, [](const Reply<>&) {});
}

void DbusContainerService::readLog(const ContainerId& id, std::uint64_t offset, std::uint32_t maximum,
                                   QObject* context, Callback<LogChunk> done) {
    send(containerCall(id, "ReadLog", {static_cast<qulonglong>(offset), maximum}), Prompt::No, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             const QVariantList arguments = reply->arguments();
             done(LogChunk{arguments.value(0).toByteArray(), arguments.value(1).toULongLong(),
                           arguments.value(2).toULongLong()});
         });
}

void DbusContainerService::setLimits(const ContainerId& id, const ResourceLimits& limits, QObject* context,
                                     Callback<std::vector<EffectiveLimit>> done) {
    send(containerCall(id, "SetLimits", {wire::toMap(limits)}), Prompt::Allowed, context,
         decoded(std::move(done), wire::effectiveLimits));
}

void DbusContainerService::readLimits(const ContainerId& id, QObject* context,
                                      Callback<std::vector<LimitReading>> done) {
    send(containerCall(id, "ReadLimits"), Prompt::No, context, decoded(std::move(done), wire::limitReadings));
}

void DbusContainerService::inspectDevice(const QString& path, QObject* context, Callback<DeviceInfo> done) {
    send(managerCall("InspectDevice", {path}), Prompt::No, context,
         [path, done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             const QVariantList arguments = reply->arguments();
             const bool isBlock = arguments.value(0).toString() == QLatin1String("b");
             done(DeviceInfo{path, isBlock ? DeviceType::Block : DeviceType::Character,
                             arguments.value(1).toUInt(), arguments.value(2).toUInt()});
         });
}

void DbusContainerService::readRefusedCalls(const ContainerId& id, QObject* context,
                                            Callback<RefusedReport> done) {
    send(containerCall(id, "ReadRefusedCalls"), Prompt::No, context,
         [done = std::move(done)](const Reply<QDBusMessage>& reply) {
             if (!reply)
                 return done(std::unexpected(reply.error()));
             auto rows = wire::refusedCalls(reply->arguments().value(0));
             if (!rows)
                 return done(std::unexpected(badAnswer()));
             done(RefusedReport{std::move(*rows), reply->arguments().value(1).toULongLong()});
         });
}

void DbusContainerService::rename(const ContainerId& id, const QString& name, QObject* context,
                                  Callback<> done) {
    sendPlain(containerCall(id, "Rename", {name}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::setConfig(const ContainerId& id, const QString& config, const QString& seen,
                                     QObject* context, Callback<> done) {
    sendPlain(containerCall(id, "SetConfig", {config, seen}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::clone(const ContainerId& id, const QString& name, QObject* context,
                                 Callback<ContainerId> done) {
    sendLong(containerCall(id, "Clone", {name}), {}, context, std::move(done));
}

void DbusContainerService::setAtBoot(const ContainerId& id, AtBoot atBoot, QObject* context,
                                     Callback<> done) {
    sendPlain(containerCall(id, "SetStartAtBoot", {atBoot == AtBoot::Start}), Prompt::Allowed, context,
              std::move(done));
}

void DbusContainerService::attachVolume(const ContainerId& id, const VolumeRequest& request, QObject* context,
                                        Callback<> done) {
    const QVariantMap options{
        {QStringLiteral("readOnly"), request.options.access == VolumeAccess::ReadOnly},
        {QStringLiteral("programs"), request.options.programs == VolumePrograms::Allowed},
        {QStringLiteral("follow"), request.options.propagation == VolumePropagation::Follow},
        {QStringLiteral("keep"), request.lasting == Lasting::Kept}};
    sendPlain(containerCall(id, "AttachVolume",
                            {QVariant::fromValue(QDBusUnixFileDescriptor(request.directory.get())),
                             request.place, options}),
              Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::detachVolume(const ContainerId& id, const QString& place, QObject* context,
                                        Callback<> done) {
    sendPlain(containerCall(id, "DetachVolume", {place}), Prompt::Allowed, context, std::move(done));
}

void DbusContainerService::remove(const ContainerId& id, QObject* context, Callback<> done) {
    sendLong(containerCall(id, "Delete"), id, context,
             [done = std::move(done)](const Reply<ContainerId>& reply) {
                 done(reply ? Reply<>() : std::unexpected(reply.error()));
             });
}

void DbusContainerService::getConfig(const ContainerId& id, QObject* context, Callback<QString> done) {
    send(containerCall(id, "GetConfig"), Prompt::No, context,
         decoded(std::move(done), [](const QVariant& value) { return std::optional(value.toString()); }));
}

void DbusContainerService::getTrace(const ContainerId& id, QObject* context,
                                    Callback<std::vector<StepRow>> done) {
    send(containerCall(id, "GetTrace"), Prompt::No, context, decoded(std::move(done), wire::trace));
}

void DbusContainerService::getPlan(const ContainerId& id, QObject* context,
                                   Callback<std::vector<StepDescription>> done) {
    send(containerCall(id, "GetPlan"), Prompt::No, context, decoded(std::move(done), wire::plan));
}

void DbusContainerService::exportScript(const ContainerId& id, QObject* context, Callback<QString> done) {
    send(containerCall(id, "ExportScript"), Prompt::No, context,
         decoded(std::move(done), [](const QVariant& value) { return std::optional(value.toString()); }));
}

void DbusContainerService::cancelJob(const JobId& id, QObject* context, Callback<> done) {
    QDBusMessage message = QDBusMessage::createMethodCall(
        QLatin1String(wire::busName), id, QLatin1String(wire::jobInterface), QStringLiteral("Cancel"));
    sendPlain(message, Prompt::No, context, std::move(done));
}

} // namespace vitrine::gui
