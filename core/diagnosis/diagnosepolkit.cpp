// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// polkit(8): does it run, does it know Vitrine, what does it allow, and who asks for the password?

#include "core/diagnosis/parts.h"
#include "core/diagnosis/remedies.h"

#include <algorithm>

namespace vitrine::diagnosis {

namespace {

/// Root is asked for nothing, so what is wrong with polkit does not keep root from anything.
FindingState unlessRoot(const Facts& facts) {
    return facts.computer.userId == 0 ? FindingState::Note : FindingState::Problem;
}

Finding polkitPresence(const Facts& facts) {
    const PolkitFacts& polkit = facts.polkit;
    Finding finding{.id = "polkit", .title = {"polkit"}};
    if (polkit.answer == PolkitAnswer::Answers) {
        finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "polkit %1 answers."), {polkit.version}};
        return finding;
    }
    finding.state = unlessRoot(facts);
    if (polkit.answer == PolkitAnswer::NotInstalled) {
        finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "polkit is not installed.")};
        finding.cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                           "The helper asks it whether you may change containers; "
                                           "without it, only root may.")};
        finding.command =
            remedy::install(facts.computer.distribution,
                            facts.computer.distribution == Distribution::Debian ? "polkitd" : "polkit");
        return finding;
    }
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "polkit does not answer.")};
    finding.cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                       "The helper asks it whether you may change containers. The "
                                       "message bus said: %1."),
                     {polkit.details}};
    if (facts.computer.systemd)
        finding.command = remedy::restartUnit("polkit.service", polkit.details);
    return finding;
}

Finding actions(const Facts& facts, const std::vector<std::string>& unknown) {
    Finding finding{.id = "polkit-actions",
                    .title = {QT_TRANSLATE_NOOP("Diagnosis", "Actions")},
                    .sentence = {QT_TRANSLATE_NOOP("Diagnosis", "polkit knows all of Vitrine's actions.")}};
    if (unknown.empty())
        return finding;
    finding.state = unlessRoot(facts);
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "polkit does not know these actions: %1."),
                        {listed(unknown)}};
    finding.cause = {QT_TRANSLATE_NOOP("Diagnosis",
                                       "It refuses what it does not know. Its file "
                                       "org.vitrine.policy is not in "
                                       "/usr/share/polkit-1/actions, or is of another version.")};
    finding.command = remedy::installHelper(facts);
    return finding;
}

std::vector<std::string> allowedAs(const PolkitFacts& polkit, const std::string& word) {
    std::vector<std::string> actions;
    for (const auto& [action, answer] : polkit.permissions)
        if (answer == word)
            actions.push_back(action);
    return actions;
}

bool refuses(const PolkitFacts& polkit, const std::string& action) {
    const auto found = polkit.permissions.find(action);
    return found != polkit.permissions.end() && found->second == "no";
}

Text allowedSentence(const PolkitFacts& polkit) {
    const std::string yes = listed(allowedAs(polkit, "yes"));
    const std::string password = listed(allowedAs(polkit, "auth"));
    const std::string no = listed(allowedAs(polkit, "no"));
    if (password.empty() && no.empty())
        return {QT_TRANSLATE_NOOP("Diagnosis", "You may do everything without a password.")};
    if (yes.empty() && no.empty())
        return {QT_TRANSLATE_NOOP("Diagnosis", "You may do everything after a password.")};
    const std::string dash = "–";
    return {
        QT_TRANSLATE_NOOP("Diagnosis", "You may do without a password: %1; after one: %2; not at all: %3."),
        {yes.empty() ? dash : yes, password.empty() ? dash : password, no.empty() ? dash : no}};
}

/// The administrator's recipe (resources/polkit/examples/classroom.rules), where it is installed.
std::string allowCommand(const Facts& facts) {
    const std::string user =
        facts.computer.userName.empty() ? std::to_string(facts.computer.userId) : facts.computer.userName;
    const std::string folder =
        facts.packaged ? "/usr/share/doc/vitrine-helper/examples/" : "resources/polkit/examples/";
    return "sudo groupadd -f students && sudo usermod -aG students " + user + " && sudo install -m 644 " +
           folder + "classroom.rules /etc/polkit-1/rules.d/50-vitrine-classroom.rules";
}

Finding permissions(const Facts& facts) {
    Finding finding{.id = "permissions",
                    .title = {QT_TRANSLATE_NOOP("Diagnosis", "Permission")},
                    .sentence = allowedSentence(facts.polkit)};
    const bool manage = !refuses(facts.polkit, "manage");
    if (manage && !refuses(facts.polkit, "exec"))
        return finding;
    finding.state = manage ? FindingState::Note : FindingState::Problem;
    finding.cause = {QT_TRANSLATE_NOOP(
        "Diagnosis", "A rule of this computer's administrator says so, or polkit has no "
                     "answer for this session. The command lets the group students, and you "
                     "in it, manage their own containers from the next login on.")};
    finding.command = allowCommand(facts);
    return finding;
}

Finding agent(const Facts& facts) {
    Finding finding{
        .id = "agent",
        .title = {QT_TRANSLATE_NOOP("Diagnosis", "Password prompt")},
        .sentence = {QT_TRANSLATE_NOOP(
            "Diagnosis", "A program of this session asks for passwords (authentication agent).")}};
    if (facts.polkit.agent == AgentAnswer::Present)
        return finding;
    const bool unneeded = facts.computer.userId == 0 ||
                          (!facts.polkit.permissions.empty() && allowedAs(facts.polkit, "auth").empty());
    if (unneeded) {
        finding.sentence = {QT_TRANSLATE_NOOP(
            "Diagnosis", "No password is asked of you, so no program needs to ask for it.")};
        return finding;
    }
    finding.state = FindingState::Note;
    finding.command = remedy::install(facts.computer.distribution, "mate-polkit");
    if (facts.polkit.agent == AgentAnswer::Unknown) {
        finding.sentence = {QT_TRANSLATE_NOOP(
            "Diagnosis", "It is not known whether a program of this session asks for passwords.")};
        finding.cause = {QT_TRANSLATE_NOOP(
            "Diagnosis", "polkit did not tell. If no prompt appears, Vitrine offers its own; "
                         "the command installs one for all programs.")};
        return finding;
    }
    finding.sentence = {QT_TRANSLATE_NOOP("Diagnosis", "No program of this session asks for passwords.")};
    finding.cause = {QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Desktops run an authentication agent; bare window managers and remote displays often do "
        "not. Vitrine offers its own when one is needed; the command installs one for all "
        "programs, from the next login on.")};
    return finding;
}

} // namespace

void diagnosePolkit(const Facts& facts, std::vector<Finding>& findings) {
    findings.push_back(polkitPresence(facts));
    if (facts.polkit.answer != PolkitAnswer::Answers)
        return;
    if (facts.polkit.unknownActions)
        findings.push_back(actions(facts, *facts.polkit.unknownActions));
    if (!facts.polkit.permissions.empty())
        findings.push_back(permissions(facts));
    findings.push_back(agent(facts));
}

} // namespace vitrine::diagnosis
