// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/seccompchoice.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include "core/model/ociconfig.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace vitrine::gui {

SeccompChoice::SeccompChoice(QWidget* parent)
    : QWidget(parent)
    , m_profile(new QComboBox(this))
    , m_file(new QPushButton(icon(QStringLiteral("document-open")), tr("Choose a &file…"), this))
    , m_text(new QLabel(this))
    , m_notes(new QCheckBox(tr("&Note which calls are refused"), this)) {
    m_profile->setObjectName(QStringLiteral("seccompProfile"));
    m_profile->setAccessibleName(tr("System call filter"));
    m_profile->addItem(tr("Vitrine's own list"), static_cast<int>(SeccompProfile::Default));
    m_profile->addItem(tr("A profile from a file"), static_cast<int>(SeccompProfile::Custom));
    m_profile->addItem(tr("No filter"), static_cast<int>(SeccompProfile::Unconfined));
    m_file->setObjectName(QStringLiteral("seccompFile"));
    m_file->setToolTip(tr("A JSON file: “linux.seccomp” of an OCI bundle, or a profile of Docker or Podman"));
    m_text->setObjectName(QStringLiteral("seccompText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_notes->setObjectName(QStringLiteral("seccompNotes"));
    m_notes->setToolTip(tr("They are shown with its processes while it runs: which call, how often, by which "
                           "program. Each refused call then takes a little longer."));
    m_notes->setAccessibleDescription(m_notes->toolTip());
    auto* row = new QHBoxLayout;
    row->addWidget(m_profile, 1);
    row->addWidget(m_file);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_text);
    column->addWidget(m_notes);
    connect(m_notes, &QCheckBox::toggled, this, &SeccompChoice::changed);
    connect(m_file, &QPushButton::clicked, this, &SeccompChoice::chooseFile);
    connect(m_profile, &QComboBox::currentIndexChanged, this, [this] {
        check();
        emit changed();
    });
    check();
}

SeccompProfile SeccompChoice::profile() const {
    return static_cast<SeccompProfile>(m_profile->currentData().toInt());
}

Result<SeccompRules> SeccompChoice::rules(const std::vector<std::string>& capabilities) const {
    if (m_json.empty() && m_rules)
        return *m_rules;
    return importSeccompProfile(m_json, {m_kernelRelease, capabilities});
}

/// With no filter there is nothing to note.
bool SeccompChoice::canNote() const {
    return profile() != SeccompProfile::Unconfined;
}

void SeccompChoice::setSpec(const ContainerSpec& spec) {
    const QSignalBlocker quiet(m_profile);
    const QSignalBlocker quietToo(m_notes);
    m_notes->setChecked(spec.refusedCalls == RefusedCalls::Noted);
    m_profile->setCurrentIndex(m_profile->findData(static_cast<int>(spec.seccomp)));
    m_rules = spec.seccompRules;
    m_json.clear();
    m_path.clear();
    m_unreadable.clear();
    check();
}

void SeccompChoice::apply(ContainerSpec& spec) const {
    spec.seccomp = profile();
    spec.refusedCalls = canNote() && m_notes->isChecked() ? RefusedCalls::Noted : RefusedCalls::Forgotten;
    spec.seccompRules.reset();
    if (spec.seccomp != SeccompProfile::Custom)
        return;
    if (auto found = rules(spec.process.capabilities.bounding))
        spec.seccompRules = *std::move(found);
}

void SeccompChoice::chooseFile() {
    auto* dialog =
        new QFileDialog(this, tr("System-call profile"), QString(), tr("Profiles (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("seccompDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SeccompChoice::readFile);
    dialog->open();
}

void SeccompChoice::readFile(const QString& path) {
    QFile file(path);
    m_path = path;
    m_json.clear();
    m_unreadable.clear();
    if (!file.open(QIODevice::ReadOnly))
        m_unreadable = file.errorString();
    else // one byte more than a profile may have, so that a longer one is noticed
        m_json = file.read(qint64{maximumConfigSize} + 1).toStdString();
    check();
    emit changed();
}

void SeccompChoice::check() {
    m_problem.clear();
    const bool custom = profile() == SeccompProfile::Custom;
    if (custom && !m_unreadable.isEmpty())
        m_problem = tr("%1 cannot be read: %2").arg(m_path, m_unreadable);
    else if (custom && m_json.empty() && !m_rules)
        m_problem = tr("choose the file that holds the system-call profile");
    else if (custom) {
        if (const auto found = rules({}); !found)
            m_problem = tr("the system-call profile cannot be used: %1: %2")
                            .arg(QString::fromStdString(found.error().subject()),
                                 QString::fromStdString(found.error().reason()));
    }
    refresh();
}

void SeccompChoice::refresh() {
    QString text = tr("System calls that containers do not need are refused.");
    if (profile() == SeccompProfile::Unconfined)
        text = tr("⚠ Every system call is allowed.");
    else if (!m_problem.isEmpty())
        text = QStringLiteral("⚠ %1").arg(m_problem);
    else if (profile() == SeccompProfile::Custom)
        text = tr("⚠ %1 decides which system calls are refused; nobody has checked that it refuses enough.")
                   .arg(m_path.isEmpty() ? tr("A profile of its own") : QFileInfo(m_path).fileName());
    QPalette colours = palette();
    if (profile() != SeccompProfile::Default)
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_text->setPalette(colours);
    m_text->setText(text);
    m_profile->setAccessibleDescription(text);
    m_file->setVisible(profile() == SeccompProfile::Custom);
    m_notes->setEnabled(canNote());
}

} // namespace vitrine::gui
