// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/volumes/volumeeditor.h"
#include "core/model/diskimage.h"
#include "gui/limits/bytespinbox.h"
#include "gui/views/colours.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <cmath>

namespace vitrine::gui {

VolumeEditor::VolumeEditor(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
    , m_source(new QLabel(this))
    , m_place(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_warning(
          new QLabel(tr("⚠ The kernel reads the file system in it, whoever has made it: a damaged or "
                        "malicious one can harm the whole computer. An administrator is asked for more."),
                     this))
    , m_access(new QComboBox(this))
    , m_programs(new QCheckBox(tr("Programs in it can be run"), this))
    , m_follow(new QCheckBox(tr("What is mounted below it later appears inside, too"), this))
    , m_bytes(new ByteSpinBox(this))
    , m_writers(new QComboBox(this)) {
    m_form->setContentsMargins(0, 0, 0, 0);
    m_source->setTextFormat(Qt::PlainText);
    m_source->setWordWrap(true);
    m_place->setObjectName(QStringLiteral("volumePlace"));
    m_place->setAccessibleName(tr("Place inside"));
    m_place->setToolTip(tr("Where the container finds it; a directory that is not there is made"));
    m_place->setMaxLength(4095);
    m_problem->setObjectName(QStringLiteral("volumePlaceProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_problem->setPalette(colours);
    m_warning->setObjectName(QStringLiteral("volumeImageWarning"));
    m_warning->setWordWrap(true);
    m_warning->setPalette(colours);
    m_access->setObjectName(QStringLiteral("volumeAccess"));
    m_access->addItems({tr("Read-only"), tr("⚠ Read and write")});
    m_programs->setObjectName(QStringLiteral("volumePrograms"));
    m_programs->setToolTip(tr("An administrator is asked for more"));
    m_follow->setObjectName(QStringLiteral("volumeFollow"));
    m_bytes->setObjectName(QStringLiteral("volumeBytes"));
    m_bytes->setMinimum(4096); // 0 would be no limit (tmpfs(5))
    m_bytes->setToolTip(tr("At most this much is used; it counts against the memory limit of the container"));
    m_writers->setObjectName(QStringLiteral("volumeWriters"));
    m_writers->addItems({tr("everybody inside"), tr("root inside")});
    addRows();
    m_access->setToolTip(tr("Whether the container can change what is in it"));
    m_writers->setToolTip(tr("Who inside may make files in the memory"));
    connect(m_place, &QLineEdit::textChanged, this, &VolumeEditor::onChanged);
    connect(m_bytes, &QDoubleSpinBox::valueChanged, this, &VolumeEditor::onChanged);
    for (QComboBox* box : {m_access, m_writers})
        connect(box, &QComboBox::currentIndexChanged, this, &VolumeEditor::onChanged);
    for (QCheckBox* box : {m_programs, m_follow})
        connect(box, &QCheckBox::toggled, this, &VolumeEditor::onChanged);
}

void VolumeEditor::addRows() {
    m_form->addRow(tr("Shows"), m_source);
    m_form->addRow(QString(), m_warning);
    m_form->addRow(tr("P&lace inside"), m_place);
    m_form->addRow(QString(), m_problem);
    m_form->addRow(tr("&Access"), m_access);
    m_form->addRow(QString(), m_programs);
    m_form->addRow(QString(), m_follow);
    m_form->addRow(tr("Si&ze"), m_bytes);
    m_form->addRow(tr("Can be written &by"), m_writers);
}

void VolumeEditor::showKind() {
    const auto show = [this](QWidget* field, bool visible) {
        field->setVisible(visible);
        if (QWidget* label = m_form->labelForField(field))
            label->setVisible(visible);
    };
    for (QWidget* field : {static_cast<QWidget*>(m_access), static_cast<QWidget*>(m_programs)})
        show(field, !m_volume.isMemory());
    show(m_follow, !m_volume.isMemory() && !m_volume.isImage());
    show(m_warning, m_volume.isImage());
    m_access->setEnabled(!m_volume.isImage() || isWritable(m_volume.fileSystem.toStdString()));
    show(m_bytes, m_volume.isMemory());
    show(m_writers, m_volume.isMemory());
    const QString problem = placeProblem(m_volume.place);
    m_problem->setText(QStringLiteral("⚠ %1").arg(problem));
    m_problem->setVisible(!problem.isEmpty());
}

void VolumeEditor::setVolume(const Volume& volume) {
    const QSignalBlocker quiet(this);
    const QSignalBlocker blockers[] = {QSignalBlocker(m_place),    QSignalBlocker(m_access),
                                       QSignalBlocker(m_programs), QSignalBlocker(m_follow),
                                       QSignalBlocker(m_bytes),    QSignalBlocker(m_writers)};
    m_volume = volume;
    m_source->setText(volume.isMemory() ? tr("memory of this computer; what is in it is gone at the end")
                      : volume.isImage()
                          ? tr("what is in the disk image %1 (%2)").arg(volume.source, volume.fileSystem)
                          : tr("%1 of this computer").arg(volume.source));
    m_place->setText(volume.place);
    m_access->setCurrentIndex(volume.options.access == VolumeAccess::ReadOnly ? 0 : 1);
    m_programs->setChecked(volume.options.programs == VolumePrograms::Allowed);
    m_follow->setChecked(volume.options.propagation == VolumePropagation::Follow);
    m_bytes->setValue(static_cast<double>(volume.bytes));
    m_writers->setCurrentIndex(volume.forAll ? 0 : 1);
    showKind();
}

Volume VolumeEditor::volume() const {
    return m_volume;
}

void VolumeEditor::focusPlace() {
    m_place->setFocus();
    m_place->selectAll();
}

void VolumeEditor::onChanged() {
    m_volume.place = m_place->text();
    m_volume.options = {m_access->currentIndex() == 0 ? VolumeAccess::ReadOnly : VolumeAccess::ReadWrite,
                        m_programs->isChecked() ? VolumePrograms::Allowed : VolumePrograms::Refused,
                        m_follow->isChecked() ? VolumePropagation::Follow : VolumePropagation::Private};
    m_volume.bytes = static_cast<std::uint64_t>(std::llround(m_bytes->value()));
    m_volume.forAll = m_writers->currentIndex() == 0;
    m_volume.read.reset();
    showKind();
    emit changed();
}

} // namespace vitrine::gui
