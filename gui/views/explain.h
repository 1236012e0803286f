// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QString>

namespace vitrine::gui {

/// What a namespace of its own means, one sentence for a newcomer; and what it means to share the host's.
[[nodiscard]] QString ownNamespaceText(NamespaceKind kind);
[[nodiscard]] QString sharedNamespaceText(NamespaceKind kind);
/// And to share that of the container `name`.
[[nodiscard]] QString joinedNamespaceText(NamespaceKind kind, const QString& name);
[[nodiscard]] QString namespaceTitle(NamespaceKind kind); ///< "Processes (pid)"

} // namespace vitrine::gui
