#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Vitrine developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The installed unit is understood by systemd, and takes nothing from the monitors that are the helper's children:
# unitfile.sh BUILD_FOLDER

set -euo pipefail

# Settings that children inherit (systemd.exec(5)) and without which no container could be made.
readonly inherited='^(CapabilityBoundingSet|NoNewPrivileges|RestrictNamespaces|SystemCallFilter|Private[A-Za-z]+|Protect[A-Za-z]+|ReadOnlyPaths|InaccessiblePaths|MemoryDenyWriteExecute|RestrictSUIDSGID|LimitCORE)='
prefix="$(mktemp -d)"
trap 'rm -rf "$prefix"' EXIT

cmake --install "$1" --prefix "$prefix" >/dev/null
unit="$prefix/lib/systemd/system/vitrine-helper.service"
if [ ! -e "$prefix/libexec/vitrine-helper" ]; then
    install -D -m 0755 /bin/true "$prefix/libexec/vitrine-helper" # verify wants the program to exist, whatever it is
fi
# Complaints go to stderr and do not always change the exit code. man(1) pages of systemd are not needed to run it.
complaints="$(systemd-analyze verify --man=no "$unit" 2>&1 | grep -F vitrine-helper || true)"
[ -z "$complaints" ] || { printf '%s\n' "$complaints" >&2 && exit 1; }
if grep -nE "$inherited" "$unit" >&2; then
    echo "a container would inherit this" >&2
    exit 1
fi
grep -qx 'KillMode=process' "$unit" || { echo "containers must outlive the helper: KillMode=process" >&2 && exit 1; }
