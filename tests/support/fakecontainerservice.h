// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QHash>
#include <QMap>
#include <QTimer>

#include <algorithm>
#include <functional>

namespace vitrine::gui {

/// A ContainerService for tests of stores, models and windows without a helper: keeps containers as values,
/// answers in the next turn of the event loop, and writes down what was called. Tests that go end to end use
/// the real helper.
class FakeContainerService : public ContainerService {
    Q_OBJECT
public:
    using ContainerService::ContainerService;

    QStringList calls;                     ///< "start ID", "subscribe 1 ID 1000" …
    std::optional<ServiceError> nextError; ///< the next verb fails with it
    bool answer = true;                    ///< false: verbs stay pending
    QHash<ContainerId, ContainerInfo> known;
    QMap<QString, QString> permitted;
    std::vector<StepDescription> planned;
    std::vector<StepRow> traced;
    QStringList previewWarnings;
    std::vector<ProgramInfo> programs;
    std::vector<vitrine::Disk> disks;
    std::vector<GroupInfo> groups;
    std::vector<ForeignContainer> foreign;
    InspectResult inspected;
    RefusedReport refused;
    HelperStatus current{Availability::Connected, {}};
    HelperInfo info{.version = QStringLiteral("0.1.0"),
                    .mode = HelperMode::System,
                    .cgroupLayout = QStringLiteral("v2"),
                    .kernelRelease = QStringLiteral("6.1.0"),
                    .cpuCount = 2,
                    .memoryTotal = 4ULL << 30,
                    .cpus = QStringLiteral("0-1"),
                    .memoryNodes = QStringLiteral("0"),
                    .unavailable = {}};
    QString lastConfig;
    QString lastSeen; ///< of setConfig()
    QString script;   ///< by hand
    QString lastRootKind;
    ResourceLimits lastLimits;
    OwnedFd console; ///< what attachConsole() hands out, once

    void setStatus(Availability availability, const QString& details = {}) {
        current = {availability, details};
        emit statusChanged();
    }
    void put(const ContainerInfo& container) {
        known[container.id] = container;
        emit containerChanged(container);
    }
    void drop(const ContainerId& id) {
        known.remove(id);
        emit containerRemoved(id);
    }
    void putAll(const std::vector<ContainerInfo>& containers) {
        for (const ContainerInfo& container : containers)
            known[container.id] = container;
        emit containersReset(containers);
    }

    [[nodiscard]] HelperStatus status() const override { return current; }
    [[nodiscard]] HelperInfo helper() const override { return info; }
    void connectToHelper() override { calls << QStringLiteral("connect"); }

    void create(const CreateRequest& request, QObject* context, Callback<ContainerId> done) override {
        lastConfig = request.config;
        lastRootKind = request.rootKind;
        ContainerInfo made;
        made.id = QStringLiteral("%1").arg(known.size() + 1, 32, 16, QLatin1Char('0'));
        made.name = request.name;
        respond<ContainerId>(QStringLiteral("create %1").arg(request.name), context, std::move(done),
                             [this, made] {
                                 put(made);
                                 return made.id;
                             });
    }
    void preview(const QString& config, const QString& rootKind, QObject* context,
                 Callback<PreviewResult> done) override {
        lastConfig = config;
        respond<PreviewResult>(QStringLiteral("preview %1").arg(rootKind), context, std::move(done),
                               [this] { return PreviewResult{planned, previewWarnings}; });
    }
    void listPrograms(QObject* context, Callback<std::vector<ProgramInfo>> done) override {
        respond<std::vector<ProgramInfo>>(QStringLiteral("listPrograms"), context, std::move(done),
                                          [this] { return programs; });
    }
    void inspectPrograms(const QStringList& names, std::vector<std::pair<QString, OwnedFd>> /*given*/,
                         QObject* context, Callback<InspectResult> done) override {
        respond<InspectResult>(QStringLiteral("inspect %1").arg(names.join(QLatin1Char(','))), context,
                               std::move(done), [this] { return inspected; });
    }
    void listDisks(QObject* context, Callback<std::vector<vitrine::Disk>> done) override {
        respond<std::vector<vitrine::Disk>>(QStringLiteral("listDisks"), context, std::move(done),
                                            [this] { return disks; });
    }
    void listGroups(QObject* context, Callback<std::vector<GroupInfo>> done) override {
        respond<std::vector<GroupInfo>>(QStringLiteral("listGroups"), context, std::move(done),
                                        [this] { return groups; });
    }
    void createGroup(const QString& name, const ResourceLimits& limits, QObject* context,
                     Callback<QString> done) override {
        respond<QString>(QStringLiteral("createGroup ") + name, context, std::move(done),
                         [this, name, limits] {
                             GroupInfo made;
                             made.id = QStringLiteral("%1").arg(groups.size() + 1, 32, 16, QLatin1Char('0'));
                             made.name = name;
                             made.limits = limits;
                             groups.push_back(made);
                             emit groupsChanged();
                             return made.id;
                         });
    }
    void setGroupLimits(const QString& group, const ResourceLimits& limits, QObject* context,
                        Callback<std::vector<EffectiveLimit>> done) override {
        lastLimits = limits;
        respond<std::vector<EffectiveLimit>>(
            QStringLiteral("setGroupLimits ") + group, context, std::move(done), [this, group, limits] {
                changeGroup(group, [&](GroupInfo& each) { each.limits = limits; });
                return std::vector<EffectiveLimit>();
            });
    }
    void renameGroup(const QString& group, const QString& name, QObject* context, Callback<> done) override {
        verb(QStringLiteral("renameGroup %1 %2").arg(group, name), context, std::move(done),
             [this, group, name] { changeGroup(group, [&](GroupInfo& each) { each.name = name; }); });
    }
    void deleteGroup(const QString& group, QObject* context, Callback<> done) override {
        verb(QStringLiteral("deleteGroup ") + group, context, std::move(done), [this, group] {
            std::erase_if(groups, [&](const GroupInfo& each) { return each.id == group; });
            emit groupsChanged();
        });
    }
    void stopGroup(const QString& group, QObject* context, Callback<> done) override {
        verb(QStringLiteral("stopGroup ") + group, context, std::move(done), [] {});
    }
    void changeGroup(const QString& id, const std::function<void(GroupInfo&)>& change) {
        for (GroupInfo& group : groups)
            if (group.id == id)
                change(group);
        emit groupsChanged();
    }
    void permissions(QObject* context, Callback<QMap<QString, QString>> done) override {
        respond<QMap<QString, QString>>(QStringLiteral("permissions"), context, std::move(done),
                                        [this] { return permitted; });
    }
    void showOthers(Others others, QObject* context, Callback<> done) override {
        verb(QStringLiteral("showOthers %1").arg(static_cast<int>(others)), context, std::move(done), [] {});
    }
    void subscribe(const QList<ContainerId>& containers, SampleKind kind, int intervalMs) override {
        QStringList sorted = containers;
        sorted.sort();
        calls << QStringLiteral("subscribe %1 %2 %3")
                     .arg(static_cast<int>(kind))
                     .arg(sorted.join(QLatin1Char(',')))
                     .arg(intervalMs);
    }
    void unsubscribe(const QList<ContainerId>& containers, SampleKind kind) override {
        QStringList sorted = containers;
        sorted.sort();
        calls << QStringLiteral("unsubscribe %1 %2")
                     .arg(static_cast<int>(kind))
                     .arg(sorted.join(QLatin1Char(',')));
    }
    void start(const ContainerId& id, QObject* context, Callback<> done) override {
        verb(QStringLiteral("start ") + id, context, std::move(done),
             [this, id] { become(id, ContainerState::Running); });
    }
    void stop(const ContainerId& id, int /*timeoutMs*/, QObject* context, Callback<> done) override {
        verb(QStringLiteral("stop ") + id, context, std::move(done),
             [this, id] { become(id, ContainerState::Stopped); });
    }
    void kill(const ContainerId& id, int signal, QObject* context, Callback<> done) override {
        verb(QStringLiteral("kill %1 %2").arg(id).arg(signal), context, std::move(done), [] {});
    }
    void signalProcess(const ContainerId& id, ProcessKey process, int signal, QObject* context,
                       Callback<> done) override {
        verb(QStringLiteral("signal %1 %2 %3").arg(id).arg(process.pid).arg(signal), context, std::move(done),
             [] {});
    }
    void pause(const ContainerId& id, QObject* context, Callback<> done) override {
        verb(QStringLiteral("pause ") + id, context, std::move(done),
             [this, id] { become(id, ContainerState::Paused); });
    }
    void resume(const ContainerId& id, QObject* context, Callback<> done) override {
        verb(QStringLiteral("resume ") + id, context, std::move(done),
             [this, id] { become(id, ContainerState::Running); });
    }
    void exec(const ContainerId& id, const QString& process, int /*rows*/, int /*columns*/, QObject* context,
              Callback<ExecResult> done) override {
        respond<ExecResult>(QStringLiteral("exec %1 %2").arg(id, process), context, std::move(done),
                            [] { return ExecResult{}; });
    }
    void enter(const ContainerId& id, const QString& process, const QStringList& namespaces, int /*rows*/,
               int /*columns*/, QObject* context, Callback<ExecResult> done) override {
        respond<ExecResult>(QStringLiteral("enter %1 %2 %3").arg(id, namespaces.join(u','), process), context,
                            std::move(done), [] { return ExecResult{}; });
    }
    void listForeign(QObject* context, Callback<std::vector<ForeignContainer>> done) override {
        respond<std::vector<ForeignContainer>>(QStringLiteral("listForeign"), context, std::move(done),
                                               [this] { return foreign; });
    }
    void attachConsole(const ContainerId& id, Prompt prompt, QObject* context,
                       Callback<OwnedFd> done) override {
        const QString how = prompt == Prompt::No ? QStringLiteral(" without a prompt") : QString();
        respond<OwnedFd>(QStringLiteral("attach %1%2").arg(id, how), context, std::move(done),
                         [this] { return std::exchange(console, OwnedFd()); });
    }
    void resizeConsole(const ContainerId& id, int rows, int columns) override {
        calls << QStringLiteral("resize %1 %2 %3").arg(id).arg(rows).arg(columns);
    }
    void readLog(const ContainerId& id, std::uint64_t offset, std::uint32_t /*maximum*/, QObject* context,
                 Callback<LogChunk> done) override {
        respond<LogChunk>(QStringLiteral("readLog %1 %2").arg(id).arg(offset), context, std::move(done),
                          [] { return LogChunk{}; });
    }
    void setLimits(const ContainerId& id, const ResourceLimits& limits, QObject* context,
                   Callback<std::vector<EffectiveLimit>> done) override {
        lastLimits = limits;
        respond<std::vector<EffectiveLimit>>(QStringLiteral("setLimits ") + id, context, std::move(done),
                                             [] { return std::vector<EffectiveLimit>{}; });
    }
    void readLimits(const ContainerId& id, QObject* context,
                    Callback<std::vector<LimitReading>> done) override {
        respond<std::vector<LimitReading>>(QStringLiteral("readLimits ") + id, context, std::move(done),
                                           [] { return std::vector<LimitReading>{}; });
    }
    void inspectDevice(const QString& path, QObject* context, Callback<DeviceInfo> done) override {
        respond<DeviceInfo>(QStringLiteral("inspectDevice ") + path, context, std::move(done),
                            [path] { return DeviceInfo{path, vitrine::DeviceType::Character, 10, 229}; });
    }
    void readRefusedCalls(const ContainerId& id, QObject* context, Callback<RefusedReport> done) override {
        respond<RefusedReport>(QStringLiteral("readRefusedCalls ") + id, context, std::move(done),
                               [this] { return refused; });
    }
    void rename(const ContainerId& id, const QString& name, QObject* context, Callback<> done) override {
        verb(QStringLiteral("rename %1 %2").arg(id, name), context, std::move(done), [this, id, name] {
            ContainerInfo container = known.value(id);
            container.name = name;
            put(container);
        });
    }
    void enterForeign(ProcessKey leader, const QString& process, const QStringList& namespaces, int /*rows*/,
                      int /*columns*/, QObject* context, Callback<ExecResult> done) override {
        respond<ExecResult>(QStringLiteral("enterForeign %1 %2 %3 %4")
                                .arg(leader.pid)
                                .arg(leader.startTicks)
                                .arg(namespaces.join(u','), process),
                            context, std::move(done), [] { return ExecResult{}; });
    }
    void setConfig(const ContainerId& id, const QString& config, const QString& seen, QObject* context,
                   Callback<> done) override {
        lastConfig = config;
        lastSeen = seen;
        verb(QStringLiteral("setConfig ") + id, context, std::move(done), [] {});
    }
    void clone(const ContainerId& id, const QString& name, QObject* context,
               Callback<ContainerId> done) override {
        ContainerInfo made = known.value(id);
        made.id = QStringLiteral("%1").arg(known.size() + 1, 32, 16, QLatin1Char('0'));
        made.name = name;
        respond<ContainerId>(QStringLiteral("clone %1 %2").arg(id, name), context, std::move(done),
                             [this, made] {
                                 put(made);
                                 return made.id;
                             });
    }
    void setAtBoot(const ContainerId& id, AtBoot atBoot, QObject* context, Callback<> done) override {
        verb(QStringLiteral("atBoot %1 %2").arg(id).arg(static_cast<int>(atBoot)), context, std::move(done),
             [this, id, atBoot] {
                 ContainerInfo container = known.value(id);
                 container.startAtBoot = atBoot == AtBoot::Start;
                 put(container);
             });
    }
    void attachVolume(const ContainerId& id, const VolumeRequest& request, QObject* context,
                      Callback<> done) override {
        const VolumeInfo volume{
            request.place, QStringLiteral("/given"), {}, true, request.lasting == Lasting::Kept};
        verb(QStringLiteral("attachVolume %1 %2 %3").arg(id, request.place).arg(volume.kept), context,
             std::move(done), [this, id, volume] {
                 ContainerInfo container = known.value(id);
                 container.volumes.push_back(volume);
                 put(container);
             });
    }
    void detachVolume(const ContainerId& id, const QString& place, QObject* context,
                      Callback<> done) override {
        verb(QStringLiteral("detachVolume %1 %2").arg(id, place), context, std::move(done),
             [this, id, place] {
                 ContainerInfo container = known.value(id);
                 std::erase_if(container.volumes,
                               [&](const VolumeInfo& volume) { return volume.place == place; });
                 put(container);
             });
    }
    void remove(const ContainerId& id, QObject* context, Callback<> done) override {
        verb(QStringLiteral("delete ") + id, context, std::move(done), [this, id] { drop(id); });
    }
    void getConfig(const ContainerId& id, QObject* context, Callback<QString> done) override {
        respond<QString>(QStringLiteral("getConfig ") + id, context, std::move(done),
                         [this] { return lastConfig; });
    }
    void getTrace(const ContainerId& id, QObject* context, Callback<std::vector<StepRow>> done) override {
        respond<std::vector<StepRow>>(QStringLiteral("getTrace ") + id, context, std::move(done),
                                      [this] { return traced; });
    }
    void getPlan(const ContainerId& id, QObject* context,
                 Callback<std::vector<StepDescription>> done) override {
        respond<std::vector<StepDescription>>(QStringLiteral("getPlan ") + id, context, std::move(done),
                                              [this] { return planned; });
    }
    void exportScript(const ContainerId& id, QObject* context, Callback<QString> done) override {
        respond<QString>(QStringLiteral("exportScript ") + id, context, std::move(done),
                         [this] { return script; });
    }
    void cancelJob(const JobId& id, QObject* context, Callback<> done) override {
        verb(QStringLiteral("cancel ") + id, context, std::move(done), [] {});
    }

private:
    void become(const ContainerId& id, ContainerState state) {
        ContainerInfo container = known.value(id);
        container.state = state;
        put(container);
    }
    template <typename Value, typename Make>
    void respond(const QString& call, QObject* context, Callback<Value> done, Make make) {
        calls << call;
        if (!answer)
            return;
        QTimer::singleShot(0, context,
                           [error = std::exchange(nextError, std::nullopt), done = std::move(done), make] {
                               if (error)
                                   done(std::unexpected(*error));
                               else
                                   done(make());
                           });
    }
    template <typename Act>
    void verb(const QString& call, QObject* context, Callback<> done, Act act) {
        calls << call;
        if (!answer)
            return;
        QTimer::singleShot(0, context,
                           [error = std::exchange(nextError, std::nullopt), done = std::move(done), act] {
                               if (error)
                                   return done(std::unexpected(*error));
                               act();
                               done({});
                           });
    }
};

} // namespace vitrine::gui
