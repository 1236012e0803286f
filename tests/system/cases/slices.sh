#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A group of containers is a slice of systemd's: its limits are in the kernel's files and stay there whatever systemd does, it is stopped at
# once, and it goes with its last container.

# shellcheck disable=SC2016 # the container's bash expands it
polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
mib=$((1024 * 1024))
forget_group() { as alice client ungroup shop 2>/dev/null || true; }
at_end forget_group
at_end discard alice one
at_end discard alice two

note "limits of all together"
group="$(as alice client group shop memoryMax=$((96 * mib)) pidsMax=40 cpuQuotaUs=50000 cpuPeriodUs=100000 memoryOomGroup=true)"
check_says "it has an id" '^[0-9a-f]{32}$' echo "$group"
slice="vitrine-$group.slice"
path="/sys/fs/cgroup/vitrine.slice/$slice"
file() { cat "$path/$1"; }
slice_property() { systemctl show -P "$1" "$slice"; }
state_of() { as alice client property "$1" State; }
is_stopped() { [ "$(state_of "$1")" = stopped ]; }
is_gone() { [ ! -e "$path" ]; }
pids_at_least() { [ "$(file pids.current)" -ge "$1" ]; }
check "there is no slice yet" is_gone
for name in one two; do
    check "$name is made in it" as alice client --group shop create "$name" -- sh -c 'while :; do sleep 1000; done'
    check "$name starts" as alice client start "$name"
    check_says "$name is in the slice" "^vitrine.slice/$slice/vitrine-[0-9a-f]{32}.service/payload\$" as alice client property "$name" Cgroup
done
check_says "memory.max" "^$((96 * mib))\$" file memory.max
check_says "pids.max" '^40$' file pids.max
check_says "cpu.max" '^50000 100000$' file cpu.max
check_says "memory.oom.group, of which systemd knows nothing" '^1$' file memory.oom.group
check_says "systemd knows the others" "^$((96 * mib))\$" slice_property MemoryMax
check_says "no more processes than both may have" 'fork' as alice client exec one bash -c 'for i in {1..60}; do sleep 5 & done'

note "changed while they run, and kept"
check_says "a change says what the kernel says" 'pids.max 60 60' as alice client group shop pidsMax=60 memoryMax=$((80 * mib))
check_says "pids.max" '^60$' file pids.max
check_says "a limit that is not named is none" '^max 100000$' file cpu.max
systemctl daemon-reload
check_says "systemd does not take it back" '^60$' file pids.max
check_says "nor the memory" "^$((80 * mib))\$" file memory.max
systemctl stop vitrine-helper.service
check_says "the next helper knows it" '"pidsMax": 60|pidsMax' as alice client manager ListGroups
check_fails "one with containers is not deleted" as alice client ungroup shop
check_fails "somebody else's is not there" as bob client panic shop

note "panic stop"
as alice client exec one bash -c 'for i in {1..20}; do sleep 1000 & done; wait' >/dev/null 2>&1 &
check "it is busy" eventually 30 pids_at_least 20
check "all are stopped" as alice client panic shop
check "one is" is_stopped one
check "two is" is_stopped two
check "the slice goes with the last container" eventually 30 is_gone

note "again"
check "one starts again" as alice client start one
check_says "with the limits" '^60$' file pids.max
check "and ends" as alice client stop one 0
check "the slice goes by itself" eventually 30 is_gone
check "both are deleted" as alice client delete one , delete two
check "the group too" as alice client ungroup shop
check_says "systemd keeps nothing of it" '^$' find /run/systemd /etc/systemd -name "*$group*"
