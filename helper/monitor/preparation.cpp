// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/preparation.h"

#include "core/sys/file.h"
#include "helper/monitor/plancontext.h"

#include <fcntl.h>

#include <utility>

namespace vitrine::monitor {

namespace {

Result<> checkReady(const BundleRecord& record, const std::string& id) {
    if (record.id != id)
        return failure(
            Error(ErrorKind::Corrupt, "read", "vitrine.json", "it belongs to the container " + record.id));
    if (record.stage == Stage::Ready)
        return {};
    return failure(
        Error(ErrorKind::WrongState, "start the container", "",
              record.stage == Stage::Creating ? "it is not completely made" : "it is being deleted"));
}

} // namespace

Result<Bundle> openBundle(const CommandLine& line) {
    const auto containers = VITRINE_TRY(sys::openDirectory(AT_FDCWD, line.stateDir + "/containers"));
    return Bundle::open(containers.get(), line.id);
}

Result<Preparation> prepare(const CommandLine& line, const Bundle& bundle, const HostFacts& facts) {
    Preparation ready;
    ready.record = VITRINE_TRY(bundle.readRecord());
    VITRINE_CHECK(checkReady(ready.record, line.id));
    ready.spec = VITRINE_TRY(bundle.readSpec());
    ready.root = VITRINE_TRY(bundle.openRoot(ready.record));
    std::string rootDirectory = ready.record.root.kind == RootRecord::Kind::Owned
                                    ? line.stateDir + "/containers/" + line.id + "/rootfs"
                                    : ready.record.root.path;
    ready.context = planContext(facts, ready.record, ready.spec, std::move(rootDirectory), line.cgroup);
    ready.plan = VITRINE_TRY(makePlan(ready.spec, ready.context));
    return ready;
}

} // namespace vitrine::monitor
