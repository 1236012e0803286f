// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/service/values.h"

namespace vitrine::gui {

bool isAlive(ContainerState state) {
    return state == ContainerState::Running || state == ContainerState::Paused ||
           state == ContainerState::Stopping;
}

bool isConnected(Availability availability) {
    return availability == Availability::Connected || availability == Availability::NoPolkit;
}

QString counterName(Counter counter) {
    switch (counter) {
    case Counter::AnonBytes:
        return QStringLiteral("anonBytes");
    case Counter::FileBytes:
        return QStringLiteral("fileBytes");
    case Counter::KernelBytes:
        return QStringLiteral("kernelBytes");
    case Counter::MemoryHighEvents:
        return QStringLiteral("memoryHighEvents");
    case Counter::MemoryMaxEvents:
        return QStringLiteral("memoryMaxEvents");
    case Counter::CpuSomeUs:
        return QStringLiteral("cpuSomeUs");
    case Counter::CpuFullUs:
        return QStringLiteral("cpuFullUs");
    case Counter::MemorySomeUs:
        return QStringLiteral("memorySomeUs");
    case Counter::MemoryFullUs:
        return QStringLiteral("memoryFullUs");
    case Counter::IoSomeUs:
        return QStringLiteral("ioSomeUs");
    case Counter::IoFullUs:
        return QStringLiteral("ioFullUs");
    }
    return {};
}

QString pressureName(Pressure pressure) {
    switch (pressure) {
    case Pressure::CpuSome:
        return QStringLiteral("cpuSomeAvg10");
    case Pressure::CpuFull:
        return QStringLiteral("cpuFullAvg10");
    case Pressure::MemorySome:
        return QStringLiteral("memorySomeAvg10");
    case Pressure::MemoryFull:
        return QStringLiteral("memoryFullAvg10");
    case Pressure::IoSome:
        return QStringLiteral("ioSomeAvg10");
    case Pressure::IoFull:
        return QStringLiteral("ioFullAvg10");
    }
    return {};
}

} // namespace vitrine::gui
