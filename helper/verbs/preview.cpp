// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/ociconfig.h"
#include "helper/containers/containerstore.h"
#include "helper/containers/idranges.h"
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

Result<Preview> makePreview(const Context& context, const ContainerSpec& given, Filling::Kind kind,
                            uid_t caller) {
    monitor::BundleRecord record;
    record.id = "ID";
    const bool isPrivate =
        given.namespaces.isNew(NamespaceKind::User) && context.options.mode == Mode::System;
    record.idBase = isPrivate ? firstContainerId : 0;
    const bool isFolder = kind == Filling::Kind::Folder;
    record.root.kind = isFolder ? monitor::RootRecord::Kind::Folder : monitor::RootRecord::Kind::Owned;
    record.root.path = "/FOLDER";
    record.root.ownerUid = caller;
    record.root.ownerGid = caller;
    const std::string name = given.name.empty() ? "name" : given.name;
    const ContainerSpec spec = adopt(given, name, record.idBase, context.options.mode);
    Preview preview;
    preview.steps =
        VITRINE_TRY(planRows(spec, planContext(context, record, spec, context.store.rootPathOf(record))));
    for (const Widening widening : widenings(spec))
        preview.warnings.append(toQString(describe(widening, spec)));
    return preview;
}

} // namespace

// Safe because: parsing and planning are pure; nothing is opened or done.
Result<Intent> preparePreview(Context&, const Call& call) {
    const std::string config = argument<QString>(call, 0).toStdString();
    if (config.size() > maximumConfigSize)
        return failure(Error::invalid("config", "must be at most 256 KiB"));
    const ContainerSpec spec = VITRINE_TRY(parseConfig(config));
    const Filling::Kind kind = VITRINE_TRY(fillingKindFrom(argument<QString>(call, 1)));
    return Intent{.act = [spec, kind](const Granted& granted) {
        const auto preview = makePreview(granted.context, spec, kind, granted.caller.uid);
        if (!preview)
            return granted.reply->fail(preview.error());
        granted.reply->send({QVariant::fromValue(preview->steps), preview->warnings});
    }};
}

} // namespace vitrine::helper
