// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/charts/chart.h"
#include "gui/charts/moments.h"
#include "gui/views/page.h"

#include <QTimer>

#include <array>
#include <optional>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace vitrine::gui {

class MomentModel;
class SteadyLabel;

/// CPU, memory, processes and pressure over time, the same as a table, and as sentences.
class ChartsPage : public Page {
    Q_OBJECT
public:
    explicit ChartsPage(const PageContext& context, QWidget* parent = nullptr);

    static constexpr int intervalMs = 1000;

    [[nodiscard]] static QString title();
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation();
    [[nodiscard]] QString summary() const;
    /// False, and the reason in `problem`, when the file cannot be written.
    [[nodiscard]] bool savePicture(const QString& path, QString& problem) const;
    [[nodiscard]] bool saveTable(const QString& path, QString& problem) const;

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override;
    void hidden() override;
    void changeEvent(QEvent* event) override;

private:
    void makeBar();
    void makeCharts();
    void makeTable();
    QToolButton* addButton(const char* name, const QString& text, const QString& iconName,
                           const QString& tip);
    void onSamples(const QStringList& containers);
    void onPaused(bool paused);
    void update();
    void render();
    void alignAxes();
    void askWhereToSave(const QString& suffix);
    [[nodiscard]] int seconds() const;
    [[nodiscard]] QString missing() const;
    [[nodiscard]] QString pressureMissing() const;

    QWidget* m_bar;
    QComboBox* m_range;
    QToolButton* m_pause = nullptr;
    QToolButton* m_asTable = nullptr;
    QStackedWidget* m_stack;
    QWidget* m_grid;
    std::array<Chart*, 4> m_charts{}; ///< CPU, memory, processes, pressure
    QTableView* m_table;
    MomentModel* m_model;
    SteadyLabel* m_summaryBox;
    QLabel* m_summary;
    QLabel* m_state;

    Subscription m_statistics;
    Subscription m_detailed;
    /// What was there when "Pause" was pressed.
    struct Frozen {
        Ring<Sample> samples;
        Ring<DetailedSample> detailed;
        std::int64_t nowNs = 0;
    };
    std::optional<Frozen> m_frozen;
    std::vector<Moment> m_moments;
    std::vector<PressureMoment> m_pressures;
    std::int64_t m_nowNs = 0;
    QTimer m_update; ///< several messages of one tick are one picture
};

} // namespace vitrine::gui
