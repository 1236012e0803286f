// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitrows.h"

#include "gui/limits/diskseditor.h"
#include "gui/limits/limiteditor.h"
#include "gui/limits/numberseditor.h"
#include "gui/limits/switcheditor.h"

#include <algorithm>

namespace vitrine::gui {

LimitRow* makeLimitRow(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent) {
    switch (kind) {
    case LimitKind::Cpus:
    case LimitKind::MemoryNodes:
        return new NumbersEditor(kind, place, helper, parent);
    case LimitKind::OomGroup:
        return new SwitchEditor(kind, place, helper, parent);
    case LimitKind::IoMax:
        return new DisksEditor(kind, place, helper, parent);
    default:
        return new LimitEditor(kind, place, helper, parent);
    }
}

QFrame* makeRowSeparator(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Sunken);
    return line;
}

std::optional<LimitKind> kindOf(const QString& field) {
    const auto* it = std::ranges::find(allLimitKinds, field, fieldOf);
    return it == allLimitKinds.end() ? std::nullopt : std::optional(*it);
}

} // namespace vitrine::gui
