// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/volumesform.h"
#include "gui/views/icons.h"
#include "gui/volumes/volumeeditor.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTreeWidget>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

VolumesForm::VolumesForm(DirectoryChanges changes, QWidget* parent)
    : SpecForm(parent)
    , m_changes(changes)
    , m_list(new QTreeWidget(this))
    , m_editor(new VolumeEditor(this))
    , m_problem(new QLabel(this)) {
    setObjectName(QStringLiteral("volumesForm"));
    auto* text = new QLabel(changes == DirectoryChanges::All
                                ? tr("Directories of yours that the container sees, and memory that it uses "
                                     "as a directory. What it writes into a directory of yours belongs to "
                                     "you. For directories an administrator is asked.")
                                : tr("Directories of yours that the container sees, and memory that it uses "
                                     "as a directory. Here they can be taken away; on the overview further "
                                     "directories are added, also while it runs."),
                            this);
    text->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("volumeList"));
    m_list->setAccessibleName(tr("Volumes"));
    m_list->setHeaderLabels({tr("Inside"), tr("Shows"), tr("Access")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(m_list, 1);
    column->addWidget(makeButtons());
    column->addWidget(m_problem);
    column->addWidget(m_editor);
    m_problem->setObjectName(QStringLiteral("volumeImageProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    connect(m_list, &QTreeWidget::currentItemChanged, this, &VolumesForm::showCurrent);
    connect(m_editor, &VolumeEditor::changed, this, &VolumesForm::onEdited);
    auto* remove = new QShortcut(QKeySequence::Delete, m_list, this, &VolumesForm::removeCurrent);
    remove->setContext(Qt::WidgetShortcut);
    showCurrent();
}

QWidget* VolumesForm::makeButtons() {
    auto* row = new QWidget(this);
    auto* directory = new QPushButton(icon(QStringLiteral("list-add")), tr("&Directory…"), row);
    directory->setObjectName(QStringLiteral("addDirectory"));
    directory->setEnabled(m_changes == DirectoryChanges::All);
    directory->setToolTip(directory->isEnabled()
                              ? tr("Shows a directory of yours to the container")
                              : tr("Not available: %1").arg(tr("directories are added on the overview.")));
    auto* image = new QPushButton(icon(QStringLiteral("list-add")), tr("Disk ima&ge…"), row);
    image->setObjectName(QStringLiteral("addImage"));
    image->setEnabled(directory->isEnabled());
    image->setToolTip(image->isEnabled()
                          ? tr("Shows what is in a file that holds a file system (mount -o loop)")
                          : directory->toolTip());
    auto* memory = new QPushButton(icon(QStringLiteral("list-add")), tr("&Memory"), row);
    memory->setObjectName(QStringLiteral("addMemory"));
    memory->setToolTip(tr("A directory in memory (tmpfs), empty at every start"));
    m_remove = new QPushButton(icon(QStringLiteral("list-remove")), tr("&Remove"), row);
    m_remove->setObjectName(QStringLiteral("removeVolume"));
    m_remove->setToolTip(tr("Takes it from this list (%1)")
                             .arg(QKeySequence(QKeySequence::Delete).toString(QKeySequence::NativeText)));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(directory);
    layout->addWidget(image);
    layout->addWidget(memory);
    layout->addStretch(1);
    layout->addWidget(m_remove);
    connect(directory, &QPushButton::clicked, this, &VolumesForm::chooseDirectory);
    connect(image, &QPushButton::clicked, this, &VolumesForm::chooseImage);
    connect(memory, &QPushButton::clicked, this, &VolumesForm::addMemory);
    connect(m_remove, &QPushButton::clicked, this, &VolumesForm::removeCurrent);
    return row;
}

void VolumesForm::setSpec(const ContainerSpec& spec) {
    m_volumes = volumesOf(spec);
    m_touched = false;
    m_list->clear();
    for (int row = 0; std::cmp_less(row, m_volumes.size()); ++row) {
        new QTreeWidgetItem(m_list);
        showRow(row);
    }
    showCurrent();
}

void VolumesForm::apply(ContainerSpec& spec) const {
    if (m_touched)
        setVolumes(spec, m_volumes);
}

std::optional<FormProblem> VolumesForm::problem() const {
    const auto about = [](const QString& text) { return FormProblem{QStringLiteral("volumes"), text}; };
    for (auto volume = m_volumes.begin(); m_touched && volume != m_volumes.end(); ++volume) {
        if (const QString reason = placeProblem(volume->place); !reason.isEmpty())
            return about(tr("volume %1: its place %2").arg(volume->place, reason));
        if (std::any_of(m_volumes.begin(), volume,
                        [&](const Volume& other) { return other.place == volume->place; }))
            return about(tr("two volumes cannot both be at %1").arg(volume->place));
    }
    const auto directories =
        std::ranges::count_if(m_volumes, [](const Volume& volume) { return !volume.isMemory(); });
    if (std::cmp_greater(directories, maximumVolumes))
        return about(tr("at most %1 directories can be shown").arg(maximumVolumes));
    return std::nullopt;
}

Reply<> VolumesForm::fill(CreateRequest& request) const {
    for (const Volume& volume : m_volumes) {
        if (volume.isMemory() || m_changes == DirectoryChanges::RemovalOnly) // it has those already
            continue;
        auto source = openSource(volume);
        if (!source)
            return std::unexpected(std::move(source).error());
        request.volumes.emplace_back(volume.place, std::move(*source));
    }
    return {};
}

void VolumesForm::chooseDirectory() {
    auto* dialog = new QFileDialog(this, tr("Directory that the container sees"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("volumeDialog"));
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &VolumesForm::addDirectory);
    dialog->open();
}

void VolumesForm::chooseImage() {
    auto* dialog = new QFileDialog(this, tr("Disk image that the container sees"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("imageDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &VolumesForm::addImage);
    dialog->open();
}

void VolumesForm::addDirectory(const QString& path) {
    add(directoryVolume(path));
}

void VolumesForm::addImage(const QString& path) {
    auto volume = imageVolume(path);
    m_problem->setVisible(!volume);
    if (volume)
        return add(std::move(*volume));
    m_problem->setText(QStringLiteral("⚠ %1 %2").arg(volume.error().message, volume.error().hint));
}

void VolumesForm::addMemory() {
    Volume volume;
    volume.place = QStringLiteral("/mnt/memory");
    add(std::move(volume));
}

void VolumesForm::add(Volume volume) {
    m_problem->hide();
    const QString wanted = volume.place;
    for (int number = 2; std::ranges::contains(m_volumes, volume.place, &Volume::place); ++number)
        volume.place = QStringLiteral("%1-%2").arg(wanted).arg(number);
    m_volumes.push_back(std::move(volume));
    m_touched = true;
    auto* item = new QTreeWidgetItem(m_list);
    showRow(m_list->indexOfTopLevelItem(item));
    m_list->setCurrentItem(item);
    m_editor->focusPlace();
    emit changed();
}

void VolumesForm::removeCurrent() {
    const int row = current();
    if (row < 0)
        return;
    m_volumes.erase(m_volumes.begin() + row);
    m_touched = true;
    delete m_list->takeTopLevelItem(row);
    showCurrent();
    emit changed();
}

int VolumesForm::current() const {
    return m_list->indexOfTopLevelItem(m_list->currentItem());
}

void VolumesForm::showCurrent() {
    const int row = current();
    const bool isThere = row >= 0 && std::cmp_less(row, m_volumes.size());
    m_editor->setVisible(isThere);
    m_remove->setEnabled(isThere);
    if (!isThere)
        return;
    const Volume& volume = m_volumes.at(static_cast<std::size_t>(row));
    m_editor->setVolume(volume);
    m_editor->setEnabled(volume.isMemory() || m_changes == DirectoryChanges::All);
}

void VolumesForm::onEdited() {
    const int row = current();
    if (row < 0)
        return;
    m_volumes.at(static_cast<std::size_t>(row)) = m_editor->volume();
    m_touched = true;
    showRow(row);
    emit changed();
}

void VolumesForm::showRow(int row) {
    const Volume& volume = m_volumes.at(static_cast<std::size_t>(row));
    QTreeWidgetItem* item = m_list->topLevelItem(row);
    item->setText(0, volume.place);
    item->setText(1, volume.isMemory() ? tr("memory") : volume.source);
    item->setText(2, accessText(volume));
    for (int column = 0; column < 3; ++column)
        item->setToolTip(column, item->text(column));
}

} // namespace vitrine::gui
