// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"
#include "gui/service/dbusdecode.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QHash>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>

class QDBusServiceWatcher;

namespace vitrine::gui {

/// ContainerService over D-Bus. Follows the helper through start, death and replacement (NameOwnerChanged),
/// and fetches everything again when it is back. Signals count only when they come from the unique name that
/// answered.
class DbusContainerService : public ContainerService {
    Q_OBJECT
public:
    explicit DbusContainerService(const QDBusConnection& connection, QObject* parent = nullptr);
    ~DbusContainerService() override;

    /// Goes to another bus (rootless mode); what was known is forgotten. connectToHelper() comes next.
    void setConnection(const QDBusConnection& connection);
    /// How to open the bus again after it has gone: a connection of QtDBus does not come back by itself.
    void setReopen(std::function<QDBusConnection()> reopen) { m_reopen = std::move(reopen); }

    [[nodiscard]] HelperStatus status() const override { return m_status; }
    [[nodiscard]] HelperInfo helper() const override { return m_helper; }
    void connectToHelper() override;

    void create(const CreateRequest& request, QObject* context, Callback<ContainerId> done) override;
    void preview(const QString& config, const QString& rootKind, QObject* context,
                 Callback<PreviewResult> done) override;
    void listPrograms(QObject* context, Callback<std::vector<ProgramInfo>> done) override;
    void listDisks(QObject* context, Callback<std::vector<Disk>> done) override;
    void inspectPrograms(const QStringList& programs, std::vector<std::pair<QString, OwnedFd>> given,
                         QObject* context, Callback<InspectResult> done) override;
    void listGroups(QObject* context, Callback<std::vector<GroupInfo>> done) override;
    void createGroup(const QString& name, const ResourceLimits& limits, QObject* context,
                     Callback<QString> done) override;
    void setGroupLimits(const QString& group, const ResourceLimits& limits, QObject* context,
                        Callback<std::vector<EffectiveLimit>> done) override;
    void renameGroup(const QString& group, const QString& name, QObject* context, Callback<> done) override;
    void deleteGroup(const QString& group, QObject* context, Callback<> done) override;
    void stopGroup(const QString& group, QObject* context, Callback<> done) override;
    void permissions(QObject* context, Callback<QMap<QString, QString>> done) override;
    void showOthers(Others others, QObject* context, Callback<> done) override;
    void subscribe(const QList<ContainerId>& containers, SampleKind kind, int intervalMs) override;
    void unsubscribe(const QList<ContainerId>& containers, SampleKind kind) override;

    void start(const ContainerId& id, QObject* context, Callback<> done) override;
    void stop(const ContainerId& id, int timeoutMs, QObject* context, Callback<> done) override;
    void kill(const ContainerId& id, int signal, QObject* context, Callback<> done) override;
    void signalProcess(const ContainerId& id, ProcessKey process, int signal, QObject* context,
                       Callback<> done) override;
    void pause(const ContainerId& id, QObject* context, Callback<> done) override;
    void resume(const ContainerId& id, QObject* context, Callback<> done) override;
    void exec(const ContainerId& id, const QString& process, int rows, int columns, QObject* context,
              Callback<ExecResult> done) override;
    void enter(const ContainerId& id, const QString& process, const QStringList& namespaces, int rows,
               int columns, QObject* context, Callback<ExecResult> done) override;
    void enterForeign(ProcessKey leader, const QString& process, const QStringList& namespaces, int rows,
                      int columns, QObject* context, Callback<ExecResult> done) override;
    void listForeign(QObject* context, Callback<std::vector<ForeignContainer>> done) override;
    void attachConsole(const ContainerId& id, Prompt prompt, QObject* context,
                       Callback<OwnedFd> done) override;
    void resizeConsole(const ContainerId& id, int rows, int columns) override;
    void readLog(const ContainerId& id, std::uint64_t offset, std::uint32_t maximum, QObject* context,
                 Callback<LogChunk> done) override;
    void setLimits(const ContainerId& id, const ResourceLimits& limits, QObject* context,
                   Callback<std::vector<EffectiveLimit>> done) override;
    void readLimits(const ContainerId& id, QObject* context,
                    Callback<std::vector<LimitReading>> done) override;
    void inspectDevice(const QString& path, QObject* context, Callback<DeviceInfo> done) override;
    void readRefusedCalls(const ContainerId& id, QObject* context, Callback<RefusedReport> done) override;
    void rename(const ContainerId& id, const QString& name, QObject* context, Callback<> done) override;
    void setConfig(const ContainerId& id, const QString& config, const QString& seen, QObject* context,
                   Callback<> done) override;
    void clone(const ContainerId& id, const QString& name, QObject* context,
               Callback<ContainerId> done) override;
    void setAtBoot(const ContainerId& id, AtBoot atBoot, QObject* context, Callback<> done) override;
    void attachVolume(const ContainerId& id, const VolumeRequest& request, QObject* context,
                      Callback<> done) override;
    void detachVolume(const ContainerId& id, const QString& place, QObject* context,
                      Callback<> done) override;
    void remove(const ContainerId& id, QObject* context, Callback<> done) override;
    void getConfig(const ContainerId& id, QObject* context, Callback<QString> done) override;
    void getTrace(const ContainerId& id, QObject* context, Callback<std::vector<StepRow>> done) override;
    void getPlan(const ContainerId& id, QObject* context,
                 Callback<std::vector<StepDescription>> done) override;
    void exportScript(const ContainerId& id, QObject* context, Callback<QString> done) override;
    void cancelJob(const JobId& id, QObject* context, Callback<> done) override;

private slots:
    void onBusGone();
    void onInterfacesAdded(const QDBusMessage& signal);
    void onInterfacesRemoved(const QDBusMessage& signal);
    void onPropertiesChanged(const QDBusMessage& signal);
    void onJobCompleted(const QDBusMessage& signal);
    void onGroupsChanged(const QDBusMessage& signal);
    void onStatistics(const QDBusMessage& signal);
    void onDetailedStatistics(const QDBusMessage& signal);
    void onProcesses(const QDBusMessage& signal);

private:
    using Answer = std::function<void(Reply<QDBusMessage>)>;
    /// A call whose end is the job's Completed.
    struct LongCall {
        QPointer<QObject> context;
        std::function<void(Reply<ContainerId>)> done;
        ContainerId container;
    };

    [[nodiscard]] QDBusMessage managerCall(const char* method, const QVariantList& arguments = {}) const;
    [[nodiscard]] QDBusMessage containerCall(const ContainerId& id, const char* method,
                                             const QVariantList& arguments = {}) const;
    void send(const QDBusMessage& call, Prompt prompt, QObject* context, Answer answer);
    /// For verbs without an answer.
    void sendPlain(const QDBusMessage& message, Prompt prompt, QObject* context, Callback<> done);
    /// A verb whose last input argument is a job token; returns the job's path.
    void sendLong(const QDBusMessage& call, const ContainerId& container, QObject* context,
                  std::function<void(Reply<ContainerId>)> done);
    void finishLong(const JobId& job, Reply<ContainerId> result);
    void failAllLong();

    struct SignalSlot {
        QString path;
        const char* interface;
        const char* signal;
        QStringList arguments; ///< the first ones must be these
        const char* slot;
    };
    void forEachSignal(const std::function<void(const SignalSlot&)>& visit);
    void listen();
    void stopListening();
    void fetch();
    void fetchObjects(int generation);
    void onObjects(const Reply<QDBusMessage>& reply);
    void onHelperProperties(const Reply<QDBusMessage>& reply);
    void checkPolkit();
    void onOwnerChanged(const QString& oldOwner, const QString& newOwner);
    void helperGone();
    void dropJobs();
    void setStatus(Availability availability, const QString& details = {});
    [[nodiscard]] bool isFromHelper(const QDBusMessage& signal) const;
    void applyContainer(const QString& path, const QVariantMap& properties);
    void applyJob(const QString& path, const QVariantMap& properties);

    QDBusConnection m_connection;
    std::function<QDBusConnection()> m_reopen;
    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    QString m_owner; ///< unique name of the helper whose objects are known
    HelperStatus m_status;
    HelperInfo m_helper;
    QHash<ContainerId, ContainerInfo> m_containers;
    QHash<JobId, JobInfo> m_jobs;
    QHash<JobId, LongCall> m_longCalls;
    QTimer m_retry;
    bool m_fetching = false;
    int m_generation = 0; ///< of fetches: an answer to an earlier one is dropped
};

} // namespace vitrine::gui
