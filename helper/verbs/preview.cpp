// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/diskimage.h"
#include "core/model/ociconfig.h"
#include "core/model/validation.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/idranges.h"
#include "helper/containers/joining.h"
#include "helper/containers/lifecycle.h"
#include "helper/jobs/tasks.h"
#include "helper/monitor/plancontext.h"
#include "helper/verbs/common.h"
#include "helper/verbs/filling.h"
#include "helper/verbs/plans.h"
#include "helper/verbs/verbs.h"

namespace vitrine::helper {

namespace {

struct Preview {
    QList<StepRow> steps;
    QStringList warnings;
};

/// What is known before the configuration is read: the main thread's part.
struct Site {
    const HostFacts& facts;
    Mode mode;
    monitor::BundleRecord record;
    std::string rootPath;
    monitor::VolumeRecord owner; ///< the caller's ids
    std::vector<Joinable> joinables{};
    std::vector<GroupPlace> places{};
};

Site siteFor(const Context& context, Filling::Kind kind, uid_t caller, const QString& config) {
    Site site{context.facts, context.options.mode, {}, {}, {}};
    site.record.id = "ID";
    const bool isFolder = kind == Filling::Kind::Folder;
    site.record.root.kind = isFolder ? monitor::RootRecord::Kind::Folder : monitor::RootRecord::Kind::Owned;
    site.record.root.path = "/FOLDER";
    site.record.root.ownerUid = caller;
    site.record.root.ownerGid = caller;
    site.rootPath = context.store.rootPathOf(site.record);
    site.owner.ownerUid = caller;
    site.owner.ownerGid = caller;
    site.joinables = joinablesFor(context.store, caller, config);
    site.places = placesFor(context, caller, "ID");
    return site;
}

Result<Preview> makePreview(Site site, const QString& config) {
    const ContainerSpec given = VITRINE_TRY(parseConfig(config.toStdString()));
    if (site.mode == Mode::System)
        VITRINE_CHECK(checkIdLines(given));
    const bool isPrivate = given.namespaces.isNew(NamespaceKind::User) && site.mode == Mode::System;
    site.record.idBase = isPrivate ? firstContainerId : 0;
    const std::string name = given.name.empty() ? "name" : given.name;
    ContainerSpec spec = adopt(given, name, site.record.idBase, site.mode);
    const Joinable* joined = VITRINE_TRY(findJoined(site.joinables, spec, {}));
    takeMaps(joined, spec, site.record);
    // As if each directory were the caller's and its file system could do it.
    for (MountSpec& mount : spec.mounts) {
        site.owner.fileSystem = isImage(mount) ? mount.type : std::string();
        const bool isMapped = isBind(mount) || (isImage(mount) && mapsOwners(mount.type));
        if (isMapped && site.facts.idMappedMounts && site.mode == Mode::System)
            monitor::mapOwners(mount, site.owner, spec.uidMappings, spec.gidMappings);
    }
    Preview preview;
    PlanContext plan = monitor::planContext(site.facts, site.record, spec, site.rootPath, {});
    VITRINE_CHECK(place(site.places, spec, plan));
    plan.joined = describeJoined(joined);
    preview.steps = VITRINE_TRY(planRows(spec, plan));
    for (const Widening widening : widenings(spec))
        preview.warnings.append(toQString(describe(widening, spec)));
    return preview;
}

} // namespace

// Safe because: parsing and planning are pure, and done in one of the user's threads; nothing is opened or
// done.
Result<Intent> preparePreview(Context&, const Call& call) {
    const auto config = argument<QString>(call, 0);
    if (config.size() > qsizetype{maximumConfigSize})
        return failure(Error::invalid("config", "must be at most 256 KiB"));
    const Filling::Kind kind = VITRINE_TRY(fillingKindFrom(argument<QString>(call, 1)));
    return Intent{.act = [config, kind](const Granted& granted) {
        const auto begun = granted.context.tasks.runFor<Result<Preview>>(
            granted.caller.uid,
            [config, site = siteFor(granted.context, kind, granted.caller.uid, config)] {
                return makePreview(site, config);
            },
            [reply = granted.reply](const Result<Preview>& preview) {
                if (!preview)
                    return reply->fail(preview.error());
                reply->send({QVariant::fromValue(preview->steps), preview->warnings});
            });
        if (!begun)
            granted.reply->fail(begun.error());
    }};
}

} // namespace vitrine::helper
