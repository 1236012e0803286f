# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Login sessions for the cases, made as login(1) and sshd(8) make them. A case that needs them sources this.
#
#   login_at TTY USER                 a session of that user on that console, until the case ends
#   login_remotely USER               a session from another machine
#   switch_to N                       what pressing Ctrl+Alt+FN does
#   session_of TTY USER               the session's id
#   session_says TTY USER PROPERTY    of loginctl(1)
#   in_session TTY USER COMMAND…      as that user, in that session

login_at() {
    systemd-run --quiet --unit="case-login-$1" --property=TTYPath="/dev/$1" --property=StandardInput=tty-force --property=StandardOutput=tty --property=SendSIGHUP=yes \
        login -f "$2"
    at_end systemctl stop "case-login-$1"
    eventually 60 session_is_there "$1" "$2"
}

login_remotely() {
    # login(1) hangs the terminal up and opens it anew: whoever reads the other end must not take that for its end.
    systemd-run --quiet --unit=case-login-remote --property=SendSIGHUP=yes python3 -c 'import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("login", ["login", "-h", "203.0.113.5", "-f", sys.argv[1]])
os.waitpid(pid, 0)' "$1"
    at_end systemctl stop case-login-remote
    eventually 60 session_is_there pts/ "$1"
}

session_of() { loginctl list-sessions --no-legend | awk -v user="$2" -v tty="$1" '$3 == user && $0 ~ tty { print $1; found = 1 } END { exit !found }'; }

# A process belongs to the session whose control group it is in (sd_pid_get_session(3)).
session_group() { echo "/sys/fs/cgroup/user.slice/user-$(id -u "$2").slice/session-$(session_of "$1" "$2").scope"; }

# logind knows a session before systemd has made its group.
session_is_there() { test -e "$(session_group "$1" "$2")/cgroup.procs"; }

session_says() { loginctl show-session "$(session_of "$1" "$2")" -P "$3"; }

# VT_ACTIVATE and VT_WAITACTIVE (ioctl_console(2)).
switch_to() {
    python3 -c 'import fcntl, os, sys
console = os.open("/dev/tty0", os.O_RDWR)
for request in (0x5606, 0x5607):
    fcntl.ioctl(console, request, int(sys.argv[1]))' "$1"
}

in_session() {
    local group user="$2"
    group="$(session_group "$1" "$2")"
    [ "${3}" != client ] || set -- "$1" "$2" vitrine-client "${@:4}"
    [ "${5:-}" != client ] || set -- "${@:1:4}" vitrine-client "${@:6}"
    (
        echo "$BASHPID" >"$group/cgroup.procs" || exit
        exec setpriv --reuid="$user" --regid="$user" --init-groups env HOME="/home/$user" "${@:3}"
    )
}
