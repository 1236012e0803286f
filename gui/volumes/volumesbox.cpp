// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/volumesbox.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"
#include "gui/volumes/attachdialog.h"
#include "gui/volumes/volume.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTreeWidget>

namespace vitrine::gui {

namespace {

QString accessOf(const VolumeInfo& info) {
    Volume volume;
    volume.source = info.source;
    std::vector<std::string> words;
    for (const QString& option : info.options)
        words.push_back(option.toStdString());
    volume.options = volumeOptionsFrom(words, "options").value_or(VolumeOptions());
    return accessText(volume);
}

} // namespace

VolumesBox::VolumesBox(ContainerActions* actions, QWidget* parent)
    : QGroupBox(parent)
    , m_actions(actions)
    , m_none(new QLabel(tr("It sees no directory of this computer."), this))
    , m_list(new QTreeWidget(this))
    , m_add(new QPushButton(icon(QStringLiteral("list-add")), tr("Add &volume…"), this))
    , m_remove(new QPushButton(icon(QStringLiteral("list-remove")), tr("Ta&ke away"), this)) {
    setTitle(tr("Volumes"));
    setObjectName(QStringLiteral("volumesBox"));
    m_list->setObjectName(QStringLiteral("volumesNow"));
    m_list->setAccessibleName(tr("Volumes"));
    m_list->setHeaderLabels({tr("Inside"), tr("Of this computer"), tr("Access"), tr("When")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_list->setMaximumHeight(140);
    m_add->setObjectName(QStringLiteral("addVolume"));
    m_remove->setObjectName(QStringLiteral("takeVolume"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_none, 1);
    buttons->addStretch(0);
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_list);
    column->addLayout(buttons);
    connect(m_add, &QPushButton::clicked, this, &VolumesBox::addVolume);
    connect(m_remove, &QPushButton::clicked, this, &VolumesBox::removeVolume);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &VolumesBox::showButtons);
    auto* remove = new QShortcut(QKeySequence::Delete, m_list, this, &VolumesBox::removeVolume);
    remove->setContext(Qt::WidgetShortcut);
    showVolumes();
}

void VolumesBox::setContainer(const ContainerInfo& container, const QString& unavailable) {
    const bool isSame = container.id == m_container.id && container.volumes == m_container.volumes;
    m_container = container;
    m_unavailable = unavailable;
    if (isSame)
        showButtons(); // the selection stays
    else
        showVolumes();
}

void VolumesBox::showVolumes() {
    const QString before = current();
    m_list->clear();
    for (const VolumeInfo& volume : m_container.volumes) {
        const QString when = volume.kept
                                 ? (volume.attached ? tr("now and at every start") : tr("at every start"))
                                 : tr("until it ends");
        auto* item = new QTreeWidgetItem(m_list, {volume.place, volume.source, accessOf(volume), when});
        for (int column = 0; column < item->columnCount(); ++column)
            item->setToolTip(column, item->text(column));
        if (!volume.options.contains(QLatin1String("ro")))
            item->setForeground(2, dangerColour(palette()));
        if (volume.place == before)
            m_list->setCurrentItem(item);
    }
    m_list->setVisible(!m_container.volumes.empty());
    m_none->setVisible(m_container.volumes.empty());
    showButtons();
}

void VolumesBox::showButtons() {
    const bool isSelected = !current().isEmpty();
    m_add->setEnabled(m_unavailable.isEmpty());
    m_add->setToolTip(m_unavailable.isEmpty()
                          ? tr("Shows a directory of yours to the container, also while it runs")
                          : tr("Not available: %1").arg(m_unavailable));
    m_remove->setEnabled(m_unavailable.isEmpty() && isSelected);
    m_remove->setVisible(!m_container.volumes.empty());
    m_remove->setToolTip(isSelected ? tr("Unmounts %1, now and for the next starts").arg(current())
                                    : tr("Select a volume in the list to take it away"));
}

QString VolumesBox::current() const {
    const QTreeWidgetItem* item = m_list->currentItem();
    return item ? item->text(0) : QString();
}

void VolumesBox::addVolume() {
    auto* dialog = new AttachDialog(m_container, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, id = m_container.id] { m_actions->attachVolume(id, dialog->takeRequest()); });
    dialog->open();
}

void VolumesBox::removeVolume() {
    if (m_remove->isEnabled())
        m_actions->detachVolume(m_container.id, current());
}

} // namespace vitrine::gui
