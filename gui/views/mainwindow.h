// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/helperpage.h"
#include "gui/views/page.h"

#include <QMainWindow>

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace vitrine::gui {

class ContainerPane;
class ErrorBar;
class HeaderWidget;
class PageHolder;
class WindowActions;

/// The one window: containers at the left, the selected one's pages at the right, or the page that says why
/// there is no helper. It is given the pages and knows none of them.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const PageContext& context, const std::vector<PageEntry>& pages, BusKind bus,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    void selectContainer(const ContainerId& id);
    /// Selects it as soon as there is one of this name.
    void selectContainerNamed(const QString& name);
    [[nodiscard]] ContainerId selectedContainer() const;

    /// For the tour, tests and shortcuts: a page by its key, made if it was not seen yet; or null.
    [[nodiscard]] Page* page(const QString& key);
    void showPage(const QString& key);
    [[nodiscard]] QString currentPageKey() const;

    [[nodiscard]] WindowActions* actionSet() const { return m_actions; }
    [[nodiscard]] ContainerPane* containerPane() const { return m_pane; }
    [[nodiscard]] const PageContext& context() const { return m_context; }

    /// In the status bar for a while, in place of what may stand in the error bar; screen readers are told.
    void showNotice(const QString& text);

    /// After the application went to another bus.
    void setBusKind(BusKind bus);
    /// Where vitrine-helper is on this computer, for the page that offers to start it; empty if nowhere.
    void setHelperProgram(const QString& path);

signals:
    void rootlessRequested();
    void systemRequested();

protected:
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeToolBar();
    void makePages(const std::vector<PageEntry>& pages);
    void enterPage();
    void makeRightSide();
    void makeStatusBar();
    void connectActions();
    void restoreSettings();
    void fitTabs();

    void onCurrentChanged(const ContainerId& id);
    void onStatusChanged();
    void onContainersChanged();
    void refreshCurrent();
    void openNewDialog();
    void createStarter();
    void askDelete();
    void askRename();
    void askEdit();
    void askClone();
    void exportScript();
    void openTemplates();
    void askSaveTemplate();
    void saveTemplate(const ContainerId& id, const QString& name);
    void showAbout();
    [[nodiscard]] QString unavailableReason() const;
    [[nodiscard]] PageHolder* holder(const QString& key) const;

    PageContext m_context;
    BusKind m_bus;
    WindowActions* m_actions;
    ContainerPane* m_pane;
    HelperPage* m_helperPage;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    HeaderWidget* m_header;
    ErrorBar* m_errorBar;
    QTabWidget* m_tabs;
    QWidget* m_right;
    QLabel* m_nothing;
    QLineEdit* m_filter;
    QLabel* m_helperLabel;
    std::vector<std::pair<QString, PageHolder*>> m_pages;
    std::vector<QIcon> m_tabIcons;
    bool m_tabsHaveIcons = true;
    int m_tabsWidth = 0; ///< of all tabs with their icons
    QString m_wantedName;
};

} // namespace vitrine::gui
