// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/elffile.h"

#include "tree.h"

#include <QTest>

#include <elf.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <random>

using namespace vitrine;
using namespace vitrine::rootfs;
using namespace vitrine::rootfs::test;

class TestElfFile : public QObject {
    Q_OBJECT

    static sys::UniqueFd memory(std::string_view content) {
        sys::UniqueFd fd(::memfd_create("elf", MFD_CLOEXEC));
        if (!sys::writeAll(fd.get(), content))
            return {};
        return fd;
    }

    static Result<ElfFile> readContent(std::string_view content) { return readElf(memory(content).get()); }

private slots:
    void init() { m_before = openDescriptors(); }
    void cleanup() { QCOMPARE(openDescriptors(), m_before); }

    void readsBash() {
        const ElfFile bash = elfOf("/bin/bash");
        QVERIFY(bash.elfClass == 64 || bash.elfClass == 32);
        QVERIFY(bash.interpreter.starts_with("/lib"));
        QVERIFY(std::ranges::find(bash.needed, "libc.so.6") != bash.needed.end());
        QCOMPARE(bash.soname, std::string());
    }

    void readsTheLoader() {
        const ElfFile loader = elfOf(elfOf("/bin/bash").interpreter);
        QVERIFY(loader.soname.starts_with("ld-linux"));
        QVERIFY(loader.needed.empty());
        QVERIFY(loader.interpreter.empty());
    }

    void readsSearchPaths() {
        const ElfFile runpath = elfOf(fixtures + "/fixture_runpath");
        QCOMPARE(runpath.runpath, std::vector<std::string>{"$ORIGIN/../private"});
        QVERIFY(runpath.rpath.empty());
        QVERIFY(runpath.hasRunpath);
        const ElfFile rpath = elfOf(fixtures + "/fixture_rpath");
        QCOMPARE(rpath.rpath, std::vector<std::string>{"$ORIGIN/../private"});
        QVERIFY(!rpath.hasRunpath);
        QCOMPARE(rpath.needed.front(), std::string("libfixture_middle.so"));
    }

    void aStaticProgramNeedsNothing() {
        const ElfFile program = elfOf(fixtures + "/fixture_static");
        QVERIFY(program.interpreter.empty());
        QVERIFY(program.needed.empty());
    }

    void readsAProgramOfAnotherByteOrder() {
        // A big-endian 32 bit executable with one PT_INTERP, built here byte by byte (elf(5)).
        std::string file(128, '\0');
        std::memcpy(file.data(), "\177ELF\1\2\1", 7);
        const auto put16 = [&](std::size_t at, unsigned value) {
            file[at] = static_cast<char>(value >> 8U);
            file[at + 1] = static_cast<char>(value & 0xffU);
        };
        put16(16, ET_EXEC);
        put16(18, EM_PPC);
        put16(22, EV_CURRENT);
        put16(30, 52); // e_phoff
        put16(42, 32); // e_phentsize
        put16(44, 1);  // e_phnum
        put16(54, PT_INTERP);
        put16(58, 100);
        put16(70, 10); // p_filesz
        std::memcpy(file.data() + 100, "/lib/ld.1", 9);
        const auto elf = readContent(file);
        QVERIFY2(elf.has_value(), elf ? "" : elf.error().message().c_str());
        QCOMPARE(elf->elfClass, 32);
        QCOMPARE(elf->machine, EM_PPC);
        QCOMPARE(elf->interpreter, std::string("/lib/ld.1"));
    }

    void refusesWhatIsNoElf() {
        for (const std::string& content :
             {std::string(), std::string("#!/bin/sh\n"), std::string("\177EL"), std::string("\177ELF"),
              std::string("!<arch>\n"), std::string(4096, '\377')}) {
            const auto elf = readContent(content);
            QVERIFY(!elf);
            QCOMPARE(elf.error().kind(), ErrorKind::InvalidArgument);
        }
        const auto directory = sys::openDirectory(AT_FDCWD, "/").value();
        QCOMPARE(readElf(directory.get()).error().kind(), ErrorKind::InvalidArgument);
    }

    void truncatedFilesGiveErrors() {
        const std::string whole = contentOf(fixtures + "/fixture_rpath");
        QVERIFY(whole.size() > 4096);
        const ElfFile reference = elfOf(fixtures + "/fixture_rpath");
        int refused = 0;
        for (std::size_t size = 0; size < whole.size(); size += 64) {
            const auto elf = readContent(std::string_view(whole).substr(0, size));
            if (!elf) {
                QCOMPARE(elf.error().kind(), ErrorKind::InvalidArgument);
                ++refused;
            } else {
                // Cut behind all that is read: then it must be the same answer.
                QCOMPARE(elf->needed, reference.needed);
                QCOMPARE(elf->rpath, reference.rpath);
            }
        }
        QVERIFY(refused >= 8);
    }

    void truncatedSystemFilesGiveErrors() {
        const std::string whole = contentOf("/bin/bash");
        const auto fd = memory(whole);
        for (off_t size = static_cast<off_t>(whole.size()) / 64 * 64; size >= 0; size -= 64) {
            QCOMPARE(::ftruncate(fd.get(), size), 0);
            if (const auto elf = readElf(fd.get()); !elf)
                QCOMPARE(elf.error().kind(), ErrorKind::InvalidArgument);
        }
    }

    void flippedBytesNeverCrash_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 8; ++seed)
            QTest::newRow(std::to_string(seed).c_str()) << seed;
    }

    void flippedBytesNeverCrash() {
        QFETCH(const unsigned, seed);
        const std::string whole = contentOf(fixtures + "/fixture_rpath");
        std::mt19937 random(seed);
        int refused = 0;
        for (int round = 0; round < 3000; ++round) {
            std::string damaged = whole;
            // Half of the rounds in the headers, where every byte counts.
            const std::size_t range =
                round % 2 == 0 ? std::min<std::size_t>(1024, damaged.size()) : damaged.size();
            for (unsigned flips = 1 + random() % 16; flips > 0; --flips)
                damaged[random() % range] = static_cast<char>(random());
            if (const auto elf = readContent(damaged); !elf) {
                QCOMPARE(elf.error().kind(), ErrorKind::InvalidArgument);
                ++refused;
            }
        }
        QVERIFY(refused > 100);
    }

    void hugeClaimsCostNothing() {
        // A sparse file of a tebibyte whose headers claim tables of the same order.
        std::string whole = contentOf(fixtures + "/fixture_rpath");
        Elf64_Ehdr header{};
        std::memcpy(&header, whole.data(), sizeof header);
        if (header.e_ident[EI_CLASS] != ELFCLASS64)
            QFAIL("the fixtures of this machine are not 64 bit files");
        for (int i = 0; i < header.e_phnum; ++i) {
            Elf64_Phdr segment{};
            char* const at = whole.data() + header.e_phoff + static_cast<std::size_t>(i) * sizeof segment;
            std::memcpy(&segment, at, sizeof segment);
            if (segment.p_type == PT_DYNAMIC || segment.p_type == PT_INTERP)
                segment.p_filesz = 1ULL << 39U;
            std::memcpy(at, &segment, sizeof segment);
        }
        header.e_shnum = 0;
        std::memcpy(whole.data(), &header, sizeof header);
        const auto fd = memory(whole);
        QCOMPARE(::ftruncate(fd.get(), 1LL << 40), 0);
        QCOMPARE(readElf(fd.get()).error().kind(), ErrorKind::InvalidArgument);
    }

private:
    int m_before = 0;
};

QTEST_APPLESS_MAIN(TestElfFile)
#include "tst_elffile.moc"
