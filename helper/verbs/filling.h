// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/containerspec.h"
#include "helper/monitor/bundle.h"
#include "helper/verbs/descriptors.h"

#include <QString>

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace vitrine::helper {

/// What a new container's root is filled with.
struct Filling {
    enum class Kind { Starter, Programs, Empty, Folder };
    Kind kind = Kind::Empty;
    std::vector<std::string> programs; ///< names out of rootfs::offeredPrograms()
    std::vector<GivenSource> given;
};

[[nodiscard]] Result<Filling::Kind> fillingKindFrom(const QString& word);

/// Where it is done. The descriptors belong to the ContainerStore, which outlives all work.
struct FillingSite {
    int containers = -1;
    int scratch = -1; ///< for private copies of given programs
    monitor::BundleRecord record;
    ContainerSpec spec;
};

/// Done so far, 0 to 1, and the file that is copied now. From the worker's thread, at most 20 times a second.
using Report = std::function<void(double, const std::string&)>;

/// Makes the bundle in the stage Creating, fills its root, and marks it Ready. In a thread. On failure what
/// was made stays, to be discarded by the caller.
[[nodiscard]] Result<> fillBundle(const FillingSite& site, const Filling& filling,
                                  const std::atomic<bool>& cancelled, const Report& report);

} // namespace vitrine::helper
