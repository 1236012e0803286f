// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/method.h"

/// The standard interfaces that every object has: Introspectable, Peer, Properties, and the manager's
/// ObjectManager.
namespace vitrine::helper {

[[nodiscard]] Result<Intent> prepareIntrospect(Context& context, const Call& call);
[[nodiscard]] Result<Intent> preparePing(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGet(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGetAll(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSet(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGetManagedObjects(Context& context, const Call& call);

} // namespace vitrine::helper
