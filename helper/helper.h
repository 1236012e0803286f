// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/hostfacts.h"
#include "helper/options.h"

#include <QDBusConnection>

#include <memory>

namespace vitrine::helper {

/// All parts, put together. Reads the containers from disk, then takes the name on the bus.
class Helper {
public:
    Helper(const Options& options, const HostFacts& facts, const QDBusConnection& bus);
    ~Helper();
    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

    /// Makes the directories, finds containers, registers objects and the name.
    [[nodiscard]] Result<> begin();

    /// Waits for work in threads to end: what is half done is finished or undone at the next start.
    void end();

private:
    struct Parts;
    void watchIdle();
    void watchQuiet();
    void giveBackIfQuiet();
    void exitIfIdle();
    [[nodiscard]] bool isIdle() const;

    Options m_options;
    HostFacts m_facts;
    QDBusConnection m_bus;
    std::unique_ptr<Parts> m_parts;
    std::uint64_t m_callsSeen = 0;
};

} // namespace vitrine::helper
