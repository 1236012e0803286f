// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/models/stepmodel.h"
#include "gui/views/page.h"

class QComboBox;
class QLabel;
class QTableView;
class QTextBrowser;

namespace vitrine::gui {

class ColumnWidths;

/// A table of steps with an explanation of the selected one, and the text to be copied. Used by the page and
/// by the dialog for a new container.
class StepsView : public QWidget {
    Q_OBJECT
public:
    /// `key`: where the widths of the columns are remembered.
    explicit StepsView(const QString& key, QWidget* parent = nullptr);
    ~StepsView() override;
    [[nodiscard]] StepModel* model() const { return m_model; }
    /// Shown in place of the table while there are no steps.
    void setEmptyText(const QString& text);
    void copyAll();

private:
    void makeColumns(const QString& key);
    void explainCurrent();
    void onRowsChanged();

    StepModel* m_model;
    QTableView* m_table;
    ColumnWidths* m_columns = nullptr;
    QTextBrowser* m_explanation;
    QLabel* m_empty;
    QWidget* m_content;
};

/// The plan before, and the trace after: how the container is made of system calls.
class StepsPage : public Page {
    Q_OBJECT
public:
    explicit StepsPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] static QString title() { return tr("Steps"); }
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation() { return tr("The system calls that make it"); }
    [[nodiscard]] StepModel* model() const { return m_view->model(); }

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override { fetch(); }

private:
    void fetch();
    void fetchPlan();
    void fetchTrace();
    void showFailure(const ServiceError& error);

    StepsView* m_view;
    QComboBox* m_which;
    ContainerState m_state = ContainerState::Stopped;
    std::vector<VolumeInfo> m_volumes; ///< when the trace was fetched
    bool m_chosen = false; ///< somebody has chosen plan or trace; else it is the trace if there is one
    int m_request = 0;     ///< answers to earlier ones are dropped
};

} // namespace vitrine::gui
