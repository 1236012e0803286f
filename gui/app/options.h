// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/helperpage.h"

#include <QStringList>

#include <expected>

namespace vitrine::gui {

/// What the command line asks for.
struct Options {
    BusKind bus = BusKind::System;
    QString busAddress;  ///< for BusKind::Other
    QString container;   ///< name of the container to be selected
    bool doctor = false; ///< print what keeps containers from running, and open no window
    QString tour;        ///< folder for the pictures of the tour, or empty
};

/// Reads the command line; --help and --version print and end the program. The error is a sentence for
/// stderr.
[[nodiscard]] std::expected<Options, QString> parseOptions(const QStringList& arguments);

} // namespace vitrine::gui
