// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitspage.h"

#include "gui/limits/periodeditor.h"
#include "gui/models/helperspec.h"
#include "gui/views/icons.h"

#include <QFrame>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

LimitsPage::LimitsPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_period(new PeriodEditor(this))
    , m_state(new QLabel(this)) {
    setObjectName(QStringLiteral("limits"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(10);
    m_state->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("limits-state"));
    column->addWidget(m_state);
    for (const LimitKind kind : allLimitKinds) {
        auto* editor = new LimitEditor(kind, context.service->helper(), content);
        m_editors.at(static_cast<std::size_t>(kind)) = editor;
        auto* line = new QFrame(content);
        line->setFrameShape(QFrame::HLine);
        line->setFrameShadow(QFrame::Sunken);
        column->addWidget(line);
        column->addWidget(editor);
        if (kind == LimitKind::Cpu)
            column->addWidget(m_period);
        connect(editor, &LimitEditor::valueWanted, this, &LimitsPage::onWanted);
    }
    connect(m_period, &PeriodEditor::periodWanted, this, &LimitsPage::onPeriodWanted);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(title());
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

QString LimitsPage::title() {
    return tr("Limits");
}

QIcon LimitsPage::icon() {
    return gui::icon(QStringLiteral("page-limits"));
}

QString LimitsPage::explanation() {
    return tr("How much CPU, memory and processes the container may use; changes count at once.");
}

LimitEditor* LimitsPage::editor(LimitKind kind) const {
    return m_editors.at(static_cast<std::size_t>(kind));
}

void LimitsPage::containerSwitched() {
    m_sent.reset();
    m_kernel.clear();
    for (LimitEditor* editor : m_editors) {
        editor->setError({});
        editor->setPending(LimitEditor::Pending::No);
    }
    const ContainerEntry* entry = this->entry();
    m_asked = m_wanted = entry ? entry->info.limits : ResourceLimits();
    for (LimitEditor* editor : m_editors)
        editor->restore(valueOf(editor->kind(), m_asked));
    showPeriod(m_asked);
    showReadbacks();
}

void LimitsPage::shown() {
    for (LimitEditor* editor : m_editors)
        editor->setHelper(context().service->helper());
    containerChanged();
    readBack();
}

void LimitsPage::containerChanged() {
    const ContainerEntry* entry = this->entry();
    if (!entry)
        return;
    const bool alive = isAlive(entry->info.state);
    m_state->setText(alive ? tr("Changes are set in the running container at once.")
                           : tr("The container is not running: changes count from its next start."));
    if (!m_sent)
        takeOver(entry->info.limits);
    if (alive == m_kernel.isEmpty())
        readBack();
}

bool LimitsPage::isChanging(LimitKind kind) const {
    return m_sent && !isSame(kind, *m_sent, m_asked);
}

/// Limits that somebody, perhaps somebody else, has set.
void LimitsPage::takeOver(const ResourceLimits& limits) {
    m_asked = limits;
    m_wanted = limits;
    for (LimitEditor* editor : m_editors)
        editor->setValue(valueOf(editor->kind(), limits));
    showPeriod(limits);
    showReadbacks();
}

void LimitsPage::showPeriod(const ResourceLimits& limits) {
    m_period->setPeriod(limits.cpuMax ? std::optional(limits.cpuMax->periodUs) : std::nullopt);
}

void LimitsPage::onWanted(LimitKind kind, std::optional<std::uint64_t> value) {
    setValue(kind, m_wanted, value);
    tryWanted(kind);
}

void LimitsPage::onPeriodWanted(std::uint64_t periodUs) {
    setPeriod(m_wanted, periodUs);
    tryWanted(LimitKind::Cpu);
}

std::optional<std::pair<LimitKind, QString>> LimitsPage::problem() const {
    const auto kindOf = [](const QString& field) {
        const auto* it = std::ranges::find(allLimitKinds, field, fieldOf);
        return it == allLimitKinds.end() ? std::nullopt : std::optional(*it);
    };
    if (const auto valid = validate(m_wanted); !valid) {
        const auto kind = kindOf(QString::fromStdString(valid.error().subject()));
        return std::pair{kind.value_or(LimitKind::Cpu), QString::fromStdString(valid.error().reason())};
    }
    if (const auto found = limitProblem(context().service->helper(), m_wanted))
        return std::pair{kindOf(found->field).value_or(LimitKind::Swap), found->reason};
    return std::nullopt;
}

void LimitsPage::restore(LimitKind kind) {
    copyLimit(kind, m_asked, m_wanted);
    editor(kind)->restore(valueOf(kind, m_asked));
    if (kind == LimitKind::Cpu)
        showPeriod(m_asked);
}

void LimitsPage::tryWanted(LimitKind kind) {
    if (const auto found = problem()) {
        restore(kind);
        editor(kind)->setError(found->first == kind
                                   ? tr("Allowed: %1").arg(found->second)
                                   : tr("%1: %2.").arg(titleOf(found->first), found->second));
        return;
    }
    if (kind == LimitKind::Cpu)
        showPeriod(m_wanted);
    if (!m_sent)
        send();
}

void LimitsPage::send() {
    m_sent = m_wanted;
    for (LimitEditor* editor : m_editors)
        editor->setPending(isChanging(editor->kind()) ? LimitEditor::Pending::Yes : LimitEditor::Pending::No);
    context().service->setLimits(
        container(), *m_sent, this,
        [this, id = container()](const Reply<std::vector<EffectiveLimit>>& reply) { onAnswer(id, reply); });
}

void LimitsPage::onAnswer(const ContainerId& id, const Reply<std::vector<EffectiveLimit>>& reply) {
    if (id != container() || !m_sent) {
        if (!reply)
            context().actions->reportFailure(id, tr("set the limits"), reply.error());
        return;
    }
    if (reply)
        m_asked = *m_sent;
    else
        refuse(reply.error());
    m_sent.reset();
    for (LimitEditor* editor : m_editors)
        editor->setPending(LimitEditor::Pending::No);
    showReadbacks();
    if (m_wanted != m_asked)
        send();
    else
        readBack();
}

/// The old values come back into the fields that were to change; the reason stands beside them.
void LimitsPage::refuse(const ServiceError& error) {
    const QString message = error.hint.isEmpty() ? error.message : tr("%1 %2").arg(error.message, error.hint);
    for (LimitEditor* editor : m_editors) {
        const LimitKind kind = editor->kind();
        if (!isChanging(kind))
            continue;
        // What was changed again since it was sent is tried on its own.
        if (isSame(kind, *m_sent, m_wanted))
            restore(kind);
        editor->setError(message);
    }
    if (error.kind == ErrorKind::NotAuthorized)
        context().actions->reportFailure(container(), tr("set the limits"), error);
}

void LimitsPage::readBack() {
    const ContainerEntry* entry = this->entry();
    if (!isShown() || !entry || !isAlive(entry->info.state)) {
        m_kernel.clear();
        showReadbacks();
        return;
    }
    context().service->readLimits(container(), this,
                                  [this, id = container()](const Reply<std::vector<LimitReading>>& reply) {
                                      if (id == container() && reply)
                                          onReadBack(*reply);
                                  });
}

void LimitsPage::onReadBack(const std::vector<LimitReading>& rows) {
    m_kernel.clear();
    for (const LimitKind kind : allLimitKinds) {
        const QStringList keys = keysOf(kind);
        for (const LimitReading& row : rows) {
            if (!keys.contains(row.key))
                continue;
            KernelSays& says = m_kernel[kind];
            // cgroup v1 keeps the CPU's quota and period in two files.
            if (says.file.isEmpty())
                says = {row.file, row.kernel};
            else if (row.key == QLatin1String("cpuQuotaUs"))
                says = {row.file, QStringLiteral("%1 / %2").arg(row.kernel, says.text)};
            else
                says.text = QStringLiteral("%1 / %2").arg(says.text, row.kernel);
        }
    }
    showReadbacks();
}

void LimitsPage::showReadbacks() {
    for (LimitEditor* editor : m_editors) {
        const KernelSays says = m_kernel.value(editor->kind());
        editor->setReadback(describe(editor->kind(), valueOf(editor->kind(), m_asked)), says.file, says.text);
    }
}

} // namespace vitrine::gui
