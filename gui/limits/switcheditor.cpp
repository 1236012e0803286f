// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/switcheditor.h"
#include "gui/limits/limitwords.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace vitrine::gui {

SwitchEditor::SwitchEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent)
    : LimitRow(kind, place, parent)
    , m_switch(new QCheckBox(tr("Stop all when out of memory"), this)) {
    title()->setBuddy(m_switch);
    m_switch->setObjectName(nameOf("switch"));
    m_switch->setAccessibleDescription(explanationOf(kind));
    grid()->addWidget(m_switch, 0, 1, 1, 3);
    connect(m_switch, &QCheckBox::toggled, this, &SwitchEditor::onToggled);
    SwitchEditor::setHelper(helper);
}

void SwitchEditor::showLimits(const ResourceLimits& limits) {
    restoreLimits(limits);
}

void SwitchEditor::restoreLimits(const ResourceLimits& limits) {
    const QSignalBlocker block(m_switch);
    m_switch->setChecked(limits.memoryOomGroup);
}

void SwitchEditor::apply(ResourceLimits& limits) const {
    limits.memoryOomGroup = isAvailable() && m_switch->isChecked();
}

void SwitchEditor::onToggled() {
    ResourceLimits wanted;
    apply(wanted);
    setError({});
    emit edited();
    emit limitsWanted(kind(), wanted);
}

void SwitchEditor::updateEnabled() {
    m_switch->setEnabled(isAvailable());
}

} // namespace vitrine::gui
