// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/columnwidths.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QSettings>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace vitrine::gui {

ColumnWidths::ColumnWidths(QAbstractItemView* view, QHeaderView* header, QString key)
    : QObject(view)
    , m_view(view)
    , m_header(header)
    , m_key(std::move(key)) {
    header->setStretchLastSection(false);
    view->viewport()->installEventFilter(this);
    // Hiding a column and showing it again are told as changes from and to nothing.
    connect(header, &QHeaderView::sectionResized, this, [this](int, int before, int after) {
        if (!m_quiet && before > 0 && after > 0)
            m_chosen = true;
    });
}

void ColumnWidths::setFitting(int column, const QString& sample, int extra) {
    const QString heading = m_view->model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const QFontMetrics cells = m_view->fontMetrics();
    const QFontMetrics headings = m_header->fontMetrics();
    const int margin = 2 * (m_header->style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, m_header) + 4);
    m_fitting[column] =
        std::max(cells.horizontalAdvance(sample) + extra, headings.horizontalAdvance(heading)) + margin;
}

void ColumnWidths::setShare(int column, int share, int leastCharacters) {
    m_shares[column] = {share, leastCharacters * m_view->fontMetrics().averageCharWidth()};
}

void ColumnWidths::restore() {
    const QSettings settings;
    m_quiet = true;
    const bool known = m_header->restoreState(settings.value(m_key).toByteArray());
    m_quiet = false;
    m_chosen = known && settings.value(m_key + QLatin1String("-chosen")).toBool();
    fit();
}

void ColumnWidths::save() const {
    if (!m_header)
        return;
    QSettings settings;
    settings.setValue(m_key, m_header->saveState());
    settings.setValue(m_key + QLatin1String("-chosen"), m_chosen);
}

void ColumnWidths::fit() {
    if (m_chosen || m_quiet)
        return;
    m_quiet = true;
    int rest = m_view->viewport()->width();
    int parts = 0;
    for (const auto& [column, width] : m_fitting) {
        if (m_header->isSectionHidden(column))
            continue;
        m_header->resizeSection(column, width);
        rest -= width;
    }
    for (const auto& [column, share] : m_shares)
        parts += m_header->isSectionHidden(column) ? 0 : share.part;
    for (const auto& [column, share] : m_shares) {
        if (m_header->isSectionHidden(column))
            continue;
        const int width = std::max(share.least, rest > 0 ? rest * share.part / parts : 0);
        m_header->resizeSection(column, width);
        rest -= width;
        parts -= share.part;
    }
    m_quiet = false;
}

bool ColumnWidths::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

} // namespace vitrine::gui
