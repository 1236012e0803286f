// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/explain.h"

#include <QCoreApplication>

namespace vitrine::gui {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Explain", text);
}

} // namespace

QString namespaceTitle(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return translated(QT_TRANSLATE_NOOP("Explain", "Processes (pid)"));
    case NamespaceKind::Mount:
        return translated(QT_TRANSLATE_NOOP("Explain", "Files (mnt)"));
    case NamespaceKind::Network:
        return translated(QT_TRANSLATE_NOOP("Explain", "Network (net)"));
    case NamespaceKind::Uts:
        return translated(QT_TRANSLATE_NOOP("Explain", "Host name (uts)"));
    case NamespaceKind::Ipc:
        return translated(QT_TRANSLATE_NOOP("Explain", "Shared memory (ipc)"));
    case NamespaceKind::User:
        return translated(QT_TRANSLATE_NOOP("Explain", "Users (user)"));
    case NamespaceKind::Cgroup:
        return translated(QT_TRANSLATE_NOOP("Explain", "Control groups (cgroup)"));
    case NamespaceKind::Time:
        return translated(QT_TRANSLATE_NOOP("Explain", "Clocks (time)"));
    }
    return {};
}

QString ownNamespaceText(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It sees its own processes only; its first one is number 1."));
    case NamespaceKind::Mount:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It has its own tree of files; mounts made inside stay inside."));
    case NamespaceKind::Network:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It has its own network devices; at first only loopback."));
    case NamespaceKind::Uts:
        return translated(QT_TRANSLATE_NOOP("Explain", "It has its own host name."));
    case NamespaceKind::Ipc:
        return translated(QT_TRANSLATE_NOOP("Explain", "Its shared memory and message queues are its own."));
    case NamespaceKind::User:
        return translated(QT_TRANSLATE_NOOP("Explain", "Root inside is an ordinary user outside."));
    case NamespaceKind::Cgroup:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It sees its own control group as the top of the tree."));
    case NamespaceKind::Time:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "Its monotonic and boot clocks can differ from the host's."));
    }
    return {};
}

QString sharedNamespaceText(NamespaceKind kind) {
    switch (kind) {
    case NamespaceKind::Pid:
        return translated(QT_TRANSLATE_NOOP("Explain", "It sees all processes of this computer."));
    case NamespaceKind::Mount:
        return translated(QT_TRANSLATE_NOOP("Explain", "Mounts it makes appear on this computer."));
    case NamespaceKind::Network:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It uses this computer's network, its ports included."));
    case NamespaceKind::Uts:
        return translated(QT_TRANSLATE_NOOP("Explain", "It has this computer's name."));
    case NamespaceKind::Ipc:
        return translated(QT_TRANSLATE_NOOP("Explain", "It reaches this computer's shared memory."));
    case NamespaceKind::User:
        return translated(QT_TRANSLATE_NOOP("Explain", "Root inside is root of this computer."));
    case NamespaceKind::Cgroup:
        return translated(
            QT_TRANSLATE_NOOP("Explain", "It sees this computer's whole tree of control groups."));
    case NamespaceKind::Time:
        return translated(QT_TRANSLATE_NOOP("Explain", "It has this computer's clocks."));
    }
    return {};
}

QString joinedNamespaceText(NamespaceKind kind, const QString& name) {
    switch (kind) {
    case NamespaceKind::Pid:
        return translated(QT_TRANSLATE_NOOP("Explain", "Shared with %1: they see each other's processes, and "
                                                       "it ends when %1 does."))
            .arg(name);
    case NamespaceKind::Network:
        return translated(QT_TRANSLATE_NOOP("Explain", "Shared with %1: the same devices, addresses and "
                                                       "ports; they reach each other at 127.0.0.1."))
            .arg(name);
    case NamespaceKind::Uts:
        return translated(QT_TRANSLATE_NOOP("Explain", "Shared with %1: it has the same host name."))
            .arg(name);
    case NamespaceKind::Ipc:
        return translated(
                   QT_TRANSLATE_NOOP("Explain", "Shared with %1: the same shared memory and message queues."))
            .arg(name);
    case NamespaceKind::User:
        return translated(QT_TRANSLATE_NOOP("Explain",
                                            "Shared with %1: the same users; root of one is root of both."))
            .arg(name);
    default:
        return {};
    }
}

} // namespace vitrine::gui
