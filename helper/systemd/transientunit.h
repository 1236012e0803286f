// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/groupspec.h"
#include "helper/bus/wiretypes.h"

#include <QDBusVariant>

#include <chrono>
#include <string>
#include <vector>

/// What is said to systemd to start a program as a transient service (org.freedesktop.systemd1(5),
/// StartTransientUnit). Every string is made here; of what callers of the helper say none is in it.
namespace vitrine::helper {

struct UnitProperty { // (sv)
    QString name;
    QDBusVariant value;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.name, s.value);
    }
};
using UnitProperties = QList<UnitProperty>;

struct UnitCommand { // (sasas) of ExecStartEx
    QString path;
    QStringList arguments, flags;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.path, s.arguments, s.flags);
    }
};

struct UnitDiskRate { // (st) of IOReadBandwidthMax and its like
    QString device;
    qulonglong rate = 0;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.device, s.rate);
    }
};

struct AuxiliaryUnit { // (sa(sv)); none is ever sent
    QString name;
    UnitProperties properties;
    template <typename Self>
    static auto tie(Self& s) {
        return std::tie(s.name, s.properties);
    }
};

/// Tells QtDBus the signatures of the types above. Once, before the first call.
void registerUnitTypes();

/// The slice all units are in.
inline constexpr const char* unitSlice = "vitrine.slice";

/// "vitrine-<id>.service"; `id` as validateId() has it.
[[nodiscard]] QString monitorUnit(const std::string& id);
/// "vitrine-enter-<pid>-<this helper's pid>-<number>.service"
[[nodiscard]] QString enterUnit(int pid, unsigned number);
/// "vitrine-recover-<id>.service"
[[nodiscard]] QString recoveryUnit(const std::string& id);

/// A container's group from the hierarchy's mount point, when `managerGroup` is the ControlGroup of the
/// manager ("" or "/" for PID 1; "/user.slice/…/user@1000.service").
/// In the slice of the group, if that is not empty.
[[nodiscard]] std::string payloadGroup(const std::string& managerGroup, const std::string& id,
                                       const std::string& group = {});
/// The same of a group of containers: "vitrine.slice/vitrine-<id>.slice".
[[nodiscard]] std::string sliceGroup(const std::string& managerGroup, const std::string& group);

/// 257 of "257.13-1~deb13u1" or "v257"; 0 when there is no number.
[[nodiscard]] int systemdVersion(const QString& text);

/// The monitor: its group is handed over, with the processes of the container in a group below; it is ended
/// first and then all others; a process killed for want of memory ends nothing else. `standardInput` is
/// copied. Nothing that sandboxes: the container would inherit it (systemd.exec(5)).
[[nodiscard]] UnitProperties monitorProperties(const std::vector<std::string>& command, int standardInput,
                                               int version);
/// When systemd ends the monitor after all: after a container that has `ofContainer` to end by itself.
[[nodiscard]] UnitProperty stopTimeout(std::chrono::milliseconds ofContainer);
/// Device nodes beyond those that every program needs cannot be opened in the unit, nor below it
/// (systemd.resource-control(5), DevicePolicy=closed).
[[nodiscard]] UnitProperty closedDevices();
/// Puts a unit into the slice of a group of containers, instead of unitSlice.
[[nodiscard]] UnitProperty inSlice(const std::string& group);
/// All limits of a group, those that it does not have included: what was set before ends. memoryOomGroup is
/// no property of a slice (systemd.resource-control(5)): it is only written to the control group.
[[nodiscard]] UnitProperties sliceProperties(const GroupSpec& group);
/// "vitrine-monitor recover": the job is done when it has ended; a failed unit stays to be asked.
[[nodiscard]] UnitProperties recoveryProperties(const std::vector<std::string>& command);

/// Object path of a unit: every byte but letters and digits becomes _xx (sd_bus_path_encode(3)).
[[nodiscard]] QString unitPath(const QString& unit);

} // namespace vitrine::helper

Q_DECLARE_METATYPE(vitrine::helper::UnitProperty)
Q_DECLARE_METATYPE(vitrine::helper::UnitCommand)
Q_DECLARE_METATYPE(vitrine::helper::UnitDiskRate)
Q_DECLARE_METATYPE(vitrine::helper::AuxiliaryUnit)
