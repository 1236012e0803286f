// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/templatespec.h"

namespace vitrine {

ContainerSpec asTemplate(ContainerSpec spec) {
    spec.original.clear();
    spec.name = "template"; // a specification has one
    spec.hostname.clear();
    spec.rootPath = ContainerSpec().rootPath;
    spec.uidMappings.clear();
    spec.gidMappings.clear();
    spec.groupId.clear();
    if (!spec.joinedId.empty()) {
        for (const NamespaceKind kind : allNamespaceKinds)
            if (spec.namespaces.isJoined(kind))
                spec.namespaces[kind] = Isolation::New;
        spec.joinedId.clear();
    }
    return spec;
}

} // namespace vitrine
