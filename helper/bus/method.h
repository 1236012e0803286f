// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/access/action.h"
#include "helper/access/caller.h"
#include "helper/bus/reply.h"
#include "helper/containers/container.h"
#include "helper/context.h"
#include "helper/jobs/job.h"

#include <QDBusMessage>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vitrine::helper {

/// One method call, before anything was asked or done. `container` and `job` are what its path names, if the
/// caller may see it.
struct Call {
    QDBusMessage message;
    Caller caller;
    std::shared_ptr<Container> container;
    std::shared_ptr<Job> job;
};

/// The same after permission was given. `container` was looked up again and is unchanged.
struct Granted {
    Context& context;
    Caller caller;
    std::shared_ptr<Container> container;
    std::shared_ptr<Job> job;
    std::shared_ptr<Reply> reply;
};

/// What a call is going to do: its arguments, checked and copied, inside `act`. Nothing has happened yet, and
/// nothing in it changes any more.
struct Intent {
    std::function<void(const Granted&)> act{};
    std::vector<Action> further{}; ///< asked in addition to the method's own action
    /// Of a group, when the path names no container: whose it is.
    std::optional<std::uint32_t> owner{};
    std::string container{}; ///< for the prompt, when the path names none: checked by validateName

    /// Where looking at the arguments costs much (a whole configuration) or can wait for ever (a descriptor
    /// of a file system that hangs): does it and gives the intent that takes this one's place. Called in one
    /// of the caller's threads, before anybody is asked; captures values only.
    std::function<Result<Intent>()> vet{};
};

/// Who may call a method: everybody, the container's owner, or whom polkit allows it.
enum class Access { Public, Owner, Manage, Exec, ManageOthers, EnterForeign };

/// Reads and checks the arguments (their signature is right already), what is quickly done. Changes nothing.
using Prepare = Result<Intent> (*)(Context&, const Call&);

struct Method {
    const char* interface;
    const char* member;
    const char* in;
    const char* out;
    Access access;
    Prepare prepare;
};

/// All that can be called. What is not here is refused.
[[nodiscard]] std::span<const Method> methods();
[[nodiscard]] const Method* findMethod(const QString& interface, const QString& member);

} // namespace vitrine::helper
