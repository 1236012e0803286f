// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/ldcache.h"

#include "tree.h"

#include <QTest>

#include <elf.h>

#include <cstring>
#include <random>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

namespace {

struct Line {
    std::uint32_t flags;
    std::string name;
    std::string path;
    std::uint64_t hwcap = 0;
};

void append32(std::string& data, std::uint32_t value) {
    data.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// A cache as ldconfig(8) writes it, with this machine's byte order.
std::string cacheOf(const std::vector<Line>& lines) {
    std::string data = "glibc-ld.so.cache1.1";
    std::string strings;
    append32(data, static_cast<std::uint32_t>(lines.size()));
    append32(data, 0);
    append32(data, 0); // byte order unset
    for (int i = 0; i < 4; ++i)
        append32(data, 0);
    const std::size_t base = data.size() + lines.size() * 24;
    for (const Line& line : lines) {
        append32(data, line.flags);
        append32(data, static_cast<std::uint32_t>(base + strings.size()));
        strings += line.name + '\0';
        append32(data, static_cast<std::uint32_t>(base + strings.size()));
        strings += line.path + '\0';
        append32(data, 0);
        data.append(reinterpret_cast<const char*>(&line.hwcap), sizeof line.hwcap);
    }
    return data + strings;
}

ElfFile programFor(std::uint16_t machine, int bits) {
    ElfFile program;
    program.machine = machine;
    program.elfClass = bits;
    return program;
}

const std::vector<Line> someLines{
    {0x0303, "libx.so.1", "/lib/x86_64-linux-gnu/libx.so.1"},
    {0x0003, "libx.so.1", "/lib32/libx.so.1"},
    {0x0a03, "libx.so.1", "/lib/aarch64-linux-gnu/libx.so.1"},
    {0x0303, "libfast.so", "/usr/lib/glibc-hwcaps/x86-64-v3/libfast.so", 0x4000000000000000},
    {0x0303, "libfast.so", "/usr/lib/libfast.so"},
};

} // namespace

class TestLdCache : public QObject {
    Q_OBJECT

private slots:
    void choosesByMachine() {
        const LdCache cache = LdCache::parse(cacheOf(someLines)).value();
        using Paths = std::vector<std::string>;
        QCOMPARE(cache.find("libx.so.1", programFor(EM_X86_64, 64)), Paths{someLines[0].path});
        QCOMPARE(cache.find("libx.so.1", programFor(EM_386, 32)), Paths{someLines[1].path});
        QCOMPARE(cache.find("libx.so.1", programFor(EM_AARCH64, 64)), Paths{someLines[2].path});
        QCOMPARE(cache.find("libx.so.1", programFor(EM_RISCV, 64)).size(),
                 std::size_t(3)); // the file decides
        QVERIFY(cache.find("liby.so.1", programFor(EM_X86_64, 64)).empty());
    }

    void leavesOutSpecialProcessors() {
        const LdCache cache = LdCache::parse(cacheOf(someLines)).value();
        QCOMPARE(cache.find("libfast.so", programFor(EM_X86_64, 64)),
                 std::vector<std::string>{"/usr/lib/libfast.so"});
    }

    void skipsTheOldTable() {
        std::string data("ld.so-1.7.0\0", 12);
        append32(data, 3);
        data.append(3 * 12 + 4, '\7'); // three entries and the padding to 8
        const LdCache cache = LdCache::parse(data + cacheOf(someLines)).value();
        QCOMPARE(cache.size(), std::size_t(4));
        QCOMPARE(cache.find("libx.so.1", programFor(EM_386, 32)).front(), std::string("/lib32/libx.so.1"));
    }

    void readsTheCacheOfThisMachine() {
        const Sysroot root = Sysroot::open("/", Visibility::Everyones).value();
        const LdCache cache = LdCache::read(root).value();
        const auto paths = cache.find("libc.so.6", elfOf("/bin/bash"));
        QVERIFY(!paths.empty());
        QVERIFY(std::filesystem::exists(paths.front()));
    }

    void refusesOtherFormats() {
        std::string foreign = cacheOf(someLines);
        foreign[28] = std::endian::native == std::endian::little ? 3 : 2;
        QCOMPARE(LdCache::parse(foreign).error().kind(), ErrorKind::NotSupported);
        QCOMPARE(LdCache::parse("").error().kind(), ErrorKind::NotSupported);
        QCOMPARE(LdCache::parse("ld.so-1.7.0").error().kind(), ErrorKind::Corrupt);
    }

    void truncatedCachesGiveErrors() {
        const std::string whole = cacheOf(someLines);
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(!LdCache::parse(whole.substr(0, size)));
        QVERIFY(LdCache::parse(whole));
    }

    void flippedBytesNeverCrash() {
        const std::string whole = cacheOf(someLines);
        std::mt19937 random(20);
        int refused = 0;
        for (int round = 0; round < 20000; ++round) {
            std::string damaged = whole;
            for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
                damaged[random() % damaged.size()] = static_cast<char>(random());
            const auto cache = LdCache::parse(damaged);
            if (!cache)
                ++refused;
            else
                static_cast<void>(cache->find("libx.so.1", programFor(EM_X86_64, 64)));
        }
        QVERIFY(refused > 1000);
    }

    void hugeCountsAreRefused() {
        std::string data = cacheOf(someLines);
        const std::uint32_t many = 0xffffffff;
        std::memcpy(data.data() + 20, &many, sizeof many);
        QCOMPARE(LdCache::parse(data).error().kind(), ErrorKind::Corrupt);
        std::string old("ld.so-1.7.0\0\377\377\377\377", 16);
        QCOMPARE(LdCache::parse(old + data).error().kind(), ErrorKind::Corrupt);
    }

    void readsConfigurationWithIncludes() {
        const Tree tree;
        tree.write("/etc/ld.so.conf",
                   "# first\n/opt/a/  # trailing\ninclude ld.so.conf.d/*.conf\n"
                   "hwcap 0 nosegneg\nrelative/dir\n/opt/z=libc6\n",
                   0644);
        tree.write("/etc/ld.so.conf.d/b.conf", "/opt/b\ninclude /etc/ld.so.conf\n", 0644); // a loop
        tree.write("/etc/ld.so.conf.d/.hidden.conf", "/opt/hidden\n", 0644);
        tree.write("/etc/ld.so.conf.d/c.other", "/opt/c\n", 0644);
        const Sysroot root = Sysroot::open(tree.path(), Visibility::All).value();
        const auto directories = ldConfDirectories(root);
        QVERIFY(directories.size() >= 3);
        QCOMPARE(directories[0], std::string("/opt/a"));
        QCOMPARE(directories[1], std::string("/opt/b"));
        QCOMPARE(directories.back(), std::string("/opt/z"));
        for (const std::string& directory : directories)
            QVERIFY(directory != "/opt/hidden" && directory != "/opt/c");
    }

    void noConfigurationIsNoDirectory() {
        const Tree tree;
        const Sysroot root = Sysroot::open(tree.path(), Visibility::All).value();
        QVERIFY(ldConfDirectories(root).empty());
        QCOMPARE(LdCache::read(root).error().kind(), ErrorKind::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestLdCache)
#include "tst_ldcache.moc"
