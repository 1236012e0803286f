// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/groupchoice.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

GroupChoice::GroupChoice(QWidget* parent)
    : SpecForm(parent)
    , m_box(new QComboBox(this)) {
    m_box->setObjectName(QStringLiteral("groupChoice"));
    m_box->setAccessibleName(tr("Group"));
    m_box->setToolTip(tr("Containers of a group share its limits, and can be stopped together at once"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(20);
    m_box->addItem(tr("In no group"), QString());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::currentIndexChanged, this, &GroupChoice::changed);
}

void GroupChoice::follow(const GroupStore* groups, std::uint32_t owner) {
    if (!groups)
        return;
    setGroups(groups->groups(), owner);
    connect(groups, &GroupStore::changed, this,
            [this, groups, owner] { setGroups(groups->groups(), owner); });
}

void GroupChoice::setGroups(const std::vector<GroupInfo>& groups, std::uint32_t owner) {
    std::vector<GroupInfo> own = groups;
    std::erase_if(own, [owner](const GroupInfo& group) { return group.owner != owner; });
    if (std::exchange(m_groups, std::move(own)) == m_groups) // else an open list would close
        return;
    const QString kept = m_box->currentData().toString();
    const QSignalBlocker quiet(m_box);
    while (m_box->count() > 1)
        m_box->removeItem(1);
    for (const GroupInfo& group : m_groups)
        m_box->addItem(group.name, group.id);
    choose(kept);
}

void GroupChoice::choose(const QString& id) {
    if (m_box->findData(id) < 0)
        m_box->addItem(tr("a group that is not there (any more)"), id);
    m_box->setCurrentIndex(m_box->findData(id));
}

void GroupChoice::setSpec(const ContainerSpec& spec) {
    const QSignalBlocker quiet(m_box);
    choose(QString::fromStdString(spec.groupId));
}

void GroupChoice::apply(ContainerSpec& spec) const {
    spec.groupId = m_box->currentData().toString().toStdString();
}

} // namespace vitrine::gui
