// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/pages.h"
#include "gui/views/mainwindow.h"
#include "tests/support/fakecontainerservice.h"

#include <QSettings>
#include <QStandardPaths>

#include <memory>

namespace vitrine::gui {

/// A whole window over a FakeContainerService, with settings of its own.
struct WindowFixture {
    explicit WindowFixture(std::vector<PageEntry> pages = allPages())
        : subscriptions(&service)
        , containers(&service)
        , samples(&service)
        , processes(&service)
        , actions(&service, &containers)
        , groups(&service)
        , context{&service, &subscriptions, &containers, &samples, &processes, &actions, &groups} {
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        window = std::make_unique<MainWindow>(context, pages, BusKind::System);
    }

    template <typename Widget>
    [[nodiscard]] Widget* child(const char* name) const {
        return window->findChild<Widget*>(QLatin1String(name));
    }

    static ContainerInfo container(int number, const QString& name, ContainerState state) {
        ContainerInfo info;
        info.id = QStringLiteral("%1").arg(number, 32, 16, QLatin1Char('0'));
        info.name = name;
        info.state = state;
        info.owner = 1000;
        info.createdUs = 1'767'225'600'000'000;
        info.command = {QStringLiteral("/bin/bash")};
        info.rootKind = QStringLiteral("owned");
        info.rootPath = QStringLiteral("/var/lib/vitrine/containers/%1/rootfs").arg(info.id);
        info.cgroup = QStringLiteral("vitrine/") + info.id;
        if (isAlive(state)) {
            info.startedUs = 1'767'225'700'000'000;
            info.leader = 4312;
            for (std::size_t i = 0; i < info.namespaces.size(); ++i)
                info.namespaces.at(i) = 4'026'532'200 + i;
        }
        return info;
    }

    FakeContainerService service;
    Subscriptions subscriptions;
    ContainerStore containers;
    SampleStore samples;
    ProcessStore processes;
    ContainerActions actions;
    GroupStore groups;
    PageContext context;
    std::unique_ptr<MainWindow> window;
};

} // namespace vitrine::gui
