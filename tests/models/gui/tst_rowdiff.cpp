// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/rowdiff.h"

#include <QTest>

#include <random>

using namespace vitrine::gui;

namespace {

struct Row {
    int key = 0;
    int value = 0;
    friend bool operator==(const Row&, const Row&) = default;
};

const auto keyOf = [](const Row& row) { return row.key; };

/// A view that knows only what it is told: its copy must always equal the rows.
struct Mirror {
    const std::vector<Row>* rows = nullptr;
    std::vector<Row> copy;
    int first = -1;
    int last = -1;
    int notices = 0;

    void beginRemove(int a, int b) {
        ++notices;
        QVERIFY(0 <= a && a <= b && b < static_cast<int>(copy.size()));
        copy.erase(copy.begin() + a, copy.begin() + b + 1);
    }
    void endRemove() const { QCOMPARE(copy.size(), rows->size()); }
    void beginInsert(int a, int b) {
        ++notices;
        QVERIFY(0 <= a && a <= b && a <= static_cast<int>(copy.size()));
        first = a;
        last = b;
    }
    void endInsert() {
        copy.insert(copy.begin() + first, rows->begin() + first, rows->begin() + last + 1);
        QCOMPARE(copy.size(), rows->size());
    }
    void changed(int a, int b) {
        ++notices;
        QVERIFY(0 <= a && a <= b && b < static_cast<int>(copy.size()));
        for (int i = a; i <= b; ++i) {
            QCOMPARE_NE(copy[static_cast<std::size_t>(i)].value, (*rows)[static_cast<std::size_t>(i)].value);
            copy[static_cast<std::size_t>(i)] = (*rows)[static_cast<std::size_t>(i)];
        }
    }
};

std::vector<Row> randomRows(std::mt19937& random) {
    std::vector<Row> rows;
    const int keep = static_cast<int>(random() % 101);
    const int keys = static_cast<int>(random() % 60);
    for (int key = 0; key < keys; ++key)
        if (static_cast<int>(random() % 100) < keep)
            rows.push_back({key, static_cast<int>(random() % 3)});
    return rows;
}

} // namespace

class TstRowDiff : public QObject {
    Q_OBJECT
private slots:
    void replayedNoticesGiveTheNewRows() {
        std::mt19937 random(20260101);
        std::vector<Row> rows;
        Mirror mirror;
        mirror.rows = &rows;
        for (int round = 0; round < 5000; ++round) {
            const std::vector<Row> next = randomRows(random);
            applyRows(rows, next, keyOf, mirror);
            QVERIFY(rows == next);
            QVERIFY2(mirror.copy == next, qPrintable(QStringLiteral("round %1").arg(round)));
        }
    }
    void nothingIsToldWhenNothingChanged() {
        std::vector<Row> rows{{1, 1}, {2, 2}};
        Mirror mirror{&rows, rows};
        applyRows(rows, rows, keyOf, mirror);
        QCOMPARE(mirror.notices, 0);
    }
    void runsAreToldTogether() {
        std::vector<Row> rows{{1, 0}, {2, 0}, {3, 0}, {7, 0}, {8, 0}};
        Mirror mirror{&rows, rows};
        applyRows(rows, {{3, 1}, {4, 0}, {5, 0}, {7, 1}}, keyOf, mirror);
        // Remove 8; remove 1 and 2; insert 4 and 5; change 3; change 7.
        QCOMPARE(mirror.notices, 5);
    }
};

QTEST_GUILESS_MAIN(TstRowDiff)
#include "tst_rowdiff.moc"
