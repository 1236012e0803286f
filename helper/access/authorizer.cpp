// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/authorizer.h"

#include <unistd.h>

#include <algorithm>

namespace vitrine::helper {

namespace {

constexpr std::size_t maximumAsked = 4;
constexpr std::size_t maximumOpen = 32;
constexpr std::size_t maximumQueries = 20;
/// Of all users together. One that ends makes room for one, so that there are never more. The system bus lets
/// a connection wait for 128 replies (max_replies_per_connection, dbus-daemon(1)) and refuses what is beyond,
/// which would look as if polkit were not there.
constexpr std::size_t maximumInAll = 96;

Error refusal(Verdict verdict, Action action, Interactive interactive) {
    switch (verdict) {
    case Verdict::Challenge:
        if (interactive == Interactive::Yes)
            return Error(ErrorKind::NotAuthorized, {}, {},
                         "a password is needed, and no authentication agent runs that could ask for it")
                .withHint("Start the desktop's polkit agent, or let Vitrine ask; on a terminal: pkttyagent.");
        return Error(ErrorKind::NotAuthorized, {}, {},
                     "a password would be needed, and this request may not ask for one")
            .withHint("Ask again with the message flag ALLOW_INTERACTIVE_AUTHORIZATION.");
    case Verdict::Dismissed:
        return {ErrorKind::Dismissed, {}, {}, "the prompt was closed, or nobody answered it"};
    case Verdict::Unreachable:
        return Error(ErrorKind::NotAuthorized, {}, {}, "polkit, which decides about it, cannot be asked")
            .withHint("Start polkit (systemctl start polkit), or act as root.");
    case Verdict::No:
    case Verdict::Yes:
        break;
    }
    return Error(ErrorKind::NotAuthorized, {}, {}, "the rules of this computer do not allow it")
        .withHint("An administrator can change the rules of polkit for the action " +
                  actionId(action).toStdString() + ".");
}

Error unproven() {
    return Error(ErrorKind::NotAuthorized, {}, {}, "the password was wrong, or the prompt broke off")
        .withHint("Try again with an administrator's password.");
}

} // namespace

Authorizer::Authorizer(Mode mode, Polkit* polkit)
    : m_mode(mode)
    , m_polkit(polkit) {
}

bool Authorizer::isTrusted(const Caller& caller) const {
    return m_mode == Mode::Session ? caller.uid == ::getuid() : caller.uid == 0;
}

std::size_t Authorizer::count(uid_t uid, bool onlyAsked) const {
    return static_cast<std::size_t>(std::ranges::count_if(m_open, [&](const Open& open) {
        return open.question.caller.uid == uid && (open.asked || !onlyAsked);
    }));
}

void Authorizer::request(Question question, Done done) {
    if (question.actions.empty() || isTrusted(question.caller))
        return done({});
    if (m_mode == Mode::Session)
        return done(
            failure(Error(ErrorKind::NotAuthorized, {}, "caller", "this helper serves one user only")));
    const bool userIsFull = count(question.caller.uid, false) >= maximumOpen;
    if (userIsFull || m_polkit->pending() >= maximumInAll)
        return done(failure(Error(ErrorKind::LimitExceeded, {}, "too many requests wait for permission", "")
                                .withHint("Answer the open prompts, or try again later.")));
    m_open.push_back({std::move(question), std::move(done)});
    askNextOf(m_open.back().question.caller.uid);
}

void Authorizer::askNextOf(uid_t uid) {
    if (count(uid, true) >= maximumAsked)
        return;
    const auto waiting = std::ranges::find_if(
        m_open, [&](const Open& open) { return open.question.caller.uid == uid && !open.asked; });
    if (waiting != m_open.end())
        ask(waiting);
}

void Authorizer::ask(Position open) {
    open->asked = true;
    open->ticket =
        m_polkit->ask(open->question.caller, actionId(open->question.actions.at(open->next)),
                      open->question.container, [this, open](Verdict verdict) { answered(open, verdict); });
}

void Authorizer::answered(Position open, Verdict verdict) {
    const Action action = open->question.actions.at(open->next);
    if (verdict == Verdict::No && open->question.caller.interactive == Interactive::Yes)
        return explainNo(open, action);
    if (verdict != Verdict::Yes)
        return finish(open, failure(refusal(verdict, action, open->question.caller.interactive)));
    if (++open->next < open->question.actions.size())
        return ask(open);
    finish(open, {});
}

/// polkit answers a wrong password and a rule that says no alike. Where it would still ask for a password, it
/// was not the rules. Whatever the second answer is, the first one counts.
void Authorizer::explainNo(Position open, Action action) {
    Caller silent = open->question.caller;
    silent.interactive = Interactive::No;
    open->ticket =
        m_polkit->ask(silent, actionId(action), open->question.container, [this, open, action](Verdict now) {
            finish(open, failure(now == Verdict::Challenge ? unproven()
                                                           : refusal(Verdict::No, action, Interactive::Yes)));
        });
}

void Authorizer::finish(Position open, Result<> result) {
    const Open closed = std::move(*open);
    m_open.erase(open);
    closed.done(std::move(result));
    askNextOf(closed.question.caller.uid);
}

Result<> Authorizer::checkQueries(const Caller& caller) const {
    if (m_polkit == nullptr || isTrusted(caller))
        return {};
    const auto more = static_cast<std::size_t>(std::ranges::count_if(
        allActions, [&](Action action) { return !m_queries.contains({caller.name, action}); }));
    const auto found = m_queriesOf.find(caller.uid);
    const std::size_t open = found == m_queriesOf.end() ? 0 : found->second;
    if (more == 0 || (open + more <= maximumQueries && m_polkit->pending() + more <= maximumInAll))
        return {};
    return failure(Error(ErrorKind::LimitExceeded, {}, "too many questions are being answered", "")
                       .withHint("Try again in a moment."));
}

void Authorizer::query(const Caller& caller, Action action, std::function<void(Verdict)> answered) {
    if (isTrusted(caller))
        return answered(Verdict::Yes);
    if (m_mode == Mode::Session)
        return answered(Verdict::No);
    Query query(caller.name, action);
    auto& waiting = m_queries[query];
    waiting.push_back(std::move(answered));
    if (waiting.size() > 1)
        return;
    Caller silent = caller;
    silent.interactive = Interactive::No;
    ++m_queriesOf[caller.uid];
    m_polkit->ask(silent, actionId(action), {},
                  [this, query, uid = caller.uid](Verdict verdict) { endQuery(query, uid, verdict); });
}

void Authorizer::endQuery(const Query& query, uid_t uid, Verdict verdict) {
    if (--m_queriesOf[uid] == 0)
        m_queriesOf.erase(uid);
    const auto waiting = m_queries.extract(query);
    for (const auto& answered : waiting.mapped())
        answered(verdict);
}

void Authorizer::forget(const QString& sender) {
    for (auto open = m_open.begin(); open != m_open.end();) {
        if (open->question.caller.name != sender) {
            ++open;
            continue;
        }
        if (open->asked)
            m_polkit->cancel(open->ticket);
        const uid_t uid = open->question.caller.uid;
        open = m_open.erase(open);
        // Starting another question only appends to polkit's queue: the iterator stays good.
        askNextOf(uid);
    }
}

} // namespace vitrine::helper
