#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Devices on cgroup v2, under systemd: a container with a list of devices can use those, and no other one even where it has a node of it
# (bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE). Giving it any is asked about.

# shellcheck disable=SC2016 # the container's bash expands it
tools=bash,cat,head,id,ls,mknod,sleep,stat,true

# devices_config RULES DEVICES: a container that may make nodes, as root of this machine.
devices_config() {
    RULES="$1" DEVICES="$2" python3 -c '
import json, os, sys
with open("/var/lib/vitrine-test/config.json", encoding="utf-8") as file:
    config = json.load(file)
linux = config["linux"]
linux["namespaces"] = [kind for kind in linux["namespaces"] if kind["type"] != "user"]
linux.pop("uidMappings", None)
linux.pop("gidMappings", None)
for which in ("bounding", "effective", "permitted"):
    config["process"]["capabilities"][which].append("CAP_MKNOD")
linux.setdefault("resources", {})["devices"] = json.loads(os.environ["RULES"])
linux["devices"] = json.loads(os.environ["DEVICES"])
json.dump(config, sys.stdout)'
}
none='[{"allow": false, "access": "rwm"}]'
messages='[{"allow": false, "access": "rwm"}, {"allow": true, "type": "c", "major": 1, "minor": 11, "access": "rw"}]'
node='[{"path": "/dev/kmsg", "type": "c", "major": 1, "minor": 11, "fileMode": 384}]'
devices_config "$none" '[]' >"$RESULTS/none.json"
devices_config "$messages" "$node" >"$RESULTS/messages.json"
chmod 644 "$RESULTS"/*.json
none_inside() { CONFIG="$RESULTS/none.json" inside alice none "$@"; }
some_inside() { CONFIG="$RESULTS/messages.json" inside alice some "$@"; }

at_end discard alice none
at_end discard alice some
polkit_rule 'if (subject.user == "alice" && (action.id == "org.vitrine.manage" || action.id == "org.vitrine.exec")) return polkit.Result.YES'
check_says "a device is not had for the asking" 'NotAuthorized' as alice client create some --config "$RESULTS/messages.json" --programs "$tools"

check_says "the window can ask what is behind a name, though systemd hides the devices from the helper" '^suu "c" 1 11$' \
    as alice busctl --system call org.vitrine.Manager1 /org/vitrine/Manager1 org.vitrine.Manager1 InspectDevice s /dev/kmsg

polkit_rule 'if (subject.user == "alice" && action.id != "org.vitrine.manage-others") return polkit.Result.YES'
check "a container with an empty list is made" as alice client create none --config "$RESULTS/none.json" --programs "$tools"
check "and one with a device" as alice client create some --config "$RESULTS/messages.json" --programs "$tools"
check "the first starts" as alice client start none
check "the second starts" as alice client start some

check "a node can be made" none_inside mknod /tmp/messages c 1 11
check_says "and is no use" 'Operation not permitted' none_inside bash -c 'exec 3>/tmp/messages'
check "what every container has works" none_inside bash -c 'head -c 10 /dev/zero >/dev/null'
check_says "the device that is on the list has its node" '^600 1 11$' some_inside stat -c '%a %Hr %Lr' /dev/kmsg
check "and works" some_inside bash -c 'exec 3>/dev/kmsg'
check "another one is made" some_inside mknod /tmp/memory c 1 1
check_says "and is no use" 'Operation not permitted' some_inside bash -c 'exec 3</tmp/memory'

check_says "the window is told" 'devices of the host: /dev/kmsg' as alice client property some Widenings
as alice client stop some
as alice client stop none
