// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/access/authorizer.h"
#include "helper/access/clients.h"
#include "helper/bus/wiretypes.h"
#include "helper/verbs/common.h"
#include "helper/verbs/verbs.h"

#include <optional>

namespace vitrine::helper {

namespace {

/// Nothing when polkit gave no answer: that is not a "no".
std::optional<QString> wordOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Yes:
        return QStringLiteral("yes");
    case Verdict::Challenge:
        return QStringLiteral("auth");
    case Verdict::No:
        return QStringLiteral("no");
    case Verdict::Dismissed:
    case Verdict::Unreachable:
        break;
    }
    return std::nullopt;
}

Error unknown() {
    return Error(ErrorKind::Failed, {}, "permissions", "polkit, which decides about them, cannot be asked")
        .withHint("Start polkit (systemctl start polkit), or act as root.");
}

} // namespace

// Safe because: it asks polkit about the caller itself, without a prompt, and grants nothing.
Result<Intent> preparePermissions(Context& context, const Call& call) {
    VITRINE_CHECK(context.authorizer.checkQueries(call.caller));
    return Intent{.act = [](const Granted& granted) {
        const auto words = std::make_shared<StringMap>();
        for (const Action action : allActions)
            granted.context.authorizer.query(
                granted.caller, action, [action, words, reply = granted.reply](Verdict verdict) {
                    const auto word = wordOf(verdict);
                    if (!word)
                        return reply->fail(unknown()); // of several answers only the first is sent
                    words->insert(actionWord(action), *word);
                    if (words->size() == qsizetype{allActions.size()})
                        reply->send({QVariant::fromValue(*words)});
                });
    }};
}

// Safe because: polkit was asked for manage-others, and it holds for this one connection only.
Result<Intent> prepareShowOthers(Context&, const Call& call) {
    const bool show = argument<bool>(call, 0);
    return Intent{.act = [show](const Granted& granted) {
        granted.context.clients.showOthers(granted.caller.name, show);
        granted.reply->send();
    }};
}

} // namespace vitrine::helper
