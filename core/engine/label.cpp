// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/engine/label.h"

#include "core/sys/file.h"
#include "core/sys/procfs.h"

#include <fcntl.h>

#include <cerrno>
#include <string>
#include <utility>

namespace vitrine::engine {

namespace {

// The file is opened by the thread that writes to it, right then: the kernel takes no order through a
// descriptor that was opened with other credentials (proc_pid_attr_write() in fs/proc/base.c).
constexpr const char* appArmorFile = "thread-self/attr/apparmor/exec";
constexpr const char* sharedFile = "thread-self/attr/exec"; // of the module that is the first

constexpr const char* profileField = "$.process.apparmorProfile";
constexpr const char* labelField = "$.process.selinuxLabel";

Error refused(const char* field, std::string reason, std::string hint = {}) {
    return Error(ErrorKind::NotSupported, {}, field, std::move(reason)).withHint(std::move(hint));
}

/// A file that is another's, or lies below a mount, is told as what it is: somebody is up to something.
Error withoutFile(const Error& error, const char* field, const char* module) {
    if (error.kind() == ErrorKind::NotFound)
        return refused(field, std::string("this kernel has no ") + module);
    return Error(error).within(field);
}

Error appArmorError(const Error& error, const std::string& profile) {
    const char* const field = profileField;
    switch (error.errnum()) {
    case ENOENT:
        return refused(field, "no AppArmor profile of the name \"" + profile + "\" is loaded",
                       "Load it with apparmor_parser(8), or choose another one.");
    case EPERM:
    case EACCES:
        return refused(field,
                       "the profile that Vitrine runs under does not let it choose \"" + profile + '"');
    default:
        return refused(field, "AppArmor refuses the profile \"" + profile + "\": " + error.reason());
    }
}

Error seLinuxError(const Error& error, const std::string& label) {
    const char* const field = labelField;
    switch (error.errnum()) {
    case EINVAL:
        return refused(field, "the policy that is loaded does not know the label " + label);
    case EPERM:
    case EACCES:
        return refused(field, "the policy does not let Vitrine choose the label " + label);
    default:
        return refused(field, "SELinux refuses the label " + label + ": " + error.reason());
    }
}

/// Kernels before 5.8 have the shared file alone.
Result<sys::UniqueFd> openAppArmorFile(int procfs) {
    auto own = sys::openInProcfs(procfs, appArmorFile, O_WRONLY);
    if (own || own.error().kind() != ErrorKind::NotFound)
        return own;
    return sys::openInProcfs(procfs, sharedFile, O_WRONLY);
}

Result<> chooseProfile(int procfs, const std::string& profile) {
    const auto file = openAppArmorFile(procfs);
    if (!file)
        return failure(withoutFile(file.error(), profileField, "AppArmor"));
    // The kernel wants it in one write(2), with the word for what is asked.
    const auto written = sys::writeKernelFile(file->get(), appArmorFile, "exec " + profile);
    return written ? Result<>{} : failure(appArmorError(written.error(), profile));
}

Result<> chooseContext(int procfs, const std::string& label) {
    const auto file = sys::openInProcfs(procfs, sharedFile, O_WRONLY);
    if (!file)
        return failure(withoutFile(file.error(), labelField, "SELinux"));
    const auto written = sys::writeKernelFile(file->get(), sharedFile, label);
    return written ? Result<>{} : failure(seLinuxError(written.error(), label));
}

} // namespace

Result<> chooseLabel(int procfs, const step::SetLabel& step) {
    return step.system == step::LabelSystem::AppArmor ? chooseProfile(procfs, step.label)
                                                      : chooseContext(procfs, step.label);
}

} // namespace vitrine::engine
