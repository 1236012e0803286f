// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/limitspage.h"

#include "gui/limits/limitrows.h"
#include "gui/limits/limitwords.h"
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
    , m_state(new QLabel(this)) {
    setObjectName(QStringLiteral("limits"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(10);
    m_state->setWordWrap(true);
    m_state->setObjectName(QStringLiteral("limits-state"));
    column->addWidget(m_state);
    fill(column, content);
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

void LimitsPage::fill(QVBoxLayout* column, QWidget* content) {
    for (const LimitKind kind : allLimitKinds) {
        LimitRow* row = makeLimitRow(kind, RowPlace::Page, context().service->helper(), content);
        QFrame* separator = makeRowSeparator(content);
        m_rows.at(static_cast<std::size_t>(kind)) = row;
        m_separators.at(static_cast<std::size_t>(kind)) = separator;
        column->addWidget(separator);
        column->addWidget(row);
        if (kind == LimitKind::Cpu) {
            m_period = new PeriodEditor(content); // here: the keyboard goes through widgets as they are made
            column->addWidget(m_period);
        }
        connect(row, &LimitRow::limitsWanted, this, &LimitsPage::onLimitsWanted);
        if (auto* editor = qobject_cast<LimitEditor*>(row))
            connect(editor, &LimitEditor::valueWanted, this, &LimitsPage::onWanted);
    }
    updateHelper();
}

void LimitsPage::updateHelper() {
    const HelperInfo helper = context().service->helper();
    for (LimitRow* row : m_rows) {
        const bool isOffered = gui::isOffered(row->kind(), helper);
        row->setVisible(isOffered);
        m_separators.at(static_cast<std::size_t>(row->kind()))->setVisible(isOffered);
        row->setHelper(helper);
    }
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

LimitRow* LimitsPage::row(LimitKind kind) const {
    return m_rows.at(static_cast<std::size_t>(kind));
}

LimitEditor* LimitsPage::editor(LimitKind kind) const {
    return qobject_cast<LimitEditor*>(row(kind));
}

void LimitsPage::containerSwitched() {
    m_sent.reset();
    m_kernel.clear();
    for (LimitRow* row : m_rows) {
        row->setError({});
        row->setPending(LimitRow::Pending::No);
    }
    const ContainerEntry* entry = this->entry();
    m_asked = m_wanted = entry ? entry->info.limits : ResourceLimits();
    for (LimitRow* row : m_rows)
        row->restoreLimits(m_asked);
    showPeriod(m_asked);
    showReadbacks();
}

void LimitsPage::shown() {
    updateHelper();
    containerChanged();
    readBack();
    context().service->listDisks(this, [this](const Reply<std::vector<Disk>>& reply) {
        if (!reply)
            return;
        m_disks = *reply;
        for (LimitRow* row : m_rows)
            row->setDisks(m_disks);
        showReadbacks();
    });
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
    for (LimitRow* row : m_rows)
        row->showLimits(limits);
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

void LimitsPage::onLimitsWanted(LimitKind kind, const ResourceLimits& limits) {
    copyLimit(kind, limits, m_wanted);
    tryWanted(kind);
}

void LimitsPage::onPeriodWanted(std::uint64_t periodUs) {
    setPeriod(m_wanted, periodUs);
    tryWanted(LimitKind::Cpu);
}

std::optional<std::pair<LimitKind, QString>> LimitsPage::problem() const {
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
    row(kind)->restoreLimits(m_asked);
    if (kind == LimitKind::Cpu)
        showPeriod(m_asked);
}

void LimitsPage::tryWanted(LimitKind kind) {
    if (const auto found = problem()) {
        restore(kind);
        row(kind)->setError(found->first == kind ? tr("Allowed: %1").arg(found->second)
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
    for (LimitRow* row : m_rows)
        row->setPending(isChanging(row->kind()) ? LimitRow::Pending::Yes : LimitRow::Pending::No);
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
    for (LimitRow* row : m_rows)
        row->setPending(LimitRow::Pending::No);
    showReadbacks();
    if (m_wanted != m_asked)
        send();
    else
        readBack();
}

/// The old values come back into the fields that were to change; the reason stands beside them.
void LimitsPage::refuse(const ServiceError& error) {
    const QString message = error.hint.isEmpty() ? error.message : tr("%1 %2").arg(error.message, error.hint);
    for (LimitRow* row : m_rows) {
        const LimitKind kind = row->kind();
        if (!isChanging(kind))
            continue;
        // What was changed again since it was sent is tried on its own.
        if (isSame(kind, *m_sent, m_wanted))
            restore(kind);
        row->setError(message);
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

LimitsPage::KernelSays LimitsPage::kernelSays(LimitKind kind,
                                              const std::vector<LimitReading>& readings) const {
    const QStringList keys = keysOf(kind);
    KernelSays says;
    for (const LimitReading& reading : readings) {
        if (!keys.contains(reading.key))
            continue;
        if (kind == LimitKind::IoMax && reading.key != QLatin1String("ioMax")) {
            // cgroup v1 has a file for each speed: those that say something, by name.
            const QString name = reading.file.section(u'.', -1);
            if (says.file.isEmpty() || says.text.isEmpty())
                says.file = reading.file;
            if (!reading.kernel.isEmpty())
                says.text += (says.text.isEmpty() ? "" : "\n") + name + u' ' + reading.kernel;
        } else if (says.file.isEmpty()) {
            says = {reading.file, reading.kernel};
        } else if (reading.key ==
                   QLatin1String("cpuQuotaUs")) { // it keeps the CPU's two numbers apart as well
            says = {reading.file, QStringLiteral("%1 / %2").arg(reading.kernel, says.text)};
        } else {
            says.text = QStringLiteral("%1 / %2").arg(says.text, reading.kernel);
        }
    }
    return says;
}

void LimitsPage::onReadBack(const std::vector<LimitReading>& rows) {
    m_kernel.clear();
    for (const LimitKind kind : allLimitKinds) {
        if (const KernelSays says = kernelSays(kind, rows); !says.file.isEmpty())
            m_kernel[kind] = says;
    }
    showReadbacks();
}

void LimitsPage::showReadbacks() {
    for (LimitRow* row : m_rows) {
        const KernelSays says = m_kernel.value(row->kind());
        row->setReadback(describe(row->kind(), m_asked, m_disks), says.file, says.text);
    }
}

} // namespace vitrine::gui
