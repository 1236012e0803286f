// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

namespace vitrine::gui {

/// What a model must be told while its rows become other rows. Rows are first and last, inclusive.
template <typename T>
concept RowDiffEvents = requires(T events, int row) {
    events.beginRemove(row, row);
    events.endRemove();
    events.beginInsert(row, row);
    events.endInsert();
    events.changed(row, row);
};

namespace detail {

template <typename Row, typename KeyOf, RowDiffEvents Events>
void removeMissing(std::vector<Row>& rows, const std::vector<Row>& next, KeyOf keyOf, Events& events) {
    std::size_t end = rows.size();
    std::size_t other = next.size();
    // From the back, so that what is removed does not move what is still to be looked at.
    const auto isMissing = [&](std::size_t row) {
        while (other > 0 && keyOf(rows[row]) < keyOf(next[other - 1]))
            --other;
        return other == 0 || keyOf(next[other - 1]) < keyOf(rows[row]);
    };
    while (end > 0) {
        if (!isMissing(end - 1)) {
            --end;
            continue;
        }
        std::size_t first = end - 1;
        while (first > 0 && isMissing(first - 1))
            --first;
        events.beginRemove(static_cast<int>(first), static_cast<int>(end - 1));
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(first),
                   rows.begin() + static_cast<std::ptrdiff_t>(end));
        events.endRemove();
        end = first;
    }
}

template <typename Row, typename KeyOf, RowDiffEvents Events>
void insertNew(std::vector<Row>& rows, const std::vector<Row>& next, KeyOf keyOf, Events& events) {
    for (std::size_t row = 0; row < next.size(); ++row) {
        std::size_t last = row;
        while (last < next.size() && (row == rows.size() || keyOf(next[last]) < keyOf(rows[row])))
            ++last;
        if (last == row)
            continue;
        events.beginInsert(static_cast<int>(row), static_cast<int>(last - 1));
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(row),
                    next.begin() + static_cast<std::ptrdiff_t>(row),
                    next.begin() + static_cast<std::ptrdiff_t>(last));
        events.endInsert();
        row = last - 1;
    }
}

template <typename Row, RowDiffEvents Events>
void replaceChanged(std::vector<Row>& rows, std::vector<Row>&& next, Events& events) {
    for (std::size_t row = 0; row < next.size(); ++row) {
        std::size_t last = row;
        while (last < next.size() && !(rows[last] == next[last])) {
            rows[last] = std::move(next[last]);
            ++last;
        }
        if (last == row)
            continue;
        events.changed(static_cast<int>(row), static_cast<int>(last - 1));
        row = last;
    }
}

} // namespace detail

/// Makes `rows` equal to `next` with as few notices as there are runs of rows removed, inserted and changed.
/// Both are sorted by key without duplicates; Row has ==. Selection, scroll position and expansion of a view
/// survive.
template <typename Row, typename KeyOf, RowDiffEvents Events>
void applyRows(std::vector<Row>& rows, std::vector<Row> next, KeyOf keyOf, Events&& events) {
    detail::removeMissing(rows, next, keyOf, events);
    detail::insertNew(rows, next, keyOf, events);
    detail::replaceChanged(rows, std::move(next), events);
}

} // namespace vitrine::gui
