// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "helper/access/caller.h"

#include <QString>
#include <QVariantMap>

#include <cstdint>
#include <functional>

namespace vitrine::helper {

/// One long operation, as its caller sees it. Facts only; Jobs sends the signals.
struct Job {
    QString path;
    QString token;
    Caller startedBy;
    QString operation; ///< "create", "start", "stop", "delete"
    QString containerPath;
    double progress = 0;
    bool progressValid = false;
    QString stage;
    bool finished = false;
    std::uint64_t finishedSerial = 0; ///< order of ending
    std::function<void()> cancel;     ///< empty = not cancelable

    // How it ended, once finished.
    bool success = false;
    QString errorName;
    QString errorText;
};

/// Properties of org.vitrine.Job1.
[[nodiscard]] QVariantMap jobProperties(const Job& job);

} // namespace vitrine::helper
