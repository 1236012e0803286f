// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/doctor/doctordialog.h"
#include "tests/support/realwindow.h"

#include <QProcess>
#include <QRegularExpression>

namespace vitrine::gui {

/// What `vitrine --doctor` printed, read as a script would.
struct DoctorOutput {
    int exitCode = -1;
    QString text;
    QString summary;
    QMap<QString, QString> states; ///< title of a finding to the word of its state

    /// Runs the built program where there is certainly no display.
    explicit DoctorOutput(const QStringList& arguments = {}) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("DISPLAY"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("there-is-none"));
        environment.remove(QStringLiteral("LANGUAGE"));
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(VITRINE_PATH), QStringList{QStringLiteral("--doctor")} + arguments);
        if (!process.waitForFinished(RealWindow::patienceMs * 3) ||
            process.exitStatus() != QProcess::NormalExit)
            return;
        exitCode = process.exitCode();
        text = QString::fromUtf8(process.readAllStandardOutput());
        summary = text.section(QLatin1Char('\n'), 0, 0);
        static const QRegularExpression line(QStringLiteral(R"(^\[(OK|Note|Problem)\] ([^:]+): \S.*\.$)"),
                                             QRegularExpression::MultilineOption);
        for (auto found = line.globalMatch(text); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            states[match.captured(2)] = match.captured(1);
        }
    }
};

/// With VITRINE_PICTURES=DIR: to be looked at.
inline void savePicture(QWidget* widget, const char* name) {
    const QString folder = qEnvironmentVariable("VITRINE_PICTURES");
    const QPixmap picture = widget->grab();
    QVERIFY(!picture.isNull());
    if (!folder.isEmpty())
        QVERIFY(picture.save(QStringLiteral("%1/doctor-%2.png").arg(folder, QLatin1String(name))));
}

/// The dialog in the window, looked at as people do.
struct DoctorPage {
    DoctorDialog* dialog;

    [[nodiscard]] QWidget* finding(const char* id) const {
        return dialog->findChild<QWidget*>(QStringLiteral("finding-") + QLatin1String(id));
    }
    [[nodiscard]] QString text(const char* id, const char* part) const {
        const QWidget* view = finding(id);
        const auto* label = view ? view->findChild<QLabel*>(QLatin1String(part)) : nullptr;
        return label ? label->text() : QString();
    }
    [[nodiscard]] QString state(const char* id) const { return text(id, "findingState"); }
    [[nodiscard]] QString sentence(const char* id) const { return text(id, "findingSentence"); }
    [[nodiscard]] QString summary() const {
        return dialog->findChild<QLabel*>(QStringLiteral("doctorSummary"))->text();
    }
};

} // namespace vitrine::gui
