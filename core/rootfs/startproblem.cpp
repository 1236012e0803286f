// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/process/text.h"
#include "core/rootfs/dependencytree.h"
#include "core/rootfs/loader.h"
#include "core/rootfs/script.h"
#include "core/rootfs/searchpath.h"
#include "core/rootfs/sysroot.h"
#include "core/rootfs/treebuilder.h"
#include "core/sys/file.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace vitrine::rootfs {

namespace {

using Problem = std::optional<StartProblem>;

constexpr mode_t anyExecute = S_IXUSR | S_IXGRP | S_IXOTH;

/// Programs of other machines run where the kernel hands them to an emulator (binfmt_misc).
bool hasEmulators() {
    const auto fd = sys::openAt(AT_FDCWD, "/proc/sys/fs/binfmt_misc", O_RDONLY | O_DIRECTORY);
    if (!fd)
        return false;
    const auto names = sys::listDirectory(fd->get());
    return names && std::ranges::any_of(*names, [](const auto& name) { return name.starts_with("qemu-"); });
}

bool runsHere(const ElfFile& elf) {
    utsname system{};
    if (::uname(&system) != 0)
        return true;
    const std::string machine = system.machine;
    if (machine == "x86_64")
        return elf.machine == EM_X86_64 || elf.machine == EM_386;
    if (machine == "aarch64")
        return elf.machine == EM_AARCH64 || elf.machine == EM_ARM;
    return true; // not known here, and a wrong complaint is worse than none
}

/// A name that the root chose, as people are shown it: a program can ask for a library whose name is an
/// escape sequence of a terminal, or a page long.
std::string shown(const std::string& name) {
    constexpr std::size_t longest = 255;
    std::string text = process::escape(name, longest);
    return text.size() < name.size() && name.starts_with(text) ? text + "…" : text;
}

std::string joined(const std::vector<std::string>& words) {
    constexpr std::size_t mostNamed = 8;
    const std::size_t named = words.size() > mostNamed ? mostNamed - 1 : words.size();
    std::string text;
    for (std::size_t i = 0; i < named; ++i) {
        if (i > 0)
            text += i + 1 == words.size() ? " and " : ", ";
        text += shown(words[i]);
    }
    if (named < words.size())
        text += " and " + std::to_string(words.size() - named) + " more";
    return text;
}

std::string pathIn(std::string directory, const std::string& name) {
    return directory.append(1, '/').append(name);
}

class Examiner {
public:
    explicit Examiner(const Sysroot& root)
        : m_root(root)
        , m_loader(root, MissingCache::UseNothing) {}

    Result<Problem> command(const std::string& name, const std::string& pathVariable) {
        if (name.find('/') != std::string::npos)
            return file(name, name.starts_with('/') ? name : "/" + name, 0);
        const std::vector<std::string> directories =
            splitList(pathVariable.empty() ? usualPath : pathVariable);
        Problem first;
        for (const std::string& directory : directories) {
            const std::string path = pathIn(directory, name);
            if (!directory.starts_with('/') || !exists(path))
                continue;
            // As execvp(3): a file that may not be executed is passed over, and named if nothing else is
            // there.
            auto problem = permission(name, path);
            if (!problem)
                return file(name, path, 0);
            if (!first)
                first = std::move(problem);
        }
        if (first)
            return first;
        return Problem(
            {shown(name) + " is not in its root: there is no such program in " + joined(directories) + ".",
             {name}});
    }

private:
    [[nodiscard]] bool exists(const std::string& path) const {
        return sys::openInRoot(m_root.fd(), path, O_PATH).has_value();
    }

    [[nodiscard]] Problem permission(const std::string& name, const std::string& path) const {
        const auto found = m_root.find(path);
        if (!found)
            return Problem({shown(name) + " cannot be started: " + shown(path) + " is not a file.", {}});
        if ((found->status.st_mode & anyExecute) == 0) {
            return Problem({shown(name) + " may not be executed: " + shown(path) +
                                " lacks the permission (chmod +x gives it).",
                            {}});
        }
        return std::nullopt;
    }

    Result<Problem> file(const std::string& name, const std::string& path, int depth) {
        if (!exists(path))
            return absent(name, path);
        if (auto problem = permission(name, path))
            return problem;
        const FoundFile found = VITRINE_TRY(m_root.open(path));
        std::string head = VITRINE_TRY(headOf(found.fd.get()));
        if (head.starts_with("#!"))
            return script(name, head, depth);
        if (head.empty())
            return Problem({shown(name) + " cannot be started: the file is empty.", {}});
        if (!head.starts_with(ELFMAG)) {
            return Problem(
                {shown(name) + " cannot be started: it is neither a program nor a script with a #! line.",
                 {}});
        }
        const auto elf = readElf(found.fd.get());
        if (!elf)
            return Problem({shown(name) + " cannot be started: " + elf.error().reason() + ".", {}});
        return program(name, *elf, found.realPath);
    }

    [[nodiscard]] Problem absent(const std::string& name, const std::string& path) const {
        if (sys::openInRoot(m_root.fd(), path, O_PATH | O_NOFOLLOW)) {
            return Problem({shown(name) + " is a link to a file that is not in its root.", {path}});
        }
        return Problem({shown(name) + " is not in its root.", {path}});
    }

    Result<Problem> program(const std::string& name, const ElfFile& elf, const std::string& realPath) {
        if (!runsHere(elf) && !hasEmulators()) {
            return Problem(
                {shown(name) + " is made for another kind of machine (" + machineName(elf) + ").", {}});
        }
        const auto objects = VITRINE_TRY(m_loader.load(elf, realPath));
        StartProblem problem;
        for (const LoadedObject& object : objects) {
            if (!object.path.empty())
                continue;
            if (object.kind == FileKind::Interpreter) {
                // Without it the search for libraries says little, and the kernel does not get that far.
                return Problem(
                    {shown(name) + " needs the loader " + shown(object.name) + ", which is not in its root.",
                     {object.name}});
            }
            problem.missing.push_back(object.name);
        }
        if (problem.missing.empty())
            return Problem();
        const bool isOne = problem.missing.size() == 1;
        problem.sentence = shown(name) + (isOne ? " needs the library " : " needs the libraries ") +
                           joined(problem.missing) +
                           (isOne ? ", which is not in its root." : ", which are not in its root.");
        return Problem(std::move(problem));
    }

    Result<Problem> script(const std::string& name, const std::string& head, int depth) {
        const auto line = parseScriptLine(head);
        if (!line)
            return Problem({shown(name) + " cannot be started: its #! line names no interpreter.", {}});
        if (depth >= maximumScriptDepth)
            return Problem(
                {shown(name) + " cannot be started: its #! line leads through more than 4 scripts.", {}});
        if (line->interpreter.ends_with('\r') || line->argument.ends_with('\r')) {
            return Problem({shown(name) +
                                " cannot be started: its first line ends as on Windows, and the carriage "
                                "return is taken for a part of the interpreter's name.",
                            {}});
        }
        if (auto problem = VITRINE_TRY(interpreter(name, line->interpreter, depth)))
            return problem;
        if (const auto wanted = envProgram(*line)) {
            if (wanted->find('/') != std::string::npos)
                return interpreter(name, *wanted, depth);
            return envCommand(name, *wanted, depth);
        }
        return Problem();
    }

    Result<Problem> interpreter(const std::string& name, const std::string& path, int depth) {
        if (!path.starts_with('/'))
            return Problem(); // relative to a directory that is not known here
        if (!exists(path))
            return Problem(
                {shown(name) + " is a script for " + shown(path) + ", which is not in its root.", {path}});
        return file(path, path, depth + 1);
    }

    Result<Problem> envCommand(const std::string& name, const std::string& wanted, int depth) {
        for (const std::string& directory : splitList(usualPath)) {
            const std::string path = pathIn(directory, wanted);
            if (exists(path))
                return file(wanted, path, depth + 1);
        }
        return Problem(
            {shown(name) + " is a script for " + shown(wanted) + ", which is not in its root.", {wanted}});
    }

    const Sysroot& m_root;
    Loader m_loader;
};

} // namespace

Result<std::optional<StartProblem>> findStartProblem(int rootFd, const std::string& command,
                                                     const std::string& pathVariable) {
    if (command.empty() || command.find('\0') != std::string::npos)
        return failure(Error::invalid("command", "the name or path of a program"));
    const Sysroot root = VITRINE_TRY(Sysroot::borrow(rootFd, Visibility::All));
    return Examiner(root).command(command, pathVariable);
}

} // namespace vitrine::rootfs
