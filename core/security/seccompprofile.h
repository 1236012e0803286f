// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <string_view>

/// The default profile as data: names of system calls (syscalls(2)). A name that this architecture or this
/// libseccomp does not know is left out.
namespace vitrine::security {

/// Allowed with any arguments.
inline constexpr auto allowedCalls = std::to_array<std::string_view>(
    {// Files: opening, reading, writing.
     "open", "openat", "openat2", "creat", "close", "close_range", "read", "pread64", "readv", "preadv",
     "preadv2", "write", "pwrite64", "writev", "pwritev", "pwritev2", "lseek", "_llseek", "dup", "dup2",
     "dup3", "fcntl", "fcntl64", "flock", "pipe", "pipe2", "splice", "tee", "vmsplice", "sendfile",
     "sendfile64", "copy_file_range", "fadvise64", "fadvise64_64", "arm_fadvise64_64", "readahead",
     "fallocate", "ftruncate", "ftruncate64", "truncate", "truncate64", "sync", "syncfs", "fsync",
     "fdatasync", "sync_file_range", "sync_file_range2", "arm_sync_file_range", "memfd_create",
     "memfd_secret", "name_to_handle_at", "cachestat",
     // Files: names, attributes, directories.
     "stat", "stat64", "lstat", "lstat64", "fstat", "fstat64", "newfstatat", "fstatat64", "statx", "statfs",
     "statfs64", "fstatfs", "fstatfs64", "access", "faccessat", "faccessat2", "chmod", "fchmod", "fchmodat",
     "fchmodat2", "chown", "chown32", "fchown", "fchown32", "lchown", "lchown32", "fchownat", "link",
     "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir",
     "mkdirat", "rmdir", "mknod", "mknodat", "readlink", "readlinkat", "chdir", "fchdir", "getcwd",
     "getdents", "getdents64", "umask", "utime", "utimes", "utimensat", "utimensat_time64", "futimesat",
     "getxattr", "lgetxattr", "fgetxattr", "getxattrat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat",
     "listxattr", "llistxattr", "flistxattr", "listxattrat", "removexattr", "lremovexattr", "fremovexattr",
     "removexattrat", "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch",
     "fanotify_mark", "statmount", "listmount",
     // Waiting for several things, events, timers.
     "poll", "ppoll", "ppoll_time64", "select", "_newselect", "pselect6", "pselect6_time64", "epoll_create",
     "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_wait", "epoll_wait_old", "epoll_pwait",
     "epoll_pwait2", "eventfd", "eventfd2", "signalfd", "signalfd4", "timerfd_create", "timerfd_settime",
     "timerfd_settime64", "timerfd_gettime", "timerfd_gettime64", "timer_create", "timer_delete",
     "timer_getoverrun", "timer_gettime", "timer_gettime64", "timer_settime", "timer_settime64", "io_setup",
     "io_destroy", "io_submit", "io_cancel", "io_getevents", "io_pgetevents", "io_pgetevents_time64",
     // Memory.
     "brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "mincore", "mlock", "mlock2",
     "mlockall", "munlock", "munlockall", "msync", "remap_file_pages", "membarrier", "pkey_alloc",
     "pkey_free", "pkey_mprotect", "map_shadow_stack", "mseal", "process_mrelease",
     // Processes, threads, signals. clone is below: it can make namespaces.
     "fork", "vfork", "execve", "execveat", "exit", "exit_group", "wait4", "waitid", "waitpid", "kill",
     "tkill", "tgkill", "pause", "alarm", "rt_sigaction", "rt_sigpending", "rt_sigprocmask",
     "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_sigtimedwait_time64",
     "rt_tgsigqueueinfo", "sigaltstack", "sigprocmask", "sigreturn", "restart_syscall", "pidfd_open",
     "pidfd_send_signal", "getpid", "getppid", "gettid", "getpgid", "getpgrp", "setpgid", "getsid", "setsid",
     "set_tid_address", "set_robust_list", "get_robust_list", "set_thread_area", "get_thread_area",
     "arch_prctl", "set_tls", "cacheflush", "rseq", "futex", "futex_time64", "futex_waitv", "futex_wait",
     "futex_wake", "futex_requeue", "prctl", "seccomp", "landlock_create_ruleset", "landlock_add_rule",
     "landlock_restrict_self", "modify_ldt", "riscv_flush_icache",
     // Who one is. The kernel checks the capabilities.
     "getuid", "getuid32", "geteuid", "geteuid32", "getgid", "getgid32", "getegid", "getegid32", "getresuid",
     "getresuid32", "getresgid", "getresgid32", "getgroups", "getgroups32", "setuid", "setuid32", "setgid",
     "setgid32", "setreuid", "setreuid32", "setregid", "setregid32", "setresuid", "setresuid32", "setresgid",
     "setresgid32", "setfsuid", "setfsuid32", "setfsgid", "setfsgid32", "setgroups", "setgroups32", "capget",
     "capset",
     // Time. Setting clocks is guarded below.
     "time", "gettimeofday", "clock_gettime", "clock_gettime64", "clock_getres", "clock_getres_time64",
     "clock_nanosleep", "clock_nanosleep_time64", "nanosleep", "times", "getitimer", "setitimer", "adjtimex",
     "clock_adjtime", "clock_adjtime64",
     // Scheduling and limits.
     "sched_yield", "sched_getaffinity", "sched_setaffinity", "sched_getattr", "sched_setattr",
     "sched_getparam", "sched_setparam", "sched_getscheduler", "sched_setscheduler", "sched_get_priority_max",
     "sched_get_priority_min", "sched_rr_get_interval", "sched_rr_get_interval_time64", "getpriority",
     "setpriority", "ioprio_get", "ioprio_set", "getcpu", "getrlimit", "ugetrlimit", "setrlimit", "prlimit64",
     "getrusage",
     // The machine, read only.
     "uname", "sysinfo", "getrandom",
     // Sockets. socket itself is below: some families are refused.
     "socketcall", "socketpair", "bind", "listen", "accept", "accept4", "connect", "shutdown", "getsockname",
     "getpeername", "getsockopt", "setsockopt", "send", "sendto", "sendmsg", "sendmmsg", "recv", "recvfrom",
     "recvmsg", "recvmmsg", "recvmmsg_time64",
     // System V and POSIX inter-process communication.
     "ipc", "msgctl", "msgget", "msgrcv", "msgsnd", "semctl", "semget", "semop", "semtimedop",
     "semtimedop_time64", "shmat", "shmctl", "shmdt", "shmget", "mq_getsetattr", "mq_notify", "mq_open",
     "mq_timedreceive", "mq_timedreceive_time64", "mq_timedsend", "mq_timedsend_time64", "mq_unlink",
     // Debugging inside: process_vm_* and ptrace obey the namespaces since Linux 4.8.
     "ptrace", "process_vm_readv", "process_vm_writev"});

/// Allowed only with a capability in the bounding set; without it the kernel would refuse most of them too,
/// but much of that code has had holes.
struct GuardedCall {
    std::string_view capability;
    std::string_view call;
};
inline constexpr auto guardedCalls = std::to_array<GuardedCall>({
    {"CAP_DAC_READ_SEARCH", "open_by_handle_at"},
    {"CAP_SYS_ADMIN", "bpf"},
    {"CAP_SYS_ADMIN", "clone3"},
    {"CAP_SYS_ADMIN", "fanotify_init"},
    {"CAP_SYS_ADMIN", "fsconfig"},
    {"CAP_SYS_ADMIN", "fsmount"},
    {"CAP_SYS_ADMIN", "fsopen"},
    {"CAP_SYS_ADMIN", "fspick"},
    {"CAP_SYS_ADMIN", "lookup_dcookie"},
    {"CAP_SYS_ADMIN", "mount"},
    {"CAP_SYS_ADMIN", "mount_setattr"},
    {"CAP_SYS_ADMIN", "move_mount"},
    {"CAP_SYS_ADMIN", "open_tree"},
    {"CAP_SYS_ADMIN", "perf_event_open"},
    {"CAP_SYS_ADMIN", "pivot_root"},
    {"CAP_SYS_ADMIN", "quotactl"},
    {"CAP_SYS_ADMIN", "quotactl_fd"},
    {"CAP_SYS_ADMIN", "setdomainname"},
    {"CAP_SYS_ADMIN", "sethostname"},
    {"CAP_SYS_ADMIN", "setns"},
    {"CAP_SYS_ADMIN", "syslog"},
    {"CAP_SYS_ADMIN", "umount"},
    {"CAP_SYS_ADMIN", "umount2"},
    {"CAP_SYS_ADMIN", "unshare"},
    {"CAP_BPF", "bpf"},
    {"CAP_PERFMON", "perf_event_open"},
    {"CAP_SYS_BOOT", "reboot"},
    {"CAP_SYS_CHROOT", "chroot"},
    {"CAP_SYS_MODULE", "delete_module"},
    {"CAP_SYS_MODULE", "init_module"},
    {"CAP_SYS_MODULE", "finit_module"},
    {"CAP_SYS_PACCT", "acct"},
    {"CAP_SYS_PTRACE", "kcmp"},
    {"CAP_SYS_PTRACE", "pidfd_getfd"},
    {"CAP_SYS_PTRACE", "process_madvise"},
    {"CAP_SYS_RAWIO", "iopl"},
    {"CAP_SYS_RAWIO", "ioperm"},
    {"CAP_SYS_TIME", "settimeofday"},
    {"CAP_SYS_TIME", "stime"},
    {"CAP_SYS_TIME", "clock_settime"},
    {"CAP_SYS_TIME", "clock_settime64"},
    {"CAP_SYS_TTY_CONFIG", "vhangup"},
    {"CAP_SYS_NICE", "get_mempolicy"},
    {"CAP_SYS_NICE", "mbind"},
    {"CAP_SYS_NICE", "set_mempolicy"},
    {"CAP_SYS_NICE", "set_mempolicy_home_node"},
    {"CAP_SYSLOG", "syslog"},
});

} // namespace vitrine::security
