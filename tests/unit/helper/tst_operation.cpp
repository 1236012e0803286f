// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/containers/container.h"
#include "helper/verbs/common.h"

#include <QTest>

#include <optional>

using namespace vitrine;
using namespace vitrine::helper;

class TestOperation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isBusyWhileHeld();
    void takesBackOnlyItsOwn();
    void movesWithItsHolder();
    void outlivesItsContainer();
};

void TestOperation::isBusyWhileHeld() {
    const auto container = std::make_shared<Container>();
    QVERIFY(checkIdle(*container));
    {
        const OperationGuard guard(container, Operation::Rename);
        const auto refused = checkIdle(*container);
        QCOMPARE(refused.error().kind(), ErrorKind::Busy);
        QVERIFY(refused.error().message().contains("rename"));
    }
    QVERIFY(checkIdle(*container));
}

void TestOperation::takesBackOnlyItsOwn() {
    const auto container = std::make_shared<Container>();
    std::optional<OperationGuard> rename(std::in_place, container, Operation::Rename);
    container->monitorWork = OperationGuard(container, Operation::Recover);
    rename.reset();
    QVERIFY(container->occupation.operation == Operation::Recover);
    // Two of a kind are two.
    std::optional<OperationGuard> first(std::in_place, container, Operation::Rename);
    std::optional<OperationGuard> second(std::in_place, container, Operation::Rename);
    first.reset();
    QVERIFY(container->occupation.operation == Operation::Rename);
    second.reset();
    QVERIFY(container->occupation.operation == Operation::None);
    container->monitorWork.end(); // was taken over long ago
    QVERIFY(container->occupation.operation == Operation::None);
}

void TestOperation::movesWithItsHolder() {
    const auto container = std::make_shared<Container>();
    OperationGuard outer;
    {
        OperationGuard inner(container, Operation::Limits);
        outer = std::move(inner);
    }
    QVERIFY(container->occupation.operation == Operation::Limits);
    outer = OperationGuard(container, Operation::Delete);
    QVERIFY(container->occupation.operation == Operation::Delete);
    outer.end();
    QVERIFY(container->occupation.operation == Operation::None);
}

void TestOperation::outlivesItsContainer() {
    auto container = std::make_shared<Container>();
    const std::weak_ptr<Container> watched = container;
    container->monitorWork = OperationGuard(container, Operation::Start);
    OperationGuard guard(container, Operation::Delete);
    container.reset();
    QVERIFY(watched.expired());
    guard.end();
}

QTEST_GUILESS_MAIN(TestOperation)
#include "tst_operation.moc"
