// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/views/mainwindow.h"

#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>

namespace vitrine::gui {

/// One thing that is done, and when it counts as done.
struct TourStep {
    QString what;                    ///< "start the container", for the account
    std::function<void()> act;       ///< may be empty
    std::function<bool()> isDone;    ///< asked ten times a second; empty: at once
    std::function<QString()> result; ///< what is so now, for the account; may be empty
    int timeoutMs = 20'000;
};

/// Leads the real window through everything that Vitrine does, by its own actions and fields, takes pictures
/// of it in light and dark, and writes down what was done and what the kernel said. Ends with finished().
class Tour : public QObject {
    Q_OBJECT
public:
    /// Pictures and account.txt go into `folder`, which is made if need be.
    Tour(MainWindow* window, const QString& folder, QObject* parent = nullptr);

    void start();

signals:
    /// 0: all of it was done. 1: something was not; account.txt and stderr say what.
    void finished(int exitCode);

private:
    void addStep(QString what, std::function<void()> act = {}, std::function<bool()> isDone = {},
                 std::function<QString()> result = {}, int timeoutMs = 20'000);
    /// NN-name.png and NN-name-dark.png of the window, or of what `target` gives.
    void addPicture(const QString& name, std::function<QWidget*()> target = {});
    void addPause(int ms);
    void addPage(const QString& key);

    // The script, in tourscript.cpp.
    void writeScript();
    void addCreation();
    void addStart();
    void addConsole();
    void addCpu();
    void addMemory();
    void addRest();
    void addEnd();
    void addTyping(const QString& what, const QString& line, const QString& expected, int timeoutMs = 20'000);
    void addLimit(const QString& what, const QString& field, const std::function<QString()>& value);

    void next();
    void check();
    void fail(const QString& why);
    void clean();
    void finish(int exitCode);
    void account(const QString& line);
    void grab(const QString& name, QWidget* widget);

    [[nodiscard]] const ContainerEntry* container() const;
    [[nodiscard]] bool isInState(ContainerState state) const;
    template <typename Widget>
    [[nodiscard]] Widget* find(const QString& name) const;
    [[nodiscard]] QString readbackOf(const QString& field) const;
    [[nodiscard]] Sample lastSample() const;
    [[nodiscard]] double cpusUsed() const;

    QPointer<MainWindow> m_window;
    QString m_folder;
    QString m_name = QStringLiteral("tour");
    QFile m_account;
    std::deque<TourStep> m_steps;
    TourStep m_current;
    QTimer m_check;
    QTimer m_deadline; ///< for cleaning up after a failure
    QElapsedTimer m_since;
    QElapsedTimer m_all;
    int m_pictures = 0;
    double m_cpuLimit = 0; ///< percent; 0: not chosen yet
    bool m_isOver = false;
};

} // namespace vitrine::gui
