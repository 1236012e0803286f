// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/templates/templatestore.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace vitrine::gui {

/// The user's templates: to make a container of one, and to keep them in order.
class TemplateDialog : public QDialog {
    Q_OBJECT
public:
    explicit TemplateDialog(TemplateStore store, QWidget* parent = nullptr);

    /// As if the person had chosen the file.
    void importFrom(const QString& file);
    void exportTo(const QString& file);

signals:
    /// The dialog closes with it.
    void chosen(const QString& name, const vitrine::ContainerSpec& spec);

private:
    QWidget* makeButtons();
    QPushButton* addButton(QWidget* row, const char* name, const char* iconName, const QString& text);
    void refresh(const QString& selected);
    void showCurrent();
    void showProblem(const Reply<>& result);
    [[nodiscard]] QString current() const;
    void choose();
    void askRename();
    void askRemove();
    void askImport();
    void askExport();

    TemplateStore m_store;
    QListWidget* m_list;
    QLabel* m_about;
    QLabel* m_problem;
    QPushButton* m_new = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace vitrine::gui
