// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/settings/rlimittable.h"
#include "gui/settings/privilegetexts.h"

#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>
#include <limits>
#include <optional>

namespace vitrine::gui {

namespace {

enum Column { Name, Soft, Hard, ColumnCount };
constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max(); // RLIM_INFINITY

QString textOf(std::uint64_t value) {
    return value == unlimited ? RlimitTable::tr("unlimited") : QString::number(value);
}

std::optional<std::uint64_t> valueOf(const QString& text) {
    if (text.compare(RlimitTable::tr("unlimited"), Qt::CaseInsensitive) == 0 ||
        text.compare(QLatin1String("unlimited"), Qt::CaseInsensitive) == 0)
        return unlimited;
    bool good = false;
    const auto value = text.toULongLong(&good);
    return good ? std::optional<std::uint64_t>(value) : std::nullopt;
}

} // namespace

RlimitTable::RlimitTable(QWidget* parent)
    : QTableWidget(static_cast<int>(rlimitCount), ColumnCount, parent) {
    setObjectName(QStringLiteral("rlimits"));
    setAccessibleName(tr("Limits of single processes"));
    setHorizontalHeaderLabels({tr("Limit"), tr("At first"), tr("At most")});
    verticalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    setMinimumHeight(150);
    setSelectionMode(QAbstractItemView::SingleSelection);
    for (int row = 0; row < rowCount(); ++row) {
        const std::string_view type = rlimitTypes().at(static_cast<std::size_t>(row));
        const QString name = QString::fromUtf8(type.data(), static_cast<qsizetype>(type.size()));
        auto* item = new QTableWidgetItem(rlimitText(type));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setToolTip(name);
        setItem(row, Name, item);
        for (const int column : {Soft, Hard}) {
            auto* value = new QTableWidgetItem;
            value->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            value->setToolTip(tr("%1: a number, or “unlimited”; empty leaves it as it is").arg(name));
            setItem(row, column, value);
        }
    }
    connect(this, &QTableWidget::itemChanged, this, &RlimitTable::changed);
}

QString RlimitTable::typed(int row, int column) const {
    return item(row, column)->text().trimmed();
}

void RlimitTable::setRlimits(const std::vector<RlimitSpec>& rlimits) {
    const QSignalBlocker quiet(this);
    m_original = rlimits;
    for (int row = 0; row < rowCount(); ++row) {
        const auto found =
            std::ranges::find(rlimits, rlimitTypes().at(static_cast<std::size_t>(row)), &RlimitSpec::type);
        const bool there = found != rlimits.end();
        item(row, Soft)->setText(there ? textOf(found->soft) : QString());
        item(row, Hard)->setText(there ? textOf(found->hard) : QString());
    }
}

std::vector<RlimitSpec> RlimitTable::rlimits() const {
    std::vector<RlimitSpec> limits;
    for (int row = 0; row < rowCount(); ++row) {
        auto soft = valueOf(typed(row, Soft));
        auto hard = valueOf(typed(row, Hard));
        if (!soft && !hard)
            continue;
        soft = soft ? soft : hard;
        hard = hard ? hard : soft;
        limits.push_back({std::string(rlimitTypes().at(static_cast<std::size_t>(row))), *soft, *hard});
    }
    std::ranges::stable_sort(limits, {}, [this](const RlimitSpec& limit) {
        return std::ranges::find(m_original, limit.type, &RlimitSpec::type) - m_original.begin();
    });
    return limits;
}

QString RlimitTable::problem() const {
    for (int row = 0; row < rowCount(); ++row) {
        const QString name = item(row, Name)->text();
        for (const int column : {Soft, Hard}) {
            if (!typed(row, column).isEmpty() && !valueOf(typed(row, column)))
                return tr("%1: a whole number from 0 on, or “unlimited”, is needed").arg(name);
        }
        const auto soft = valueOf(typed(row, Soft));
        const auto hard = valueOf(typed(row, Hard));
        if (soft && hard && *soft > *hard)
            return tr("%1: what it is at first must not be more than what it is at most").arg(name);
    }
    return {};
}

} // namespace vitrine::gui
