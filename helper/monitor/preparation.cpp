// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/monitor/preparation.h"

#include "core/sys/file.h"

#include <fcntl.h>

#include <utility>

namespace vitrine::monitor {

namespace {

constexpr std::uint32_t rangeSize = 65536;

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

RootMappings rootMappings(const BundleRecord& record, const ContainerSpec& spec) {
    if (record.idBase == 0 || !spec.namespaces.isNew(NamespaceKind::User))
        return {};
    if (record.root.kind == RootRecord::Kind::Owned)
        return {{{0, record.idBase, rangeSize}}, {}};
    return {{{record.root.ownerUid, record.idBase, 1}}, {{record.root.ownerGid, record.idBase, 1}}};
}

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
    RootMappings mappings = rootMappings(ready.record, ready.spec);
    ready.context.facts = facts;
    ready.context.id = line.id;
    ready.context.rootMappings = std::move(mappings.users);
    ready.context.rootGidMappings = std::move(mappings.groups);
    ready.context.cgroupPath = line.cgroup;
    const bool owned = ready.record.root.kind == RootRecord::Kind::Owned;
    ready.context.rootDirectory =
        owned ? line.stateDir + "/containers/" + line.id + "/rootfs" : ready.record.root.path;
    ready.plan = VITRINE_TRY(makePlan(ready.spec, ready.context));
    return ready;
}

} // namespace vitrine::monitor
