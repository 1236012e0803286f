// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/searchpath.h"

#include "core/rootfs/loader.h"

#include <QTest>

using namespace vitrine::rootfs;

class TestSearchPath : public QObject {
    Q_OBJECT

private slots:
    void expandsTokens() {
        const Tokens tokens{"/opt/app/bin", "lib64", "x86_64"};
        QCOMPARE(expandTokens("$ORIGIN/../lib", tokens), std::string("/opt/app/bin/../lib"));
        QCOMPARE(expandTokens("${ORIGIN}x/$LIB/${PLATFORM}$", tokens),
                 std::string("/opt/app/binx/lib64/x86_64$"));
        QCOMPARE(expandTokens("$HOME/${LIB", tokens), std::string("$HOME/${LIB"));
        QCOMPARE(expandDirectories({"$ORIGIN", "relative", "$UNKNOWN/x"}, tokens),
                 std::vector<std::string>{"/opt/app/bin"});
    }

    void splitsLists() {
        using List = std::vector<std::string>;
        QCOMPARE(splitList("/a:/b;/c"), (List{"/a", "/b", "/c"}));
        QCOMPARE(splitList("::/a::"), List{"/a"});
        QVERIFY(splitList("").empty());
    }

    void cleansPaths() {
        QCOMPARE(cleanPath("/a/./b//../c/"), std::string("/a/c"));
        QCOMPARE(cleanPath("/../../.."), std::string("/"));
        QCOMPARE(cleanPath(""), std::string("/"));
        QCOMPARE(cleanPath("a"), std::string("/a"));
    }

    void mergesUsr() {
        QCOMPARE(mergedPath("/lib64/ld.so"), std::string("/usr/lib64/ld.so"));
        QCOMPARE(mergedPath("/lib"), std::string("/usr/lib"));
        QCOMPARE(mergedPath("/library/x"), std::string("/library/x"));
        QCOMPARE(mergedPath("/usr/../bin/sh"), std::string("/usr/bin/sh"));
    }

    void splitsPaths() {
        QCOMPARE(directoryOf("/a/b"), std::string("/a"));
        QCOMPARE(directoryOf("/a"), std::string("/"));
        QCOMPARE(directoryOf("a"), std::string("/"));
        QCOMPARE(baseOf("/a/b"), std::string("b"));
        QCOMPARE(baseOf("b"), std::string("b"));
    }

    void findsWhatALoaderHasBuiltIn() {
        using namespace std::string_view_literals;
        using List = std::vector<std::string>;
        QCOMPARE(builtInDirectories("\0/etc/ld.so.cache\0xx\0/lib64/\0/usr/lib64/\0\0/lib/\0"sv),
                 (List{"/lib64", "/usr/lib64"}));
        QCOMPARE(builtInDirectories("\0/nix/store/abc-glibc-2.40/lib/\0"sv),
                 List{"/nix/store/abc-glibc-2.40/lib"});
        QVERIFY(builtInDirectories("\0/proc/self/\0/lib"sv).empty());
        QVERIFY(builtInDirectories("").empty());
        QVERIFY(builtInDirectories("\0/"sv).empty());
    }
};

QTEST_APPLESS_MAIN(TestSearchPath)
#include "tst_searchpath.moc"
