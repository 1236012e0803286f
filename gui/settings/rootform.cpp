// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/rootform.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QButtonGroup>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTreeWidget>

#include <fcntl.h>

#include <cerrno>
#include <cstring>

namespace vitrine::gui {

namespace {

constexpr std::array kindNames{"starter", "programs", "folder", "empty"};
constexpr int inspectDelayMs = 250;
constexpr int ownPathRole = Qt::UserRole;

ServiceError cannotOpen(const QString& path, int errnum) {
    return {ErrorKind::InvalidArgument,
            RootForm::tr("%1 cannot be opened: %2").arg(path, QString::fromLocal8Bit(std::strerror(errnum))),
            RootForm::tr("Choose one that you may read."),
            {}};
}

} // namespace

RootForm::RootForm(ContainerService* service, QWidget* parent)
    : QWidget(parent)
    , m_service(service)
    , m_kinds(new QButtonGroup(this))
    , m_details(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("rootForm"));
    const std::array<std::pair<QString, QString>, kindNames.size()> texts{{
        {tr("&Starter"), tr("bash and the basic commands of this computer")},
        {tr("&Programs"), tr("programs of this computer, with the libraries they need")},
        {tr("&Folder"), tr("an unpacked root directory; it is used in place")},
        {tr("N&othing"), tr("an empty root; only useful to see what is missing")},
    }};
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    for (std::size_t i = 0; i < kindNames.size(); ++i) {
        auto* button =
            new QRadioButton(QStringLiteral("%1: %2").arg(texts.at(i).first, texts.at(i).second), this);
        button->setObjectName(QStringLiteral("root_%1").arg(QLatin1String(kindNames.at(i))));
        m_kinds->addButton(button, static_cast<int>(i));
        column->addWidget(button);
    }
    m_details->addWidget(new QWidget(this));
    m_details->addWidget(makePrograms());
    m_details->addWidget(makeFolder());
    m_details->addWidget(new QWidget(this));
    column->addWidget(m_details, 1);
    m_kinds->button(0)->setChecked(true);
    m_inspectLater.setSingleShot(true);
    m_inspectLater.setInterval(inspectDelayMs);
    connect(&m_inspectLater, &QTimer::timeout, this, &RootForm::inspect);
    connect(m_kinds, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (!checked)
            return;
        m_details->setCurrentIndex(id);
        if (id == 1)
            fetchPrograms();
        emit changed();
    });
}

QWidget* RootForm::makePrograms() {
    auto* page = new QWidget(this);
    m_filter = new QLineEdit(page);
    m_filter->setObjectName(QStringLiteral("programFilter"));
    m_filter->setPlaceholderText(tr("Filter programs"));
    m_filter->setAccessibleName(tr("Filter programs"));
    m_filter->setClearButtonEnabled(true);
    m_list = new QListWidget(page);
    m_list->setObjectName(QStringLiteral("programList"));
    m_list->setAccessibleName(tr("Programs of this computer"));
    m_list->setUniformItemSizes(true);
    auto* own = new QPushButton(icon(QStringLiteral("document-open")), tr("A program of &mine…"), page);
    own->setObjectName(QStringLiteral("ownProgram"));
    own->setToolTip(tr("Adds a program file that you may read"));
    m_remove = new QPushButton(icon(QStringLiteral("list-remove")), tr("&Remove"), page);
    m_remove->setObjectName(QStringLiteral("removeOwnProgram"));
    m_tree = new QTreeWidget(page);
    m_tree->setObjectName(QStringLiteral("dependencyTree"));
    m_tree->setAccessibleName(tr("What these programs need"));
    m_tree->setHeaderLabels({tr("Needs"), tr("In the root")});
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_summary = new QLabel(page);
    m_summary->setObjectName(QStringLiteral("dependencySummary"));
    m_summary->setWordWrap(true);
    auto* left = new QVBoxLayout;
    left->addWidget(m_filter);
    left->addWidget(m_list, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(own, 1);
    buttons->addWidget(m_remove);
    left->addLayout(buttons);
    auto* right = new QVBoxLayout;
    right->addWidget(m_tree, 1);
    right->addWidget(m_summary);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->addLayout(left, 2);
    row->addLayout(right, 3);
    connect(m_filter, &QLineEdit::textChanged, this, &RootForm::filterPrograms);
    connect(m_list, &QListWidget::itemChanged, this, [this] {
        m_inspectLater.start();
        emit changed();
    });
    connect(own, &QPushButton::clicked, this, &RootForm::addOwnProgram);
    connect(m_remove, &QPushButton::clicked, this, &RootForm::removeOwnProgram);
    connect(m_list, &QListWidget::currentRowChanged, this, &RootForm::updateRemove);
    auto* remove = new QShortcut(QKeySequence::Delete, m_list, this, &RootForm::removeOwnProgram);
    remove->setContext(Qt::WidgetShortcut);
    updateRemove();
    return page;
}

QWidget* RootForm::makeFolder() {
    auto* page = new QWidget(this);
    m_folder = new QLineEdit(page);
    m_folder->setObjectName(QStringLiteral("folderPath"));
    m_folder->setReadOnly(true);
    m_folder->setPlaceholderText(tr("No folder chosen"));
    m_folder->setAccessibleName(tr("Folder"));
    auto* choose = new QPushButton(icon(QStringLiteral("document-open")), tr("C&hoose…"), page);
    choose->setObjectName(QStringLiteral("chooseFolder"));
    choose->setToolTip(tr("Chooses the folder that becomes the root"));
    auto* text = new QLabel(
        tr("⚠ The container's root writes into this folder with root's rights; an administrator is "
           "asked for it."),
        page);
    text->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(text);
    column->addStretch(1);
    connect(choose, &QPushButton::clicked, this, &RootForm::chooseFolder);
    return page;
}

QString RootForm::kind() const {
    return QLatin1String(kindNames.at(static_cast<std::size_t>(m_kinds->checkedId())));
}

void RootForm::setKind(const QString& kind) {
    for (std::size_t i = 0; i < kindNames.size(); ++i)
        if (kind == QLatin1String(kindNames.at(i)))
            m_kinds->button(static_cast<int>(i))->setChecked(true);
}

QStringList RootForm::checked(Origin origin) const {
    QStringList found;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem* item = m_list->item(row);
        const QString path = item->data(ownPathRole).toString();
        if (item->checkState() == Qt::Checked && path.isEmpty() == (origin == Origin::Computer))
            found << (origin == Origin::Computer ? item->text() : path);
    }
    return found;
}

QStringList RootForm::programs() const {
    return checked(Origin::Computer);
}

QString RootForm::problem() const {
    if (kind() == QLatin1String("programs") && programs().isEmpty() && checked(Origin::Own).isEmpty())
        return tr("Choose at least one program");
    if (kind() == QLatin1String("folder") && m_folder->text().isEmpty())
        return tr("Choose the folder that becomes the root");
    return {};
}

void RootForm::fetchPrograms() {
    if (std::exchange(m_fetched, true))
        return;
    m_service->listPrograms(this, [this](const Reply<std::vector<ProgramInfo>>& reply) {
        if (reply)
            return showPrograms(*reply);
        m_fetched = false;
        m_summary->setText(reply.error().message);
    });
}

void RootForm::showPrograms(const std::vector<ProgramInfo>& programs) {
    const QSignalBlocker blocker(m_list);
    for (const ProgramInfo& program : programs) {
        auto* item = new QListWidgetItem(program.name, m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(program.name == QLatin1String("bash") ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(QStringLiteral("%1 · %2").arg(program.path, formatBytes(program.bytes)));
    }
    m_inspectLater.start();
    emit changed();
}

void RootForm::filterPrograms(const QString& text) {
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setHidden(
            !m_list->item(row)->text().contains(text.trimmed(), Qt::CaseInsensitive));
}

std::expected<std::vector<std::pair<QString, OwnedFd>>, ServiceError> RootForm::openGiven() const {
    std::vector<std::pair<QString, OwnedFd>> given;
    for (const QString& path : checked(Origin::Own)) {
        OwnedFd file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (!file.isValid())
            return std::unexpected(cannotOpen(path, errno));
        given.emplace_back(QFileInfo(path).fileName(), std::move(file));
    }
    return given;
}

void RootForm::inspect() {
    auto given = openGiven();
    if (!given) {
        m_summary->setText(given.error().message);
        return;
    }
    const int request = ++m_request;
    m_service->inspectPrograms(programs(), std::move(*given), this,
                               [this, request](const Reply<InspectResult>& reply) {
                                   if (request != m_request)
                                       return;
                                   if (reply)
                                       showDependencies(*reply);
                                   else
                                       m_summary->setText(reply.error().message);
                               });
}

void RootForm::showDependencies(const InspectResult& result) {
    m_tree->clear();
    std::vector<QTreeWidgetItem*> parents{m_tree->invisibleRootItem()};
    for (const DependencyRow& row : result.tree) {
        const std::size_t depth = std::min<std::size_t>(row.depth, parents.size() - 1);
        auto* item = new QTreeWidgetItem(parents.at(depth), {row.name, row.targetPath});
        parents.resize(depth + 1);
        parents.push_back(item);
        item->setToolTip(0, row.sourcePath);
        if (!row.sourcePath.isEmpty())
            continue;
        item->setText(1, tr("⚠ missing"));
        item->setForeground(1, dangerColour(palette()));
        item->setToolTip(1, tr("Searched in: %1").arg(row.searched.join(QStringLiteral(", "))));
    }
    m_tree->expandAll();
    m_missing = result.missing;
    QString text = tr("%1 in all.").arg(formatBytes(result.totalBytes));
    QPalette colours = palette();
    if (!m_missing.isEmpty()) {
        text += tr(" ⚠ Missing on this computer: %1. Programs that need them will not start.")
                    .arg(m_missing.join(QStringLiteral(", ")));
        colours.setColor(QPalette::WindowText, dangerColour(palette()));
    }
    m_summary->setPalette(colours);
    m_summary->setText(text);
}

void RootForm::addOwnProgram() {
    auto* dialog = new QFileDialog(this, tr("A program of mine"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setObjectName(QStringLiteral("ownProgramDialog"));
    connect(dialog, &QFileDialog::filesSelected, this, &RootForm::addOwnFiles);
    dialog->open();
}

// First in the list, where they are seen, and can be left out again like any other.
void RootForm::addOwnFiles(const QStringList& files) {
    for (const QString& path : files) {
        if (checked(Origin::Own).contains(path))
            continue;
        auto* item = new QListWidgetItem(tr("%1 (mine)").arg(QFileInfo(path).fileName()));
        item->setData(ownPathRole, path);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        item->setToolTip(tr("%1; in the root it is /usr/local/bin/%2").arg(path, QFileInfo(path).fileName()));
        m_list->insertItem(0, item);
    }
    m_list->scrollToTop();
    if (!files.isEmpty())
        m_list->setCurrentRow(0);
    m_inspectLater.start();
    emit changed();
}

// Programs of the computer are left out by their boxes; they cannot be removed from the list.
void RootForm::removeOwnProgram() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || item->data(ownPathRole).toString().isEmpty())
        return;
    delete item;
    m_inspectLater.start();
    updateRemove();
    emit changed();
}

void RootForm::updateRemove() {
    const QListWidgetItem* item = m_list->currentItem();
    const bool isOwn = item && !item->data(ownPathRole).toString().isEmpty();
    m_remove->setEnabled(isOwn);
    m_remove->setToolTip(
        isOwn ? tr("Takes %1 from this list (%2)")
                    .arg(item->text(), QKeySequence(QKeySequence::Delete).toString(QKeySequence::NativeText))
              : tr("Select a program of yours in the list to take it out again"));
}

void RootForm::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder that becomes the root"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("folderDialog"));
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &RootForm::setFolder);
    dialog->open();
}

void RootForm::setFolder(const QString& path) {
    m_folder->setText(path);
    m_folder->setToolTip(path);
    emit changed();
}

Reply<> RootForm::fill(CreateRequest& request) const {
    request.rootKind = kind();
    if (kind() == QLatin1String("programs")) {
        request.programs = programs();
        auto given = openGiven();
        if (!given)
            return std::unexpected(given.error());
        request.given = std::move(*given);
    }
    if (kind() == QLatin1String("folder")) {
        request.folder = OwnedFd(
            ::open(QFile::encodeName(m_folder->text()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!request.folder.isValid())
            return std::unexpected(cannotOpen(m_folder->text(), errno));
    }
    return {};
}

} // namespace vitrine::gui
