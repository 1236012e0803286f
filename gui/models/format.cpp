// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>

namespace vitrine::gui {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Format", text);
}

QString withUnit(double value, const char* unit) {
    const int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    return QStringLiteral("%1 %2").arg(QLocale().toString(value, 'f', digits), QString::fromUtf8(unit));
}

} // namespace

QString formatBytes(std::uint64_t bytes) {
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    const int digits = unit == 0 || value >= 100 ? 0 : 1;
    return QStringLiteral("%1 %2").arg(QLocale().toString(value, 'f', digits), QLatin1String(units.at(unit)));
}

QString formatPercent(double percent) {
    return QStringLiteral("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0));
}

QString formatElapsed(std::uint64_t us) {
    const std::uint64_t seconds = us / 1'000'000;
    const QString time = QStringLiteral("%1:%2:%3")
                             .arg(seconds / 3600 % 24, 2, 10, QLatin1Char('0'))
                             .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
                             .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    const std::uint64_t days = seconds / 86'400;
    return days == 0 ? time : translated(QT_TRANSLATE_NOOP("Format", "%1 d %2")).arg(days).arg(time);
}

QString formatDuration(std::uint64_t ns) {
    const auto value = static_cast<double>(ns);
    if (ns < 1'000)
        return QStringLiteral("%1 ns").arg(ns);
    if (ns < 1'000'000)
        return withUnit(value / 1e3, "µs");
    if (ns < 1'000'000'000)
        return withUnit(value / 1e6, "ms");
    return withUnit(value / 1e9, "s");
}

QString formatMoment(std::uint64_t epochUs) {
    if (epochUs == 0)
        return translated(QT_TRANSLATE_NOOP("Format", "never"));
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(epochUs / 1000)),
                              QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString formatRelative(std::uint64_t epochUs, std::uint64_t nowUs) {
    if (epochUs == 0)
        return formatMoment(0);
    const std::uint64_t seconds = nowUs > epochUs ? (nowUs - epochUs) / 1'000'000 : 0;
    if (seconds < 10)
        return translated(QT_TRANSLATE_NOOP("Format", "just now"));
    if (seconds < 90)
        return translated(QT_TRANSLATE_NOOP("Format", "%1 seconds ago")).arg(seconds);
    if (seconds < 90 * 60)
        return translated(QT_TRANSLATE_NOOP("Format", "%1 minutes ago")).arg((seconds + 30) / 60);
    if (seconds < 36 * 3600)
        return translated(QT_TRANSLATE_NOOP("Format", "%1 hours ago")).arg((seconds + 1800) / 3600);
    return translated(QT_TRANSLATE_NOOP("Format", "%1 days ago")).arg((seconds + 43'200) / 86'400);
}

} // namespace vitrine::gui
