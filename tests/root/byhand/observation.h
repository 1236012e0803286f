// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "../engine/testcontainer.h"

#include <map>
#include <string>

/// What a container is, from outside and from inside, in words that are the same for two that are the same:
/// name -> value. Numbers that differ from run to run (namespaces, devices, mounts) are left out.
using Observation = std::map<std::string, std::string>;

/// `pid`: the container's process on the host; `view`: what the payload printed; `plan`: whose limits are
/// read back from the control groups.
[[nodiscard]] Observation observe(pid_t pid, const View& view, const vitrine::Plan& plan,
                                  const vitrine::PlanContext& context);

/// One line for each that is different, or empty.
[[nodiscard]] std::string difference(const Observation& engine, const Observation& script);
