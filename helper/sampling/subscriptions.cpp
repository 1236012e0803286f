// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/sampling/subscriptions.h"

#include <algorithm>

namespace vitrine::helper {

void Subscriptions::add(SampleKind kind, const QString& client, const std::string& container,
                        int intervalMs) {
    m_intervals[kind][{client, container}] = intervalMs;
}

void Subscriptions::remove(SampleKind kind, const QString& client, const std::string& container) {
    m_intervals[kind].erase({client, container});
}

void Subscriptions::removeClient(const QString& client) {
    for (auto& [kind, intervals] : m_intervals)
        std::erase_if(intervals, [&](const auto& entry) { return entry.first.first == client; });
}

void Subscriptions::removeContainer(const std::string& container) {
    for (auto& [kind, intervals] : m_intervals)
        std::erase_if(intervals, [&](const auto& entry) { return entry.first.second == container; });
}

int Subscriptions::interval(SampleKind kind) const {
    const auto found = m_intervals.find(kind);
    if (found == m_intervals.end() || found->second.empty())
        return 0;
    return std::ranges::min_element(found->second, {}, [](const auto& entry) { return entry.second; })
        ->second;
}

bool Subscriptions::isEmpty() const {
    return std::ranges::all_of(m_intervals, [](const auto& entry) { return entry.second.empty(); });
}

std::map<QString, std::set<std::string>> Subscriptions::clientsOf(SampleKind kind) const {
    std::map<QString, std::set<std::string>> clients;
    if (const auto found = m_intervals.find(kind); found != m_intervals.end())
        for (const auto& [key, interval] : found->second)
            clients[key.first].insert(key.second);
    return clients;
}

std::map<std::string, std::set<QString>> Subscriptions::containersOf(SampleKind kind) const {
    std::map<std::string, std::set<QString>> containers;
    if (const auto found = m_intervals.find(kind); found != m_intervals.end())
        for (const auto& [key, interval] : found->second)
            containers[key.second].insert(key.first);
    return containers;
}

} // namespace vitrine::helper
