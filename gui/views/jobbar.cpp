// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/jobbar.h"
#include "gui/views/elidedlabel.h"
#include "gui/views/icons.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace vitrine::gui {

JobBar::JobBar(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_text(new ElidedLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QToolButton(this)) {
    setObjectName(QStringLiteral("jobBar"));
    m_progress->setMaximumWidth(140);
    m_progress->setMaximumHeight(16);
    m_progress->setAccessibleName(tr("Progress"));
    m_cancel->setIcon(icon(QStringLiteral("process-stop")));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setToolTip(tr("Ends this; what was done is undone"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 0);
    row->addWidget(m_text, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    connect(context.service, &ContainerService::jobChanged, this, &JobBar::update);
    connect(context.service, &ContainerService::jobRemoved, this, &JobBar::remove);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (!m_jobs.empty())
            m_context.actions->cancelJob(m_jobs.back().info.id);
    });
    for (QTimer* timer : {&m_appear, &m_disappear})
        timer->setSingleShot(true);
    connect(&m_appear, &QTimer::timeout, this, &JobBar::appear);
    connect(&m_disappear, &QTimer::timeout, this, &JobBar::disappear);
    disappear();
}

void JobBar::update(const JobInfo& job) {
    if (job.finished)
        return remove(job.id);
    const auto it = std::ranges::find(m_jobs, job.id, [](const Running& running) { return running.info.id; });
    if (it == m_jobs.end()) {
        m_jobs.push_back({job, {}});
        m_jobs.back().since.start();
    } else {
        it->info = job;
    }
    refresh();
}

void JobBar::remove(const JobId& id) {
    std::erase_if(m_jobs, [&](const Running& job) { return job.info.id == id; });
    refresh();
}

QString JobBar::sentence(const Running& job) const {
    const ContainerEntry* entry = m_context.containers->find(job.info.container);
    const QString name = entry ? entry->info.name : tr("a container");
    QString text;
    if (job.info.operation == QLatin1String("create"))
        text = tr("Creating %1").arg(name);
    else if (job.info.operation == QLatin1String("clone"))
        text = tr("Copying the files of %1").arg(name);
    else if (job.info.operation == QLatin1String("start"))
        text = tr("Starting %1").arg(name);
    else if (job.info.operation == QLatin1String("stop"))
        text = tr("Stopping %1").arg(name);
    else if (job.info.operation == QLatin1String("delete"))
        text = tr("Deleting %1").arg(name);
    else
        text = name;
    if (!job.info.stage.isEmpty())
        text += QStringLiteral(": ") + job.info.stage;
    if (job.info.progressValid && job.info.progress > 0.05) {
        const double left =
            static_cast<double>(job.since.elapsed()) * (1 - job.info.progress) / job.info.progress;
        const int seconds = static_cast<int>(std::lround(left / 1000));
        if (seconds > 0)
            text += tr(" · %1:%2 left").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    if (m_jobs.size() > 1)
        text += tr(" · and %1 more").arg(m_jobs.size() - 1);
    return text;
}

void JobBar::refresh() {
    const bool seen = m_seenSince.isValid();
    if (m_jobs.empty()) {
        m_appear.stop();
        m_cancel->setEnabled(false);
        if (seen && !m_disappear.isActive())
            m_disappear.start(static_cast<int>(std::max<qint64>(m_patience.stay - m_seenSince.elapsed(), 0)));
        return;
    }
    m_disappear.stop();
    if (!seen) {
        if (m_patience.appear == 0)
            appear();
        else if (!m_appear.isActive())
            m_appear.start(m_patience.appear);
        return;
    }
    const Running& job = m_jobs.back();
    m_cancel->setEnabled(true);
    m_cancel->setVisible(job.info.cancelable);
    m_text->setFullText(sentence(job));
    m_progress->setRange(0, job.info.progressValid ? 100 : 0);
    m_progress->setValue(static_cast<int>(job.info.progress * 100));
}

void JobBar::appear() {
    m_seenSince.start();
    m_text->show();
    m_progress->show();
    refresh();
}

void JobBar::disappear() {
    m_seenSince.invalidate();
    for (QWidget* part : std::initializer_list<QWidget*>{m_text, m_progress, m_cancel})
        part->hide();
}

} // namespace vitrine::gui
