// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/capabilityview.h"
#include "gui/settings/privilegetexts.h"
#include "gui/views/colours.h"

#include "core/model/defaults.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeWidget>

#include <algorithm>
#include <span>

namespace vitrine::gui {

namespace {

using Names = std::vector<std::string>;

enum Column { Simple, Text, Bounding, Effective, Permitted, Inheritable, Ambient, ColumnCount };
enum Preset { Usual, None, Docker, All, Own };

constexpr std::array dockerExtra{"CAP_MKNOD", "CAP_NET_RAW", "CAP_AUDIT_WRITE"};

/// CapabilitySets, const or not.
template <typename Sets>
auto& setOf(Sets& sets, int column) {
    switch (column) {
    case Effective:
        return sets.effective;
    case Permitted:
        return sets.permitted;
    case Inheritable:
        return sets.inheritable;
    case Ambient:
        return sets.ambient;
    default:
        return sets.bounding;
    }
}

/// In the order of the kernel's numbers.
CapabilitySets presetSets(int preset) {
    const auto isIn = [&](std::string_view name) {
        const bool usual = std::ranges::contains(defaults::capabilities, name);
        return preset == All || (preset != None && usual) ||
               (preset == Docker && std::ranges::contains(dockerExtra, name));
    };
    Names names;
    for (const std::string_view name : capabilityNames) {
        if (isIn(name))
            names.emplace_back(name);
    }
    return {names, names, names, {}, {}};
}

bool isSame(Names one, Names other) {
    std::ranges::sort(one);
    std::ranges::sort(other);
    return one == other;
}

bool isSame(const CapabilitySets& one, const CapabilitySets& other) {
    for (int column = Bounding; column <= Ambient; ++column) {
        if (!isSame(setOf(one, column), setOf(other, column)))
            return false;
    }
    return true;
}

void assign(Names& names, const std::string& name, bool in) {
    if (!in)
        std::erase(names, name);
    else if (!std::ranges::contains(names, name))
        names.push_back(name);
}

/// As widenings() counts: more than usual in the first three sets, anything in the last two.
bool isExtra(const CapabilitySets& sets, const std::string& name) {
    const bool usual = std::ranges::contains(defaults::capabilities, std::string_view(name));
    for (int column = Bounding; column <= Ambient; ++column) {
        if (std::ranges::contains(setOf(sets, column), name) && (!usual || column >= Inheritable))
            return true;
    }
    return false;
}

} // namespace

CapabilityView::CapabilityView(QWidget* parent)
    : QWidget(parent)
    , m_preset(new QComboBox(this))
    , m_expert(new QCheckBox(tr("All &five sets"), this))
    , m_list(new QTreeWidget(this))
    , m_summary(new QLabel(this))
    , m_sentence(new QLabel(this)) {
    m_preset->setObjectName(QStringLiteral("capabilityPreset"));
    m_preset->setAccessibleName(tr("Capabilities"));
    m_preset->setAccessibleDescription(tr("Capabilities")); // its name is what is chosen
    m_preset->addItems({tr("The usual ones"), tr("None"), tr("As Docker gives"),
                        tr("All, like root of this computer"), tr("An own choice")});
    m_expert->setObjectName(QStringLiteral("fiveSets"));
    m_expert->setToolTip(tr("Shows where each is: what it can ever get (bounding), what is in force "
                            "(effective), what it may put in force (permitted), and what programs get that "
                            "it starts (inheritable, ambient)"));
    m_summary->setObjectName(QStringLiteral("capabilitySummary"));
    m_summary->setWordWrap(true);
    m_sentence->setObjectName(QStringLiteral("capabilitySentence"));
    m_sentence->setWordWrap(true);
    makeList();
    auto* row = new QHBoxLayout;
    row->addWidget(m_preset, 1);
    row->addWidget(m_expert);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    column->addWidget(m_sentence);
    connect(m_preset, &QComboBox::activated, this, &CapabilityView::choosePreset);
    connect(m_expert, &QCheckBox::toggled, this, &CapabilityView::showSets);
    connect(m_list, &QTreeWidget::itemChanged, this, &CapabilityView::onItemChanged);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &CapabilityView::showSentence);
    showSets(false);
    setSets(presetSets(Usual));
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

void CapabilityView::makeList() {
    m_list->setObjectName(QStringLiteral("capabilityList"));
    m_list->setAccessibleName(tr("Capabilities"));
    m_list->setRootIsDecorated(false);
    m_list->setMinimumHeight(220);
    m_list->setHeaderLabels({tr("Capability"), tr("It permits"), tr("Bounding"), tr("Effective"),
                             tr("Permitted"), tr("Inheritable"), tr("Ambient")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Text, QHeaderView::Stretch);
    for (const std::string_view name : capabilityNames) {
        auto* item = new QTreeWidgetItem(m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setText(Simple, QLatin1String(name.data(), static_cast<int>(name.size())));
        item->setText(Text, capabilityText(name));
        item->setToolTip(Text, capabilityText(name));
    }
}

void CapabilityView::showSentence() {
    const QTreeWidgetItem* item = m_list->currentItem();
    m_sentence->setText(item ? QStringLiteral("%1: %2").arg(item->text(Simple), item->text(Text))
                             : QString());
}

void CapabilityView::showSets(bool all) {
    for (int column = Bounding; column <= Ambient; ++column)
        m_list->setColumnHidden(column, !all);
}

void CapabilityView::choosePreset(int index) {
    if (index == Own)
        return;
    setSets(presetSets(index));
    emit changed();
}

// What the kernel does not have cannot be chosen: effective ones are permitted, inheritable ones are in the
// bounding set, ambient ones are permitted and inheritable (capabilities(7)).
void CapabilityView::put(const std::string& name, int column, bool in) {
    assign(setOf(m_sets, column), name, in);
    if (in && (column == Effective || column == Ambient))
        assign(m_sets.permitted, name, true);
    if (in && column == Ambient)
        assign(m_sets.inheritable, name, true);
    if (in && (column == Inheritable || column == Ambient))
        assign(m_sets.bounding, name, true);
    if (!in && column == Permitted)
        assign(m_sets.effective, name, false);
    if (!in && column == Bounding)
        assign(m_sets.inheritable, name, false);
    if (!in && (column == Permitted || column == Inheritable || column == Bounding))
        assign(m_sets.ambient, name, false);
}

void CapabilityView::onItemChanged(QTreeWidgetItem* item, int column) {
    if (column == Text)
        return;
    const bool in = item->checkState(column) != Qt::Unchecked;
    const std::string name = item->text(Simple).toStdString();
    if (column != Simple) {
        put(name, column, in);
    } else {
        for (const int one : {Bounding, Permitted, Effective})
            put(name, one, in);
    }
    refresh();
    emit changed();
}

void CapabilityView::setSets(const CapabilitySets& sets) {
    m_sets = sets;
    refresh();
}

void CapabilityView::refresh() {
    const QSignalBlocker quietList(m_list);
    const QSignalBlocker quietPreset(m_preset);
    QStringList extra;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = m_list->topLevelItem(row);
        const std::string name = item->text(Simple).toStdString();
        int count = 0;
        for (int column = Bounding; column <= Ambient; ++column) {
            const bool in = std::ranges::contains(setOf(m_sets, column), name);
            item->setCheckState(column, in ? Qt::Checked : Qt::Unchecked);
            count += in && column <= Permitted ? 1 : 0;
        }
        item->setCheckState(Simple, count == 3   ? Qt::Checked
                                    : count == 0 ? Qt::Unchecked
                                                 : Qt::PartiallyChecked);
        const bool marked = isExtra(m_sets, name);
        const QString text = capabilityText(name);
        item->setText(Text, marked ? QStringLiteral("⚠ %1").arg(text) : text);
        item->setForeground(Text, marked ? QBrush(dangerColour(palette())) : QBrush());
        if (marked)
            extra << item->text(Simple);
    }
    int preset = Own;
    for (const int one : {Usual, None, Docker, All}) {
        if (isSame(m_sets, presetSets(one)))
            preset = one;
    }
    m_preset->setCurrentIndex(preset);
    showSentence();
    QPalette colours = palette();
    if (!extra.isEmpty())
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_summary->setPalette(colours);
    m_summary->setText(extra.isEmpty() ? tr("Root inside has no more rights than ordinary programs need.")
                                       : tr("⚠ More rights than usual: %1. An administrator is asked for it.")
                                             .arg(extra.join(QStringLiteral(", "))));
}

} // namespace vitrine::gui
