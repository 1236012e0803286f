// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/busquestions.h"
#include "gui/service/dbusdecode.h"
#include "gui/service/dbuserror.h"
#include "gui/service/dbusread.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusPendingCallWatcher>

#include <array>

namespace vitrine::gui {

namespace {

using diagnosis::AgentAnswer;
using diagnosis::HelperAnswer;
using diagnosis::PolkitAnswer;

constexpr int timeoutMs = 15'000;
constexpr auto polkitName = "org.freedesktop.PolicyKit1";
constexpr auto polkitPath = "/org/freedesktop/PolicyKit1/Authority";
constexpr auto polkitInterface = "org.freedesktop.PolicyKit1.Authority";
constexpr auto systemdName = "org.freedesktop.systemd1";
/// resources/polkit/org.vitrine.policy.
constexpr std::array actions{"org.vitrine.manage", "org.vitrine.exec", "org.vitrine.manage-others",
                             "org.vitrine.widen", "org.vitrine.host-directory"};

QDBusMessage call(const char* service, const QString& path, const char* interface, const char* method,
                  const QVariantList& arguments) {
    QDBusMessage message = QDBusMessage::createMethodCall(QLatin1String(service), path,
                                                          QLatin1String(interface), QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

QDBusMessage propertiesCall(const char* service, const QString& path, const char* interface) {
    return call(service, path, "org.freedesktop.DBus.Properties", "GetAll", {QLatin1String(interface)});
}

bool isError(const QDBusMessage& reply) {
    return reply.type() != QDBusMessage::ReplyMessage;
}

QVariantMap propertiesIn(const QDBusMessage& reply) {
    if (isError(reply) || reply.signature() != QLatin1String("a{sv}"))
        return {};
    return qdbus_cast<QVariantMap>(reply.arguments().value(0));
}

/// In one line, and without the full stop that a sentence around it has.
std::string detailsOf(const QDBusMessage& error) {
    QString text = QStringLiteral("%1: %2").arg(error.errorName(), error.errorMessage().simplified());
    while (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text.toStdString();
}

bool isSilence(const QString& errorName) {
    const QString word = errorName.section(QLatin1Char('.'), -1);
    return word == QLatin1String("NoReply") || word == QLatin1String("Timeout") ||
           word == QLatin1String("TimedOut");
}

HelperAnswer answerFrom(const QString& errorName) {
    if (isSilence(errorName))
        return HelperAnswer::Silent;
    if (errorName.section(QLatin1Char('.'), -1).startsWith(QLatin1String("Unknown")) &&
        !errorName.endsWith(QLatin1String("ServiceUnknown")))
        return HelperAnswer::AnotherProtocol; // UnknownMethod, UnknownInterface, UnknownObject
    switch (availabilityFrom(errorName)) {
    case Availability::NotInstalled:
        return HelperAnswer::NotInstalled;
    case Availability::NoBus:
        return HelperAnswer::NoBus;
    case Availability::NotAllowed:
        return HelperAnswer::NotAllowed;
    default:
        return HelperAnswer::StartFailed;
    }
}

/// polkit's (sa{sv}).
QVariant subject(const QString& kind, const QVariantMap& details) {
    QDBusArgument argument;
    argument.beginStructure();
    argument << kind << details;
    argument.endStructure();
    return QVariant::fromValue(argument);
}

/// The ids in the reply of EnumerateActions.
std::optional<QStringList> actionIds(const QDBusMessage& reply) {
    struct Description {
        QString id;
    };
    const auto rows = wire::rows<Description>(reply.arguments().value(0), "a(ssssssuuua{ss})",
                                              [](const QDBusArgument& argument, Description& row) {
                                                  QString text;
                                                  uint number = 0;
                                                  QMap<QString, QString> annotations;
                                                  argument >> row.id >> text >> text >> text >> text >> text;
                                                  argument >> number >> number >> number >> annotations;
                                              });
    if (!rows)
        return std::nullopt;
    QStringList ids;
    for (const Description& row : *rows)
        ids << row.id;
    return ids;
}

} // namespace

BusQuestions::BusQuestions(const QDBusConnection& bus, Privilege mode, QObject* parent)
    : QObject(parent)
    , m_bus(bus) {
    m_helper.mode = mode;
}

// The count begins with one that start() itself takes back, so that answered() never comes from within it.
void BusQuestions::start() {
    m_open = 1;
    if (!m_bus.isConnected()) {
        m_helper.answer = HelperAnswer::NoBus;
        m_helper.details = m_bus.lastError().message().toStdString();
        if (m_helper.details.empty())
            m_helper.details = "no address is known";
    } else {
        askHelper();
        if (m_helper.mode == Privilege::Root)
            askPolkit();
    }
    QMetaObject::invokeMethod(this, &BusQuestions::finishOne, Qt::QueuedConnection);
}

void BusQuestions::ask(const QDBusMessage& question, Answer answer) {
    ++m_open;
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(question, timeoutMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, answer = std::move(answer)](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                answer(done->reply());
                finishOne();
            });
}

void BusQuestions::finishOne() {
    if (--m_open > 0)
        return;
    m_polkit.agent = m_agentFound     ? AgentAnswer::Present
                     : m_agentUnknown ? AgentAnswer::Unknown
                                      : AgentAnswer::Absent;
    emit answered();
}

void BusQuestions::askHelper() {
    ask(propertiesCall(wire::busName, QLatin1String(wire::managerPath), wire::managerInterface),
        [this](const QDBusMessage& reply) { onHelper(reply); });
}

void BusQuestions::onHelper(const QDBusMessage& reply) {
    if (isError(reply)) {
        m_helper.answer = answerFrom(reply.errorName());
        m_helper.details = detailsOf(reply);
        const bool hasUnit =
            m_helper.answer == HelperAnswer::StartFailed || m_helper.answer == HelperAnswer::Silent;
        if (hasUnit && m_helper.mode == Privilege::Root)
            askUnit();
        return;
    }
    const HelperInfo info = wire::helperInfo(propertiesIn(reply));
    if (info.version.isEmpty()) {
        m_helper.answer = HelperAnswer::AnotherProtocol;
        return;
    }
    m_helper.answer = HelperAnswer::Answers;
    m_helper.version = info.version.toStdString();
    m_helper.mode = info.mode == HelperMode::Session ? Privilege::Rootless : Privilege::Root;
    if (m_helper.mode == Privilege::Root)
        askPermissions();
}

void BusQuestions::askPermissions() {
    ask(call(wire::busName, QLatin1String(wire::managerPath), wire::managerInterface, "Permissions", {}),
        [this](const QDBusMessage& reply) {
            if (isError(reply))
                return;
            const auto permissions = wire::stringMap(reply.arguments().value(0));
            if (!permissions)
                return;
            for (auto it = permissions->cbegin(); it != permissions->cend(); ++it)
                m_polkit.permissions[it.key().toStdString()] = it.value().toStdString();
        });
}

// systemd keeps a unit that has failed loaded, so this finds it; where there is no systemd nobody answers.
void BusQuestions::askUnit() {
    QDBusMessage question =
        call(systemdName, QStringLiteral("/org/freedesktop/systemd1"), "org.freedesktop.systemd1.Manager",
             "GetUnit", {QStringLiteral("vitrine-helper.service")});
    question.setAutoStartService(false);
    ask(question, [this](const QDBusMessage& reply) {
        if (!isError(reply) && reply.signature() == QLatin1String("o"))
            askUnitState(reply.arguments().value(0).value<QDBusObjectPath>().path());
    });
}

void BusQuestions::askUnitState(const QString& path) {
    ask(propertiesCall(systemdName, path, "org.freedesktop.systemd1.Unit"),
        [this, path](const QDBusMessage& reply) {
            m_helper.unit = propertiesIn(reply).value(QStringLiteral("ActiveState")).toString().toStdString();
            ask(propertiesCall(systemdName, path, "org.freedesktop.systemd1.Service"),
                [this](const QDBusMessage& service) {
                    const QString result = propertiesIn(service).value(QStringLiteral("Result")).toString();
                    if (!result.isEmpty() && result != QLatin1String("success"))
                        m_helper.unit += ", " + result.toStdString();
                });
        });
}

void BusQuestions::askPolkit() {
    ask(propertiesCall(polkitName, QLatin1String(polkitPath), polkitInterface),
        [this](const QDBusMessage& reply) { onPolkit(reply); });
}

void BusQuestions::onPolkit(const QDBusMessage& reply) {
    if (isError(reply)) {
        m_polkit.answer = isSilence(reply.errorName()) ? PolkitAnswer::Silent
                          : availabilityFrom(reply.errorName()) == Availability::NotInstalled
                              ? PolkitAnswer::NotInstalled
                              : PolkitAnswer::StartFailed;
        m_polkit.details = detailsOf(reply);
        return;
    }
    m_polkit.answer = PolkitAnswer::Answers;
    m_polkit.version = propertiesIn(reply).value(QStringLiteral("BackendVersion")).toString().toStdString();
    askActions();
    // Vitrine's own agent is one of its process where there is no session (gui/agent).
    askAgent(QStringLiteral("unix-process"),
             {{QStringLiteral("pid"), static_cast<uint>(QCoreApplication::applicationPid())},
              {QStringLiteral("start-time"), qulonglong{0}}}); // 0: polkitd looks it up
    askSession();
}

void BusQuestions::askActions() {
    ask(call(polkitName, QLatin1String(polkitPath), polkitInterface, "EnumerateActions", {QString()}),
        [this](const QDBusMessage& reply) {
            const auto known = actionIds(reply);
            if (!known)
                return;
            std::vector<std::string>& unknown = m_polkit.unknownActions.emplace();
            for (const char* action : actions)
                if (!known->contains(QLatin1String(action)))
                    unknown.emplace_back(action);
        });
}

// pam_systemd(8) sets XDG_SESSION_ID; programs that the user's manager has started have none, and belong to
// the session on the display (org.freedesktop.login1(5)).
void BusQuestions::askSession() {
    const auto askAbout = [this](const QString& id) {
        if (!id.isEmpty())
            askAgent(QStringLiteral("unix-session"), {{QStringLiteral("session-id"), id}});
    };
    if (qEnvironmentVariableIsSet("XDG_SESSION_ID"))
        return askAbout(qEnvironmentVariable("XDG_SESSION_ID"));
    QDBusMessage question =
        propertiesCall("org.freedesktop.login1", QStringLiteral("/org/freedesktop/login1/user/self"),
                       "org.freedesktop.login1.User");
    question.setAutoStartService(false);
    ask(question, [askAbout](const QDBusMessage& reply) {
        const QVariant display = propertiesIn(reply).value(QStringLiteral("Display"));
        if (const auto argument = wire::argumentOf(display, "(so)")) {
            QString id;
            QDBusObjectPath path;
            std::as_const(*argument).beginStructure();
            std::as_const(*argument) >> id >> path;
            std::as_const(*argument).endStructure();
            askAbout(id);
        }
    });
}

// polkit has no method that tells whether there is an agent, and registering one to find out could keep the
// desktop's own from its place. To unregister somebody else's is refused with a reason that tells, and
// changes nothing (polkitbackendinteractiveauthority.c): "No such agent registered", or that the bus names,
// or for Vitrine's own agent the object paths, do not match.
void BusQuestions::askAgent(const QString& kind, const QVariantMap& details) {
    ask(call(polkitName, QLatin1String(polkitPath), polkitInterface, "UnregisterAuthenticationAgent",
             {subject(kind, details), QStringLiteral("/org/vitrine/NoAgent")}),
        [this](const QDBusMessage& reply) {
            if (reply.errorMessage().contains(QLatin1String("do not match")))
                m_agentFound = true;
            else if (!reply.errorMessage().contains(QLatin1String("No such agent")))
                m_agentUnknown = true;
        });
}

} // namespace vitrine::gui
