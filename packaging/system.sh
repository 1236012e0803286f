#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Root's part of run.sh: puts the built programs and their files into the system, starts the daemons they need, takes all away again.
#   system.sh install BUILD_FOLDER | start | uninstall
#
# What was installed stands in $record ("file PATH", "folder PATH"), what was started in $started ("PID STARTTIME PATH"; it is in /run,
# because a reboot ends them). Only what stands there is ever removed or ended.

set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
# shellcheck source=packages.sh
. "$here/packages.sh"

readonly record=/usr/local/lib/vitrine/installed
readonly started=/run/vitrine-started
readonly state=/var/lib/vitrine

has_systemd() { [ -d /run/systemd/system ]; }

call_bus() {
    timeout 30 dbus-send --system --print-reply=literal --dest=org.freedesktop.DBus /org/freedesktop/DBus "org.freedesktop.DBus.$1" "${@:2}"
}

# Does it run? A zombie does not, and where PID 1 is no init (in a container) it stays one.
lives() { [[ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null)" == [!ZX]* ]]; }

start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

recorded() { [ ! -f "$record" ] || sed -n "s|^$1 ||p" "$record"; }

# Pids of the processes that run an installed program, also after its file was replaced.
running() {
    local link
    for link in /proc/[0-9]*/exe; do
        case "$(readlink "$link" 2>/dev/null)" in
        "$1" | "$1 (deleted)") ;;
        # A monitor executes itself from a mount that has no place, or from memory.
        / | '/memfd:vitrine-monitor (deleted)')
            [ "$(tr '\0' '\n' 2>/dev/null <"${link%/exe}/cmdline" | head -n 1)" = "$1" ] || continue
            ;;
        *) continue ;;
        esac
        link="${link#/proc/}" && printf '%s\n' "${link%/exe}"
    done
}

# Ends processes: SIGTERM, and after ten seconds SIGKILL.
end() {
    local pid deadline=$((SECONDS + 10))
    for pid in "$@"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "$@"; do
        while lives "$pid"; do
            ((SECONDS < deadline)) || { kill -KILL "$pid" 2>/dev/null || true; }
            sleep 0.1
        done
    done
}

end_helper() {
    local pids
    if has_systemd; then
        systemctl stop vitrine-helper.service 2>/dev/null || true
    fi
    mapfile -t pids < <(running /usr/local/libexec/vitrine-helper)
    end "${pids[@]}"
}

# Tells the bus and systemd that files of theirs came or went. polkitd watches its folders itself.
reload_daemons() {
    if has_systemd; then
        systemctl daemon-reload
    fi
    call_bus ReloadConfig >/dev/null 2>&1 || true
}

install_files() {
    local build="$1" stage file folder files folders=() old
    [ -f "$build/CMakeCache.txt" ] || die "$build is not a build folder"
    # A rehearsal into an empty folder tells the names, so that the folders that are not there yet are known.
    stage="$(mktemp -d)"
    DESTDIR="$stage" cmake --install "$build" >/dev/null
    mapfile -t files < <(find "$stage" -type f -printf '/%P\n' | sort)
    rm -rf "$stage"
    mapfile -t folders < <(recorded folder)
    for file in "${files[@]}" "$record"; do
        for ((folder = 0; ; folder++)); do
            file="$(dirname "$file")"
            [ ! -d "$file" ] || break
            folders+=("$file")
        done
    done
    mapfile -t old < <(recorded file)
    cmake --install "$build" >/dev/null
    chown --reference="$build" "$build/install_manifest.txt" "$build"/resources/*.service
    mkdir -p "$(dirname "$record")"
    {
        printf '# What packaging/run.sh of Vitrine put here; run.sh --uninstall removes it.\n'
        printf 'file %s\n' "${files[@]}"
        [ "${#folders[@]}" = 0 ] || printf 'folder %s\n' "${folders[@]}" | sort -u
    } >"$record.new"
    mv "$record.new" "$record"
    for file in "${old[@]}"; do
        grep -qxF "file $file" "$record" || rm -f "$file"
    done
    # The next call starts the new helper; containers go on, their monitors do not depend on it.
    end_helper
    reload_daemons
    if has_systemd; then
        systemctl enable --quiet vitrine-boot.service
    fi
}

bus_answers() { call_bus GetId >/dev/null 2>&1; }

note_started() {
    local pid="$1"
    printf '%s %s %s\n' "$pid" "$(start_time "$pid")" "$(readlink "/proc/$pid/exe")" >>"$started"
    say "Started: $(tr '\0' ' ' <"/proc/$pid/cmdline")(pid $pid)"
}

start_bus() {
    bus_answers && return
    if has_systemd; then
        systemctl start dbus.socket
        return
    fi
    mkdir -p /run/dbus
    dbus-uuidgen --ensure
    if [ -f /run/dbus/pid ] && ! lives "$(cat /run/dbus/pid)"; then
        rm -f /run/dbus/pid /run/dbus/system_bus_socket
    fi
    dbus-daemon --system --fork
    bus_answers || die "the system bus does not answer, although dbus-daemon was started"
    note_started "$(cat /run/dbus/pid)"
}

start_polkitd() {
    call_bus GetNameOwner string:org.freedesktop.PolicyKit1 >/dev/null 2>&1 && return
    call_bus StartServiceByName string:org.freedesktop.PolicyKit1 uint32:0 >/dev/null ||
        die "polkitd could not be started through the bus"
    if ! has_systemd; then
        note_started "$(call_bus GetConnectionUnixProcessID string:org.freedesktop.PolicyKit1 | sed 's/.*uint32 //')"
    fi
}

# Ends what start() has started, last first, if the pid is still that process.
end_started() {
    [ -f "$started" ] || return 0
    local pid time program
    while read -r pid time program; do
        if [ "$(start_time "$pid")" = "$time" ] && [ "$(readlink "/proc/$pid/exe")" = "$program" ]; then
            end "$pid"
            say "Stopped: $program (pid $pid)"
            [ "${program##*/}" != dbus-daemon ] || rm -f /run/dbus/pid /run/dbus/system_bus_socket
        fi
    done < <(tac "$started")
    rm -f "$started"
}

# A monitor that is asked to end stops its container and removes the control group; what a killed one left is removed here.
end_containers() {
    local monitors group pids
    mapfile -t monitors < <(running /usr/local/libexec/vitrine-monitor)
    [ "${#monitors[@]}" = 0 ] || say "Ending ${#monitors[@]} running containers."
    end "${monitors[@]}"
    while IFS= read -r group; do
        mapfile -t pids < <(find "$group" -name cgroup.procs -exec cat {} +)
        [ "${#pids[@]}" = 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
        for _ in {1..20}; do
            find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
            sleep 0.1
        done
    done < <(find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name vitrine)
}

uninstall() {
    if [ ! -f "$record" ]; then
        say "Nothing is installed: there is no $record."
        end_started
        return
    fi
    end_helper
    end_containers
    if has_systemd; then
        systemctl disable --quiet vitrine-boot.service
    fi
    local name
    while IFS= read -r name; do rm -f "$name"; done < <(recorded file)
    local folders
    mapfile -t folders < <(recorded folder | sort -r)
    rm -f "$record"
    for name in "${folders[@]}"; do
        rmdir --ignore-fail-on-non-empty "$name" 2>/dev/null || true
    done
    reload_daemons
    end_started
    rm -rf --one-file-system /run/vitrine
    if [ -d "$state" ]; then
        if [ -n "$(find "$state/containers" -mindepth 1 -maxdepth 1 2>/dev/null | head -n 1)" ]; then
            say "Your containers stay in $state; remove that folder as root if you do not want them any more."
        else
            rm -rf --one-file-system "$state"
        fi
    fi
    say "Vitrine was removed. Packages that were installed for it stay, because other programs may use them by now."
    local apt
    for apt in /etc/apt/sources.list.d/vitrine-trixie.sources /etc/apt/preferences.d/vitrine-trixie; do
        [ ! -f "$apt" ] || say "So does $apt: without it the packages of Debian 13 would get no security updates."
    done
}

[ "$(id -u)" = 0 ] || die "this is root's part; packaging/run.sh calls it as needed"
case "${1:-}" in
install) install_files "${2:?install needs the build folder}" ;;
start) start_bus && start_polkitd ;;
uninstall) uninstall ;;
*) die "unknown verb '${1:-}': install, start or uninstall" ;;
esac
