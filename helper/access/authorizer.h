// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/access/action.h"
#include "helper/access/polkit.h"
#include "helper/options.h"

#include <QObject>

#include <functional>
#include <list>
#include <map>
#include <vector>

namespace vitrine::helper {

/// One gesture of a person that needs a permission: all of `actions`, asked one after the other.
struct Question {
    Caller caller;
    std::vector<Action> actions;
    QString container; ///< name shown in the prompt, from the helper's own records
};

/// Decides who may do what. Fails closed: an error, an odd answer or an absent polkit is a refusal. No grant
/// is kept: polkit's own "keep" is the only memory. uid 0 is not asked, because polkit says yes to root in
/// any case; in session mode the only caller is the helper's own user.
class Authorizer : public QObject {
public:
    using Done = std::function<void(Result<>)>;

    /// `polkit` is null in session mode and outlives this object.
    Authorizer(Mode mode, Polkit* polkit);

    /// `done` is called exactly once, perhaps before this returns; not at all if the caller leaves the bus
    /// first. At most 4 questions of a uid are open at a time, further 28 wait; beyond that, and
    /// while 96 of all users together are open, LimitExceeded.
    void request(Question question, Done done);

    /// Is there room for a query of each action? LimitExceeded when there would be more than 20 of this user
    /// that wait for polkit's answer, or more than 96 questions of all users together.
    [[nodiscard]] Result<> checkQueries(const Caller& caller) const;
    /// What polkit would say now, without a prompt. The same query of the same connection, while polkit has
    /// not answered, is not asked again. `answered` is called exactly once, also when the caller has left.
    void query(const Caller& caller, Action action, std::function<void(Verdict)> answered);

    /// The connection is gone: closes its prompts, forgets its questions.
    void forget(const QString& sender);

    [[nodiscard]] std::size_t pending() const { return m_open.size(); }

private:
    struct Open {
        Question question;
        Done done;
        std::size_t next = 0; ///< index of the action that is asked or will be
        Polkit::Ticket ticket = 0;
        bool asked = false;
    };
    using Position = std::list<Open>::iterator;
    using Query = std::pair<QString, Action>; ///< who asks (unique name), and what

    [[nodiscard]] bool isTrusted(const Caller& caller) const;
    void ask(Position open);
    void answered(Position open, Verdict verdict);
    void explainNo(Position open, Action action);
    void askNextOf(uid_t uid);
    void finish(Position open, Result<> result);
    void endQuery(const Query& query, uid_t uid, Verdict verdict);
    [[nodiscard]] std::size_t count(uid_t uid, bool onlyAsked) const;

    Mode m_mode;
    Polkit* m_polkit;
    std::list<Open> m_open;                                               ///< in the order they came
    std::map<Query, std::vector<std::function<void(Verdict)>>> m_queries; ///< who waits for each
    std::map<uid_t, std::size_t> m_queriesOf;
};

} // namespace vitrine::helper
