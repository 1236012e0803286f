// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/models/stepmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine::gui;
using vitrine::StepState;

namespace {

StepRow step(const char* title, StepState state, std::uint64_t ns, const char* error = "") {
    StepRow row;
    row.description = {.id = title,
                       .title = title,
                       .systemCall = "mount(…)",
                       .byHand = "mount -t proc proc /proc",
                       .explanation = "why",
                       .isolates = "mnt",
                       .undo = "umount"};
    row.record.state = state;
    row.record.durationNs = ns;
    row.record.error = error;
    return row;
}

} // namespace

class TstStepModel : public QObject {
    Q_OBJECT
private slots:
    void planAndTrace() {
        StepModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const std::vector<StepRow> trace{step("Mount proc", StepState::Done, 12'300),
                                         step("Execute", StepState::Failed, 400, "no such file"),
                                         step("Never", StepState::Pending, 0)};
        model.setPlan({trace[0].description});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, StepModel::Result).data().toString(), QStringLiteral("planned"));
        QVERIFY(!model.index(0, 0).data(StepModel::StateRole).isValid());
        model.setTrace(trace);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, StepModel::Time).data().toString(), QStringLiteral("12.3 µs"));
        QCOMPARE(model.index(1, StepModel::Result).data().toString(), QStringLiteral("failed: no such file"));
        QCOMPARE(model.index(2, StepModel::Result).data().toString(), QStringLiteral("not reached"));
        QVERIFY(model.asText().contains(
            QStringLiteral("2. Execute\n   mount(…)\n   $ mount -t proc proc /proc\n")));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setTrace(trace);
        QCOMPARE(resets.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TstStepModel)
#include "tst_stepmodel.moc"
