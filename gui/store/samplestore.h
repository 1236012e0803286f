// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/containerservice.h"

#include <QHash>
#include <QObject>

#include <optional>
#include <vector>

namespace vitrine::gui {

/// The last `capacity` values; the oldest gives way. Memory is taken as it fills.
template <typename T>
class Ring {
public:
    explicit Ring(std::size_t capacity = 120)
        : m_capacity(capacity ? capacity : 1) {}

    void append(const T& value) {
        if (m_values.size() < m_capacity) {
            m_values.push_back(value);
            return;
        }
        m_values[m_first] = value;
        m_first = (m_first + 1) % m_capacity;
    }
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] bool isEmpty() const { return m_values.empty(); }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }
    /// 0 is the oldest.
    [[nodiscard]] const T& operator[](std::size_t index) const {
        return m_values[(m_first + index) % m_values.size()];
    }
    [[nodiscard]] const T& last() const { return (*this)[size() - 1]; }
    void clear() {
        m_values.clear();
        m_first = 0;
    }
    /// Keeps the newest values that fit.
    void setCapacity(std::size_t capacity) {
        std::vector<T> kept;
        m_capacity = capacity ? capacity : 1;
        const std::size_t skip = size() > m_capacity ? size() - m_capacity : 0;
        for (std::size_t i = skip; i < size(); ++i)
            kept.push_back((*this)[i]);
        m_values = std::move(kept);
        m_first = 0;
    }

private:
    std::vector<T> m_values;
    std::size_t m_capacity;
    std::size_t m_first = 0;
};

/// CPUs in use between two samples (1.0 = one whole CPU); empty when it cannot be said (first sample, a new
/// run, no such number).
[[nodiscard]] std::optional<double> cpusUsed(const Sample& before, const Sample& after);

/// The samples of each container, oldest first; fed by whoever has subscribed. Times that lie apart further
/// than the interval are gaps (the page was hidden): draw no line across them.
class SampleStore : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t shortHistory = 120;  ///< for the sparklines of the list
    static constexpr std::size_t hourHistory = 3'600; ///< one hour at one sample a second

    explicit SampleStore(ContainerService* service, QObject* parent = nullptr);

    /// Never null; an empty ring when there are none. Valid until the next turn of the event loop.
    [[nodiscard]] const Ring<Sample>* samples(const ContainerId& id) const;
    [[nodiscard]] const Ring<DetailedSample>* detailed(const ContainerId& id) const;
    /// From the last two samples.
    [[nodiscard]] std::optional<double> cpus(const ContainerId& id) const;
    [[nodiscard]] std::optional<std::uint64_t> memoryBytes(const ContainerId& id) const;

    /// How many samples of this container are kept (shortHistory unless told).
    void setHistory(const ContainerId& id, std::size_t samples);

signals:
    /// Once per message of the helper, with all containers that got a sample.
    void samplesAdded(const QStringList& containers);
    void detailedAdded(const QString& container);

private:
    void append(const std::vector<ContainerSample>& samples);
    void appendDetailed(const ContainerId& id, const DetailedSample& sample);
    void forget(const ContainerId& id);
    [[nodiscard]] std::size_t historyOf(const ContainerId& id) const;

    QHash<ContainerId, Ring<Sample>> m_samples;
    QHash<ContainerId, Ring<DetailedSample>> m_detailed;
    QHash<ContainerId, std::size_t> m_history;
};

} // namespace vitrine::gui
