// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
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

/// The length of the character at the beginning that a terminal or a line of text must not be given raw: a
/// control character (C0, DEL, C1), or one that turns the direction of what follows. 0 if it is harmless.
std::size_t dangerousLength(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7f)
        return 1;
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0)
        return 2;
    if (byte(0) == 0xd8 && byte(1) == 0x9c) // U+061C
        return 2;
    if (byte(0) != 0xe2)
        return 0;
    const bool mark = byte(1) == 0x80 && (byte(2) == 0x8e || byte(2) == 0x8f);    // U+200E, U+200F
    const bool embedding = byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae; // U+202A … U+202E
    const bool isolation = byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9; // U+2066 … U+2069
    return mark || embedding || isolation ? 3 : 0;
}

/// Names of files and words of scripts stand in errors, and whoever wrote them may want the log or the window
/// to say something else.
std::string escaped(std::string text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = dangerousLength(std::string_view(text).substr(at));
        std::string written;
        for (const char byte : std::string_view(text).substr(at, length))
            written += std::format("\\x{:02x}", static_cast<unsigned char>(byte));
        text.replace(at, length, written);
        at += std::max<std::size_t>(written.size(), 1);
    }
    return text;
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
    m_hint = escaped(std::move(hint));
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
    return escaped(std::move(text));
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
