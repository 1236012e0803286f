// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/bus/method.h"

/// The verbs of the contract, one function each: reads and checks the arguments, and returns what will be
/// done once permission is given. Each has a comment that says why it is safe, also if every action of polkit
/// is set to "yes".
namespace vitrine::helper {

// manager
[[nodiscard]] Result<Intent> prepareCreate(Context& context, const Call& call);
[[nodiscard]] Result<Intent> preparePreview(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareListPrograms(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareListDisks(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareInspectDevice(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareListForeign(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareEnterForeign(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareInspectPrograms(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareListGroups(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareCreateGroup(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSetGroupLimits(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareReadGroupLimits(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareRenameGroup(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareDeleteGroup(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareStopGroup(Context& context, const Call& call);
[[nodiscard]] Result<Intent> preparePermissions(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareShowOthers(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSubscribe(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareUnsubscribe(Context& context, const Call& call);

// container: call.container is set
[[nodiscard]] Result<Intent> prepareStart(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareStop(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareKill(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSignalProcess(Context& context, const Call& call);
[[nodiscard]] Result<Intent> preparePause(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareResume(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareExec(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareEnter(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareAttachConsole(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareResizeConsole(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareReadLog(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSetLimits(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareReadLimits(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareReadRefusedCalls(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareRename(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSetConfig(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareClone(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareSetStartAtBoot(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareAttachVolume(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareDetachVolume(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareDelete(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGetConfig(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGetTrace(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareGetPlan(Context& context, const Call& call);
[[nodiscard]] Result<Intent> prepareExportScript(Context& context, const Call& call);

// job: call.job is set
[[nodiscard]] Result<Intent> prepareCancel(Context& context, const Call& call);

} // namespace vitrine::helper
