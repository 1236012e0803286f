// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/script.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The parts of makeScript().
namespace vitrine::scripting {

/// A plan, and what its steps have in common.
struct Subject {
    Subject(const Plan& thePlan, const PlanContext& theContext, const ScriptExtras& extras);

    const Plan& plan;
    const PlanContext& context;
    const std::string& filter;                 ///< ScriptExtras
    std::vector<StepDescription> descriptions; ///< of the steps, in their order
    NamespaceSet namespaces;
    std::vector<std::string> groups; ///< the control group's directory in each hierarchy
    bool ownUsers = false;           ///< a user namespace that is not the host's
    bool ownMounts = false;
    bool pivots = false;
    bool mountsDev = false; ///< /dev is mounted over

    [[nodiscard]] bool isNew(NamespaceKind kind) const { return namespaces.isNew(kind); }
    [[nodiscard]] bool isRootless() const { return context.facts.privilege == Privilege::Rootless; }
    template <typename Wanted>
    [[nodiscard]] const Wanted* find() const {
        for (const Step& step : plan.steps) {
            if (const auto* found = std::get_if<Wanted>(&step))
                return found;
        }
        return nullptr;
    }
};

/// What has been written, what it uses and what it had to leave out.
struct Script {
    std::string text;
    std::vector<std::string> notes; ///< what a shell cannot do, sentences
    std::set<std::string, std::less<>> tools;
    bool needsRecentMount = false; ///< mount(8) of util-linux 2.39
    std::string lastExplanation;   ///< is not said twice running

    void line(std::string_view command) { text.append(command).append("\n"); }
    /// A comment of as many lines as it takes.
    void comment(std::string_view words);
    /// "# 3. Title" and the explanation of the step at this index, unless the one before has the same.
    void heading(const Subject& subject, std::size_t index);
    /// A thing that is missing: said here, and at the top.
    void note(std::string words);
};

/// Of a container's title or name, as much as a comment holds; bytes.
inline constexpr std::size_t longestTitle = 300;

/// A comment's text: no control characters, nothing that changes the direction of writing, and cut after
/// `most` bytes.
[[nodiscard]] std::string harmless(std::string_view text, std::size_t most);

/// "# " before each line, broken at 98 columns.
[[nodiscard]] std::string commentLines(std::string_view words);

/// base64 (RFC 4648), in lines of 76 characters.
[[nodiscard]] std::string base64Lines(std::string_view bytes);

/// Adds the filter of system calls to the orders, whose last command is setpriv with all its options; or says
/// why it is missing.
void writeFilter(const Subject& subject, Script& script);

/// What the first process does by itself, as the words "$@": from its birth to the command.
void writeOrders(const Subject& subject, Script& script);

/// What the host does around it, and for it through nsenter, up to the command's start.
void writeWork(const Subject& subject, Script& script);

} // namespace vitrine::scripting
