// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/console/enterdialog.h"

#include "core/plan/execplan.h"
#include "gui/console/entercapabilities.h"
#include "gui/console/entercommand.h"
#include "gui/console/enternamespaces.h"
#include "gui/models/stepmodel.h"
#include "gui/views/announce.h"
#include "gui/views/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <set>
#include <utility>

namespace vitrine::gui {

namespace {

/// Without a command the shell that is tried first stands for it in what is shown.
ProcessSpec shown(EnterChoice choice) {
    if (choice.process.args.empty())
        choice.process.args = {choice.namespaces ? "/bin/sh" : "/bin/bash"};
    return std::move(choice.process);
}

std::vector<std::string> groupsOf(const ContainerInfo& container) {
    std::set<std::string> directories;
    for (const QString& directory : container.cgroupDirectories)
        directories.insert(directory.toStdString());
    return {directories.begin(), directories.end()};
}

} // namespace

EnterDialog::EnterDialog(const ContainerInfo& container, ContainerSpec spec, QWidget* parent)
    : QDialog(parent)
    , m_container(container)
    , m_spec(std::move(spec))
    , m_command(new EnterCommand(m_spec.process, this))
    , m_namespaces(new EnterNamespaces(m_spec.namespaces, this))
    , m_capabilities(new EnterCapabilities(m_spec.process, this))
    , m_steps(new StepModel(this))
    , m_byHand(new QPlainTextEdit(this))
    , m_state(new QLabel(this))
    , m_enter(new QPushButton(icon(QStringLiteral("utilities-terminal")), tr("&Enter"), this)) {
    setObjectName(QStringLiteral("enterDialog"));
    setWindowTitle(tr("Enter %1").arg(container.name));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(780, 600).boundedTo(room - QSize(24, 64)));
    auto* column = new QVBoxLayout(this);
    column->addWidget(makeTabs(), 1);
    column->addLayout(makeByHand());
    column->addLayout(makeButtons());
    connect(m_command, &EnterCommand::changed, this, &EnterDialog::refresh);
    connect(m_namespaces, &EnterNamespaces::changed, this, &EnterDialog::refresh);
    connect(m_capabilities, &EnterCapabilities::changed, this, &EnterDialog::refresh);
    refresh();
}

QWidget* EnterDialog::makeTabs() {
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("enterTabs"));
    tabs->setAccessibleName(windowTitle());
    tabs->addTab(m_command, tr("Co&mmand"));
    tabs->addTab(makeNamespaces(), tr("&Namespaces"));
    tabs->addTab(m_capabilities, tr("Capa&bilities"));
    tabs->addTab(makeSteps(), tr("&Steps"));
    return tabs;
}

QWidget* EnterDialog::makeNamespaces() {
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_namespaces);
    return area;
}

QWidget* EnterDialog::makeSteps() {
    auto* view = new QTreeView(this);
    view->setObjectName(QStringLiteral("enterSteps"));
    view->setAccessibleName(tr("Steps"));
    view->setRootIsDecorated(false);
    view->setModel(m_steps);
    for (const auto column : {StepModel::Result, StepModel::Time, StepModel::Isolates})
        view->setColumnHidden(column, true);
    view->header()->setSectionResizeMode(StepModel::Number, QHeaderView::ResizeToContents);
    view->setColumnWidth(StepModel::Title, 280);
    view->setColumnWidth(StepModel::SystemCall, 320);
    return view;
}

QLayout* EnterDialog::makeByHand() {
    auto* label = new QLabel(tr("By &hand, in a shell of root's:"), this);
    label->setBuddy(m_byHand);
    m_byHand->setObjectName(QStringLiteral("enterByHand"));
    m_byHand->setAccessibleName(tr("The command by hand"));
    m_byHand->setReadOnly(true);
    m_byHand->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_byHand->setTabChangesFocus(true);
    m_byHand->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_byHand->setMaximumHeight(m_byHand->fontMetrics().lineSpacing() * 6);
    auto* column = new QVBoxLayout;
    column->addWidget(label);
    column->addWidget(m_byHand);
    return column;
}

QLayout* EnterDialog::makeButtons() {
    m_state->setObjectName(QStringLiteral("enterState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto* copyButton = new QPushButton(icon(QStringLiteral("edit-copy")), tr("Co&py the command"), this);
    copyButton->setObjectName(QStringLiteral("enterCopy"));
    copyButton->setAutoDefault(false);
    m_enter->setObjectName(QStringLiteral("enterOk"));
    auto* box = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    box->addButton(m_enter, QDialogButtonBox::AcceptRole);
    m_enter->setDefault(true);
    connect(copyButton, &QPushButton::clicked, this, &EnterDialog::copy);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(box, &QDialogButtonBox::accepted, this, [this] {
        accept();
        emit chosen(choice());
    });
    auto* row = new QHBoxLayout;
    row->addWidget(m_state, 1);
    row->addWidget(copyButton);
    row->addWidget(box);
    return row;
}

EnterChoice EnterDialog::choice() const {
    EnterChoice choice{m_spec.process, std::nullopt};
    m_command->apply(choice.process);
    m_capabilities->apply(choice.process);
    const auto outside = m_namespaces->outside();
    if (outside.empty())
        return choice;
    choice.namespaces.emplace();
    for (const NamespaceKind kind : enteredKinds(m_spec.namespaces, outside))
        choice.namespaces->append(QString::fromStdString(std::string(procName(kind))));
    return choice;
}

void EnterDialog::refresh() {
    const QString problem = m_command->problem();
    m_enter->setEnabled(problem.isEmpty());
    m_state->setText(problem.isEmpty() ? QString() : QStringLiteral("⚠ %1").arg(problem));
    const ProcessSpec process = shown(choice());
    const ExecPlace place{static_cast<std::int32_t>(m_container.leader), m_namespaces->outside()};
    m_byHand->setPlainText(QString::fromStdString(execByHand(m_spec, process, place, groupsOf(m_container))));
    m_steps->setPlan(describe(makeExecPlan(m_spec, process, place), {}));
}

void EnterDialog::copy() {
    QGuiApplication::clipboard()->setText(m_byHand->toPlainText());
    m_state->setText(tr("Copied."));
    announce(m_state, m_state->text());
}

} // namespace vitrine::gui
