// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/containeractions.h"

#include <utility>

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

void ContainerActions::fail(const ContainerId& id, const QString& what, const ServiceError& error,
                            Again again) {
    m_refused = error.kind == ErrorKind::NotAuthorized ? std::move(again) : Again();
    emit failed(id, what, error);
}

Callback<> ContainerActions::finish(const ContainerId& id, const QString& what, Again again) {
    return [this, id, what, again = std::move(again)](const Reply<>& reply) {
        m_store->clearPending(id);
        if (reply)
            emit succeeded(what);
        else
            fail(id, what, reply.error(), again);
    };
}

bool ContainerActions::repeatRefused() {
    const Again again = std::exchange(m_refused, {});
    if (again)
        again();
    return again != nullptr;
}

void ContainerActions::reportFailure(const ContainerId& id, const QString& what, const ServiceError& error) {
    emit failed(id, what, error);
}

void ContainerActions::create(CreateRequest request) {
    createFrom(std::make_shared<const CreateRequest>(std::move(request)));
}

void ContainerActions::createFrom(const std::shared_ptr<const CreateRequest>& request) {
    const auto done = [this, request](const Reply<ContainerId>& reply) {
        const QString what = tr("create %1").arg(request->name);
        if (!reply)
            return fail({}, what, reply.error(), [this, request] { createFrom(request); });
        emit succeeded(what);
        if (request->atBoot == AtBoot::Start)
            setAtBoot(*reply, request->atBoot);
        emit created(*reply);
    };
    m_service->create(*request, this, done);
}

void ContainerActions::start(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Starting);
    m_service->start(id, this, finish(id, tr("start %1").arg(nameOf(id)), [this, id] { start(id); }));
}

void ContainerActions::stop(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Stopping);
    const ContainerEntry* entry = m_store->find(id);
    const auto timeoutMs = static_cast<int>(stopTimeoutOf(entry ? entry->info.life : LifeSpec()));
    m_service->stop(id, timeoutMs, this, finish(id, tr("stop %1").arg(nameOf(id)), [this, id] { stop(id); }));
}

void ContainerActions::pause(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Pausing);
    m_service->pause(id, this, finish(id, tr("pause %1").arg(nameOf(id)), [this, id] { pause(id); }));
}

void ContainerActions::resume(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Resuming);
    m_service->resume(id, this, finish(id, tr("resume %1").arg(nameOf(id)), [this, id] { resume(id); }));
}

void ContainerActions::kill(const ContainerId& id, int signal) {
    m_store->setPending(id, PendingAction::Killing);
    m_service->kill(
        id, signal, this,
        finish(id, tr("send a signal to %1").arg(nameOf(id)), [this, id, signal] { kill(id, signal); }));
}

void ContainerActions::rename(const ContainerId& id, const QString& name) {
    m_store->setPending(id, PendingAction::Renaming);
    m_service->rename(
        id, name, this,
        finish(id, tr("rename %1 to %2").arg(nameOf(id), name), [this, id, name] { rename(id, name); }));
}

void ContainerActions::setConfig(const ContainerId& id, const QString& config, const QString& seen) {
    m_store->setPending(id, PendingAction::Editing);
    m_service->setConfig(id, config, seen, this,
                         finish(id, tr("change %1").arg(nameOf(id)),
                                [this, id, config, seen] { setConfig(id, config, seen); }));
}

void ContainerActions::clone(const ContainerId& id, const QString& name) {
    const QString what = tr("clone %1 as %2").arg(nameOf(id), name);
    m_service->clone(id, name, this, [this, id, name, what](const Reply<ContainerId>& reply) {
        if (!reply)
            return fail(id, what, reply.error(), [this, id, name] { clone(id, name); });
        emit succeeded(what);
        emit created(*reply);
    });
}

void ContainerActions::setAtBoot(const ContainerId& id, AtBoot atBoot) {
    m_store->setPending(id, PendingAction::Marking);
    const QString what = atBoot == AtBoot::Start
                             ? tr("let %1 start with the computer").arg(nameOf(id))
                             : tr("keep %1 from starting with the computer").arg(nameOf(id));
    m_service->setAtBoot(id, atBoot, this, finish(id, what, [this, id, atBoot] { setAtBoot(id, atBoot); }));
}

void ContainerActions::attachVolume(const ContainerId& id, VolumeRequest request) {
    attachFrom(id, std::make_shared<const VolumeRequest>(std::move(request)));
}

void ContainerActions::attachFrom(const ContainerId& id,
                                  const std::shared_ptr<const VolumeRequest>& request) {
    m_service->attachVolume(id, *request, this,
                            finish(id, tr("show a directory to %1").arg(nameOf(id)),
                                   [this, id, request] { attachFrom(id, request); }));
}

void ContainerActions::detachVolume(const ContainerId& id, const QString& place) {
    const QString what = tr("take %1 away from %2").arg(place, nameOf(id));
    m_service->detachVolume(id, place, this,
                            finish(id, what, [this, id, place] { detachVolume(id, place); }));
}

void ContainerActions::remove(const ContainerId& id) {
    m_store->setPending(id, PendingAction::Deleting);
    m_service->remove(id, this, finish(id, tr("delete %1").arg(nameOf(id)), [this, id] { remove(id); }));
}

void ContainerActions::signalProcess(const ContainerId& id, ProcessKey process, int signal) {
    const QString what =
        tr("send a signal to process %1 of %2").arg(QString::number(process.pid), nameOf(id));
    const Again again = [this, id, process, signal] { signalProcess(id, process, signal); };
    m_service->signalProcess(id, process, signal, this, [this, id, what, again](const Reply<>& reply) {
        if (reply)
            emit succeeded(what);
        else
            fail(id, what, reply.error(), again);
    });
}

void ContainerActions::cancelJob(const JobId& id) {
    m_service->cancelJob(id, this, [this](const Reply<>& reply) {
        if (!reply)
            emit failed({}, tr("cancel"), reply.error());
    });
}

} // namespace vitrine::gui
