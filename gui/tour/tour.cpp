// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/tour/tour.h"

#include "gui/tour/hand.h"
#include "gui/views/boxstyle.h"

#include <QApplication>
#include <QDir>

#include <chrono>
#include <cstdio>
#include <memory>

namespace vitrine::gui {

using namespace std::chrono_literals;

Tour::Tour(MainWindow* window, const QString& folder, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_folder(folder)
    , m_account(folder + QStringLiteral("/account.txt")) {
    m_check.setInterval(100ms);
    connect(&m_check, &QTimer::timeout, this, &Tour::check);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(20s);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish(1); });
    connect(window->context().actions, &ContainerActions::failed, this,
            [this](const QString&, const QString& what, const ServiceError& error) {
                fail(tr("could not %1: %2 %3").arg(what, error.message, error.hint));
            });
    writeScript();
}

void Tour::start() {
    m_all.start();
    const bool isWritable =
        QDir().mkpath(m_folder) && m_account.open(QIODevice::WriteOnly | QIODevice::Truncate);
    if (!isWritable) {
        std::fprintf(stderr, "vitrine: the tour cannot write into %s: %s\n", qPrintable(m_folder),
                     qPrintable(m_account.errorString()));
        return finish(1);
    }
    QApplication::setStyle(new BoxStyle);
    QApplication::setPalette(paletteFor(Look::Light));
    m_window->resize(1280, 800);
    next();
    m_check.start();
}

void Tour::addStep(QString what, std::function<void()> act, std::function<bool()> isDone,
                   std::function<QString()> result, int timeoutMs) {
    m_steps.push_back({std::move(what), std::move(act), std::move(isDone), std::move(result), timeoutMs});
}

void Tour::addPause(int ms) {
    addStep({}, {}, [this, ms] { return m_since.hasExpired(ms); });
}

// Changes of the palette reach some widgets by way of the event loop: a moment between each.
void Tour::addPicture(const QString& name, std::function<QWidget*()> target) {
    constexpr int settle = 350;
    if (!target)
        target = [this] { return m_window.data(); };
    addPause(settle);
    addStep({}, [this, name, target] {
        grab(QStringLiteral("%1-%2").arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(name), target());
        QApplication::setPalette(paletteFor(Look::Dark));
    });
    addPause(settle);
    addStep({}, [this, name, target] {
        grab(QStringLiteral("%1-%2-dark").arg(m_pictures, 2, 10, QLatin1Char('0')).arg(name), target());
        QApplication::setPalette(paletteFor(Look::Light));
    });
    addPause(settle);
}

void Tour::grab(const QString& name, QWidget* widget) {
    const QString path = QStringLiteral("%1/%2.png").arg(m_folder, name);
    if (!widget)
        return fail(tr("there is nothing to take the picture %1 of").arg(name));
    if (!widget->grab().save(path, "PNG"))
        return fail(tr("the picture %1 could not be written").arg(path));
    account(tr("  picture %1.png").arg(name));
}

void Tour::next() {
    if (m_isOver)
        return;
    if (m_steps.empty())
        return finish(0);
    m_current = std::move(m_steps.front());
    m_steps.pop_front();
    if (!m_current.what.isEmpty())
        account(
            tr("%1 s: %2").arg(static_cast<double>(m_all.elapsed()) / 1000, 6, 'f', 1).arg(m_current.what));
    m_since.start();
    if (m_current.act)
        m_current.act();
}

void Tour::check() {
    if (m_isOver)
        return;
    if (!m_current.isDone || m_current.isDone()) {
        if (m_current.result)
            account(QStringLiteral("          ") + m_current.result());
        next();
    } else if (m_since.hasExpired(m_current.timeoutMs)) {
        fail(tr("“%1” was not done within %2 seconds").arg(m_current.what).arg(m_current.timeoutMs / 1000));
    }
}

void Tour::fail(const QString& why) {
    if (m_isOver)
        return;
    m_isOver = true;
    m_check.stop();
    account(tr("FAILED: %1").arg(why));
    std::fprintf(stderr, "vitrine: the tour has failed: %s\n", qPrintable(why));
    m_window->grab().save(m_folder + QStringLiteral("/failed.png"), "PNG");
    clean();
}

/// What the tour has made must not stay.
void Tour::clean() {
    const ContainerEntry* entry = container();
    if (!entry)
        return finish(1);
    m_deadline.start();
    ContainerService* service = m_window->context().service;
    const ContainerId id = entry->info.id;
    const auto remove = [this, service, id](const Reply<>&) {
        service->remove(id, this, [this](const Reply<>& reply) {
            if (!reply)
                account(tr("The container %1 could not be deleted: %2").arg(m_name, reply.error().message));
            finish(1);
        });
    };
    if (isAlive(entry->info.state))
        service->stop(id, 0, this, remove);
    else
        remove({});
}

void Tour::finish(int exitCode) {
    m_isOver = true;
    m_check.stop();
    m_deadline.stop();
    account(exitCode == 0 ? tr("The tour is over: all of it was done.") : tr("The tour has ended early."));
    m_account.close();
    emit finished(exitCode);
}

void Tour::account(const QString& line) {
    if (!m_account.isOpen())
        return;
    m_account.write(line.toUtf8() + '\n');
    m_account.flush();
}

} // namespace vitrine::gui
