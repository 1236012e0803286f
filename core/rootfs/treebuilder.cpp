// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/treebuilder.h"

#include "core/rootfs/searchpath.h"

#include <algorithm>
#include <utility>

namespace vitrine::rootfs {

namespace {

/// Of all programs together. All of a desktop come to about 2 MiB.
constexpr std::size_t maximumText = 8U << 20U;

std::size_t textOf(const LoadedObject& object) {
    std::size_t size =
        sizeof(DependencyNode) + object.name.size() + object.path.size() + object.rootPath.size();
    for (const std::string& directory : object.searched)
        size += sizeof(std::string) + directory.size();
    return size;
}

DependencyNode nodeOf(const std::vector<LoadedObject>& objects, std::size_t index) {
    const LoadedObject& object = objects[index];
    DependencyNode node;
    node.kind = object.kind;
    node.name = object.name;
    node.hostPath = object.path.empty() ? "" : cleanPath(object.path);
    node.rootPath = object.rootPath.empty() ? "" : cleanPath(object.rootPath);
    node.searched = object.searched;
    for (std::size_t i = index + 1; i < objects.size(); ++i) {
        if (objects[i].parent == index)
            node.children.push_back(nodeOf(objects, i));
    }
    return node;
}

} // namespace

TreeBuilder::TreeBuilder(const Sysroot& root)
    : m_root(root)
    , m_loader(root, MissingCache::UseConfiguration) {
}

Result<> TreeBuilder::addProgram(const std::string& path) {
    if (!path.starts_with('/'))
        return failure(Error::invalid("program " + path, "an absolute path"));
    m_result.roots.push_back(VITRINE_TRY(programNode(baseOf(path), path, 0)));
    return {};
}

Result<> TreeBuilder::addGiven(int fd, const std::string& rootPath) {
    DependencyNode node;
    node.name = baseOf(rootPath);
    node.rootPath = rootPath;
    // No hostPath: whoever gave the descriptor knows, and its path may be nobody else's business.
    if (!m_placed.insert(mergedPath(rootPath)).second)
        return failure(Error::invalid("program " + node.name, "each name once"));
    VITRINE_CHECK(describe(node, fd, rootPath, 0));
    m_result.roots.push_back(std::move(node));
    return {};
}

Dependencies TreeBuilder::take() {
    std::ranges::move(m_libraries, std::back_inserter(m_result.files));
    m_libraries.clear();
    return std::move(m_result);
}

Result<DependencyNode> TreeBuilder::programNode(const std::string& name, const std::string& path, int depth) {
    const FoundFile file = VITRINE_TRY(m_root.open(path));
    DependencyNode node;
    node.name = name;
    node.hostPath = cleanPath(path);
    node.rootPath = node.hostPath;
    VITRINE_CHECK(describe(node, file.fd.get(), file.realPath, depth));
    placeProgram(node.rootPath, file.realPath);
    return node;
}

void TreeBuilder::placeProgram(const std::string& path, const std::string& realPath) {
    if (mergedPath(path) != mergedPath(realPath) && m_placed.insert(mergedPath(path)).second)
        m_result.links.push_back({path, realPath});
    if (m_placed.insert(mergedPath(realPath)).second)
        m_result.files.push_back({realPath, realPath});
}

Result<> TreeBuilder::describe(DependencyNode& node, int fd, const std::string& realPath, int depth) {
    const std::string head = VITRINE_TRY(headOf(fd));
    if (head.starts_with("#!")) {
        node.kind = FileKind::Script;
        const auto line = parseScriptLine(head);
        if (!line)
            return failure(Error::invalid("program " + node.name, "its #! line names no interpreter"));
        return describeScript(node, *line, depth);
    }
    auto elf = readElf(fd);
    if (!elf) {
        return failure(Error(elf.error().kind(), "use the program", node.name,
                             head.starts_with("\177ELF") ? elf.error().reason()
                                                         : "it is neither an ELF program nor a script with "
                                                           "a #! line"));
    }
    return describeElf(node, *elf, realPath);
}

Result<> TreeBuilder::describeElf(DependencyNode& node, const ElfFile& elf, const std::string& realPath) {
    const auto objects = VITRINE_TRY(m_loader.load(elf, realPath));
    for (const LoadedObject& object : objects)
        m_text += textOf(object);
    if (m_text > maximumText)
        return failure(Error(ErrorKind::LimitExceeded, "list what is needed by", node.name,
                             "the names and directories come to more than 8 MiB")
                           .withHint("Choose fewer programs at a time."));
    node.children = nodeOf(objects, 0).children;
    for (std::size_t i = 1; i < objects.size(); ++i) {
        const LoadedObject& object = objects[i];
        if (object.path.empty())
            noteMissing(object.name, object.parent == 0 ? node.name : objects[object.parent].name);
        else if (m_placed.insert(mergedPath(object.rootPath)).second)
            m_libraries.push_back({object.path, object.rootPath});
    }
    return {};
}

Result<> TreeBuilder::describeScript(DependencyNode& node, const ScriptLine& line, int depth) {
    if (depth >= maximumScriptDepth) {
        return failure(Error::invalid("script " + node.name, "a #! line that leads to a program after at "
                                                             "most 4 scripts; this one may be a loop"));
    }
    node.children.push_back(
        VITRINE_TRY(scriptProgram(node, line.interpreter, {line.interpreter}, depth + 1)));
    if (const auto program = envProgram(line)) {
        std::vector<std::string> candidates;
        if (program->find('/') != std::string::npos)
            candidates = {*program};
        else
            for (const std::string& directory : splitList(usualPath))
                candidates.push_back(directory + '/' + *program);
        node.children.push_back(VITRINE_TRY(scriptProgram(node, *program, candidates, depth + 1)));
    }
    return {};
}

Result<DependencyNode> TreeBuilder::scriptProgram(const DependencyNode& script, const std::string& name,
                                                  const std::vector<std::string>& candidates, int depth) {
    DependencyNode missing;
    missing.name = name;
    for (const std::string& path : candidates) {
        if (path.starts_with('/') && m_root.find(path))
            return programNode(name, path, depth);
        missing.searched.push_back(directoryOf(path));
    }
    noteMissing(name, script.name);
    return missing;
}

void TreeBuilder::noteMissing(const std::string& what, const std::string& neededBy) {
    std::string text = what + " (needed by " + neededBy + ")";
    if (std::ranges::find(m_result.missing, text) == m_result.missing.end())
        m_result.missing.push_back(std::move(text));
}

} // namespace vitrine::rootfs
