// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/volume.h"

#include "gui/service/foreigncontainer.h"
#include "gui/service/ownedfd.h"
#include "gui/service/serviceerror.h"
#include "gui/service/values.h"

#include <QObject>

#include <utility>
#include <vector>

namespace vitrine::gui {

/// What becomes of a container when the machine starts.
enum class AtBoot { Leave, Start };

/// What a new container is made of. `config` is an OCI config.json.
struct CreateRequest {
    QString name;
    QString config;
    QString rootKind = QStringLiteral("starter"); ///< "starter", "programs", "empty", "folder"
    QStringList programs;
    std::vector<std::pair<QString, OwnedFd>> given; ///< the user's own program files, opened for reading
    OwnedFd folder;                                 ///< opened O_RDONLY | O_DIRECTORY, for "folder"
    /// Place inside, and the directory that is shown there, opened as `folder` is. `config` has a bind mount
    /// for each.
    std::vector<std::pair<QString, OwnedFd>> volumes{};
    AtBoot atBoot = AtBoot::Leave; ///< for whoever calls create(): setAtBoot() comes after it
};

enum class Lasting { ThisRun, Kept };

/// A directory for a container that is there already.
struct VolumeRequest {
    OwnedFd directory; ///< opened as CreateRequest::folder is
    QString place;
    VolumeOptions options;
    Lasting lasting = Lasting::ThisRun;
};

/// The process started by exec and its streams: the pty master alone, or stdin, stdout, stderr.
struct ExecResult {
    std::int32_t pid = 0;
    std::vector<OwnedFd> streams;
};

enum class SampleKind : std::uint32_t { Statistics = 1, Detailed = 2, Processes = 4 };

/// Whether a call may open a password prompt: only what a person has just asked for may.
enum class Prompt { No, Allowed };

/// Whether the containers of other users are told, too.
enum class Others { Hide, Show };

/// The helper as the window sees it: the only way to it, and the only thing to replace in tests. Nothing
/// blocks. Every call ends in its callback; `context` cancels the callback (not the call) when it is
/// destroyed. Calls that are documented as "long" end when their job has completed; progress comes through
/// jobChanged(). Lives in the window's thread.
class ContainerService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual HelperStatus status() const = 0;
    [[nodiscard]] virtual HelperInfo helper() const = 0;
    /// Asks (again) who is there and for all containers: statusChanged(), then containersReset().
    virtual void connectToHelper() = 0;

    // Manager
    /// Long. The id comes through containerChanged() with state Creating at once, and here at the end.
    virtual void create(const CreateRequest& request, QObject* context, Callback<ContainerId> done) = 0;
    virtual void preview(const QString& config, const QString& rootKind, QObject* context,
                         Callback<PreviewResult> done) = 0;
    virtual void listPrograms(QObject* context, Callback<std::vector<ProgramInfo>> done) = 0;
    /// Disks whose speed can be limited.
    virtual void listDisks(QObject* context, Callback<std::vector<Disk>> done) = 0;
    virtual void inspectPrograms(const QStringList& programs, std::vector<std::pair<QString, OwnedFd>> given,
                                 QObject* context, Callback<InspectResult> done) = 0;
    /// Containers of others on this computer.
    virtual void listForeign(QObject* context, Callback<std::vector<ForeignContainer>> done) = 0;
    /// A process in a container of listForeign(), and in these of its namespaces. `process`: as of exec().
    virtual void enterForeign(ProcessKey leader, const QString& process, const QStringList& namespaces,
                              int rows, int columns, QObject* context, Callback<ExecResult> done) = 0;
    /// Groups of containers; groupsChanged() says when to ask again.
    virtual void listGroups(QObject* context, Callback<std::vector<GroupInfo>> done) = 0;
    virtual void createGroup(const QString& name, const ResourceLimits& limits, QObject* context,
                             Callback<QString> done) = 0;
    virtual void setGroupLimits(const QString& group, const ResourceLimits& limits, QObject* context,
                                Callback<std::vector<EffectiveLimit>> done) = 0;
    virtual void renameGroup(const QString& group, const QString& name, QObject* context,
                             Callback<> done) = 0;
    virtual void deleteGroup(const QString& group, QObject* context, Callback<> done) = 0;
    /// Panic stop: ends all containers in it at once. Answers when they are stopped, after 30 s at most.
    virtual void stopGroup(const QString& group, QObject* context, Callback<> done) = 0;
    /// Action to "yes", "auth", "no".
    virtual void permissions(QObject* context, Callback<QMap<QString, QString>> done) = 0;
    virtual void showOthers(Others others, QObject* context, Callback<> done) = 0;
    /// Raw: use Subscriptions, which adds up what several pages want.
    virtual void subscribe(const QList<ContainerId>& containers, SampleKind kind, int intervalMs) = 0;
    virtual void unsubscribe(const QList<ContainerId>& containers, SampleKind kind) = 0;

    // Container
    virtual void start(const ContainerId& id, QObject* context, Callback<> done) = 0; ///< long
    /// Long. SIGTERM, after timeoutMs (0 … 600,000) SIGKILL.
    virtual void stop(const ContainerId& id, int timeoutMs, QObject* context, Callback<> done) = 0;
    virtual void kill(const ContainerId& id, int signal, QObject* context, Callback<> done) = 0;
    virtual void signalProcess(const ContainerId& id, ProcessKey process, int signal, QObject* context,
                               Callback<> done) = 0;
    virtual void pause(const ContainerId& id, QObject* context, Callback<> done) = 0;
    virtual void resume(const ContainerId& id, QObject* context, Callback<> done) = 0;
    /// `process`: the OCI "process" object.
    virtual void exec(const ContainerId& id, const QString& process, int rows, int columns, QObject* context,
                      Callback<ExecResult> done) = 0;
    /// The same, but only into these namespaces of the container's own ("pid", "mnt" …); in the others of its
    /// own the process stays in this computer's.
    virtual void enter(const ContainerId& id, const QString& process, const QStringList& namespaces, int rows,
                       int columns, QObject* context, Callback<ExecResult> done) = 0;
    /// A stream socket: the last output first, then what comes; what is written is typed.
    virtual void attachConsole(const ContainerId& id, Prompt prompt, QObject* context,
                               Callback<OwnedFd> done) = 0;
    virtual void resizeConsole(const ContainerId& id, int rows, int columns) = 0;
    virtual void readLog(const ContainerId& id, std::uint64_t offset, std::uint32_t maximum, QObject* context,
                         Callback<LogChunk> done) = 0;
    virtual void setLimits(const ContainerId& id, const ResourceLimits& limits, QObject* context,
                           Callback<std::vector<EffectiveLimit>> done) = 0;
    virtual void readLimits(const ContainerId& id, QObject* context,
                            Callback<std::vector<LimitReading>> done) = 0;
    /// What is behind the device node at that path of this computer, below /dev.
    virtual void inspectDevice(const QString& path, QObject* context, Callback<DeviceInfo> done) = 0;
    virtual void readRefusedCalls(const ContainerId& id, QObject* context, Callback<RefusedReport> done) = 0;
    virtual void rename(const ContainerId& id, const QString& name, QObject* context, Callback<> done) = 0;
    /// `seen`: what getConfig() said; if it says something else by now nothing is changed (Stale).
    virtual void setConfig(const ContainerId& id, const QString& config, const QString& seen,
                           QObject* context, Callback<> done) = 0;
    /// Long, as create().
    virtual void clone(const ContainerId& id, const QString& name, QObject* context,
                       Callback<ContainerId> done) = 0;
    virtual void setAtBoot(const ContainerId& id, AtBoot atBoot, QObject* context, Callback<> done) = 0;
    virtual void attachVolume(const ContainerId& id, const VolumeRequest& request, QObject* context,
                              Callback<> done) = 0;
    virtual void detachVolume(const ContainerId& id, const QString& place, QObject* context,
                              Callback<> done) = 0;
    virtual void remove(const ContainerId& id, QObject* context, Callback<> done) = 0; ///< long; "Delete"
    virtual void getConfig(const ContainerId& id, QObject* context, Callback<QString> done) = 0;
    virtual void getTrace(const ContainerId& id, QObject* context, Callback<std::vector<StepRow>> done) = 0;
    virtual void getPlan(const ContainerId& id, QObject* context,
                         Callback<std::vector<StepDescription>> done) = 0;
    /// A shell script that builds it by hand.
    virtual void exportScript(const ContainerId& id, QObject* context, Callback<QString> done) = 0;

    // Job
    virtual void cancelJob(const JobId& id, QObject* context, Callback<> done) = 0;

signals:
    void statusChanged();
    /// All containers, after the first connection and whenever the helper came back.
    void containersReset(const std::vector<vitrine::gui::ContainerInfo>& containers);
    /// New, or changed.
    void containerChanged(const vitrine::gui::ContainerInfo& container);
    void containerRemoved(const QString& id);
    void groupsChanged();
    void jobChanged(const vitrine::gui::JobInfo& job);
    void jobRemoved(const QString& id);
    void statisticsReceived(const std::vector<vitrine::gui::ContainerSample>& samples);
    void detailedReceived(const QString& container, const vitrine::gui::DetailedSample& sample);
    void processesReceived(const vitrine::gui::ProcessUpdate& update);
};

} // namespace vitrine::gui
