// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/wiretypes.h"

#include <QDBusMetaType>

namespace vitrine::helper {

namespace {

template <typename T>
void registerRow() {
    qDBusRegisterMetaType<T>();
    qDBusRegisterMetaType<QList<T>>();
}

} // namespace

void registerWireTypes() {
    registerRow<FeatureRow>();
    registerRow<StepRow>();
    registerRow<TraceRow>();
    registerRow<VolumeRow>();
    registerRow<ProgramRow>();
    registerRow<DiskRow>();
    registerRow<DependencyRow>();
    registerRow<DiskLimitRow>();
    registerRow<GroupRow>();
    registerRow<LimitEffectRow>();
    registerRow<LimitReadingRow>();
    registerRow<RefusedCallRow>();
    registerRow<SampleRow>();
    registerRow<ProcessRow>();
    registerRow<ForeignProcessRow>();
    registerRow<ForeignRow>();
    registerRow<GoneRow>();
    qDBusRegisterMetaType<StringMap>();
    qDBusRegisterMetaType<NumberMap>();
    qDBusRegisterMetaType<PercentMap>();
    qDBusRegisterMetaType<Interfaces>();
    qDBusRegisterMetaType<ManagedObjects>();
    qDBusRegisterMetaType<QList<QDBusUnixFileDescriptor>>();
    qDBusRegisterMetaType<QList<QDBusObjectPath>>();
}

StepRow toRow(const StepDescription& step) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    return {text(step.id),          text(step.title),    text(step.systemCall), text(step.byHand),
            text(step.explanation), text(step.isolates), text(step.undo)};
}

} // namespace vitrine::helper
