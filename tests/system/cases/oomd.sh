#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# systemd-oomd(8) watches Vitrine's slice, as an administrator may tell it to: it ends the container that thrashes, and nothing else.

# shellcheck disable=SC2016 # the container's bash expands it
mib=$((1024 * 1024))
drop_in=/run/systemd/oomd.conf.d/case.conf
polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'

state_of() { as alice client property "$1" State; }
state_is() { [ "$(state_of "$1")" = "$2" ]; }
unwatch() {
    systemctl set-property --runtime vitrine.slice ManagedOOMMemoryPressure=auto
    rm -f "$drop_in"
    systemctl restart systemd-oomd.service
}
killed() { journalctl -q -b -u systemd-oomd.service --since "$began" | grep 'Killed .*memory pressure'; }

for name in calm greedy; do
    at_end discard alice "$name"
    check "the container $name is made" as alice client create "$name"
    check "it starts" as alice client start "$name"
done
leader="$(as alice client property calm Leader)"
helper="$(systemctl show -P MainPID vitrine-helper.service)"

note "systemd-oomd is told to watch the slice"
began="$(date '+%F %T')"
mkdir -p "$(dirname "$drop_in")"
printf '[OOM]\nDefaultMemoryPressureDurationSec=2s\n' >"$drop_in"
at_end unwatch
check "systemd-oomd runs" systemctl restart systemd-oomd.service
check "it watches" systemctl set-property --runtime vitrine.slice ManagedOOMMemoryPressure=kill ManagedOOMMemoryPressureLimit=5%
check "a file larger than what may stay in memory" inside alice greedy bash -c 'head -c 48M /dev/zero >/root/big'
check "the container is held below it" as alice client limits greedy memoryHigh=$((12 * mib))
as alice client exec greedy bash -c 'while :; do cat /root/big /root/big >/dev/null & cat /root/big >/dev/null; done' >"$RESULTS/exec.txt" 2>&1 &
check "the container that thrashes is ended" eventually 150 state_is greedy stopped
journalctl -q -b -u systemd-oomd.service --since "$began" >"$RESULTS/oomd.txt"
check "by systemd-oomd" killed
check_says "which says what happened to it" 'killed|SIGKILL' as alice client property greedy StateReason
check "the other one goes on" test "$leader" = "$(as alice client property calm Leader)"
check "its first process too" test -e "/proc/$leader"
check "and the helper" test "$helper" = "$(systemctl show -P MainPID vitrine-helper.service)"
check "it starts again" as alice client start greedy
for name in calm greedy; do check "$name stops" as alice client stop "$name" 0; done
