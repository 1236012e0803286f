#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A container is a service of systemd, in a group of its own that was handed over; the sandboxed helper comes and goes, and it stays.

status() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"; }
group_of() { sed -n 's/^0:://p' "/proc/$1/cgroup"; }
unit_property() { systemctl show -P "$1" "$unit"; }
helper_pid() { systemctl show -P MainPID vitrine-helper.service; }
leader() { client property glass Leader; }
state_is() { [ "$(client property glass State)" = "$1" ]; }
leader_is() { [ "$(leader)" = "$1" ]; }
is_forgotten() { [ "$(systemctl show -P LoadState "$1")" = not-found ]; }
limit_is() { check_says "$1" "^$3\$" cat "$payload/$2"; }
is_new_helper() { [ "$(helper_pid)" != 0 ] && [ "$(helper_pid)" != "$1" ]; }

# found_again LEADER OLD_HELPER: a new helper serves the container that ran before
found_again() {
    check "another helper comes" eventually 60 is_new_helper "$2"
    check "it has found the running container" eventually 30 leader_is "$1"
    check "and the monitor obeys it" client exec glass true
}

systemctl stop vitrine-helper.service # so that this case's own begins
at_end discard root glass
check "a container is made" client create glass
id="$(client path glass)"
id="${id##*/}"
unit="vitrine-$id.service"
payload="/sys/fs/cgroup/vitrine.slice/$unit/payload"

note "where it runs"
check "it starts" client start glass
monitor="$(unit_property MainPID)"
check_says "its monitor is a child of PID 1" '^1$' status "$monitor" PPid
check_says "in a group of its own" "^/vitrine.slice/$unit/monitor\$" group_of "$monitor"
check_says "and the container in another" "^/vitrine.slice/$unit/payload\$" group_of "$(leader)"
check_says "the helper knows it" "^vitrine.slice/$unit/payload\$" client property glass Cgroup
check_says "which was handed over" '^yes$' unit_property Delegate
check_says "the slice has a limit for all containers" '^[0-9]+$' systemctl show -P TasksMax vitrine.slice
check_says "a program that is started in it is there too" '/$' client exec glass cat /proc/self/cgroup
helper="$(helper_pid)"
check_says "the helper is sandboxed" '^1 2$' echo "$(status "$helper" NoNewPrivs) $(status "$helper" Seccomp)"
check_says "the monitor is not" '^0 0$' echo "$(status "$monitor" NoNewPrivs) $(status "$monitor" Seccomp)"
check_says "and has all of PID 1's capabilities" "^$(status 1 CapBnd)\$" status "$monitor" CapBnd
check_says "and its mounts" "^$(readlink /proc/1/ns/mnt | sed 's/[][]/\\&/g')\$" readlink "/proc/$monitor/ns/mnt"
check "no signal is ignored in the container that systemd ignores in services" test $((0x$(status "$(leader)" SigIgn) & 0x1000)) = 0

note "limits"
check "limits are set" client limits glass memoryMax=67108864 memoryHigh=50331648 pidsMax=50 cpuQuotaUs=50000 cpuPeriodUs=100000 cpuWeight=300
limit_is "memory.max" memory.max 67108864
limit_is "memory.high" memory.high 50331648
limit_is "pids.max" pids.max 50
limit_is "cpu.max" cpu.max '50000 100000'
limit_is "cpu.weight" cpu.weight 300
check "and taken away" client limits glass pidsMax=51
limit_is "memory.max" memory.max max
check "it stops" client stop glass
check "it starts again with what was set" client start glass
limit_is "pids.max" pids.max 51

note "the helper ends, in each way"
leader="$(leader)"
helper="$(helper_pid)"
kill -KILL "$helper"
found_again "$leader" "$helper"
helper="$(helper_pid)"
systemctl restart vitrine-helper.service
found_again "$leader" "$helper"
helper="$(helper_pid)"
systemctl stop vitrine-helper.service
check "the container lives without a helper" test -e "/proc/$leader"
check "a call starts one" client list
found_again "$leader" "$helper"

note "systemd reads its files again, and executes itself"
for verb in daemon-reload daemon-reexec; do
    check "$verb" systemctl "$verb"
    check_says "the unit is active" '^active$' unit_property ActiveState
    check_says "the container is where it was" "^/vitrine.slice/$unit/payload\$" group_of "$leader"
    check "the monitor obeys" client exec glass true
done

note "names are free again at once"
for _ in 1 2; do
    check "it stops" client stop glass 0
    check "its group is gone" test ! -e "$payload"
    check "it starts" client start glass
done

note "somebody else ends it"
check "systemctl stop" systemctl stop "$unit"
check "it has stopped" eventually 30 state_is stopped
check "it starts" client start glass
leader="$(leader)"
kill -KILL "$(unit_property MainPID)"
check "without its monitor it is ended" eventually 30 state_is stopped
check "its process too" test ! -e "/proc/$leader"
check_says "which is said" 'monitor had ended unexpectedly' client property glass StateReason
check "the unit that cleared up is forgotten" eventually 30 is_forgotten "vitrine-recover-$id.service"
check "it starts" client start glass
helper="$(helper_pid)"
kill -KILL "$helper" "$(unit_property MainPID)"
check "another helper comes" eventually 60 is_new_helper "$helper"
check "which clears up" eventually 30 state_is stopped

note "starts that fail"
at_end discard root wrong
check "a container without its program is made" client create wrong -- /no/such/program
check_says "its start says what is missing" '/no/such/program' client start wrong
at_end discard root hungry
# shellcheck disable=SC2016 # the container's shell expands it
check "one that takes all memory is made" client create hungry -- sh -c 'a=x; while :; do a=$a$a; done'
check "and limited" client limits hungry memoryMax=33554432 swapMax=0
check "it starts" client start hungry
hungry_ended() { [ "$(client property hungry State)" = stopped ]; }
check "it ends" eventually 120 hungry_ended
check_says "for want of memory" '^(true|True|1)$' client property hungry OutOfMemory
# shellcheck disable=SC2016 # known inside only
check_says "without PID 1 on its bus the helper of the unit starts nothing" 'org.freedesktop.systemd1 is not on the bus' \
    dbus-run-session -- sh -c 'exec /usr/libexec/vitrine-helper --spawner systemd --bus-address="$DBUS_SESSION_BUS_ADDRESS" --state-dir /tmp/s --run-dir /tmp/r'

note "the end"
check "it is deleted" client delete glass
check "systemd has forgotten it" eventually 30 is_forgotten "$unit"
check "its group is gone" test ! -e "/sys/fs/cgroup/vitrine.slice/$unit"
for other in wrong hungry; do check "$other is deleted" client delete "$other"; done
check "nothing of it is left in /run" test ! -e "/run/vitrine/$id"
check "nor in /var/lib" test ! -e "/var/lib/vitrine/containers/$id"
