// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/entercapabilities.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <set>

namespace vitrine::gui {

EnterCapabilities::EnterCapabilities(const ProcessSpec& own, QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget(this)) {
    auto* text = new QLabel(tr("The parts of root's power that the container has. Each that is switched off "
                               "the command gives up for good; none can be added."),
                            this);
    text->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("enterCapabilities"));
    m_list->setAccessibleName(tr("Capabilities"));
    for (const std::string& name : own.capabilities.bounding) {
        auto* item = new QListWidgetItem(QString::fromStdString(name), m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    auto* all = new QPushButton(tr("&All"), this);
    auto* none = new QPushButton(tr("N&one"), this);
    all->setObjectName(QStringLiteral("enterAllCapabilities"));
    none->setObjectName(QStringLiteral("enterNoCapabilities"));
    for (QPushButton* button : {all, none})
        button->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(all);
    row->addWidget(none);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    connect(m_list, &QListWidget::itemChanged, this, &EnterCapabilities::changed);
    connect(all, &QPushButton::clicked, this, [this] { setAll(Qt::Checked); });
    connect(none, &QPushButton::clicked, this, [this] { setAll(Qt::Unchecked); });
}

void EnterCapabilities::setAll(Qt::CheckState state) {
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setCheckState(state);
}

void EnterCapabilities::apply(ProcessSpec& process) const {
    std::set<std::string> given;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked)
            given.insert(m_list->item(row)->text().toStdString());
    }
    CapabilitySets& sets = process.capabilities;
    for (auto* set : {&sets.bounding, &sets.effective, &sets.permitted, &sets.inheritable, &sets.ambient})
        std::erase_if(*set, [&](const std::string& name) { return !given.contains(name); });
}

} // namespace vitrine::gui
