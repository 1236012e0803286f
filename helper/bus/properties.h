// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/wiretypes.h"
#include "helper/containers/container.h"
#include "helper/context.h"

#include <QVariantMap>

namespace vitrine::helper {

/// Properties of org.vitrine.Manager1 and org.vitrine.Container1, with the types of the contract.
[[nodiscard]] QVariantMap managerProperties(const Context& context);
[[nodiscard]] QVariantMap containerProperties(const Container& container);

} // namespace vitrine::helper
