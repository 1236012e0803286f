// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/healthtext.h"

#include "core/model/lifespec.h"

#include <QCoreApplication>

namespace vitrine::gui {

namespace {

/// Where lupdate finds whose words these are.
struct Health {
    Q_DECLARE_TR_FUNCTIONS(Health)
};

} // namespace

QString healthWord(HealthStatus status) {
    switch (status) {
    case HealthStatus::Starting:
        return Health::tr("… not healthy yet");
    case HealthStatus::Healthy:
        return Health::tr("✓ healthy");
    case HealthStatus::Unhealthy:
        return Health::tr("⚠ unhealthy");
    }
    return {};
}

QString describeResult(const HealthResult& result) {
    if (!result.problem.empty())
        return Health::tr("it could not be run: %1").arg(QString::fromStdString(result.problem));
    if (result.timedOut)
        return Health::tr("it took too long, and was killed");
    if (result.signal)
        return Health::tr("it was ended by %1").arg(QString::fromStdString(signalName(*result.signal)));
    return Health::tr("exit code %1").arg(result.exitCode.value_or(0));
}

} // namespace vitrine::gui
