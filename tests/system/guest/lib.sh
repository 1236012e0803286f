# shellcheck shell=bash disable=SC2034 # for the cases, which are sourced after this
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every case has at hand. guest/run-case sources this, then the case.
#
#   check "what must be true" COMMAND…     runs it; if it fails, the case fails, but goes on
#   check_fails "what must not work" COMMAND…
#   check_says "what" EXTENDED_REGEX COMMAND…   its output and errors match; its exit code does not matter
#   eventually SECONDS COMMAND…            true as soon as the command is; use it with check, instead of any sleep
#   as alice COMMAND…                      as that user, in no login session
#   client … / as alice client …           guest/vitrine-client: the helper's verbs
#   inside alice NAME COMMAND…             in that user's container, which has bash, as its root: its output, and true if it ended with 0; its
#                                          capabilities are those of config.json, or of $CONFIG
#   polkit_rule 'return polkit.Result.YES' an administrator's rule for Vitrine's actions, until the case ends
#   reboot_machine / cut_power             ends this run of the case; the next has $BOOT one higher
#   at_end discard alice NAME              that user's container does not stay, whatever happened
#   at_end COMMAND…                        done when the case ends, last first
#   note TEXT                              into the output

failures=0
ends=()
readonly RESULTS="/var/lib/vitrine-test/results/$CASE"
readonly CLIENTS=/run/vitrine-test-clients
PATH="/var/lib/vitrine-test:$PATH"

note() { printf '# %s\n' "$*"; }

passed() { printf 'ok - %s\n' "$1"; }

failed() {
    failures=$((failures + 1))
    printf 'not ok - %s\n' "$1"
    shift
    printf '# %s\n' "$@"
}

check() {
    local what="$1" output
    shift
    if output="$("$@" 2>&1)"; then
        passed "$what"
    else
        failed "$what" "$* ended with $?:" "$output"
    fi
}

check_fails() {
    local what="$1" output
    shift
    if output="$("$@" 2>&1)"; then
        failed "$what" "$* succeeded:" "$output"
    else
        passed "$what"
    fi
}

check_says() {
    local what="$1" regex="$2" output
    shift 2
    output="$("$@" 2>&1)" || true
    if [[ "$output" =~ $regex ]]; then
        passed "$what"
    else
        failed "$what" "$* said, instead of $regex:" "$output"
    fi
}

eventually() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.5
    done
}

as() {
    local user="$1"
    shift
    if [ "$1" = client ]; then
        ask_client "$user" "${@:2}"
    else
        runuser -u "$user" -- "$@"
    fi
}

client() { ask_client root "$@"; }

# ask_client USER ARGUMENT…: vitrine-client as that user, by the one that runs already.
ask_client() {
    local caller=$BASHPID request code=1
    request="$(mktemp -d "$CLIENTS/XXXXXX")"
    mkfifo "$request/reply"
    printf '%s\0' "$@" >"$request/arguments"
    echo "$request $caller" >"$CLIENTS/requests"
    read -r code <"$request/reply"
    rm -r "$request"
    return "$code"
}

# One serves all cases until the machine restarts, or the client changes.
serve_clients() {
    if systemctl --quiet is-active vitrine-test-clients && ! [ /var/lib/vitrine-test/vitrine-client -nt "$CLIENTS/requests" ]; then return; fi
    systemctl stop vitrine-test-clients 2>/dev/null || true
    rm -rf "$CLIENTS"
    systemd-run --quiet --collect --unit=vitrine-test-clients /var/lib/vitrine-test/vitrine-client --serve "$CLIENTS"
    eventually 60 test -p "$CLIENTS/requests"
}

# The helper does not say how a program ended that it has started.
inside() {
    local output
    # shellcheck disable=SC2016 # the container's bash expands it
    output="$(as "$1" client ${CONFIG:+--config "$CONFIG"} exec --capable "$2" bash -c '"$@" 2>&1; echo "ended with $?"' bash "${@:3}" 2>&1)" || true
    printf '%s\n' "${output%ended with *}"
    [ "${output##*ended with }" = 0 ]
}

at_end() { ends+=("$(printf '%q ' "$@")"); }

discard() {
    if as "$1" client list | grep -q "^$2 "; then
        as "$1" client kill "$2" 2>/dev/null || client kill "$2" 2>/dev/null || true
        as "$1" client delete "$2" 2>/dev/null || client delete "$2" # a rule that allowed it may be gone
    fi
}

run_ends() {
    local i
    for ((i = ${#ends[@]} - 1; i >= 0; i--)); do eval "${ends[i]}" || true; done
}

# polkitd watches the folder itself; a rule counts from the moment it says so in the journal.
polkit_rule() {
    local file=/etc/polkit-1/rules.d/10-case.rules
    printf 'polkit.addRule(function(action, subject) {\n    if (action.id.indexOf("org.vitrine.") !== 0) return;\n    %s;\n});\n' "$1" >"$file"
    at_end remove_polkit_rule
    restart_polkit
}

remove_polkit_rule() {
    rm -f /etc/polkit-1/rules.d/10-case.rules
    restart_polkit
}

restart_polkit() { systemctl restart polkit.service; }

reboot_machine() { finish 100; }
cut_power() { finish 101; }

# The next run does what is to be done at the end, unless there is none.
finish() {
    if [ "$failures" = 0 ]; then
        trap - EXIT
    else
        set -- 1
    fi
    exit "$1"
}

case_ended() {
    local code=$?
    trap - EXIT
    run_ends
    if [ "$code" != 0 ] && [ "$failures" = 0 ]; then
        printf 'not ok - the case itself ended with %s\n' "$code"
        exit "$code"
    fi
    printf '# %d failures\n' "$failures"
    [ "$failures" = 0 ] || exit 1
}
