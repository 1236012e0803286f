// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/busquestions.h"

#include "core/diagnosis/finding.h"

#include <QObject>
#include <QString>

#include <vector>

namespace vitrine::gui {

/// One look at this computer: what can be read and what can be asked, and the findings from both.
class Checkup : public QObject {
    Q_OBJECT
public:
    /// `bus`: a connection of the check-up's own, which it closes; one that was open before would not tell
    /// whether the bus can be reached now. `helperProgram`: path of vitrine-helper or empty.
    Checkup(const QDBusConnection& bus, Privilege mode, const QString& helperProgram,
            QObject* parent = nullptr);
    ~Checkup() override;

    /// Once.
    void start();

    /// Problems first, then notes, then what is well. Empty before finished().
    [[nodiscard]] const std::vector<diagnosis::Finding>& findings() const { return m_findings; }

signals:
    void finished();

private:
    void conclude();

    QString m_busName;
    QString m_helperProgram;
    BusQuestions m_questions;
    diagnosis::Facts m_facts;
    std::vector<diagnosis::Finding> m_findings;
    int m_open = 2; ///< the bus and the computer
};

} // namespace vitrine::gui
