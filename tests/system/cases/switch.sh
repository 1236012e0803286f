#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A helper that asks systemd for nothing (--spawner direct) and the one of the unit take over from each other while containers run.

readonly by_hand=/sys/fs/cgroup/vitrine

group_of() { sed -n 's/^0:://p' "/proc/$1/cgroup"; }
leader_of() { client property "$1" Leader; }
leader_is() { [ "$(leader_of "$1")" = "$2" ]; }
owner_of_name() { busctl --system --no-pager status org.vitrine.Manager1 | sed -n 's/^PID=//p'; }
owner_is() { [ "$(owner_of_name)" = "$1" ]; }
# Without a call for one: asking for the owner starts nothing.
nobody_owns_name() { ! busctl --system --no-pager list --acquired | grep -q '^org\.vitrine\.Manager1 '; }
end_direct() {
    [ -z "${direct:-}" ] || kill "$direct" 2>/dev/null || true
    direct=""
}

remove_by_hand() { [ ! -e "$by_hand" ] || rmdir "$by_hand"; }

begin_direct() {
    systemctl stop vitrine-helper.service
    setsid /usr/libexec/vitrine-helper --spawner direct --monitor /usr/libexec/vitrine-monitor </dev/null >"$RESULTS/direct-helper.log" 2>&1 &
    direct=$!
    check "a helper that starts monitors itself has the name" eventually 60 owner_is "$direct"
}

# found_again NAME LEADER
found_again() {
    check "it has found $1" eventually 60 leader_is "$1" "$2"
    check "and its monitor obeys" client exec "$1" true
}

at_end remove_by_hand
at_end end_direct
at_end discard root handmade
at_end discard root unitmade
mkdir -p "$RESULTS"

note "from the one without systemd to the unit's"
begin_direct
check "a container is made" client create handmade
check "and limited" client limits handmade pidsMax=40
check "it starts" client start handmade
leader="$(leader_of handmade)"
check_says "in a group that systemd knows nothing of" '^/vitrine/' group_of "$leader"
end_direct
check "that helper has gone" eventually 60 nobody_owns_name
check "the container stays" test -e "/proc/$leader"
check "the unit's helper comes when it is called" client list
check "and is the unit's" owner_is "$(systemctl show -P MainPID vitrine-helper.service)"
found_again handmade "$leader"
check "its limits can be changed" client limits handmade pidsMax=41
check_says "where it is" '^41$' cat "/sys/fs/cgroup$(group_of "$leader")/pids.max"
check "it can be stopped" client stop handmade
check "its group is gone" test ! -e "$by_hand/$(client path handmade | sed 's|.*/||')"
check "it starts again" client start handmade
check_says "and is a unit's now" '^/vitrine\.slice/vitrine-.*\.service/payload$' group_of "$(leader_of handmade)"
check "it stops" client stop handmade

note "and back"
check "another is made" client create unitmade
check "it starts" client start unitmade
leader="$(leader_of unitmade)"
begin_direct
found_again unitmade "$leader"
check "it can be stopped" client stop unitmade
check "it starts again" client start unitmade
check_says "in a group that systemd knows nothing of" '^/vitrine/' group_of "$(leader_of unitmade)"
check "systemd reads its files again" systemctl daemon-reload
check "and leaves it where it is" client exec unitmade true
end_direct
check "that helper has gone" eventually 60 nobody_owns_name
check "the unit's helper stops it" client stop unitmade
for name in handmade unitmade; do check "$name is deleted" client delete "$name"; done
check "no group of theirs is left" sh -c "! find $by_hand -mindepth 1 -type d 2>/dev/null | grep ."
