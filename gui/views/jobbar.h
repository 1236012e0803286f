// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QProgressBar;
class QToolButton;

namespace vitrine::gui {

class ElidedLabel;

/// The long operations under way, in the status bar: what is done now, how far, how long still, and a way to
/// end it. What is over in a moment is not shown at all, and what is shown stays long enough to be seen: a
/// bar that flashes says nothing and disturbs.
class JobBar : public QWidget {
    Q_OBJECT
public:
    /// Milliseconds.
    struct Patience {
        int appear = 300; ///< a job that ends before is not shown; 0: all are, at once
        int stay = 500;   ///< from appearing to disappearing, at least
    };

    explicit JobBar(const PageContext& context, QWidget* parent = nullptr);

    void setPatience(Patience patience) { m_patience = patience; }

private:
    struct Running {
        JobInfo info;
        QElapsedTimer since;
    };
    void update(const JobInfo& job);
    void remove(const JobId& id);
    void refresh();
    void appear();
    void disappear();
    [[nodiscard]] QString sentence(const Running& job) const;

    PageContext m_context;
    Patience m_patience;
    QTimer m_appear;
    QTimer m_disappear;
    QElapsedTimer m_seenSince;   ///< invalid while nothing is shown
    std::vector<Running> m_jobs; ///< in order of beginning; the last is shown
    ElidedLabel* m_text;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
};

} // namespace vitrine::gui
