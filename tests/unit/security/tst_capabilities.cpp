// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/capabilities.h"

#include <QTest>

#include <sys/capability.h>

using namespace vitrine;

class TestCapabilities : public QObject {
    Q_OBJECT

private slots:
    void namesAreNumberedLikeTheKernels() {
        // libcap is the other source of the numbers.
        for (int number = 0; number < 41; ++number) {
            char* name = ::cap_to_name(number);
            QString upper = QString::fromLatin1(name).toUpper();
            ::cap_free(name);
            CapabilitySets sets;
            sets.bounding = {upper.toStdString()};
            const auto masks = security::toMasks(sets);
            QVERIFY2(masks, upper.toLatin1().constData());
            QCOMPARE(masks->bounding, std::uint64_t{1} << number);
        }
    }

    void eachSetIsItsOwn() {
        CapabilitySets sets;
        sets.bounding = {"CAP_CHOWN", "CAP_KILL"};
        sets.effective = {"CAP_CHOWN"};
        sets.permitted = {"CAP_KILL"};
        sets.ambient = {"CAP_CHOWN", "CAP_CHOWN"};
        const auto masks = security::toMasks(sets).value();
        QCOMPARE(masks.bounding, std::uint64_t{0b100001});
        QCOMPARE(masks.effective, std::uint64_t{0b000001});
        QCOMPARE(masks.permitted, std::uint64_t{0b100000});
        QCOMPARE(masks.inheritable, std::uint64_t{0});
        QCOMPARE(masks.ambient, std::uint64_t{1});
    }

    void unknownNamesAreRefused_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"CAP_ALL", "cap_chown", "CHOWN", "", "CAP_CHOWN "})
            QTest::addRow("'%s'", name) << name;
    }
    void unknownNamesAreRefused() {
        QFETCH(QString, name);
        CapabilitySets sets;
        sets.inheritable = {name.toStdString()};
        const auto masks = security::toMasks(sets);
        QVERIFY(!masks);
        QCOMPARE(masks.error().kind(), ErrorKind::InvalidArgument);
        QCOMPARE(masks.error().subject(), std::string("$.process.capabilities.inheritable"));
    }
};

QTEST_APPLESS_MAIN(TestCapabilities)
#include "tst_capabilities.moc"
