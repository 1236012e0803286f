// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/plan/script.h"

#include "core/plan/cgroupplaces.h"
#include "core/plan/quoting.h"
#include "core/plan/scriptparts.h"
#include "core/plan/scripttexts.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace vitrine::scripting {

namespace {

constexpr std::size_t longestLine = 98;

/// Bytes of a character that a comment must not hold, or 0: C0, DEL, C1, the separators of lines, and what
/// changes the direction of writing (a comment could then look like a command, and the other way round).
std::size_t harmfulBytes(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F)
        return 1;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0)
        return 2;
    const bool separators = byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE;
    const bool isolates = byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;
    const bool marks = byte(1) == 0x80 && (byte(2) == 0x8E || byte(2) == 0x8F);
    return byte(0) == 0xE2 && (separators || isolates || marks) ? 3 : 0;
}

void writeHeader(const Subject& subject, std::string_view name, const Script& body, Script& script) {
    script.line("#!/bin/sh");
    script.comment(std::format("The container \"{}\", made by hand.", name));
    script.line("#");
    script.comment(
        "This script does with the commands of coreutils, util-linux and iproute2 what Vitrine does "
        "with system calls, step by step and for the same specification, and runs the container's "
        "command in the terminal it is started from. When that ends, all is taken back, except "
        "what it has written into its root, which is that of Vitrine's container. Read the script "
        "from the top to the bottom; the numbers are those of the steps in Vitrine's window.");
    script.line("#");
    std::string tools;
    for (const std::string& tool : body.tools)
        tools += (tools.empty() ? "" : ", ") + tool;
    script.comment(std::format("It needs {}, a shell that knows POSIX (dash, bash), coreutils 8.31, "
                               "util-linux {}, and of all that: {}.",
                               subject.isRootless() ? "no root: run it as the user it was made for" : "root",
                               body.needsRecentMount ? "2.39" : "2.36", tools));
    script.line("#");
    script.comment("What a shell cannot do, and what is different from Vitrine's container therefore:");
    for (const std::string& note : body.notes)
        script.comment("* " + note);
    script.line("\n# shellcheck disable=SC1003,SC2016 # what is in single quotes is meant as it stands");
    script.line("set -eu\n");
}

void writeChecks(const Subject& subject, const Script& body, Script& script) {
    script.text += failText;
    if (!subject.isRootless())
        script.line("[ \"$(id -u)\" = 0 ] || fail 'this has to be run by root'");
    std::string words = "for tool in";
    for (const std::string& tool : body.tools) {
        const std::size_t begin = words.rfind('\n') + 1; // npos + 1 is 0
        words += words.size() - begin + tool.size() > longestLine ? " \\\n    " : " ";
        words += tool;
    }
    script.line(words + "; do");
    script.line("    command -v \"$tool\" >/dev/null || fail \"the program $tool is missing\"");
    script.line("done");
    if (body.needsRecentMount)
        script.text += recentMountText;
    script.line("");
    script.comment("The directory that becomes the container's \"/\".");
    script.line("root=" + shellQuote(subject.context.rootDirectory));
    script.line("[ -d \"$root\" ] || fail \"$root is no directory\"");
}

/// Differences that every container has.
void noteTheUsual(const Subject& subject, Script& script) {
    script.notes.emplace_back("A keyring of its own (keyctl(2)): no plain command makes one, so that the "
                              "container keeps that of the session it is started from.");
    script.notes.emplace_back(
        "The terminal and the streams are those the script is started with. Vitrine gives a container pipes "
        "or a terminal of its own, whose owner the container's user is, so that it can neither read nor "
        "type into yours; here a container that is not to be trusted should be started under script(1).");
    script.notes.emplace_back("Where sh is bash, the variable SHLVL joins the environment.");
    if (subject.isNew(NamespaceKind::Pid))
        script.notes.emplace_back("The process unshare, which waits for the first process, stays in the new "
                                  "namespaces too, although nobody inside can see it.");
}

} // namespace

Subject::Subject(const Plan& thePlan, const PlanContext& theContext, const ScriptExtras& extras)
    : plan(thePlan)
    , context(theContext)
    , filter(extras.filter)
    , descriptions(describe(thePlan, theContext)) {
    if (const auto* clone = find<step::CloneProcess>())
        namespaces = clone->namespaces;
    ownUsers = !namespaces.isHosts(NamespaceKind::User);
    ownMounts = isNew(NamespaceKind::Mount);
    pivots = find<step::PivotRoot>() != nullptr;
    if (const auto* group = find<step::CreateCgroup>())
        groups = groupDirectories(context.facts.cgroup, group->path);
    mountsDev = std::ranges::any_of(plan.steps, [](const Step& step) {
        const auto* mount = std::get_if<step::MountFilesystem>(&step);
        return mount != nullptr && mount->mount.destination == "/dev";
    });
}

std::string harmless(std::string_view text, std::size_t most) {
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const bool startsCharacter = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (startsCharacter && clean.size() >= most)
            return clean + " ...";
        const std::size_t harmful = harmfulBytes(text.substr(at));
        clean += harmful == 0 ? text[at] : '?';
        at += std::max<std::size_t>(harmful, 1);
    }
    return clean;
}

std::string commentLines(std::string_view words) {
    // What belongs to a point of a list is below its first word.
    const std::string begin = words.starts_with("* ") ? "#  " : "#";
    std::string lines;
    std::string current = "#";
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (end > 0 && current.size() > begin.size() && current.size() + 1 + end > longestLine) {
            lines += current + '\n';
            current = begin;
        }
        if (end > 0)
            current.append(" ").append(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return lines + current + '\n';
}

void Script::comment(std::string_view words) {
    text += commentLines(harmless(words, std::string::npos));
}

void Script::heading(const Subject& subject, std::size_t index) {
    const StepDescription& description = subject.descriptions[index];
    const std::size_t last = text.rfind('\n', text.empty() ? 0 : text.size() - 2);
    if (last != std::string::npos && text[last + 1] != '#')
        text += '\n'; // headings of one command stay together
    text += commentLines(std::format("{}. {}", index + 1, harmless(description.title, longestTitle)));
    if (std::exchange(lastExplanation, description.explanation) != description.explanation)
        text += commentLines(description.explanation);
}

void Script::note(std::string words) {
    comment("(Not by hand: " + words + ")");
    notes.push_back(std::move(words));
}

} // namespace vitrine::scripting

namespace vitrine {

std::string makeScript(const Plan& plan, const PlanContext& context, std::string_view name,
                       const ScriptExtras& extras) {
    using namespace scripting;
    const Subject subject(plan, context, extras);
    Script body;
    body.notes = extras.missing;
    body.tools = {"cat", "chmod", "env", "mkdir", "mkfifo", "mktemp", "rm", "rmdir", "setpriv", "sleep"};
    writeOrders(subject, body);
    writeWork(subject, body);
    body.text += endText;
    noteTheUsual(subject, body);

    Script script;
    writeHeader(subject, harmless(name, longestTitle), body, script);
    writeChecks(subject, body, script);
    script.text += workplaceText;
    script.text += body.text;
    return std::move(script.text);
}

} // namespace vitrine
