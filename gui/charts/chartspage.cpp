// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/chartspage.h"

#include "gui/charts/containercharts.h"
#include "gui/charts/momentmodel.h"
#include "gui/views/icons.h"
#include "gui/views/steadylabel.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>

namespace vitrine::gui {

namespace {

/// CLOCK_MONOTONIC, as the helper's samples.
std::int64_t monotonicNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// A sample that has just come may be a little old: without this the line would never reach the edge.
constexpr std::int64_t freshNs = 1'500'000'000;

/// Empty, or why it could not be done.
QString write(const QString& path, const QByteArray& data) {
    QSaveFile file(path);
    const bool done = file.open(QIODevice::WriteOnly) && file.write(data) == data.size() && file.commit();
    return done ? QString() : file.errorString();
}

} // namespace

ChartsPage::ChartsPage(const PageContext& context, QWidget* parent)
    : Page(context, parent)
    , m_bar(new QWidget(this))
    , m_range(new QComboBox(m_bar))
    , m_stack(new QStackedWidget(this))
    , m_grid(new QWidget(m_stack))
    , m_table(new QTableView(m_stack))
    , m_model(new MomentModel(this))
    , m_summaryBox(new SteadyLabel(this))
    , m_summary(m_summaryBox->label())
    , m_state(new QLabel(this)) {
    setObjectName(QStringLiteral("charts"));
    makeBar();
    makeCharts();
    makeTable();
    m_summary->setObjectName(QStringLiteral("charts-summary"));
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setContentsMargins(10, 4, 10, 6);
    m_state->setContentsMargins(10, 0, 10, 6);
    m_state->setWordWrap(true);
    m_state->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_summaryBox);
    layout->addWidget(m_state);
    m_update.setSingleShot(true);
    m_update.setInterval(0);
    connect(&m_update, &QTimer::timeout, this, &ChartsPage::update);
    connect(context.samples, &SampleStore::samplesAdded, this, &ChartsPage::onSamples);
    connect(context.samples, &SampleStore::detailedAdded, this,
            [this](const QString& id) { onSamples(QStringList{id}); });
    render(); // the charts say what they are before anything was measured
}

void ChartsPage::makeBar() {
    m_range->setObjectName(QStringLiteral("charts-range"));
    m_range->setAccessibleName(tr("How far back the charts reach"));
    m_range->setToolTip(tr("How far back the charts reach"));
    m_range->addItem(tr("1 minute"), 60);
    m_range->addItem(tr("5 minutes"), 300);
    m_range->addItem(tr("15 minutes"), 900);
    m_range->addItem(tr("1 hour"), 3600);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(8, 6, 8, 6);
    row->addWidget(m_range);
    m_pause = addButton("charts-pause", tr("&Pause"), QStringLiteral("media-playback-pause"),
                        tr("Hold the picture still; the container goes on"));
    m_pause->setCheckable(true);
    m_asTable = addButton("charts-table", tr("As a &table"), QStringLiteral("view-list-details"),
                          tr("The same numbers as a table"));
    m_asTable->setCheckable(true);
    row->addStretch(1);
    auto* picture = addButton("charts-picture", tr("Save as P&NG…"), QStringLiteral("document-save"),
                              tr("Save the charts as a picture"));
    auto* table = addButton("charts-csv", tr("Save as &CSV…"), QStringLiteral("document-save"),
                            tr("Save the numbers for a spreadsheet"));
    connect(m_range, &QComboBox::currentIndexChanged, this, &ChartsPage::update);
    connect(m_pause, &QToolButton::toggled, this, &ChartsPage::onPaused);
    connect(m_asTable, &QToolButton::toggled, this, [this](bool asTable) {
        m_stack->setCurrentIndex(asTable ? 1 : 0);
        render();
    });
    connect(picture, &QToolButton::clicked, this, [this] { askWhereToSave(QStringLiteral("png")); });
    connect(table, &QToolButton::clicked, this, [this] { askWhereToSave(QStringLiteral("csv")); });
}

QToolButton* ChartsPage::addButton(const char* name, const QString& text, const QString& iconName,
                                   const QString& tip) {
    auto* button = new QToolButton(m_bar);
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setIcon(gui::icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setToolTip(tip);
    m_bar->layout()->addWidget(button);
    return button;
}

void ChartsPage::makeCharts() {
    static constexpr std::array names{"chart-cpu", "chart-memory", "chart-pids", "chart-pressure"};
    auto* grid = new QGridLayout(m_grid);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(1);
    for (int i = 0; i < static_cast<int>(m_charts.size()); ++i) {
        Chart* chart = makeChart().release();
        chart->setObjectName(QLatin1String(names.at(static_cast<std::size_t>(i))));
        m_charts.at(static_cast<std::size_t>(i)) = chart;
        grid->addWidget(chart, i / 2, i % 2); // the layout's widget owns it
        grid->setRowStretch(i / 2, 1);
        grid->setColumnStretch(i % 2, 1);
    }
    m_stack->addWidget(m_grid);
}

void ChartsPage::makeTable() {
    m_table->setObjectName(QStringLiteral("charts-numbers"));
    m_table->setAccessibleName(tr("The numbers behind the charts, newest first"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setFrameShape(QFrame::NoFrame);
    m_stack->addWidget(m_table);
}

QString ChartsPage::title() {
    return tr("Charts");
}

QIcon ChartsPage::icon() {
    return gui::icon(QStringLiteral("page-charts"));
}

QString ChartsPage::explanation() {
    return tr("What it uses of CPU and memory over time, and when a limit held it back.");
}

QString ChartsPage::summary() const {
    return m_summary->text();
}

int ChartsPage::seconds() const {
    return m_range->currentData().toInt();
}

void ChartsPage::containerSwitched() {
    m_pause->setChecked(false);
    m_frozen.reset();
    m_model->clear();
    m_state->hide();
}

void ChartsPage::shown() {
    context().samples->setHistory(container(), SampleStore::hourHistory);
    m_statistics = context().subscriptions->subscribe({container()}, SampleKind::Statistics, intervalMs);
    m_detailed = context().subscriptions->subscribe({container()}, SampleKind::Detailed, intervalMs);
    update();
}

void ChartsPage::hidden() {
    m_statistics.end();
    m_detailed.end();
    m_update.stop();
}

void ChartsPage::containerChanged() {
    m_update.start();
}

void ChartsPage::onSamples(const QStringList& containers) {
    if (isShown() && !m_frozen && containers.contains(container()))
        m_update.start();
}

void ChartsPage::onPaused(bool paused) {
    m_frozen.reset();
    if (paused)
        m_frozen = Frozen{*context().samples->samples(container()), *context().samples->detailed(container()),
                          m_nowNs};
    update();
}

void ChartsPage::update() {
    if (!isShown())
        return;
    const Ring<Sample>& samples = m_frozen ? m_frozen->samples : *context().samples->samples(container());
    const Ring<DetailedSample>& detailed =
        m_frozen ? m_frozen->detailed : *context().samples->detailed(container());
    m_nowNs = m_frozen ? m_frozen->nowNs : monotonicNs();
    if (!m_frozen && !samples.isEmpty() && m_nowNs - samples.last().timeNs < freshNs)
        m_nowNs = samples.last().timeNs;
    const std::int64_t fromNs = m_nowNs - (static_cast<std::int64_t>(seconds()) + 2) * 1'000'000'000;
    m_moments = momentsOf(samples, fromNs);
    m_pressures = pressuresOf(detailed, fromNs);
    render();
}

QString ChartsPage::pressureMissing() const {
    return context().service->helper().unavailable.value(QStringLiteral("pressure"));
}

QString ChartsPage::missing() const {
    if (context().service->helper().cgroupLayout != QLatin1String("none"))
        return {};
    return tr(
        "Nothing can be measured: the container has no control group, and that is where the kernel counts.");
}

void ChartsPage::render() {
    const ContainerEntry* entry = this->entry();
    const ChartInput input{.moments = m_moments,
                           .pressures = m_pressures,
                           .nowNs = m_nowNs,
                           .seconds = static_cast<double>(seconds()),
                           .limits = entry ? entry->info.limits : ResourceLimits(),
                           .cpuCount = context().service->helper().cpuCount,
                           .missing = missing(),
                           .pressureMissing = pressureMissing(),
                           .palette = palette()};
    if (m_asTable->isChecked()) {
        m_model->setMoments(m_moments, m_nowNs);
    } else {
        m_charts[0]->setData(cpuChart(input));
        m_charts[1]->setData(memoryChart(input));
        m_charts[2]->setData(pidsChart(input));
        m_charts[3]->setData(pressureChart(input));
        alignAxes();
    }
    const bool isMissing = m_moments.empty() && !input.missing.isEmpty();
    m_summary->setText(isMissing ? input.missing : summaryOf(m_moments, input.limits, seconds()));
}

void ChartsPage::alignAxes() {
    for (std::size_t column = 0; column < 2; ++column) {
        const std::array above{m_charts.at(column), m_charts.at(column + 2)};
        const double width = std::max(above[0]->axisWidth(), above[1]->axisWidth());
        for (Chart* chart : above)
            chart->setAxisWidth(width);
    }
}

void ChartsPage::askWhereToSave(const QString& suffix) {
    auto* dialog = new QFileDialog(this, tr("Save the charts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    if (const ContainerEntry* entry = this->entry())
        dialog->selectFile(QStringLiteral("%1.%2").arg(entry->info.name, suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, suffix](const QString& path) {
        QString problem;
        const bool done =
            suffix == QLatin1String("png") ? savePicture(path, problem) : saveTable(path, problem);
        m_state->setText(done ? tr("Saved to %1.").arg(path) : problem);
        m_state->show();
    });
    dialog->open();
}

bool ChartsPage::savePicture(const QString& path, QString& problem) const {
    if (m_grid->grab().save(path, "PNG"))
        return true;
    problem = tr("%1 could not be written.").arg(path);
    return false;
}

bool ChartsPage::saveTable(const QString& path, QString& problem) const {
    const QString reason = write(path, csvOf(m_moments, m_pressures, m_nowNs).toUtf8());
    if (!reason.isEmpty())
        problem = tr("%1 could not be written: %2").arg(path, reason);
    return reason.isEmpty();
}

void ChartsPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_update.start();
}

} // namespace vitrine::gui
