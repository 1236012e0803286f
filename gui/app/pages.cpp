// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/pages.h"
#include "gui/views/overviewpage.h"
#include "gui/views/processespage.h"
#include "gui/views/stepspage.h"

namespace vitrine::gui {

namespace {

template <typename PageType>
PageEntry entry(const char* key) {
    return {QLatin1String(key), [](const PageContext& context) -> Page* { return new PageType(context); }};
}

} // namespace

std::vector<PageEntry> allPages() {
    return {entry<OverviewPage>("overview"), entry<ProcessesPage>("processes"), entry<StepsPage>("steps")};
}

} // namespace vitrine::gui
