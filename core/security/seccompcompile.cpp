// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/seccompcompile.h"

#include "core/security/seccompprofile.h"

#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string_view>

namespace vitrine::security {

namespace {

struct ReleaseFilter {
    void operator()(void* context) const { ::seccomp_release(context); }
};
using Context = std::unique_ptr<void, ReleaseFilter>;

constexpr std::uint32_t refuse = SCMP_ACT_ERRNO(EPERM);

/// Flags of clone(2) that make namespaces: CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
/// (CLONE_NEWTIME shares its bit with the exit signal and is refused by the kernel here.)
constexpr std::uint64_t namespaceFlags =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

class Profile {
public:
    explicit Profile(void* context)
        : m_context(context) {}

    /// Errors are kept: the first one is what error() says.
    void add(std::uint32_t action, std::string_view call, const std::vector<scmp_arg_cmp>& arguments = {}) {
        const int number = ::seccomp_syscall_resolve_name(std::string(call).c_str());
        // Negative: another architecture's call (libseccomp's pseudo numbers).
        if (number < 0)
            return;
        const int result = ::seccomp_rule_add_exact_array(
            m_context, action, number, static_cast<unsigned>(arguments.size()), arguments.data());
        // EACCES: the action is the default one anyway.
        if (result < 0 && result != -EACCES && m_error == 0)
            m_error = -result;
    }
    [[nodiscard]] int error() const { return m_error; }

private:
    void* m_context;
    int m_error = 0;
};

scmp_arg_cmp compare(unsigned argument, scmp_compare operation, std::uint64_t a, std::uint64_t b = 0) {
    return scmp_arg_cmp{argument, operation, a, b};
}

void addCalls(Profile& profile, const std::vector<std::string>& capabilities) {
    for (const std::string_view call : allowedCalls)
        profile.add(SCMP_ACT_ALLOW, call);
    std::vector<std::string_view> opened;
    for (const auto& [capability, call] : guardedCalls) {
        if (std::ranges::find(capabilities, capability) != capabilities.end() &&
            std::ranges::find(opened, call) == opened.end()) {
            profile.add(SCMP_ACT_ALLOW, call);
            opened.push_back(call);
        }
    }
}

void addArguments(Profile& profile, const std::vector<std::string>& capabilities) {
    if (std::ranges::find(capabilities, "CAP_SYS_ADMIN") != capabilities.end()) {
        profile.add(SCMP_ACT_ALLOW, "clone");
    } else {
#if defined(__s390__)
        constexpr unsigned flagsArgument = 1;
#else
        constexpr unsigned flagsArgument = 0;
#endif
        profile.add(SCMP_ACT_ALLOW, "clone", {compare(flagsArgument, SCMP_CMP_MASKED_EQ, namespaceFlags, 0)});
        // Its flags are in memory, where no filter can look: libc falls back to clone(2).
        profile.add(SCMP_ACT_ERRNO(ENOSYS), "clone3");
    }
    // personality(2): the plain ones (0, PER_LINUX32, with UNAME26) and the question.
    for (const std::uint64_t persona : {0x0U, 0x8U, 0x20000U, 0x20008U, 0xffffffffU})
        profile.add(SCMP_ACT_ALLOW, "personality", {compare(0, SCMP_CMP_EQ, persona)});
}

/// Offset of the lower half of an argument in seccomp_data: the kernel looks at no more of an int.
constexpr std::uint32_t lowerHalfOf(unsigned argument) {
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t) +
                                      (std::endian::native == std::endian::big ? 4 : 0));
}

/// `call` is allowed unless the lower half of `argument` is one of two values. libseccomp compares all 64
/// bits, and a caller could set a bit that the kernel then ignores (CVE-2019-10063), so this is done by hand,
/// in front of its program (bpf(4), seccomp(2)).
void addExcept(std::vector<sock_filter>& program, int call, unsigned argument, std::uint32_t first,
               std::uint32_t second) {
    constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint16_t equals = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr std::uint16_t answer = BPF_RET | BPF_K;
    const auto add = [&](std::uint16_t code, std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
        program.push_back(sock_filter{code, yes, no, value});
    };
    add(load, offsetof(seccomp_data, arch), 0, 0);
    add(equals, ::seccomp_arch_native(), 0, 7);
    add(load, offsetof(seccomp_data, nr), 0, 0);
    add(equals, static_cast<std::uint32_t>(call), 0, 5);
    add(load, lowerHalfOf(argument), 0, 0);
    add(equals, first, 2, 0);
    add(equals, second, 1, 0);
    add(answer, SECCOMP_RET_ALLOW, 0, 0);
    add(answer, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

/// seccomp_arch_native() is libseccomp's token, which is the audit architecture that the kernel puts in
/// seccomp_data.
std::vector<sock_filter> makePrologue() {
    std::vector<sock_filter> program;
    addExcept(program, SYS_ioctl, 1, TIOCSTI, TIOCLINUX);
    addExcept(program, SYS_socket, 0, AF_ALG, AF_VSOCK);
    return program;
}

Result<std::vector<sock_filter>> exportProgram(void* context) {
    const int memory = ::memfd_create("seccomp", MFD_CLOEXEC);
    if (memory < 0)
        return failure(Error::fromErrno("memfd_create", "seccomp", errno));
    std::vector<sock_filter> program = makePrologue();
    const std::size_t before = program.size();
    int error = -::seccomp_export_bpf(context, memory);
    const off_t size = ::lseek(memory, 0, SEEK_END);
    if (error == 0 && size > 0) {
        program.resize(before + static_cast<std::size_t>(size) / sizeof(sock_filter));
        if (::pread(memory, &program[before], static_cast<std::size_t>(size), 0) != size)
            error = EIO;
    }
    ::close(memory);
    if (error != 0)
        return failure(Error::fromErrno("compile the system-call filter", "", error));
    return program;
}

} // namespace

std::vector<std::string> guardingCapabilities(const std::vector<std::string>& capabilities) {
    std::vector<std::string> guarding;
    for (const std::string& capability : capabilities) {
        if (std::ranges::find(guardedCalls, capability, &GuardedCall::capability) != guardedCalls.end())
            guarding.push_back(capability);
    }
    std::ranges::sort(guarding);
    const auto [first, last] = std::ranges::unique(guarding);
    guarding.erase(first, last);
    return guarding;
}

std::string_view guardOf(std::string_view call) {
    const auto* const found = std::ranges::find(guardedCalls, call, &GuardedCall::call);
    return found == guardedCalls.end() ? std::string_view() : found->capability;
}

Result<std::vector<sock_filter>> compileDefaultProfile(const std::vector<std::string>& capabilities) {
    const Context context(::seccomp_init(refuse));
    if (!context)
        return failure(Error::fromErrno("compile the system-call filter", "", ENOMEM));
    // Calls of another architecture (32-bit on x86-64) would slip past the argument checks: the process dies.
    ::seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    ::seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2); // a binary tree: see seccomp_attr_set(3)
    Profile profile(context.get());
    addCalls(profile, capabilities);
    addArguments(profile, capabilities);
    if (profile.error() != 0)
        return failure(Error::fromErrno("compile the system-call filter", "", profile.error()));
    return exportProgram(context.get());
}

} // namespace vitrine::security
