#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Limits on cgroup v2, each against the kernel's own files and against what it does to processes (kernel documentation, cgroup-v2.rst).

# shellcheck disable=SC2016 # the container's bash expands it
mib=$((1024 * 1024))
polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
at_end discard alice box
check "alice makes and starts a container" as alice client create box
as alice client start box
group="$(as alice client property box CgroupDirectories | python3 -c 'import json, sys; print(json.load(sys.stdin)["memory"])')"
check_says "its group is in the one hierarchy" '^/sys/fs/cgroup/.' echo "$group"
check_says "its first process is in there" '^[0-9]+$' grep -rhx "$(as alice client property box Leader)" "$group" --include=cgroup.procs

file() { cat "$group/$1"; }
event() { awk -v key="$2" '$1 == key { print $2 }' "$group/$1"; }
state_is() { [ "$(as alice client property box State)" = "$1" ]; }
more_than() { [ "$("${@:2}")" -gt "$1" ]; }

as alice client limits box cpuQuotaUs=30000 cpuPeriodUs=100000 cpuWeight=50 memoryMax=$((64 * mib)) memoryHigh=$((56 * mib)) swapMax=0 pidsMax=24
check_says "cpu.max" '^30000 100000$' file cpu.max
check_says "cpu.weight" '^50$' file cpu.weight
check_says "memory.max" "^$((64 * mib))\$" file memory.max
check_says "memory.high" "^$((56 * mib))\$" file memory.high
check_says "memory.swap.max" '^0$' file memory.swap.max
check_says "pids.max" '^24$' file pids.max

before="$(event cpu.stat nr_throttled)"
as alice client exec box bash -c 'end=$((SECONDS + 4)); while [ $SECONDS -lt $end ]; do :; done'
check "a busy loop is throttled" more_than "$before" event cpu.stat nr_throttled
check_says "its waiting shows as pressure" 'some .*total=[1-9]' file cpu.pressure

check_says "no more processes than pids.max" 'fork' as alice client exec box bash -c 'for i in {1..40}; do sleep 5 & done'
check "pids.events counts it" more_than 0 event pids.events max

as alice client limits box memoryMax=$((64 * mib)) memoryHigh=$((56 * mib)) swapMax=0
check_says "a limit that is not named is none" '^max$' file pids.max
check_says "of the CPU too" '^max 100000$' file cpu.max
as alice client exec box bash -c 'head -c 50M /dev/zero | tail -n 1 >/dev/null; echo done' >"$RESULTS/50M" 2>&1 || true
check_says "what fits is left alone" 'done' cat "$RESULTS/50M"
as alice client limits box memoryMax=$((32 * mib)) swapMax=0
check_says "memory.high is none again" '^max$' file memory.high
as alice client exec box bash -c 'head -c 100M /dev/zero | tail -n 1 >/dev/null; echo still here' >"$RESULTS/100M" 2>&1 || true
check "what does not fit is killed" more_than 0 event memory.events oom_kill
check_says "the container runs on" '^running$' as alice client property box State

check_says "a limit of no sense is refused by name" 'InvalidArgument: limits\.|InvalidArgument: .*cpuWeight' as alice client limits box cpuWeight=123456
check_says "and changes nothing" "^$((32 * mib))\$" file memory.max

# Which CPUs it runs on.
check_says "cpuset.cpus is empty: all" '^$' file cpuset.cpus
all="$(file cpuset.cpus.effective)"
last="${all##*[-,]}"
as alice client limits box cpus="$last"
check_says "cpuset.cpus" "^$last\$" file cpuset.cpus
check_says "cpuset.cpus.effective" "^$last\$" file cpuset.cpus.effective
check_says "its first process runs there only" "^$last\$" awk '/^Cpus_allowed_list/ { print $2 }' "/proc/$(as alice client property box Leader)/status"
check_says "CPUs that are not there are refused by name" "InvalidArgument: limits.cpus.*$all" as alice client limits box cpus=0,500
check_says "and change nothing" "^$last\$" file cpuset.cpus
check_says "memory nodes too" 'InvalidArgument: limits.memoryNodes' as alice client limits box memoryNodes=7
as alice client limits box memoryNodes=0
check_says "cpuset.mems" '^0$' file cpuset.mems
check_says "all CPUs again" "^$all\$" file cpuset.cpus.effective

# How fast it uses the disk: the limit is a floor of the time that reading takes, however slow this machine is.
disk="$(lsblk --noheadings --nodeps --output MAJ:MIN /dev/vda | tr -d ' ')"
check_says "the disk is offered by name" '"vda"' as alice client manager ListDisks
as alice client limits box ioMax="$disk/$mib/$((2 * mib))/0/500" ioWeight=50
check_says "io.max" "^$disk rbps=$mib wbps=$((2 * mib)) riops=max wiops=500\$" file io.max
check_says "io.weight" '50$' file io.weight
blob="$(as alice client property box RootPath)/blob"
dd if=/dev/urandom of="$blob" bs=1M count=6 status=none
sync
echo 3 >/proc/sys/vm/drop_caches
start=$SECONDS
as alice client exec box bash -c 'cat /blob | wc -c' >"$RESULTS/blob"
check_says "all of it is read" "^$((6 * mib))\$" cat "$RESULTS/blob"
check "and no faster than a MiB a second" more_than 4 echo $((SECONDS - start))
check_says "io.stat counted it" "^$disk rbytes=[0-9]{7}" file io.stat
check_says "a disk that is not there is refused, with those that are" "InvalidArgument: limits.ioMax.*vda \($disk\)" as alice client limits box ioMax=4000:1/1/1/1/1
check_says "a partition's or no number is none" 'InvalidArgument: limits.ioMax' as alice client limits box ioMax="0:0/1/1/1/1"
as alice client limits box memoryMax=$((64 * mib)) swapMax=0
check_says "no speed limit any more" '^$' file io.max
rm "$blob"

# Out of memory: one process of it, or all.
check_says "memory.oom.group is 0" '^0$' file memory.oom.group
as alice client limits box memoryMax=$((32 * mib)) swapMax=0 memoryOomGroup=true
check_says "memory.oom.group is 1" '^1$' file memory.oom.group
as alice client exec box bash -c 'head -c 100M /dev/zero | tail -n 1 >/dev/null; echo still here' >"$RESULTS/group" 2>&1 || true
check "out of memory the whole container ends" eventually 20 state_is stopped
check "nothing of it goes on" test "$(grep -c 'still here' "$RESULTS/group")" = 0
check_says "and it says why" '^True$|^true$' as alice client property box OutOfMemory
as alice client limits box memoryMax=$((64 * mib))
as alice client start box
group="$(as alice client property box CgroupDirectories | python3 -c 'import json, sys; print(json.load(sys.stdin)["memory"])')"

as alice client pause box
check_says "pause: the kernel says frozen" '^1$' event cgroup.events frozen
check_says "and so does the helper" '^paused$' as alice client property box State
as alice client resume box
check_says "resume: no longer" '^0$' event cgroup.events frozen

as alice client stop box
check "with the container its group goes" eventually 10 test ! -e "$group"
