#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Ending and freezing by the control group itself, and want of memory: cgroup.kill, cgroup.freeze, memory.events (cgroup-v2.rst). The
# kernel's own tracer says who has written what (Documentation/trace/kprobetrace.rst).

# shellcheck disable=SC2016 # the container's bash expands it
mib=$((1024 * 1024))
tracing=/sys/kernel/tracing
polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
at_end discard alice crowd
as alice client create crowd
unit=""
payload=""

unit_property() { systemctl show -P "$1" "$unit"; }
state_is() { [ "$(as alice client property crowd State)" = "$1" ]; }
event() { awk -v key="$2" '$1 == key { print $2 }' "$payload/$1"; }
in_it() { find "$payload" -name cgroup.procs -exec cat {} + | wc -l; }
more_than() { [ "$("${@:2}")" -gt "$1" ]; }
run_it() {
    check "it starts" as alice client start crowd
    payload="$(as alice client property crowd CgroupDirectories | python3 -c 'import json, sys; print(json.load(sys.stdin)["memory"])')"
    unit="$(basename "$(dirname "$payload")")"
}
# A session of its own, children of children, one of them stopped, and all deaf to SIGTERM.
crowd() {
    as alice client exec crowd bash -c 'trap "" TERM HUP; for i in {1..20}; do (trap "" TERM HUP; sleep 1000 & kill -STOP $!; sleep 1000) & done; exec >&- 2>&-; wait' >/dev/null 2>&1 &
    check "many processes are in it" eventually 60 more_than 40 in_it
}
watch_writes() {
    echo >"$tracing/trace"
    printf 'p:vitrine/%s %s\n' kills cgroup_kill_write freezes cgroup_freeze_write >"$tracing/kprobe_events"
    echo 1 >"$tracing/events/vitrine/enable"
}
unwatch_writes() {
    echo 0 >"$tracing/events/vitrine/enable"
    echo >"$tracing/kprobe_events"
}
# Thread ids, each once.
writers_of() { sed -nE "s/^ *.*-([0-9]+) +\\[.* $1: .*/\\1/p" "$tracing/trace" | sort -u; }

at_end unwatch_writes
check "the kernel's tracer watches writes" watch_writes

note "stop at once: all are killed by one write of the monitor"
run_it
monitor="$(unit_property MainPID)"
crowd
check "it stops" as alice client stop crowd 0
check_says "by cgroup.kill" "^$monitor\$" writers_of kills
check "none is left" eventually 20 test ! -e "$payload"

note "panic: the monitor does not answer"
run_it
crowd
monitor="$(unit_property MainPID)"
leader="$(as alice client property crowd Leader)"
echo >"$tracing/trace"
kill -STOP "$monitor"
check "it is stopped past its monitor" as alice client stop crowd 0
helper="$(systemctl show -P MainPID vitrine-helper.service)"
check_says "by cgroup.kill" '^[0-9]+$' writers_of kills
check "which the helper wrote" test -d "/proc/$helper/task/$(writers_of kills)"
check "its first process is gone" test ! -e "/proc/$leader"
check "the monitor too" test ! -e "/proc/$monitor"
check "and the group" eventually 20 test ! -e "$payload"

note "pause: one write, and nothing runs"
run_it
crowd
echo >"$tracing/trace"
check "it is paused" as alice client pause crowd
check_says "by cgroup.freeze" "^$(unit_property MainPID)\$" writers_of freezes
check_says "which the kernel says is done" '^1$' event cgroup.events frozen
check_says "the file too" '^1$' cat "$payload/cgroup.freeze"
before="$(event cpu.stat usage_usec)"
check_says "a program cannot be started in it" 'WrongState' as alice client exec crowd true
check_says "no time is used" "^$before\$" event cpu.stat usage_usec
check "it can be killed as it is" as alice client stop crowd 0
check "and its group goes" eventually 20 test ! -e "$payload"
run_it
check "paused again" as alice client pause crowd
check "and resumed" as alice client resume crowd
check_says "which the kernel says" '^0$' event cgroup.events frozen
check "it works" inside alice crowd true

note "want of memory: a process is killed, the monitor and the others are not"
check_says "systemd would not end the rest" '^continue$' unit_property OOMPolicy
monitor="$(unit_property MainPID)"
leader="$(as alice client property crowd Leader)"
as alice client limits crowd memoryMax=$((32 * mib)) swapMax=0
as alice client exec crowd bash -c 'head -c 100M /dev/zero | tail -n 1 >/dev/null' >/dev/null 2>&1 || true
check "the kernel has killed" more_than 0 event memory.events oom_kill
check_says "in the container, not beside it" '^0$' awk '$1 == "oom_kill" { print $2 }' "$(dirname "$payload")/monitor/memory.events"
check_says "the unit goes on" '^active$' unit_property ActiveState
check_says "with its monitor" "^$monitor\$" unit_property MainPID
check_says "and the first process" "^$leader\$" as alice client property crowd Leader
check_says "systemd has seen no failure" '^success$' unit_property Result
check "and something can be done in it" inside alice crowd true
check "it stops" as alice client stop crowd 0
check "and its group goes" eventually 20 test ! -e "$payload"
