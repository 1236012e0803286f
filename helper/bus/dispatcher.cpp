// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/dispatcher.h"

#include "helper/access/authorizer.h"
#include "helper/access/clients.h"
#include "helper/bus/introspection.h"
#include "helper/bus/paths.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/jobs.h"
#include "helper/jobs/tasks.h"

#include <QPointer>

#include <utility>

namespace vitrine::helper {

struct Dispatcher::Open {
    const Method& method;
    Call call;
    Intent intent;
    std::uint64_t revision = 0;
    std::shared_ptr<Reply> reply;
};

namespace {

QString standardError(const char* word) {
    return QStringLiteral("org.freedesktop.DBus.Error.") + QLatin1String(word);
}

bool isStandard(const Method& method) {
    return QLatin1String(method.interface).startsWith(QLatin1String("org.freedesktop.DBus."));
}

std::string promptName(const Call& call, const Intent& intent) {
    return call.container ? call.container->spec.name : intent.container;
}

} // namespace

Dispatcher::Dispatcher(Context& context, const QDBusConnection& bus)
    : m_context(context)
    , m_bus(bus)
    , m_quota(bus) {
}

Result<> Dispatcher::registerObjects() {
    if (!m_bus.registerVirtualObject(QString::fromLatin1(managerPath), this, QDBusConnection::SubPath))
        return failure(Error(ErrorKind::Failed, "register", managerPath, "the path is taken"));
    return {};
}

QString Dispatcher::introspect(const QString&) const {
    return {}; // Introspect is a method of the table like others; QtDBus asks here only when it is not
               // handled.
}

bool Dispatcher::handleMessage(const QDBusMessage& message, const QDBusConnection&) {
    if (message.type() != QDBusMessage::MethodCallMessage)
        return false;
    ++m_calls;
    if (onCall)
        onCall();
    message.setDelayedReply(true);
    m_context.clients.resolve(message.service(), [this, message](const Result<uid_t>& uid) {
        if (!uid)
            return Reply(m_bus, message).fail(uid.error());
        identified(message, *uid);
    });
    return true;
}

void Dispatcher::identified(const QDBusMessage& message, uid_t uid) {
    const Quota::Decision decision = m_quota.begin(uid);
    if (decision == Quota::Decision::Drop)
        return;
    if (decision == Quota::Decision::Refuse)
        return Reply(m_bus, message)
            .fail(Error(ErrorKind::LimitExceeded, {}, "too many of your requests are under way", "")
                      .withHint("Try again in a moment."));

    // Nobody keeps an answered one.
    const std::shared_ptr<Reply> reply(new Reply(m_bus, message),
                                       [quota = QPointer(&m_quota), uid](Reply* answered) {
                                           delete answered;
                                           if (quota)
                                               quota->answered(uid);
                                       });
    const Method* method = findMethod(message.interface(), message.member());
    if (method == nullptr)
        return reply->failWithName(
            standardError("UnknownMethod"),
            QStringLiteral("%1.%2 is no method of this helper.").arg(message.interface(), message.member()));
    if (message.signature() != QLatin1String(method->in))
        return reply->failWithName(
            standardError("InvalidArgs"),
            QStringLiteral("%1 takes \"%2\", not \"%3\".")
                .arg(message.member(), QLatin1String(method->in), message.signature()));
    const auto interactive = message.isInteractiveAuthorizationAllowed() ? Interactive::Yes : Interactive::No;
    resolved(*method, {message, {message.service(), uid, interactive}, nullptr, nullptr}, reply);
}

std::optional<Missing> Dispatcher::locate(const Method& method, Call& call) const {
    const QString path = call.message.path();
    const std::string text = path.toStdString();
    const std::string_view interface = method.interface;
    const bool any = isStandard(method) && interface != objectManagerInterface;
    const bool onContainers = any || interface == containerInterface;
    const bool onJobs = any || interface == jobInterface;
    if (text.starts_with(std::string(containersPath) + '/') && onContainers) {
        call.container = m_context.store.find(containerIdFrom(path));
        if (!call.container || !m_context.clients.sees(call.caller.name, call.container->record.ownerUid))
            return Missing::Container;
        return std::nullopt;
    }
    if (text.starts_with(std::string(jobsPath) + '/') && onJobs) {
        call.job = m_context.jobs.find(path);
        if (!call.job || !Jobs::sees(call.caller, *call.job))
            return Missing::Job;
        return std::nullopt;
    }
    const bool onManager = any || interface == managerInterface || interface == objectManagerInterface;
    if (path == QLatin1String(managerPath) && onManager)
        return std::nullopt;
    const bool isFolder = text == containersPath || text == jobsPath;
    if (isFolder && interface == introspectableInterface)
        return std::nullopt;
    return Missing::Object;
}

std::vector<Action> Dispatcher::actionsOf(const Method& method, const Call& call,
                                          const Intent& intent) const {
    const std::uint32_t owner =
        call.container ? call.container->record.ownerUid : intent.owner.value_or(call.caller.uid);
    const bool isForeign = owner != call.caller.uid;
    std::vector<Action> actions;
    switch (method.access) {
    case Access::Public:
    case Access::Owner:
        break;
    case Access::Manage:
        actions.push_back(isForeign ? Action::ManageOthers : Action::Manage);
        break;
    case Access::Exec:
        if (isForeign)
            actions.push_back(Action::ManageOthers);
        actions.push_back(Action::Exec);
        break;
    case Access::ManageOthers:
        actions.push_back(Action::ManageOthers);
        break;
    case Access::EnterForeign:
        actions.push_back(Action::EnterForeign);
        break;
    }
    actions.insert(actions.end(), intent.further.begin(), intent.further.end());
    return actions;
}

void Dispatcher::resolved(const Method& method, Call call, const std::shared_ptr<Reply>& reply) {
    if (const auto missing = locate(method, call))
        return reply->failMissing(*missing, call.message.path());
    Result<Intent> intent = method.prepare(m_context, call);
    if (!intent)
        return reply->fail(intent.error());
    const std::uint64_t revision = call.container ? call.container->revision : 0;
    const auto open =
        std::make_shared<Open>(Open{method, std::move(call), std::move(*intent), revision, reply});
    if (open->intent.vet)
        return vet(open);
    ask(open);
}

void Dispatcher::vet(const std::shared_ptr<Open>& open) {
    // How many there can be is limited as all calls of a user are.
    m_context.tasks.run<Result<Intent>>(
        open->call.caller.uid, std::exchange(open->intent.vet, nullptr),
        [this, open](Result<Intent> intent) {
            if (!m_context.clients.isKnown(open->call.caller.name))
                return; // left meanwhile: nobody is asked for it, and nothing is done
            if (!intent)
                return open->reply->fail(intent.error());
            open->intent = std::move(*intent);
            ask(open);
        },
        Tasks::Kind::Vetting);
}

void Dispatcher::ask(const std::shared_ptr<const Open>& open) {
    const Call& call = open->call;
    Question question{call.caller, actionsOf(open->method, call, open->intent),
                      QString::fromStdString(promptName(call, open->intent))};
    m_context.authorizer.request(std::move(question), [this, open](const Result<>& answer) {
        if (!answer)
            return open->reply->fail(answer.error());
        permitted(*open);
    });
}

void Dispatcher::permitted(const Open& open) {
    const Call& call = open.call;
    Granted granted{m_context, call.caller, nullptr, call.job, open.reply};
    if (call.container) {
        granted.container = m_context.store.find(call.container->id());
        if (!granted.container)
            return open.reply->failMissing(Missing::Container, call.message.path());
        if (granted.container != call.container || granted.container->revision != open.revision)
            return open.reply->fail(Error(ErrorKind::Stale, {}, "the container",
                                          "was changed while the question was open; nothing was done")
                                        .withHint("Look at it again, then try again."));
    }
    open.intent.act(granted);
}

} // namespace vitrine::helper
