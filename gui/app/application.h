// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/options.h"
#include "gui/service/dbuscontainerservice.h"
#include "gui/views/mainwindow.h"

#include <QPointer>

#include <memory>

namespace vitrine::gui {

class DoctorDialog;
class ForeignDialog;
class GroupsDialog;

/// The composition root: makes service, stores and window, and joins them. Nothing else knows all of them.
class Application : public QObject {
    Q_OBJECT
public:
    explicit Application(const Options& options);
    ~Application() override;

    [[nodiscard]] MainWindow& window() { return *m_window; }
    [[nodiscard]] const PageContext& context() const { return m_context; }
    /// Shows the window and asks for the helper.
    void start();

private:
    void useRootlessMode();
    void useSystemHelper();
    void openDoctor();
    void openElsewhere();
    void openGroups();
    [[nodiscard]] QDBusConnection reopened();

    Options m_options;
    int m_reopenings = 0;
    DbusContainerService m_service;
    Subscriptions m_subscriptions;
    ContainerStore m_containers;
    SampleStore m_samples;
    ProcessStore m_processes;
    ContainerActions m_actions;
    GroupStore m_groups;
    PageContext m_context;
    std::unique_ptr<MainWindow> m_window;
    QPointer<DoctorDialog> m_doctor; ///< the window's child
    QPointer<ForeignDialog> m_elsewhere;
    QPointer<GroupsDialog> m_groupsDialog;
};

} // namespace vitrine::gui
