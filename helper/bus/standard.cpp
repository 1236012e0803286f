// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/standard.h"

#include "helper/access/clients.h"
#include "helper/bus/introspection.h"
#include "helper/bus/paths.h"
#include "helper/bus/properties.h"
#include "helper/bus/wiretypes.h"
#include "helper/containers/containerstore.h"
#include "helper/jobs/jobs.h"

#include <QDBusVariant>

namespace vitrine::helper {

namespace {

/// Properties of the called object's own interface; nothing if the object has no such interface.
std::optional<QVariantMap> propertiesOf(Context& context, const Call& call, const QString& interface) {
    if (call.container)
        return interface == QLatin1String(containerInterface)
                   ? std::optional(containerProperties(*call.container))
                   : std::nullopt;
    if (call.job)
        return interface == QLatin1String(jobInterface) ? std::optional(jobProperties(*call.job))
                                                        : std::nullopt;
    return interface == QLatin1String(managerInterface) ? std::optional(managerProperties(context))
                                                        : std::nullopt;
}

bool isStandard(const QString& interface) {
    return interface.startsWith(QLatin1String("org.freedesktop.DBus."));
}

Intent refuse(const QString& name, const QString& text) {
    return {.act = [name, text](const Granted& granted) {
        granted.reply->failWithName(QStringLiteral("org.freedesktop.DBus.Error.") + name, text);
    }};
}

Intent answer(const QVariant& value) {
    return {.act = [value](const Granted& granted) { granted.reply->send({value}); }};
}

} // namespace

// Safe because: the text is the published contract, and child nodes are the caller's own containers only.
Result<Intent> prepareIntrospect(Context& context, const Call& call) {
    if (call.container)
        return answer(introspectionText(containerInterface, {}));
    if (call.job)
        return answer(introspectionText(jobInterface, {}));
    if (call.message.path() == QLatin1String(managerPath))
        return answer(
            introspectionText(managerInterface, {QStringLiteral("containers"), QStringLiteral("jobs")}));
    QStringList children;
    if (call.message.path().toStdString() == containersPath)
        for (const auto& container : context.store.all())
            if (context.clients.sees(call.caller.name, container->record.ownerUid))
                children.append(QString::fromStdString(container->id()));
    return answer(introspectionText(nullptr, children));
}

// Safe because: it does nothing.
Result<Intent> preparePing(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) { granted.reply->send(); }};
}

// Safe because: the dispatcher has found the object visible to this caller, and properties hold no secrets.
Result<Intent> prepareGet(Context& context, const Call& call) {
    const QString interface = call.message.arguments().at(0).toString();
    const QString name = call.message.arguments().at(1).toString();
    const auto properties = propertiesOf(context, call, interface);
    if (!properties)
        return refuse(QStringLiteral("UnknownInterface"),
                      QStringLiteral("This object has no such interface."));
    if (!properties->contains(name))
        return refuse(QStringLiteral("UnknownProperty"),
                      QStringLiteral("This interface has no such property."));
    return answer(QVariant::fromValue(QDBusVariant(properties->value(name))));
}

// Safe because: as Get.
Result<Intent> prepareGetAll(Context& context, const Call& call) {
    const QString interface = call.message.arguments().at(0).toString();
    if (isStandard(interface))
        return answer(QVariantMap());
    const auto properties = propertiesOf(context, call, interface);
    if (!properties)
        return refuse(QStringLiteral("UnknownInterface"),
                      QStringLiteral("This object has no such interface."));
    return answer(*properties);
}

// Safe because: it always refuses.
Result<Intent> prepareSet(Context&, const Call&) {
    return refuse(QStringLiteral("PropertyReadOnly"), QStringLiteral("All properties are read-only."));
}

// Safe because: it lists what the caller may see, and nothing else.
Result<Intent> prepareGetManagedObjects(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        const Context& context = granted.context;
        context.clients.listen(granted.caller.name);
        ManagedObjects objects;
        for (const auto& container : context.store.all())
            if (context.clients.sees(granted.caller.name, container->record.ownerUid))
                objects.insert(QDBusObjectPath(containerPath(container->id())),
                               {{QString::fromLatin1(containerInterface), containerProperties(*container)}});
        for (const auto& job : context.jobs.of(granted.caller.name))
            objects.insert(QDBusObjectPath(job->path),
                           {{QString::fromLatin1(jobInterface), jobProperties(*job)}});
        granted.reply->send({QVariant::fromValue(objects)});
    }};
}

} // namespace vitrine::helper
