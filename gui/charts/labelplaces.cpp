// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/charts/labelplaces.h"

#include <algorithm>

namespace vitrine::gui {

QRectF freePlace(const QRectF& wanted, const std::vector<QRectF>& taken, const QRectF& area) {
    QRectF place = wanted;
    while (place.bottom() <= area.bottom()) {
        const auto crossed =
            std::ranges::find_if(taken, [&](const QRectF& other) { return other.intersects(place); });
        if (crossed == taken.end())
            return place;
        place.moveTop(crossed->bottom() + 1);
    }
    return wanted;
}

} // namespace vitrine::gui
