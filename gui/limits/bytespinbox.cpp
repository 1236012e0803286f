// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/limits/bytespinbox.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace vitrine::gui {

namespace {

constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB"};
constexpr int unitBits = 10;
constexpr double most = static_cast<double>(1ULL << 52U);

/// Number, blanks, unit; each may be unfinished.
const QRegularExpression& pattern() {
    static const QRegularExpression expression(
        QStringLiteral(R"(^\s*([0-9.,\x{202f}\x{a0}']*)\s*(b|[kmgt](?:i?b?)?)?\s*$)"),
        QRegularExpression::CaseInsensitiveOption);
    return expression;
}

double factorOf(const QString& unit) {
    if (unit.isEmpty())
        return 1 << (2 * unitBits);
    const auto index = QStringLiteral("bkmgt").indexOf(unit.front().toLower());
    return std::exp2(unitBits * static_cast<int>(index));
}

} // namespace

ByteSpinBox::ByteSpinBox(QWidget* parent)
    : QDoubleSpinBox(parent) {
    setDecimals(0);
    setRange(0, most);
    setKeyboardTracking(false);
}

std::optional<std::uint64_t> ByteSpinBox::parse(const QString& text) {
    const QRegularExpressionMatch match = pattern().match(text);
    bool isNumber = false;
    const double number = QLocale().toDouble(match.captured(1), &isNumber);
    if (!match.hasMatch() || !isNumber || number < 0)
        return std::nullopt;
    const double bytes = std::round(number * factorOf(match.captured(2)));
    if (!(bytes <= most))
        return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
}

QString ByteSpinBox::format(std::uint64_t bytes) {
    const QLocale locale;
    for (std::size_t i = units.size() - 1; i > 0; --i) {
        const std::uint64_t unit = 1ULL << (unitBits * i);
        // Two decimal places are enough, if nothing is lost by them.
        if (bytes >= unit && bytes * 100 % unit == 0) {
            const std::uint64_t hundredths = bytes * 100 / unit;
            const int digits = hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2;
            return QStringLiteral("%1 %2").arg(
                locale.toString(static_cast<double>(hundredths) / 100, 'f', digits),
                QLatin1String(units.at(i)));
        }
    }
    return QStringLiteral("%1 B").arg(locale.toString(static_cast<qulonglong>(bytes)));
}

QValidator::State ByteSpinBox::validate(QString& text, int& /*position*/) const {
    if (!specialValueText().isEmpty() && text == specialValueText())
        return QValidator::Acceptable;
    const QRegularExpressionMatch match = pattern().match(text);
    if (!match.hasMatch())
        return QValidator::Invalid;
    if (match.captured(1).isEmpty())
        return match.captured(2).isEmpty() ? QValidator::Intermediate : QValidator::Invalid;
    const auto value = parse(text);
    if (!value || static_cast<double>(*value) > maximum())
        return QValidator::Invalid;
    // "5" may become "512 KiB".
    return static_cast<double>(*value) < minimum() ? QValidator::Intermediate : QValidator::Acceptable;
}

double ByteSpinBox::valueFromText(const QString& text) const {
    if (!specialValueText().isEmpty() && text == specialValueText())
        return minimum();
    const auto value = parse(text);
    return value ? static_cast<double>(*value) : this->value();
}

QString ByteSpinBox::textFromValue(double value) const {
    return format(static_cast<std::uint64_t>(std::max(value, 0.0)));
}

void ByteSpinBox::fixup(QString& text) const {
    const auto value = parse(text);
    text =
        textFromValue(value ? std::clamp(static_cast<double>(*value), minimum(), maximum()) : this->value());
}

void ByteSpinBox::stepBy(int steps) {
    const auto now = static_cast<std::uint64_t>(value());
    const std::uint64_t step =
        std::max<std::uint64_t>(std::bit_floor(std::max<std::uint64_t>(now, 1)) / 8, 1 << unitBits);
    setValue(
        std::clamp(value() + static_cast<double>(steps) * static_cast<double>(step), minimum(), maximum()));
    selectAll();
}

} // namespace vitrine::gui
