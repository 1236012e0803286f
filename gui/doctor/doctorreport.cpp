// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/doctor/doctorreport.h"

#include <QCoreApplication>

namespace vitrine::gui {

namespace {

using diagnosis::Finding;
using diagnosis::FindingState;

struct Doctor {
    Q_DECLARE_TR_FUNCTIONS(Doctor)
};

} // namespace

QString translated(const diagnosis::Text& text) {
    if (text.isEmpty())
        return {};
    const QByteArray pattern =
        QCoreApplication::translate(diagnosis::translationContext, text.pattern).toUtf8();
    return QString::fromStdString(diagnosis::filled({pattern.constData(), text.arguments}));
}

QString stateWord(FindingState state) {
    switch (state) {
    case FindingState::Problem:
        return Doctor::tr("Problem");
    case FindingState::Note:
        return Doctor::tr("Note");
    case FindingState::Ok:
        break;
    }
    return Doctor::tr("OK");
}

// Numbers from two on in words of their own: without a translation Qt has no plural for English.
QString summaryOf(const std::vector<Finding>& findings) {
    const auto problems = countOf(findings, FindingState::Problem);
    const auto notes = countOf(findings, FindingState::Note);
    if (problems == 0 && notes == 0)
        return Doctor::tr("All is well: containers can run on this computer.");
    if (problems == 0)
        return notes == 1
                   ? Doctor::tr("Containers can run on this computer. One thing could be better.")
                   : Doctor::tr("Containers can run on this computer. %1 things could be better.").arg(notes);
    QString first =
        problems == 1
            ? Doctor::tr("One problem keeps containers from running on this computer.")
            : Doctor::tr("%1 problems keep containers from running on this computer.").arg(problems);
    if (notes == 0)
        return first;
    const QString second = notes == 1 ? Doctor::tr("One more thing could be better.")
                                      : Doctor::tr("%1 more things could be better.").arg(notes);
    return QStringLiteral("%1 %2").arg(first, second);
}

QString reportOf(const std::vector<Finding>& findings) {
    QString report = Doctor::tr("Vitrine %1: %2").arg(QLatin1String(VITRINE_VERSION), summaryOf(findings));
    report += QLatin1Char('\n');
    for (const Finding& finding : findings) {
        report += QStringLiteral("\n[%1] %2: %3\n")
                      .arg(stateWord(finding.state), translated(finding.title), translated(finding.sentence));
        if (!finding.cause.isEmpty())
            report += Doctor::tr("    Why: %1").arg(translated(finding.cause)) + QLatin1Char('\n');
        if (!finding.command.empty())
            report += Doctor::tr("    Mend it with: %1").arg(QString::fromStdString(finding.command)) +
                      QLatin1Char('\n');
    }
    return report;
}

} // namespace vitrine::gui
