#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Containers in a container. As made by default it may make none, and the kernel's answer says so; without the system-call filter, which
# an administrator was asked about, the kernel's own rules hold: namespaces below its own, never above.

# shellcheck disable=SC2016 # the container's bash expands it
tools=bash,cat,id,ls,mkdir,mount,readlink,sleep,true,umount,unshare
nested=(unshare --user --map-root-user --mount --pid --fork --mount-proc --uts --ipc --net)
open() { inside alice open "$@"; }
sleepers() { pgrep -fx 'sleep 98765' || true; }
is_asleep() { [ -n "$(sleepers)" ]; }
open_config() {
    python3 -c '
import json, sys
with open("/var/lib/vitrine-test/config.json", encoding="utf-8") as file:
    config = json.load(file)
config["annotations"]["org.vitrine.seccomp"] = "unconfined"
# The kernel mounts a further proc only where nothing of the one that is there is hidden (mount_namespaces(7)).
config["linux"]["maskedPaths"] = config["linux"]["readonlyPaths"] = []
json.dump(config, sys.stdout)'
}

polkit_rule 'if (subject.user == "alice" && action.id != "org.vitrine.manage-others") return polkit.Result.YES'
at_end discard alice shut
at_end discard alice open

note "as made by default"
check "a container with the tools is made" as alice client create shut --programs "$tools"
check "it starts" as alice client start shut
check "something can be done in it" inside alice shut true
for kind in user mount pid net uts ipc cgroup; do
    check_says "no $kind namespace: the kernel's answer" 'unshare.* failed: Operation not permitted' inside alice shut unshare "--$kind" true
done
check_says "no mount" 'permission denied|Operation not permitted|must be superuser' inside alice shut mount -t tmpfs none /run
check_fails "which is refused" inside alice shut mount -t tmpfs none /run

note "without the filter"
open_config >"$RESULTS/open.json"
chmod a+rX "$RESULTS" "$RESULTS/open.json"
check "a container is made" as alice client --config "$RESULTS/open.json" create open --programs "$tools"
check_says "which says what it lacks" 'system' as alice client property open Widenings
check "it starts" as alice client start open
check "the tools make a container in it" open "${nested[@]}" true
outer="$(open readlink /proc/self/ns/pid)"
check_says "with namespaces of its own" '^pid:' open "${nested[@]}" readlink /proc/self/ns/pid
check_fails "other than those outside" test "$(open "${nested[@]}" readlink /proc/self/ns/pid)" = "$outer"
check_says "root in there is root" '^0' open "${nested[@]}" id -u
check_says "the first process is number 1" '^1' open "${nested[@]}" bash -c 'echo $$'
check_says "it mounts in there" '^inner' open "${nested[@]}" bash -c 'mount -t tmpfs none /run && : >/run/inner && ls /run'
check_fails "which is not seen outside" open ls /run/inner
check_fails "a process above is out of reach" open "${nested[@]}" bash -c 'kill -0 2'
check_fails "the machine's settings are" open "${nested[@]}" bash -c 'echo 1 >/proc/sys/kernel/sysrq'
check_fails "and what the container mounted is locked" open "${nested[@]}" umount /dev/shm
mounts="$(wc -l </proc/self/mountinfo)"
as alice client exec --capable open bash -c "exec >&- 2>&-; ${nested[*]} sleep 98765 &"
check "one goes on in the background" eventually 60 is_asleep
check_says "in the container's group" 'vitrine.slice/.*/payload' cat "/proc/$(sleepers | head -n 1)/cgroup"
check "the container stops" as alice client stop open 0
check_says "and takes all with it" '^$' sleepers
check_says "nothing is mounted here" "^$mounts\$" grep -c '' /proc/self/mountinfo
