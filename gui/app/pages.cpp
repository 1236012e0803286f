// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/pages.h"
#include "gui/charts/chartspage.h"
#include "gui/console/consolepage.h"
#include "gui/limits/limitspage.h"
#include "gui/log/logpage.h"
#include "gui/views/overviewpage.h"
#include "gui/views/processespage.h"
#include "gui/views/stepspage.h"

namespace vitrine::gui {

namespace {

template <typename PageType>
PageEntry entry(const char* key) {
    return {QLatin1String(key), PageType::title(), PageType::icon(), PageType::explanation(),
            [](const PageContext& context) -> Page* { return new PageType(context); }};
}

} // namespace

std::vector<PageEntry> allPages() {
    return {entry<OverviewPage>("overview"),
            entry<ProcessesPage>("processes"),
            entry<ChartsPage>("charts"),
            entry<ConsolePage>("console"),
            entry<LimitsPage>("limits"),
            entry<StepsPage>("steps"),
            entry<LogPage>("log")};
}

} // namespace vitrine::gui
