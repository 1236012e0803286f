// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace vitrine {

namespace {

ErrorKind kindOf(int errnum) {
    switch (errnum) {
    case EEXIST:
        return ErrorKind::AlreadyExists;
    case ENOENT:
    case ESRCH:
        return ErrorKind::NotFound;
    case EBUSY:
        return ErrorKind::Busy;
    case EPERM:
    case EACCES:
        return ErrorKind::NotAuthorized;
    case ENOSYS:
    case EOPNOTSUPP:
        return ErrorKind::NotSupported;
    default:
        return ErrorKind::Failed;
    }
}

} // namespace

Error::Error(ErrorKind kind, std::string operation, std::string subject, std::string reason)
    : m_kind(kind)
    , m_operation(std::move(operation))
    , m_subject(std::move(subject))
    , m_reason(std::move(reason)) {
}

Error Error::fromErrno(std::string operation, std::string subject, int errnum) {
    Error error(kindOf(errnum), std::move(operation), std::move(subject), std::strerror(errnum));
    error.m_errnum = errnum;
    return error;
}

Error Error::invalid(std::string field, std::string allowed) {
    return {ErrorKind::InvalidArgument, {}, std::move(field), std::move(allowed)};
}

Error Error::within(std::string clause) && {
    m_clauses.push_back(std::move(clause));
    return std::move(*this);
}

Error Error::withHint(std::string hint) && {
    m_hint = std::move(hint);
    return std::move(*this);
}

Error Error::withKind(ErrorKind kind) && {
    m_kind = kind;
    return std::move(*this);
}

std::string Error::message() const {
    std::string text;
    for (auto clause = m_clauses.rbegin(); clause != m_clauses.rend(); ++clause)
        text += *clause + ": ";
    text += m_operation;
    if (!m_operation.empty() && !m_subject.empty())
        text += ' ';
    text += m_subject;
    if (!m_reason.empty())
        text += (text.empty() || text.ends_with(": ") ? "" : ": ") + m_reason;
    return text;
}

std::string_view nameOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Failed:
        return "Failed";
    case ErrorKind::InvalidArgument:
        return "InvalidArgument";
    case ErrorKind::NotFound:
        return "NotFound";
    case ErrorKind::AlreadyExists:
        return "AlreadyExists";
    case ErrorKind::Busy:
        return "Busy";
    case ErrorKind::NotAuthorized:
        return "NotAuthorized";
    case ErrorKind::Dismissed:
        return "Dismissed";
    case ErrorKind::NotSupported:
        return "NotSupported";
    case ErrorKind::WrongState:
        return "WrongState";
    case ErrorKind::Stale:
        return "Stale";
    case ErrorKind::LimitExceeded:
        return "LimitExceeded";
    case ErrorKind::Cancelled:
        return "Cancelled";
    case ErrorKind::Corrupt:
        return "Corrupt";
    }
    return "Failed";
}

} // namespace vitrine
