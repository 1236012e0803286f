// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/app/application.h"
#include "gui/views/errorbar.h"
#include "gui/views/newcontainerdialog.h"
#include "gui/views/windowactions.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace vitrine::gui {

/// The application as main() makes it, on the bus that tests/support/private-system.sh has made; used as
/// people use it.
struct RealWindow {
    static constexpr int patienceMs = 20'000;

    RealWindow()
        : application(Options{}) {
        application.start();
        application.window().activateWindow();
    }

    [[nodiscard]] MainWindow& window() { return application.window(); }
    template <typename Widget>
    [[nodiscard]] Widget* child(const char* name) {
        return window().findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] bool isConnected() const {
        return application.context().service->status().availability == Availability::Connected;
    }
    [[nodiscard]] const ContainerEntry* container(const char* name) const {
        return application.context().containers->findByName(QLatin1String(name));
    }
    [[nodiscard]] bool isInState(const char* name, ContainerState state) const {
        const ContainerEntry* entry = container(name);
        return entry && entry->info.state == state && entry->pending == PendingAction::None;
    }
    [[nodiscard]] QString error() { return child<ErrorBar>("errorBar")->message(); }
    [[nodiscard]] QAction* action(const char* name) { return child<QAction>(name); }

    /// As soon as it can be: an action that is not enabled does nothing.
    void trigger(const char* name) {
        QTRY_VERIFY2_WITH_TIMEOUT(action(name)->isEnabled(), name, patienceMs);
        action(name)->trigger();
    }

    /// Fills in the dialog for a new container with real clicks and keys, and presses its button.
    void create(const char* name) {
        trigger("actionNew");
        auto* dialog = child<NewContainerDialog>("newContainerDialog");
        QVERIFY(dialog);
        auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("newName"));
        edit->selectAll();
        QTest::keyClicks(edit, QLatin1String(name));
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("createButton"));
        QTRY_VERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// A key as people press it: in the active window (after a dialog it is not yet).
    void press(Qt::Key key) {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTest::keyClick(&window(), key);
    }
    /// Through the question that names it.
    void remove() {
        trigger("actionDelete");
        auto* button = child<QPushButton>("deleteButton");
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    Application application;
};

} // namespace vitrine::gui
