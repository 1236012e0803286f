// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/doctor.h"
#include "gui/app/surroundings.h"
#include "gui/doctor/doctorreport.h"

#include <QCoreApplication>

#include <cstdio>

namespace vitrine::gui {

std::unique_ptr<Checkup> makeCheckup(const Options& options) {
    static int number = 0;
    const QString name = QStringLiteral("vitrine-doctor-%1").arg(++number);
    const Privilege mode = options.bus == BusKind::Session ? Privilege::Rootless : Privilege::Root;
    return std::make_unique<Checkup>(openBus(options, name), mode, helperProgram());
}

int runDoctor(const Options& options) {
    const std::unique_ptr<Checkup> checkup = makeCheckup(options);
    QObject::connect(checkup.get(), &Checkup::finished, checkup.get(), [&checkup] {
        const auto& findings = checkup->findings();
        const QByteArray report = reportOf(findings).toLocal8Bit();
        (void)std::fwrite(report.constData(), 1, static_cast<std::size_t>(report.size()), stdout);
        QCoreApplication::exit(countOf(findings, diagnosis::FindingState::Problem) == 0 ? 0 : 1);
    });
    checkup->start();
    return QCoreApplication::exec();
}

} // namespace vitrine::gui
