// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QStringList>

#include <optional>

namespace vitrine::gui {

/// How somebody wants to enter a container.
struct EnterChoice {
    ProcessSpec process; ///< its args are empty: the first shell that is there
    /// Names of the namespaces that are entered, if they are not all that the container has of its own: in
    /// the others it stays in this computer's.
    std::optional<QStringList> namespaces{};
};

} // namespace vitrine::gui
