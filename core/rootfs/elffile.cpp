// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/elffile.h"

#include "core/rootfs/searchpath.h"

#include <elf.h>
#include <libelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace vitrine::rootfs {

namespace {

// The whole program header table that execve(2) accepts is at most 64 KiB; the other bounds are far above any
// program of a distribution and keep a hostile file from asking for memory or searches without end.
constexpr std::uint64_t maximumProgramHeaders = 1024;
constexpr std::uint64_t maximumDynamicSize = 1U << 20U;
constexpr std::size_t maximumName = 4096;
constexpr std::size_t maximumNeeded = 1024;
constexpr std::size_t maximumSearchDirectories = 256;

struct Class32 {
    using Header = Elf32_Ehdr;
    using Segment = Elf32_Phdr;
    using Dynamic = Elf32_Dyn;
    static constexpr int bits = 32;
    static Elf_Data* toMemory(Elf_Data* to, const Elf_Data* from, unsigned encoding) {
        return ::elf32_xlatetom(to, from, encoding);
    }
};

struct Class64 {
    using Header = Elf64_Ehdr;
    using Segment = Elf64_Phdr;
    using Dynamic = Elf64_Dyn;
    static constexpr int bits = 64;
    static Elf_Data* toMemory(Elf_Data* to, const Elf_Data* from, unsigned encoding) {
        return ::elf64_xlatetom(to, from, encoding);
    }
};

Error damaged(std::string reason) {
    return {ErrorKind::InvalidArgument, "read the ELF headers", "", std::move(reason)};
}

/// The file by pread(2) in small pieces. Not mapped, because its owner may truncate it while it is read
/// (SIGBUS); not given to elf_begin(3), because that allocates as many section descriptors as the file
/// claims.
template <typename Class>
class Reader {
public:
    Reader(int fd, std::uint64_t size, unsigned encoding)
        : m_fd(fd)
        , m_size(size)
        , m_encoding(encoding) {}

    [[nodiscard]] Result<std::vector<char>> bytes(std::uint64_t offset, std::uint64_t length) const {
        if (offset > m_size || length > m_size - offset)
            return failure(damaged("a part of it lies behind the end of the file"));
        std::vector<char> buffer(length);
        std::size_t done = 0;
        while (done < buffer.size()) {
            const ssize_t count =
                ::pread(m_fd, buffer.data() + done, buffer.size() - done, static_cast<off_t>(offset + done));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failure(Error::fromErrno("read the ELF headers", "", errno));
            if (count == 0)
                return failure(damaged("the file became shorter while it was read"));
            done += static_cast<std::size_t>(count);
        }
        return buffer;
    }

    /// `count` records of libelf's `type` at `offset`, in this machine's byte order.
    template <typename Record>
    [[nodiscard]] Result<std::vector<Record>> records(Elf_Type type, std::uint64_t offset,
                                                      std::uint64_t count) const {
        std::vector<char> raw = VITRINE_TRY(bytes(offset, count * sizeof(Record)));
        std::vector<Record> result(count);
        if (count == 0)
            return result;
        Elf_Data from{};
        from.d_buf = raw.data();
        from.d_size = raw.size();
        from.d_type = type;
        from.d_version = EV_CURRENT;
        Elf_Data to = from;
        to.d_buf = result.data();
        if (Class::toMemory(&to, &from, m_encoding) == nullptr)
            return failure(damaged("its records have a wrong size"));
        return result;
    }

private:
    int m_fd;
    std::uint64_t m_size;
    unsigned m_encoding;
};

template <typename Segment>
Result<std::uint64_t> fileOffset(const std::vector<Segment>& segments, std::uint64_t address) {
    for (const Segment& segment : segments) {
        if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
            address - segment.p_vaddr < segment.p_filesz)
            return segment.p_offset + (address - segment.p_vaddr);
    }
    return failure(damaged("its string table is in no loaded segment"));
}

/// A part of the file that holds names. Only the names asked for are read: the table of a large library has
/// megabytes, and that of a hostile file as many as it claims.
template <typename Class>
struct StringTable {
    const Reader<Class>& reader;
    std::uint64_t offset;
    std::uint64_t size;

    [[nodiscard]] Result<std::string> at(std::uint64_t place, std::size_t maximum) const {
        if (place >= size)
            return failure(damaged("a name lies outside the string table"));
        const std::vector<char> read =
            VITRINE_TRY(reader.bytes(offset + place, std::min<std::uint64_t>(maximum + 1, size - place)));
        const std::size_t length = std::string_view(read.data(), read.size()).find('\0');
        if (length == std::string_view::npos)
            return failure(damaged("a name has no end or is too long"));
        return std::string(read.data(), length);
    }

    [[nodiscard]] Result<std::vector<std::string>> directoriesAt(std::uint64_t place) const {
        constexpr std::size_t maximumList = 65536;
        std::vector<std::string> list = splitList(VITRINE_TRY(at(place, maximumList)));
        if (list.size() > maximumSearchDirectories)
            return failure(damaged("its library search path has too many directories"));
        return list;
    }
};

template <typename Class>
Result<> readStrings(const std::vector<typename Class::Dynamic>& entries, const StringTable<Class>& table,
                     ElfFile& file) {
    using Dynamic = typename Class::Dynamic;
    for (const Dynamic& entry : entries) {
        const std::uint64_t value = entry.d_un.d_val;
        if (entry.d_tag == DT_NEEDED) {
            if (file.needed.size() == maximumNeeded)
                return failure(damaged("it needs too many libraries"));
            file.needed.push_back(VITRINE_TRY(table.at(value, maximumName)));
        } else if (entry.d_tag == DT_SONAME) {
            file.soname = VITRINE_TRY(table.at(value, maximumName));
        } else if (entry.d_tag == DT_RPATH) {
            file.rpath = VITRINE_TRY(table.directoriesAt(value));
        } else if (entry.d_tag == DT_RUNPATH) {
            file.runpath = VITRINE_TRY(table.directoriesAt(value));
            file.hasRunpath = true;
        } else if (entry.d_tag == DT_FLAGS_1) {
            file.noDefaultDirectories = (value & DF_1_NODEFLIB) != 0;
        }
    }
    if (file.hasRunpath)
        file.rpath.clear(); // ld.so(8): DT_RPATH counts only where there is no DT_RUNPATH
    return {};
}

template <typename Class>
Result<> readDynamic(const Reader<Class>& reader, const std::vector<typename Class::Segment>& segments,
                     const typename Class::Segment& dynamic, ElfFile& file) {
    using Dynamic = typename Class::Dynamic;
    if (dynamic.p_filesz > maximumDynamicSize)
        return failure(damaged("its dynamic section is too large"));
    auto entries = VITRINE_TRY(
        reader.template records<Dynamic>(ELF_T_DYN, dynamic.p_offset, dynamic.p_filesz / sizeof(Dynamic)));
    entries.erase(std::ranges::find(entries, DT_NULL, &Dynamic::d_tag), entries.end());
    const auto table = std::ranges::find(entries, DT_STRTAB, &Dynamic::d_tag);
    const auto size = std::ranges::find(entries, DT_STRSZ, &Dynamic::d_tag);
    if (table == entries.end() || size == entries.end())
        return failure(damaged("its dynamic section has no string table"));
    const std::uint64_t offset = VITRINE_TRY(fileOffset(segments, table->d_un.d_ptr));
    return readStrings<Class>(entries, {reader, offset, size->d_un.d_val}, file);
}

template <typename Class>
Result<ElfFile> read(const Reader<Class>& reader) {
    using Segment = typename Class::Segment;
    const auto header =
        VITRINE_TRY(reader.template records<typename Class::Header>(ELF_T_EHDR, 0, 1)).front();
    if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
        return failure(damaged("it is neither a program nor a shared library"));
    if (header.e_phentsize != sizeof(Segment) || header.e_phnum == 0 ||
        header.e_phnum > maximumProgramHeaders)
        return failure(damaged("its program headers have a wrong size or number"));
    ElfFile file;
    file.elfClass = Class::bits;
    file.machine = header.e_machine;
    const auto segments =
        VITRINE_TRY(reader.template records<Segment>(ELF_T_PHDR, header.e_phoff, header.e_phnum));
    if (const auto found = std::ranges::find(segments, PT_INTERP, &Segment::p_type);
        found != segments.end()) {
        if (found->p_filesz < 2 || found->p_filesz > maximumName)
            return failure(damaged("the name of its loader is empty or too long"));
        const StringTable<Class> name{reader, found->p_offset, found->p_filesz};
        file.interpreter = VITRINE_TRY(name.at(0, maximumName));
    }
    if (const auto found = std::ranges::find(segments, PT_DYNAMIC, &Segment::p_type); found != segments.end())
        VITRINE_CHECK(readDynamic<Class>(reader, segments, *found, file));
    return file;
}

} // namespace

Result<ElfFile> readElf(int fd) {
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return failure(Error::fromErrno("look at the ELF file", "", errno));
    if (!S_ISREG(status.st_mode))
        return failure(damaged("it is not a regular file"));
    const auto size = static_cast<std::uint64_t>(status.st_size);
    std::array<unsigned char, EI_NIDENT> ident{};
    const auto raw = Reader<Class64>(fd, size, ELFDATANONE).bytes(0, EI_NIDENT);
    if (!raw && raw.error().errnum() != 0)
        return failure(raw.error());
    if (raw)
        std::memcpy(ident.data(), raw->data(), EI_NIDENT);
    if (std::memcmp(ident.data(), ELFMAG, SELFMAG) != 0)
        return failure(damaged("it is not an ELF file"));
    const unsigned encoding = ident[EI_DATA];
    if (encoding != ELFDATA2LSB && encoding != ELFDATA2MSB)
        return failure(damaged("its byte order is unknown"));
    // Once before any translation; a library call of its own, and harmless to repeat (elf_version(3)).
    if (::elf_version(EV_CURRENT) == EV_NONE)
        return failure(damaged("libelf is too old for this program"));
    if (ident[EI_CLASS] == ELFCLASS64)
        return read(Reader<Class64>(fd, size, encoding));
    if (ident[EI_CLASS] == ELFCLASS32)
        return read(Reader<Class32>(fd, size, encoding));
    return failure(damaged("it is neither a 32 nor a 64 bit file"));
}

} // namespace vitrine::rootfs
