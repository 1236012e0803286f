// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/method.h"
#include "helper/bus/quota.h"

#include <QDBusConnection>
#include <QDBusVirtualObject>

#include <functional>
#include <optional>

namespace vitrine::helper {

/// All messages to /org/vitrine/Manager1 and below come in here and go through the table of method.h, one way
/// for all: listed? right signature? who calls? may the caller see the object? arguments in order (what takes
/// long in a thread)? allowed (polkit)? still the same object? Only then does the verb act. Main thread only.
class Dispatcher : public QDBusVirtualObject {
public:
    Dispatcher(Context& context, const QDBusConnection& bus);

    /// Puts the objects on the bus.
    [[nodiscard]] Result<> registerObjects();

    [[nodiscard]] QString introspect(const QString& path) const override;
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override;

    /// Called for each call that comes in.
    std::function<void()> onCall;

    /// Calls that have come in since the program started: an idle exit looks whether one came late.
    [[nodiscard]] std::uint64_t callCount() const { return m_calls; }

private:
    struct Open; ///< one call on its way
    /// The first thing that is known of a call is whose it is.
    void identified(const QDBusMessage& message, uid_t uid);
    void resolved(const Method& method, Call call, const std::shared_ptr<Reply>& reply);
    /// Finds what the call's path names; nothing is missing when it is there and the caller may see it.
    [[nodiscard]] std::optional<Missing> locate(const Method& method, Call& call) const;
    [[nodiscard]] std::vector<Action> actionsOf(const Method& method, const Call& call,
                                                const Intent& intent) const;
    void vet(const std::shared_ptr<Open>& open);
    void ask(const std::shared_ptr<const Open>& open);
    void permitted(const Open& open);

    Context& m_context;
    QDBusConnection m_bus;
    Quota m_quota;
    std::uint64_t m_calls = 0;
};

} // namespace vitrine::helper
