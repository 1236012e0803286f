// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// A step of a plan in words: what the preview, the trace and the lesson show.
struct StepDescription {
    std::string id;          ///< stable, unique in its plan: "mount:/proc"
    std::string title;       ///< "Mount proc on /proc"
    std::string systemCall;  ///< "mount(\"proc\", \"/proc\", \"proc\", MS_NOSUID|MS_NODEV|MS_NOEXEC, NULL)"
    std::string byHand;      ///< "mount -t proc -o nosuid,nodev,noexec proc /proc"
    std::string explanation; ///< one or two sentences for a newcomer
    std::string isolates;    ///< what it isolates: "pid", "mnt" … or empty
    std::string undo;        ///< how it is taken back
    friend bool operator==(const StepDescription&, const StepDescription&) = default;
};

enum class StepState : std::uint32_t { Pending, Running, Done, Failed, Undone };

/// What became of a step in one run.
struct StepRecord {
    StepState state = StepState::Pending;
    int errnum = 0;
    std::uint64_t startNs = 0; ///< since the start of the run, CLOCK_MONOTONIC
    std::uint64_t durationNs = 0;
    std::string error; ///< message when Failed
};

} // namespace vitrine
