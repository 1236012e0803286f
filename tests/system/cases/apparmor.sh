#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# AppArmor profiles, on the system that has them: all processes of a container are under the one it names, which keeps from them what it
# says; a name that nobody has loaded ends the start, and says so; none at all, "unconfined", is asked about.

# shellcheck disable=SC2016 # the container's bash expands it
tools=bash,cat,id,sleep,true
profile=vitrine-test-web

# config PROFILE [INIT]: the usual container under it, with an init program if the second word is true.
config() {
    PROFILE="$1" INIT="${2:-false}" python3 -c '
import json, os, sys
with open("/var/lib/vitrine-test/config.json", encoding="utf-8") as file:
    config = json.load(file)
config["process"]["apparmorProfile"] = os.environ["PROFILE"]
config.setdefault("annotations", {})["org.vitrine.init"] = os.environ["INIT"]
json.dump(config, sys.stdout)'
}
pid_of() { as alice client property "$1" Leader; }
label_of() { cat "/proc/$1/attr/apparmor/current"; }
is_loaded() { grep -q "^$profile " /sys/kernel/security/apparmor/profiles; }
unload() { apparmor_parser --remove "$RESULTS/profile" || true; }
is_running() { [ "$(as alice client property "$1" State)" = running ]; }
lacks() { busctl --system get-property org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1 Unavailable; }
children_of() { cat "/proc/$1/task/$1/children"; }

config "$profile" >"$RESULTS/web.json"
config "$profile" true >"$RESULTS/init.json"
config vitrine-no-such-profile >"$RESULTS/unknown.json"
config unconfined >"$RESULTS/open.json"
chmod a+rX "$RESULTS" "$RESULTS"/*.json
# No abi and no include: nothing of the distribution's decides what this says.
cat >"$RESULTS/profile" <<END
profile $profile flags=(attach_disconnected,mediate_deleted) {
    file,
    capability,
    network,
    signal,
    ptrace,
    unix,
    deny /run/denied w,
}
END

at_end unload
for name in web init unknown open; do at_end discard alice "$name"; done
check "this machine has AppArmor" grep -q Y /sys/module/apparmor/parameters/enabled
check "the profile is loaded" apparmor_parser --replace --skip-cache "$RESULTS/profile"
check "which the kernel says" is_loaded
check_says "the helper says that there is no SELinux" '"selinux"' lacks
check_fails "and not that there is no AppArmor" bash -c "$(declare -f lacks); lacks | grep '\"apparmor\"'"

polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
note "a profile"
check "a container under it is made, by whoever may make any" as alice client create web --config "$RESULTS/web.json" --programs "$tools"
check_says "it isolates no less than usual" '^\[\]' as alice client property web Widenings
check "it starts" as alice client start web
check_says "its first process is under the profile" "^$profile \(enforce\)" label_of "$(pid_of web)"
check_says "and a further one" "^$profile \(enforce\)" inside alice web cat /proc/self/attr/current
check "what the profile allows is done" inside alice web bash -c 'echo x >/run/allowed'
check_says "what it denies is not" 'Permission denied' inside alice web bash -c 'echo x >/run/denied'
check_fails "by nobody inside" inside alice web bash -c 'echo x >/run/denied'
check_fails "there is no way out of it" inside alice web bash -c 'echo "changeprofile unconfined" >/proc/self/attr/current'
check_says "it is under it still" "^$profile \(enforce\)" inside alice web cat /proc/self/attr/current
check "it stops" as alice client stop web 0

note "with an init program"
check "a container with both is made" as alice client create init --config "$RESULTS/init.json" --programs "$tools"
check "it starts" as alice client start init
first="$(pid_of init)"
check_says "the init program is under the profile" "^$profile \(enforce\)" label_of "$first"
check_says "and the command" "^$profile \(enforce\)" label_of "$(children_of "$first" | cut -d ' ' -f 1)"
check "it stops" as alice client stop init 0

note "a name that nobody has loaded"
check "a container is made" as alice client create unknown --config "$RESULTS/unknown.json" --programs "$tools"
check_says "its start says which field and which name" 'process\.apparmorProfile.*vitrine-no-such-profile' as alice client start unknown
check_fails "and it does not run" is_running unknown
check "after the profile was unloaded" unload
check_says "the first container says the same" "process\.apparmorProfile.*$profile" as alice client start web

note "none at all"
check_says "no confinement is not had for the asking" 'NotAuthorized' as alice client create open --config "$RESULTS/open.json" --programs "$tools"
polkit_rule 'if (subject.user == "alice" && action.id != "org.vitrine.manage-others") return polkit.Result.YES'
check "who may widen a container makes it" as alice client create open --config "$RESULTS/open.json" --programs "$tools"
check_says "which says what it lacks" 'AppArmor does not confine it' as alice client property open Widenings
check "it starts" as alice client start open
check_says "and is under no profile" '^unconfined' label_of "$(pid_of open)"
check "it stops" as alice client stop open 0
