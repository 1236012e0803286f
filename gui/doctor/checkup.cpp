// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/doctor/checkup.h"
#include "gui/doctor/readcomputer.h"

#include "core/diagnosis/diagnose.h"

#include <QCoreApplication>

#include <algorithm>

namespace vitrine::gui {

Checkup::Checkup(const QDBusConnection& bus, Privilege mode, const QString& helperProgram, QObject* parent)
    : QObject(parent)
    , m_busName(bus.name())
    , m_helperProgram(helperProgram)
    , m_questions(bus, mode) {
    connect(&m_questions, &BusQuestions::answered, this, &Checkup::conclude);
}

Checkup::~Checkup() {
    QDBusConnection::disconnectFromBus(m_busName);
}

void Checkup::start() {
    m_questions.start();
    readComputer().then(this, [this](const diagnosis::ComputerFacts& computer) {
        m_facts.computer = computer;
        conclude();
    });
}

void Checkup::conclude() {
    if (--m_open > 0)
        return;
    m_facts.helper = m_questions.helper();
    m_facts.helper.program = m_helperProgram.toStdString();
    m_facts.polkit = m_questions.polkit();
    m_facts.ownVersion = VITRINE_VERSION;
    // Where packages put programs, and packaging/run.sh does not (hier(7)).
    m_facts.packaged = QCoreApplication::applicationDirPath() == QLatin1String("/usr/bin");
    m_findings = diagnosis::diagnose(m_facts);
    std::ranges::stable_sort(m_findings, std::ranges::greater(), &diagnosis::Finding::state);
    emit finished();
}

} // namespace vitrine::gui
