// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/stepspage.h"
#include "gui/views/colours.h"
#include "gui/views/columnwidths.h"
#include "gui/views/icons.h"
#include "gui/views/scriptdialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTextBrowser>
#include <QToolButton>

namespace vitrine::gui {

namespace {

constexpr int traceIndex = 0;
constexpr int planIndex = 1;

/// Icon and colour of the result; what is isolated in the colour of its namespace.
class StepDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == StepModel::SystemCall || index.column() == StepModel::ByHand)
            option->font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        const QVariant state = index.data(StepModel::StateRole);
        if (index.column() != StepModel::Result || !state.isValid())
            return;
        const auto result = static_cast<StepState>(state.toUInt());
        if (result != StepState::Done && result != StepState::Failed)
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon =
            ownIcon(result == StepState::Done ? QStringLiteral("dialog-ok") : QStringLiteral("dialog-error"));
        if (result == StepState::Failed)
            option->palette.setColor(QPalette::Text, dangerColour(option->palette));
    }
};

QString html(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

} // namespace

StepsView::StepsView(const QString& key, QWidget* parent)
    : QWidget(parent)
    , m_model(new StepModel(this))
    , m_table(new QTableView(this))
    , m_explanation(new QTextBrowser(this))
    , m_empty(new QLabel(this))
    , m_content(new QSplitter(Qt::Vertical, this)) {
    m_table->setObjectName(QStringLiteral("stepTable"));
    m_table->setAccessibleName(tr("Steps"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new StepDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    const QFontMetrics metrics = fontMetrics();
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    makeColumns(key);
    m_explanation->setObjectName(QStringLiteral("stepExplanation"));
    m_explanation->setAccessibleName(tr("Explanation of the step"));
    m_explanation->setOpenLinks(false);
    auto* splitter = static_cast<QSplitter*>(m_content);
    splitter->addWidget(m_table);
    splitter->addWidget(m_explanation);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    m_empty->setObjectName(QStringLiteral("stepsEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_content, 1);
    column->addWidget(m_empty, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &StepsView::explainCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &StepsView::onRowsChanged);
    onRowsChanged();
}

StepsView::~StepsView() {
    m_columns->save();
}

void StepsView::makeColumns(const QString& key) {
    m_columns = new ColumnWidths(m_table, m_table->horizontalHeader(), QStringLiteral("%1/columns").arg(key));
    constexpr int iconWidth = 22;
    m_columns->setFitting(StepModel::Number, QStringLiteral("88"));
    m_columns->setShare(StepModel::Title, 36, 16);
    m_columns->setShare(StepModel::SystemCall, 34, 12);
    m_columns->setShare(StepModel::ByHand, 30, 12);
    m_columns->setFitting(StepModel::Isolates, QStringLiteral("cgroup"));
    m_columns->setFitting(StepModel::Result, StepModel::tr("failed: %1").arg(QStringLiteral("…")), iconWidth);
    m_columns->setFitting(StepModel::Time, QStringLiteral("88.88 ms"));
    m_columns->restore();
}

void StepsView::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

void StepsView::copyAll() {
    QGuiApplication::clipboard()->setText(m_model->asText());
}

void StepsView::onRowsChanged() {
    const bool empty = m_model->rowCount() == 0;
    m_content->setVisible(!empty);
    m_empty->setVisible(empty);
    const bool trace = m_model->kind() == StepModel::Kind::Trace;
    m_table->setColumnHidden(StepModel::Result, !trace);
    m_table->setColumnHidden(StepModel::Time, !trace);
    m_columns->fit();
    if (empty)
        return;
    int row = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        if (m_model->steps()[static_cast<std::size_t>(i)].record.state == StepState::Failed)
            row = i;
    m_table->setCurrentIndex(m_model->index(row, StepModel::Title));
    explainCurrent();
}

void StepsView::explainCurrent() {
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid())
        return m_explanation->clear();
    const StepRow& row = m_model->steps()[static_cast<std::size_t>(index.row())];
    const StepDescription& step = row.description;
    QString text = QStringLiteral("<h3>%1</h3><p>%2</p>").arg(html(step.title), html(step.explanation));
    const auto add = [&](const QString& name, const std::string& value, bool code) {
        if (value.empty())
            return;
        text += QStringLiteral("<p><b>%1</b><br>%2</p>")
                    .arg(name, code ? QStringLiteral("<code>%1</code>").arg(html(value)) : html(value));
    };
    add(tr("What went wrong"), row.record.error, false);
    add(tr("System call"), step.systemCall, true);
    add(tr("By hand"), step.byHand, true);
    add(tr("Isolates"), step.isolates, false);
    add(tr("How it is undone"), step.undo, false);
    m_explanation->setHtml(text);
}

StepsPage::StepsPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_view(new StepsView(QStringLiteral("steps"), this))
    , m_which(new QComboBox(this)) {
    m_which->setObjectName(QStringLiteral("stepsWhich"));
    m_which->addItems({tr("What the last start did"), tr("What a start would do")});
    m_which->setAccessibleName(tr("Which steps"));
    m_which->setToolTip(tr("The trace of the last start, or the plan of the next"));
    auto* copy = new QToolButton(this);
    copy->setObjectName(QStringLiteral("copySteps"));
    copy->setText(tr("&Copy as text"));
    copy->setIcon(gui::icon(QStringLiteral("edit-copy")));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setToolTip(tr("Copies all steps with their commands"));
    connect(copy, &QToolButton::clicked, m_view, &StepsView::copyAll);
    const auto updateCopy = [this, copy] { copy->setEnabled(m_view->model()->rowCount() > 0); };
    connect(m_view->model(), &QAbstractItemModel::modelReset, copy, updateCopy);
    updateCopy();
    auto* byHand = new QToolButton(this);
    byHand->setObjectName(QStringLiteral("exportScript"));
    byHand->setText(tr("&Export by hand…"));
    byHand->setIcon(gui::icon(QStringLiteral("document-save")));
    byHand->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    byHand->setToolTip(tr("Shows a shell script that builds it with commands that every Linux has"));
    connect(byHand, &QToolButton::clicked, this, [this] {
        if (entry())
            openScriptDialog(this->context(), entry()->info, this);
    });
    auto* top = new QHBoxLayout;
    top->addWidget(m_which);
    top->addStretch(1);
    top->addWidget(byHand);
    top->addWidget(copy);
    auto* column = new QVBoxLayout(this);
    column->addLayout(top);
    column->addWidget(m_view, 1);
    connect(m_which, &QComboBox::activated, this, [this] {
        m_chosen = true;
        fetch();
    });
}

QIcon StepsPage::icon() {
    return ownIcon(QStringLiteral("page-steps"));
}

void StepsPage::containerSwitched() {
    ++m_request;
    m_chosen = false;
    m_view->model()->clear();
}

void StepsPage::containerChanged() {
    // A volume that is attached while it runs adds its step.
    if (entry() && (entry()->info.state != m_state || entry()->info.volumes != m_volumes))
        fetch();
}

void StepsPage::fetch() {
    if (!isShown())
        return;
    m_state = entry() ? entry()->info.state : ContainerState::Stopped;
    m_volumes = entry() ? entry()->info.volumes : std::vector<VolumeInfo>();
    if (m_chosen && m_which->currentIndex() == planIndex)
        fetchPlan();
    else
        fetchTrace();
}

void StepsPage::fetchTrace() {
    const int request = ++m_request;
    context().service->getTrace(container(), this, [this, request](Reply<std::vector<StepRow>> reply) {
        if (request != m_request)
            return;
        if (!reply)
            return showFailure(reply.error());
        if (!m_chosen)
            m_which->setCurrentIndex(reply->empty() ? planIndex : traceIndex);
        if (reply->empty() && !m_chosen)
            return fetchPlan();
        m_view->setEmptyText(
            tr("It has never been started.\n\nChoose “What a start would do” to see its plan."));
        m_view->model()->setTrace(std::move(*reply));
    });
}

void StepsPage::fetchPlan() {
    const int request = ++m_request;
    context().service->getPlan(container(), this,
                               [this, request](const Reply<std::vector<StepDescription>>& reply) {
                                   if (request != m_request)
                                       return;
                                   if (!reply)
                                       return showFailure(reply.error());
                                   m_view->setEmptyText(tr("There is no plan."));
                                   m_view->model()->setPlan(*reply);
                               });
}

void StepsPage::showFailure(const ServiceError& error) {
    m_view->setEmptyText(error.hint.isEmpty() ? error.message
                                              : QStringLiteral("%1\n\n%2").arg(error.message, error.hint));
    m_view->model()->clear();
}

} // namespace vitrine::gui
