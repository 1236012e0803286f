// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/start/timing.h"
#include "tests/dbus/helper/testclient.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::bench {

/// One way to start the same program in the same root directory.
struct Contestant {
    std::string name;
    std::function<std::optional<Times>()> start;
    std::vector<Times> hot;
    std::vector<Times> idle;
};

/// The root directory, the container that the helper has of it, and bundles of its very configuration for the
/// others.
class Stage {
public:
    explicit Stage(const V1Runner& v1);
    [[nodiscard]] bool isReady() const { return !m_container.isEmpty(); }
    [[nodiscard]] test::Client& client() { return m_client; }
    /// A container of this root that stays until it is stopped; its path.
    [[nodiscard]] QString makeSleeper(const QString& name);
    /// Those that work here; the others are named on the output.
    [[nodiscard]] std::vector<Contestant> contestants();
    /// The same for a further process in a container that runs.
    [[nodiscard]] std::vector<Contestant> enterings();
    [[nodiscard]] bool cleanUp();

private:
    [[nodiscard]] QString create(const QString& name, const QStringList& args);
    [[nodiscard]] std::optional<Times> startThroughBus();
    [[nodiscard]] std::vector<std::string> monitorCommand() const;
    [[nodiscard]] std::string makeBundle(const std::string& name) const;
    [[nodiscard]] bool makeStay(const std::string& program) const;
    [[nodiscard]] std::string id() const;

    const V1Runner& m_v1;
    std::string m_directory;
    std::string m_root;
    std::unique_ptr<Stamps> m_stamps;
    test::Client m_client;
    QString m_container;
    std::vector<std::string> m_staying; ///< runtimes that have a container which runs
};

} // namespace vitrine::bench
