// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/kernelfiles.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include "core/model/defaults.h"
#include "core/model/textrules.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>

#include <algorithm>

namespace vitrine::gui {

KernelFiles::KernelFiles(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_table(new QTreeWidget(this))
    , m_path(new QLineEdit(this))
    , m_protection(new QComboBox(this))
    , m_add(new QPushButton(icon(QStringLiteral("list-add")), tr("Add &it"), this)) {
    m_text->setObjectName(QStringLiteral("kernelFilesText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_table->setObjectName(QStringLiteral("kernelFileList"));
    m_table->setAccessibleName(tr("Kernel files that are hidden or read-only"));
    m_table->setHeaderLabels({tr("File or directory"), tr("Inside it is"), tr("Note")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setMinimumHeight(m_table->fontMetrics().lineSpacing() * 8);
    m_path->setObjectName(QStringLiteral("kernelFilePath"));
    m_path->setAccessibleName(tr("Kernel file to protect"));
    m_path->setPlaceholderText(QStringLiteral("/proc/cpuinfo"));
    m_protection->setObjectName(QStringLiteral("kernelFileProtection"));
    m_protection->setAccessibleName(tr("How it is protected"));
    m_protection->setToolTip(
        tr("Hidden: nothing of it is seen inside. Read-only: nobody inside changes it."));
    m_protection->setAccessibleDescription(m_protection->toolTip());
    m_protection->addItem(tr("hidden"), static_cast<int>(Protection::Hidden));
    m_protection->addItem(tr("read-only"), static_cast<int>(Protection::ReadOnly));
    m_add->setObjectName(QStringLiteral("kernelFileAdd"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(m_protection);
    row->addWidget(m_add);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addWidget(m_table);
    column->addLayout(row);
    connect(m_add, &QPushButton::clicked, this, &KernelFiles::add);
    connect(m_path, &QLineEdit::returnPressed, this, &KernelFiles::add);
    connect(m_path, &QLineEdit::textEdited, this, [this] { setText({}); });
    connect(m_table, &QTreeWidget::itemChanged, this, &KernelFiles::toggle);
    setSpec({});
}

/// Paths of a specification, each in its order; those that are there already are ticked.
void KernelFiles::takeOver(const std::vector<std::string>& paths, Protection protection) {
    for (const std::string& path : paths) {
        const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) {
            return entry.path == path && entry.protection == protection;
        });
        if (found == m_entries.end())
            m_entries.push_back({path, protection, false, true});
        else
            found->isOn = true;
    }
}

void KernelFiles::setSpec(const ContainerSpec& spec) {
    m_entries.clear();
    for (const std::string_view path : defaults::maskedPaths)
        m_entries.push_back({std::string(path), Protection::Hidden, true, false});
    for (const std::string_view path : defaults::readonlyPaths)
        m_entries.push_back({std::string(path), Protection::ReadOnly, true, false});
    takeOver(spec.maskedPaths, Protection::Hidden);
    takeOver(spec.readonlyPaths, Protection::ReadOnly);
    showEntries();
}

/// What is as it was before keeps its order, so that nothing changes that nobody has touched.
void KernelFiles::apply(ContainerSpec& spec) const {
    const auto write = [this](std::vector<std::string>& paths, Protection protection) {
        std::vector<std::string> wanted;
        for (const Entry& entry : m_entries) {
            if (entry.isOn && entry.protection == protection)
                wanted.push_back(entry.path);
        }
        std::erase_if(paths, [&](const std::string& path) { return !std::ranges::contains(wanted, path); });
        for (std::string& path : wanted) {
            if (!std::ranges::contains(paths, path))
                paths.push_back(std::move(path));
        }
    };
    write(spec.maskedPaths, Protection::Hidden);
    write(spec.readonlyPaths, Protection::ReadOnly);
}

bool KernelFiles::protectsAny() const {
    return std::ranges::any_of(m_entries, &Entry::isOn);
}

void KernelFiles::protectUsual() {
    setAll(true);
}

void KernelFiles::protectNone() {
    setAll(false);
}

void KernelFiles::setAll(bool isOn) {
    for (Entry& entry : m_entries)
        entry.isOn = isOn && entry.isUsual;
    showEntries();
}

void KernelFiles::add() {
    const std::string path = cleanPath(m_path->text().trimmed().toStdString());
    if (m_path->text().trimmed().isEmpty())
        return;
    if (const auto valid = checkAbsolutePath(path, "path"); !valid || path == "/")
        return setText(valid ? tr("it must not be “/”, which is all files")
                             : QString::fromStdString(valid.error().reason()));
    takeOver({path}, static_cast<Protection>(m_protection->currentData().toInt()));
    m_path->clear();
    showEntries();
    emit changed();
}

void KernelFiles::toggle(QTreeWidgetItem* item) {
    Entry& entry = m_entries.at(static_cast<std::size_t>(m_table->indexOfTopLevelItem(item)));
    const bool isOn = item->checkState(0) == Qt::Checked;
    if (entry.isOn == isOn)
        return;
    entry.isOn = isOn;
    for (std::size_t row = 0; row < m_entries.size(); ++row) // what is below it, too
        mark(m_table->topLevelItem(static_cast<int>(row)), m_entries[row]);
    setText({});
    emit changed();
}

/// Usually protected, and now neither by itself nor by what is above it.
bool KernelFiles::isOpen(const Entry& entry) const {
    return entry.isUsual && std::ranges::none_of(m_entries, [&](const Entry& one) {
               const bool isEnough =
                   one.protection == Protection::Hidden || entry.protection == Protection::ReadOnly;
               return one.isOn && isEnough && isAtOrBelow(entry.path, cleanPath(one.path));
           });
}

void KernelFiles::mark(QTreeWidgetItem* item, const Entry& entry) const {
    const QSignalBlocker quiet(m_table);
    QString note;
    if (isOpen(entry))
        note = tr("⚠ usually protected");
    else if (!entry.isUsual)
        note = tr("added");
    item->setCheckState(0, entry.isOn ? Qt::Checked : Qt::Unchecked);
    item->setText(1, !entry.isOn                              ? tr("as on this computer")
                     : entry.protection == Protection::Hidden ? tr("hidden")
                                                              : tr("read-only"));
    item->setText(2, note);
    const bool isMarked = isOpen(entry);
    for (int column = 0; column < m_table->columnCount(); ++column)
        item->setData(column, Qt::ForegroundRole, isMarked ? QVariant(dangerColour(palette())) : QVariant());
}

void KernelFiles::showEntries() {
    const QSignalBlocker quiet(m_table);
    m_table->clear();
    for (const Entry& entry : m_entries) {
        auto* item = new QTreeWidgetItem(m_table);
        item->setText(0, QString::fromStdString(entry.path));
        mark(item, entry);
    }
    m_table->header()->resizeSections(QHeaderView::ResizeToContents);
    setText({});
}

void KernelFiles::setText(const QString& problem) {
    const auto open = std::ranges::count_if(m_entries, [this](const Entry& entry) { return isOpen(entry); });
    QString text = tr("Files of the kernel that tell about this computer, or change it.");
    if (!problem.isEmpty())
        text = QStringLiteral("⚠ %1").arg(problem);
    else if (open > 0)
        text = tr("⚠ Open to it, though usually hidden or read-only: %n of them.", nullptr,
                  static_cast<int>(open));
    QPalette colours = palette();
    if (open > 0 || !problem.isEmpty())
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_text->setPalette(colours);
    m_text->setText(text);
    m_table->setAccessibleDescription(text);
    m_path->setAccessibleDescription(text);
}

} // namespace vitrine::gui
