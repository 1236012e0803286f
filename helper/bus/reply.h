// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/bus/buserror.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariant>

namespace vitrine::helper {

/// The answer to one method call: exactly one message, whatever happens. Destroying an unanswered one answers
/// with Cancelled, so that no caller waits for ever.
class Reply {
public:
    Reply(const QDBusConnection& bus, const QDBusMessage& call)
        : m_bus(bus)
        , m_call(call) {}
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;
    ~Reply();

    void send(const QVariantList& values = {});
    void fail(const Error& error);
    void failMissing(Missing missing, const QString& path);
    /// One of the names of org.freedesktop.DBus.Error.
    void failWithName(const QString& name, const QString& text);

private:
    QDBusConnection m_bus;
    QDBusMessage m_call;
    bool m_sent = false;
};

} // namespace vitrine::helper
