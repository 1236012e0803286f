#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The unit in which a container is: what systemd was told, and what the kernel makes of it (systemd.resource-control(5)).

# shellcheck disable=SC2016 # the container's bash expands it
unit_of() { echo "vitrine-$(basename "$(client path "$1")").service"; }
property_is() { check_says "$2 is $3" "^$3\$" systemctl show -P "$2" "$(unit_of "$1")"; }
# What an administrator may make only: no user namespace, and a capability by which device nodes are made.
wide_config() {
    python3 -c '
import json, sys
with open("/var/lib/vitrine-test/config.json", encoding="utf-8") as file:
    config = json.load(file)
linux = config["linux"]
linux["namespaces"] = [entry for entry in linux["namespaces"] if entry["type"] != "user"]
for names in config["process"]["capabilities"].values():
    names.append("CAP_MKNOD")
config["annotations"]["org.vitrine.seccomp"] = "unconfined"
for source in sys.argv[1:]:
    config["mounts"].append({"destination": "/host", "type": "bind", "source": source, "options": ["rbind", "ro"]})
json.dump(config, sys.stdout)' "$@"
}
disk="$(stat -c '0x%t 0x%T' /dev/vda)"
wide_config >"$RESULTS/wide.json"
wide_config /dev >"$RESULTS/bound.json"
for name in glass wide bound; do at_end discard root "$name"; done

note "as made by default"
check "a container starts" client create glass , start glass
property_is glass Delegate yes
property_is glass KillMode mixed
property_is glass OOMPolicy continue
property_is glass Type exec
property_is glass CollectMode inactive-or-failed
property_is glass TasksMax infinity
property_is glass Slice vitrine.slice
property_is glass DevicePolicy closed
property_is glass NoNewPrivileges no # a sandbox of the unit would be the container's
property_is glass PrivateMounts no
property_is glass SystemCallFilter '~?'
check_says "the usual devices are there" '^1' inside root glass bash -c 'head -c 1 /dev/zero | wc -c; echo >/dev/null'
check_says "it runs for root, and so does its monitor" '^0$' stat -c %u "/proc/$(systemctl show -P MainPID "$(unit_of glass)")"

note "the disk, for one that could make its node"
check "it starts" client --config "$RESULTS/wide.json" create wide , start wide
property_is wide DevicePolicy closed
export CONFIG="$RESULTS/wide.json"
check "a node of a usual device can be made" inside root wide mknod /root/null c 1 3
# shellcheck disable=SC2086 # major and minor
check_says "one of the disk cannot" 'Operation not permitted' inside root wide mknod /root/disk b $disk
check_fails "nor read" inside root wide head -c 1 /root/disk

unset CONFIG

note "an administrator's own will"
check "the machine's devices are bound into it" client --config "$RESULTS/bound.json" create bound , start bound
property_is bound DevicePolicy auto
check_says "they can be read" '^1' inside root bound bash -c 'head -c 1 /host/vda | wc -c'
for name in glass wide bound; do check "$name stops" client stop "$name" 0; done
