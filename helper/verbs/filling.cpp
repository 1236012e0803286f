// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/verbs/filling.h"

#include "core/rootfs/handmaderoot.h"
#include "helper/verbs/diskspace.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>

namespace vitrine::helper {

namespace {

constexpr auto betweenReports = std::chrono::milliseconds(50);

rootfs::Progress throttled(const std::atomic<bool>& cancelled, const Report& report) {
    return [&cancelled, &report, last = std::chrono::steady_clock::time_point()](
               std::uint64_t done, std::uint64_t total, const std::string& path) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last >= betweenReports && total != 0) {
            last = now;
            report(static_cast<double>(done) / static_cast<double>(total), path);
        }
        return !cancelled.load();
    };
}

Result<> fillRoot(int root, const FillingSite& site, const Filling& filling,
                  const rootfs::Progress& progress) {
    if (filling.kind == Filling::Kind::Empty)
        return rootfs::buildEmptyRoot(root);
    rootfs::BuildRequest request;
    request.programs = filling.programs;
    if (filling.kind == Filling::Kind::Starter)
        request.programs = rootfs::starterPrograms(VITRINE_TRY(rootfs::offeredPrograms()));
    std::vector<sys::UniqueFd> copies;
    for (const GivenSource& source : filling.given) {
        copies.push_back(VITRINE_TRY(privateCopy(site.scratch, source)));
        request.given.push_back({source.name, copies.back().get()});
    }
    Result<> space;
    const auto built = rootfs::buildRoot(
        root, request, [&](std::uint64_t done, std::uint64_t total, const std::string& path) {
            space = checkSpace(root, total - done);
            return space && progress(done, total, path);
        });
    if (!space)
        return space;
    return built ? Result<>() : failure(built.error());
}

} // namespace

Result<Filling::Kind> fillingKindFrom(const QString& word) {
    if (word == QLatin1String("starter"))
        return Filling::Kind::Starter;
    if (word == QLatin1String("programs"))
        return Filling::Kind::Programs;
    if (word == QLatin1String("empty"))
        return Filling::Kind::Empty;
    if (word == QLatin1String("folder"))
        return Filling::Kind::Folder;
    return failure(Error::invalid("rootKind", "must be \"starter\", \"programs\", \"empty\" or \"folder\""));
}

Result<> fillBundle(const FillingSite& site, const Filling& filling, const std::atomic<bool>& cancelled,
                    const Report& report) {
    monitor::BundleRecord record = site.record;
    record.stage = monitor::Stage::Creating;
    const monitor::Bundle bundle = VITRINE_TRY(monitor::Bundle::create(site.containers, record, site.spec));
    if (filling.kind != Filling::Kind::Folder) {
        const sys::UniqueFd root = VITRINE_TRY(bundle.openRoot(record));
        VITRINE_CHECK(fillRoot(root.get(), site, filling, throttled(cancelled, report)));
    }
    if (cancelled.load())
        return failure(Error(ErrorKind::Cancelled, {}, "the creation", "was cancelled"));
    // The record is synced, and must not say after a power cut that files are there which are still empty.
    if (filling.kind != Filling::Kind::Folder && ::syncfs(bundle.directory()) != 0)
        return failure(Error::fromErrno("write to the disk", "the container's files", errno));
    record.stage = monitor::Stage::Ready;
    return bundle.writeRecord(record);
}

} // namespace vitrine::helper
