// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/reply.h"

namespace vitrine::helper {

Reply::~Reply() {
    fail(Error(ErrorKind::Cancelled, {}, "the request", "was given up"));
}

void Reply::send(const QVariantList& values) {
    if (!std::exchange(m_sent, true) && m_call.isReplyRequired())
        m_bus.send(m_call.createReply(values));
}

void Reply::fail(const Error& error) {
    failWithName(busErrorName(error), busErrorText(error));
}

void Reply::failMissing(Missing missing, const QString& path) {
    failWithName(missingName(missing), missingText(missing, path));
}

void Reply::failWithName(const QString& name, const QString& text) {
    if (!std::exchange(m_sent, true) && m_call.isReplyRequired())
        m_bus.send(m_call.createErrorReply(name, text));
}

} // namespace vitrine::helper
