#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Power cuts while containers are made, started, run and deleted, and an orderly restart: the old state or the new, nothing half, nothing
# lost, and the reason is told. What is marked starts with the machine.

state=/var/lib/vitrine
pattern=/var/tmp/case-reboot-pattern

root_of() { echo "$state/containers/$(basename "$(as "$1" client path "$2")")/rootfs"; }
sums_of() { (cd "$(root_of "$1" "$2")" && find . -type f ! -path './root/*' -exec sha256sum {} + | sort); }
is_whole() { sums_of "$1" "$2" | diff --brief "$pattern" -; }
has() { as "$1" client list | grep -q "^$2 "; }
is_gone() { ! has "$1" "$2"; }
directories() { find "$1" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l; }
more_than() { [ "$(directories "$2")" -gt "$1" ]; }
fewer_than() { [ "$(directories "$2")" -lt "$1" ]; }
reason_of() { as "$1" client property "$2" State && as "$1" client property "$2" StateReason; }
monitors() { pgrep -f '^/usr/libexec/vitrine-monitor' || true; }
one_monitor() { [ "$(monitors | wc -l)" = 1 ]; }
is_running() { [ "$(as alice client property "$1" State)" = running ]; }
is_marked() { [ "$(as alice client property "$1" StartAtBoot)" = True ]; }
looked_at_boot() { systemctl show -P ConditionResult vitrine-boot.service; }
has_its_file() {
    is_running "$1" || check "$1 starts" as alice client start "$1"
    check_says "and has its file" '^precious' as alice client exec "$1" cat /root/file
}

all_are_stopped() {
    client list >"$RESULTS/list-$BOOT"
    ! grep -v ' stopped$' "$RESULTS/list-$BOOT"
}

# What is on disk is what is shown, all of it at rest, and nothing of it runs.
check_rest() {
    check "$1: all containers are stopped" eventually 60 all_are_stopped # a deletion is brought to its end
    check_says "no directory is there for nothing" "^$(wc -l <"$RESULTS/list-$BOOT")\$" directories "$state/containers"
    check "the trash is emptied" eventually 60 fewer_than 1 "$state/trash"
    check_says "no monitor runs" '^$' pgrep -f '^/usr/libexec/vitrine-monitor'
    check_says "no control group is left" '^$' find /sys/fs/cgroup -path '*/vitrine.slice/*' -name '*.service'
    check_says "nothing is mounted" '^$' grep /vitrine/ /proc/self/mountinfo
}

# made_or_not USER NAME: what was being made when the power went
made_or_not() {
    if has "$1" "$2"; then
        note "$2 is there"
        check "and whole" is_whole "$1" "$2"
    else
        note "$2 is not there"
        check "and its name is free" as "$1" client create "$2"
    fi
    check "it starts" as "$1" client start "$2"
    check "it stops" as "$1" client stop "$2" 0
}

polkit_rule 'if (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec") return polkit.Result.YES'
for name in kept fresh half; do at_end discard alice $name; done
at_end discard bob gone
at_end rm -f "$pattern"

case "$BOOT" in
0)
    check "a container is made" as alice client create kept
    check "and another user's" as bob client create gone
    sums_of bob gone >"$pattern"
    check "it has files" test -s "$pattern"
    check "the first starts" as alice client start kept
    check "a file is written in it" as alice client exec kept bash -c 'echo precious >/root/file'
    sync # what was installed and what people did before is not what this is about
    check "and one more is made" as alice client create fresh
    note "power cut"
    cut_power
    ;;
1)
    check_rest "after the power cut"
    check_says "the one that ran says why it does not" '^stopped.the machine was restarted$' reason_of alice kept
    check_says "of no exit code" '^-1$' as alice client property kept ExitCode
    systemctl stop vitrine-helper.service
    check_says "the next helper says the same" '^stopped.the machine was restarted$' reason_of alice kept
    made_or_not alice fresh
    has_its_file kept
    check "it stops" as alice client stop kept 0
    sync
    existing="$(directories "$state/containers")"
    note "power cut while one is being made"
    as alice client create half &
    check "its directory appears" eventually 120 more_than "$existing" "$state/containers"
    cut_power
    ;;
2)
    check_rest "after the power cut"
    made_or_not alice half
    sync
    existing="$(directories "$state/containers")"
    note "power cut while one is being started, another deleted"
    as alice client start kept &
    as bob client delete gone &
    check "they are at it" eventually 120 more_than 1 /run/vitrine
    cut_power
    ;;
3)
    check_rest "after the power cut"
    if has bob gone; then
        note "what was being deleted is there"
        check "and whole" is_whole bob gone
        check "it starts" as bob client start gone
        check "it stops" as bob client stop gone 0
        check "and is deleted" as bob client delete gone
    fi
    check "what was deleted is gone" is_gone bob gone
    has_its_file kept
    check_says "nothing is marked, and nothing was started" '^no$' looked_at_boot
    check "it is marked" as alice client boot kept on
    check "another runs that is not" as alice client start fresh
    note "orderly restart"
    reboot_machine
    ;;
4)
    check_says "the mark was found" '^yes$' looked_at_boot
    check "before anybody calls one container runs" eventually 120 one_monitor
    check "it is the marked one" is_running kept
    has_its_file kept
    check_says "the other one says why it does not" '^stopped.the machine was restarted$' reason_of alice fresh
    note "power cut while the mark is taken away"
    as alice client boot kept off &
    cut_power
    ;;
5)
    if is_marked kept; then
        note "kept is marked"
        check "and runs" eventually 120 is_running kept
        check "the mark is taken away" as alice client boot kept off
        check "it stops" as alice client stop kept 0
    else
        note "kept is not marked"
    fi
    check_rest "after the power cut"
    check_says "systemd agrees" '^no$' eval 'systemctl start vitrine-boot.service; looked_at_boot'
    has_its_file kept
    check "it stops" as alice client stop kept 0
    check_says "and now says that" '^stopped.was killed as asked$' reason_of alice kept
    ;;
esac
