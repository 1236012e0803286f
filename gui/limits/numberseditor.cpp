// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/numberseditor.h"
#include "gui/limits/limitwords.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace vitrine::gui {

namespace {

NumberList& listIn(LimitKind kind, ResourceLimits& limits) {
    return kind == LimitKind::Cpus ? limits.cpus : limits.memoryNodes;
}

NumberList listIn(LimitKind kind, const ResourceLimits& limits) {
    return kind == LimitKind::Cpus ? limits.cpus : limits.memoryNodes;
}

} // namespace

NumbersEditor::NumbersEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent)
    : LimitRow(kind, place, parent)
    , m_edit(new QLineEdit(this))
    , m_all(new QCheckBox(tr("All of them"), this)) {
    title()->setBuddy(m_edit);
    m_edit->setObjectName(nameOf("list"));
    m_edit->setAccessibleName(titleOf(kind));
    m_edit->setMaxLength(200);
    m_all->setObjectName(nameOf("none"));
    m_all->setAccessibleName(tr("%1: all of them").arg(titleOf(kind)));
    m_all->setChecked(true);
    grid()->addWidget(m_edit, 0, 1, 1, 2);
    grid()->addWidget(m_all, 0, 3);
    connect(m_edit, &QLineEdit::textEdited, this, &NumbersEditor::onEdited);
    connect(m_edit, &QLineEdit::editingFinished, this, &NumbersEditor::commit);
    connect(m_all, &QCheckBox::toggled, this, &NumbersEditor::onAll);
    NumbersEditor::setHelper(helper);
}

void NumbersEditor::setHelper(const HelperInfo& helper) {
    m_there = numbersOf(kind(), helper);
    const QString there = QString::fromStdString(textOf(m_there));
    m_edit->setPlaceholderText(there);
    const QString hint =
        there.isEmpty() ? tr("Numbers and ranges, such as 0-1,3") : tr("Out of %1, such as 0-1,3").arg(there);
    m_edit->setToolTip(hint);
    m_edit->setAccessibleDescription(hint);
    LimitRow::setHelper(helper);
}

Result<NumberList> NumbersEditor::typed() const {
    const std::string field = fieldOf(kind()).toStdString();
    auto numbers = VITRINE_TRY(parseNumberList(m_edit->text().toStdString(), field));
    VITRINE_CHECK(checkAmong(field, numbers, m_there));
    return numbers;
}

QString NumbersEditor::problem() const {
    if (m_all->isChecked() || !isAvailable())
        return {};
    const auto numbers = typed();
    return numbers ? QString() : QString::fromStdString(numbers.error().reason());
}

void NumbersEditor::showLimits(const ResourceLimits& limits) {
    if (m_edit->hasFocus() && (m_edit->isModified() || listIn(kind(), limits) == m_shown))
        return;
    restoreLimits(limits);
}

void NumbersEditor::restoreLimits(const ResourceLimits& limits) {
    const QSignalBlocker block(m_all);
    m_shown = listIn(kind(), limits);
    m_all->setChecked(m_shown.empty());
    m_edit->setText(QString::fromStdString(textOf(m_shown)));
    updateEnabled();
}

void NumbersEditor::apply(ResourceLimits& limits) const {
    const bool isLimited = isAvailable() && !m_all->isChecked();
    listIn(kind(), limits) = isLimited ? typed().value_or(NumberList()) : NumberList();
}

void NumbersEditor::onEdited() {
    const QString wrong = problem();
    setError(wrong.isEmpty() ? QString() : tr("Allowed: %1").arg(wrong));
    emit edited();
}

void NumbersEditor::onAll(bool all) {
    // A limit begins as what changes nothing, to take away from.
    if (!all && m_edit->text().isEmpty())
        m_edit->setText(QString::fromStdString(m_there.empty() ? "0" : textOf(m_there)));
    updateEnabled();
    if (!all)
        m_edit->setFocus();
    onEdited();
    commit();
}

void NumbersEditor::commit() {
    if (!problem().isEmpty())
        return;
    m_edit->setModified(false);
    ResourceLimits wanted;
    apply(wanted);
    if (listIn(kind(), wanted) == m_shown)
        return;
    m_shown = listIn(kind(), wanted);
    setError({});
    emit limitsWanted(kind(), wanted);
}

void NumbersEditor::updateEnabled() {
    m_all->setEnabled(isAvailable());
    m_edit->setEnabled(isAvailable() && !m_all->isChecked());
}

} // namespace vitrine::gui
