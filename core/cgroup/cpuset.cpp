// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/cgroup/cpuset.h"

#include "core/cgroup/controlfile.h"
#include "core/sys/file.h"

#include <fcntl.h>

namespace vitrine::cgroup {

namespace {

/// The first of the files that can be read and says something.
NumberList firstOf(int directory, const std::string& v2, const std::string& v1) {
    for (const std::string& file : {v2, v1}) {
        const auto text = readControlFile(directory, file);
        auto numbers = text ? parseNumberList(*text, file) : Result<NumberList>(NumberList());
        if (numbers && !numbers->empty())
            return *std::move(numbers);
    }
    return {};
}

Result<> takeFile(int directory, int above, const char* file) {
    const std::string own = VITRINE_TRY(readControlFile(directory, file));
    if (!own.empty())
        return {};
    const std::string value = VITRINE_TRY(readControlFile(above, file));
    if (value.empty())
        return failure(Error(ErrorKind::Stale, "read", file, "the group above has none yet"));
    return sys::writeKernelFileAt(directory, file, value);
}

} // namespace

void readCpuset(CgroupFacts& facts, const std::string& directory) {
    facts.cpus =
        firstOf(AT_FDCWD, directory + "/cpuset.cpus.effective", directory + "/cpuset.effective_cpus");
    facts.memoryNodes =
        firstOf(AT_FDCWD, directory + "/cpuset.mems.effective", directory + "/cpuset.effective_mems");
}

NumberList allowedAbove(int directory, const std::string& file) {
    if (file == "cpuset.mems")
        return firstOf(directory, "../cpuset.mems.effective", "../cpuset.effective_mems");
    return firstOf(directory, "../cpuset.cpus.effective", "../cpuset.effective_cpus");
}

Result<> takeCpusetOfParent(int directory) {
    const sys::UniqueFd above = VITRINE_TRY(sys::openAt(directory, "..", O_RDONLY | O_DIRECTORY));
    VITRINE_CHECK(takeFile(directory, above.get(), "cpuset.cpus"));
    return takeFile(directory, above.get(), "cpuset.mems");
}

} // namespace vitrine::cgroup
