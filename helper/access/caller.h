// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <sys/types.h>

namespace vitrine::helper {

/// May a prompt be shown for this message (its flag ALLOW_INTERACTIVE_AUTHORIZATION)?
enum class Interactive { No, Yes };

/// Who sent a message: facts from the bus daemon, never from arguments.
struct Caller {
    QString name; ///< unique bus name of the message's sender
    uid_t uid = static_cast<uid_t>(-1);
    Interactive interactive = Interactive::No;
};

} // namespace vitrine::helper
