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

class GroupChoice;
class LimitsForm;
class RootForm;
class SpecForm;
class StepsView;
struct FormProblem;

/// The first of `base`, `base`-2, `base`-3 … that no container has.
[[nodiscard]] QString freeName(const ContainerStore& containers, const QString& base);

/// A container that is to be changed, and the configuration that it has.
struct EditedContainer {
    ContainerInfo info;
    ContainerSpec spec;
};

/// Settings that a new container begins with.
struct ContainerTemplate {
    QString name;
    ContainerSpec spec; ///< asTemplate()
};

/// Makes a specification, or changes one, checks it while it is typed, and shows what would be done.
class NewContainerDialog : public QDialog {
    Q_OBJECT
public:
    explicit NewContainerDialog(const PageContext& context, QWidget* parent = nullptr)
        : NewContainerDialog(context, std::nullopt, std::nullopt, parent) {}
    NewContainerDialog(const PageContext& context, ContainerTemplate base, QWidget* parent = nullptr)
        : NewContainerDialog(context, std::nullopt, std::move(base), parent) {}
    /// For changing it: name and files are not offered, and of the request only the configuration counts.
    NewContainerDialog(const PageContext& context, EditedContainer edited, QWidget* parent = nullptr)
        : NewContainerDialog(context, std::optional(std::move(edited)), std::nullopt, parent) {}

    /// What was chosen; once, after accept().
    [[nodiscard]] CreateRequest takeRequest() { return std::move(m_request); }
    void accept() override;

private:
    NewContainerDialog(const PageContext& context, std::optional<EditedContainer> edited,
                       std::optional<ContainerTemplate> base, QWidget* parent);
    void showEdited();
    void showTemplate(const QString& name);
    [[nodiscard]] QString rootKind() const;
    void updateButton(const std::optional<FormProblem>& problem);
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
    std::optional<EditedContainer> m_edited;
    ContainerSpec m_base;  ///< what no tab shows
    QString m_baseCommand; ///< m_base's, as it is shown
    QLineEdit* m_name;
    QLineEdit* m_command;
    QCheckBox* m_terminal;
    QCheckBox* m_atBoot;
    GroupChoice* m_group;
    QLabel* m_nameProblem;
    QLabel* m_commandProblem;
    QLabel* m_rootProblem;
    RootForm* m_root;
    QWidget* m_rootBox = nullptr;
    LimitsForm* m_limits;
    std::vector<SpecForm*> m_forms; ///< what is chosen in the first tab, and the others in their order
    StepsView* m_steps;
    QLabel* m_warnings;
    QLabel* m_reason;
    QPushButton* m_create;
    QTimer m_previewLater;
    int m_previewNumber = 0;
    CreateRequest m_request;
};

} // namespace vitrine::gui
