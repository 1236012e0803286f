// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/page.h"

#include <QElapsedTimer>
#include <QHash>
#include <QWidget>

class QProgressBar;
class QToolButton;

namespace vitrine::gui {

class ElidedLabel;

/// The long operations under way, in the status bar: what is done now, how far, how long still, and a way to
/// end it.
class JobBar : public QWidget {
    Q_OBJECT
public:
    explicit JobBar(const PageContext& context, QWidget* parent = nullptr);

private:
    struct Running {
        JobInfo info;
        QElapsedTimer since;
    };
    void update(const JobInfo& job);
    void remove(const JobId& id);
    void refresh();
    [[nodiscard]] QString sentence(const Running& job) const;

    PageContext m_context;
    std::vector<Running> m_jobs; ///< in order of beginning; the last is shown
    ElidedLabel* m_text;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
};

} // namespace vitrine::gui
