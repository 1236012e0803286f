// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <string>
#include <string_view>

namespace vitrine {

/// config.json of the OCI runtime specification (github.com/opencontainers/runtime-spec, config.md and
/// config-linux.md). Vitrine's extras are annotations "org.vitrine.*".

/// Most a config.json may be, bytes.
inline constexpr std::size_t maximumConfigSize = 256UL * 1024;

/// Parses and checks types and ranges (then validate(spec)). Every error's subject is a JSON path
/// ("$.process.cwd"). Duplicate keys, nesting deeper than 32 and anything larger than maximumConfigSize are
/// refused.
[[nodiscard]] Result<ContainerSpec> parseConfig(std::string_view json);

/// The specification as config.json, indented by two, keys in a fixed order; unknown keys of spec.original
/// are kept.
[[nodiscard]] std::string writeConfig(const ContainerSpec& spec);

/// The OCI "process" object alone, as exec takes it: the same checks as for the process of a config.json, and
/// the error's subject is a path in this object ("$.args[0]"). Unknown keys are ignored.
[[nodiscard]] Result<ProcessSpec> parseProcess(std::string_view json);

/// The "process" object alone, indented by two; parseProcess reads it back unchanged.
[[nodiscard]] std::string writeProcess(const ProcessSpec& process);

} // namespace vitrine
