// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/bus/method.h"

#include "helper/bus/paths.h"
#include "helper/bus/standard.h"
#include "helper/verbs/verbs.h"

#include <algorithm>
#include <array>

namespace vitrine::helper {

namespace {

constexpr const char* steps = "a(sssssss)";

constexpr std::array table{
    Method{introspectableInterface, "Introspect", "", "s", Access::Public, prepareIntrospect},
    Method{peerInterface, "Ping", "", "", Access::Public, preparePing},
    Method{propertiesInterface, "Get", "ss", "v", Access::Owner, prepareGet},
    Method{propertiesInterface, "GetAll", "s", "a{sv}", Access::Owner, prepareGetAll},
    Method{propertiesInterface, "Set", "ssv", "", Access::Owner, prepareSet},
    Method{objectManagerInterface, "GetManagedObjects", "", "a{oa{sa{sv}}}", Access::Public,
           prepareGetManagedObjects},

    Method{managerInterface, "Create", "sssasa(sh)aha(sh)s", "oo", Access::Manage, prepareCreate},
    Method{managerInterface, "Preview", "ss", "a(sssssss)as", Access::Public, preparePreview},
    Method{managerInterface, "ListPrograms", "", "a(sst)", Access::Public, prepareListPrograms},
    Method{managerInterface, "ListDisks", "", "a(uust)", Access::Public, prepareListDisks},
    Method{managerInterface, "InspectDevice", "s", "suu", Access::Public, prepareInspectDevice},
    Method{managerInterface, "ListForeign", "", "a(sssutuasa(uuus))", Access::Public, prepareListForeign},
    Method{managerInterface, "EnterForeign", "utsasqq", "ahi", Access::EnterForeign, prepareEnterForeign},
    Method{managerInterface, "InspectPrograms", "asa(sh)", "a(ussssas)ast", Access::Public,
           prepareInspectPrograms},
    Method{managerInterface, "ListGroups", "", "a(ssusa{sv})", Access::Public, prepareListGroups},
    Method{managerInterface, "CreateGroup", "sa{sv}", "s", Access::Manage, prepareCreateGroup},
    Method{managerInterface, "SetGroupLimits", "sa{sv}", "a(sss)", Access::Manage, prepareSetGroupLimits},
    Method{managerInterface, "ReadGroupLimits", "s", "a(sss)", Access::Public, prepareReadGroupLimits},
    Method{managerInterface, "RenameGroup", "ss", "", Access::Manage, prepareRenameGroup},
    Method{managerInterface, "DeleteGroup", "s", "", Access::Manage, prepareDeleteGroup},
    Method{managerInterface, "StopGroup", "s", "", Access::Manage, prepareStopGroup},
    Method{managerInterface, "Permissions", "", "a{ss}", Access::Public, preparePermissions},
    Method{managerInterface, "ShowOthers", "b", "", Access::ManageOthers, prepareShowOthers},
    Method{managerInterface, "Subscribe", "aouu", "", Access::Owner, prepareSubscribe},
    Method{managerInterface, "Unsubscribe", "aou", "", Access::Public, prepareUnsubscribe},

    Method{containerInterface, "Start", "s", "o", Access::Manage, prepareStart},
    Method{containerInterface, "Stop", "us", "o", Access::Manage, prepareStop},
    Method{containerInterface, "Kill", "i", "", Access::Manage, prepareKill},
    Method{containerInterface, "SignalProcess", "iti", "", Access::Manage, prepareSignalProcess},
    Method{containerInterface, "Pause", "", "", Access::Manage, preparePause},
    Method{containerInterface, "Resume", "", "", Access::Manage, prepareResume},
    Method{containerInterface, "Exec", "sqq", "ahi", Access::Exec, prepareExec},
    Method{containerInterface, "Enter", "sasqq", "ahi", Access::Exec, prepareEnter},
    Method{containerInterface, "AttachConsole", "", "h", Access::Exec, prepareAttachConsole},
    Method{containerInterface, "ResizeConsole", "qq", "", Access::Owner, prepareResizeConsole},
    Method{containerInterface, "ReadLog", "tu", "aytt", Access::Owner, prepareReadLog},
    Method{containerInterface, "SetLimits", "a{sv}", "a(sss)", Access::Manage, prepareSetLimits},
    Method{containerInterface, "ReadLimits", "", "a(sss)", Access::Owner, prepareReadLimits},
    Method{containerInterface, "ReadRefusedCalls", "", "a(ssutttsis)t", Access::Owner,
           prepareReadRefusedCalls},
    Method{containerInterface, "Rename", "s", "", Access::Manage, prepareRename},
    Method{containerInterface, "SetConfig", "ss", "", Access::Manage, prepareSetConfig},
    Method{containerInterface, "Clone", "ss", "oo", Access::Manage, prepareClone},
    Method{containerInterface, "SetStartAtBoot", "b", "", Access::Manage, prepareSetStartAtBoot},
    Method{containerInterface, "AttachVolume", "hsa{sv}", "", Access::Manage, prepareAttachVolume},
    Method{containerInterface, "DetachVolume", "s", "", Access::Manage, prepareDetachVolume},
    Method{containerInterface, "Delete", "s", "o", Access::Manage, prepareDelete},
    Method{containerInterface, "GetConfig", "", "s", Access::Owner, prepareGetConfig},
    Method{containerInterface, "GetTrace", "", "a(ssssssssistt)", Access::Owner, prepareGetTrace},
    Method{containerInterface, "GetPlan", "", steps, Access::Owner, prepareGetPlan},
    Method{containerInterface, "ExportScript", "", "s", Access::Owner, prepareExportScript},

    Method{jobInterface, "Cancel", "", "", Access::Owner, prepareCancel},
};

} // namespace

std::span<const Method> methods() {
    return table;
}

const Method* findMethod(const QString& interface, const QString& member) {
    const auto found = std::ranges::find_if(table, [&](const Method& method) {
        return interface == QLatin1String(method.interface) && member == QLatin1String(method.member);
    });
    return found == table.end() ? nullptr : &*found;
}

} // namespace vitrine::helper
