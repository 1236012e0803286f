// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTest>

/// The helper's files behind its back, for tests that damage, date or hold them.
namespace vitrine::test {

[[nodiscard]] inline QString stateDir() {
    return qEnvironmentVariable("VITRINE_STATE_DIR");
}

/// Directory of the container that has this object path.
[[nodiscard]] inline QString bundleOf(const QString& path) {
    return stateDir() + QStringLiteral("/containers/") + path.section(u'/', -1);
}

/// Empty when it cannot be read.
[[nodiscard]] inline QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeFile(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

} // namespace vitrine::test
