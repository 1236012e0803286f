// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/service/dbusdecode.h"

#include <QDBusArgument>

#include <optional>
#include <utility>
#include <vector>

/// How values are taken out of messages; only for the files that decode them.
namespace vitrine::gui::wire {

// Not const-qualified demarshalling aborts the program: everything goes through this const copy.
inline std::optional<QDBusArgument> argumentOf(const QVariant& value, const char* signature) {
    if (value.metaType() != QMetaType::fromType<QDBusArgument>())
        return std::nullopt;
    auto argument = qvariant_cast<QDBusArgument>(value);
    if (argument.currentSignature() != QLatin1String(signature))
        return std::nullopt;
    return argument;
}

/// The elements of an array of structures: read(argument, row) once per element.
template <typename Row, typename Read>
std::optional<std::vector<Row>> rows(const QVariant& value, const char* signature, Read read) {
    const std::optional<QDBusArgument> found = argumentOf(value, signature);
    if (!found)
        return std::nullopt;
    const QDBusArgument& argument = *found;
    std::vector<Row> result;
    argument.beginArray();
    while (!argument.atEnd()) {
        argument.beginStructure();
        read(argument, result.emplace_back());
        argument.endStructure();
    }
    argument.endArray();
    return result;
}

template <typename Value>
std::optional<QMap<QString, Value>> mapOf(const QVariant& value, const char* signature) {
    const std::optional<QDBusArgument> argument = argumentOf(value, signature);
    if (!argument)
        return std::nullopt;
    QMap<QString, Value> map;
    std::as_const(*argument) >> map;
    return map;
}

} // namespace vitrine::gui::wire
