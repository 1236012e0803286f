// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The helper: is it there, does it start, does it answer, is it of this version?

#include "core/diagnosis/parts.h"
#include "core/diagnosis/remedies.h"

#include <utility>

namespace vitrine::diagnosis {

namespace {

struct Words {
    Text sentence;
    Text cause;
    std::string command;
};

bool unitFailed(const HelperFacts& helper) {
    return helper.unit.starts_with("failed");
}

/// What systemd says about a unit that failed tells more than the bus, which only waited for it.
Text reasonOf(const HelperFacts& helper) {
    if (unitFailed(helper))
        return {QT_TRANSLATE_NOOP("Diagnosis", "systemd says about its unit: %1."), {helper.unit}};
    return {QT_TRANSLATE_NOOP("Diagnosis", "The message bus said: %1."), {helper.details}};
}

std::string restart(const Facts& facts) {
    if (facts.computer.systemd)
        return remedy::restartUnit("vitrine-helper.service", facts.helper.details);
    return remedy::installHelper(facts);
}

/// A bus whose services systemd starts is not told that a unit failed: the caller waits in vain.
HelperAnswer answerOf(const HelperFacts& helper) {
    return helper.answer == HelperAnswer::Silent && unitFailed(helper) ? HelperAnswer::StartFailed
                                                                       : helper.answer;
}

Words systemWords(const Facts& facts) {
    switch (answerOf(facts.helper)) {
    case HelperAnswer::Answers:
        break;
    case HelperAnswer::NoBus:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "There is no system message bus.")},
                reasonOf(facts.helper),
                facts.computer.systemd ? "sudo systemctl start dbus.socket" : "sudo packaging/run.sh"};
    case HelperAnswer::NotInstalled:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The helper is not installed.")},
                {facts.packaged
                     ? QT_TRANSLATE_NOOP(
                           "Diagnosis",
                           "Making containers needs root, and the window has no such rights: it asks "
                           "vitrine-helper, which the message bus does not know.")
                     : QT_TRANSLATE_NOOP(
                           "Diagnosis",
                           "Making containers needs root, and the window has no such rights: it asks "
                           "vitrine-helper, which the message bus does not know. Run the command "
                           "in the folder of Vitrine's source.")},
                remedy::installHelper(facts)};
    case HelperAnswer::StartFailed:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The helper is installed, but does not start.")},
                reasonOf(facts.helper),
                restart(facts)};
    case HelperAnswer::NotAllowed:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The message bus does not let you talk to the helper.")},
                {QT_TRANSLATE_NOOP("Diagnosis",
                                   "The bus's policy org.vitrine.Manager1.conf is missing or was changed.")},
                remedy::installHelper(facts)};
    case HelperAnswer::Silent:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The helper does not answer.")},
                reasonOf(facts.helper),
                facts.computer.systemd ? restart(facts) : "sudo pkill -x vitrine-helper"};
    case HelperAnswer::AnotherProtocol:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The helper speaks another protocol than this window.")},
                {QT_TRANSLATE_NOOP("Diagnosis", "They are of different versions.")},
                remedy::installHelper(facts)};
    }
    return {};
}

Words rootlessWords(const Facts& facts) {
    const std::string& program = facts.helper.program;
    switch (facts.helper.answer) {
    case HelperAnswer::NoBus:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "There is no session message bus.")},
                {QT_TRANSLATE_NOOP(
                    "Diagnosis", "Without root the window and the helper speak over the D-Bus of your login "
                                 "session. The command starts Vitrine with one of its own.")},
                "dbus-run-session vitrine --bus session"};
    case HelperAnswer::NotInstalled:
        if (program.empty())
            break;
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The rootless helper does not run yet.")},
                {QT_TRANSLATE_NOOP("Diagnosis",
                                   "The window starts it when it is asked to, as this command does.")},
                program + " --session"};
    default:
        return {{QT_TRANSLATE_NOOP("Diagnosis", "The rootless helper does not answer.")},
                reasonOf(facts.helper),
                (program.empty() ? "vitrine-helper" : program) + " --session"};
    }
    return {
        {QT_TRANSLATE_NOOP("Diagnosis", "The rootless helper is not installed.")},
        {QT_TRANSLATE_NOOP("Diagnosis", "It is the program vitrine-helper, which was found neither beside "
                                        "this window nor in PATH.")},
        remedy::installHelper(facts)};
}

Finding helperPresence(const Facts& facts) {
    const HelperFacts& helper = facts.helper;
    Finding finding{.id = "helper", .title = {QT_TRANSLATE_NOOP("Diagnosis", "Helper")}};
    if (helper.answer == HelperAnswer::Answers) {
        finding.sentence = {helper.mode == Privilege::Root
                                ? QT_TRANSLATE_NOOP("Diagnosis", "The helper answers.")
                                : QT_TRANSLATE_NOOP("Diagnosis", "The rootless helper answers.")};
        return finding;
    }
    Words words = helper.mode == Privilege::Root ? systemWords(facts) : rootlessWords(facts);
    const bool canBeStarted = helper.mode == Privilege::Rootless &&
                              helper.answer == HelperAnswer::NotInstalled && !helper.program.empty();
    finding.state = canBeStarted ? FindingState::Note : FindingState::Problem;
    finding.sentence = std::move(words.sentence);
    finding.cause = std::move(words.cause);
    finding.command = std::move(words.command);
    return finding;
}

Finding version(const Facts& facts) {
    Finding finding{.id = "helper-version",
                    .title = {QT_TRANSLATE_NOOP("Diagnosis", "Version")},
                    .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "Window and helper are both version %1."),
                                 {facts.ownVersion}}};
    if (facts.helper.version == facts.ownVersion)
        return finding;
    finding.state = FindingState::Note;
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "The window is version %1, the helper %2."),
                        {facts.ownVersion, facts.helper.version}};
    finding.cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                       "One of them was upgraded alone, or an old helper is still running; "
                                       "what is new in one may be refused by the other.")};
    finding.command = remedy::installHelper(facts);
    return finding;
}

} // namespace

void diagnoseHelper(const Facts& facts, std::vector<Finding>& findings) {
    findings.push_back(helperPresence(facts));
    if (facts.helper.answer == HelperAnswer::Answers)
        findings.push_back(version(facts));
}

} // namespace vitrine::diagnosis
