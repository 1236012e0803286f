// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/runtime/bundle.h"

namespace vitrine::runtime {

/// Reads what core/model does not know. What is joined or bound is changed in the document into what it does:
/// namespaces with a path are taken out, and devices become bind mounts.
[[nodiscard]] Result<> readExtras(json::Value& document, BundleConfig& config);

/// The same for a process alone, as exec takes it; what is not supported is refused.
[[nodiscard]] Result<> readProcessFile(const std::string& text, BundleConfig& config);

/// With the annotation org.vitrine.seccomp the filter is Vitrine's own; a bundle without it and without
/// "linux.seccomp" has none.
[[nodiscard]] bool hasSeccompAnnotation(const json::Value& document);

/// What needs a namespace of the container's must have one: else it would change the host.
[[nodiscard]] Result<> checkAgainst(const BundleConfig& config);

} // namespace vitrine::runtime
