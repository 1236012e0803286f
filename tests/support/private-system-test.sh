#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One question to the harness itself: private-system-test.sh yes|no|default|xvfb|exit-code|timeout|cleanup

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
readonly nobody=65534
export TMPDIR
TMPDIR="$(mktemp -d)"
chmod 0711 "$TMPDIR"
trap 'rm -rf "$TMPDIR"' EXIT

system() { "$here/private-system.sh" --no-helper --uid "$nobody" "$@"; }

# The exit code of a command, for set -e.
code_of() {
    local code=0
    "$@" || code=$?
    echo "$code"
}

expect() { [ "$2" = "$3" ] || { echo "$1: expected '$2', found '$3'" >&2 && exit 1; }; }

# pkcheck(1) calls CheckAuthorization: 10 authorized, 11 not, 12 a password would be needed (10 is added, so that no failure of the
# harness looks like an answer). $1: the harness's option.
# shellcheck disable=SC2016 # $$ is the inner shell's, which runs as nobody
answer() {
    code_of system "$@" -- bash -c '
        [ "$(id -u)" = 65534 ] || exit 1
        pkcheck --process $$ --action-id org.vitrine.manage
        exit $((10 + $?))'
}

case "${1:-}" in
yes) expect "authorized" 10 "$(answer --polkit-yes)" ;;
no) expect "not authorized" 11 "$(answer --polkit-no)" ;;
default) expect "a password would be needed" 12 "$(answer)" ;;
xvfb)
    # xauth and the server speak to each other only if the cookie is right.
    # shellcheck disable=SC2016
    expect "a display" xcb "$(system --xvfb -- bash -c 'timeout 10 xdpyinfo >/dev/null && echo "$QT_QPA_PLATFORM"')"
    ;;
exit-code) expect "the command's exit code" 42 "$(code_of system -- bash -c 'exit 42')" ;;
timeout) expect "the code of a timeout" 124 "$(code_of system --timeout 1 -- sleep 30)" ;;
cleanup)
    # A process that leaves the command's session, and a private bus that must be gone: both named by files outside of the harness's folder.
    mkdir -m 0777 "$TMPDIR/out"
    # shellcheck disable=SC2016
    system -- bash -c 'setsid sleep 1000 & echo $! >'"$TMPDIR"'/out/pid; echo "$VITRINE_TEST_DIR" >'"$TMPDIR"'/out/folder'
    expect "the runaway process is gone" 1 "$(code_of kill -0 "$(cat "$TMPDIR/out/pid")" 2>/dev/null)"
    expect "the folder is gone" 1 "$(code_of test -e "$(cat "$TMPDIR/out/folder")")"
    expect "no mount is left" "" "$(grep -F "$TMPDIR" /proc/self/mountinfo || true)"
    ;;
*) echo "private-system-test.sh: unknown question '${1:-}'" >&2 && exit 2 ;;
esac
