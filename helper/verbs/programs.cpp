// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/rootfs/handmaderoot.h"
#include "core/rootfs/sysroot.h"
#include "core/rootfs/treebuilder.h"
#include "core/sys/file.h"
#include "helper/bus/wiretypes.h"
#include "helper/jobs/tasks.h"
#include "helper/verbs/common.h"
#include "helper/verbs/descriptors.h"
#include "helper/verbs/verbs.h"

#include <sys/stat.h>

#include <algorithm>
#include <memory>

namespace vitrine::helper {

namespace {

struct Inspection {
    QList<DependencyRow> tree;
    QStringList missing;
    qulonglong totalBytes = 0;
};

QString kindWord(rootfs::FileKind kind) {
    switch (kind) {
    case rootfs::FileKind::Program:
        return QStringLiteral("program");
    case rootfs::FileKind::Script:
        return QStringLiteral("script");
    case rootfs::FileKind::Interpreter:
        return QStringLiteral("interpreter");
    case rootfs::FileKind::Library:
        return QStringLiteral("library");
    }
    return {};
}

void addRows(QList<DependencyRow>& rows, const rootfs::DependencyNode& node, uint depth) {
    QStringList searched;
    for (const std::string& directory : node.searched)
        searched.append(toQString(directory));
    rows.append({depth, kindWord(node.kind), toQString(node.name), toQString(node.hostPath),
                 toQString(node.rootPath), searched});
    for (const rootfs::DependencyNode& child : node.children)
        addRows(rows, child, depth + 1);
}

qulonglong sizeOf(const std::string& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<qulonglong>(status.st_size) : 0;
}

Result<Inspection> inspect(const std::vector<std::string>& names, const std::vector<GivenSource>& given) {
    VITRINE_CHECK(checkGiven(given));
    const auto offered = VITRINE_TRY(rootfs::offeredPrograms());
    const rootfs::Sysroot root = VITRINE_TRY(rootfs::Sysroot::open("/", rootfs::Visibility::Everyones));
    rootfs::TreeBuilder builder(root);
    for (const std::string& name : names) {
        const auto found = std::ranges::find(offered, name, &rootfs::OfferedProgram::name);
        if (found == offered.end())
            return failure(
                Error::invalid("programs", "must be names out of ListPrograms, and '" + name + "' is none"));
        VITRINE_CHECK(builder.addProgram(found->hostPath));
    }
    Inspection inspection;
    for (const GivenSource& source : given) {
        VITRINE_CHECK(builder.addGiven(source.fd.get(), "/usr/local/bin/" + source.name));
        struct stat status{};
        if (::fstat(source.fd.get(), &status) == 0)
            inspection.totalBytes += static_cast<qulonglong>(status.st_size);
    }
    const rootfs::Dependencies dependencies = builder.take();
    for (const rootfs::DependencyNode& node : dependencies.roots)
        addRows(inspection.tree, node, 0);
    for (const std::string& missing : dependencies.missing)
        inspection.missing.append(toQString(missing));
    for (const auto& file : dependencies.files)
        inspection.totalBytes += sizeOf(file.hostPath);
    return inspection;
}

} // namespace

// Safe because: it names programs in root's own directories that everybody may read anyway.
Result<Intent> prepareListPrograms(Context&, const Call&) {
    return Intent{.act = [](const Granted& granted) {
        using Programs = Result<std::vector<rootfs::OfferedProgram>>;
        const auto begun = granted.context.tasks.runFor<Programs>(
            granted.caller.uid, [] { return rootfs::offeredPrograms(); },
            [reply = granted.reply](const Programs& programs) {
                if (!programs)
                    return reply->fail(programs.error());
                QList<ProgramRow> rows;
                for (const auto& program : *programs)
                    rows.append(
                        {toQString(program.name), toQString(program.hostPath), qulonglong{program.size}});
                reply->send({QVariant::fromValue(rows)});
            });
        if (!begun)
            granted.reply->fail(begun.error());
    }};
}

// Safe because: the programs are the system's own or the caller's, opened by the caller; their headers are
// read piece by piece by code that checks every offset; nothing is copied or executed.
Result<Intent> prepareInspectPrograms(Context&, const Call& call) {
    const std::vector<std::string> names = VITRINE_TRY(takePrograms(call, 0));
    const auto given = std::make_shared<const std::vector<GivenSource>>(VITRINE_TRY(takeGiven(call, 1)));
    return Intent{.act = [names, given](const Granted& granted) {
        const auto begun = granted.context.tasks.runFor<Result<Inspection>>(
            granted.caller.uid, [names, given] { return inspect(names, *given); },
            [reply = granted.reply](const Result<Inspection>& inspection) {
                if (!inspection)
                    return reply->fail(inspection.error());
                reply->send({QVariant::fromValue(inspection->tree), inspection->missing,
                             QVariant::fromValue(inspection->totalBytes)});
            },
            Tasks::Kind::Inspection);
        if (!begun)
            granted.reply->fail(begun.error());
    }};
}

} // namespace vitrine::helper
