// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/containeractions.h"

namespace vitrine::gui {

ContainerActions::ContainerActions(ContainerService* service, ContainerStore* store, QObject* parent)
    : QObject(parent)
    , m_service(service)
    , m_store(store) {
}

QString ContainerActions::nameOf(const ContainerId& id) const {
    const ContainerEntry* entry = m_store->find(id);
    return entry ? entry->info.name : tr("the container");
}

Callback<> ContainerActions::finish(const ContainerId& id, const QString& what) {
    return [this, id, what](const Reply<>& reply) {
        m_store->clearPending(id);
        if (reply)
            emit succeeded(what);
        else
            emit failed(id, what, reply.error());
    };
}

void ContainerActions::reportFailure(const ContainerId& id, const QString& what, const ServiceError& error) {
    emit failed(id, what, error);
}

void ContainerActions::create(CreateRequest request) {
    const QString what = tr("create %1").arg(request.name);
    const AtBoot atBoot = request.atBoot;
    m_service->create(std::move(request), this, [this, what, atBoot](const Reply<ContainerId>& reply) {
        if (!reply) {
            emit failed({}, what, reply.error());
            return;
        }
        emit succeeded(what);
        if (atBoot == AtBoot::Start)
            setAtBoot(*reply, atBoot);
        emit created(*reply);
    });
}

void ContainerActions::start(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Starting);
    m_service->start(id, this, finish(id, tr("start %1").arg(nameOf(id))));
}

void ContainerActions::stop(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Stopping);
    m_service->stop(id, stopTimeoutMs, this, finish(id, tr("stop %1").arg(nameOf(id))));
}

void ContainerActions::pause(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Pausing);
    m_service->pause(id, this, finish(id, tr("pause %1").arg(nameOf(id))));
}

void ContainerActions::resume(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Resuming);
    m_service->resume(id, this, finish(id, tr("resume %1").arg(nameOf(id))));
}

void ContainerActions::kill(const ContainerId& id, int signal) {
    m_store->setPending(id, PendingAction::Killing);
    m_service->kill(id, signal, this, finish(id, tr("send a signal to %1").arg(nameOf(id))));
}

void ContainerActions::rename(const ContainerId& id, const QString& name) {
    m_store->setPending(id, PendingAction::Renaming);
    m_service->rename(id, name, this, finish(id, tr("rename %1 to %2").arg(nameOf(id), name)));
}

void ContainerActions::setAtBoot(const ContainerId& id, AtBoot atBoot) {
    m_store->setPending(id, PendingAction::Marking);
    const QString what = atBoot == AtBoot::Start
                             ? tr("let %1 start with the computer").arg(nameOf(id))
                             : tr("keep %1 from starting with the computer").arg(nameOf(id));
    m_service->setAtBoot(id, atBoot, this, finish(id, what));
}

void ContainerActions::remove(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Deleting);
    m_service->remove(id, this, finish(id, tr("delete %1").arg(nameOf(id))));
}

void ContainerActions::signalProcess(const ContainerId& id, ProcessKey process, int signal) {
    const QString what =
        tr("send a signal to process %1 of %2").arg(QString::number(process.pid), nameOf(id));
    m_service->signalProcess(id, process, signal, this, [this, id, what](const Reply<>& reply) {
        if (reply)
            emit succeeded(what);
        else
            emit failed(id, what, reply.error());
    });
}

void ContainerActions::cancelJob(const JobId& id) {
    m_service->cancelJob(id, this, [this](const Reply<>& reply) {
        if (!reply)
            emit failed({}, tr("cancel"), reply.error());
    });
}

} // namespace vitrine::gui
