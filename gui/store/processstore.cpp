// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/processstore.h"

#include <algorithm>
#include <iterator>

namespace vitrine::gui {

namespace {

constexpr int quietMs = 2'500;

const auto keyOf = [](const SharedProcess& process) { return process->row.key; };

std::optional<float> percent(std::uint64_t beforeUs, std::uint64_t afterUs, std::int64_t elapsedNs) {
    if (elapsedNs <= 0 || afterUs < beforeUs)
        return std::nullopt;
    return static_cast<float>(static_cast<double>(afterUs - beforeUs) * 100'000.0 /
                              static_cast<double>(elapsedNs));
}

/// Equal texts are held once: of ten thousand workers most have the name of the one before.
SharedProcess entryOf(const ProcessRow& row, std::optional<float> cpuPercent, const SharedProcess& similar) {
    auto entry = std::make_shared<ProcessEntry>(row, cpuPercent);
    for (QString ProcessRow::* text : {&ProcessRow::name, &ProcessRow::commandLine})
        if (similar && similar->row.*text == row.*text)
            entry->row.*text = similar->row.*text;
    return entry;
}

} // namespace

ProcessStore::ProcessStore(ContainerService* service, QObject* parent)
    : QObject(parent) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietMs);
    connect(&m_quiet, &QTimer::timeout, this, &ProcessStore::onQuiet);
    connect(service, &ContainerService::processesReceived, this, [this](const ProcessUpdate& update) {
        if (update.container == m_container)
            apply(update);
    });
}

void ProcessStore::setContainer(const ContainerId& id) {
    m_container = id;
    m_processes.clear();
    m_busy.clear();
    m_lastTimeNs = 0;
    m_quiet.stop();
    emit changed(ProcessDelta{.reset = true, .upserted = {}, .gone = {}});
}

SharedProcess ProcessStore::find(ProcessKey key) const {
    const auto it = std::ranges::lower_bound(m_processes, key, {}, keyOf);
    return it != m_processes.end() && keyOf(*it) == key ? *it : nullptr;
}

/// Where the process is; the end when it is not there.
std::vector<SharedProcess>::iterator ProcessStore::place(ProcessKey key) {
    const auto it = std::ranges::lower_bound(m_processes, key, {}, keyOf);
    return it != m_processes.end() && keyOf(*it) == key ? it : m_processes.end();
}

void ProcessStore::apply(const ProcessUpdate& update) {
    ProcessDelta delta;
    delta.reset = update.reset;
    if (update.reset) {
        m_processes.clear();
        m_busy.clear();
        m_lastTimeNs = 0;
    }
    const std::int64_t elapsed = m_lastTimeNs == 0 ? 0 : update.timeNs - m_lastTimeNs;
    std::vector<SharedProcess> fresh;
    std::vector<ProcessKey> busy;
    for (const ProcessRow& row : update.rows) {
        delta.upserted.push_back(row.key);
        const auto it = place(row.key);
        if (it == m_processes.end()) {
            fresh.push_back(entryOf(row, std::nullopt, fresh.empty() ? nullptr : fresh.back()));
            busy.push_back(row.key); // until the next message says that it was idle, or how much it used
            continue;
        }
        const std::optional<float> used = percent((*it)->row.cpuTimeUs, row.cpuTimeUs, elapsed);
        *it = entryOf(row, used, *it);
        if (used.value_or(0) > 0)
            busy.push_back(row.key);
    }
    insertNew(fresh);
    std::ranges::sort(delta.upserted);
    calmDown(delta.upserted, update.timeNs);
    std::ranges::sort(busy);
    m_busy = std::move(busy);
    delta.gone = update.gone;
    std::ranges::sort(delta.gone);
    if (!delta.gone.empty())
        std::erase_if(m_processes, [&](const SharedProcess& process) {
            return std::ranges::binary_search(delta.gone, keyOf(process));
        });
    std::erase_if(m_busy, [&](ProcessKey key) { return std::ranges::binary_search(delta.gone, key); });
    m_lastTimeNs = update.timeNs;
    if (!m_busy.empty())
        m_quiet.start();
    emit changed(delta);
}

void ProcessStore::insertNew(std::vector<SharedProcess>& fresh) {
    if (fresh.empty())
        return;
    std::ranges::sort(fresh, {}, keyOf);
    const auto old = static_cast<std::ptrdiff_t>(m_processes.size());
    std::ranges::move(fresh, std::back_inserter(m_processes));
    std::ranges::inplace_merge(m_processes, m_processes.begin() + old, {}, keyOf);
}

// Those that used CPU time until the last message and are not in this one have used none since.
void ProcessStore::calmDown(std::vector<ProcessKey>& changedKeys, std::int64_t timeNs) {
    if (timeNs == m_lastTimeNs)
        return;
    std::vector<ProcessKey> calmed;
    for (const ProcessKey key : m_busy) {
        if (std::ranges::binary_search(changedKeys, key))
            continue;
        const auto it = place(key);
        if (it == m_processes.end())
            continue;
        *it = std::make_shared<const ProcessEntry>((*it)->row, 0.0F);
        calmed.push_back(key);
    }
    const auto middle = static_cast<std::ptrdiff_t>(changedKeys.size());
    changedKeys.insert(changedKeys.end(), calmed.begin(), calmed.end());
    std::ranges::inplace_merge(changedKeys, changedKeys.begin() + middle);
}

void ProcessStore::onQuiet() {
    apply({.container = m_container,
           .timeNs = m_lastTimeNs + std::int64_t{quietMs} * 1'000'000,
           .reset = false,
           .rows = {},
           .gone = {}});
}

} // namespace vitrine::gui
