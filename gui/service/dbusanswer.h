// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/dbuscontainerservice.h"

#include <utility>

/// How answers become values; only for the files with the verbs.
namespace vitrine::gui {

inline ServiceError badAnswer() {
    return {ErrorKind::Failed,
            DbusContainerService::tr("The helper answered in an unknown form."),
            DbusContainerService::tr("Install window and helper of the same version."),
            {}};
}

/// Turns an answer's first argument into a value with `decode`, and hands it on.
template <typename Value, typename Decode>
auto decoded(Callback<Value> done, Decode decode) {
    return [done = std::move(done), decode](Reply<QDBusMessage> reply) {
        if (!reply)
            return done(std::unexpected(std::move(reply).error()));
        auto value = decode(reply->arguments().value(0));
        if (!value)
            return done(std::unexpected(badAnswer()));
        done(std::move(*value));
    };
}

} // namespace vitrine::gui
