// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// What sort of failure it is, for callers that act on it (retry, ask again, show another page).
/// Each is an error name of org.vitrine.Manager1.xml, where NotFound is also NoSuchContainer and NoSuchJob.
enum class ErrorKind {
    Failed,          ///< a system call or an outside program said no; errnum() tells
    InvalidArgument, ///< the input is wrong; subject() is the field, in the form the caller used
    NotFound,        ///< there is no such container, job, program, file
    AlreadyExists,   ///< the name or the object is taken
    Busy,            ///< another operation holds it; trying again later can work
    NotAuthorized,   ///< polkit or the kernel's permission check refused
    Dismissed,       ///< the person closed the password prompt
    NotSupported,    ///< this kernel, this mode (rootless) or this machine cannot do it
    WrongState,      ///< the container is not in a state in which this can be done
    Stale,           ///< the object changed between the question and the answer
    LimitExceeded,   ///< a quota of the helper is used up
    Cancelled,       ///< the caller asked for the operation to end
    Corrupt,         ///< a stored file does not say what it must
};

/// A failure as a value: what was being done, to what, and why it did not work. Libraries return it and never
/// log; each layer adds one clause with within(). The text for people is made only at the edge, by message().
class [[nodiscard]] Error {
public:
    /// A failure without an errno. `operation` is a verb phrase ("read the spec"), `subject` what it was done
    /// to (a path, a field), `reason` a sentence fragment without a full stop ("the name is taken").
    Error(ErrorKind kind, std::string operation, std::string subject, std::string reason);

    /// A failed system call; `errnum` is its errno. EEXIST, ENOENT, EBUSY, EPERM/EACCES and ENOSYS/EOPNOTSUPP
    /// choose the kind.
    static Error fromErrno(std::string operation, std::string subject, int errnum);

    /// Bad input. `field` as the caller knows it ("name", "$.linux.resources.memory.limit"), `allowed` says
    /// what would do.
    static Error invalid(std::string field, std::string allowed);

    [[nodiscard]] ErrorKind kind() const { return m_kind; }
    [[nodiscard]] int errnum() const { return m_errnum; }
    [[nodiscard]] const std::string& operation() const { return m_operation; }
    [[nodiscard]] const std::string& subject() const { return m_subject; }
    [[nodiscard]] const std::string& reason() const { return m_reason; }
    /// What the person can do about it, or empty.
    [[nodiscard]] const std::string& hint() const { return m_hint; }

    /// Adds one outer clause: error.within("start bob") -> "start bob: mount /proc: Operation not permitted".
    Error within(std::string clause) &&;
    Error withHint(std::string hint) &&;
    Error withKind(ErrorKind kind) &&;

    /// "outermost clause: …: operation subject: reason". One line, no full stop, no hint.
    [[nodiscard]] std::string message() const;

private:
    ErrorKind m_kind;
    int m_errnum = 0;
    std::string m_operation;
    std::string m_subject;
    std::string m_reason;
    std::string m_hint;
    std::vector<std::string> m_clauses; ///< innermost first
};

template <typename T = void>
using Result = std::expected<T, Error>;

/// Shorthand for a failed Result.
[[nodiscard]] inline std::unexpected<Error> failure(Error error) {
    return std::unexpected<Error>(std::move(error));
}

[[nodiscard]] std::string_view nameOf(ErrorKind kind);

} // namespace vitrine

/// Evaluates to the value of a Result, or returns its error from the enclosing function. The project's only
/// macro of this kind; GNU statement expressions are what makes it an expression (both g++ and clang have
/// them).
#define VITRINE_TRY(expression)                                                                              \
    __extension__({                                                                                          \
        auto vitrineTryResult = (expression);                                                                \
        if (!vitrineTryResult)                                                                               \
            return std::unexpected<::vitrine::Error>(std::move(vitrineTryResult).error());                   \
        std::move(vitrineTryResult).value();                                                                 \
    })

/// The same for a Result<void>.
#define VITRINE_CHECK(expression)                                                                            \
    do {                                                                                                     \
        if (auto vitrineCheckResult = (expression); !vitrineCheckResult)                                     \
            return std::unexpected<::vitrine::Error>(std::move(vitrineCheckResult).error());                 \
    } while (false)
