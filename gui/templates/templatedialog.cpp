// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/templates/templatedialog.h"
#include "gui/views/icons.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <utility>

namespace vitrine::gui {

namespace {

QLabel* text(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

/// What it runs, and how it isolates less than the default.
QString aboutOf(const ContainerSpec& spec) {
    QStringList words;
    for (const std::string& word : spec.process.args)
        words << QString::fromStdString(word);
    QStringList lines{TemplateDialog::tr("Runs: %1").arg(words.join(QLatin1Char(' ')).simplified())};
    for (const Widening widening : widenings(spec))
        lines << QStringLiteral("⚠ %1").arg(QString::fromStdString(describe(widening, spec)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

TemplateDialog::TemplateDialog(TemplateStore store, QWidget* parent)
    : QDialog(parent)
    , m_store(std::move(store))
    , m_list(new QListWidget(this))
    , m_about(text("templateAbout", this))
    , m_problem(text("templateProblem", this)) {
    setObjectName(QStringLiteral("templateDialog"));
    setWindowTitle(tr("Templates"));
    resize(560, 420);
    m_list->setObjectName(QStringLiteral("templateList"));
    m_list->setAccessibleName(tr("Templates"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_list, 1);
    column->addWidget(m_about);
    column->addWidget(m_problem);
    column->addWidget(makeButtons());
    auto* buttons = new QDialogButtonBox(this);
    m_new = buttons->addButton(tr("&New container…"), QDialogButtonBox::AcceptRole);
    m_new->setObjectName(QStringLiteral("templateNew"));
    m_new->setDefault(true);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &TemplateDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentItemChanged, this, &TemplateDialog::showCurrent);
    connect(m_list, &QListWidget::itemDoubleClicked, this, &TemplateDialog::choose);
    const auto onList = [this](const QKeySequence& key, void (TemplateDialog::*slot)()) {
        auto* shortcut = new QShortcut(key, m_list, this, slot);
        shortcut->setContext(Qt::WidgetShortcut);
    };
    onList(QKeySequence::Delete, &TemplateDialog::askRemove);
    onList(Qt::Key_F2, &TemplateDialog::askRename);
    m_problem->hide();
    refresh({});
    m_list->setFocus();
}

QPushButton* TemplateDialog::addButton(QWidget* row, const char* name, const char* iconName,
                                       const QString& text) {
    auto* button = new QPushButton(icon(QLatin1String(iconName)), text, row);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    row->layout()->addWidget(button);
    return button;
}

QWidget* TemplateDialog::makeButtons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_rename = addButton(row, "templateRename", "edit-rename", tr("&Rename…"));
    m_remove = addButton(row, "templateDelete", "edit-delete", tr("&Delete…"));
    auto* takeIn = addButton(row, "templateImport", "list-add", tr("&Import…"));
    takeIn->setToolTip(tr("Makes a template of a config.json: of a bundle, or one that was exported"));
    m_export = addButton(row, "templateExport", "document-save", tr("E&xport…"));
    m_export->setToolTip(tr("Writes it as a config.json"));
    layout->addStretch(1);
    connect(m_rename, &QPushButton::clicked, this, &TemplateDialog::askRename);
    connect(m_remove, &QPushButton::clicked, this, &TemplateDialog::askRemove);
    connect(takeIn, &QPushButton::clicked, this, &TemplateDialog::askImport);
    connect(m_export, &QPushButton::clicked, this, &TemplateDialog::askExport);
    return row;
}

QString TemplateDialog::current() const {
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->text() : QString();
}

void TemplateDialog::refresh(const QString& selected) {
    m_list->clear();
    m_list->addItems(m_store.names());
    const auto found = m_list->findItems(selected, Qt::MatchExactly);
    if (m_list->count() > 0)
        m_list->setCurrentItem(found.isEmpty() ? m_list->item(0) : found.first());
    showCurrent();
}

/// One that cannot be read can still be renamed, and deleted.
void TemplateDialog::showCurrent() {
    const QString name = current();
    const auto spec = name.isEmpty() ? Reply<ContainerSpec>() : m_store.read(name);
    for (QPushButton* button : {m_rename, m_remove})
        button->setEnabled(!name.isEmpty());
    for (QPushButton* button : {m_new, m_export})
        button->setEnabled(!name.isEmpty() && spec.has_value());
    m_problem->hide();
    if (name.isEmpty())
        m_about->setText(
            tr("There is none yet. “Save as template…” in the menu of a container makes one, and so "
               "does “Import…”."));
    else
        m_about->setText(spec ? aboutOf(*spec) : QStringLiteral("⚠ %1").arg(spec.error().message));
}

void TemplateDialog::showProblem(const Reply<>& result) {
    m_problem->setVisible(!result);
    if (!result)
        m_problem->setText(QStringLiteral("⚠ %1").arg(result.error().message));
}

void TemplateDialog::choose() {
    const QString name = current();
    if (name.isEmpty())
        return;
    const auto spec = m_store.read(name);
    if (!spec)
        return showCurrent();
    accept();
    emit chosen(name, *spec);
}

void TemplateDialog::askRename() {
    const QString name = current();
    if (name.isEmpty())
        return;
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("templateRenameDialog"));
    dialog->setWindowTitle(tr("Rename %1").arg(name));
    dialog->setLabelText(tr("New name (letters, digits, “.”, “_” and “-”, at most 63):"));
    dialog->setTextValue(name);
    dialog->setOkButtonText(tr("Rename"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, name](const QString& newName) {
        if (newName == name)
            return;
        const auto renamed = m_store.rename(name, newName);
        refresh(renamed ? newName : name);
        showProblem(renamed);
    });
    dialog->open();
}

void TemplateDialog::askRemove() {
    const QString name = current();
    if (name.isEmpty())
        return;
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("templateDeleteBox"));
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(tr("Delete %1").arg(name));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Delete the template %1? Containers that were made of it stay.").arg(name));
    QPushButton* remove = box->addButton(tr("Delete %1").arg(name), QMessageBox::DestructiveRole);
    remove->setObjectName(QStringLiteral("templateDeleteButton"));
    QPushButton* keep = box->addButton(tr("Keep it"), QMessageBox::RejectRole);
    box->setDefaultButton(keep);
    box->setEscapeButton(keep);
    connect(remove, &QPushButton::clicked, this, [this, name] {
        const auto removed = m_store.remove(name);
        refresh({});
        showProblem(removed);
    });
    box->open();
}

void TemplateDialog::importFrom(const QString& file) {
    const QFileInfo info(file);
    // Of a bundle's "config.json" its folder says more.
    const bool isOfBundle = info.fileName() == QLatin1String("config.json");
    const QString name =
        m_store.freeName(isOfBundle ? info.absoluteDir().dirName() : info.completeBaseName());
    const auto imported = m_store.importFrom(file, name);
    refresh(imported ? name : current());
    showProblem(imported);
}

void TemplateDialog::exportTo(const QString& file) {
    showProblem(m_store.exportTo(current(), file));
}

void TemplateDialog::askImport() {
    auto* dialog = new QFileDialog(this, tr("Import a template"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Configurations (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &TemplateDialog::importFrom);
    dialog->open();
}

void TemplateDialog::askExport() {
    auto* dialog = new QFileDialog(this, tr("Export %1").arg(current()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Configurations (*.json)"), tr("All files (*)")});
    dialog->selectFile(current() + QStringLiteral(".json"));
    connect(dialog, &QFileDialog::fileSelected, this, &TemplateDialog::exportTo);
    dialog->open();
}

} // namespace vitrine::gui
