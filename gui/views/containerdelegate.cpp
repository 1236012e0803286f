// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/views/containerdelegate.h"
#include "gui/models/format.h"
#include "gui/views/colours.h"
#include "gui/views/icons.h"

#include <QApplication>
#include <QPainter>

namespace vitrine::gui {

namespace {

constexpr int margin = 6;
constexpr int iconSide = 16;
constexpr int sparkWidth = 56;
constexpr std::size_t sparkPoints = 56;

/// Width for "999.9 MiB" in tabular figures: numbers do not make the row jump.
int numberWidth(const QFontMetrics& metrics) {
    return metrics.horizontalAdvance(QStringLiteral("8888.8 MiB"));
}

/// Values 0 … 1 of the newest samples, oldest first.
template <typename ValueOf>
std::vector<double> newest(const Ring<Sample>& ring, double ceiling, ValueOf valueOf) {
    std::vector<double> values;
    const std::size_t first = ring.size() > sparkPoints ? ring.size() - sparkPoints : 1;
    for (std::size_t i = first; i < ring.size(); ++i)
        values.push_back(valueOf(ring[i - 1], ring[i]));
    for (const double value : values)
        ceiling = std::max(ceiling, value);
    for (double& value : values)
        value = ceiling > 0 ? value / ceiling : 0;
    return values;
}

void paintSparkline(QPainter* painter, const QRect& rect, const std::vector<double>& values,
                    const QColor& colour) {
    if (values.size() < 2)
        return;
    const double step = static_cast<double>(rect.width() - 1) / (sparkPoints - 1);
    const double right = rect.right();
    QPolygonF line;
    for (std::size_t i = 0; i < values.size(); ++i)
        line << QPointF(right - step * static_cast<double>(values.size() - 1 - i),
                        rect.bottom() - std::clamp(values[i], 0.0, 1.0) * (rect.height() - 1));
    QPolygonF area = line;
    area << QPointF(right, rect.bottom() + 1) << QPointF(line.first().x(), rect.bottom() + 1);
    QColor fill = colour;
    fill.setAlpha(60);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(area);
    painter->setPen(QPen(colour, 1.2));
    painter->setBrush(Qt::NoBrush);
    painter->drawPolyline(line);
}

/// How much of a limit is used; nothing without a limit.
void paintShare(QPainter* painter, const QRect& rect, const QVariant& share, const QColor& colour,
                const QPalette& palette) {
    if (!share.isValid())
        return;
    painter->setPen(Qt::NoPen);
    QColor ground = palette.color(QPalette::Text);
    ground.setAlpha(50);
    painter->setBrush(ground);
    painter->drawRect(rect);
    const double used = std::clamp(share.toDouble(), 0.0, 1.0);
    painter->setBrush(used > 0.9 ? dangerColour(palette) : colour);
    painter->drawRect(QRectF(rect.x(), rect.y(), rect.width() * used, rect.height()));
}

/// The state and the group. Where there is not room for both, at most two fifths are the group's.
QString secondLine(const QModelIndex& index, const QFontMetrics& metrics, int room) {
    const QString state = index.data(ContainerModel::StateWordRole).toString();
    const QString group = index.data(ContainerModel::GroupRole).toString();
    if (group.isEmpty())
        return metrics.elidedText(state, Qt::ElideRight, room);
    const QString between = QStringLiteral(" · ");
    const int words = room - metrics.horizontalAdvance(between);
    const int groups = std::min(metrics.horizontalAdvance(group),
                                std::max(words - metrics.horizontalAdvance(state) - 1, words * 2 / 5));
    return metrics.elidedText(state, Qt::ElideRight, words - groups) + between +
           metrics.elidedText(group, Qt::ElideMiddle, groups);
}

} // namespace

QString stateIconName(ContainerState state) {
    switch (state) {
    case ContainerState::Running:
        return QStringLiteral("state-running");
    case ContainerState::Paused:
        return QStringLiteral("state-paused");
    case ContainerState::Broken:
        return QStringLiteral("state-broken");
    case ContainerState::Stopped:
        return QStringLiteral("state-stopped");
    default:
        return QStringLiteral("state-busy");
    }
}

QSize ContainerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const {
    return {180, 2 * option.fontMetrics.height() + 2 * margin + 2};
}

void ContainerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    item.icon = {};
    const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect inner = option.rect.adjusted(margin, margin, -margin, -margin);
    const int usage = sparkWidth + 6 + numberWidth(option.fontMetrics);
    const bool alive = isAlive(static_cast<ContainerState>(index.data(ContainerModel::StateRole).toInt()));
    const bool room = inner.width() > usage + 90;
    paintName(painter, inner.adjusted(0, 0, alive && room ? -usage - 8 : 0, 0), item, index);
    if (alive && room)
        paintUsage(painter, QRect(inner.right() - usage + 1, inner.y(), usage, inner.height()), item, index);
    painter->restore();
}

void ContainerDelegate::paintName(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const auto state = static_cast<ContainerState>(index.data(ContainerModel::StateRole).toInt());
    const QFontMetrics& metrics = option.fontMetrics;
    ownIcon(stateIconName(state))
        .paint(painter, QRect(rect.x(), rect.y() + (metrics.height() - iconSide) / 2, iconSide, iconSide),
               Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    const QRect words = rect.adjusted(iconSide + 6, 0, 0, 0);
    const QRect first(words.x(), words.y(), words.width(), metrics.height());
    const QRect second(words.x(), words.bottom() - metrics.height() + 1, words.width(), metrics.height());
    painter->setPen(text);
    painter->drawText(
        first, Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(index.data(ContainerModel::NameRole).toString(), Qt::ElideMiddle, first.width()));
    const bool widened = !index.data(ContainerModel::WideningsRole).toStringList().isEmpty();
    const QColor danger = selected ? text : dangerColour(option.palette);
    QColor quiet = selected ? text : quietColour(option.palette);
    if (state == ContainerState::Broken)
        quiet = danger;
    int x = second.x();
    painter->setPen(quiet);
    // Its sign at least always has room.
    const QString sign = QStringLiteral("⚠");
    const int room = second.width() - (widened ? metrics.horizontalAdvance(sign) + 8 : 0);
    const QString below = secondLine(index, metrics, room);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, below);
    x += metrics.horizontalAdvance(below) + 8;
    const QString warning = ContainerModel::tr("⚠ less isolated");
    if (widened) {
        painter->setPen(danger);
        const QRect rest(x, second.y(), second.right() - x + 1, second.height());
        const QString mark = metrics.elidedText(warning, Qt::ElideRight, rest.width());
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, mark.startsWith(sign) ? mark : sign);
    }
}

void ContainerDelegate::paintUsage(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor cpu = selected ? text : cpuColour(option.palette);
    const QColor memory = selected ? text : memoryColour(option.palette);
    const Ring<Sample>& ring = *m_samples->samples(index.data(ContainerModel::IdRole).toString());
    const int line = option.fontMetrics.height();
    const QRect top(rect.x(), rect.y(), rect.width(), line);
    const QRect bottom(rect.x(), rect.bottom() - line + 1, rect.width(), line);
    const auto spark = [](const QRect& row) {
        return QRect(row.right() - sparkWidth + 1, row.y() + 1, sparkWidth, row.height() - 5);
    };
    const auto share = [](const QRect& row) {
        return QRect(row.right() - sparkWidth + 1, row.bottom() - 2, sparkWidth, 2);
    };
    const auto number = [](const QRect& row) { return row.adjusted(0, 0, -sparkWidth - 6, 0); };

    const QVariant percent = index.data(ContainerModel::CpuRole);
    const QVariant bytes = index.data(ContainerModel::MemoryRole);
    painter->setPen(text);
    painter->drawText(number(top), Qt::AlignRight | Qt::AlignVCenter,
                      percent.isValid() ? formatPercent(percent.toDouble()) : QStringLiteral("–"));
    painter->drawText(number(bottom), Qt::AlignRight | Qt::AlignVCenter,
                      bytes.isValid() ? formatBytes(bytes.toULongLong()) : QStringLiteral("–"));
    paintSparkline(
        painter, spark(top),
        newest(ring, 0.1, [](const Sample& a, const Sample& b) { return cpusUsed(a, b).value_or(0); }), cpu);
    paintSparkline(painter, spark(bottom),
                   newest(ring, 1,
                          [](const Sample&, const Sample& b) {
                              return static_cast<double>(std::max<std::int64_t>(b.memoryBytes, 0));
                          }),
                   memory);
    paintShare(painter, share(top), index.data(ContainerModel::CpuShareRole), cpu, option.palette);
    paintShare(painter, share(bottom), index.data(ContainerModel::MemoryShareRole), memory, option.palette);
}

} // namespace vitrine::gui
