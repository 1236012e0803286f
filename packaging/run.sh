#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a fresh clone to an open window: see usage().

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
repository="$(dirname "$here")"
# shellcheck source=packages.sh
. "$here/packages.sh"

readonly tour_folder="$repository/build/tour"
readonly tour_limit=600 # seconds

usage() {
    cat <<'END'
packaging/run.sh [--yes] [--tour | --uninstall]

Installs what is missing, builds Vitrine, puts it into the system (/usr/local, and where the system bus and polkit read their files),
starts a system bus and polkit where nothing else does, and opens the window. Without a display it makes the tour instead.
Root's rights are asked for (sudo or pkexec) where they are needed; started as root it needs neither.

  --tour       makes the tour under an X server that nobody sees: the real window makes a container, starts it, shows it and deletes it.
               Pictures and an account of it are then in build/tour/.
  --uninstall  takes away what this script installed, and stops what it started. Containers that still exist are kept on disk.
  --yes        asks nothing
  --help       this text
END
}

parse_arguments() {
    mode=window
    while [ $# -gt 0 ]; do
        case "$1" in
        --yes) assume_yes=yes ;;
        --tour) mode=tour ;;
        --uninstall) mode=uninstall ;;
        --help) usage && exit ;;
        *) die "unknown option '$1'; --help lists the options" ;;
        esac
        shift
    done
    if [ "$mode" = window ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        say "There is no display here: the tour is made instead."
        mode=tour
    fi
}

install_needed() {
    local packages=("${vitrine_build_packages[@]}" "${vitrine_run_packages[@]}")
    if [ "$mode" = tour ]; then
        packages+=("${vitrine_xvfb_packages[@]}")
    else
        packages+=("${vitrine_window_packages[@]}")
    fi
    install_packages "${packages[@]}"
}

build() {
    choose_compiler
    say "Building; the first time takes some minutes."
    # polkitd before 125 reads actions below /usr/share only; dbus-daemon reads an administrator's policies in /etc.
    cmake -S "$repository" --preset release -DCMAKE_INSTALL_PREFIX=/usr/local \
        -DVITRINE_POLKIT_ACTION_DIR=/usr/share/polkit-1/actions -DVITRINE_DBUS_POLICY_DIR=/etc/dbus-1/system.d >/dev/null
    cmake --build "$repository/build/release"
}

# The window belongs to the person who sits here, also when the script was started with sudo.
as_person() {
    if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
        sudo -u "$SUDO_USER" --preserve-env=DISPLAY,WAYLAND_DISPLAY,XAUTHORITY \
            env XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$SUDO_UID}" "$@"
    else
        "$@"
    fi
}

open_window() {
    say "Opening the window. Later: start 'vitrine' or choose it in the applications' menu."
    as_person /usr/local/bin/vitrine
}

make_tour() {
    local code=0 agent=() agent_pid
    agent_pid="$(mktemp)"
    rm -rf "$tour_folder"
    mkdir -p "$tour_folder"
    # On a terminal without a desktop nobody would ask for the password that polkit wants: its text agent does, for the one process that
    # the inner shell becomes (exec keeps the pid). Root is asked for none. An agent that only stands in for the desktop's (--fallback) is
    # found by polkit through the login session: without one it would never be asked.
    local stand_in=""
    if [ "$(id -u)" != 0 ] && [ -t 0 ] && command -v pkttyagent >/dev/null; then
        [ -z "${XDG_SESSION_ID:-}" ] || stand_in=--fallback
        # shellcheck disable=SC2016 # the inner shell's pid and arguments
        agent=(sh -c 'pkttyagent $1 --process $$ & echo $! >"$0"; shift; exec "$@"' "$agent_pid" "$stand_in")
    fi
    env -u WAYLAND_DISPLAY QT_QPA_PLATFORM=xcb timeout --foreground --kill-after=10 "$tour_limit" \
        xvfb-run --auto-servernum --server-args='-screen 0 1600x1000x24 -nolisten tcp' \
        "${agent[@]}" /usr/local/bin/vitrine --tour "$tour_folder" || code=$?
    [ ! -s "$agent_pid" ] || kill "$(cat "$agent_pid")" 2>/dev/null || true
    rm -f "$agent_pid"
    say "The tour's pictures and its account (account.txt) are in $tour_folder:"
    find "$tour_folder" -type f -printf '  %f\n' | sort >&2
    [ "$code" = 0 ] || die "the tour did not come to its end (exit code $code)"
}

main() {
    parse_arguments "$@"
    if [ "$mode" = uninstall ]; then
        as_root "$here/system.sh" uninstall
        return
    fi
    install_needed
    build
    as_root "$here/system.sh" install "$repository/build/release"
    as_root "$here/system.sh" start
    if [ "$mode" = tour ]; then
        make_tour
    else
        open_window
    fi
}

main "$@"
