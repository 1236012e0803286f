#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bus policy must be an allow-list of exactly the methods of the D-Bus XML (and of the standard interfaces).

Usage: buspolicy.py REPOSITORY
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

BUS_NAME = "org.vitrine.Manager1"
# The standard interfaces' methods that a client may call. No Set: no property is writable.
STANDARD = {
    ("org.freedesktop.DBus.Introspectable", "Introspect"),
    ("org.freedesktop.DBus.Peer", "Ping"),
    ("org.freedesktop.DBus.Peer", "GetMachineId"),
    ("org.freedesktop.DBus.Properties", "Get"),
    ("org.freedesktop.DBus.Properties", "GetAll"),
    ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects"),
}
# What root may do: have the name, and, as systemd, broadcast the end of a job.
ROOT = [
    {"own": BUS_NAME},
    {
        "send_destination": BUS_NAME,
        "send_type": "signal",
        "send_interface": "org.freedesktop.systemd1.Manager",
        "send_member": "JobRemoved",
        "max_fds": "0",
    },
]
DESCRIPTORS_PER_MESSAGE = 16  # dbus-daemon(1): max_message_unix_fds


def methods_of(folder):
    """(interface, method) -> descriptors that its arguments may carry."""
    found = {}
    for file in sorted(folder.glob("*.xml")):
        for interface in ET.parse(file).getroot().iter("interface"):
            for method in interface.iter("method"):
                given = [a.get("type") for a in method.iter("arg") if a.get("direction", "in") == "in"]
                takes_fds = any("h" in signature for signature in given)
                found[interface.get("name"), method.get("name")] = DESCRIPTORS_PER_MESSAGE if takes_fds else 0
            for prop in interface.iter("property"):
                if prop.get("access") != "read":
                    raise SystemExit(f"{file}: property {prop.get('name')} is writable; the policy allows no Set")
    return found


def problems(policy, methods):
    contexts = {p.get("context") or f"user {p.get('user')}": p for p in policy.iter("policy")}
    if set(contexts) != {"default", "user root"}:
        yield f"policies are for {sorted(contexts)}; there should be one for root and one for everybody"
        return
    root = list(contexts["user root"])
    if [dict(r.attrib) for r in root] != ROOT or any(r.tag != "allow" for r in root):
        yield "root's policy should allow owning the name and systemd's JobRemoved, and nothing else"
    rules = list(contexts["default"])
    if not rules or rules[0].tag != "deny" or dict(rules[0].attrib) != {"send_destination": BUS_NAME}:
        yield "the policy for everybody should begin by denying everything sent to the helper"
    listed = set()
    for rule in rules[1:]:
        key = (rule.get("send_interface"), rule.get("send_member"))
        expected = {"send_destination", "send_interface", "send_member", "max_fds"}
        if rule.tag != "allow" or set(rule.attrib) != expected or rule.get("send_destination") != BUS_NAME:
            yield f"{ET.tostring(rule, 'unicode').strip()}: an <allow> names destination, interface, member and max_fds"
        elif key in listed:
            yield f"{'.'.join(key)} is listed twice"
        elif key not in methods:
            yield f"{'.'.join(key)} is allowed, but is in no XML file"
        elif int(rule.get("max_fds")) != methods[key]:
            yield f"{'.'.join(key)}: max_fds is {rule.get('max_fds')}, its arguments say {methods[key]}"
        listed.add(key)
    for key in sorted(set(methods) - listed):
        yield f"{'.'.join(key)} has no line in the policy: no client could call it"


def main():
    folder = Path(sys.argv[1]) / "resources" / "dbus"
    methods = methods_of(folder)
    if not methods:
        raise SystemExit(f"no method in {folder}/*.xml")
    methods.update({key: 0 for key in STANDARD})
    found = list(problems(ET.parse(folder / f"{BUS_NAME}.conf").getroot(), methods))
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(methods)} methods, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
