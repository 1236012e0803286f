// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QWidget>

#include <optional>

class QLabel;
class QTreeWidget;

namespace vitrine::gui {

/// Which system calls the filter of a container has refused: a table, or a sentence that says why there is
/// none. It asks the helper when the number of calls has changed, and only while it is told to follow.
class RefusedCallsBox : public QWidget {
    Q_OBJECT
public:
    explicit RefusedCallsBox(ContainerService* service, QWidget* parent = nullptr);

    /// Follows this container from now on. Asks at once if there is something new.
    void follow(const ContainerInfo& container);
    /// Another one is shown, or none is seen: nothing is asked any more.
    void stop();

private:
    void ask();
    void show(const RefusedReport& calls);
    void showText(const QString& text);

    ContainerService* m_service;
    QLabel* m_text;
    QTreeWidget* m_table;
    ContainerId m_id;
    std::optional<std::int64_t> m_count; ///< that is shown, or asked about
};

} // namespace vitrine::gui
