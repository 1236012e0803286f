// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/containerspec.h"

#include <QWidget>

class QListWidget;

namespace vitrine::gui {

/// Which of the container's capabilities the command gets: at first all of them, and never more.
class EnterCapabilities : public QWidget {
    Q_OBJECT
public:
    explicit EnterCapabilities(const ProcessSpec& own, QWidget* parent = nullptr);

    void apply(ProcessSpec& process) const;

signals:
    void changed();

private:
    void setAll(Qt::CheckState state);

    QListWidget* m_list;
};

} // namespace vitrine::gui
