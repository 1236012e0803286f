// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;

namespace vitrine::gui {

class LimitsForm;
class RootForm;
class SpecForm;
class StepsView;
struct FormProblem;

/// The first of `base`, `base`-2, `base`-3 … that no container has.
[[nodiscard]] QString freeName(const ContainerStore& containers, const QString& base);

/// Makes a specification, checks it while it is typed, and shows what would be done.
class NewContainerDialog : public QDialog {
    Q_OBJECT
public:
    explicit NewContainerDialog(const PageContext& context, QWidget* parent = nullptr);

    /// What was chosen; once, after accept().
    [[nodiscard]] CreateRequest takeRequest() { return std::move(m_request); }
    void accept() override;

private:
    QWidget* makeTabs();
    QWidget* makeBasics();
    QWidget* makePlan();
    QWidget* makeButtons();
    void connectForms();
    QLabel* makeProblemLabel(const QString& name);
    void onChanged();
    void preview();
    void showPlan(const PreviewResult& plan);
    void showRefusal(const ServiceError& error);
    void showProblem(const std::optional<FormProblem>& problem);
    [[nodiscard]] ContainerSpec spec() const;
    [[nodiscard]] std::optional<FormProblem> check(const ContainerSpec& spec) const;

    PageContext m_context;
    ContainerSpec m_base; ///< what no tab shows
    QLineEdit* m_name;
    QLineEdit* m_command;
    QCheckBox* m_terminal;
    QCheckBox* m_atBoot;
    QLabel* m_nameProblem;
    QLabel* m_commandProblem;
    QLabel* m_rootProblem;
    RootForm* m_root;
    LimitsForm* m_limits;
    std::vector<SpecForm*> m_forms; ///< the tabs after the first, in their order
    StepsView* m_steps;
    QLabel* m_warnings;
    QLabel* m_reason;
    QPushButton* m_create;
    QTimer m_previewLater;
    int m_previewNumber = 0;
    CreateRequest m_request;
};

} // namespace vitrine::gui
