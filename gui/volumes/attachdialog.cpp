// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/attachdialog.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"
#include "gui/volumes/volumeeditor.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

AttachDialog::AttachDialog(const ContainerInfo& container, QWidget* parent)
    : QDialog(parent)
    , m_container(container)
    , m_editor(new VolumeEditor(this))
    , m_keep(new QCheckBox(tr("&Keep it for the next starts"), this))
    , m_reason(new QLabel(this)) {
    setObjectName(QStringLiteral("attachDialog"));
    setWindowTitle(tr("Show a directory to %1").arg(container.name));
    resize(520, 320);
    const bool isStopped = !isAlive(container.state);
    m_keep->setObjectName(QStringLiteral("attachKeep"));
    m_keep->setChecked(isStopped);
    m_keep->setEnabled(!isStopped);
    m_keep->setToolTip(
        isStopped ? tr("%1 is stopped, so it sees the directory at its next start").arg(container.name)
                  : tr("Otherwise it is gone when %1 ends").arg(container.name));
    m_reason->setObjectName(QStringLiteral("attachReason"));
    m_reason->setWordWrap(true);
    m_reason->setTextFormat(Qt::PlainText);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_reason->setPalette(colours);
    auto* buttons = new QDialogButtonBox(this);
    m_attach = buttons->addButton(tr("Show it"), QDialogButtonBox::AcceptRole);
    m_attach->setObjectName(QStringLiteral("attachButton"));
    m_attach->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* column = new QVBoxLayout(this);
    column->addWidget(makeChoice());
    column->addWidget(m_editor);
    column->addWidget(m_keep);
    column->addStretch(1);
    column->addWidget(m_reason);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &AttachDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_editor, &VolumeEditor::changed, this, &AttachDialog::refresh);
    m_editor->hide();
    refresh();
}

QWidget* AttachDialog::makeChoice() {
    auto* row = new QWidget(this);
    auto* text = new QLabel(
        tr("What it writes into a directory of yours belongs to you. An administrator is asked."), row);
    text->setWordWrap(true);
    auto* choose = new QPushButton(icon(QStringLiteral("document-open")), tr("C&hoose the directory…"), row);
    choose->setObjectName(QStringLiteral("attachChoose"));
    choose->setToolTip(tr("A directory of yours on this computer"));
    auto* image = new QPushButton(icon(QStringLiteral("document-open")), tr("Choose a disk &image…"), row);
    image->setObjectName(QStringLiteral("attachChooseImage"));
    image->setToolTip(tr("A file of yours that holds a file system (mount -o loop)"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(text, 1);
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(choose);
    buttons->addWidget(image);
    layout->addLayout(buttons);
    connect(image, &QPushButton::clicked, this, &AttachDialog::chooseImage);
    connect(choose, &QPushButton::clicked, this, &AttachDialog::choose);
    return row;
}

void AttachDialog::choose() {
    auto* dialog = new QFileDialog(this, tr("Directory that the container sees"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("attachFileDialog"));
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &AttachDialog::setDirectory);
    dialog->open();
}

void AttachDialog::chooseImage() {
    auto* dialog = new QFileDialog(this, tr("Disk image that the container sees"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("attachFileDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &AttachDialog::setImage);
    dialog->open();
}

void AttachDialog::setDirectory(const QString& path) {
    setVolume(directoryVolume(path));
}

void AttachDialog::setImage(const QString& path) {
    auto volume = imageVolume(path);
    if (volume)
        return setVolume(std::move(*volume));
    m_reason->setText(QStringLiteral("%1 %2").arg(volume.error().message, volume.error().hint));
}

/// What may be done with it stays as it was chosen, unless that is another kind.
void AttachDialog::setVolume(Volume volume) {
    if (m_editor->volume().isImage() == volume.isImage() && !volume.isImage())
        volume.options = m_editor->volume().options;
    m_editor->setVolume(volume);
    m_editor->show();
    m_editor->focusPlace();
    refresh();
}

void AttachDialog::refresh() {
    const Volume volume = m_editor->volume();
    QString reason;
    if (volume.isMemory())
        reason = tr("Choose the directory or the disk image first");
    else if (const QString problem = placeProblem(volume.place); !problem.isEmpty())
        reason = tr("its place %1").arg(problem);
    else if (std::ranges::contains(m_container.volumes, volume.place, &VolumeInfo::place))
        reason = tr("another volume is at %1").arg(volume.place);
    m_reason->setText(reason.isEmpty() ? QString() : tr("Not yet: %1").arg(reason));
    m_attach->setEnabled(reason.isEmpty());
    m_attach->setToolTip(reason.isEmpty() ? tr("Mounts it at %1").arg(volume.place) : reason);
}

void AttachDialog::accept() {
    const Volume volume = m_editor->volume();
    auto directory = openSource(volume);
    if (!directory) {
        m_reason->setText(directory.error().message);
        return;
    }
    m_request = {std::move(*directory), volume.place, volume.options,
                 m_keep->isChecked() ? Lasting::Kept : Lasting::ThisRun};
    QDialog::accept();
}

} // namespace vitrine::gui
