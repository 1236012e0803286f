// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/diagnosis/facts.h"

#include <QFuture>

namespace vitrine::gui {

/// Reads the facts about the kernel and the files of this computer, as this user, in another thread: files
/// and the user's name may come over a network.
[[nodiscard]] QFuture<diagnosis::ComputerFacts> readComputer();

} // namespace vitrine::gui
