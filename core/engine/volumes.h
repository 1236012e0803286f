// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/engine/executor.h"
#include "core/plan/step.h"

#include <chrono>

/// Directories of the host in containers that run already.
namespace vitrine::engine {

/// What became of a step that was taken alone, for the trace.
struct SingleStep {
    StepRecord record;
    Result<> result;
};

/// Shows the open directory `directory` inside: takes a detached, restricted mount of it here, and has a
/// child that joins the container's mount and user namespace attach it. The place is resolved there, below
/// the container's root, so that no link of the container's leads anywhere else; a directory that is missing
/// is made. AlreadyExists where something is mounted. On success `attached` says what detachVolume() takes.
/// Waits for at most `patience`: the container's files may not answer. Single-threaded caller.
[[nodiscard]] SingleStep attachVolume(const StartedContainer& container, const ContainerSpec& spec,
                                      const step::InjectVolume& step, int directory, AttachedVolume& attached,
                                      std::chrono::milliseconds patience = std::chrono::seconds(10));

/// Takes that very mount away again, wherever the container has put it meanwhile; one that is gone already
/// is success. Programs that use it keep what they have open. Single-threaded caller.
[[nodiscard]] SingleStep detachVolume(const StartedContainer& container, const ContainerSpec& spec,
                                      const AttachedVolume& attached,
                                      std::chrono::milliseconds patience = std::chrono::seconds(10));

} // namespace vitrine::engine
