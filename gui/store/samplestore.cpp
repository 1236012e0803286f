// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/store/samplestore.h"

namespace vitrine::gui {

std::optional<double> cpusUsed(const Sample& before, const Sample& after) {
    if (before.cpuUs < 0 || after.cpuUs < before.cpuUs || after.timeNs <= before.timeNs)
        return std::nullopt;
    return static_cast<double>(after.cpuUs - before.cpuUs) * 1000.0 /
           static_cast<double>(after.timeNs - before.timeNs);
}

SampleStore::SampleStore(ContainerService* service, QObject* parent)
    : QObject(parent) {
    connect(service, &ContainerService::statisticsReceived, this, &SampleStore::append);
    connect(service, &ContainerService::detailedReceived, this, &SampleStore::appendDetailed);
    connect(service, &ContainerService::containerRemoved, this, &SampleStore::forget);
}

const Ring<Sample>* SampleStore::samples(const ContainerId& id) const {
    static const Ring<Sample> none(1);
    const auto it = m_samples.constFind(id);
    return it == m_samples.cend() ? &none : &*it;
}

const Ring<DetailedSample>* SampleStore::detailed(const ContainerId& id) const {
    static const Ring<DetailedSample> none(1);
    const auto it = m_detailed.constFind(id);
    return it == m_detailed.cend() ? &none : &*it;
}

std::optional<double> SampleStore::cpus(const ContainerId& id) const {
    const Ring<Sample>& ring = *samples(id);
    if (ring.size() < 2)
        return std::nullopt;
    return cpusUsed(ring[ring.size() - 2], ring.last());
}

std::optional<std::uint64_t> SampleStore::memoryBytes(const ContainerId& id) const {
    const Ring<Sample>& ring = *samples(id);
    if (ring.isEmpty() || ring.last().memoryBytes < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(ring.last().memoryBytes);
}

void SampleStore::setHistory(const ContainerId& id, std::size_t samples) {
    m_history[id] = samples;
    if (const auto it = m_samples.find(id); it != m_samples.end())
        it->setCapacity(samples);
    if (const auto it = m_detailed.find(id); it != m_detailed.end())
        it->setCapacity(samples);
}

std::size_t SampleStore::historyOf(const ContainerId& id) const {
    return m_history.value(id, shortHistory);
}

void SampleStore::append(const std::vector<ContainerSample>& samples) {
    QStringList containers;
    for (const auto& [container, sample] : samples) {
        auto it = m_samples.find(container);
        if (it == m_samples.end())
            it = m_samples.insert(container, Ring<Sample>(historyOf(container)));
        // Less CPU time than before is a new run: its numbers begin again.
        if (!it->isEmpty() && sample.cpuUs < it->last().cpuUs)
            it->clear();
        it->append(sample);
        containers.append(container);
    }
    if (!containers.isEmpty())
        emit samplesAdded(containers);
}

void SampleStore::appendDetailed(const ContainerId& id, const DetailedSample& sample) {
    auto it = m_detailed.find(id);
    if (it == m_detailed.end())
        it = m_detailed.insert(id, Ring<DetailedSample>(historyOf(id)));
    it->append(sample);
    emit detailedAdded(id);
}

void SampleStore::forget(const ContainerId& id) {
    m_samples.remove(id);
    m_detailed.remove(id);
    m_history.remove(id);
}

} // namespace vitrine::gui
