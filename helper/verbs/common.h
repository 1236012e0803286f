// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/method.h"

#include <QDBusArgument>
#include <QDBusObjectPath>

/// What several verbs need.
namespace vitrine::helper {

/// Argument `index`, which the dispatcher has found to be of the D-Bus type that T stands for.
template <typename T>
[[nodiscard]] T argument(const Call& call, int index) {
    return qdbus_cast<T>(call.message.arguments().at(index));
}

/// Busy when another operation is under way.
[[nodiscard]] Result<> checkIdle(const Container& container);
/// WrongState, naming the state, unless a first process exists (running, paused or stopping).
[[nodiscard]] Result<> checkRunning(const Container& container);
/// The same for running and nothing else.
[[nodiscard]] Result<> checkNotPaused(const Container& container);

/// What is asked in addition for a container of this specification: Widen where it isolates less than the
/// default or has a disk image, HostDirectory where it is shown directories or images of this computer.
[[nodiscard]] std::vector<Action> actionsFor(const ContainerSpec& spec);

/// 1 to 64: kill(2).
[[nodiscard]] Result<> checkSignal(int signal);
/// 1 to 1,000 each.
[[nodiscard]] Result<> checkTerminalSize(unsigned rows, unsigned columns);

/// Starts a job on the container and answers the call with its path; null (and answered) when it cannot be.
/// Without `cancel` it cannot be cancelled.
[[nodiscard]] std::shared_ptr<Job> beginJob(const Granted& granted, const QString& token,
                                            const char* operation, std::function<void()> cancel = {});

[[nodiscard]] inline QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace vitrine::helper
