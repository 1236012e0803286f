// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/loader.h"

#include "core/sys/file.h"

#include <elf.h>

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

namespace vitrine::rootfs {

namespace {

constexpr std::size_t maximumObjects = 4096;
constexpr std::size_t maximumLoader = 16U << 20U;
/// Real programs have a handful of directories and a few hundred libraries. ELF files written for the purpose
/// could otherwise make every library be looked for in the directories of all others.
constexpr std::size_t maximumDirectories = 1024;
constexpr std::size_t maximumDirectory = 1024;
constexpr std::size_t maximumLookups = 20'000;

void appendOnce(std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const std::string& element : more) {
        if (std::ranges::find(list, element) == list.end())
            list.push_back(element);
    }
}

/// Search directories in order, each once.
class DirectoryList {
public:
    void add(const std::vector<std::string>& directories) {
        for (const std::string& directory : directories) {
            if (isFull())
                return;
            ++m_offered;
            if (directory.size() <= maximumDirectory && m_known.insert(directory).second)
                m_directories.push_back(directory);
        }
    }
    /// Counts repeated ones too: a chain of libraries with the same long list must come to an end.
    [[nodiscard]] bool isFull() const { return m_offered == maximumDirectories; }
    [[nodiscard]] std::vector<std::string> take() { return std::move(m_directories); }

private:
    std::vector<std::string> m_directories;
    std::unordered_set<std::string> m_known;
    std::size_t m_offered = 0;
};

/// Where distributions put libraries, for loaders that do not tell: Debian's multiarch, then lib64, then lib.
std::vector<std::string> usualDirectories(const ElfFile& program) {
    std::vector<std::string> directories;
    const auto both = [&](const std::string& name) {
        directories.push_back("/" + name);
        directories.push_back("/usr/" + name);
    };
    if (program.machine == EM_386)
        both("lib/i386-linux-gnu");
    else
        both("lib/" + machineName(program) + "-linux-gnu");
    if (program.elfClass == 64)
        both("lib64");
    both("lib");
    return directories;
}

std::vector<std::string> muslDirectories(const Sysroot& root, const std::string& loaderName) {
    // musl's ldso: /etc/ld-musl-ARCH.path, separated by ':' or newlines, replaces the built-in directories.
    std::vector<std::string> directories{"/lib", "/usr/local/lib", "/usr/lib"};
    const std::string stem = loaderName.substr(0, loaderName.find(".so"));
    const auto file = root.open("/etc/" + stem + ".path");
    if (!file)
        return directories;
    constexpr std::size_t maximumFile = 65536;
    if (auto content = sys::readAll(file->fd.get(), maximumFile)) {
        std::ranges::replace(*content, '\n', ':');
        directories = expandDirectories(splitList(*content), {});
    }
    return directories;
}

} // namespace

/// The objects so far, and what belongs to this program alone.
struct Loader::Process {
    const ElfFile& program;
    const Traits& traits;
    std::vector<LoadedObject> objects;
    std::set<std::string, std::less<>> names; ///< asked for or sonames: not searched again
    std::size_t lookups = 0;

    [[nodiscard]] Tokens tokensOf(const LoadedObject& object) const {
        return {directoryOf(object.path), traits.lib, machineName(program)};
    }

    /// DT_RPATH of the object and of those that led to it, DT_RUNPATH of the object (ld.so(8)). musl treats
    /// both alike and inherits both.
    [[nodiscard]] std::vector<std::string> ownDirectories(std::size_t index) const {
        const bool musl = traits.libc == Traits::Libc::Musl;
        DirectoryList directories;
        const LoadedObject& asking = objects[index];
        if (musl || !asking.elf.hasRunpath) {
            for (std::size_t i = index; !directories.isFull(); i = objects[i].parent) {
                const ElfFile& elf = objects[i].elf;
                directories.add(expandDirectories(elf.rpath, tokensOf(objects[i])));
                if (musl)
                    directories.add(expandDirectories(elf.runpath, tokensOf(objects[i])));
                if (i == 0)
                    break;
            }
        }
        directories.add(expandDirectories(asking.elf.runpath, tokensOf(asking)));
        return directories.take();
    }
};

Loader::Loader(const Sysroot& root, MissingCache missingCache)
    : m_root(root)
    , m_missingCache(missingCache) {
}

Result<std::vector<LoadedObject>> Loader::load(const ElfFile& program, const std::string& realPath) {
    Process process{program, traitsFor(program), {}, {}};
    process.objects.push_back({FileKind::Program, baseOf(realPath), realPath, realPath, 0, {}, program});
    addInterpreter(process);
    for (std::size_t asking = 0; asking < process.objects.size(); ++asking) {
        // A copy: the vector below grows.
        const std::vector<std::string> needed = process.objects[asking].elf.needed;
        const std::vector<std::string> directories =
            needed.empty() ? std::vector<std::string>() : process.ownDirectories(asking);
        for (const std::string& name : needed) {
            if (!process.names.insert(name).second)
                continue;
            if (process.objects.size() == maximumObjects || process.lookups >= maximumLookups)
                return failure(
                    Error(ErrorKind::LimitExceeded, "find the libraries of", realPath, "there are too many"));
            LoadedObject object;
            object.name = name;
            object.parent = asking;
            locate(process, directories, object);
            if (!object.elf.soname.empty())
                process.names.insert(object.elf.soname);
            process.objects.push_back(std::move(object));
        }
    }
    return std::move(process.objects);
}

void Loader::addInterpreter(Process& process) {
    const std::string& path = process.program.interpreter;
    if (path.empty())
        return;
    LoadedObject object;
    object.kind = FileKind::Interpreter;
    object.name = path;
    if (path.starts_with('/') && tryPath(process, path, object)) {
        process.names.insert(object.elf.soname);
        object.elf.needed.clear(); // the loader is complete in itself
    } else {
        object.searched = {directoryOf(path)};
    }
    // Asked for by libraries as "ld-linux-x86-64.so.2": it is in memory already, found or not.
    process.names.insert(baseOf(path));
    if (process.traits.libc == Traits::Libc::Musl)
        process.names.insert({"libc.so", "libc.musl-" + machineName(process.program) + ".so.1"});
    process.objects.push_back(std::move(object));
}

void Loader::locate(Process& process, const std::vector<std::string>& directories, LoadedObject& object) {
    if (object.name.find('/') != std::string::npos) {
        const std::string path = expandTokens(object.name, process.tokensOf(process.objects[object.parent]));
        if (!path.starts_with('/') || !tryPath(process, path, object))
            object.searched = {directoryOf(path)};
        return;
    }
    if (tryDirectories(process, directories, object))
        return;
    if (!process.objects[object.parent].elf.noDefaultDirectories)
        searchConfigured(process, object);
    if (!object.path.empty())
        object.searched.clear();
}

void Loader::searchConfigured(Process& process, LoadedObject& object) {
    const Traits& traits = process.traits;
    const bool glibc = traits.libc == Traits::Libc::Glibc;
    bool found = false;
    if (const LdCache* known = glibc ? cache() : nullptr) {
        for (const std::string& path : known->find(object.name, process.program)) {
            if (tryPath(process, path, object)) {
                found = true;
                break;
            }
        }
    }
    if (!found && !tryDirectories(process, traits.configured, object)) {
        static_cast<void>(tryDirectories(process, traits.builtIn, object));
        return;
    }
    // In the new root there is neither cache nor configuration: the library goes where the loader looks.
    const std::string directory = mergedPath(directoryOf(object.path));
    const auto same = [&](const std::string& other) { return mergedPath(other) == directory; };
    if (std::ranges::none_of(traits.builtIn, same))
        object.rootPath = traits.builtIn.front() + '/' + object.name;
}

bool Loader::tryDirectories(Process& process, const std::vector<std::string>& directories,
                            LoadedObject& object) {
    for (const std::string& directory : directories) {
        if (tryPath(process, directory + '/' + object.name, object)) {
            object.searched.clear();
            return true;
        }
    }
    for (const std::string& directory : directories)
        appendOnce(object.searched, {cleanPath(directory)});
    return false;
}

bool Loader::tryPath(Process& process, const std::string& path, LoadedObject& object) {
    ++process.lookups;
    const std::optional<ElfFile>& elf = elfAt(path);
    // A library of another machine is passed over, as ld.so does; that is how 32 and 64 bits live together.
    if (!elf || elf->elfClass != process.program.elfClass || elf->machine != process.program.machine)
        return false;
    object.path = path;
    object.rootPath = path;
    object.elf = *elf;
    return true;
}

const std::optional<ElfFile>& Loader::elfAt(const std::string& path) {
    const auto [place, isNew] = m_files.try_emplace(path);
    if (isNew) {
        if (const auto file = m_root.open(path)) {
            if (auto elf = readElf(file->fd.get()))
                place->second = std::move(*elf);
        }
    }
    return place->second;
}

const LdCache* Loader::cache() {
    if (!m_cache) {
        m_cache.emplace();
        if (auto read = LdCache::read(m_root))
            m_cache->emplace(std::move(*read));
    }
    return *m_cache ? &**m_cache : nullptr;
}

const Loader::Traits& Loader::traitsFor(const ElfFile& program) {
    const std::string key = program.interpreter + '\n' + machineName(program);
    if (const auto known = m_traits.find(key); known != m_traits.end())
        return known->second;
    Traits traits = readTraits(program);
    if (traits.libc == Traits::Libc::Glibc && m_missingCache == MissingCache::UseConfiguration &&
        cache() == nullptr)
        traits.configured = ldConfDirectories(m_root);
    return m_traits.emplace(key, std::move(traits)).first->second;
}

Loader::Traits Loader::readTraits(const ElfFile& program) const {
    Traits traits;
    const std::string name = baseOf(program.interpreter);
    if (name.starts_with("ld-musl-")) {
        traits.libc = Traits::Libc::Musl;
        traits.builtIn = {"/lib", "/usr/local/lib", "/usr/lib"};
        traits.configured = muslDirectories(m_root, name);
        traits.lib = "lib";
        return traits;
    }
    if (const auto file = m_root.open(program.interpreter)) {
        if (const auto bytes = sys::readAll(file->fd.get(), maximumLoader))
            traits.builtIn = builtInDirectories(*bytes);
    }
    if (traits.builtIn.empty())
        traits.builtIn = usualDirectories(program);
    // $LIB is the directory of the C library without its prefix, the first of the built-in ones.
    traits.lib = mergedPath(traits.builtIn.front());
    traits.lib.erase(0, traits.lib.starts_with("/usr/") ? 5 : 1);
    return traits;
}

std::string machineName(const ElfFile& file) {
    switch (file.machine) {
    case EM_X86_64:
        return "x86_64";
    case EM_386:
        return "i686";
    case EM_AARCH64:
        return "aarch64";
    case EM_ARM:
        return "arm";
    case EM_RISCV:
        return "riscv" + std::to_string(file.elfClass);
    case EM_PPC64:
        return "powerpc64";
    case EM_S390:
        return "s390x";
    case EM_LOONGARCH:
        return "loongarch64";
    default:
        return "machine" + std::to_string(file.machine);
    }
}

std::vector<std::string> builtInDirectories(std::string_view loaderBytes) {
    // SYSTEM_DIRS of glibc's elf/dl-load.c: "/lib64/\0/usr/lib64/\0", the first such group in the file.
    std::vector<std::string> directories;
    constexpr std::size_t maximumLength = 255;
    std::size_t at = loaderBytes.find(std::string_view("\0/", 2));
    while (at != std::string_view::npos) {
        const std::size_t begin = at + 1;
        const std::size_t end = loaderBytes.find('\0', begin);
        if (end == std::string_view::npos)
            break;
        const std::string_view text = loaderBytes.substr(begin, end - begin);
        const bool isDirectory = text.size() > 2 && text.size() <= maximumLength && text.ends_with('/') &&
                                 text.find("lib") != std::string_view::npos &&
                                 text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                        "0123456789/._+-") == std::string_view::npos;
        if (isDirectory)
            directories.push_back(cleanPath(text));
        else if (!directories.empty())
            break;
        const bool adjacent = end + 1 < loaderBytes.size() && loaderBytes[end + 1] == '/';
        if (!adjacent && !directories.empty())
            break;
        at = adjacent ? end : loaderBytes.find(std::string_view("\0/", 2), end);
    }
    return directories;
}

} // namespace vitrine::rootfs
