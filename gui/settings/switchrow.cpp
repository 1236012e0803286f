// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/switchrow.h"
#include "gui/views/colours.h"

#include <QGridLayout>
#include <QSignalBlocker>

namespace vitrine::gui {

SwitchRow::SwitchRow(QGridLayout* grid, const QString& name, const Words& words, Off off, QWidget* parent)
    : QObject(parent)
    , m_box(new QCheckBox(words.title, parent))
    , m_text(new QLabel(parent))
    , m_words(words)
    , m_off(off) {
    m_box->setObjectName(name);
    m_box->setChecked(true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    const int row = grid->rowCount();
    grid->addWidget(m_box, row, 0, Qt::AlignTop);
    grid->addWidget(m_text, row, 1);
    refresh();
    connect(m_box, &QCheckBox::toggled, this, [this] {
        refresh();
        emit changed();
    });
}

void SwitchRow::refresh() {
    const bool on = m_box->isChecked();
    const bool isOverridden = !m_override.isEmpty();
    const bool marked = !on && m_off == Off::Widens && !isOverridden;
    QPalette colours = m_box->palette();
    if (marked)
        colours.setColor(QPalette::WindowText, dangerColour(colours));
    m_text->setPalette(colours);
    QString words = isOverridden ? m_override : on ? m_words.on : m_words.off;
    if (marked)
        words = QStringLiteral("⚠ %1").arg(words);
    if (!m_fixed.isEmpty() && !isOverridden)
        words = QStringLiteral("%1 %2").arg(words, m_fixed);
    m_text->setText(words);
    m_box->setEnabled(m_fixed.isEmpty() && !isOverridden);
    m_box->setToolTip(m_fixed);
    m_box->setAccessibleDescription(words);
}

void SwitchRow::set(bool on) {
    if (!m_fixed.isEmpty())
        return;
    const QSignalBlocker quiet(m_box);
    m_box->setChecked(on);
    refresh();
}

void SwitchRow::fix(Qt::CheckState state, const QString& reason) {
    m_fixed = reason;
    m_box->setCheckState(state);
    refresh();
}

void SwitchRow::setOverridden(const QString& text) {
    m_override = text;
    refresh();
}

} // namespace vitrine::gui
