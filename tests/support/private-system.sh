#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A system of one's own for one command: a private system bus with Vitrine's real bus policy, the real polkitd with Vitrine's real
# actions, the built vitrine-helper (started by bus activation, as on a machine without systemd) and, if asked, an X server. The machine
# itself is not changed: everything lives in a temporary folder and in a mount namespace of its own, and is gone when the command ends.
#
#   private-system.sh [--uid N] [--polkit RULES.js | --polkit-yes | --polkit-no] [--root-password] [--no-polkitd] [--state-size S] [--no-helper | --helper-option O]… [--xvfb] [--timeout S] [--keep] -- COMMAND…
#
#   --uid N         run COMMAND as this user id (default 0)
#   --polkit FILE   rules for polkitd: its JavaScript (polkit(8)). --polkit-yes and --polkit-no answer every action of Vitrine so.
#                   With none of the three the defaults of org.vitrine.policy hold, and nobody can type a password.
#   --root-password root has a password here, $VITRINE_ROOT_PASSWORD, and PAM asks for nothing else: for tests that type it
#   --no-polkitd    polkit is not there, and cannot be activated
#   --state-size S  the helper keeps its containers on a file system of this size, such as 4m
#   --no-helper     no vitrine-helper, and none can be activated
#   --helper-option O   one more option of vitrine-helper, such as --idle-timeout=1; may be given several times
#   --xvfb          an X server with a display number of its own; DISPLAY is set and Qt uses it. Without it Qt draws offscreen.
#   --timeout S     COMMAND is ended after S seconds (default: $VITRINE_TEST_TIMEOUT, or 300); the exit code is then 124
#   --keep          leave the temporary folder, to read the logs
#
# COMMAND finds in its environment: DBUS_SYSTEM_BUS_ADDRESS, VITRINE_TEST_DIR, VITRINE_STATE_DIR, VITRINE_RUN_DIR, VITRINE_CGROUP_PARENT,
# VITRINE_HELPER_LOG, HOME, XDG_RUNTIME_DIR, QT_QPA_PLATFORM. VITRINE_HELPER and VITRINE_MONITOR are the built programs: taken from the
# environment, or from the newest build folder.
#
# The exit code is COMMAND's; 125 when the system could not be set up, 126 when COMMAND succeeded but the helper left something behind
# (processes, control groups or mounts, when all its containers were deleted) or a sanitizer spoke in its log.

# shellcheck disable=SC2317 # the functions below are reached through traps

set -euo pipefail

self="$(readlink -f "${BASH_SOURCE[0]}")"
repository="$(readlink -f "$(dirname "$self")/../..")"
readonly self repository
readonly name_timeout=15 # seconds that a program may take to appear on the bus

say() { printf 'private-system: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 125
}

usage() { sed -n '/^#   private-system/,/^$/{s/^# \{0,1\}//;p}' "$self"; }

#--- arguments -----------------------------------------------------------------------------------------------------------------------

uid=0
rules=""
helper_options=()
with_root_password=no
with_polkitd=yes
state_size=""
with_helper=yes
with_xvfb=no
keep=no
limit="${VITRINE_TEST_TIMEOUT:-300}"

parse_arguments() {
    while [ $# -gt 0 ]; do
        case "$1" in
        --uid) uid="${2:?--uid needs a number}" && shift ;;
        --polkit) rules="$(readlink -e "${2:?--polkit needs a file}")" || die "there is no file $2" && shift ;;
        --polkit-yes) rules=YES ;;
        --polkit-no) rules=NO ;;
        --root-password) with_root_password=yes ;;
        --no-polkitd) with_polkitd=no ;;
        --state-size) state_size="${2:?--state-size needs a size}" && shift ;;
        --no-helper) with_helper=no ;;
        --helper-option) helper_options+=("${2:?--helper-option needs an option}") && shift ;;
        --xvfb) with_xvfb=yes ;;
        --timeout) limit="${2:?--timeout needs seconds}" && shift ;;
        --keep) keep=yes ;;
        --help) usage && exit 0 ;;
        --) shift && command=("$@") && break ;;
        *) die "unknown option '$1'; --help lists the options" ;;
        esac
        shift
    done
    [[ "$uid" =~ ^[0-9]+$ ]] || die "--uid takes a number, not '$uid'"
    [[ "$limit" =~ ^[0-9]+$ ]] || die "--timeout takes seconds, not '$limit'"
    [ "${#command[@]}" -gt 0 ] || die "no command was given: … -- COMMAND"
    [ "$(id -u)" = 0 ] || die "needs root: it starts polkitd and a helper that makes containers"
}

# The named program of the newest build folder of this repository.
newest_build_of() {
    find "$repository/build" -maxdepth 4 -type f -name "$1" -perm -u+x -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-
}

#--- the temporary folder and the mount namespace ------------------------------------------------------------------------------------

T=""

# A clone in or below a folder that the test's user may not enter (/root, a home, mktemp -d) is made reachable at the same path, in this
# namespace only: what hides it is covered, and the clone's own folders are put back.
open_path_to_repository() {
    local blocked="" part entry
    while IFS= read -r part; do
        blocked="$blocked/$part"
        (($(stat -c '0%a' "$blocked") & 1)) || break
        [ "$blocked" != "$repository" ] || return 0
    done < <(tr '/' '\n' <<<"${repository#/}")
    mkdir "$T/repository"
    mount --bind "$repository" "$T/repository"
    mount -t tmpfs -o mode=0755 vitrine-test "$blocked"
    mkdir -p "$repository"
    for entry in "$T"/repository/*/; do
        entry="$(basename "$entry")"
        mkdir "$repository/$entry"
        mount --bind "$T/repository/$entry" "$repository/$entry"
    done
    umount "$T/repository"
    rmdir "$T/repository"
}

# Folders that polkitd reads (polkit(8)): ours are put over those that exist, so that the machine's own rules do not count.
prepare_polkit_folders() {
    mkdir -m 0755 "$T/actions" "$T/rules" "$T/empty"
    cp /usr/share/polkit-1/actions/org.freedesktop.policykit.policy "$T/actions/"
    cp "$repository/resources/polkit/org.vitrine.policy" "$T/actions/"
    case "$rules" in
    YES | NO)
        cat >"$T/rules/10-test.rules" <<END
polkit.addRule(function(action, subject) {
    if (action.id.indexOf("org.vitrine.") === 0)
        return polkit.Result.$rules;
});
END
        ;;
    ?*) cp "$rules" "$T/rules/10-test.rules" ;;
    esac
    cat >"$T/rules/90-admin.rules" <<'END'
polkit.addAdminRule(function(action, subject) { return ["unix-user:0"]; });
END
    chmod 0644 "$T"/rules/* "$T"/actions/*
    mount --bind "$T/actions" /usr/share/polkit-1/actions
    mount --bind "$T/rules" /usr/share/polkit-1/rules.d
    local folder
    for folder in /{etc,run,usr/local/share}/polkit-1/{actions,rules.d} /etc/polkit-1/localauthority /var/lib/polkit-1/localauthority; do
        if [ -d "$folder" ]; then
            mount --bind "$T/empty" "$folder"
        fi
    done
}

# polkit's setuid helper asks PAM, and pam_unix(8) reads shadow(5): in this mount namespace it says what the test knows. The hash is that of
# the words below (openssl passwd -6).
prepare_root_password() {
    export VITRINE_ROOT_PASSWORD="glass case"
    # shellcheck disable=SC2016 # dollar signs of crypt(5)
    local hash='$6$vitrine$.nrTEJju.zqgOc1603L6Ymwe4jYpjjVOXQM9bTD.aHhtg9mqVb7MN55MXlsayEqajZDS/Bn1F2aBFjGLVWHh3.' file
    { printf 'root:%s:20000::::::\n' "$hash" && grep -v '^root:' /etc/shadow; } >"$T/shadow"
    chmod 0600 "$T/shadow"
    printf '%s required pam_unix.so\n' auth account >"$T/pam"
    chmod 0644 "$T/pam"
    mount --bind "$T/shadow" /etc/shadow
    for file in {/etc,/usr/lib}/pam.d/polkit-1; do
        if [ -e "$file" ]; then
            mount --bind "$T/pam" "$file"
        fi
    done
}

prepare_folders() {
    T="$(mktemp -d "${TMPDIR:-/tmp}/vitrine-test.XXXXXXXX")"
    chmod 0711 "$T"
    gid="$(getent passwd "$uid" | cut -d : -f 4)"
    gid="${gid:-$uid}"
    mkdir -m 0755 "$T/dbus" "$T/services" "$T/log"
    mkdir -m 0700 "$T/state" "$T/run" "$T/home" "$T/user"
    chown "$uid:$gid" "$T/home" "$T/user"
    [ -z "$state_size" ] || mount -t tmpfs -o "mode=0700,size=$state_size" vitrine-test "$T/state"
    [ "$uid" = 0 ] || open_path_to_repository
    prepare_polkit_folders
    [ "$with_root_password" = no ] || prepare_root_password
    # Programs that ask for the well-known address, such as polkit's agent helper (it clears its environment), find this bus too.
    if [ -d /run/dbus ]; then
        mount --bind "$T/dbus" /run/dbus
    fi
}

#--- the bus, polkitd, the helper, the X server --------------------------------------------------------------------------------------

readonly cgroup_parent="vitrine-test-$$"
pids=() # what this script started, in order

# The text is that of dbus-daemon's own system.conf, with the includes narrowed to the two services under test. No <servicehelper>: the
# daemon, being root here, starts the helper itself.
write_bus_configuration() {
    local policy polkit_policy=""
    for policy in /usr/share/dbus-1/system.d /etc/dbus-1/system.d; do
        if [ -f "$policy/org.freedesktop.PolicyKit1.conf" ]; then
            polkit_policy="$policy/org.freedesktop.PolicyKit1.conf"
        fi
    done
    [ -n "$polkit_policy" ] || die "polkitd is not installed: its bus policy org.freedesktop.PolicyKit1.conf was not found"
    cat >"$T/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=$T/dbus/system_bus_socket</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$T/services</servicedir>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Introspectable"/>
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Properties"/>
    <deny send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus" send_member="UpdateActivationEnvironment"/>
  </policy>
  <policy user="root">
    <allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus.Monitoring"/>
  </policy>
  <include>$polkit_policy</include>
  <include>$repository/resources/dbus/org.vitrine.Manager1.conf</include>
</busconfig>
END
}

write_helper_activation() {
    cat >"$T/helper.sh" <<END
#!/bin/sh
exec "$VITRINE_HELPER" --state-dir "$T/state" --run-dir "$T/run" --cgroup-parent "$cgroup_parent" --monitor "$VITRINE_MONITOR" \
    ${helper_options[*]@Q} >>"$T/log/helper" 2>&1
END
    chmod 0700 "$T/helper.sh"
    printf '[D-BUS Service]\nName=org.vitrine.Manager1\nExec=%s\nUser=root\n' "$T/helper.sh" >"$T/services/org.vitrine.Manager1.service"
    install -m 0644 /dev/null "$T/log/helper"
}

bus_call() {
    timeout 20 dbus-send --system --print-reply=literal --dest=org.freedesktop.DBus /org/freedesktop/DBus "org.freedesktop.DBus.$1" "${@:2}"
}

wait_for_name() {
    local deadline=$((SECONDS + name_timeout))
    until bus_call GetNameOwner "string:$1" &>/dev/null; do
        kill -0 "$2" 2>/dev/null || die "$1: the program ended before it was on the bus: $(tail -n 5 "$3")"
        ((SECONDS < deadline)) || die "$1 did not appear on the bus within $name_timeout s: $(tail -n 5 "$3")"
        sleep 0.05
    done
}

start_bus() {
    write_bus_configuration
    if [ "$with_helper" = yes ]; then
        write_helper_activation
    fi
    export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$T/dbus/system_bus_socket"
    unset DBUS_SESSION_BUS_ADDRESS DBUS_STARTER_ADDRESS
    dbus-daemon --config-file="$T/bus.conf" --nofork --nopidfile </dev/null &>"$T/log/dbus-daemon" &
    pids+=($!)
    wait_for_name org.freedesktop.DBus $! "$T/log/dbus-daemon"
}

start_polkitd() {
    local program
    for program in /usr/lib/polkit-1/polkitd /usr/libexec/polkitd /usr/libexec/polkit-1/polkitd /usr/lib/policykit-1/polkitd; do
        [ -x "$program" ] && break
    done
    [ -x "$program" ] || die "polkitd is not installed"
    "$program" --no-debug </dev/null &>"$T/log/polkitd" &
    pids+=($!)
    wait_for_name org.freedesktop.PolicyKit1 $! "$T/log/polkitd"
}

start_helper() {
    bus_call StartServiceByName string:org.vitrine.Manager1 uint32:0 >/dev/null 2>"$T/log/activation" ||
        die "vitrine-helper did not start: $(cat "$T/log/activation" "$T/log/helper")"
}

start_xvfb() {
    export XAUTHORITY="$T/home/.Xauthority"
    local cookie
    cookie="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    # The display number is not known yet: the cookie is first written for the server, then for the number it chose.
    xauth -q -f "$T/xauthority" add :0 . "$cookie" 2>/dev/null
    Xvfb -displayfd 5 -screen 0 1600x1000x24 -nolisten tcp -noreset -auth "$T/xauthority" 5>"$T/display" </dev/null &>"$T/log/xvfb" &
    pids+=($!)
    local deadline=$((SECONDS + name_timeout))
    until [ -s "$T/display" ]; do
        kill -0 "${pids[-1]}" 2>/dev/null || die "Xvfb ended: $(tail -n 5 "$T/log/xvfb")"
        ((SECONDS < deadline)) || die "Xvfb was not ready within $name_timeout s"
        sleep 0.05
    done
    DISPLAY=":$(cat "$T/display")"
    export DISPLAY
    xauth -q -f "$XAUTHORITY" add "$DISPLAY" . "$cookie" 2>/dev/null
    chown "$uid:$gid" "$XAUTHORITY"
}

#--- the command ---------------------------------------------------------------------------------------------------------------------

command=()
command_pid=""

run_command() {
    export VITRINE_TEST_DIR="$T" VITRINE_STATE_DIR="$T/state" VITRINE_RUN_DIR="$T/run" VITRINE_HELPER_LOG="$T/log/helper"
    export VITRINE_CGROUP_PARENT="$cgroup_parent" HOME="$T/home" XDG_RUNTIME_DIR="$T/user"
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME WAYLAND_DISPLAY
    if [ "$with_xvfb" = yes ]; then
        export QT_QPA_PLATFORM=xcb
    else
        export QT_QPA_PLATFORM=offscreen
        unset DISPLAY XAUTHORITY
    fi
    # In the background, because a trap runs only between foreground commands; its input stays that of this script.
    timeout --kill-after=10 "$limit" setpriv --reuid "$uid" --regid "$gid" --clear-groups -- "${command[@]}" <&0 &
    command_pid=$!
    local code=0
    wait "$command_pid" || code=$?
    command_pid=""
    return "$code"
}

#--- the end -------------------------------------------------------------------------------------------------------------------------

control_groups() { find /sys/fs/cgroup -mindepth 1 -depth -type d \( -name "$cgroup_parent" -o -path "*/$cgroup_parent/*" \) 2>/dev/null; }

cgroup_processes() {
    local group
    while IFS= read -r group; do
        cat "$group/cgroup.procs" 2>/dev/null || true
    done < <(control_groups) | sort -un
}

# Every process of this mount namespace, or that names the temporary folder, but this script and what it started: by construction they
# come from the helper or the command. (A monitor may have a mount namespace of its own.)
strays() {
    local mine pid line state parent
    mine="$(readlink /proc/self/ns/mnt)"
    while IFS= read -r pid; do
        line="$(cat "/proc/$pid/stat" 2>/dev/null)" || continue
        read -r state parent _ <<<"${line##*) }"
        # Direct children of this script are what it started itself and its own subshells; a zombie is its parent's matter.
        case " $$ $PPID $BASHPID " in *" $pid "* | *" $parent "*) continue ;; esac
        [ "$state" != Z ] || continue
        printf '%s\n' "$pid"
    done < <({
        find /proc/[0-9]*/ns/mnt -lname "${mine//[\[\]]/?}" 2>/dev/null
        grep -lsF "$T/" /proc/[0-9]*/cmdline
    } | cut -d / -f 3 | sort -un)
}

# What is left of the helper's work, as lines for people; nothing when all is as it was.
leftovers() {
    local pid group monitor
    monitor="$(readlink -f "${VITRINE_MONITOR:-/nonexistent}" || true)"
    for pid in $(strays) $(cgroup_processes); do
        [ -n "$monitor" ] && [ "$(readlink "/proc/$pid/exe" 2>/dev/null)" = "$monitor" ] && echo "process $pid: vitrine-monitor"
    done
    for pid in $(cgroup_processes); do
        echo "process $pid in $cgroup_parent: $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true)"
    done
    while IFS= read -r group; do
        [ "${group##*/}" = "$cgroup_parent" ] || echo "control group $group"
    done < <(control_groups)
    diff "$T/mounts" <(cut -d ' ' -f 4- /proc/self/mountinfo | sort) | sed -n 's/^> /mount /p' || true
}

# When the command deleted all its containers, the kernel must look as before. Some things end a little later than the call: two seconds.
check_leftovers() {
    [ -z "$(ls -A "$T/state/containers" 2>/dev/null)" ] || return 0
    local try found=""
    for try in {1..20}; do
        found="$(leftovers)"
        [ -n "$found" ] || return 0
        sleep 0.1
    done
    say "after its containers were deleted the helper left behind (seen $try times):"
    printf '%s\n' "$found" >&2
    return 1
}

# The helper is ended first, as at shutdown: LeakSanitizer speaks at the end.
check_helper_log() {
    local pid
    if pid="$(bus_call GetConnectionUnixProcessID string:org.vitrine.Manager1 2>/dev/null)"; then
        pid="${pid##* }"
        kill_all TERM "$pid"
        wait_until_gone "$pid"
        ! kill -0 "$pid" 2>/dev/null || { say "the helper did not end on SIGTERM" && return 1; }
    fi
    if grep -sE 'ERROR: (Address|Leak|UndefinedBehavior)Sanitizer|runtime error:' "$T/log/helper" >&2; then
        say "a sanitizer found an error in the helper: $(cat "$T/log/helper")"
        return 1
    fi
}

kill_all() {
    local signal="$1" pid
    shift
    for pid in "$@"; do
        kill "-$signal" "$pid" 2>/dev/null || true
    done
}

wait_until_gone() {
    local deadline=$((SECONDS + 5)) pid
    for pid in "$@"; do
        while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.05; done
    done
}

remove_control_groups() {
    local try group
    for try in {1..50}; do
        # shellcheck disable=SC2046 # one word a pid
        kill_all KILL $(cgroup_processes)
        control_groups | while IFS= read -r group; do rmdir "$group" 2>/dev/null || true; done
        [ -n "$(control_groups)" ] || return 0
        sleep 0.1
    done
    say "control groups could not be removed after $try attempts: $(control_groups | tr '\n' ' ')"
}

clean_up() {
    trap '' INT TERM HUP
    [ -n "$T" ] || return 0
    local left
    if [ -n "$command_pid" ]; then
        kill_all TERM "$command_pid"
        wait_until_gone "$command_pid"
    fi
    # The helper first, so that it cannot start again what is being ended; then containers; then the servers, last started first.
    rm -f "$T/services/org.vitrine.Manager1.service"
    mapfile -t left < <(strays)
    kill_all TERM "${left[@]}"
    wait_until_gone "${left[@]}"
    mapfile -t left < <(strays)
    kill_all KILL "${left[@]}"
    remove_control_groups
    local i
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill_all TERM "${pids[i]}"
        wait_until_gone "${pids[i]}"
        kill_all KILL "${pids[i]}"
    done
    [ -z "$state_size" ] || umount --lazy "$T/state" || true
    if [ "$keep" = yes ]; then
        say "kept: $T"
    else
        # Mounts of this namespace only: nothing below the folder may be entered by the removal that is not in it.
        rm -rf --one-file-system "$T"
    fi
}

main() {
    parse_arguments "$@"
    if [ "${VITRINE_TEST_UNSHARED:-}" != "$$" ]; then
        # The same process goes on in the new namespace (unshare(1) executes in place), so the pid names it.
        VITRINE_TEST_UNSHARED="$$" exec unshare --mount --propagation private -- "$BASH" "$self" "$@"
    fi
    unset VITRINE_TEST_UNSHARED
    export VITRINE_HELPER="${VITRINE_HELPER:-$(newest_build_of vitrine-helper)}"
    export VITRINE_MONITOR="${VITRINE_MONITOR:-$(newest_build_of vitrine-monitor)}"
    [ "$with_helper" = no ] || [ -x "$VITRINE_HELPER" ] || die "vitrine-helper is not built; --no-helper goes without"
    [ "$with_helper" = no ] || [ -x "$VITRINE_MONITOR" ] || die "vitrine-monitor is not built; --no-helper goes without"
    trap clean_up EXIT
    trap 'exit 143' TERM HUP
    trap 'exit 130' INT
    prepare_folders
    start_bus
    [ "$with_polkitd" = no ] || start_polkitd
    [ "$with_xvfb" = no ] || start_xvfb
    [ "$with_helper" = no ] || start_helper
    cut -d ' ' -f 4- /proc/self/mountinfo | sort >"$T/mounts"

    local code=0
    run_command || code=$?
    if [ "$code" != 0 ]; then
        [ "$code" != 124 ] || say "the command did not end within $limit s"
        if [ -s "$T/log/helper" ]; then
            say "the helper's log ends so:"
            tail -n 40 "$T/log/helper" >&2
        fi
    else
        check_leftovers || code=126
        check_helper_log || code=126
    fi
    exit "$code"
}

main "$@"
