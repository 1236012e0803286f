// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/start/contestants.h"

namespace vitrine::bench {

/// Prints what helper and monitors hold in memory and what they use of the processor while nothing happens.
[[nodiscard]] bool measureResidents(Stage& stage);
/// Prints how long it takes to start as many containers as one user may have, as fast as he may.
[[nodiscard]] bool startManyAtOnce(Stage& stage);

} // namespace vitrine::bench
