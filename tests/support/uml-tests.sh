#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the root tests of core/cgroup and core/process under User-Mode Linux (Debian: user-mode-linux), with the host's files
# read-only and the cgroup layout of choice, so that every layout can be proved on any machine.
#
# Usage: tests/support/uml-tests.sh v2|v1|hybrid [BUILD-DIRECTORY]      exit status 0: every test passed
set -eu

layout=${1:?v2, v1 or hybrid}
build=$(realpath "${2:-build/dev}")

if [ "$$" -ne 1 ]; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    timeout 300 linux.uml mem=1024M rootfstype=hostfs ro init="$(realpath "$0")" con0=fd:0,fd:1 con=null panic=-1 quiet \
        -- "$layout" "$build" </dev/null 2>/dev/null | tr -d '\r' >"$log" || true
    grep -E '^(PASS|FAIL|Totals|   (Loc|Actual|Expected))' "$log" || true
    grep -q '^vitrine: all passed' "$log"
    exit
fi

# From here on: PID 1 of the User-Mode Linux.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /tmp
if [ "$layout" = v2 ]; then
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
else
    mount -t tmpfs tmpfs /sys/fs/cgroup
    for controllers in cpu,cpuacct memory pids freezer; do # cpu and cpuacct in one hierarchy, as systemd mounts them
        mkdir "/sys/fs/cgroup/$controllers"
        mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/$controllers" || rmdir "/sys/fs/cgroup/$controllers"
    done
    if [ "$layout" = hybrid ]; then
        mkdir /sys/fs/cgroup/unified
        mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified
    fi
fi
status=0
for test in root/cgroup/tst_realcgroup root/cgroup/tst_realsampler root/process/tst_namespacedprocess unit/process/tst_processreader; do
    timeout 100 "$build/tests/$test" || status=1
done
[ "$status" -eq 0 ] && echo "vitrine: all passed"
# Ending PID 1 is the kernel's end (panic=-1), and there is nothing to be saved.
exit "$status"
