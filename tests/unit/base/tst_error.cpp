// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <QTest>

#include <cerrno>

using namespace vitrine;

class TestError : public QObject {
    Q_OBJECT

private slots:
    void nothingInATextControlsATerminal() {
        const Error error = Error(ErrorKind::Failed, "read", "a\n\x1b[2Jb\x7f",
                                  "\xc2\x9b"
                                  "1m \xe2\x80\xae"
                                  "c")
                                .within("caf\xc3\xa9 \xe2\x82\xac")
                                .withHint("#!\a/bin/sh \xe2\x81\xa6x");
        QCOMPARE(error.message(),
                 std::string("caf\xc3\xa9 \xe2\x82\xac: read a\\x0a\\x1b[2Jb\\x7f: \\xc2\\x9b"
                             "1m \\xe2\\x80\\xae"
                             "c"));
        QCOMPARE(error.hint(), std::string("#!\\x07/bin/sh \\xe2\\x81\\xa6x"));
    }

    void messageReadsFromOutsideIn() {
        const auto error =
            Error::fromErrno("mount", "/proc", EPERM).within("build the root").within("start bob");
        QCOMPARE(error.message(),
                 std::string("start bob: build the root: mount /proc: Operation not permitted"));
        QCOMPARE(error.kind(), ErrorKind::NotAuthorized);
        QCOMPARE(error.errnum(), EPERM);
    }

    void badInputNamesTheField() {
        const auto error = Error::invalid("name", "1 to 63 letters");
        QCOMPARE(error.message(), std::string("name: 1 to 63 letters"));
        QCOMPARE(error.kind(), ErrorKind::InvalidArgument);
    }

    void tryReturnsTheErrorOfTheFirstFailure() {
        int reached = 0;
        const auto run = [&]() -> Result<int> {
            const int one = VITRINE_TRY(Result<int>(1));
            reached = one;
            VITRINE_CHECK(Result<>(failure(Error::invalid("b", "c"))));
            reached = 2;
            return 3;
        };
        const auto result = run();
        QVERIFY(!result);
        QCOMPARE(reached, 1);
        QCOMPARE(result.error().subject(), std::string("b"));
    }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
