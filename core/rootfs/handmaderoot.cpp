// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/handmaderoot.h"

#include "core/rootfs/offeredprograms.h"
#include "core/rootfs/rootwriter.h"
#include "core/rootfs/searchpath.h"
#include "core/rootfs/skeleton.h"
#include "core/rootfs/sysroot.h"
#include "core/rootfs/treebuilder.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace vitrine::rootfs {

namespace {

constexpr std::uint64_t maximumGiven = 2ULL << 30U;

/// One file to copy.
struct Item {
    std::string rootPath;
    std::string hostPath; ///< empty: `given` is the source
    int given = -1;
    std::uint64_t size = 0;
};

Result<> checkEmpty(int rootFd) {
    // A file system of its own has this one from the start.
    for (const std::string& name : VITRINE_TRY(sys::listDirectory(rootFd))) {
        if (name != "lost+found")
            return failure(Error(ErrorKind::AlreadyExists, "fill the new root", "",
                                 "the directory is not empty, it holds \"" + name + "\""));
    }
    return {};
}

Result<std::uint64_t> checkGiven(const GivenProgram& program) {
    const std::string field = "program " + program.name;
    constexpr std::size_t longest = 255;
    const bool isPrintable = std::ranges::all_of(
        program.name, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\177' && c != '/'; });
    if (program.name.empty() || program.name == "." || program.name == ".." ||
        program.name.size() > longest || !isPrintable)
        return failure(Error::invalid("name of a program", "a file name of 1 to 255 bytes without '/'"));
    struct stat status{};
    const int flags = ::fcntl(program.fd, F_GETFL);
    if (flags < 0 || ::fstat(program.fd, &status) != 0)
        return failure(Error::fromErrno("look at the file given as", program.name, errno));
    if (!S_ISREG(status.st_mode) || (flags & O_PATH) != 0 || (flags & O_ACCMODE) == O_WRONLY)
        return failure(Error::invalid(field, "a regular file, opened for reading"));
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > maximumGiven)
        return failure(Error::invalid(field, "a file of at most 2 GiB"));
    return size;
}

/// Terminal descriptions of the consoles and of xterms, at the place where the libraries of this machine
/// look.
std::vector<std::string> terminfo(const Sysroot& root) {
    std::vector<std::string> paths;
    for (const char* name : {"l/linux", "x/xterm", "x/xterm-256color"}) {
        for (const char* directory : {"/etc/terminfo/", "/lib/terminfo/", "/usr/share/terminfo/"}) {
            std::string path = std::string(directory) + name;
            if (root.find(path)) {
                paths.push_back(std::move(path));
                break;
            }
        }
    }
    return paths;
}

class Build {
public:
    Build(int rootFd, const Sysroot& sysroot, const Progress& progress)
        : m_writer(rootFd)
        , m_sysroot(sysroot)
        , m_progress(progress) {}

    Result<Dependencies> run(const BuildRequest& request) {
        VITRINE_CHECK(collect(request));
        VITRINE_CHECK(report("/"));
        VITRINE_CHECK(makeDirectories(m_writer));
        const bool hasBash = std::ranges::find(request.programs, "bash") != request.programs.end();
        VITRINE_CHECK(makeSettings(m_writer, hasBash ? LoginShell::Bash : LoginShell::Sh));
        for (const Item& item : m_items)
            VITRINE_CHECK(copy(item));
        for (const Dependencies::Link& link : m_dependencies.links)
            VITRINE_CHECK(makeLink(link));
        if (hasBash && !hasFile("/usr/bin/sh"))
            VITRINE_CHECK(m_writer.link("/usr/bin/sh", "bash"));
        VITRINE_CHECK(report("/"));
        return std::move(m_dependencies);
    }

private:
    Result<> collect(const BuildRequest& request) {
        TreeBuilder builder(m_sysroot);
        for (const std::string& name : request.programs) {
            const auto program = findOffered(m_sysroot, name);
            if (!program)
                return failure(Error::invalid("program " + name, "the name of one of the offered programs"));
            VITRINE_CHECK(builder.addProgram(program->hostPath));
        }
        for (const GivenProgram& program : request.given) {
            const std::uint64_t size = VITRINE_TRY(checkGiven(program));
            const std::string path = "/usr/local/bin/" + program.name;
            VITRINE_CHECK(builder.addGiven(program.fd, path));
            m_items.push_back({path, {}, program.fd, size});
        }
        m_dependencies = builder.take();
        for (const Dependencies::File& file : m_dependencies.files)
            VITRINE_CHECK(addItem(file.hostPath, file.rootPath));
        for (const std::string& path : terminfo(m_sysroot))
            VITRINE_CHECK(addItem(path, path));
        for (const Item& item : m_items)
            m_total += item.size;
        return {};
    }

    Result<> addItem(const std::string& hostPath, const std::string& rootPath) {
        const FoundFile file = VITRINE_TRY(m_sysroot.find(hostPath));
        m_items.push_back({rootPath, hostPath, -1, static_cast<std::uint64_t>(file.status.st_size)});
        return {};
    }

    Result<> copy(const Item& item) {
        VITRINE_CHECK(report(item.rootPath));
        if (item.hostPath.empty()) {
            VITRINE_CHECK(m_writer.copy(item.rootPath, item.given, item.size, 0755));
        } else {
            // Opened by its path again, and so judged again: it may be another file by now.
            const FoundFile file = VITRINE_TRY(m_sysroot.open(item.hostPath));
            VITRINE_CHECK(m_writer.copy(item.rootPath, file.fd.get(),
                                        static_cast<std::uint64_t>(file.status.st_size),
                                        file.status.st_mode));
        }
        m_done += item.size;
        return {};
    }

    Result<> makeLink(const Dependencies::Link& link) {
        const std::string place = mergedPath(link.rootPath);
        return m_writer.link(place, relativePath(directoryOf(place), mergedPath(link.target)));
    }

    [[nodiscard]] bool hasFile(const std::string& path) const {
        const auto is = [&](const std::string& other) { return mergedPath(other) == path; };
        return std::ranges::any_of(m_items, is, &Item::rootPath) ||
               std::ranges::any_of(m_dependencies.links, is, &Dependencies::Link::rootPath);
    }

    Result<> report(const std::string& path) {
        if (m_progress && !m_progress(m_done, m_total, path))
            return failure(Error(ErrorKind::Cancelled, "build the root", "", "it was cancelled"));
        return {};
    }

    RootWriter m_writer;
    const Sysroot& m_sysroot;
    const Progress& m_progress;
    Dependencies m_dependencies;
    std::vector<Item> m_items;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

} // namespace

Result<Dependencies> buildRoot(int rootFd, const BuildRequest& request, const Progress& progress,
                               const std::string& sysroot) {
    VITRINE_CHECK(checkEmpty(rootFd));
    const Sysroot source = VITRINE_TRY(Sysroot::open(sysroot, Visibility::Everyones));
    return Build(rootFd, source, progress).run(request);
}

} // namespace vitrine::rootfs
