// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/groups/groupeditor.h"

#include "core/model/containerspec.h"
#include "gui/limits/limitsform.h"
#include "gui/models/helperspec.h"
#include "gui/views/colours.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace vitrine::gui {

GroupEditor::GroupEditor(ContainerService* service, QWidget* parent)
    : QDialog(parent)
    , m_limits(new LimitsForm(service->helper(), this))
    , m_problem(new QLabel(this))
    , m_helper(service->helper()) {
    setObjectName(QStringLiteral("groupEditor"));
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(640, 600).boundedTo(room - QSize(24, 64)));
}

GroupEditor::GroupEditor(ContainerService* service, const QString& proposedName, NameCheck check,
                         QWidget* parent)
    : GroupEditor(service, parent) {
    m_check = std::move(check);
    setWindowTitle(tr("New group"));
    m_name = new QLineEdit(proposedName, this);
    m_name->setObjectName(QStringLiteral("groupName"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setMaxLength(200);
    make(service, {}, tr("Create"));
    m_name->selectAll();
    m_name->setFocus();
}

GroupEditor::GroupEditor(ContainerService* service, const GroupInfo& group, QWidget* parent)
    : GroupEditor(service, parent) {
    setWindowTitle(tr("Limits of the group %1").arg(group.name));
    make(service, group.limits, tr("Set"));
}

void GroupEditor::make(ContainerService* service, const ResourceLimits& limits, const QString& button) {
    auto* text = new QLabel(tr("What all containers of the group may use together. Limits of a single "
                               "container hold as well: the tighter one counts."),
                            this);
    text->setWordWrap(true);
    auto* area = new QScrollArea(this);
    area->setWidget(m_limits);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("Limits"));
    m_problem->setObjectName(QStringLiteral("groupProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, dangerColour(palette()));
    m_problem->setPalette(colours);
    auto* box = new QDialogButtonBox(this);
    m_ok = box->addButton(button, QDialogButtonBox::AcceptRole);
    m_ok->setObjectName(QStringLiteral("groupOk"));
    m_ok->setDefault(true);
    box->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* column = new QVBoxLayout(this);
    if (m_name) {
        auto* form = new QFormLayout;
        form->addRow(tr("&Name"), m_name);
        column->addLayout(form);
        connect(m_name, &QLineEdit::textChanged, this, &GroupEditor::check);
    }
    column->addWidget(text);
    column->addWidget(area, 1);
    column->addWidget(m_problem);
    column->addWidget(box);
    ContainerSpec carrier;
    carrier.limits = limits;
    m_limits->setSpec(carrier);
    connect(m_limits, &LimitsForm::changed, this, &GroupEditor::check);
    connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    service->listDisks(this, [this](const Reply<std::vector<Disk>>& reply) {
        if (reply)
            m_limits->setDisks(*reply);
    });
    check();
}

QString GroupEditor::name() const {
    return m_name ? m_name->text() : QString();
}

ResourceLimits GroupEditor::limits() const {
    ContainerSpec carrier;
    m_limits->apply(carrier);
    return carrier.limits;
}

void GroupEditor::check() {
    QString field;
    QString problem = m_name && m_check ? m_check(m_name->text()) : QString();
    const ResourceLimits wanted = limits();
    if (const auto typed = m_limits->problem(); typed && problem.isEmpty()) {
        field = typed->field;
        problem = typed->message;
    }
    if (const auto valid = validate(wanted); !valid && problem.isEmpty()) {
        field = QString::fromStdString(valid.error().subject());
        problem = QString::fromStdString(valid.error().reason());
    }
    if (const auto limit = limitProblem(m_helper, wanted); limit && problem.isEmpty()) {
        field = limit->field;
        problem = limit->reason;
    }
    m_limits->showProblem(problem.isEmpty() ? QStringLiteral("-") : field, problem);
    m_problem->setText(problem.isEmpty() ? QString() : QStringLiteral("⚠ %1").arg(problem));
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(problem.isEmpty());
    m_ok->setToolTip(problem);
}

} // namespace vitrine::gui
