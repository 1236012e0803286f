// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/scriptparts.h"

#include <string>
#include <string_view>

namespace vitrine::scripting {

/// The second part of a script: what the host does, a member for each kind of step.
class Work {
public:
    Work(const Subject& subject, Script& script)
        : m_subject(subject)
        , m_script(script) {}

    void write();

private:
    void on(const step::CreateGroup& step);
    void on(const step::LimitGroup& step);
    void on(const step::CreateCgroup& step);
    void on(const step::WriteLimit& step);
    void on(const step::DelegateCgroup& step);
    void on(const step::JoinNamespaces& step);
    void on(const step::CloneProcess& step);
    void on(const step::WriteIdMap& step);
    void on(const step::PrepareIdMappedRoot& step);
    void on(const step::JoinCgroup& step);
    void on(const step::MakeMountsPrivate& step);
    void on(const step::MountRoot& step);
    void on(const step::MountFilesystem& step);
    void on(const step::BindDevice& step);
    void on(const step::MakeDevice& step);
    void on(const step::RestrictDevices& step);
    void on(const step::MakeSymlink& step);
    void on(const step::OpenConsole& step);
    void on(const step::SetHostname& step);
    void on(const step::RaiseLoopback& step);
    void on(const step::MaskPath& step);
    void on(const step::MakeReadOnly& step);
    void on(const step::MakeRootReadOnly& step);
    template <typename OfTheOrders>
    void on(const OfTheOrders& /*step*/) {}

    void line(std::string_view command) { m_script.line(command); }
    void use(std::string_view tool) { m_script.tools.emplace(tool); }
    void helpers();
    void letGo();
    void setRlimits();
    void setRlimit(const step::SetRlimit& step);
    void bind(const step::MountFilesystem& step);
    /// All control groups on the way to `path`, with what each hands down.
    void makeAbove(const std::string& path);
    void writeLimit(const std::string& path, const LimitFile& limit);
    void joinGroups();
    void finish();
    /// Steps that are said in the first part, or at the end.
    [[nodiscard]] static bool isElsewhere(const Step& step);
    [[nodiscard]] std::string enterOptions() const;
    /// "nsenter ... -- " of the container that is joined; empty without one.
    [[nodiscard]] std::string joinWords() const;
    /// Whoever may open the host's directories: root of the host, where there is one.
    [[nodiscard]] const char* opener() const { return m_subject.isRootless() ? "inside" : "outside"; }

    const Subject& m_subject;
    Script& m_script;
    bool m_isGoing = false;
};

} // namespace vitrine::scripting
