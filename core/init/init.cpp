// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The first process of a container that has Init::Yes: a whole program, without a C library, a few KiB.
// It is executed from a memfd, with every signal blocked and the container's command as its only child:
//
//     vitrine-init PID
//
// It hands each signal on to PID, waits for every child (orphans become its children, because it is process 1
// of the pid namespace or a "child subreaper", prctl(2)), and ends when PID has: with the same exit code, or
// with 128 and the number of the signal that ended it. Only in that case it is called "signal NUMBER"
// (PR_SET_NAME) when it ends, by which its parent tells a signal from an exit code of the same value.

#include <asm/unistd.h>
#include <linux/prctl.h>
#include <linux/wait.h>

namespace {

constexpr long childSignal = 17; // SIGCHLD, on every architecture but MIPS, Alpha, SPARC and PA-RISC
constexpr long setMask = 2;      // SIG_SETMASK
constexpr long interrupted = -4; // -EINTR
constexpr long allSignals = -1;  // the kernel's sigset_t, 64 bits
constexpr long setSize = 8;

#if defined(__x86_64__)
long call(long number, long first, long second = 0, long third = 0, long fourth = 0) {
    long result = number;
    register long r10 asm("r10") = fourth;
    asm volatile("syscall"
                 : "+a"(result)
                 : "D"(first), "S"(second), "d"(third), "r"(r10)
                 : "rcx", "r11", "memory");
    return result;
}
asm(".globl _start\n_start:\n\txor %ebp, %ebp\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall begin\n\thlt\n");
#elif defined(__aarch64__)
long call(long number, long first, long second = 0, long third = 0, long fourth = 0) {
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = first;
    register long x1 asm("x1") = second;
    register long x2 asm("x2") = third;
    register long x3 asm("x3") = fourth;
    asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}
asm(".globl _start\n_start:\n\tmov x29, #0\n\tmov x30, #0\n\tmov x0, sp\n\tbl begin\n\tbrk #1\n");
#else
#error "Vitrine's init program knows x86_64 and aarch64"
#endif

[[noreturn]] void leave(long code) {
    for (;;)
        call(__NR_exit_group, code);
}

void setName(const char* name) {
    call(__NR_prctl, PR_SET_NAME, reinterpret_cast<long>(name));
}

long numberFrom(const char* text) {
    long number = 0;
    for (; *text >= '0' && *text <= '9'; ++text)
        number = number * 10 + (*text - '0');
    return number;
}

/// As waitpid(2) tells it.
[[noreturn]] void endAs(int status) {
    const int signal = status & 0x7f;
    if (signal == 0)
        leave(status >> 8 & 0xff);
    char name[] = "signal 00";
    name[7] = static_cast<char>('0' + signal / 10);
    name[8] = static_cast<char>('0' + signal % 10);
    setName(name);
    leave(128 + signal);
}

/// Takes in all that have ended, and ends when the command is among them, or is nobody's child.
void reap(long command) {
    for (;;) {
        int status = 0;
        const long ended = call(__NR_wait4, -1, reinterpret_cast<long>(&status), WNOHANG | __WALL);
        if (ended == command)
            endAs(status);
        if (ended == 0)
            return;
        if (ended < 0 && ended != interrupted)
            leave(127);
    }
}

} // namespace

/// `stack`: the number of arguments, and then pointers to them (the ABI's "initial process stack").
extern "C" [[noreturn]] void begin(const long* stack) {
    setName("vitrine-init");
    if (stack[0] < 2)
        leave(127);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the stack holds both.
    const long command = numberFrom(reinterpret_cast<const char*>(stack[2]));
    const long set = allSignals; // the two of the C library's own, too, which its functions leave out
    call(__NR_rt_sigprocmask, setMask, reinterpret_cast<long>(&set), 0, setSize);
    for (;;) {
        reap(command);
        const long signal = call(__NR_rt_sigtimedwait, reinterpret_cast<long>(&set), 0, 0, setSize);
        if (signal > 0 && signal != childSignal)
            call(__NR_kill, command, signal);
    }
}
