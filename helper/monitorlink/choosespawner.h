// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/hostfacts.h"
#include "helper/monitorlink/monitorspawner.h"
#include "helper/options.h"

#include <QDBusConnection>

#include <memory>

namespace vitrine::helper {

/// As --spawner says. `auto`: systemd's where it is PID 1 and answers on the bus, for the session where the
/// user's manager does and has been handed a v2 group; else by hand. `systemd` never falls back: the error
/// says what is missing. In session mode `facts` learn which limits the handed-over group makes possible.
/// `options` must outlive the spawner. Waits for the bus; before the first call is served.
[[nodiscard]] Result<std::unique_ptr<MonitorSpawner>> chooseSpawner(const Options& options, HostFacts& facts,
                                                                    const QDBusConnection& bus);

} // namespace vitrine::helper
