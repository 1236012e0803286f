// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/step.h"

#include <type_traits>

namespace vitrine {

namespace {

template <typename S>
constexpr bool isHostStep =
    std::is_same_v<S, step::CreateGroup> || std::is_same_v<S, step::LimitGroup> ||
    std::is_same_v<S, step::CreateCgroup> || std::is_same_v<S, step::DelegateCgroup> ||
    std::is_same_v<S, step::RestrictDevices> || std::is_same_v<S, step::InjectVolume> ||
    std::is_same_v<S, step::RemoveVolume> || std::is_same_v<S, step::WriteLimit> ||
    std::is_same_v<S, step::JoinNamespaces> || std::is_same_v<S, step::CloneProcess> ||
    std::is_same_v<S, step::WriteIdMap> || std::is_same_v<S, step::PrepareIdMappedRoot> ||
    std::is_same_v<S, step::EnterNamespaces>;

} // namespace

StepSide sideOf(const Step& step) {
    return std::visit(
        []<typename S>(const S&) { return isHostStep<S> ? StepSide::Host : StepSide::Container; }, step);
}

} // namespace vitrine
