// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <array>
#include <map>
#include <set>
#include <string>

namespace vitrine::helper {

/// What can be subscribed to; the numbers are those of the contract.
enum class SampleKind : unsigned { Statistics = 1, Detailed = 2, Processes = 4 };
inline constexpr std::array allSampleKinds{SampleKind::Statistics, SampleKind::Detailed,
                                           SampleKind::Processes};

/// Who wants to hear what about which containers, and how often. A value; the clock is elsewhere.
class Subscriptions {
public:
    void add(SampleKind kind, const QString& client, const std::string& container, int intervalMs);
    void remove(SampleKind kind, const QString& client, const std::string& container);
    void removeClient(const QString& client);
    void removeContainer(const std::string& container);

    /// The shortest interval anybody wants; 0 = nobody wants anything.
    [[nodiscard]] int interval(SampleKind kind) const;
    [[nodiscard]] bool isEmpty() const;

    /// Client to containers.
    [[nodiscard]] std::map<QString, std::set<std::string>> clientsOf(SampleKind kind) const;
    /// Container to clients.
    [[nodiscard]] std::map<std::string, std::set<QString>> containersOf(SampleKind kind) const;

private:
    using Key = std::pair<QString, std::string>;
    std::map<SampleKind, std::map<Key, int>> m_intervals;
};

} // namespace vitrine::helper
