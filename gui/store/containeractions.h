// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/store/containerstore.h"

#include <QObject>

#include <functional>
#include <memory>

namespace vitrine::gui {

/// What people do to containers, in one place: makes the call, records it as pending in the store, and says
/// in failed() what went wrong. Toolbar, menus, shortcuts and pages all come through here.
class ContainerActions : public QObject {
    Q_OBJECT
public:
    ContainerActions(ContainerService* service, ContainerStore* store, QObject* parent = nullptr);

    /// Then, if the request says so, setAtBoot().
    void create(CreateRequest request);
    void start(const ContainerId& id);
    /// In the container's own way: its signal, its time.
    void stop(const ContainerId& id);
    void pause(const ContainerId& id);
    void resume(const ContainerId& id);
    void kill(const ContainerId& id, int signal);
    void rename(const ContainerId& id, const QString& name);
    /// `seen`: what the change is one of.
    void setConfig(const ContainerId& id, const QString& config, const QString& seen);
    void clone(const ContainerId& id, const QString& name);
    void setAtBoot(const ContainerId& id, AtBoot atBoot);
    void attachVolume(const ContainerId& id, VolumeRequest request);
    void detachVolume(const ContainerId& id, const QString& place);
    void remove(const ContainerId& id);
    void signalProcess(const ContainerId& id, ProcessKey process, int signal);
    void cancelJob(const JobId& id);

    /// Does the last action again if polkit refused it, for when somebody can be asked now. Returns whether
    /// there was one.
    bool repeatRefused();

    /// For pages that call the service themselves: shows an error in the window's error bar.
    void reportFailure(const ContainerId& id, const QString& what, const ServiceError& error);

signals:
    /// `what`: "start bob".
    void failed(const QString& container, const QString& what, const vitrine::gui::ServiceError& error);
    /// What was asked for is done; `what` as in failed().
    void succeeded(const QString& what);
    /// The job of a create() or clone() has completed.
    void created(const QString& container);

private:
    [[nodiscard]] QString nameOf(const ContainerId& id) const;
    using Again = std::function<void()>;
    void attachFrom(const ContainerId& id, const std::shared_ptr<const VolumeRequest>& request);
    void createFrom(const std::shared_ptr<const CreateRequest>& request);
    void fail(const ContainerId& id, const QString& what, const ServiceError& error, Again again);
    Callback<> finish(const ContainerId& id, const QString& what, Again again);

    ContainerService* m_service;
    ContainerStore* m_store;
    Again m_refused; ///< by polkit: the last action
};

} // namespace vitrine::gui
