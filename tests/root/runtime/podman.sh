#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The real Podman, with vitrine-monitor as its runtime, on an image made here. podman.sh MONITOR GUEST
# Everything of Podman's lies in a directory of its own; nothing is left of it.

set -euo pipefail

# Podman keeps a cache in /var/lib/containers whatever it is told: here that is a file system of its own.
if [ "${1:-}" != --inside ]; then
    exec unshare --mount --propagation private "$0" --inside "$@"
fi
shift
cache=/var/lib/containers
made_cache=no
parents() { find /sys/fs/cgroup -maxdepth 3 -depth -path "*/libpod_parent*" -type d 2>/dev/null; }

had_run=no
had_states=no
had_parent=no # the group that Podman makes for conmon
[ ! -d /run/vitrine-oci ] || had_states=yes
[ -z "$(parents)" ] || had_parent=yes
[ ! -d /run/containers ] || had_run=yes
[ -d "$cache" ] || { mkdir "$cache" && made_cache=yes; }
mount -t tmpfs vitrine-test "$cache"

monitor="$1"
guest="$2"
directory="$(mktemp -d)"
parent="vitrine-test-podman-$$"

cat > "$directory/containers.conf" <<END
[engine]
runtime = "vitrine"
lock_type = "file"
cgroup_manager = "cgroupfs"
events_logger = "none"
[engine.runtimes]
vitrine = ["$monitor"]
[containers]
log_driver = "k8s-file"
END
export CONTAINERS_CONF="$directory/containers.conf" PODMAN_IGNORE_CGROUPSV1_WARNING=1

run_podman() {
    podman --root "$directory/root" --runroot "$directory/run" --tmpdir "$directory/tmp" --storage-driver vfs "$@"
}

# conmon stays a moment longer than its container.
wait_for_conmon() {
    local tries
    for tries in {1..200}; do
        pgrep -f "conmon.*$directory" >/dev/null || return 0
        sleep 0.05
    done
    fail "conmon is left after $tries tries"
}

# Of this test's containers only: hierarchies hold the groups of others too.
groups() { find /sys/fs/cgroup -maxdepth 3 -type d -name "$parent*" 2>/dev/null; }

clean() {
    run_podman rm --all --force --time 0 >/dev/null 2>&1 || true
    groups | while read -r group; do find "$group" -depth -type d -exec rmdir {} \; ; done
    [ "$had_parent" = yes ] || parents | while read -r group; do rmdir "$group" || true; done
    umount "$directory/root/vfs" 2>/dev/null || true
    rm -rf "$directory"
    umount "$cache"
    [ "$made_cache" = no ] || rmdir "$cache"
    [ "$had_states" = yes ] || rmdir /run/vitrine-oci 2>/dev/null || true
    [ "$had_run" = yes ] || rmdir /run/containers/networks /run/containers 2>/dev/null || true
}
trap clean EXIT

fail() {
    printf 'podman.sh: %s\n' "$*" >&2
    exit 1
}

# expect WHAT WANTED GOT
expect() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }

start() { run_podman run --network none --cgroup-parent "/$parent" "$@"; }

make_image() {
    mkdir -p "$directory"/image/{proc,sys,dev,tmp,run,etc}
    chmod 1777 "$directory/image/tmp"
    install -m 0755 "$guest" "$directory/image/guest"
    tar -C "$directory/image" -cf "$directory/image.tar" .
    run_podman import --quiet "$directory/image.tar" guest >/dev/null
}

check_run() {
    expect "output" "hello" "$(start --rm guest /guest say hello)"
    local code=0
    start --rm guest /guest exit 7 || code=$?
    expect "exit code" 7 "$code"
    code=0
    start --rm guest /nothing 2>/dev/null || code=$?
    expect "exit code of a missing program" 127 "$code"
    code=0
    start --rm guest /tmp 2>/dev/null || code=$?
    expect "exit code of what is no program" 126 "$code"
}

check_isolation() {
    local report
    report="$(start --rm --user 11:12 --read-only --pids-limit 33 --cap-drop all --cap-add CHOWN \
        --security-opt no-new-privileges --hostname glass --env A=1 --workdir /etc guest /guest report)"
    for line in "hostname=glass" "cwd=/etc" "env=A=1" "pid=1" "fds= 0 1 2"; do
        grep -qxF -- "$line" <<< "$report" || fail "the report lacks $line"
    done
    grep -qE '^status.Uid=\s*11\s' <<< "$report" || fail "it is another user"
    grep -qE '^status.CapBnd=\s*0000000000000001$' <<< "$report" || fail "it has other capabilities"
    grep -qE '^status.NoNewPrivs=\s*1$' <<< "$report" || fail "no_new_privs is missing"
    grep -qE '^status.Seccomp=\s*2$' <<< "$report" || fail "Podman's filter is not loaded"
    grep -qE '^mount=/ \S+ ro,' <<< "$report" || fail "the root is not read-only"
    report="$(start --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 guest /guest report)"
    grep -qE '^map=\s*0\s+100000\s+65536$' <<< "$report" || fail "the ids are not mapped"
}

check_life() {
    start --detach --name life guest /guest wait >/dev/null
    expect "state" "running" "$(run_podman inspect --format '{{.State.Status}}' life)"
    expect "exec" "inside" "$(run_podman exec life /guest say inside)"
    local code=0
    run_podman exec life /guest exit 6 || code=$?
    expect "exit code of exec" 6 "$code"
    code=0
    run_podman exec life /nothing 2>/dev/null || code=$?
    expect "exit code of a missing program in exec" 127 "$code"
    expect "processes" "/guest wait" "$(run_podman top life args | tail -n 1 | sed 's/ *$//')"
    local inode
    inode="$(stat -Lc %i "/proc/$(run_podman inspect --format '{{.State.Pid}}' life)/ns/net")"
    run_podman run --rm --network container:life --ipc container:life --pid container:life guest /guest report |
        grep -qxF "namespace.net=net:[$inode]" || fail "the network of another container is not joined"
    run_podman pause life >/dev/null
    expect "state" "paused" "$(run_podman inspect --format '{{.State.Status}}' life)"
    run_podman unpause life >/dev/null
    run_podman update --pids-limit 44 life >/dev/null
    grep -x 44 <(find /sys/fs/cgroup -path "*/$parent/*" -name pids.max -exec cat {} +) >/dev/null || fail "the limit did not change"
    run_podman stop --time 20 life >/dev/null
    expect "exit code" 5 "$(run_podman inspect --format '{{.State.ExitCode}}' life)"
    run_podman start life >/dev/null
    expect "state" "running" "$(run_podman inspect --format '{{.State.Status}}' life)"
    run_podman kill life >/dev/null
    run_podman wait life >/dev/null
    run_podman rm life >/dev/null
}

check_terminal() {
    expect "output on a terminal" "tty" "$(start --rm --tty guest /guest say tty | tr -d '\r')"
}

make_image
check_run
check_isolation
check_life
check_terminal
expect "containers that are left" "" "$(run_podman ps --all --quiet)"
wait_for_conmon
[ "$had_states" = yes ] || expect "states that are left" "" "$(ls -A /run/vitrine-oci 2>/dev/null || true)"
printf 'podman %s runs its containers with %s\n' "$(podman --version | cut -d ' ' -f 3)" "$monitor"
