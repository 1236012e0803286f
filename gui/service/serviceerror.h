// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

#include <expected>
#include <functional>

namespace vitrine::gui {

/// A call to the helper that did not work, in words for people.
struct ServiceError {
    ErrorKind kind = ErrorKind::Failed;
    QString message; ///< what happened and why, one line
    QString hint;    ///< what to do about it, or empty
    QString details; ///< the D-Bus error's name and whole text: behind "Details", can be copied
    friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

template <typename T = void>
using Reply = std::expected<T, ServiceError>;

/// Called exactly once, in the window's thread, never before the call that it was given to has returned; not
/// at all when the `context` given with it is gone by then.
template <typename T = void>
using Callback = std::function<void(Reply<T>)>;

} // namespace vitrine::gui
