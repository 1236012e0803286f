// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/ociconfig.h"
#include "core/model/wider.h"
#include "core/sys/file.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/groupstore.h"
#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/newcontainer.h"
#include "helper/verbs/plans.h"
#include "helper/verbs/verbs.h"

#include <algorithm>

namespace vitrine::helper {

namespace {

/// A change, checked: immutable while polkit is asked.
struct Change {
    ContainerSpec spec; ///< as it was given: name and mappings come later
    std::string seen;
};

/// What it may join, which groups it may be in, and what it is itself.
struct JoinChoice {
    std::vector<Joinable> joinables;
    std::vector<GroupSpec> groups;
    std::string self;
};

Result<> checkStopped(const Container& container) {
    VITRINE_CHECK(checkIdle(container));
    if (container.state == ContainerState::Stopped)
        return {};
    return failure(
        Error(ErrorKind::WrongState, {}, container.spec.name,
              "is " + std::string(nameOf(container.state)) + ", and must be stopped to be changed"));
}

/// As with Create: host folders reach a container as descriptors. Those that it has were permitted.
Result<> checkMounts(const ContainerSpec& before, const ContainerSpec& after, Mode mode, uid_t caller) {
    if (mode == Mode::System && caller != 0 && !bindsAdded(before, after).empty())
        return failure(Error::invalid("$.mounts", "must not bind further folders of this computer by path")
                           .withHint("Ask an administrator to do it."));
    return {};
}

/// In a thread: reads a whole configuration.
Result<Change> readChange(const QString& config, const QString& seen, const ContainerSpec& before, Mode mode,
                          uid_t caller, const JoinChoice& choice) {
    Change change{VITRINE_TRY(parseConfig(config.toStdString())), seen.toStdString()};
    VITRINE_CHECK(checkMounts(before, change.spec, mode, caller));
    VITRINE_CHECK(checkRunnable(change.spec, mode));
    VITRINE_CHECK(checkMembership(choice.groups, change.spec.groupId));
    VITRINE_CHECK(findJoined(choice.joinables, change.spec, choice.self));
    return change;
}

/// In a thread. The record comes first: a range of ids that the specification does not use does no harm.
Result<> writeChange(int containers, const monitor::BundleRecord& record, const ContainerSpec& spec,
                     const std::string& seen) {
    const auto bundle = VITRINE_TRY(monitor::Bundle::open(containers, record.id));
    if (VITRINE_TRY(sys::readFileAt(bundle.directory(), "config.json", maximumConfigSize)) != seen)
        return failure(Error(ErrorKind::Stale, {}, "the container",
                             "was changed since it was looked at; nothing was done")
                           .withHint("Look at it again, then make the change again."));
    const auto before = VITRINE_TRY(bundle.readRecord());
    if (before.idBase != record.idBase || before.volumes.size() != record.volumes.size())
        VITRINE_CHECK(bundle.writeRecord(record));
    return bundle.writeSpec(spec);
}

void change(const Granted& granted, const std::shared_ptr<const Change>& wanted) {
    ContainerStore& store = granted.context.store;
    const auto& container = granted.container;
    if (auto stopped = checkStopped(*container); !stopped)
        return granted.reply->fail(stopped.error());
    if (auto member = checkMembership(groupsFor(granted.context.groups, container->record.ownerUid),
                                      wanted->spec.groupId);
        !member)
        return granted.reply->fail(member.error());
    const Mode mode = granted.context.options.mode;
    const std::uint32_t before = container->record.idBase;
    if (before == 0 && mode == Mode::System && wanted->spec.namespaces.isNew(NamespaceKind::User)) {
        const auto range = takeIdRange(store);
        if (!range)
            return granted.reply->fail(range.error());
        container->record.idBase = *range; // at once, so that nobody else can take it meanwhile
    }
    ContainerSpec spec = adopt(wanted->spec, container->spec.name, container->record.idBase, mode);
    monitor::BundleRecord record = container->record;
    std::erase_if(record.volumes, [&](const auto& volume) { return !monitor::mountOf(spec, volume); });
    granted.context.tasks.run<Result<>>(
        container->record.ownerUid,
        [containers = store.directories().containers.get(), record, spec, wanted] {
            return writeChange(containers, record, spec, wanted->seen);
        },
        [&store, &lifecycle = granted.context.lifecycle, container, spec, record, before,
         reply = granted.reply,
         guard = OperationGuard(container, Operation::Edit)](const Result<>& written) mutable {
            guard.end();
            if (!written) {
                container->record.idBase = before;
                return reply->fail(written.error());
            }
            container->record.volumes = std::move(record.volumes);
            container->takeSpec(std::move(spec));
            container->cgroup = lifecycle.cgroupOf(container->id(), container->spec.groupId);
            ++container->revision;
            store.touch(*container);
            reply->send();
        });
}

Intent intentOf(const ContainerSpec& before, const std::shared_ptr<const Change>& wanted) {
    Intent intent{.act = [wanted](const Granted& granted) { change(granted, wanted); }};
    const std::vector<Widening> wider = widerIn(before, wanted->spec);
    if (std::ranges::any_of(wider, [](Widening widening) { return widening != Widening::HostDirectory; }) ||
        std::ranges::any_of(bindsAdded(before, wanted->spec), isImage))
        intent.further.push_back(Action::Widen);
    if (std::ranges::contains(wider, Widening::HostDirectory))
        intent.further.push_back(Action::HostDirectory);
    return intent;
}

} // namespace

// Safe because: the new configuration is parsed and checked as one for Create is; root path, name and all
// host ids are the helper's own; what it isolates less than the one it replaces is asked about in addition,
// and host folders cannot be added by path. The dispatcher refuses it when the container was changed while
// somebody was asked, and it is done only if config.json still is what the caller has seen.
Result<Intent> prepareSetConfig(Context& context, const Call& call) {
    const auto config = argument<QString>(call, 0);
    const auto seen = argument<QString>(call, 1);
    if (config.size() > qsizetype{maximumConfigSize} || seen.size() > qsizetype{maximumConfigSize})
        return failure(Error::invalid("config", "must be at most 256 KiB"));
    VITRINE_CHECK(checkStopped(*call.container));
    VITRINE_CHECK(context.store.checkFolder());
    const JoinChoice choice{joinablesFor(context.store, call.container->record.ownerUid, config),
                            groupsFor(context.groups, call.container->record.ownerUid), call.container->id()};
    return Intent{.vet = [config, seen, before = call.container->spec, mode = context.options.mode,
                          caller = call.caller.uid, choice]() -> Result<Intent> {
        return intentOf(before, std::make_shared<const Change>(
                                    VITRINE_TRY(readChange(config, seen, before, mode, caller, choice))));
    }};
}

} // namespace vitrine::helper
