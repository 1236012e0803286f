// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/newcontainerdialog.h"
#include "gui/limits/limitsform.h"
#include "gui/models/helperspec.h"
#include "gui/settings/commandtext.h"
#include "gui/settings/groupchoice.h"
#include "gui/settings/isolationform.h"
#include "gui/settings/lifeform.h"
#include "gui/settings/privilegesform.h"
#include "gui/settings/rootform.h"
#include "gui/views/colours.h"
#include "gui/views/stepspage.h"
#include "gui/volumes/volumesform.h"

#include "core/model/ociconfig.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include <unistd.h>

#include <algorithm>

namespace vitrine::gui {

namespace {

constexpr int previewDelayMs = 300;

QWidget* scrolling(QWidget* content, const QString& title) {
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(title);
    return area;
}

} // namespace

QString freeName(const ContainerStore& containers, const QString& base) {
    QString name = base;
    for (int number = 2; containers.findByName(name); ++number)
        name = QStringLiteral("%1-%2").arg(base).arg(number);
    return name;
}

NewContainerDialog::NewContainerDialog(const PageContext& context, std::optional<EditedContainer> edited,
                                       std::optional<ContainerTemplate> base, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_edited(std::move(edited))
    , m_base(m_edited ? m_edited->spec
             : base   ? base->spec
                      : defaultSpecFor(context.service->helper(), "box", {}))
    , m_name(new QLineEdit(this))
    , m_command(new QLineEdit(this))
    , m_terminal(new QCheckBox(tr("With a &terminal"), this))
    , m_atBoot(new QCheckBox(tr("Start when the machin&e starts"), this))
    , m_group(new GroupChoice(this))
    , m_nameProblem(makeProblemLabel(QStringLiteral("nameProblem")))
    , m_commandProblem(makeProblemLabel(QStringLiteral("commandProblem")))
    , m_rootProblem(makeProblemLabel(QStringLiteral("rootProblem")))
    , m_root(new RootForm(context.service, this))
    , m_limits(new LimitsForm(context.service->helper(), this))
    , m_steps(new StepsView(QStringLiteral("newSteps"), this))
    , m_warnings(makeProblemLabel(QStringLiteral("newWarnings")))
    , m_reason(makeProblemLabel(QStringLiteral("newReason"))) {
    setObjectName(QStringLiteral("newContainerDialog"));
    setWindowTitle(tr("New container"));
    // Of a small screen some is the desktop's own, and the window's frame.
    const QSize room = (parent ? parent->screen() : QGuiApplication::primaryScreen())->availableSize();
    resize(QSize(1060, 640).boundedTo(room - QSize(24, 64)));
    auto* splitter = new QSplitter(this);
    splitter->addWidget(makeTabs());
    splitter->addWidget(makePlan());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({560, 500});
    auto* column = new QVBoxLayout(this);
    column->addWidget(splitter, 1);
    column->addWidget(m_reason);
    column->addWidget(makeButtons());

    for (SpecForm* form : m_forms)
        form->setSpec(m_base);
    if (m_edited)
        showEdited();
    else if (base)
        showTemplate(base->name);
    connectForms();
    context.service->listDisks(this, [this](const Reply<std::vector<Disk>>& reply) {
        if (reply)
            m_limits->setDisks(*reply);
    });
    onChanged();
    m_name->selectAll();
    (m_edited ? m_command : m_name)->setFocus();
}

void NewContainerDialog::showEdited() {
    const QString name = m_edited->info.name;
    setWindowTitle(tr("Edit %1").arg(name));
    m_name->setText(name);
    m_name->setReadOnly(true);
    m_name->setToolTip(tr("Another action gives it another name: Rename"));
    m_command->setText(commandLine(m_base.process.args));
    m_baseCommand = m_command->text();
    m_terminal->setChecked(m_base.process.terminal == Terminal::Yes);
    m_atBoot->hide();
    m_rootBox->hide();
}

void NewContainerDialog::showTemplate(const QString& name) {
    setWindowTitle(tr("New container from the template %1").arg(name));
    m_name->setText(freeName(*m_context.containers, name));
    m_command->setText(commandLine(m_base.process.args));
    m_baseCommand = m_command->text();
    m_terminal->setChecked(m_base.process.terminal == Terminal::Yes);
}

QString NewContainerDialog::rootKind() const {
    if (!m_edited)
        return m_root->kind();
    return m_edited->info.rootKind == QLatin1String("folder") ? QStringLiteral("folder")
                                                              : QStringLiteral("empty");
}

QWidget* NewContainerDialog::makeTabs() {
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("newTabs"));
    tabs->setAccessibleName(tr("Settings of the container"));
    tabs->addTab(makeBasics(), tr("&What"));
    const auto add = [&](SpecForm* form, const QString& name, const QString& tab) {
        m_forms.push_back(form);
        tabs->addTab(scrolling(form, name), tab);
    };
    auto* isolation = new IsolationForm(this);
    isolation->setHelper(m_context.service->helper());
    const auto offer = [this, isolation] {
        isolation->setContainers(m_context.containers->containers(),
                                 m_edited ? m_edited->info.owner : ::getuid(),
                                 m_edited ? m_edited->info.id : ContainerId());
    };
    offer();
    connect(m_context.containers, &ContainerStore::changed, isolation, offer);
    add(isolation, tr("Isolation"), tr("&Isolation"));
    add(m_limits, tr("Limits"), tr("&Limits"));
    add(new PrivilegesForm(m_context.service, this), tr("Privileges"), tr("Pri&vileges"));
    add(new VolumesForm(m_edited ? DirectoryChanges::RemovalOnly : DirectoryChanges::All, this),
        tr("Volumes"), tr("Vol&umes"));
    add(new LifeForm(this), tr("Life"), tr("Li&fe"));
    return tabs;
}

QWidget* NewContainerDialog::makePlan() {
    auto* plan = new QGroupBox(tr("What a start will do"), this);
    auto* planColumn = new QVBoxLayout(plan);
    planColumn->addWidget(m_warnings);
    planColumn->addWidget(m_steps, 1);
    return plan;
}

QWidget* NewContainerDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox(this);
    m_create = buttons->addButton(m_edited ? tr("Save") : tr("Create"), QDialogButtonBox::AcceptRole);
    m_create->setObjectName(QStringLiteral("createButton"));
    m_create->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewContainerDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void NewContainerDialog::connectForms() {
    m_previewLater.setSingleShot(true);
    m_previewLater.setInterval(previewDelayMs);
    connect(&m_previewLater, &QTimer::timeout, this, &NewContainerDialog::preview);
    for (QLineEdit* edit : {m_name, m_command})
        connect(edit, &QLineEdit::textChanged, this, &NewContainerDialog::onChanged);
    connect(m_terminal, &QCheckBox::toggled, this, &NewContainerDialog::onChanged);
    connect(m_root, &RootForm::changed, this, &NewContainerDialog::onChanged);
    for (const SpecForm* form : m_forms)
        connect(form, &SpecForm::changed, this, &NewContainerDialog::onChanged);
    connect(m_context.containers, &ContainerStore::changed, this, &NewContainerDialog::onChanged);
}

QLabel* NewContainerDialog::makeProblemLabel(const QString& name) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, dangerColour(palette()));
    label->setPalette(colours);
    label->hide();
    return label;
}

QWidget* NewContainerDialog::makeBasics() {
    auto* page = new QWidget(this);
    m_name->setObjectName(QStringLiteral("newName"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setText(freeName(*m_context.containers, QStringLiteral("box")));
    m_name->setMaxLength(200);
    m_command->setObjectName(QStringLiteral("newCommand"));
    m_command->setAccessibleName(tr("Command"));
    m_command->setText(QStringLiteral("/bin/bash"));
    m_command->setToolTip(
        tr("Program and arguments; arguments with blanks in double quotes. No shell reads this."));
    m_terminal->setObjectName(QStringLiteral("newTerminal"));
    m_terminal->setChecked(true);
    m_terminal->setToolTip(tr("For programs that people talk to, such as a shell"));
    auto* form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(QString(), m_nameProblem);
    form->addRow(tr("&Command"), m_command);
    form->addRow(QString(), m_commandProblem);
    form->addRow(QString(), m_terminal);
    const QString unavailable = unavailableReason(m_context.service->helper(), "start-at-boot");
    m_atBoot->setObjectName(QStringLiteral("newAtBoot"));
    m_atBoot->setEnabled(unavailable.isEmpty());
    m_atBoot->setToolTip(unavailable.isEmpty()
                             ? tr("Before anybody has logged in, and without a question about it then")
                             : tr("Not available: %1").arg(unavailable));
    form->addRow(QString(), m_atBoot);
    form->addRow(tr("&Group"), m_group);
    form->setRowVisible(m_group, m_context.groups != nullptr);
    m_forms.push_back(m_group);
    m_group->follow(m_context.groups, m_edited ? m_edited->info.owner : ::getuid());
    auto* rootBox = new QGroupBox(tr("Its files"), page);
    m_rootBox = rootBox;
    auto* rootColumn = new QVBoxLayout(rootBox);
    rootColumn->addWidget(m_root, 1);
    rootColumn->addWidget(m_rootProblem);
    auto* column = new QVBoxLayout(page);
    column->addLayout(form);
    column->addWidget(rootBox, 1);
    if (m_edited)
        column->addStretch(1);
    return page;
}

ContainerSpec NewContainerDialog::spec() const {
    const QStringList words = QProcess::splitCommand(m_command->text());
    ContainerSpec spec = m_base;
    if (!m_edited) {
        spec.name = m_name->text().toStdString();
        spec.hostname = spec.name;
    }
    // Not every argument can be typed into one line.
    if (m_baseCommand.isEmpty() || m_command->text() != m_baseCommand) {
        spec.process.args.clear();
        for (const QString& word : words)
            spec.process.args.push_back(word.toStdString());
    }
    spec.process.terminal = m_terminal->isChecked() ? Terminal::Yes : Terminal::No;
    for (const SpecForm* form : m_forms)
        form->apply(spec);
    if (!spec.namespaces.isNew(NamespaceKind::User)) {
        spec.uidMappings.clear();
        spec.gidMappings.clear();
    }
    return spec;
}

std::optional<FormProblem> NewContainerDialog::check(const ContainerSpec& spec) const {
    const auto reason = [](const Error& error) { return QString::fromStdString(error.reason()); };
    if (const auto name = validateName(spec.name); !name)
        return FormProblem{QStringLiteral("name"),
                           tr("1 to 63 letters (A to Z, a to z), digits, “_”, “.” or “-” "
                              "are needed, with a letter or a digit first")};
    if (!m_edited && m_context.containers->findByName(m_name->text()))
        return FormProblem{QStringLiteral("name"), tr("there is already a container of this name")};
    if (spec.process.args.empty())
        return FormProblem{QStringLiteral("command"), tr("a program to run is needed, such as /bin/bash")};
    if (const QString problem = m_root->problem(); !m_edited && !problem.isEmpty())
        return FormProblem{QStringLiteral("root"), problem};
    for (const SpecForm* form : m_forms) {
        if (auto problem = form->problem())
            return problem;
    }
    if (const auto limits = validate(spec.limits); !limits)
        return FormProblem{QString::fromStdString(limits.error().subject()), reason(limits.error())};
    if (const auto limit = limitProblem(m_context.service->helper(), spec.limits))
        return FormProblem{limit->field, limit->reason};
    if (const auto all = validate(spec); !all) {
        const QString subject = QString::fromStdString(all.error().subject());
        const bool command = subject.startsWith(QLatin1String("$.process.args"));
        return FormProblem{command ? QStringLiteral("command") : QString(),
                           command ? reason(all.error())
                                   : QStringLiteral("%1: %2").arg(subject, reason(all.error()))};
    }
    return std::nullopt;
}

void NewContainerDialog::onChanged() {
    const std::optional<FormProblem> problem = check(spec());
    showProblem(problem);
    updateButton(problem);
    m_previewLater.start();
}

void NewContainerDialog::updateButton(const std::optional<FormProblem>& problem) {
    m_create->setEnabled(!problem);
    if (m_edited) {
        m_create->setToolTip(problem ? problem->message : tr("It takes effect with the next start"));
        return;
    }
    m_create->setText(
        m_name->text().isEmpty()
            ? tr("Create")
            : tr("Create %1").arg(fontMetrics().elidedText(m_name->text(), Qt::ElideMiddle, 160)));
    m_create->setToolTip(problem ? problem->message : tr("Makes the container; start it afterwards"));
}

void NewContainerDialog::showProblem(const std::optional<FormProblem>& problem) {
    const QString field = problem ? problem->field : QStringLiteral("-");
    const auto show = [&](QLabel* label, const char* name) {
        const bool here = field == QLatin1String(name);
        label->setText(here ? QStringLiteral("⚠ %1").arg(problem->message) : QString());
        label->setVisible(here);
    };
    show(m_nameProblem, "name");
    show(m_commandProblem, "command");
    show(m_rootProblem, "root");
    m_limits->showProblem(field, problem ? problem->message : QString());
    m_reason->setVisible(problem.has_value());
    if (!problem)
        return;
    QString subject;
    if (field == QLatin1String("name"))
        subject = tr("name: ");
    else if (field == QLatin1String("command"))
        subject = tr("command: ");
    m_reason->setText(tr("Not yet: %1").arg(subject + problem->message));
}

void NewContainerDialog::preview() {
    const ContainerSpec wanted = spec();
    const int number = ++m_previewNumber;
    if (check(wanted)) {
        m_steps->setEmptyText(tr("The plan appears when everything above is right."));
        m_steps->model()->clear();
        m_warnings->hide();
        return;
    }
    m_context.service->preview(QString::fromStdString(writeConfig(wanted)), rootKind(), this,
                               [this, number](const Reply<PreviewResult>& reply) {
                                   if (number != m_previewNumber)
                                       return;
                                   if (reply)
                                       showPlan(*reply);
                                   else
                                       showRefusal(reply.error());
                               });
}

void NewContainerDialog::showPlan(const PreviewResult& plan) {
    QStringList marks;
    for (const QString& warning : plan.warnings)
        marks << QStringLiteral("⚠ %1").arg(warning);
    m_warnings->setText(marks.join(QLatin1Char('\n')));
    m_warnings->setVisible(!marks.isEmpty());
    m_steps->model()->setPlan(plan.steps);
}

// What the planner refuses now would be refused when it is created; other troubles may be over by then.
void NewContainerDialog::showRefusal(const ServiceError& error) {
    m_steps->setEmptyText(error.message);
    m_steps->model()->clear();
    m_warnings->hide();
    if (error.kind != ErrorKind::NotSupported && error.kind != ErrorKind::InvalidArgument)
        return;
    showProblem(FormProblem{QString(), error.message});
    m_create->setEnabled(false);
    m_create->setToolTip(error.message);
}

void NewContainerDialog::accept() {
    const ContainerSpec wanted = spec();
    if (check(wanted))
        return;
    m_request.name = m_name->text();
    m_request.atBoot = m_atBoot->isChecked() ? AtBoot::Start : AtBoot::Leave;
    m_request.config = QString::fromStdString(writeConfig(wanted));
    if (const Reply<> filled = m_edited ? Reply<>() : m_root->fill(m_request); !filled) {
        showProblem(FormProblem{QStringLiteral("root"), filled.error().message});
        return;
    }
    for (const SpecForm* form : m_forms) {
        if (const Reply<> filled = form->fill(m_request); !filled) {
            showProblem(FormProblem{{}, filled.error().message});
            return;
        }
    }
    QDialog::accept();
}

} // namespace vitrine::gui
