// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/rootfs/sysroot.h"
#include "core/rootfs/treebuilder.h"

#include <string>
#include <utility>
#include <vector>

namespace vitrine::rootfs::test {

/// Several programs of one tree at once.
class DependencyResolver {
public:
    explicit DependencyResolver(std::string sysroot = "/")
        : m_sysroot(std::move(sysroot)) {}

    /// Programs by absolute path below the sysroot.
    [[nodiscard]] Result<Dependencies> resolve(const std::vector<std::string>& programs) const {
        const Sysroot root = VITRINE_TRY(Sysroot::open(m_sysroot, Visibility::Everyones));
        TreeBuilder builder(root);
        for (const std::string& program : programs)
            VITRINE_CHECK(builder.addProgram(program));
        return builder.take();
    }

private:
    std::string m_sysroot;
};

} // namespace vitrine::rootfs::test
