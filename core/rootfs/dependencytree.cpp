// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/dependencytree.h"

#include "core/rootfs/sysroot.h"
#include "core/rootfs/treebuilder.h"

#include <utility>

namespace vitrine::rootfs {

DependencyResolver::DependencyResolver(std::string sysroot)
    : m_sysroot(std::move(sysroot)) {
}

Result<Dependencies> DependencyResolver::resolve(const std::vector<std::string>& programs) const {
    const Sysroot root = VITRINE_TRY(Sysroot::open(m_sysroot, Visibility::Everyones));
    TreeBuilder builder(root);
    for (const std::string& program : programs)
        VITRINE_CHECK(builder.addProgram(program));
    return builder.take();
}

} // namespace vitrine::rootfs
