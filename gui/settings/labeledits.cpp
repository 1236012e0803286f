// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/labeledits.h"
#include "gui/models/helperspec.h"
#include "gui/views/colours.h"

#include "core/model/features.h"
#include "core/model/securitylabels.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace vitrine::gui {

LabelEdits::LabelEdits(const HelperInfo& helper, QWidget* parent)
    : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(1, 1);
    const QString noAppArmor = unavailableReason(helper, feature::appArmor);
    const QString noSeLinux = unavailableReason(helper, feature::seLinux);
    add(grid, Profile, tr("AppArmor profile:"), "appArmorProfile", noAppArmor);
    add(grid, Label, tr("SELinux label:"), "selinuxLabel", noSeLinux);
    add(grid, FilesLabel, tr("SELinux label of its files:"), "mountLabel", noSeLinux);
    m_lines[Profile].edit->setPlaceholderText(tr("none of its own"));
    m_lines[Label].edit->setPlaceholderText(tr("as the policy has it"));
    m_lines[FilesLabel].edit->setPlaceholderText(tr("as the policy has it"));
}

void LabelEdits::add(QGridLayout* grid, Kind kind, const QString& title, const char* name,
                     const QString& lack) {
    Line& line = m_lines[kind];
    line.edit = new QLineEdit(this);
    line.edit->setObjectName(QLatin1String(name));
    line.edit->setAccessibleName(title.chopped(1)); // without the colon
    line.text = new QLabel(this);
    line.text->setObjectName(QLatin1String(name) + QStringLiteral("Text"));
    line.text->setWordWrap(true);
    line.text->setTextFormat(Qt::PlainText);
    line.lack = lack;
    auto* label = new QLabel(title, this);
    label->setBuddy(line.edit);
    const int row = 2 * kind;
    grid->addWidget(label, row, 0);
    grid->addWidget(line.edit, row, 1);
    grid->addWidget(line.text, row + 1, 1);
    connect(line.edit, &QLineEdit::textChanged, this, [this, kind] {
        refresh(kind);
        emit changed();
    });
    refresh(kind);
}

std::string LabelEdits::nameIn(Kind kind) const {
    return m_lines[kind].edit->text().trimmed().toStdString();
}

QString LabelEdits::problemOf(Kind kind) const {
    const std::string name = nameIn(kind);
    const auto valid =
        kind == Profile ? validateAppArmorProfile(name, "name") : validateSelinuxLabel(name, "name");
    return valid ? QString() : QString::fromStdString(valid.error().reason());
}

LabelEdits::State LabelEdits::stateOf(Kind kind) const {
    const std::string name = nameIn(kind);
    const QString& lack = m_lines[kind].lack;
    if (const QString problem = problemOf(kind); !problem.isEmpty())
        return {QStringLiteral("⚠ %1").arg(problem), true};
    if (!lack.isEmpty() && !name.empty())
        return {tr("⚠ Not available: %1 It cannot start here with a name in this line.").arg(lack), true};
    if (!lack.isEmpty())
        return {tr("Not available: %1").arg(lack)};
    if (kind == Profile && isUnconfined(name))
        return {tr("⚠ AppArmor does not confine it."), true};
    if (kind == Profile && name.empty())
        return {tr("It is under the same profile as Vitrine itself, which usually is none.")};
    if (kind == Profile)
        return {tr("Its programs may do what this profile allows. It must be loaded: aa-status lists those "
                   "that are.")};
    if (name.empty())
        return {tr("The policy of this computer chooses it.")};
    return {tr("⚠ This label may allow more than the one that the policy would choose."), true};
}

void LabelEdits::refresh(Kind kind) {
    const Line& line = m_lines[kind];
    const State state = stateOf(kind);
    QPalette colours = palette();
    if (state.isMarked)
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    line.text->setPalette(colours);
    line.text->setText(state.text);
    line.edit->setAccessibleDescription(state.text);
    line.edit->setToolTip(line.lack);
    line.edit->setEnabled(line.lack.isEmpty() || !line.edit->text().isEmpty());
}

void LabelEdits::setSpec(const ContainerSpec& spec) {
    const std::array<std::string, kinds> names{spec.process.appArmorProfile, spec.process.selinuxLabel,
                                               spec.mountLabel};
    for (const Kind kind : {Profile, Label, FilesLabel}) {
        const QSignalBlocker quiet(m_lines[kind].edit);
        m_lines[kind].edit->setText(QString::fromStdString(names[kind]));
        refresh(kind);
    }
}

void LabelEdits::apply(ContainerSpec& spec) const {
    spec.process.appArmorProfile = nameIn(Profile);
    spec.process.selinuxLabel = nameIn(Label);
    spec.mountLabel = nameIn(FilesLabel);
}

QString LabelEdits::problem() const {
    for (const Kind kind : {Profile, Label, FilesLabel}) {
        if (const QString problem = problemOf(kind); !problem.isEmpty())
            return tr("%1: %2").arg(m_lines[kind].edit->accessibleName(), problem);
    }
    return {};
}

} // namespace vitrine::gui
