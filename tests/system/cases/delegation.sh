#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A container that mounts its control group for writing gets it handed over (cgroup-v2.rst, "Delegation"): its root makes groups in it and
# shares out what it has, but cannot get more.

# shellcheck disable=SC2016 # the container's bash expands it
mib=$((1024 * 1024))
group=/sys/fs/cgroup
host() { inside alice host "$@"; }
payload_of() { as alice client property "$1" CgroupDirectories | python3 -c 'import json, sys; print(json.load(sys.stdin)["memory"])'; }
config_with() {
    python3 -c '
import json, sys
with open("/var/lib/vitrine-test/config.json", encoding="utf-8") as file:
    config = json.load(file)
options = ["nosuid", "noexec", "nodev"] + sys.argv[1:]
config["mounts"].append({"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": options})
json.dump(config, sys.stdout)' "$@"
}
owner_is() { check_says "$1" "^$3\$" stat -c %u "$payload/$2"; }
file_is() { check_says "$1" "^$3\$" cat "$payload/$2"; }
event() { awk -v key="$2" '$1 == key { print $2 }' "$payload/$1"; }
more_than() { [ "$("${@:2}")" -gt "$1" ]; }

polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
for name in host plain look; do at_end discard alice "$name"; done

note "to whom it is not handed over"
config_with ro >"$RESULTS/look.json"
config_with >"$RESULTS/host.json"
chmod a+rX "$RESULTS" "$RESULTS"/*.json
as alice client create plain
as alice client --config "$RESULTS/look.json" create look
for name in plain look; do
    check "$name starts" as alice client start "$name"
    payload="$(payload_of "$name")"
    owner_is "its group is root's" . 0
    owner_is "what moves processes too" cgroup.procs 0
done
check_fails "read-only it makes no group" inside alice look mkdir "$group/a"
as alice client stop plain 0
as alice client stop look 0

note "to whom it is"
check "a container is made" as alice client --config "$RESULTS/host.json" create host
as alice client limits host memoryMax=$((64 * mib)) swapMax=0 pidsMax=60
check "it starts" as alice client start host
payload="$(payload_of host)"
root="$(stat -c %u "/proc/$(as alice client property host Leader)")"
check_fails "its root is not root here" test "$root" = 0
for file in . cgroup.procs cgroup.threads cgroup.subtree_control; do owner_is "$file is handed over" "$file" "$root"; done
for file in memory.max pids.max cpu.max cgroup.freeze cgroup.kill cgroup.max.descendants; do owner_is "$file is not" "$file" 0; done
check_says "inside it is the top" '^0::/' host cat /proc/self/cgroup
check "it makes a group" host mkdir "$group/inner"
check "which is there" test -d "$payload/inner"

note "no more than it has"
for try in 'memory.max max' 'pids.max 1000' 'cpu.max max' 'cgroup.max.descendants 5000' 'cgroup.freeze 1'; do
    check_says "$try is refused" 'Permission denied|Operation not permitted' host bash -c "echo ${try#* } >$group/${try% *}"
done
file_is "memory.max is as it was" memory.max $((64 * mib))
file_is "pids.max too" pids.max 60
check_says "no process from elsewhere" 'No such process|Invalid argument|No such file|Operation not permitted|Permission denied' host bash -c "echo 99999 >$group/inner/cgroup.procs"

note "no process beside groups that have controllers"
check_says "the kernel's rule" 'Device or resource busy' host bash -c "echo +memory >$group/cgroup.subtree_control"
check "all are moved, then it can be" host bash -c 'cd /sys/fs/cgroup; for pid in $(cat cgroup.procs) $$; do echo $pid >inner/cgroup.procs 2>/dev/null; done; echo "+pids +memory" >cgroup.subtree_control'
file_is "the controllers are on" cgroup.subtree_control 'memory pids'
check "a further program can be started all the same" host true
check_says "in the group of the first one" '^0::/inner' host cat /proc/self/cgroup
check "it sets limits of its own" host bash -c "echo 12 >$group/inner/pids.max; echo max >$group/inner/memory.max"
file_is "which are taken" inner/pids.max 12
host bash -c 'head -c 150M /dev/zero | tail -n 1 >/dev/null' >"$RESULTS/150M" 2>&1 || true
check "but what is above holds on" more_than 0 event memory.events oom_kill
check_says "and its own hold for its programs" 'fork' host bash -c 'for i in {1..30}; do sleep 5 & done'
echo max >"$payload/inner/pids.max" # its first process reaps none: they count as long as it lives
check_says "the container runs on" '^running$' as alice client property host State

note "whoever made it"
as alice client limits host memoryMax=$((48 * mib)) swapMax=0 pidsMax=50
file_is "can change its limits" memory.max $((48 * mib))
file_is "all of them" pids.max 50
check "can freeze it" as alice client pause host
check_says "with what is in its groups" '^1$' event inner/cgroup.events frozen
check "thaw it" as alice client resume host
check_says "whole" '^0$' event inner/cgroup.events frozen
check "it makes groups in groups" host bash -c "for i in {1..40}; do mkdir $group/g\$i $group/g\$i/{a,b}; done"
check_says "not too deep" 'Resource temporarily unavailable' host bash -c "cd $group; for i in {1..40}; do mkdir d && cd d || break; done"
check "stop it" as alice client stop host 0
check "and all groups are gone" eventually 30 test ! -e "$payload"
check "it starts again" as alice client start host
check "with an empty one" test ! -e "$(payload_of host)/inner"
