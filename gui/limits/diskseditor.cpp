// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/diskseditor.h"

#include "gui/limits/bytespinbox.h"
#include "gui/limits/limitwords.h"
#include "gui/models/format.h"
#include "gui/views/icons.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <chrono>

namespace vitrine::gui {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t suggestion = 10ULL << 20U;

std::uint64_t bytesIn(const ByteSpinBox* box) {
    return static_cast<std::uint64_t>(box->value());
}

} // namespace

DisksEditor::DisksEditor(LimitKind kind, RowPlace place, const HelperInfo& helper, QWidget* parent)
    : LimitRow(kind, place, parent)
    , m_table(new QGridLayout)
    , m_choice(new QComboBox(this))
    , m_add(new QPushButton(tr("Add"), this)) {
    makeHead();
    m_choice->setObjectName(nameOf("disk"));
    m_choice->setAccessibleName(tr("Disk to limit"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_add->setObjectName(nameOf("add"));
    m_add->setAccessibleName(tr("Limit the speed of this disk"));
    m_add->setAutoDefault(false);
    title()->setBuddy(m_choice);
    auto* line = new QHBoxLayout;
    line->addWidget(m_choice);
    line->addWidget(m_add);
    line->addStretch(1);
    auto* column = new QVBoxLayout;
    column->addLayout(m_table);
    column->addLayout(line);
    // The form is narrow: there the table is below, as wide as the row.
    if (place == RowPlace::Page)
        grid()->addLayout(column, 0, 1, 1, 3);
    else
        grid()->addLayout(column, 4, 0, 1, 4);
    m_delay.setSingleShot(true);
    m_delay.setInterval(400ms);
    connect(&m_delay, &QTimer::timeout, this, &DisksEditor::commit);
    connect(m_add, &QPushButton::clicked, this, &DisksEditor::onAdd);
    DisksEditor::setHelper(helper);
    fillChoice();
}

void DisksEditor::makeHead() {
    m_table->setHorizontalSpacing(8);
    m_table->setVerticalSpacing(3);
    int column = 0;
    for (const QString& text : {tr("Disk"), tr("Read per second"), tr("Written per second")}) {
        auto* head = new QLabel(text, this);
        head->setForegroundRole(QPalette::PlaceholderText);
        head->hide();
        m_table->addWidget(head, 0, column++);
        m_heads.push_back(head);
    }
    m_table->setColumnStretch(0, 1);
}

ByteSpinBox* DisksEditor::makeSpin(const QString& name, std::uint64_t value) {
    auto* box = new ByteSpinBox(this);
    box->setSpecialValueText(tr("no limit")); // 0
    box->setValue(static_cast<double>(value));
    box->setAlignment(Qt::AlignRight);
    box->setObjectName(nameOf(name.toLatin1().constData()));
    box->setMinimumWidth(box->fontMetrics().horizontalAdvance(QStringLiteral("1,023.99 MiB")) + 40);
    connect(box, &ByteSpinBox::valueChanged, this, &DisksEditor::onEdited);
    connect(box, &ByteSpinBox::editingFinished, this, &DisksEditor::commit);
    return box;
}

void DisksEditor::addLine(const DiskLimit& limit) {
    const QString device = QString::fromStdString(textOf(limit.device));
    Line line{.limit = limit,
              .name = new QLabel(this),
              .read = makeSpin(QStringLiteral("read-%1").arg(device), limit.readBytes),
              .write = makeSpin(QStringLiteral("write-%1").arg(device), limit.writeBytes),
              .remove = new QToolButton(this)};
    line.name->setWordWrap(true);
    line.remove->setObjectName(nameOf(QStringLiteral("remove-%1").arg(device).toLatin1().constData()));
    line.remove->setAutoRaise(true);
    line.remove->setIcon(icon(QStringLiteral("edit-delete")));
    if (line.remove->icon().isNull())
        line.remove->setText(QStringLiteral("✕"));
    connect(line.remove, &QToolButton::clicked, this, [this, number = limit.device] { removeLine(number); });
    const int row = m_table->rowCount();
    int column = 0;
    for (QWidget* widget : std::initializer_list<QWidget*>{line.name, line.read, line.write, line.remove}) {
        m_table->addWidget(widget, row, column++);
        widget->show(); // now, not when the layout gets to it: what is not seen takes no focus
    }
    m_lines.push_back(line);
}

void DisksEditor::nameLines() {
    for (const Line& line : m_lines) {
        const QString name = gui::nameOf(line.limit.device, m_disks);
        const QString number = QString::fromStdString(textOf(line.limit.device));
        QString text = name == number ? name : tr("%1 (%2)").arg(name, number);
        DiskLimit others = line.limit;
        others.readBytes = others.writeBytes = 0;
        if (others.readOps + others.writeOps != 0)
            text += tr(", at most %1 reads and %2 writes per second")
                        .arg(others.readOps == 0 ? tr("any number of") : QString::number(others.readOps),
                             others.writeOps == 0 ? tr("any number of") : QString::number(others.writeOps));
        line.name->setText(text);
        line.read->setAccessibleName(tr("Read from %1 per second").arg(name));
        line.write->setAccessibleName(tr("Written to %1 per second").arg(name));
        line.remove->setToolTip(tr("No limit for %1").arg(name));
        line.remove->setAccessibleName(line.remove->toolTip());
    }
    for (QLabel* head : m_heads)
        head->setVisible(!m_lines.empty());
}

void DisksEditor::clear() {
    for (const Line& line : m_lines) {
        for (QWidget* widget :
             std::initializer_list<QWidget*>{line.name, line.read, line.write, line.remove}) {
            widget->disconnect(this);
            m_table->removeWidget(widget);
            widget->hide();
            widget->deleteLater();
        }
    }
    m_lines.clear();
}

void DisksEditor::fillChoice() {
    m_choice->clear();
    for (const Disk& disk : m_disks) {
        const auto isShown = [&](const Line& line) { return line.limit.device == disk.device; };
        if (std::ranges::any_of(m_lines, isShown))
            continue;
        const QString number = QString::fromStdString(textOf(disk.device));
        m_choice->addItem(
            tr("%1 (%2), %3").arg(QString::fromStdString(disk.name), number, formatBytes(disk.bytes)),
            number);
    }
    updateEnabled();
}

void DisksEditor::setDisks(const std::vector<Disk>& disks) {
    m_disks = disks;
    nameLines();
    fillChoice();
}

void DisksEditor::onAdd() {
    const auto device = parseDevice(m_choice->currentData().toString().toStdString());
    if (!device)
        return;
    addLine({.device = *device, .readBytes = suggestion, .writeBytes = suggestion});
    nameLines();
    fillChoice();
    m_lines.back().read->setFocus();
    m_lines.back().read->selectAll();
    emit edited();
    commit();
}

void DisksEditor::removeLine(DeviceNumber device) {
    ResourceLimits rest;
    rest.ioMax = typed();
    std::erase_if(rest.ioMax, [&](const DiskLimit& limit) { return limit.device == device; });
    const std::vector<DiskLimit> before = m_shown;
    restoreLimits(rest);
    m_shown = before;
    m_choice->setFocus();
    emit edited();
    commit();
}

std::vector<DiskLimit> DisksEditor::typed() const {
    std::vector<DiskLimit> limits;
    for (const Line& line : m_lines) {
        DiskLimit limit = line.limit;
        limit.readBytes = bytesIn(line.read);
        limit.writeBytes = bytesIn(line.write);
        if (limit.readBytes + limit.writeBytes + limit.readOps + limit.writeOps != 0)
            limits.push_back(limit);
    }
    std::ranges::sort(limits, {}, &DiskLimit::device);
    return limits;
}

void DisksEditor::showLimits(const ResourceLimits& limits) {
    const auto isTyped = [](const Line& line) { return line.read->hasFocus() || line.write->hasFocus(); };
    if (m_delay.isActive() || limits.ioMax == m_shown || std::ranges::any_of(m_lines, isTyped))
        return;
    restoreLimits(limits);
}

void DisksEditor::restoreLimits(const ResourceLimits& limits) {
    m_delay.stop();
    m_shown = limits.ioMax;
    if (typed() == m_shown && m_lines.size() == m_shown.size())
        return; // the widgets stay, and the focus with them
    clear();
    for (const DiskLimit& limit : m_shown)
        addLine(limit);
    nameLines();
    fillChoice();
}

void DisksEditor::apply(ResourceLimits& limits) const {
    limits.ioMax = isAvailable() ? typed() : std::vector<DiskLimit>();
}

void DisksEditor::onEdited() {
    m_delay.start();
    emit edited();
}

void DisksEditor::commit() {
    m_delay.stop();
    ResourceLimits wanted;
    apply(wanted);
    if (wanted.ioMax == m_shown)
        return;
    m_shown = wanted.ioMax;
    setError({});
    emit limitsWanted(kind(), wanted);
}

void DisksEditor::updateEnabled() {
    const bool canAdd = isAvailable() && m_choice->count() > 0;
    m_choice->setEnabled(canAdd);
    m_add->setEnabled(canAdd);
    for (const Line& line : m_lines) {
        for (QWidget* widget : std::initializer_list<QWidget*>{line.read, line.write, line.remove})
            widget->setEnabled(isAvailable());
    }
}

} // namespace vitrine::gui
