// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tour does, stage by stage.

#include "gui/charts/moments.h"
#include "gui/console/consolepage.h"
#include "gui/limits/limitspage.h"
#include "gui/log/logpage.h"
#include "gui/models/format.h"
#include "gui/tour/hand.h"
#include "gui/tour/tour.h"
#include "gui/views/windowactions.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextDocumentFragment>

#include <cmath>

namespace vitrine::gui {

const ContainerEntry* Tour::container() const {
    return m_window->context().containers->findByName(m_name);
}

bool Tour::isInState(ContainerState state) const {
    const ContainerEntry* entry = container();
    return entry && entry->info.state == state && entry->pending == PendingAction::None;
}

/// In the window or in one of its dialogs.
template <typename Widget>
Widget* Tour::find(const QString& name) const {
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (auto* found = qobject_cast<Widget*>(top); found && top->objectName() == name && top->isVisible())
            return found;
    }
    for (QWidget* top : QApplication::topLevelWidgets()) {
        for (auto* found : top->findChildren<Widget*>(name)) {
            if (found->isVisible())
                return found;
        }
    }
    return nullptr;
}

Sample Tour::lastSample() const {
    const ContainerEntry* entry = container();
    const auto* samples = entry ? m_window->context().samples->samples(entry->info.id) : nullptr;
    return samples && !samples->isEmpty() ? samples->last() : Sample();
}

double Tour::cpusUsed() const {
    const ContainerEntry* entry = container();
    return entry ? m_window->context().samples->cpus(entry->info.id).value_or(0) : 0;
}

QString Tour::readbackOf(const QString& field) const {
    const auto* label = find<QLabel>(QStringLiteral("limit-%1-readback").arg(field));
    return label ? QTextDocumentFragment::fromHtml(label->text()).toPlainText() : QString();
}

void Tour::addPage(const QString& key) {
    addStep(
        tr("open the page %1").arg(key), [this, key] { m_window->showPage(key); },
        [this, key] { return m_window->currentPageKey() == key && m_window->page(key)->isVisible(); });
}

void Tour::writeScript() {
    addStep(
        tr("connect to the helper"), {},
        [this] { return isConnected(m_window->context().service->status().availability); },
        [this] {
            const HelperInfo helper = m_window->context().service->helper();
            QString text = tr("helper %1, kernel %2, cgroup %3, %4 CPUs, %5 of memory")
                               .arg(helper.version, helper.kernelRelease, helper.cgroupLayout)
                               .arg(helper.cpuCount)
                               .arg(formatBytes(helper.memoryTotal));
            for (auto it = helper.unavailable.cbegin(); it != helper.unavailable.cend(); ++it)
                text +=
                    QStringLiteral("\n          ") + tr("not available: %1: %2").arg(it.key(), it.value());
            return text;
        });
    addPicture(QStringLiteral("window"));
    addCreation();
    addStart();
    addConsole();
    addCpu();
    addMemory();
    addRest();
    addEnd();
}

void Tour::addCreation() {
    addStep(
        tr("open the dialog “New container”"), [this] { m_window->actionSet()->create->trigger(); },
        [this] { return find<QDialog>(QStringLiteral("newContainerDialog")) != nullptr; });
    addStep(
        tr("type the name"),
        [this] {
            for (int i = 2; container(); ++i)
                m_name = QStringLiteral("tour-%1").arg(i);
            auto* field = find<QLineEdit>(QStringLiteral("newName"));
            if (!field)
                return fail(tr("the dialog has no field for the name"));
            field->selectAll();
            field->insert(m_name);
        },
        [this] {
            const auto* create = find<QPushButton>(QStringLiteral("createButton"));
            return create && create->isEnabled();
        },
        [this] { return tr("the name is %1").arg(m_name); });
    addPause(1500); // the plan comes from the helper
    addPicture(QStringLiteral("new"), [this] { return find<QDialog>(QStringLiteral("newContainerDialog")); });
    addStep(
        tr("create it: bash and the coreutils of this machine are copied into its root"),
        [this] { click(find<QPushButton>(QStringLiteral("createButton"))); },
        [this] { return isInState(ContainerState::Stopped); },
        [this] { return tr("it is %1, its root %2").arg(container()->info.id, container()->info.rootPath); },
        120'000);
    addStep(
        tr("select it"), [this] { m_window->selectContainer(container()->info.id); },
        [this] { return m_window->selectedContainer() == container()->info.id; });
    addPage(QStringLiteral("steps"));
    addPause(1000);
    addPicture(QStringLiteral("plan"));
}

void Tour::addStart() {
    addStep(
        tr("start it"), [this] { m_window->actionSet()->start->trigger(); },
        [this] { return isInState(ContainerState::Running); },
        [this] {
            const ContainerInfo& info = container()->info;
            QString text = tr("it runs; its first process is %1").arg(info.leader);
            for (std::size_t i = 0; i < allNamespaceKinds.size(); ++i) {
                const auto name = procName(allNamespaceKinds.at(i));
                text += QStringLiteral(", %1:[%2]")
                            .arg(QLatin1StringView(name.data(), static_cast<qsizetype>(name.size())))
                            .arg(info.namespaces.at(i));
            }
            for (auto it = info.cgroupDirectories.cbegin(); it != info.cgroupDirectories.cend(); ++it)
                text += QStringLiteral("\n          ") + tr("cgroup of %1: %2").arg(it.key(), it.value());
            return text;
        });
    addPage(QStringLiteral("overview"));
    addPause(1500);
    addPicture(QStringLiteral("overview"));
}

void Tour::addTyping(const QString& what, const QString& line, const QString& expected, int timeoutMs) {
    const auto tab = [this]() -> ConsoleTab* {
        auto* page = qobject_cast<ConsolePage*>(m_window->page(QStringLiteral("console")));
        return page ? page->currentTab() : nullptr;
    };
    addStep(
        what,
        [this, tab, line] {
            if (!tab() || !tab()->terminal())
                return fail(tr("there is no console to type into"));
            account(tr("          typed: %1").arg(line));
            tab()->terminal()->type(line + QLatin1Char('\r'));
        },
        [tab, expected] { return tab() && tab()->terminal()->text().contains(expected); },
        [tab] {
            return tr("console: %1")
                .arg(tab()->terminal()->text().trimmed().section(QLatin1Char('\n'), -3).simplified());
        },
        timeoutMs);
}

void Tour::addConsole() {
    addPage(QStringLiteral("console"));
    addStep(tr("wait for the container's console"), {}, [this] {
        auto* page = qobject_cast<ConsolePage*>(m_window->page(QStringLiteral("console")));
        return page && page->currentTab() && page->currentTab()->isAttached() &&
               page->currentTab()->terminal() && !page->currentTab()->terminal()->text().trimmed().isEmpty();
    });
    // What the shell prints is not what was typed: so the echo of the line is not taken for its result.
    addTyping(tr("look around inside"),
              QStringLiteral("echo pid $$, user $(id -u), $((6*7)) files: $(ls / | tr '\\n' ' ')"),
              QStringLiteral(", 42 files"));
    addPicture(QStringLiteral("console"));
}

void Tour::addLimit(const QString& what, const QString& field, const std::function<QString()>& value) {
    const auto spin = [this, field] {
        return find<QDoubleSpinBox>(QStringLiteral("limit-%1-spin").arg(field));
    };
    addStep(
        what,
        [this, field, spin, value] {
            auto* none = find<QCheckBox>(QStringLiteral("limit-%1-none").arg(field));
            if (!none || !spin())
                return fail(tr("the page has no field %1").arg(field));
            if (none->isChecked())
                click(none);
            account(tr("          entered: %1").arg(value()));
            enterText(spin(), value());
        },
        [this, field] {
            const auto* error = find<QLabel>(QStringLiteral("limit-%1-error").arg(field));
            if (error)
                fail(error->text());
            // The kernel's file is named, in whatever language.
            const auto* readback = find<QLabel>(QStringLiteral("limit-%1-readback").arg(field));
            return m_since.hasExpired(1500) && readback && readback->text().contains(QStringLiteral("<tt>"));
        },
        [this, field] { return readbackOf(field); });
}

void Tour::addCpu() {
    addTyping(tr("load the CPU"), QStringLiteral("while :; do :; done & echo load $((1+1))"),
              QStringLiteral("load 2"));
    addPage(QStringLiteral("charts"));
    addStep(
        tr("wait until it uses the CPU"), {},
        [this] { return m_since.hasExpired(4000) && cpusUsed() > 0.08; },
        [this] { return tr("it uses %1").arg(formatPercent(100 * cpusUsed())); }, 60'000);
    addPause(6000);
    addPage(QStringLiteral("limits"));
    addPause(800);
    // On a busy machine it gets less than a whole CPU: a limit shows only below what it gets.
    addLimit(tr("limit the CPU to a third of that"), QStringLiteral("cpuMax"), [this] {
        if (m_cpuLimit == 0)
            m_cpuLimit = std::max(2.0, std::round(cpusUsed() * 100 / 3));
        return QString::number(m_cpuLimit);
    });
    addPicture(QStringLiteral("limits"));
    addPage(QStringLiteral("charts"));
    addStep(
        tr("wait until the kernel has throttled it"), {},
        [this] {
            return m_since.hasExpired(12'000) && cpusUsed() * 100 < m_cpuLimit * 1.5 &&
                   lastSample().throttledPeriods > 0;
        },
        [this] {
            return tr("it uses %1 and was throttled in %2 periods for %3")
                .arg(formatPercent(100 * cpusUsed()))
                .arg(lastSample().throttledPeriods)
                .arg(formatDuration(static_cast<std::uint64_t>(lastSample().throttledUs) * 1000));
        },
        60'000);
    addPicture(QStringLiteral("charts-cpu"));
    addPage(QStringLiteral("processes"));
    addStep(
        tr("wait for its processes"), {},
        [this] { return m_window->context().processes->processes().size() >= 2 && m_since.hasExpired(2500); },
        [this] { return tr("processes: %1").arg(m_window->context().processes->processes().size()); });
    addPicture(QStringLiteral("processes"));
}

void Tour::addMemory() {
    addPage(QStringLiteral("limits"));
    addPause(800);
    addLimit(tr("lift the CPU's limit to 80 %"), QStringLiteral("cpuMax"),
             [] { return QStringLiteral("80"); });
    addLimit(tr("limit the memory to 64 MiB"), QStringLiteral("memoryMax"),
             [] { return QStringLiteral("64 MiB"); });
    addStep(
        tr("open a further shell"), [this] { m_window->actionSet()->enter->trigger(); },
        [this] {
            auto* page = qobject_cast<ConsolePage*>(m_window->page(QStringLiteral("console")));
            return page->currentTab() && page->currentTab()->isAttached() &&
                   !page->currentTab()->terminal()->text().trimmed().isEmpty() && m_since.hasExpired(800);
        });
    // In a shell of its own: the kernel kills the largest process, which must not be the one that is typed
    // into.
    addTyping(
        tr("use 24 MiB for a while"),
        QStringLiteral("bash -c 'x=$(head -c 24M /dev/zero | tr \"\\0\" x); echo has ${#x}; sleep 6; :'"),
        QStringLiteral("has 25165824"));
    addPage(QStringLiteral("charts"));
    addPause(5000);
    addPage(QStringLiteral("console"));
    // A line without an end is kept whole in memory, until there is no more.
    addTyping(tr("want more than there may be"), QStringLiteral("tail /dev/zero; echo ended with $?"),
              QStringLiteral("ended with 137"), 60'000);
    addPicture(QStringLiteral("console-shell"));
    addPage(QStringLiteral("charts"));
    addStep(
        tr("wait until the kernel's kill is counted"), {},
        [this] { return lastSample().oomKills > 0 && m_since.hasExpired(4000); },
        [this] {
            return tr("killed for want of memory: %1; memory now %2")
                .arg(lastSample().oomKills)
                .arg(formatBytes(
                    static_cast<std::uint64_t>(std::max<std::int64_t>(lastSample().memoryBytes, 0))));
        });
    addPicture(QStringLiteral("charts-memory"));
}

void Tour::addRest() {
    addPage(QStringLiteral("log"));
    addStep(tr("wait for its output"), {}, [this] {
        auto* page = qobject_cast<LogPage*>(m_window->page(QStringLiteral("log")));
        return page && page->text().contains(QStringLiteral(", 42 files"));
    });
    addPicture(QStringLiteral("log"));
    addPage(QStringLiteral("steps"));
    addPause(1000);
    addPicture(QStringLiteral("steps"));
    addStep(
        tr("pause it"), [this] { m_window->actionSet()->pause->trigger(); },
        [this] { return isInState(ContainerState::Paused); });
    addPause(2500);
    addStep(tr("see that it uses nothing"), {}, [this] { return cpusUsed() < 0.02; });
    addStep(
        tr("let it go on"), [this] { m_window->actionSet()->pause->trigger(); },
        [this] { return isInState(ContainerState::Running); });
}

void Tour::addEnd() {
    addPage(QStringLiteral("overview"));
    addStep(
        tr("stop it: its shell does not listen to SIGTERM, but ends when its terminal hangs up (SIGHUP)"),
        [this] { m_window->actionSet()->stop->trigger(); },
        [this] { return isInState(ContainerState::Stopped); },
        [this] {
            const ContainerInfo& info = container()->info;
            return tr("it %1 (code %2, signal %3)")
                .arg(info.stateReason)
                .arg(info.exitCode)
                .arg(info.exitSignal);
        },
        40'000);
    addPicture(QStringLiteral("stopped"));
    addStep(
        tr("ask for it to be deleted"), [this] { m_window->actionSet()->remove->trigger(); },
        [this] { return find<QPushButton>(QStringLiteral("deleteButton")) != nullptr; });
    addPicture(QStringLiteral("delete"), [this] { return find<QDialog>(QStringLiteral("deleteBox")); });
    addStep(
        tr("delete it"), [this] { click(find<QPushButton>(QStringLiteral("deleteButton"))); },
        [this] { return container() == nullptr; }, [] { return tr("it is gone"); }, 60'000);
}

} // namespace vitrine::gui
