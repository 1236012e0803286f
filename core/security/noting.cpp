// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/security/noting.h"

#include "core/security/seccomprules.h"
#include "core/sys/file.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/bpf_common.h>
#include <poll.h>
#include <seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <format>
#include <iterator>
#include <utility>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

namespace vitrine::security {

namespace {

constexpr const char* operation = "note the refused system calls";
constexpr std::uint32_t mostErrno = 4095; // the kernel's MAX_ERRNO
constexpr std::uint32_t x32Bit = 0x40000000;
constexpr std::uint32_t refusedByDefault = SECCOMP_RET_ERRNO | EPERM;

constexpr std::uint32_t actionOf(std::uint32_t answer) {
    return answer & SECCOMP_RET_ACTION_FULL;
}

/// As the kernel puts it into seccomp_data; libseccomp has a number of its own for x32 only.
std::uint32_t auditArchitecture(std::uint32_t token) {
    return token == SCMP_ARCH_X32 ? static_cast<std::uint32_t>(AUDIT_ARCH_X86_64) : token;
}

/// Refuses seccomp(2) with SECCOMP_FILTER_FLAG_NEW_LISTENER.
void addGuard(std::vector<sock_filter>& program, std::uint32_t token) {
    const int number = ::seccomp_syscall_resolve_name_arch(token, "seccomp");
    if (number < 0)
        return; // not in that architecture
    constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint16_t equals = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr bool isLittle = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    constexpr std::uint32_t flags = offsetof(seccomp_data, args) + 8 + (isLittle ? 0 : 4);
    const auto add = [&](std::uint16_t code, std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
        program.push_back(sock_filter{code, yes, no, value});
    };
    add(load, offsetof(seccomp_data, arch), 0, 0);
    add(equals, auditArchitecture(token), 0, 5);
    add(load, offsetof(seccomp_data, nr), 0, 0);
    add(equals, static_cast<std::uint32_t>(number), 0, 3);
    add(load, flags, 0, 0);
    add(BPF_JMP | BPF_JSET | BPF_K, SECCOMP_FILTER_FLAG_NEW_LISTENER, 0, 1);
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EBUSY, 0, 0);
}

/// Of a program that has no loops (bpf(2), classic).
class Machine {
public:
    explicit Machine(const seccomp_data& call)
        : m_call(reinterpret_cast<const unsigned char*>(&call)) {}

    std::uint32_t run(const std::vector<sock_filter>& program) {
        for (std::size_t at = 0; at < program.size(); ++at) {
            const sock_filter& one = program[at];
            if (one.code == (BPF_RET | BPF_K))
                return one.k;
            if (!perform(one))
                return refusedByDefault;
            at += skipped(one);
        }
        return refusedByDefault;
    }

private:
    bool perform(const sock_filter& one) {
        switch (one.code) {
        case BPF_LD | BPF_W | BPF_ABS:
            if (one.k > sizeof(seccomp_data) - sizeof m_value)
                return false;
            std::copy_n(m_call + one.k, sizeof m_value, reinterpret_cast<unsigned char*>(&m_value));
            return true;
        case BPF_ALU | BPF_AND | BPF_K:
            m_value &= one.k;
            return true;
        default:
            return BPF_CLASS(one.code) == BPF_JMP && BPF_SRC(one.code) == BPF_K;
        }
    }

    [[nodiscard]] std::size_t skipped(const sock_filter& one) const {
        if (BPF_CLASS(one.code) != BPF_JMP)
            return 0;
        switch (BPF_OP(one.code)) {
        case BPF_JA:
            return one.k;
        case BPF_JEQ:
            return m_value == one.k ? one.jt : one.jf;
        case BPF_JGT:
            return m_value > one.k ? one.jt : one.jf;
        case BPF_JGE:
            return m_value >= one.k ? one.jt : one.jf;
        default:
            return (m_value & one.k) != 0 ? one.jt : one.jf;
        }
    }

    const unsigned char* m_call;
    std::uint32_t m_value = 0;
};

/// What a program inside has called itself, without what a terminal or a window would take for an order.
std::string programName(pid_t thread) {
    auto name = sys::readKernelFileAt(AT_FDCWD, "/proc/" + std::to_string(thread) + "/comm");
    if (!name)
        return {};
    std::string text = *std::move(name);
    while (text.ends_with('\n'))
        text.pop_back();
    std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    return text;
}

} // namespace

Result<NotingFilter> noting(const SeccompFilter& filter, const std::vector<std::string>& architectures) {
    NotingFilter made;
    made.refusing = filter.program;
    addGuard(made.loaded.program, ::seccomp_arch_native());
    for (const std::string& word : architectures) {
        const auto token = VITRINE_TRY(architectureFrom(word));
        if (token != ::seccomp_arch_native())
            addGuard(made.loaded.program, token);
    }
    const std::size_t guards = made.loaded.program.size();
    std::ranges::copy(filter.program, std::back_inserter(made.loaded.program));
    for (std::size_t i = guards; i < made.loaded.program.size(); ++i) {
        sock_filter& one = made.loaded.program[i];
        if (one.code == (BPF_RET | BPF_K) && actionOf(one.k) == SECCOMP_RET_ERRNO)
            one.k = SECCOMP_RET_USER_NOTIF;
    }
    if (made.loaded.program.size() > BPF_MAXINSNS)
        return failure(Error(ErrorKind::LimitExceeded, operation, "$.linux.seccomp",
                             "the filter has no room for it: the kernel takes " +
                                 std::to_string(BPF_MAXINSNS) + " instructions"));
    // A child has one thread, and the kernel does not take both flags together (seccomp(2)).
    made.loaded.flags = filter.flags & ~static_cast<unsigned>(SECCOMP_FILTER_FLAG_TSYNC);
    return made;
}

int loadNoting(const SeccompFilter& filter) {
    sock_fprog program{};
    program.len = static_cast<unsigned short>(filter.program.size());
    program.filter = const_cast<sock_filter*>(filter.program.data()); // the kernel only reads it
    const auto load = [&](unsigned long more) {
        return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                         filter.flags | SECCOMP_FILTER_FLAG_NEW_LISTENER | more, &program);
    };
    // A call that is being answered is not interrupted by signals, as it is not without a listener.
    long listener = load(SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    if (listener < 0 && errno == EINVAL) // before Linux 5.19
        listener = load(0);
    return listener < 0 ? -errno : static_cast<int>(listener);
}

std::uint32_t evaluate(const std::vector<sock_filter>& program, const seccomp_data& call) {
    return Machine(call).run(program);
}

void CallListener::Free::operator()(seccomp_notif* request) const {
    ::seccomp_notify_free(request, nullptr);
}

void CallListener::Free::operator()(seccomp_notif_resp* response) const {
    ::seccomp_notify_free(nullptr, response);
}

Result<CallListener> CallListener::open(sys::UniqueFd listener, std::vector<sock_filter> refusing) {
    CallListener made;
    made.m_fd = std::move(listener);
    made.m_refusing = std::move(refusing);
    VITRINE_CHECK(made.prepare());
    return made;
}

/// The kernel takes a request that is all zeros only, and its size is the kernel's.
Result<> CallListener::prepare() {
    seccomp_notif* request = nullptr;
    seccomp_notif_resp* response = nullptr;
    if (const int error = ::seccomp_notify_alloc(&request, &response); error != 0)
        return failure(Error::fromErrno(operation, "", -error));
    m_request.reset(request);
    m_response.reset(response);
    return {};
}

/// False: the call is gone, with the process that made it.
Result<bool> CallListener::receive() {
    VITRINE_CHECK(prepare());
    const int error = ::seccomp_notify_receive(m_fd.get(), m_request.get());
    if (error == 0)
        return true;
    const int errnum = error == -ECANCELED ? errno : -error; // seccomp_notify_alloc(3), RETURN VALUE
    if (errnum == ENOENT || errnum == EINTR)
        return false;
    return failure(Error::fromErrno(operation, "", errnum));
}

Result<std::optional<RefusedCall>> CallListener::answer() {
    pollfd waiting{m_fd.get(), POLLIN, 0};
    if (::poll(&waiting, 1, 0) <= 0 || (waiting.revents & POLLIN) == 0)
        return std::nullopt;
    if (!VITRINE_TRY(receive()))
        return std::nullopt;
    const std::uint32_t said = evaluate(m_refusing, m_request->data);
    const std::uint32_t number =
        actionOf(said) == SECCOMP_RET_ERRNO ? std::min(said & SECCOMP_RET_DATA, mostErrno) : EPERM;
    RefusedCall call{m_request->data.nr, m_request->data.arch, static_cast<int>(number),
                     programName(static_cast<pid_t>(m_request->pid))};
    if (::seccomp_notify_id_valid(m_fd.get(), m_request->id) != 0)
        call.program.clear(); // the number may be another process's by now
    m_response->id = m_request->id;
    m_response->val = 0;
    m_response->error = -static_cast<int>(number);
    m_response->flags = 0; // never SECCOMP_USER_NOTIF_FLAG_CONTINUE
    // An error here: the caller is gone, and nobody waits.
    static_cast<void>(::seccomp_notify_respond(m_fd.get(), m_response.get()));
    return call;
}

std::string callName(int number, std::uint32_t architecture) {
    const bool isX32 = architecture == static_cast<std::uint32_t>(AUDIT_ARCH_X86_64) &&
                       (static_cast<std::uint32_t>(number) & x32Bit) != 0 && number >= 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        ::seccomp_syscall_resolve_num_arch(isX32 ? static_cast<std::uint32_t>(SCMP_ARCH_X32) : architecture,
                                           number),
        &std::free);
    return name ? std::string(name.get()) : std::string();
}

std::string architectureName(int number, std::uint32_t architecture) {
    using Name = std::pair<std::uint32_t, std::string_view>;
    constexpr std::array names{Name{AUDIT_ARCH_X86_64, "x86_64"},   Name{AUDIT_ARCH_I386, "i386"},
                               Name{AUDIT_ARCH_AARCH64, "aarch64"}, Name{AUDIT_ARCH_ARM, "arm"},
                               Name{AUDIT_ARCH_RISCV64, "riscv64"}, Name{AUDIT_ARCH_PPC64LE, "ppc64le"},
                               Name{AUDIT_ARCH_S390X, "s390x"}};
    if (architecture == static_cast<std::uint32_t>(AUDIT_ARCH_X86_64) && number >= 0 &&
        (static_cast<std::uint32_t>(number) & x32Bit) != 0)
        return "x32";
    const auto* const found = std::ranges::find(names, architecture, &Name::first);
    return found == names.end() ? std::format("{:#x}", architecture) : std::string(found->second);
}

} // namespace vitrine::security
